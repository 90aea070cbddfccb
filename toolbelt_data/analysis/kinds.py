"""Kinds of person: which of them a persona is of, told by words in its name, role and group."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from ..corpus import Corpus
from .catalogue import person_kinds
from .tables import TABLE

_LONGEST_TITLE = 12
"""Words that a role may have to be read as one; a longer one tells a story with others in it."""

_BRACKETS = re.compile(r"\([^()]*\)")


def kinds_of_personas(corpus: Corpus, kinds: pd.DataFrame | None = None) -> pd.DataFrame:
    """Say which kinds of person a persona is of.

    Parameters
    ----------
    corpus : Corpus
    kinds : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.person_kinds` gives it; the embedded
        ones where it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per persona and kind, in the order of the documents: persona_id,
        kind_id, word (the first that tells), said_in. A persona may be of
        several kinds, and of none.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> table = kinds_of_personas(load())
    >>> table[table.persona_id == "stanislav-the-student-maintainer"].kind_id.tolist()
    ['developer', 'student']
    """
    words = {
        row.kind_id: _pattern(row.words)
        for row in (person_kinds() if kinds is None else kinds).itertuples(index=False)
        if row.words
    }
    return TABLE["kinds_of_personas"].frame(
        {"persona_id": persona_id, "kind_id": kind_id, "word": match[0], "said_in": said_in}
        for persona_id, texts in _told(corpus)
        for kind_id, pattern in words.items()
        for match, said_in in _first(pattern, texts)
    )


def _told(corpus: Corpus) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Give what tells of each persona, the surest first."""
    titles = dict(zip(corpus.groups.group_id, corpus.groups.title, strict=True))
    roles = corpus.statements[corpus.statements.section == "role"]
    short = roles[roles.text.str.split().str.len() <= _LONGEST_TITLE]
    by_persona = short.groupby("persona_id").text.agg(list)
    for row in corpus.personas.itertuples(index=False):
        own = [_BRACKETS.sub("", titles.get(group_id, "")) for group_id in row.group_ids]
        roles_of = [(text, "role") for text in by_persona.get(row.persona_id, [])]
        yield (
            row.persona_id,
            [
                (row.name, "name"),
                *roles_of,
                *((title, "group") for title in own),
            ],
        )


def _first(
    pattern: re.Pattern[str], texts: list[tuple[str, str]]
) -> list[tuple[re.Match[str], str]]:
    found = ((pattern.search(text), said_in) for text, said_in in texts)
    return [(match, said_in) for match, said_in in found if match][:1]


def _pattern(words: list[str]) -> re.Pattern[str]:
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{either})(?![^\W_])", re.IGNORECASE)
