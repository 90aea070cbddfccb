"""Validation: judging each persona's pairs by what the others' pairs teach."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from ..analysis.bearing import FEATURES
from .training import fit_scale

Method = Callable[[pd.DataFrame, pd.DataFrame], tuple[np.ndarray, float]]
"""From pairs to learn from and pairs asked for: scores of these, and a threshold."""


def left_out(
    method: Method, asked: pd.DataFrame, learned: pd.DataFrame | None = None, *, level: int = 1
) -> pd.DataFrame:
    """Judge each persona's pairs by a method that never saw a pair of that persona.

    Parameters
    ----------
    method : callable
        Scores and threshold come from the other personas alone.
    asked : pandas.DataFrame
        As :func:`toolbelt_data.evaluation.judged.judged_pairs` gives it.
    learned : pandas.DataFrame, optional
        To learn from, where these are pairs of other texts; their personas are
        left out just the same.
    level : int
        What counts as bearing: 1 in part or directly, 2 directly.

    Returns
    -------
    pandas.DataFrame
        The pairs with bears (bool, what reviewers say), score (float64) and
        said (bool).
    """
    learned = asked if learned is None else learned
    scores, said = np.zeros(len(asked)), np.zeros(len(asked), bool)
    for persona in asked.persona_id.unique():
        own = (asked.persona_id == persona).to_numpy()
        scores[own], threshold = method(learned[learned.persona_id != persona], asked[own])
        said[own] = scores[own] >= threshold
    return asked.assign(bears=asked.level >= level, score=scores, said=said)


def by_features(names: Sequence[str] = tuple(FEATURES), *, level: int = 1) -> Method:
    """Give the method of the model, on these features."""

    def method(learned: pd.DataFrame, asked: pd.DataFrame) -> tuple[np.ndarray, float]:
        bears = (learned.level >= level).to_numpy()
        scale = fit_scale(learned[list(names)].to_numpy(), bears, learned.persona_id.to_numpy())
        return scale.probabilities(asked[list(names)].to_numpy()), scale.threshold

    return method
