"""Nearness: which texts are alike, without comparing each with each.

Two texts that are alike share many runs of letters, and so a rare one among
them. Only the rare ones are looked up, and of texts that share those with too
many others, such as the copies of one, only the nearest are compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Sequence
from heapq import nlargest
from math import ceil

LOOKED_UP = 500
"""Texts that are looked up by the rare runs of one text, the rarest first."""

COMPARED = 25
"""Texts that one text is compared with, where it could be more."""


def near(
    then: Sequence[Collection[Hashable]], now: Sequence[Collection[Hashable]], least: float
) -> Iterator[tuple[int, int, float]]:
    """Give the pairs of texts that are alike.

    Parameters
    ----------
    then, now : sequence of collection
        The different runs of letters of each text.
    least : float
        How alike they have to be at least: twice what two share by what both
        have (Dice's coefficient).

    Yields
    ------
    tuple
        Places of a text of then and one of now, and how alike they are.

    Notes
    -----
    Texts of n and m runs that are so alike share `least` / 2 (n + m) of them,
    and m is at least n `least` / (2 - `least`). The runs of all texts are put
    in one order, the rarest first, and of each text as many are looked up as
    one of those shared must be among (the prefix filter of joins by
    likeness). So nothing is missed, unless the rare runs of a text stand in
    more than 500 others, counted once a run, or more than 25 share them: then
    those are compared that share most. The work grows with the number of
    texts, and not with its square.

    Examples
    --------
    >>> list(near(["abcd", "xyz"], ["wxyz", "abcf", "pq"], 0.63))
    [(1, 0, 0.8571428571428571), (0, 1, 0.75)]
    """
    number = Counter(run for side in (then, now) for runs in side for run in set(runs))
    rank = {run: at for at, run in enumerate(sorted(number, key=lambda run: (number[run], run)))}
    texts = [[sorted({rank[run] for run in runs}) for runs in side] for side in (then, now)]
    sets = [frozenset(runs) for runs in texts[0]]
    smallest = least / (2 - least)
    having: defaultdict[int, list[int]] = defaultdict(list)
    for place, runs in enumerate(texts[0]):
        for run in _rare(runs, smallest):
            having[run].append(place)
    for place, runs in enumerate(texts[1]):
        shared: Counter[int] = Counter()
        left = LOOKED_UP
        for run in _rare(runs, smallest):
            if found := having.get(run):
                shared.update(_around(place, found, left))
                left -= len(found)
            if left <= 0:
                break
        sizes = smallest * len(runs), len(runs) / smallest
        fit = [
            (many, -abs(at - place), at)
            for at, many in shared.items()
            if sizes[0] <= len(sets[at]) <= sizes[1]
        ]
        for *_, at in nlargest(COMPARED, fit) if len(fit) > COMPARED else fit:
            common = len(sets[at].intersection(runs))
            likeness = 2 * common / (len(sets[at]) + len(runs))
            if likeness >= least:
                yield at, place, likeness


def _around(place: int, found: list[int], most: int) -> list[int]:
    """Give those next to a place, so that copies do not all look up the same."""
    if len(found) <= most:
        return found
    start = max(0, min(bisect_left(found, place) - most // 2, len(found) - most))
    return found[start : start + most]


def _rare(runs: Sequence[int], smallest: float) -> Sequence[int]:
    return runs[: len(runs) - ceil(smallest * len(runs) - 1e-9) + 1]
