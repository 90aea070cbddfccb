"""Keeper: what is done to a shelf once a report landed on it, by one run at a time."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from ...errors import ToolbeltError
from .listing import LISTING, write_listing
from .retention import GONE, remove_older
from .shelf import read_shelf

LOCK = ".toolbelt-reports.lock"
"""The file by which runs wait for each other; the system frees it where one is killed."""

_PATIENCE = 60.0
_UNFINISHED = re.compile(rf"\.{re.escape(LISTING)}\.\d+")


class Kept(NamedTuple):
    """What became of a shelf.

    Attributes
    ----------
    gone : list of pathlib.Path
        Folders of the reports that were removed.
    held : list of pathlib.Path
        Those that stay though they are older: they hold files of somebody else's.
    listed : bool
        Whether its ``index.html`` lists the reports; one of somebody else's stays.
    """

    gone: list[Path]
    held: list[Path]
    listed: bool


def keep_shelf(out: Path, own: Path, keep: int | None = None, patience: float = _PATIENCE) -> Kept:
    """Remove the older reports of a shelf, and list those that are there.

    Parameters
    ----------
    out : pathlib.Path
        The folder of reports.
    own : pathlib.Path
        Folder of the report just written, which stays.
    keep : int, optional
        How many reports stay; all where left out.
    patience : float
        Seconds to wait for another run that does the same.

    Returns
    -------
    Kept

    Raises
    ------
    ToolbeltError
        Where the folder cannot be written, or another run does not end.
    """
    try:
        with FileLock(out / LOCK, timeout=patience, fallback_to_soft=False):
            _clear_remains(out)
            gone: list[Path] = []
            held: list[Path] = []
            if keep is not None:
                gone, held = remove_older(read_shelf(out), keep, own)
            return Kept(gone, held, write_listing(out, read_shelf(out)))
    except Timeout:
        raise ToolbeltError(
            out / LOCK, "another run has been listing the reports for too long", "end it, try again"
        ) from None
    except OSError as error:
        raise ToolbeltError(
            error.filename or out,
            error.strerror or "cannot be written",
            "give an --out that can be written",
        ) from None


def _clear_remains(out: Path) -> None:
    """Remove what a run left that was killed while it removed reports, or listed them."""
    for place in out.iterdir():
        if _UNFINISHED.fullmatch(place.name):
            place.unlink()
        elif place.name.startswith(".") and place.name.endswith(GONE):
            shutil.rmtree(place, ignore_errors=True)
