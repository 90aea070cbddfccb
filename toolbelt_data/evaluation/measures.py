"""Measures: how well scores and levels agree with what reviewers say."""

from __future__ import annotations

import numpy as np
import pandas as pd

TRIED = np.arange(5, 96) / 100
"""Thresholds that a probability is tried with."""

EDGES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.6, 1.0)
"""Where the bands of the reliability table begin and end."""


def average_precision(bears: np.ndarray, scores: np.ndarray) -> float:
    """Give the mean precision at each pair that bears, the highest scores first.

    Pairs of one score come together, so that their order does not count.

    Examples
    --------
    >>> bears = np.array([True, False, True, False])
    >>> round(average_precision(bears, np.array([0.9, 0.8, 0.7, 0.1])), 3)
    0.833
    """
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum(bears[order])
    last = np.append(np.diff(scores[order]) != 0, True)
    precision = found[last] / (np.flatnonzero(last) + 1)
    return float(precision @ np.diff(found[last], prepend=0) / max(found[-1], 1))


def precision_recall(bears: np.ndarray, said: np.ndarray) -> tuple[float, float]:
    """Give the share of what is said that is so, and the share of what is so that is said.

    Examples
    --------
    >>> precision_recall(np.array([True, True, False]), np.array([True, False, False]))
    (1.0, 0.5)
    """
    right = (bears & said).sum()
    return float(right / max(said.sum(), 1)), float(right / max(bears.sum(), 1))


def f1(bears: np.ndarray, said: np.ndarray) -> float:
    """Give the harmonic mean of precision and recall, 0 where nothing is right.

    Examples
    --------
    >>> round(f1(np.array([True, True, False]), np.array([True, False, False])), 3)
    0.667
    """
    return float(2 * (bears & said).sum() / max(bears.sum() + said.sum(), 1))


def best_threshold(bears: np.ndarray, scores: np.ndarray, tried: np.ndarray = TRIED) -> float:
    """Choose the threshold of highest F1; the middle one of equals.

    Parameters
    ----------
    bears : numpy.ndarray
        bool.
    scores : numpy.ndarray
        float64; a pair is said to bear from the threshold on.
    tried : numpy.ndarray
        float64, ascending.

    Examples
    --------
    >>> best_threshold(np.array([True, False, True]), np.array([0.8, 0.2, 0.7]))
    0.46
    """
    said = scores >= tried[:, None]
    reached = 2 * (said & bears).sum(axis=1) / np.maximum(said.sum(axis=1) + bears.sum(), 1)
    best = tried[np.isclose(reached, reached.max())]
    return float(best[len(best) // 2])


def brier(bears: np.ndarray, scores: np.ndarray) -> float:
    """Give the mean squared distance of probabilities from what is so, 0 to 1, lower is better.

    Examples
    --------
    >>> round(brier(np.array([True, False]), np.array([0.8, 0.4])), 3)
    0.1
    """
    return float(np.mean((scores - bears) ** 2))


def reliability(bears: np.ndarray, scores: np.ndarray) -> pd.DataFrame:
    """Compare probabilities with how often a pair of such a probability bears.

    Returns
    -------
    pandas.DataFrame
        One row per band of :data:`EDGES` with a pair in it: low, high, score
        (float64, the mean), share (float64, of pairs that bear) and pairs
        (int64).

    Examples
    --------
    >>> table = reliability(np.array([True, False]), np.array([0.95, 0.05]))
    >>> table.share.tolist()
    [0.0, 1.0]
    """
    band = np.clip(np.searchsorted(EDGES, scores, side="right") - 1, 0, len(EDGES) - 2)
    return pd.DataFrame(
        {
            "low": EDGES[one],
            "high": EDGES[one + 1],
            "score": scores[band == one].mean(),
            "share": bears[band == one].mean(),
            "pairs": int((band == one).sum()),
        }
        for one in np.unique(band)
    )


def gaps_said(said: pd.DataFrame) -> pd.DataFrame:
    """Tell which challenges are gaps, and which are said to be.

    Parameters
    ----------
    said : pandas.DataFrame
        One row per pair, as :func:`toolbelt_data.evaluation.left_out` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per challenge that sums up no others: persona_id (str), gap and
        said (bool): no remedy of its persona bears.
    """
    counted = said[~said.restating]
    by_challenge = counted.assign(gap=~counted.bears, said=~counted.said).groupby("challenge_id")
    return by_challenge.agg({"persona_id": "first", "gap": "all", "said": "all"})
