"""Mentions: where the documents call an offering of the OpenSSF."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..corpus import Corpus
from .catalogue import catalogue as read_catalogue
from .tables import TABLE
from .written_forms import WrittenForms


def mentions(corpus: Corpus, catalogue: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find the offerings that the documents call, by name, alias or address.

    Parameters
    ----------
    corpus : Corpus
    catalogue : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.catalogue` gives it; the embedded one
        where it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per place, in the order of the tables below, as
        :data:`toolbelt_data.analysis.tables.TABLE`["mentions"] declares. Looked through
        are statements of personas and groups, needs, and the names of personas,
        actors, groups and listings.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> found = mentions(load())
    >>> sorted(set(found.surface[found.project_id == "osv-openvex"]))
    ['OSV', 'OpenVEX']
    """
    forms = WrittenForms(read_catalogue() if catalogue is None else catalogue)
    return TABLE["mentions"].frame(
        text | {"project_id": found.project_id, "surface": found.surface, "start": found.start}
        for text in _texts(corpus)
        for found in forms.find(text["text"])
    )


def _texts(corpus: Corpus) -> Iterator[dict[str, Any]]:
    """Give every text that may call an offering."""
    for row in corpus.statements.itertuples(index=False):
        yield _text("statement", row.statement_id, row, row.text) | {
            "persona_id": row.persona_id,
            "section": row.section,
            "restating": len(row.sums_up) > 0,
        }
    for row in corpus.group_statements.itertuples(index=False):
        yield _text("group_statement", row.item_id, row, row.text) | {"section": row.field}
    for row in corpus.needs.itertuples(index=False):
        yield _text("need", row.need_id, row, row.text)
    for row in corpus.personas.itertuples(index=False):
        persona = {"persona_id": row.persona_id}
        yield _text("persona", row.persona_id, row, row.name) | persona
    for row in corpus.use_cases.itertuples(index=False):
        yield _text("use_case", row.actor_id, row, row.actor)
    for row in corpus.groups.itertuples(index=False):
        about = "" if pd.isna(row.description) else row.description
        yield _text("group", row.group_id, row, f"{row.title} {about}".strip())
    for row in corpus.listings.itertuples(index=False):
        yield _text("listing", row.item_id, row, row.name)


def _text(item: str, item_id: str, row: Any, text: str) -> dict[str, Any]:
    return {
        "item": item,
        "item_id": item_id,
        "restating": False,
        "text": text,
        "path": row.path,
        "line": row.line,
    }
