"""Listing: the page that leads to every report of a shelf.

It is one file, its style within it, so that it appears whole or stays as it was.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ... import __version__
from ...spreadsheet import write_whole
from ..site.scripts import ASSETS
from .shelf import Shelved, before, moved

LISTING = "index.html"
"""The page's name."""

MARK = "toolbelt-data reports"
"""What the page calls itself, so that no other is replaced."""

_HERE = Path(__file__).parent
_STYLES = (ASSETS / "style.css", _HERE / "templates" / "shelf.css")
_HEAD = 4096


def write_listing(out: Path, shelf: Sequence[Shelved]) -> bool:
    """Write ``index.html`` beside the reports.

    Parameters
    ----------
    out : pathlib.Path
    shelf : sequence of Shelved
        As :func:`toolbelt_data.report.shelf.read_shelf` gives it.

    Returns
    -------
    bool
        Whether it was written: an ``index.html`` of somebody else's stays.

    Raises
    ------
    ParameterError
        Where it cannot be written.
    """
    place = out / LISTING
    if (place.exists() or place.is_symlink()) and not _ours(place):
        return False
    write_whole(place, page_of(shelf).encode("utf-8", "backslashreplace"))
    return True


def page_of(shelf: Sequence[Shelved]) -> str:
    """Give the page as HTML."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = "\n" + "".join(path.read_text(encoding="utf-8") for path in _STYLES)
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template("shelf.html.j2").render(
        mark=MARK,
        style=style,
        digest=f"sha256-{known}",
        version=__version__,
        entries=[_entry(report, shelf) for report in shelf],
    )


def _entry(report: Shelved, shelf: Sequence[Shelved]) -> dict[str, Any]:
    last = before(report, [one for one in shelf if one is not report])
    moves = moved(report, last)
    about = {
        "Source": report.source,
        "Revision": report.revision[:12],
        "Of": report.day,
        "Groups and personas": ", ".join(value for _, value in report.chosen),
        "Written": f"{report.written:%Y-%m-%d %H:%M} UTC",
    }
    return {
        "report": report,
        "moves": moves,
        "last": last,
        "changed": any(change for _, change in moves),
        "about": [(name, value) for name, value in about.items() if value],
    }


def _ours(place: Path) -> bool:
    """Tell whether a page was written here before."""
    if place.is_symlink() or not place.is_file():
        return False
    try:
        with place.open("rb") as file:
            return f'content="{MARK}"'.encode() in file.read(_HEAD)
    except OSError:
        return False
