"""Landing: a folder that appears whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ...errors import ToolbeltError
from ..shelf import read_report
from .exchange import exchange
from .holding import Held, holding, remove

# What a file system says that keeps all at once, or never.
_UNFLUSHABLE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}


@contextmanager
def landing(target: Path) -> Iterator[Path]:
    """Give a folder to write in, and put it in the place of `target` at the end.

    Parameters
    ----------
    target : pathlib.Path
        An earlier report there stays until the new one is whole.

    Yields
    ------
    pathlib.Path
        An empty folder beside the target; it is removed where anything fails.

    Raises
    ------
    ToolbeltError
        Where the target holds something else, is held by another run, or cannot
        be written.
    KeyboardInterrupt
        Says so where the report was in its place by then.

    Notes
    -----
    A process may be killed at any moment. Until the last step the earlier
    report is in its place; then the two change places at once. Where the system
    cannot do that, the earlier one steps aside first, and the next run puts it
    back where a kill came between. What is written reaches the disk before it
    takes its place, so that the same holds where the power goes.
    """
    try:
        made = [path for path in target.parents if not path.exists()]
    except OSError as error:
        raise _unwritable(target, error) from None
    new = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with holding(target) as held:
            _require_replaceable(target)
            held.work.mkdir()
            yield held.work
            _keep(held.work)
            new = _number(held.work)
            _swap(held)
            _keep_names(target.parent)
    except KeyboardInterrupt:
        if new is not None and _number(target) == new:
            raise KeyboardInterrupt(f"{target} is written") from None
        raise
    except OSError as error:
        raise _unwritable(target, error) from error
    except ToolbeltError as error:
        # Who writes tables says where; the new report's folder is gone by then.
        cause = error.__context__
        if isinstance(cause, OSError) and str(target.with_name(f".{target.name}")) in error.path:
            raise _unwritable(target, cause) from error
        raise
    finally:
        for path in made:
            with suppress(OSError):  # it holds the report now
                path.rmdir()


def _unwritable(target: Path, error: OSError) -> ToolbeltError:
    """Say why nothing was written; a file of the new report is not there to be looked at."""
    named = error.filename if isinstance(error.filename, str) else str(target)
    place = target if str(target.parent / f".{target.name}") in named else named
    fix = "make room, or give an --out that can be written"
    return ToolbeltError(place, error.strerror or str(error), fix)


def _require_replaceable(target: Path) -> None:
    there = os.path.lexists(target)
    if there and read_report(target) is None and _holds_something(target):
        fix = "remove it, or name another --out"
        raise ToolbeltError(target, "holds something that is not a report", fix)


def _holds_something(target: Path) -> bool:
    return not target.is_symlink() and (not target.is_dir() or any(target.iterdir()))


def _keep(folder: Path) -> None:
    """Let all that lies in a folder reach the disk."""
    for place, _, names in os.walk(folder):
        for name in names:
            # Windows asks for the right to write; elsewhere a file may be without it.
            with Path(place, name).open("rb" if os.name == "posix" else "rb+") as file:
                _flush(file.fileno())
        _keep_names(Path(place))


def _keep_names(folder: Path) -> None:
    """Let the names in a folder reach the disk, where a folder can be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _flush(handle)
    finally:
        os.close(handle)


def _flush(handle: int) -> None:
    """Let a file or a folder reach the disk, where the file system can be told to."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNFLUSHABLE:
            raise


def _number(folder: Path) -> int | None:
    """Give what tells a folder from another, whatever it is called; None where there is none."""
    try:
        return folder.lstat().st_ino
    except OSError:
        return None


def _swap(held: Held) -> None:
    """Put the new report in place; what was there lies on the desk then, and goes."""
    target = held.target
    if os.path.lexists(target) and not exchange(held.work, target):
        target.replace(held.old)
    if not os.path.lexists(target):
        held.work.replace(target)
    for place in (held.work, held.old):
        remove(place)
