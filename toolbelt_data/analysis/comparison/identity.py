"""Identity: which persona, group or use case of then is which of now.

Two things speak for it: the name, and the texts below it. Either is enough
where the other one changed; how sure it is comes of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from .evidence import Evidence, NameEvidence, Pair
from .holders import Holder

DOUBTFUL = 0.75
"""Confidence below which a match is shown as doubtful.

Of editions edited at random (tools/compare_recall.py) 15 of 36 personas and 86
of 388 statements below it are right, most of the others against strangers made
of half a name and halves of texts; above it all but 1 of 3,829 personas, and
all but 50 of 45,877 statements.
"""

LEAST = 0.5
"""Confidence below which two are taken for different ones."""

# From here on nothing that is only alike can say otherwise.
_SURE = 0.85
# Equal names and half of the texts: no copy of all of them is the persona then.
_SURE_BY_BOTH = 0.97


class Identity(NamedTuple):
    """Two holders that are one.

    Attributes
    ----------
    old, new : Holder
    confidence : float
        0.5 to 1.
    """

    old: Holder
    new: Holder
    confidence: float


def identify(old: list[Holder], new: list[Holder], alike: NameEvidence) -> list[Identity]:
    """Find who is who, one to one, the surest first.

    Parameters
    ----------
    old, new : list of Holder
    alike : callable
        How far two names that are not the same speak for one holder, 0 to 1.

    Returns
    -------
    list of Identity
        In the order of `new`. Those of equal names are one unless their texts
        say that another one is meant; others where name or texts are enough.
    """
    evidence = Evidence(old, new, alike)
    search = _Search(evidence)
    named = evidence.equal_names()
    pairs = named | evidence.equal_texts()
    for pair in _disputed(named, pairs):
        evidence.read_closely(pair)
    search.take(((pair, evidence.confidence(pair)) for pair in named), _SURE_BY_BOTH)
    pairs = {pair for pair in pairs if search.is_free(pair)}
    search.take(((pair, evidence.confidence(pair, by_name=False)) for pair in pairs), _SURE)
    left = search.left()
    pairs = {pair for pair in named if search.is_free(pair)}
    pairs |= evidence.like_texts(*left) | evidence.like_names(*left)
    search.take(((pair, evidence.confidence(pair)) for pair in pairs), LEAST)
    return sorted(search.found, key=lambda one: search.place[1][one.new.id])


def _disputed(named: set[Pair], pairs: set[Pair]) -> set[Pair]:
    """Give those of one name for which another one has texts."""
    rivals = [Counter(one[end] for one in pairs) for end in (0, 1)]
    return {pair for pair in named if rivals[0][pair[0]] > 1 or rivals[1][pair[1]] > 1}


class _Search:
    """Takes pairs one to one."""

    def __init__(self, evidence: Evidence) -> None:
        self.sides = evidence.old, evidence.new
        self.place = [{one: at for at, one in enumerate(side)} for side in self.sides]
        self.found: list[Identity] = []
        self._taken: tuple[set[str], set[str]] = set(), set()

    def is_free(self, pair: Pair) -> bool:
        return pair[0] not in self._taken[0] and pair[1] not in self._taken[1]

    def left(self) -> list[list[Holder]]:
        return [
            [one for one in side.values() if one.id not in taken]
            for side, taken in zip(self.sides, self._taken, strict=True)
        ]

    def take(self, pairs: Iterable[tuple[Pair, float]], least: float) -> None:
        """Take the surest pairs of those sure enough; of equals, what stands where it stood."""
        enough = ((pair, round(sure, 6)) for pair, sure in pairs if sure >= least)
        ranked = sorted((-sure, *self._apart(pair), pair) for pair, sure in enough)
        for sure, *_, pair in ranked:
            if self.is_free(pair):
                one, other = (side[at] for side, at in zip(self.sides, pair, strict=True))
                self.found.append(Identity(one, other, round(-sure, 2)))
                self._taken[0].add(one.id)
                self._taken[1].add(other.id)

    def _apart(self, pair: Pair) -> tuple[bool, bool, int, int]:
        """Rank pairs that are as sure; the same in both directions."""
        one, other = (side[at] for side, at in zip(self.sides, pair, strict=True))
        places = self.place[0][one.id], self.place[1][other.id]
        return one.id != other.id, one.path != other.path, abs(places[0] - places[1]), sum(places)
