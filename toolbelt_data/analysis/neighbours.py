"""Neighbours: directions laid in blocks, so that the nearest are found without meeting them all.

Directions of a block lie within an angle of its centre. How near the nearest
of them can be to another direction follows from that angle, so whole blocks
are passed over, and nothing that is nearer than what was found is missed.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isqrt

import numpy as np

DIGITS = 9
"""Likenesses are rounded to so many: equal texts differ in the last, by where they stand."""

_ROOM = 1e-7
_CHUNK = 512


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
    {0: 1.0, 1: 0.0, 2: 0.6}
    """

    def __init__(self, directions: np.ndarray) -> None:
        self._directions = directions
        told = np.flatnonzero(directions.any(axis=1))
        # As many blocks as a block has directions, around such as stand apart in the order.
        leaders = directions[told[:: isqrt(len(told)) or 1]]
        nearest = np.empty(len(told), int)
        for start in range(0, len(told), _CHUNK):
            some = told[start : start + _CHUNK]
            nearest[start : start + _CHUNK] = (directions[some] @ leaders.T).argmax(axis=1)
        order = np.argsort(nearest, kind="stable")
        ends = np.flatnonzero(np.diff(nearest[order])) + 1
        self._blocks = [block for block in np.split(told[order], ends) if len(block)]
        centres = [directions[block].sum(axis=0) for block in self._blocks]
        centres = [centre / np.linalg.norm(centre) for centre in centres]
        self._centres = np.array(centres).reshape(-1, directions.shape[1])
        widest = [
            (directions[block] @ centre).min()
            for block, centre in zip(self._blocks, self._centres, strict=True)
        ]
        self._widest = np.clip(np.array(widest, float), -1.0, 1.0)

    def around(self, direction: np.ndarray) -> Iterator[tuple[float, np.ndarray, np.ndarray]]:
        """Give the blocks around a direction, first those that may hold the nearest.

        Parameters
        ----------
        direction : numpy.ndarray
            Of length 1.

        Yields
        ------
        bound : float
            No direction of this block or a later one is more alike.
        rows : numpy.ndarray
            The block's directions, by their rows.
        alike : numpy.ndarray
            How alike they are to this one, the cosine, to nine digits.
        """
        near = np.clip(self._centres @ direction, -1.0, 1.0)
        across = np.sqrt((1 - near**2) * (1 - self._widest**2))
        bounds = np.where(near >= self._widest, 1.0, near * self._widest + across) + _ROOM
        for at in np.argsort(-bounds, kind="stable"):
            block = self._blocks[at]
            yield float(bounds[at]), block, (self._directions[block] @ direction).round(DIGITS)
