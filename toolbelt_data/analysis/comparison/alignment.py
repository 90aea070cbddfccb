"""Alignment: which text of then is which of now, within a holder and between holders."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ..wording import alike, reworded
from .holders import Text

SAME_PLACE = 0.4
"""Likeness from which a text is taken for another reworded that stood in the same place.

Two texts of one section are at least so alike in 2 to 5 of 100 pairs of an
edition; between the same neighbours, with the other gone, it is likelier. Of
editions edited at random (tools/compare_recall.py) such matches are right in
10 of 16 where they are alike by less than 0.45, in 27 of 33 below 0.50, in 86
of 94 below 0.55 and in 240 of 247 above.
"""

MOST = 10_000
"""Pairs between the same neighbours that are compared, each with each.

Of more the first is compared with the first and so on: two sections of a
hundred texts are compared whole, two of twenty thousand are not.
"""

_TELLING = 4
_WORD = re.compile(r"\w+")
_MOVED_AWAY = 0.9


class Match(NamedTuple):
    """A text of then and the one that it is now.

    Attributes
    ----------
    old, new : Text
    confidence : float
        1 where the words are the same.
    reordered : bool
        Whether it changed its place among those that stand around it.
    """

    old: Text
    new: Text
    confidence: float
    reordered: bool = False


def align(old: Sequence[Text], new: Sequence[Text]) -> list[Match]:
    """Match the texts of one holder, one to one.

    Parameters
    ----------
    old, new : sequence of Text
        In the order of the documents.

    Returns
    -------
    list of Match
        Equal texts first, those of one place before others; then texts that
        are alike, anywhere; then those alike a little in the same place.
    """
    found = _Pairs(old, new)
    found.equal(lambda text: (text.scope, text.facet, text.words))
    found.equal(lambda text: (text.scope, text.words))
    found.equal(lambda text: text.words)
    for scope in dict.fromkeys(text.scope for text in found.old_left()):
        found.like(lambda text, scope=scope: text.scope == scope)
        found.same_place(scope)
    if len({text.scope for text in (*found.old_left(), *found.new_left())}) > 1:
        found.like(lambda _text: True)
    return list(found.matches())


def follow(old: Iterable[Text], new: Iterable[Text]) -> list[Match]:
    """Match texts that their holders lost and others gained.

    Those of fewer than four words tell too little to be followed.
    """
    found = _Pairs([text for text in old if _tells(text)], [text for text in new if _tells(text)])
    found.equal(lambda text: (text.scope, text.words), _MOVED_AWAY)
    found.equal(lambda text: text.words, _MOVED_AWAY)
    found.like(lambda _text: True, far=True)
    return [match._replace(reordered=False) for match in found.matches()]


def _tells(text: Text) -> bool:
    return max(text.words.count(" ") + 1, len(text.words) // 12) >= _TELLING


def _grown(one: Text, other: Text) -> float:
    """Give :data:`SAME_PLACE` where one text has every word of the other and more."""
    words = [set(_WORD.findall(text.words.lower())) for text in (one, other)]
    return SAME_PLACE if all(words) and (words[0] <= words[1] or words[1] <= words[0]) else 0.0


class _Pairs:
    def __init__(self, old: Sequence[Text], new: Sequence[Text]) -> None:
        self.old, self.new = list(old), list(new)
        self.partner: dict[str, tuple[Text, float]] = {}
        self.used: set[str] = set()

    def old_left(self) -> list[Text]:
        return [text for text in self.old if text.id not in self.partner]

    def new_left(self) -> list[Text]:
        return [text for text in self.new if text.id not in self.used]

    def pair(self, one: Text, other: Text, confidence: float) -> None:
        self.partner[one.id] = other, confidence
        self.used.add(other.id)

    def equal(self, key: Callable[[Text], Hashable], confidence: float = 1.0) -> None:
        waiting: defaultdict[Hashable, deque[Text]] = defaultdict(deque)
        for other in self.new_left():
            waiting[key(other)].append(other)
        for one in self.old_left():
            if waiting[key(one)]:
                self.pair(one, waiting[key(one)].popleft(), confidence)

    def like(self, chosen: Callable[[Text], bool], far: bool = False) -> None:
        then = {text.id: text for text in self.old_left() if chosen(text)}
        now = {text.id: text for text in self.new_left() if chosen(text)}
        found = reworded(
            {at: [text.words] for at, text in then.items()},
            {at: text.words for at, text in now.items()},
        )
        for one, (other, likeness) in found.items():
            self.pair(then[one], now[other], likeness if far else (1 + likeness) / 2)

    def same_place(self, scope: str) -> None:
        """Pair what is left between the same neighbours, the most alike first."""
        then = _gaps([t for t in self.old if t.scope == scope], self._now_of)
        now = _gaps([t for t in self.new if t.scope == scope], self._itself)
        ranked = []
        for place, ones in then.items():
            for at, to, one, other in _between(ones, now.get(place, ())):
                likeness = max(alike(one.words, other.words), _grown(one, other))
                if likeness >= SAME_PLACE:
                    ranked.append((-likeness, abs(at - to), at + to, one, other))
        for likeness, *_, one, other in sorted(ranked, key=lambda rank: rank[:3]):
            if one.id not in self.partner and other.id not in self.used:
                self.pair(one, other, (1 - likeness) / 2)

    def matches(self) -> Iterator[Match]:
        stay = self._in_order()
        for text in self.old:
            if text.id in self.partner:
                other, confidence = self.partner[text.id]
                within = text.scope == other.scope
                yield Match(text, other, confidence, within and text.id not in stay)

    def _in_order(self) -> set[str]:
        """Give those that kept their order, as many as can, among those that went the same way."""
        number = {text.id: at for at, text in enumerate(self.new)}
        ways: defaultdict[Hashable, list[tuple[str, int]]] = defaultdict(list)
        for text in self.old:
            if text.id in self.partner:
                other, _ = self.partner[text.id]
                ways[_place(text), _place(other)].append((text.id, number[other.id]))
        stay = set()
        for ones in ways.values():
            stay |= {ones[at][0] for at in _longest_rise([to for _, to in ones])}
        return stay

    def _now_of(self, text: Text) -> str | None:
        return self.partner[text.id][0].id if text.id in self.partner else None

    def _itself(self, text: Text) -> str | None:
        return text.id if text.id in self.used else None


def _place(text: Text) -> tuple[str, str]:
    return text.scope, text.facet


def _between(ones: Sequence[Text], others: Sequence[Text]) -> Iterator[tuple[int, int, Text, Text]]:
    if len(ones) * len(others) > MOST:
        yield from ((at, at, *both) for at, both in enumerate(zip(ones, others, strict=False)))
        return
    for at, one in enumerate(ones):
        for to, other in enumerate(others):
            yield at, to, one, other


def _gaps(
    texts: list[Text], known: Callable[[Text], str | None]
) -> dict[tuple[str | None, str | None], list[Text]]:
    """Give the texts without a match by the matches before and after them."""
    found: dict[tuple[str | None, str | None], list[Text]] = {}
    before, waiting = None, []
    for text in [*texts, None]:
        at = known(text) if text else None
        if text and at is None:
            waiting.append(text)
            continue
        if waiting:
            found[before, at] = waiting
        before, waiting = at, []
    return found


def _longest_rise(numbers: Sequence[int]) -> list[int]:
    """Give the places of as many numbers as rise from first to last.

    Examples
    --------
    >>> _longest_rise([4, 0, 1, 3, 2])
    [1, 2, 4]
    """
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for place, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [number]
        last[length : length + 1] = [place]
    found: list[int] = []
    at = last[-1] if last else None
    while at is not None:
        found.append(at)
        at = before[at]
    return found[::-1]
