"""Holding: one run at a time writes a report, and clears what a killed one left of it."""

from __future__ import annotations

import errno
import json
import os
import platform
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from filelock import BaseFileLock, FileLock, Timeout

from ...errors import ToolbeltError

_ENDING = ".toolbelt"
# Seconds: a run that clears what others left holds their locks for a moment.
_PATIENCE = 1
_TRIES = 5
# What a system says of a file system that knows no locks, such as some of networks.
_LOCKLESS = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK}


class Held(NamedTuple):
    """A target that this run alone may write.

    Attributes
    ----------
    target : pathlib.Path
    desk : pathlib.Path
        A hidden folder beside it for the lock and for what is not finished:
        ``.2025-05-29.toolbelt`` beside ``2025-05-29``.
    """

    target: Path
    desk: Path

    @property
    def work(self) -> Path:
        """The folder that the new report is written in."""
        return self.desk / "new"

    @property
    def old(self) -> Path:
        """Where the last report lies while the new one takes its place in two steps."""
        return self.desk / "old"


@contextmanager
def holding(target: Path) -> Iterator[Held]:
    """Hold a target while it is written.

    Parameters
    ----------
    target : pathlib.Path
        Its folder is there. What killed runs left beside it, and beside the
        other reports there, is cleared; that of runs that are alive is not.

    Yields
    ------
    Held

    Raises
    ------
    ToolbeltError
        Where another run holds it: which, and since when.
    OSError
        Where the folder cannot be written.

    Notes
    -----
    The system releases the lock of a process that ends, however it ends: a lock
    file that was left says nothing.
    """
    with _held(target) as held:
        for desk in sorted(target.parent.glob(f".*{_ENDING}")):
            other = target.with_name(desk.name[1 : -len(_ENDING)])
            lost = not desk.is_symlink() and (desk / "lock").is_file()
            if other.name != target.name and lost:
                _clear_of_the_dead(other)
        yield held


def _clear_of_the_dead(target: Path) -> None:
    try:
        with _held(target):
            pass
    except (ToolbeltError, OSError):
        return  # somebody is at work there, or it is not ours to write


@contextmanager
def _held(target: Path) -> Iterator[Held]:
    held = Held(target, target.with_name(f".{target.name}{_ENDING}"))
    lock = _locked(held)
    try:
        _recover(held)
        _say_who(held.desk)
        yield held
    finally:
        try:
            _recover(held)
            # While the lock is held: who waits for a file that went takes a new one.
            shutil.rmtree(held.desk, ignore_errors=True)
        finally:
            lock.release()


def _locked(held: Held) -> BaseFileLock:
    """Take the lock of a desk; the desk may go while its holder ends."""
    if held.desk.is_symlink():
        raise ToolbeltError(held.desk, "a link, which no run made", "remove it")
    lock = FileLock(held.desk / "lock", fallback_to_soft=False)
    for _ in range(_TRIES):
        begun = _begun(held.desk)
        try:
            lock.acquire(timeout=_PATIENCE)
        except FileNotFoundError:
            continue
        except Timeout:
            break
        except OSError as error:
            if begun:
                shutil.rmtree(held.desk, ignore_errors=True)
            if error.errno in _LOCKLESS:
                found = f"lies on a file system without locks ({error.strerror})"
                raise ToolbeltError(held.target, found, "give an --out on another") from None
            raise
        return lock
    holder = _holder(held.desk)
    raise ToolbeltError(held.target, f"is being written by {holder}", "wait for it, or end it")


def _begun(desk: Path) -> bool:
    """Make a desk where there is none; say whether it was made."""
    try:
        desk.mkdir()
    except FileExistsError:
        return False
    return True


def _recover(held: Held) -> None:
    """Put back the report that a kill between two renames left aside, and remove the rest."""
    if os.path.lexists(held.old) and not os.path.lexists(held.target):
        held.old.replace(held.target)
    for place in (held.work, held.old):
        remove(place)


def remove(place: Path) -> None:
    """Remove a folder, a file or a link; what it leads to stays."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)


def _say_who(desk: Path) -> None:
    about = {
        "process": os.getpid(),
        "host": platform.node(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    (desk / "holder.json").write_text(json.dumps(about), encoding="utf-8")


def _holder(desk: Path) -> str:
    """Say who holds a desk; its words may not be written yet, or be gone by now."""
    try:
        about = json.loads((desk / "holder.json").read_text(encoding="utf-8"))
        return f"process {about['process']} on {about['host']} since {about['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
