"""Placeholders: what the documents name and leave unwritten."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..checks.facts import Facts
from ..corpus import Corpus
from .tables import TABLE


def placeholders(corpus: Corpus) -> pd.DataFrame:
    """List the personas, sections, use cases and groups that only hold a place.

    Returns
    -------
    pandas.DataFrame
        One row per thing: kind, item_id, name, says (what the document says of
        it), missing (what is not there), path, line. Personas come first, then
        the sections that are not written of personas that are no placeholders,
        use cases, and groups that have no persona.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> placeholders(load()).kind.value_counts().to_dict()
    {'use_case': 3, 'persona': 2, 'group': 2, 'section': 1}
    """
    rows = [*_personas(corpus), *_sections(corpus), *_use_cases(corpus), *_groups(corpus)]
    return TABLE["placeholders"].frame(rows)


def listing_states(corpus: Corpus) -> pd.DataFrame:
    """Say what became of each sub-persona that the index names.

    Returns
    -------
    pandas.DataFrame
        One row per listing in the order of the index: item_id, group, name,
        state (documented, partial, placeholder, or unwritten where no persona
        is meant), persona_id, persona (its name), resolution, link (none, good,
        malformed, no document or no heading), path, line.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> listing_states(load()).state.value_counts().to_dict()
    {'documented': 19, 'unwritten': 12}
    """
    titles = dict(zip(corpus.groups.group_id, corpus.groups.title, strict=True))
    status = dict(zip(corpus.personas.persona_id, corpus.personas.status, strict=True))
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    facts = Facts(corpus)
    return TABLE["listing_states"].frame(
        {
            "item_id": row.item_id,
            "group": titles[row.group_id],
            "name": row.name,
            "state": status.get(row.persona_id, "unwritten"),
            "persona_id": None if pd.isna(row.persona_id) else row.persona_id,
            "persona": names.get(row.persona_id),
            "resolution": row.resolution,
            "link": _link(row, facts),
            "path": row.path,
            "line": row.line,
        }
        for row in corpus.listings.itertuples(index=False)
    )


def _link(row: Any, facts: Facts) -> str:
    """Say whether a listing's link is one, and arrives."""
    if row.malformed:
        return "malformed"
    if pd.isna(row.target_path):
        return "none"
    if row.target_path not in facts.known_paths:
        return "no document"
    anchors = facts.anchors.get(row.target_path, ())
    there = pd.isna(row.target_anchor) or row.target_anchor in anchors
    return "good" if there else "no heading"


def unwritten_listings(corpus: Corpus) -> pd.DataFrame:
    """List the sub-personas of the index that no document describes.

    Returns
    -------
    pandas.DataFrame
        One row per listing in the order of the index: item_id, group, name,
        promised (the document that its link leads to), document (exists or
        missing), path, line.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> len(unwritten_listings(load()))
    12
    """
    titles = dict(zip(corpus.groups.group_id, corpus.groups.title, strict=True))
    known = set(corpus.documents.path)
    lost = listings_without_persona(corpus)
    return TABLE["unwritten_listings"].frame(
        {
            "item_id": row.item_id,
            "group": titles[row.group_id],
            "name": row.name,
            "promised": row.target_path,
            "document": None
            if pd.isna(row.target_path)
            else "exists"
            if row.target_path in known
            else "missing",
            "path": row.path,
            "line": row.line,
        }
        for row in lost.itertuples(index=False)
    )


def listings_without_persona(corpus: Corpus) -> pd.DataFrame:
    """Give the rows of the listings that no persona stands behind."""
    return corpus.listings[corpus.listings.persona_id.isna()]


def _personas(corpus: Corpus) -> Iterator[dict]:
    for row in corpus.personas[corpus.personas.status == "placeholder"].itertuples(index=False):
        yield {
            "kind": "persona",
            "item_id": row.persona_id,
            "name": row.name,
            "says": None if pd.isna(row.marker) else row.marker,
            "missing": "every headed section",
            "path": row.path,
            "line": row.line,
        }


def _sections(corpus: Corpus) -> Iterator[dict]:
    people = corpus.personas.set_index("persona_id")
    lost = corpus.sections[
        (corpus.sections.section != "summary") & (corpus.sections.status != "written")
    ]
    for row in lost.itertuples(index=False):
        persona = people.loc[row.persona_id]
        if persona.status == "placeholder":
            continue
        yield {
            "kind": "section",
            "item_id": f"{row.persona_id}/{row.section}",
            "name": f"{persona['name']}: {row.section}",
            "says": None if pd.isna(row.marker) else row.marker,
            "missing": {
                "incomplete": "the rest of the section",
                "empty": "every statement",
                "missing": "the section and its heading",
            }[row.status],
            "path": row.path,
            "line": int(persona.line if pd.isna(row.line) else row.line),
        }


def _use_cases(corpus: Corpus) -> Iterator[dict]:
    held = corpus.lines[corpus.lines.role == "placeholder"]
    marked = {item for ids in held.item_ids for item in ids}
    lost = corpus.use_cases[corpus.use_cases.status == "placeholder"]
    for row in lost.itertuples(index=False):
        yield {
            "kind": "use_case",
            "item_id": row.actor_id,
            "name": row.actor,
            "says": "placeholder" if row.actor_id in marked else None,
            "missing": "every need",
            "path": row.path,
            "line": row.line,
        }


def _groups(corpus: Corpus) -> Iterator[dict]:
    written = set(corpus.listings[corpus.listings.persona_id.notna()].group_id)
    written |= {group_id for ids in corpus.personas.group_ids for group_id in ids}
    for row in corpus.groups[~corpus.groups.group_id.isin(written)].itertuples(index=False):
        yield {
            "kind": "group",
            "item_id": row.group_id,
            "name": row.title,
            "says": None,
            "missing": "every persona",
            "path": row.path,
            "line": row.line,
        }
