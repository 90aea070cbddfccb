"""A catalogue in this project's own form: one TOML file, such as ``data/catalogue.toml``."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...errors import SourceError
from ..bearing import read_knowledge
from ..parsed import parse
from .record import Record, by_id

KINDS = ("project", "framework", "guide", "course", "service", "initiative", "working-group")
"""What an offering can be."""

OFFERING = {
    "name": "text",
    "kind": "text",
    "url": "text",
    "working_group": "text",
    "description": "text",
    "listed": "flag",
    "aliases": "texts",
    "exact": "texts",
    "beside": "texts",
    "unlike": "texts",
    "addresses": "texts",
    "categories": "texts",
    "serves": "texts",
    "problems": "texts",
    "bears_on": "texts",
    "helps": "texts",
    "subjects": "texts",
}
"""What is said of an offering beside its id, and as what."""

KIND = {"name": "text", "description": "text", "words": "texts"}
"""What is said of a kind of person."""

PROBLEM = {"name": "text", "description": "text", "troubles": "texts", "subjects": "texts"}
"""What is said of a problem."""

CONCEPTS = {
    "bears_on": "troubles",
    "troubles": "troubles",
    "helps": "helps",
    "subjects": "subjects",
}
"""What names concepts of the field, and of which kind."""

Stated = dict[str, dict[str, Any]]
"""What is stated of things by their ids, with path and line; what is not stated is left out."""

Parts = tuple[Stated, Stated, Stated]
"""Offerings, kinds of person and problems, each by its id."""

MAX_BYTES = 2**20
"""The largest file of a catalogue that is read; the embedded one has some 70 kB."""


def read_own(file: Path) -> Parts:
    """Read offerings, kinds of person and problems from a TOML file.

    Parameters
    ----------
    file : pathlib.Path

    Returns
    -------
    offerings, kinds, problems : dict of str to dict

    Raises
    ------
    SourceError
        Where it cannot be read, is no such file, or a part of it says what it
        should not; names the line.
    """
    return _read(file, read_text(file))


@lru_cache(maxsize=4)
def _read(file: Path, text: str) -> Parts:
    given = _parsed(file, text)
    for key in given:
        if key not in ("dated", "offering", "kind", "problem"):
            found = f"no table {key!r} is known"
            raise SourceError(file, found, "use [[offering]], [[kind]] and [[problem]]")
    offerings = _stated(file, text, given, "offering", OFFERING)
    for name, stated in offerings.items():
        if stated.get("kind", KINDS[0]) not in KINDS:
            found = f"kind {stated['kind']!r} of {name} is not known"
            raise SourceError(file, found, f"use {', '.join(KINDS)}", stated["line"])
    problems = _stated(file, text, given, "problem", PROBLEM)
    for stated in (offerings, problems):
        _require_concepts(file, stated)
    return offerings, _stated(file, text, given, "kind", KIND), problems


def _require_concepts(file: Path, stated: Stated) -> None:
    """Refuse an id that no file of `data/knowledge/` has."""
    knowledge = read_knowledge()
    for name, one in stated.items():
        for key, kind in CONCEPTS.items():
            for concept in one.get(key, ()):
                if concept not in getattr(knowledge, kind):
                    found = f"{key} of {name} names {concept!r}"
                    raise SourceError(file, found, f"use an id of {kind}.toml", one["line"])


def read_date(file: Path) -> str | None:
    """Read as of when a TOML file states its facts, ``YYYY-MM-DD``; None where it does not say.

    Raises
    ------
    SourceError
        Where it cannot be read or is no TOML.
    """
    dated = _parsed(file, read_text(file)).get("dated")
    return None if dated is None else str(dated)


def read_text(file: Path) -> str:
    """Read a file of a catalogue.

    Raises
    ------
    SourceError
        Where it cannot be read, is too large or not UTF-8.
    """
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            found = f"{size:,} bytes, at most {MAX_BYTES:,} are read"
            raise SourceError(file, found, "split it")
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(file, error.strerror or "cannot be read", "make it readable") from None
    except UnicodeDecodeError as error:
        raise SourceError(
            file, f"not UTF-8 at byte {error.start}", "save the file as UTF-8"
        ) from None


def state(record: Record, keys: dict[str, str]) -> dict[str, Any]:
    """Bring a record down to what it states.

    Parameters
    ----------
    record : Record
    keys : dict of str to str
        The names of values and the method of :class:`Record` that reads each.

    Returns
    -------
    dict of str to object
        Only what is there, and ``path`` and ``line``.
    """
    read = {key: getattr(record, how)(key) for key, how in keys.items() if key in record.values}
    stated = {key: value for key, value in read.items() if value is not None}
    return stated | {"path": record.place or Path(record.path).name, "line": record.line}


def _parsed(file: Path, text: str) -> dict[str, Any]:
    try:
        return parse(file, text)
    except (ValueError, RecursionError) as error:
        raise SourceError(file, f"no TOML: {error}", "mend it") from None


def _stated(file: Path, text: str, given: dict, table: str, keys: dict[str, str]) -> Stated:
    rows = given.get(table, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError(file, f"{table} is no list of tables", f"write [[{table}]]")
    # TOML tells no lines; the headings of tables come in the order of the tables.
    heads = re.compile(rf"^[ \t]*\[\[[ \t]*{table}[ \t]*\]\]", re.MULTILINE)
    starts = [text.count("\n", 0, head.start()) + 1 for head in heads.finditer(text)]
    lines = [*starts, *[1] * len(rows)]
    records = [Record(str(file), line, row) for row, line in zip(rows, lines, strict=False)]
    for record in records:
        record.one_of(["id", *keys])
    return {name: state(record, keys) for name, record in by_id(records, table).items()}
