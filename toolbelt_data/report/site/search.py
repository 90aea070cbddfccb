"""Search: everything that a report tells of, a row each, to be found from any page."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ...spreadsheet import records
from ..collection import Tables
from .places import Places

_ONE, _TWO, _THREE, _FOUR, _FIVE, _SEVEN, _EIGHT = (
    "01-whom-do-we-serve.html#which-groups-does-the-index-name-and-how-far-has-each-come",
    "02-which-challenges-lack-a-remedy.html#for-each-challenge-what-are-its-best-remedies",
    "03-which-personas-are-placeholders.html#what-became-of-the-sub-personas-that-the-index-names",
    "04-which-projects-help-whom.html#where-is-each-mentioned",
    "05-which-use-cases-have-no-persona.html"
    "#what-do-the-use-cases-need-and-for-whom-is-nothing-stated",
    "07-how-sound-are-the-documents.html#what-is-most-worth-fixing",
    "08-what-should-be-done-next.html#which-steps-come-first",
)
_PERSONAS = "01-whom-do-we-serve.html#which-persona-has-which-section"
_GAPS = "02-which-challenges-lack-a-remedy.html#which-challenges-have-no-remedy"
_OFFERED = "04-which-projects-help-whom.html#which-resources-are-never-mentioned"


class Entry(NamedTuple):
    """Something that can be found.

    Attributes
    ----------
    kind : str
        What it is: "persona", "gap".
    where : str
        What it belongs to.
    text : str
        What it says.
    page : str
        Link to the evidence; empty where no page shows it.
    place : str
        ``path:line``, or the path; empty where it stands in no document.
    there : str
        Link to that place; empty where it has none.
    """

    kind: str
    where: str
    text: str
    page: str
    place: str
    there: str


class Found(NamedTuple):
    """A row of a table as a search tells of it."""

    kind: str
    where: str
    text: str
    page: str
    row: Mapping[str, Any]


def entries(tables: Tables, pages: Collection[str], places: Places) -> list[Entry]:
    """List what can be found in the tables.

    Parameters
    ----------
    tables : list of (Table, pandas.DataFrame)
        As :func:`toolbelt_data.report.all_tables` gives them.
    pages : collection of str
        Names of the notebooks that have a page.
    places : Places

    Returns
    -------
    list of Entry
        Kind by kind, each in the order of its table.

    Examples
    --------
    >>> from toolbelt_data import Analysis
    >>> from toolbelt_data.report.collection import all_tables
    >>> found = entries(all_tables(Analysis()), [], Places([]))
    >>> found[0].kind, found[0].text
    ('persona', 'Daniel the Data Scientist')
    """
    rows = {table.name: records(frame) for table, frame in tables}
    made = []
    for kind, where, text, page, row in [*_of_personas(rows), *_of_the_rest(rows)]:
        path, line = row.get("path"), row.get("line")
        # Rows of the catalogue stand in no document of the edition.
        known = path is not None and kind != "resource"
        place = "" if not known else path if line is None else f"{path}:{line}"
        shown = page if page.partition(".html")[0] in pages else ""
        made.append(
            Entry(kind, where, text, shown, place, places.href(path, line) if known else "")
        )
    return made


def write_rows(found: Iterable[Entry], path: Path) -> None:
    """Write what can be found as a script that holds data and does nothing.

    Parameters
    ----------
    found : iterable of Entry
    path : pathlib.Path
    """
    kinds: dict[str, int] = {}
    rows = [[kinds.setdefault(one.kind, len(kinds)), *one[1:]] for one in found]
    said = json.dumps({"kinds": list(kinds), "rows": rows}, separators=(",", ":"))
    # No word of a document may look like the end of a script, wherever this is put.
    words = f"window.toolbeltRows={said};\n".replace("<", "\\u003c").replace("],[", "],\n[")
    path.write_text(words, encoding="utf-8", newline="\n")


def _of_personas(rows: Mapping[str, list[dict[str, Any]]]) -> list[Found]:
    """Tell of personas, of what they say, and of what their challenges lack."""
    people = {row["persona_id"]: row["name"] for row in rows["personas"]}
    groups = {row["group_id"]: row["title"] for row in rows["groups"]}
    found = [
        Found(
            "persona",
            _joined(groups.get(row["group_id"]), row["status"]),
            row["name"],
            _PERSONAS,
            row,
        )
        for row in rows["personas"]
    ]
    gaps = {row["challenge_id"] for row in rows["gaps"]}
    for row in rows["challenges"]:
        lacking = row["challenge_id"] in gaps
        kind, page = ("gap", _GAPS) if lacking else ("challenge", _TWO)
        where = _joined(row["persona"], f"coverage {row['coverage']}", row["decision"])
        found.append(Found(kind, where, row["text"], page, row))
    # A challenge is listed once: with its coverage.
    told = {row["challenge_id"] for row in rows["challenges"]}
    for row in rows["statements"]:
        if row["statement_id"] not in told:
            where = _joined(people[row["persona_id"]], row["section"], row["facet"])
            found.append(Found("statement", where, row["text"], "", row))
    return sorted(found, key=lambda one: _ORDER.index(one.kind))


def _of_the_rest(rows: Mapping[str, list[dict[str, Any]]]) -> list[Found]:
    """Tell of the index, use cases, resources, findings, steps and documents."""
    groups = {row["group_id"]: row["title"] for row in rows["groups"]}
    actors = {row["actor_id"]: row["actor"] for row in rows["use_cases"]}
    offered = {row["resource_id"]: row["resource"] for row in rows["catalogue"]}
    found = [Found("group", "index", row["title"], _ONE, row) for row in rows["groups"]]
    found += [
        Found(
            "text of a group", _joined(groups[row["group_id"]], row["field"]), row["text"], "", row
        )
        for row in rows["group_statements"]
    ]
    found += [
        Found("sub-persona of the index", groups[row["group_id"]], row["name"], _THREE, row)
        for row in rows["listings"]
    ]
    found += [
        Found("use case", row["status"], row["actor"], _FIVE, row) for row in rows["use_cases"]
    ]
    found += [
        Found("need", actors[row["actor_id"]], row["text"], _FIVE, row) for row in rows["needs"]
    ]
    found += [
        Found("mention", offered[row["resource_id"]], f"{row['words']}: {row['text']}", _FOUR, row)
        for row in rows["mentions"]
    ]
    found += [
        Found(
            "resource",
            row["kind"].replace("_", " "),
            _joined(row["resource"], row["description"]),
            _OFFERED,
            row,
        )
        for row in rows["catalogue"]
    ]
    found += [
        Found("finding", _joined(row["severity"], row["code"]), row["message"], _SEVEN, row)
        for row in rows["findings"]
    ]
    found += [
        Found("step", row["kind"], _joined(row["step"], row["why"]), _EIGHT, row)
        for row in rows["next_steps"]
    ]
    found += [
        Found("document", ", ".join(row["kinds"]).replace("_", " "), row["path"], "", row)
        for row in rows["documents"]
    ]
    return found


_ORDER = ("persona", "gap", "challenge", "statement")


def _joined(*words: str | None) -> str:
    return "; ".join(word for word in words if word)
