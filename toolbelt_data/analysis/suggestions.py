"""Suggestions: the program's own guess at whether a remedy bears on a challenge.

What stands here is plain likeness of words, shown as such. It is weak: it
finds kinship in shared words and none in shared meaning.
"""

from __future__ import annotations

import re
from collections import Counter

import pandas as pd

from ..corpus import Corpus
from ..errors import ParameterError
from .tables import SUGGESTIONS

THRESHOLD = 0.05
"""Score from which a remedy is taken to bear on a challenge.

On the 210 judged pairs F1 is 0.66 with it on the original texts and 0.64 on the
restated ones. No other threshold gives more than 0.68 and 0.67; one chosen
without the persona it is tried on gives 0.68 and 0.64; taking every pair, 0.59.
"""

_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST_REASONS = 3


def suggest(corpus: Corpus, threshold: float = THRESHOLD) -> pd.DataFrame:
    """Guess which remedies of a persona bear on which of its challenges.

    Parameters
    ----------
    corpus : Corpus
    threshold : float
        Score from which the level is 1, from 0 to 1.

    Returns
    -------
    pandas.DataFrame
        One row per challenge and remedy of one persona: challenge_id (str),
        remedy_id (str), score (float64, 0 to 1, cosine of TF-IDF weights of
        character 3- to 5-grams within words), level (int64, 0 or 1), reasons
        (list of str, words that both texts have, the rarest first).

    Raises
    ------
    ParameterError
        Where the threshold is not from 0 to 1.

    Notes
    -----
    Weights are fitted on the challenges and remedies of the corpus, so a score
    can move a little when documents are added. Likeness cannot tell a direct
    remedy from a partial one: no level is 2.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> suggest(load()).score.between(0, 1).all()
    np.True_
    """
    if not 0 <= threshold <= 1:
        raise ParameterError("parameter threshold", f"{threshold}", "give a number from 0 to 1")
    statements = corpus.statements[corpus.statements.section.isin(["challenges", "remedies"])]
    challenges = statements[statements.section == "challenges"]
    remedies = statements[statements.section == "remedies"]
    pairs = challenges.merge(remedies, on="persona_id", suffixes=("_challenge", "_remedy"))
    if pairs.empty:
        return SUGGESTIONS.frame([])
    position = dict(zip(statements.statement_id, range(len(statements)), strict=True))
    rows = [position[i] for i in pairs.statement_id_challenge]
    columns = [position[i] for i in pairs.statement_id_remedy]
    weights = _weights(statements.text)
    scores = weights[rows].multiply(weights[columns]).sum(axis=1).A1.clip(0.0, 1.0).round(6)
    words = [set(_WORD.findall(text.lower())) for text in statements.text]
    common = Counter(word for one in words for word in one)
    return SUGGESTIONS.frame(
        {
            "challenge_id": challenge,
            "remedy_id": remedy,
            "score": float(score),
            "level": int(score >= threshold),
            "reasons": sorted(words[row] & words[column], key=lambda w: (common[w], w))[
                :_MOST_REASONS
            ],
        }
        for challenge, remedy, score, row, column in zip(
            pairs.statement_id_challenge,
            pairs.statement_id_remedy,
            scores,
            rows,
            columns,
            strict=True,
        )
    )


def _weights(texts: pd.Series):
    """Weigh the texts' character n-grams; a text without any letter has no weight at all."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    return vectorizer.fit_transform(texts)
