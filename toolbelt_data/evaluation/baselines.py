"""Baselines: what the model must be better than, with thresholds chosen as it chooses its own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from .measures import best_threshold
from .validation import Method

_TRIED = np.arange(200) / 200


def _every_pair(_: pd.DataFrame, asked: pd.DataFrame) -> tuple[np.ndarray, float]:
    return np.ones(len(asked)), 0.5


def _likeness(**settings: Any) -> Method:
    """Give the method of weighing texts by their likeness; how rare a term is, all texts tell."""

    def method(learned: pd.DataFrame, asked: pd.DataFrame) -> tuple[np.ndarray, float]:
        both = pd.concat([learned, asked])
        vectorizer = TfidfVectorizer(**settings)
        vectorizer.fit(pd.unique(pd.concat([both.challenge, both.remedy])))
        one, other = vectorizer.transform(both.challenge), vectorizer.transform(both.remedy)
        scores = np.asarray(one.multiply(other).sum(axis=1)).ravel()
        known = scores[: len(learned)]
        return scores[len(learned) :], best_threshold(learned.level.to_numpy() >= 1, known, _TRIED)

    return method


BASELINES: dict[str, Method] = {
    "every pair": _every_pair,
    "likeness of words": _likeness(stop_words="english"),
    "likeness of letters": _likeness(analyzer="char_wb", ngram_range=(3, 5)),
}
"""By name: each pair bears; TF-IDF of words; TF-IDF of runs of three to five letters."""
