"""Progress: how far the review of an edition is along, by persona and by reviewer."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from ..corpus import Corpus
from .judging.judgements import read_judgements
from .judging.matching import Judged
from .tables import TABLE


def review_by_persona(corpus: Corpus, pairs: pd.DataFrame) -> pd.DataFrame:
    """Count what is judged and what is not.

    Parameters
    ----------
    corpus : Corpus
    pairs : pandas.DataFrame
        As :func:`toolbelt_data.analysis.pairs` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per persona that has a pair, in the order of the documents, as
        :data:`toolbelt_data.analysis.tables.TABLE`["review_by_persona"] declares.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import pairs
    >>> corpus = load()
    >>> table = review_by_persona(corpus, pairs(corpus))
    >>> int(table.pairs.sum()), int(table.judged.sum())
    (309, 309)
    """
    own = pairs[~pairs.restating]
    rows = []
    for persona in corpus.personas.itertuples(index=False):
        mine = own[own.persona_id == persona.persona_id]
        if mine.empty:
            continue
        basis = mine.basis.value_counts()
        rows.append(
            {
                "persona_id": persona.persona_id,
                "name": persona.name,
                "pairs": len(mine),
                "judged": int(basis.get("judged", 0)),
                "suspect": int(basis.get("suspect", 0)),
                "unjudged": int(basis.get("suggested", 0)),
                "disputed": int((mine.disagreement.fillna(0) > 0).sum()),
            }
        )
    return TABLE["review_by_persona"].frame(rows)


def review_by_reviewer(corpus: Corpus, judgements: pd.DataFrame | None = None) -> pd.DataFrame:
    """Count each reviewer's judgements by what became of their texts.

    Parameters
    ----------
    corpus : Corpus
    judgements : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.read_judgements` gives it; those that
        travel with the package where it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per reviewer, by name, as
        :data:`toolbelt_data.analysis.tables.TABLE`["review_by_reviewer"] declares.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> review_by_reviewer(load()).nowhere.tolist()
    [0, 0, 0]
    """
    given = read_judgements() if judgements is None else judgements
    judged = Judged(given, corpus)
    counts = {
        state: Counter(row["reviewer"] for row in rows)
        for state, rows in (
            ("current", judged.current),
            ("suspect", judged.outdated),
            ("nowhere", judged.nowhere),
        )
    }
    return TABLE["review_by_reviewer"].frame(
        {
            "reviewer": reviewer,
            "judgements": len(own),
            "last": max(own.date.dropna(), default=None),
            **{state: count[reviewer] for state, count in counts.items()},
        }
        for reviewer, own in given.groupby("reviewer")
    )
