"""Search: the rows that a report's search page finds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ..spreadsheet import records
from .pages import Places, file_name, page_path

if TYPE_CHECKING:
    import pandas as pd

    from ..analysis import Analysis


class Entry(NamedTuple):
    """A search result: its kind, what it belongs to, its words and two links."""

    kind: str
    where: str
    text: str
    page: str = ""
    place: str = ""
    there: str = ""


def entries(analysis: Analysis, findings: pd.DataFrame, places: Places) -> list[Entry]:
    """List the search results in the tables.

    Parameters
    ----------
    analysis : Analysis
    findings : pandas.DataFrame
    places : Places

    Returns
    -------
    list of Entry
        Kind by kind, each in the order of its table.
    """
    corpus = analysis.corpus
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    gaps = {*analysis.gaps.challenge_id}
    challenges = analysis.challenges.rename(columns={"challenge_id": "id", "coverage": "about"})
    others = corpus.statements[~corpus.statements.statement_id.isin(challenges.id)]
    others = others.rename(columns={"statement_id": "id", "section": "about"})
    found: list[Entry] = []

    def add(kind: str, frame: pd.DataFrame, text: str, *about: str) -> None:
        for row in records(frame):
            link, line, owner = row.get("url") or "", row.get("line"), row.get("persona_id")
            if owner in names:
                anchor = str(row.get("id", "")).partition("/")[2]
                link = page_path("personas", f"{file_name(owner)}.html") + f"#{anchor}" * bool(
                    anchor
                )
            href = places.href(row["path"], line) if "path" in row else ""
            place = f"{row['path']}:{line}" if line else row.get("path", "")
            owned = [names[owner]] if owner in names and text != "name" else []
            where = "; ".join([*owned, *(row[one] for one in about if row[one])])
            of = "gap" if row.get("id") in gaps else kind
            page = "" if ":" in link and not link.startswith("https://") else link
            found.append(Entry(of, where, row[text], page, place if href else "", href))

    add("persona", corpus.personas, "name", "status")
    add("challenge", challenges, "text", "about")
    add("statement", others, "text", "about", "facet")
    add("group", corpus.groups, "title", "roles")
    add("sub-persona", corpus.listings.drop(columns="persona_id"), "name", "group_id")
    add("use case", corpus.use_cases, "actor", "status")
    add("need", corpus.needs, "text", "actor_id")
    add("resource", analysis.catalogue.drop(columns=["path", "line"]), "resource", "kind")
    add("finding", findings, "message", "severity", "code")
    add("document", corpus.documents, "path")
    return found


def search_rows(found: Iterable[Entry]) -> str:
    """Return the search results as a script that only defines data."""
    kinds: dict[str, int] = {}
    rows = [[kinds.setdefault(one.kind, len(kinds)), *one[1:]] for one in found]
    data = json.dumps({"kinds": list(kinds), "rows": rows}, separators=(",", ":"))
    # No word of a document may look like the end of a script, wherever this is included.
    return f"window.toolbeltRows={data};\n".replace("<", "\\u003c").replace("],[", "],\n[")
