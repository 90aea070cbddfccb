"""Neighbours: directions laid in blocks, so that the nearest are found without meeting them all.

Directions of a block lie within an angle of its centre, and none of their
entries is above the block's highest. How near the nearest of them can be to
another direction follows from both, so whole blocks are passed over, and
nothing that is nearer than what was found is missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt

import numpy as np

DIGITS = 9
"""Likenesses are rounded to so many: equal texts differ in the last, by where they stand."""

_ROOM = 1e-7
_CHUNK = 512
_BLOCKS = 4
_TOGETHER = 16


class Neighbours:
    """Directions by blocks.

    Parameters
    ----------
    directions : numpy.ndarray
        float64, a row a direction, of length 1; a row of zeros is no direction
        and nobody's neighbour.

    Examples
    --------
    >>> known = Neighbours(np.array([[1.0, 0.0], [0.0, 1.0], [0.6, 0.8], [0.0, 0.0]]))
    >>> met = {}
    >>> for bound, rows, alike in known.around(np.array([1.0, 0.0])):
    ...     met |= dict(zip(rows.tolist(), alike.tolist()))
    >>> met
    {0: 1.0, 2: 0.6, 1: 0.0}
    """

    def __init__(self, directions: np.ndarray) -> None:
        told = np.flatnonzero(directions.any(axis=1))
        # Some times as many blocks as a block has directions, around such as stand apart.
        leaders = directions[told[:: max(isqrt(len(told)) // _BLOCKS, 1)]]
        nearest = np.empty(len(told), int)
        for start in range(0, len(told), _CHUNK):
            some = directions[told[start : start + _CHUNK]]
            nearest[start : start + _CHUNK] = (some @ leaders.T).argmax(axis=1)
        order = np.argsort(nearest, kind="stable")
        self._rows = told[order]
        self._directions = directions[self._rows]
        self._starts = np.flatnonzero(np.diff(nearest[order], prepend=-1))
        self._ends = [*self._starts[1:].tolist(), len(order)]
        if not len(order):
            return
        sums = np.add.reduceat(self._directions, self._starts, axis=0)
        self._centres = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        sizes = np.array(self._ends) - self._starts
        beside = (self._directions * np.repeat(self._centres, sizes, axis=0)).sum(axis=1)
        self._widest = np.clip(np.minimum.reduceat(beside, self._starts), -1.0, 1.0)
        self._most = np.maximum.reduceat(self._directions, self._starts, axis=0)
        self._least = np.minimum.reduceat(self._directions, self._starts, axis=0)

    def around(self, direction: np.ndarray) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
        """Give the blocks around a direction, some at once, first those that may hold the nearest.

        Parameters
        ----------
        direction : numpy.ndarray
            Of length 1.

        Yields
        ------
        bound : float
            No direction of these blocks or of later ones is more alike.
        rows : numpy.ndarray
            The blocks' directions, by their rows.
        alike : numpy.ndarray
            How alike they are to this one, the cosine, to nine digits.
        """
        if not len(self._rows):
            return
        near = np.clip(self._centres @ direction, -1.0, 1.0)
        across = np.sqrt((1 - near**2) * (1 - self._widest**2))
        by_angle = np.where(near >= self._widest, 1.0, near * self._widest + across)
        by_entry = self._most @ direction.clip(min=0.0) + self._least @ direction.clip(max=0.0)
        bounds = np.minimum(by_angle, by_entry) + _ROOM
        order = np.argsort(-bounds, kind="stable")
        for start in range(0, len(order), _TOGETHER):
            some = order[start : start + _TOGETHER]
            at = np.concatenate([np.arange(self._starts[one], self._ends[one]) for one in some])
            alike = (self._directions[at] @ direction).round(DIGITS)
            yield float(bounds[some[0]]), self._rows[at], alike
