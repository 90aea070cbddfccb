"""Landing: a folder that appears whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import ToolbeltError

MARK = "manifest.json"
"""The file by which a folder is known as a report, so that no other is replaced."""


@contextmanager
def landing(target: Path, force: bool = False) -> Iterator[Path]:
    """Give a folder to write in, and put it in the place of `target` at the end.

    Parameters
    ----------
    target : pathlib.Path
        An earlier report there stays until the new one is whole.
    force : bool
        Whether to replace a folder that is no report.

    Yields
    ------
    pathlib.Path
        An empty folder beside the target; it is removed where anything fails.

    Raises
    ------
    ToolbeltError
        Where the target holds something else, or cannot be written.
    """
    there = target.exists() or target.is_symlink()
    if there and not force and not (target / MARK).is_file() and _holds_something(target):
        raise ToolbeltError(
            target, "holds something that is no report", "give another --out, or --force"
        )
    made = [path for path in target.parents if not path.exists()]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise ToolbeltError(
            target.parent,
            error.strerror or "cannot be written",
            "give an --out that can be written",
        ) from None
    try:
        yield work
        work.chmod(0o755)
        _swap(work, target)
    except OSError as error:
        raise ToolbeltError(
            error.filename or target,
            error.strerror or str(error),
            "make room or give another --out",
        ) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
        for path in made:
            with suppress(OSError):  # it holds the report now
                path.rmdir()


def _holds_something(target: Path) -> bool:
    return not target.is_dir() or any(target.iterdir())


def _swap(work: Path, target: Path) -> None:
    old = work.with_name(work.name + ".old")
    if target.exists() or target.is_symlink():
        target.replace(old)
    try:
        work.replace(target)
    except OSError:
        if old.exists():
            old.replace(target)
        raise
    if old.is_dir() and not old.is_symlink():
        shutil.rmtree(old, ignore_errors=True)
    else:
        old.unlink(missing_ok=True)
