"""Identity: which persona, group or use case of then is which of now.

Two things speak for it: the name, and the texts below it. Either is enough
where the other one changed; how sure it is comes of both.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ...names import key, likeness, same_name, title_key
from ..wording import reworded
from .holders import Holder

DOUBTFUL = 0.75
"""Confidence below which a match is shown as doubtful."""

LEAST = 0.5
"""Confidence below which two are taken for different ones."""

# From here on nothing that is only alike can say otherwise.
_SURE = 0.85

# Different personas of one edition share less than a tenth of their words in texts that are alike;
# one that is rewritten in half of them still shares 0.5.
_OWN = 0.2
_TOO_FEW_WORDS = 20
_SAME_NAME = 0.8
_SAME_NAME_ALONE = 0.95
_ALIKE = 0.8
_ALIKE_NAME = 0.75
_SAME_ARCHETYPE = 0.6
_SAME_GIVEN_NAME = 0.55
_CONTRADICTED = 0.7

NameEvidence = Callable[[str, str], float]


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
    found = _Search(old, new)
    found.take(found.by_equal_names() | found.by_equal_texts(), _SURE, lambda _one, _other: 0.0)
    left = found.by_equal_names() | found.by_like_texts() | found.by_words_of_names()
    found.take(left, LEAST, alike)
    return sorted(found.identities(), key=lambda one: found.place[one.new.id])


def of_personas(one: str, other: str) -> float:
    """Say how far two personas' names speak for one persona.

    Examples
    --------
    >>> of_personas("Tobias the CTO", "Tomo the CTO")
    0.6
    >>> of_personas("Finn the Finder", "Carl the Consumer")
    0.0
    """
    given, archetype = likeness(one, other)
    if min(given, archetype) >= _ALIKE:
        return _ALIKE_NAME
    if archetype == 1:
        return _SAME_ARCHETYPE
    return _SAME_GIVEN_NAME if given == 1 else 0.0


def of_titles(one: str, other: str) -> float:
    """Say how far two titles speak for one group or use case.

    Examples
    --------
    >>> of_titles("Security Engineer", "Product Security Engineer")
    0.6
    """
    words, others = set(title_key(one).split()), set(title_key(other).split())
    share = 2 * len(words & others) / (len(words) + len(others)) if words and others else 0.0
    if share == 1:
        return _ALIKE_NAME
    return _SAME_ARCHETYPE if share >= _ALIKE else 0.0


class _Search:
    """What is not identified yet, and what speaks for each pair of it."""

    def __init__(self, old: list[Holder], new: list[Holder]) -> None:
        self.old = {one.id: one for one in old}
        self.new = {one.id: one for one in new}
        self.place = {one.id: number for number, one in enumerate(new)}
        self.size = [{o.id: sum(map(_weight, o.words)) for o in _said(side)} for side in (old, new)]
        self.common: Counter[tuple[str, str]] = Counter()
        self.taken: dict[str, tuple[str, float]] = {}
        self._of_texts: set[tuple[str, str]] = set()

    def identities(self) -> Iterator[Identity]:
        for one, (other, confidence) in self.taken.items():
            yield Identity(self.old[one], self.new[other], confidence)

    def left(self) -> tuple[list[Holder], list[Holder]]:
        used = {other for other, _ in self.taken.values()}
        return (
            [one for one in self.old.values() if one.id not in self.taken],
            [one for one in self.new.values() if one.id not in used],
        )

    def by_equal_names(self) -> set[tuple[str, str]]:
        old, new = self.left()
        return set(_sharing(old, new, lambda one: [key(one.name)]))

    def by_words_of_names(self) -> set[tuple[str, str]]:
        old, new = self.left()
        return set(_sharing(old, new, lambda one: {*key(one.name).split(), key(one.name)[:3]}))

    def by_equal_texts(self) -> set[tuple[str, str]]:
        """Pairs that share a text; each speaks the less the more holders have it."""
        holders = [_by_words(side.values()) for side in (self.old, self.new)]
        for words in holders[0].keys() & holders[1].keys():
            before, after = holders[0][words], holders[1][words]
            share = 2 * _weight(words) / max(len(before), len(after))
            for one in before:
                for other in after:
                    self.common[one, other] += share
        return set(self.common)

    def by_like_texts(self) -> set[tuple[str, str]]:
        """Pairs of those left that share a text or one reworded."""
        old, new = self.left()
        then = {(one.id, text.id): text.words for one in old for text in one.texts}
        now = {(one.id, text.id): text.words for one in new for text in one.texts}
        equal = set(then.values()) & set(now.values())
        pairs = reworded(
            {k: [words] for k, words in then.items() if words not in equal},
            {k: words for k, words in now.items() if words not in equal},
        )
        for before, (after, how) in pairs.items():
            self.common[before[0], after[0]] += how * (_weight(then[before]) + _weight(now[after]))
        names = [{one.id for one in side} for side in (old, new)]
        return {pair for pair in self.common if pair[0] in names[0] and pair[1] in names[1]}

    def take(self, pairs: Iterable[tuple[str, str]], least: float, alike: NameEvidence) -> None:
        """Take the surest pairs of at least some confidence, one to one."""
        ranked = []
        for pair in pairs:
            confidence = self.confidence(pair, alike)
            if confidence >= least:
                one, other = self.old[pair[0]], self.new[pair[1]]
                same = (one.id == other.id, one.path == other.path)
                ranked.append((-confidence, *(not flag for flag in same), *pair))
        ranked.sort()
        used = {other for other, _ in self.taken.values()}
        for confidence, _, _, one, other in ranked:
            if one not in self.taken and other not in used:
                self.taken[one] = other, round(-confidence, 2)
                used.add(other)

    def confidence(self, pair: tuple[str, str], alike: NameEvidence) -> float:
        one, other = self.old[pair[0]], self.new[pair[1]]
        sizes = self.size[0][one.id], self.size[1][other.id]
        share = min(1.0, self.common[pair] / sum(sizes)) if sum(sizes) else 0.0
        telling = min(sizes) >= _TOO_FEW_WORDS
        if same_name(one.name, other.name):
            named = _SAME_NAME if telling else _SAME_NAME_ALONE
        else:
            named = alike(one.name, other.name)
            if telling and share < _OWN:
                named *= _CONTRADICTED
        return 1 - (1 - named) * (1 - share) ** 3


class _Said(NamedTuple):
    id: str
    words: list[str]


def _said(holders: list[Holder]) -> list[_Said]:
    return [_Said(one.id, [text.words for text in one.texts]) for one in holders]


def _weight(words: str) -> int:
    return words.count(" ") + 1


def _by_words(holders: Iterable[Holder]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in holders:
        for text in one.texts:
            found[text.words].add(one.id)
    return found


def _sharing(
    old: list[Holder], new: list[Holder], keys: Callable[[Holder], Iterable[str]]
) -> Iterator[tuple[str, str]]:
    having: defaultdict[str, list[str]] = defaultdict(list)
    for one in old:
        for word in keys(one):
            having[word].append(one.id)
    for other in new:
        for word in keys(other):
            for one in having.get(word, ()):
                yield one, other.id
