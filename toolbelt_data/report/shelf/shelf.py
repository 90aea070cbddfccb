"""Shelf: the reports that lie beside each other in a folder.

A report is known by its manifest. What the manifest of another version, or a
broken one, does not say is left empty: a shelf is read whatever lies on it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..headlines import Headline

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# A manifest that says more is none of ours: that of 2,000 documents has some 600 kB.
_LARGEST = 64 * 2**20
_MOST = 10**9
_BESIDE = ("run.json", "tables/datapackage.json")


@dataclass(frozen=True, slots=True)
class Shelved:
    """A report on a shelf, by what its manifest and its run say.

    Attributes
    ----------
    folder : pathlib.Path
    written : datetime.datetime
        When it was finished; the folder's time where its run does not say.
    whole : bool
        Whether the manifest could be read.
    edition, source, revision : str
        As the manifest has them; empty where it has none.
    day : str
        Of the edition, ``YYYY-MM-DD``; empty where it has none.
    chosen : tuple of (str, str)
        The groups and personas that it is about; empty for all.
    headlines : tuple of Headline
    failed : dict of str to str
        Why a notebook failed, by its name.
    files : frozenset of str
        Paths of what it was written with.
    documents : dict of str to str
        The digest of each document by its path.
    last : dict
        What it says of the report before it; empty where there was none.
    """

    folder: Path
    written: datetime
    whole: bool = False
    edition: str = ""
    source: str = ""
    revision: str = ""
    day: str = ""
    chosen: tuple[tuple[str, str], ...] = ()
    headlines: tuple[Headline, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    files: frozenset[str] = frozenset()
    documents: dict[str, str] = field(default_factory=dict)
    last: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.folder.name

    def way_to(self, page: str, anchor: str = "") -> str:
        """Give the link from the shelf to a page, or to the first one where it is not there."""
        # What a manifest names may be no name at all.
        known = os.path.isfile(self.folder / f"{page}.html")  # noqa: PTH113
        there = f"{page}.html" if known else "index.html"
        behind = f"#{quote(anchor)}" if anchor and there != "index.html" else ""
        return f"{quote(os.fsencode(self.name), safe='')}/{quote(there, safe='')}{behind}"


def read_shelf(out: Path) -> list[Shelved]:
    """Read which reports lie in a folder.

    Parameters
    ----------
    out : pathlib.Path
        Need not be there. Links, hidden folders and what is no report are left out.

    Returns
    -------
    list of Shelved
        Those written last before the others.

    Examples
    --------
    >>> read_shelf(Path("nowhere"))
    []
    """
    try:
        folders = sorted(path for path in out.iterdir() if not path.name.startswith("."))
    except OSError:
        return []
    found = [one for one in map(read_report, folders) if one is not None]
    return sorted(found, key=lambda one: one.written, reverse=True)


def read_report(folder: Path) -> Shelved | None:
    """Read what is known of the report in a folder; None where it holds no report of ours."""
    place = folder / "manifest.json"
    if folder.is_symlink() or place.is_symlink() or not place.is_file():
        return None
    try:
        written = _written(folder)
        manifest = _read(place)
        if not manifest:
            ours = [*_BESIDE, "index.html"]
            return Shelved(folder, written) if _all_there(folder, ours) else None
    except OSError:  # it goes while it is read
        return None
    versions = manifest.get("versions")
    if not isinstance(versions, dict) or "toolbelt-data" not in versions:
        return None
    edition = _word(manifest.get("edition"))
    return Shelved(
        folder,
        written,
        True,
        edition,
        _word(manifest.get("source")),
        _word(manifest.get("revision")),
        day_of(edition, _word(manifest.get("date"))),
        chosen_of(_dict(manifest, "parameters")),
        headlines_of(manifest.get("headlines")),
        _failed(manifest.get("failed")),
        frozenset(_dict(manifest, "files")),
        _dict(manifest, "documents"),
        _dict(manifest, "last"),
    )


def day_of(edition: str, date: str | None) -> str:
    """Give an edition's day: its commit's, else the one that its name begins with.

    Examples
    --------
    >>> day_of("2025-05-29", None), day_of("toolbelt", None)
    ('2025-05-29', '')
    """
    by_name = _DAY.match(edition)
    return date or (by_name.group() if by_name else "")


def before(report: Shelved, others: Iterable[Shelved]) -> Shelved | None:
    """Find the report that one follows: of the same source and people, the newest until its day.

    Parameters
    ----------
    report : Shelved
    others : iterable of Shelved
        Without it. One of the same edition was written before it.
    """
    same = [
        one
        for one in others
        if one.whole
        and (one.source, one.chosen) == (report.source, report.chosen)
        and (one.day, one.written) <= (report.day, report.written)
    ]
    return max(same, key=lambda one: (one.day, one.written), default=None)


def moved(report: Shelved, last: Shelved | None) -> list[tuple[Headline, int | None]]:
    """Give each headline number with how far it moved; None where nothing is known of before."""
    then = {(one.page, one.anchor): one.value for one in last.headlines} if last else {}
    moves = []
    for line in report.headlines:
        value = then.get((line.page, line.anchor))
        moves.append((line, None if value is None else line.value - value))
    return moves


def chosen_of(parameters: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Give the groups and personas that notebooks were told to be about.

    Examples
    --------
    >>> chosen_of({"01": {"groups": "maintainer"}, "03": {"groups": "maintainer"}})
    (('groups', 'maintainer'),)
    """
    return tuple(
        sorted(
            {
                (name, str(given[name]))
                for given in parameters.values()
                if isinstance(given, dict)
                for name in ("groups", "personas")
                if given.get(name)
            }
        )
    )


def headlines_of(given: Any) -> tuple[Headline, ...]:
    """Read headline numbers that a manifest holds; what is none is left out."""
    found = []
    for one in given if isinstance(given, list) else ():
        if not isinstance(one, Mapping):
            continue
        counts = [one.get("value"), one.get("total")]
        if all(type(count) is int and abs(count) < _MOST for count in counts):
            words = [_word(one.get(name)) for name in ("words", "page", "anchor")]
            found.append(Headline(*counts, *words, one.get("alarming") is not False))
    return tuple(found)


def _all_there(folder: Path, names: Iterable[str]) -> bool:
    return all((folder / name).is_file() for name in names)


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        given = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return {}
    return given if isinstance(given, dict) else {}


def _written(folder: Path) -> datetime:
    run = folder / "run.json"
    said = _read(run).get("finished") if run.is_file() else None
    try:
        when = datetime.fromisoformat(_word(said)).replace(microsecond=0)
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return datetime.fromtimestamp(int(folder.stat().st_mtime), UTC)


def _word(value: Any) -> str:
    """Give a text; half a character, which no file can hold, as an escape."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else ""


def _dict(manifest: Mapping[str, Any], name: str) -> dict[str, Any]:
    given = manifest.get(name)
    return given if isinstance(given, dict) else {}


def _failed(given: Any) -> dict[str, str]:
    if isinstance(given, dict):
        return {_word(name): _word(why) for name, why in given.items()}
    return {_word(name): "" for name in given if _word(name)} if isinstance(given, list) else {}
