"""Evidence: how far names and texts say that a holder of then is one of now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from ...links import key, likeness, same_name, title_key
from ...vocabulary import split_name
from ..wording import reworded
from .holders import Holder

MOST = 400
"""Pairs that a name, a word of names or a text may speak for, each with each.

What more have in common tells nobody apart: then a name or word speaks for the
first with the first and so on, a text for none. Twenty personas of one name
are compared; five thousand would be 25 million pairs.
"""

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
Pair = tuple[str, str]


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


class Evidence:
    """What speaks for pairs of holders, of then and of now.

    Parameters
    ----------
    old, new : list of Holder
    alike : callable
        How far two names that are not the same speak for one holder, 0 to 1.

    Attributes
    ----------
    old, new : dict of str to Holder
        By id.
    """

    def __init__(self, old: list[Holder], new: list[Holder], alike: NameEvidence) -> None:
        self.old = {one.id: one for one in old}
        self.new = {one.id: one for one in new}
        self._alike = alike
        self._size = [{one.id: _size(one) for one in side} for side in (old, new)]
        self._named = [Counter(key(one.name) for one in side) for side in (old, new)]
        self._common: Counter[Pair] = Counter()
        self._close: set[Pair] = set()

    def equal_names(self) -> set[Pair]:
        """Give the pairs that have one name."""
        return set(_sharing(self.old.values(), self.new.values(), lambda one: {key(one.name)}))

    def equal_texts(self) -> set[Pair]:
        """Give the pairs that share a text; each speaks the less the more holders have it."""
        holders = [_by_words(side.values()) for side in (self.old, self.new)]
        for words, before in holders[0].items():
            after = holders[1].get(words, ())
            if not 0 < len(before) * len(after) <= MOST:
                continue
            share = 2 * _weight(words) / max(len(before), len(after))
            for one in before:
                for other in after:
                    self._common[one, other] += share
        return set(self._common)

    def read_closely(self, pair: Pair) -> None:
        """Count the texts that were reworded between two, nobody else asked."""
        self._close.add(pair)
        for found, weight in _reworded([self.old[pair[0]]], [self.new[pair[1]]]):
            self._common[found] += weight

    def like_texts(self, old: list[Holder], new: list[Holder]) -> set[Pair]:
        """Give those pairs of some holders that share a text, or one reworded."""
        for found, weight in _reworded(old, new):
            if found not in self._close:
                self._common[found] += weight
        names = [{one.id for one in side} for side in (old, new)]
        return {pair for pair in self._common if pair[0] in names[0] and pair[1] in names[1]}

    def like_names(self, old: list[Holder], new: list[Holder]) -> set[Pair]:
        """Give those pairs of some holders whose names share a part, a word or a beginning."""
        return set(_sharing(old, new, _parts))

    def confidence(self, pair: Pair, by_name: bool = True) -> float:
        """Say how sure it is that two are one, 0 to 1.

        Parameters
        ----------
        pair : tuple of str
            Ids of then and of now.
        by_name : bool, optional
            Whether names that are only alike count.
        """
        one, other = self.old[pair[0]], self.new[pair[1]]
        sizes = self._size[0][one.id], self._size[1][other.id]
        share = min(1.0, self._common[pair] / sum(sizes)) if sum(sizes) else 0.0
        telling = min(sizes) >= _TOO_FEW_WORDS
        if same_name(one.name, other.name):
            named = _SAME_NAME if telling else _SAME_NAME_ALONE
            if share < _OWN and not self._tells(one, other):
                named *= _CONTRADICTED
        else:
            named = self._alike(one.name, other.name) if by_name else 0.0
            if telling and share < _OWN:
                named *= _CONTRADICTED
        return 1 - (1 - named) * (1 - share) ** 3

    def _tells(self, one: Holder, other: Holder) -> bool:
        """Tell whether a name means one holder only, where it stood or in the whole edition."""
        most = max(names[key(one.name)] for names in self._named)
        return most == 1 or one.path == other.path


def _reworded(old: list[Holder], new: list[Holder]) -> Iterator[tuple[Pair, float]]:
    """Give the pairs that share a reworded text, and the words that speak for it."""
    then = {(one.id, text.id): text.words for one in old for text in one.texts}
    now = {(one.id, text.id): text.words for one in new for text in one.texts}
    equal = set(then.values()) & set(now.values())
    pairs = reworded(
        {at: [words] for at, words in then.items() if words not in equal},
        {at: words for at, words in now.items() if words not in equal},
    )
    for before, (after, how) in pairs.items():
        both = _weight(then[before]) + _weight(now[after])
        yield (before[0], after[0]), how * both


def _size(one: Holder) -> int:
    return sum(map(_weight, {text.words for text in one.texts}))


def _weight(words: str) -> int:
    """Count a text's words, twelve letters at most for one: some languages have no spaces."""
    return max(words.count(" ") + 1, len(words) // 12)


def _parts(one: Holder) -> set[tuple[str, str]]:
    whole = key(one.name)
    name = split_name(one.name)
    parts = {("word", word) for word in whole.split()} | {("start", whole[:3])}
    return parts | {("given", key(name.given_name or "")), ("archetype", key(name.archetype))}


def _by_words(holders: Iterable[Holder]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in holders:
        for text in one.texts:
            found[text.words].add(one.id)
    return found


def _sharing(
    old: Iterable[Holder], new: Iterable[Holder], keys: Callable[[Holder], Iterable]
) -> Iterator[Pair]:
    having: tuple[defaultdict, defaultdict] = defaultdict(list), defaultdict(list)
    for side, holders in zip(having, (old, new), strict=True):
        for one in holders:
            for part in keys(one):
                side[part].append(one.id)
    for part, ones in having[0].items():
        others = having[1].get(part, [])
        if len(ones) * len(others) <= MOST:
            yield from ((one, other) for one in ones for other in others)
        else:
            yield from zip(ones, others, strict=False)
            yield from ((same, same) for same in set(ones) & set(others))
