"""Intervals: how far a figure would move with other personas, by drawing them anew."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

DRAWS = 2000
"""How often the personas are drawn."""

_SEED = 20250529
_SHARE = 0.95


def interval(personas: np.ndarray, measure: Callable[[np.ndarray], float]) -> tuple[float, float]:
    """Give the range that a figure keeps within in 95 of 100 draws of as many personas.

    Parameters
    ----------
    personas : numpy.ndarray
        Whose a row is. A persona is drawn with all of its rows, since those of
        one persona are alike; it may be drawn several times or not at all.
    measure : callable
        Takes positions of rows, and gives the figure for them.

    Notes
    -----
    Percentile bootstrap over clusters with :data:`DRAWS` draws, seeded. What is
    learned is not learned anew, so the range is narrower than it should be.

    Examples
    --------
    >>> right = np.array([1.0, 1.0, 0.0])
    >>> interval(np.array(["ada", "ada", "bob"]), lambda rows: right[rows].mean())
    (0.0, 1.0)
    """
    rows = [np.flatnonzero(personas == persona) for persona in np.unique(personas)]
    draws = np.random.default_rng(_SEED).integers(len(rows), size=(DRAWS, len(rows)))
    figures = [measure(np.concatenate([rows[one] for one in draw])) for draw in draws]
    low, high = np.quantile(figures, [(1 - _SHARE) / 2, (1 + _SHARE) / 2])
    return float(low), float(high)
