"""Ranking: gaps in the order in which they deserve a look, with what speaks for each."""

from __future__ import annotations

import pandas as pd

from ..corpus import Corpus
from .coverage import counted
from .tables import BASES, TABLE


def rank_gaps(
    corpus: Corpus,
    gaps: pd.DataFrame,
    pairs: pd.DataFrame,
    proposals: pd.DataFrame,
    themes: pd.DataFrame,
) -> pd.DataFrame:
    """Put the gaps in order, with the evidence for each.

    Parameters
    ----------
    corpus : Corpus
    gaps, pairs, proposals, themes : pandas.DataFrame
        As :func:`toolbelt_data.analysis.gaps`,
        :func:`toolbelt_data.analysis.pairs`,
        :func:`toolbelt_data.analysis.propose` and
        :func:`toolbelt_data.analysis.themes` give them.

    Returns
    -------
    pandas.DataFrame
        One row per gap that is counted, as
        :data:`toolbelt_data.analysis.tables.TABLE`["ranked_gaps"] declares.

    Notes
    -----
    First those about which nothing was decided; of these the surest, judged
    before suspect before suggested and before those whose persona has no
    remedy at all; then those whose trouble most personas share; then the order
    of the documents.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import gaps, pairs, propose, themes
    >>> corpus = load()
    >>> found, levels = gaps(corpus), pairs(corpus)
    >>> table = rank_gaps(corpus, found, levels, propose(corpus, levels, []), themes(corpus, found))
    >>> table["rank"].tolist()[:3]
    [1, 2, 3]
    """
    own = counted(gaps)
    own = own[own.coverage == "none"].reset_index(drop=True)
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    texts = dict(zip(corpus.statements.statement_id, corpus.statements.text, strict=True))
    trouble: dict[str, tuple[int, str]] = {}
    for theme in themes.itertuples(index=False):
        for challenge in theme.challenge_ids:
            trouble.setdefault(challenge, (theme.personas, theme.name))
    nearest = pairs.loc[pairs.groupby("challenge_id", sort=False).score.idxmax()]
    closest = nearest.set_index("challenge_id").remedy_id.to_dict()
    offered = proposals.groupby("challenge_id", sort=False)
    kinds = {
        name: [f"{row.kind}: {row.text}" for row in rows.itertuples()] for name, rows in offered
    }
    why = {name: list(rows.reasons.iloc[0]) for name, rows in offered}
    order = sorted(
        range(len(own)),
        key=lambda at: (
            bool(own.decided[at]),
            BASES.index(own.basis[at]) if own.basis[at] in BASES else len(BASES),
            -trouble.get(own.challenge_id[at], (0, ""))[0],
            at,
        ),
    )
    rows = []
    for rank, at in enumerate(order, start=1):
        gap = own.iloc[at]
        shared, theme = trouble.get(gap.challenge_id, (0, None))
        near = closest.get(gap.challenge_id)
        rows.append(
            {
                "rank": rank,
                "challenge_id": gap.challenge_id,
                "name": names[gap.persona_id],
                "text": gap.text,
                "class": gap["class"],
                "basis": gap.basis,
                "disposition": gap.disposition,
                "trouble": theme,
                "shared": shared,
                "nearest": texts.get(near),
                "proposals": kinds.get(gap.challenge_id, []),
                "reasons": why.get(gap.challenge_id, []),
                "path": gap.path,
                "line": gap.line,
            }
        )
    return TABLE["ranked_gaps"].frame(rows)
