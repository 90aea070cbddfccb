"""Note: what a report rests on, written down beside no report.

It lies in the user's own folder of caches, for nobody else to read: it names
files of this machine, which no report may. It holds paths and digests, and the
answers that the report shows.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from ...git import cache_folder

# A note that is larger is none of ours.
_LARGEST = 64 * 2**20
_FORMAT = 2


def read_note(target: Path) -> dict[str, Any]:
    """Read what is noted of a report; nothing where that is no note of this format.

    Parameters
    ----------
    target : pathlib.Path
        The report's folder, in full.
    """
    note = read_object(_place(target))
    return note if note.get("format") == _FORMAT else {}


def write_note(target: Path, content: Mapping[str, Any]) -> None:
    """Note something of a report, whole or not at all; a report is whole without its note.

    Notes of reports that are gone are removed.

    Parameters
    ----------
    target : pathlib.Path
        The report's folder, in full.
    content : mapping
        What JSON can hold.
    """
    place = _place(target)
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        _clear(place.parent)
        # Such a file is for its owner's eyes only, from its first moment.
        handle, beside = tempfile.mkstemp(prefix=f"{place.stem}.", dir=place.parent)
        try:
            with open(handle, "w", encoding="ascii") as file:  # noqa: PTH123 - by its number
                json.dump({"format": _FORMAT, "report": str(target), **content}, file)
            Path(beside).replace(place)
        finally:
            Path(beside).unlink(missing_ok=True)


def read_object(place: Path) -> dict[str, Any]:
    """Read a JSON object; an empty one where there is none."""
    try:
        if place.stat().st_size > _LARGEST:
            return {}
        found = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _place(target: Path) -> Path:
    name = sha256(os.fsencode(target)).hexdigest()[:32]
    return cache_folder() / "reports" / f"{name}.json"


def _clear(folder: Path) -> None:
    """Remove the notes of reports that are gone."""
    for place in folder.glob("*.json"):
        if not os.path.lexists(str(read_object(place).get("report") or "")):
            place.unlink(missing_ok=True)
