"""Proposals: what would serve a challenge that has no remedy of its own.

Another persona's remedy may be borrowed, where it serves a challenge like this
one; an offering of the OpenSSF may be cited, where it bears on the same trouble.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from ..corpus import Corpus
from .bearing import Model, read_model
from .catalogue import catalogue as read_catalogue
from .citations import Citations
from .lenders import Lenders
from .tables import TABLE

MOST = 3
"""Proposals that a challenge gets at most."""


def propose(
    corpus: Corpus,
    pairs: pd.DataFrame,
    challenges: Iterable[str],
    catalogue: pd.DataFrame | None = None,
    *,
    model: Model | None = None,
) -> pd.DataFrame:
    """Propose what would serve challenges that have no remedy of their own.

    Parameters
    ----------
    corpus : Corpus
    pairs : pandas.DataFrame
        As :func:`toolbelt_data.analysis.pairs` gives it.
    challenges : iterable of str
        Their ids.
    catalogue : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.catalogue` gives it; the embedded one
        where it is left out.
    model : Model, optional
        The one that travels with the package where it is left out.

    Returns
    -------
    pandas.DataFrame
        At most :data:`MOST` rows a challenge, remedies to borrow first, each kind
        by score, as :data:`toolbelt_data.analysis.tables.TABLE`["proposals"] declares.

    Notes
    -----
    A remedy of another persona scores the geometric mean of two things: the
    probability that it bears on this challenge, and how far this challenge tells
    of the same troubles as one that it does bear on (0.7 times that where it
    does so in part). An
    offering scores by the troubles, subjects and kinds of help that the
    challenge tells of and the catalogue states of it, and by its description;
    only an offering that the persona's own texts do not mention counts. Scores
    rank, and are no probabilities.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import pairs
    >>> corpus = load()
    >>> found = propose(corpus, pairs(corpus), ["siddharth-the-supplier/challenges/4"])
    >>> found.kind.tolist()[0], len(found) <= 3
    ('borrow', True)
    """
    statements = corpus.statements.set_index("statement_id", drop=False)
    wanted = statements.loc[list(challenges)]
    if wanted.empty:
        return TABLE["proposals"].frame([])
    model = model or read_model()
    lenders = Lenders(corpus, pairs, model)
    offerings = read_catalogue() if catalogue is None else catalogue
    citations = Citations(corpus, offerings, model.reader())
    rows: list[dict] = []
    for challenge in wanted.itertuples(index=False):
        found = [*lenders.to(challenge), *citations.to(challenge)]
        found.sort(key=lambda one: (one["kind"], -one["score"], one["proposal"]))
        rows += [
            {
                "challenge_id": challenge.statement_id,
                "rank": rank,
                **one,
                "path": challenge.path,
                "line": challenge.line,
            }
            for rank, one in enumerate(found[:MOST], start=1)
        ]
    return TABLE["proposals"].frame(rows)
