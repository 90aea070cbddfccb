"""Retention: which reports of a shelf stay, and which go."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from ...errors import ToolbeltError
from ..landing.holding import holding
from .shelf import Shelved

GONE = ".toolbelt-gone"
"""How the name of a folder ends that is being removed."""

_OF_EVERY_REPORT = frozenset({"manifest.json", "run.json"})


def remove_older(shelf: Sequence[Shelved], keep: int, own: Path) -> tuple[list[Path], list[Path]]:
    """Remove all reports of a shelf but the newest.

    Parameters
    ----------
    shelf : sequence of Shelved
        As :func:`toolbelt_data.report.shelf.read_shelf` gives it.
    keep : int
        How many stay, the one just written among them.
    own : pathlib.Path
        Its folder.

    Returns
    -------
    tuple of list of pathlib.Path
        The folders that went, and those that would have gone and hold a file
        which is no part of the report.

    Raises
    ------
    ToolbeltError
        Where one cannot be removed.

    Notes
    -----
    A report that is not whole stays: nothing says what of it was ours. So does
    one that another run is writing anew.
    """
    others = [one for one in shelf if one.folder.resolve() != own.resolve()]
    gone, held = [], []
    for one in others[max(keep - 1, 0) :]:
        if not one.whole:
            continue
        if _strange(one):
            held.append(one.folder)
            continue
        if _remove(one.folder):
            gone.append(one.folder)
    return gone, held


def _strange(report: Shelved) -> bool:
    """Tell whether a folder holds more than the report; what a desktop hides does not count."""
    for folder, _, names in os.walk(report.folder):
        for name in names:
            path = Path(folder, name).relative_to(report.folder).as_posix()
            known = path in report.files or path in _OF_EVERY_REPORT
            if not known and not name.startswith("."):
                return True
    return False


def _remove(folder: Path) -> bool:
    """Take a report away at once, and its files then: no half of it is ever on the shelf."""
    aside = folder.with_name(f".{folder.name}{GONE}")
    try:
        with holding(folder):
            folder.rename(aside)
        shutil.rmtree(aside)
    except OSError as error:
        raise ToolbeltError(
            folder, error.strerror or "cannot be removed", "remove it, or leave --keep out"
        ) from None
    except ToolbeltError:  # another run is writing it anew
        return False
    return True
