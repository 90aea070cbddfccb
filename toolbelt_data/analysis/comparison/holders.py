"""Holders: the personas, groups and use cases of an edition, with what each one says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd

from ...corpus import Corpus

WORDLESS = ""
"""The scope of texts that stand below their holder without a section or field."""


class Text(NamedTuple):
    """A statement, a group's statement or a need.

    Attributes
    ----------
    id, words : str
    scope : str
        The section or field that it stands in.
    facet : str
        The sub-heading; empty without.
    path : str
    line : int
    """

    id: str
    words: str
    scope: str
    facet: str
    path: str
    line: int


class Holder(NamedTuple):
    """A persona, group or use case.

    Attributes
    ----------
    id, name, path : str
    line : int
    texts : tuple of Text
        In the order of the document.
    """

    id: str
    name: str
    path: str
    line: int
    texts: tuple[Text, ...]


def personas(corpus: Corpus) -> list[Holder]:
    """Give the personas with their statements."""
    texts = _texts(corpus.statements, "statement_id", "persona_id", "section", "facet")
    return list(_holders(corpus.personas, "persona_id", "name", texts))


def groups(corpus: Corpus) -> list[Holder]:
    """Give the groups with what the index says of them."""
    texts = _texts(corpus.group_statements, "item_id", "group_id", "field")
    return list(_holders(corpus.groups, "group_id", "title", texts))


def use_cases(corpus: Corpus) -> list[Holder]:
    """Give the actors with their needs."""
    texts = _texts(corpus.needs, "need_id", "actor_id")
    return list(_holders(corpus.use_cases, "actor_id", "actor", texts))


def _texts(
    frame: pd.DataFrame, id_: str, owner: str, scope: str = "", facet: str = ""
) -> dict[str, list[Text]]:
    found: defaultdict[str, list[Text]] = defaultdict(list)
    for row in frame.itertuples(index=False):
        under = getattr(row, facet) if facet else None
        found[getattr(row, owner)].append(
            Text(
                getattr(row, id_),
                row.text,
                getattr(row, scope) if scope else WORDLESS,
                "" if under is None or pd.isna(under) else under,
                row.path,
                row.line,
            )
        )
    return found


def _holders(
    frame: pd.DataFrame, id_: str, name: str, texts: dict[str, list[Text]]
) -> Iterator[Holder]:
    row: Any
    for row in frame.itertuples(index=False):
        known = getattr(row, id_)
        yield Holder(known, getattr(row, name), row.path, row.line, tuple(texts.get(known, ())))
