"""Remains: what a process that was killed left in the cache, and in a clone there."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from subprocess import CompletedProcess

STALE = 24 * 60 * 60
"""Seconds after which nobody is at work on a thing any more."""

# As they are named by the cache itself.
_CLONE = re.compile(r"[A-Za-z0-9_-]+-[0-9a-f]{16}\.\w+")
_LEFT = ("*.lock", "refs/**/*.lock", "objects/pack/tmp_*", "objects/??/tmp_obj_*")
_LOCK = re.compile(rb"Unable to create '(?P<path>[^\n]+\.lock)': File exists")


def clear_cache(cache: Path) -> None:
    """Remove clones that nobody has moved in place.

    Parameters
    ----------
    cache : pathlib.Path
        The folder of clones. Nothing there but what the cache named itself, and
        nothing younger than a day, is touched.
    """
    for place in cache.iterdir():
        inside = (place, place / "objects", place / "objects" / "pack")
        if _CLONE.fullmatch(place.name) and _are_stale(inside):
            shutil.rmtree(place, ignore_errors=True)


def clear_clone(folder: Path) -> None:
    """Remove locks and packs that are older than a day and that nobody has finished.

    Parameters
    ----------
    folder : pathlib.Path
        A clone of the cache.
    """
    for pattern in _LEFT:
        for place in [*folder.glob(pattern)]:
            if place.is_file() and _are_stale([place]):
                place.unlink(missing_ok=True)


def lock_of(done: CompletedProcess) -> str:
    """Give the lock for which git gave up; empty where it is another reason.

    Examples
    --------
    >>> words = b"error: Unable to create '/cache/a/HEAD.lock': File exists."
    >>> lock_of(CompletedProcess([], 1, stderr=words))
    '/cache/a/HEAD.lock'
    """
    found = _LOCK.search(done.stderr)
    return str(Path(found["path"].decode("utf-8", "replace"))) if found else ""


def _are_stale(places: Iterable[Path]) -> bool:
    """Tell whether there is anything, and all of it is of another day."""
    found = []
    for place in places:
        try:
            found.append(place.lstat().st_mtime)
        except OSError:
            continue
    return bool(found) and max(found) < time.time() - STALE
