"""Alignment: which text of then is which of now, within a holder and between holders."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ..wording import alike, reworded
from .holders import Text

SAME_PLACE = 0.4
"""Likeness from which a text is taken for another reworded that stood in the same place.

Two texts of one section are at least so alike in 2 to 5 of 100 pairs of an
edition; between the same neighbours, with the other gone, it is likelier.
"""

_TELLING = 4
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
        Equal texts first, those of one scope before others; then texts that
        are alike, anywhere; then those alike a little in the same place.
    """
    found = _Pairs(old, new)
    found.equal(lambda text: (text.scope, text.words))
    found.equal(lambda text: text.words)
    for scope in dict.fromkeys(text.scope for text in found.old_left()):
        found.like(lambda text, scope=scope: text.scope == scope)
        found.same_place(scope)
    found.like(lambda _text: True)
    return found.matches()


def follow(old: Iterable[Text], new: Iterable[Text]) -> list[Match]:
    """Match texts that their holders lost and others gained.

    Those of fewer than four words tell too little to be followed.
    """
    then = [text for text in old if text.words.count(" ") + 1 >= _TELLING]
    now = [text for text in new if text.words.count(" ") + 1 >= _TELLING]
    found = _Pairs(then, now)
    found.equal(lambda text: text.words, _MOVED_AWAY)
    found.like(lambda _text: True, far=True)
    return found.matches()


class _Pairs:
    def __init__(self, old: Sequence[Text], new: Sequence[Text]) -> None:
        self.old, self.new = list(old), list(new)
        self.partner: dict[str, tuple[Text, float]] = {}
        self.used: dict[str, str] = {}

    def old_left(self) -> list[Text]:
        return [text for text in self.old if text.id not in self.partner]

    def new_left(self) -> list[Text]:
        return [text for text in self.new if text.id not in self.used]

    def pair(self, one: Text, other: Text, confidence: float) -> None:
        self.partner[one.id] = other, confidence
        self.used[other.id] = one.id

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
            {i: [text.words] for i, text in then.items()},
            {i: text.words for i, text in now.items()},
        )
        for one, (other, likeness) in found.items():
            self.pair(then[one], now[other], likeness if far else (1 + likeness) / 2)

    def same_place(self, scope: str) -> None:
        """Pair what is left between the same neighbours, the most alike first."""
        then = self._gaps([t for t in self.old if t.scope == scope], self._now_of)
        now = self._gaps([t for t in self.new if t.scope == scope], self._itself)
        ranked = []
        for place, ones in then.items():
            others = now.get(place, ())
            ranked += [(alike(a.words, b.words), a, b) for a in ones for b in others]
        for likeness, one, other in sorted(ranked, key=lambda rank: -rank[0]):
            free = one.id not in self.partner and other.id not in self.used
            if free and likeness >= SAME_PLACE:
                self.pair(one, other, (1 + likeness) / 2)

    def matches(self) -> list[Match]:
        kept = self._in_order()
        texts = {text.id: text for text in self.old}
        return [
            Match(
                texts[one], other, confidence, texts[one].scope == other.scope and one not in kept
            )
            for one, (other, confidence) in self.partner.items()
        ]

    def _in_order(self) -> set[str]:
        """Give those that kept their place among those that stayed in their scope."""
        kept = set()
        for scope in dict.fromkeys(text.scope for text in self.old):
            ones = [t.id for t in self.old if t.scope == scope and self._stays(t)]
            now = {self.partner[one][0].id: one for one in ones}
            order = [now[t.id] for t in self.new if t.id in now]
            blocks = SequenceMatcher(None, ones, order, autojunk=False).get_matching_blocks()
            kept |= {one for start, _, size in blocks for one in ones[start : start + size]}
        return kept

    def _stays(self, text: Text) -> bool:
        return text.id in self.partner and self.partner[text.id][0].scope == text.scope

    def _now_of(self, text: Text) -> str | None:
        return self.partner[text.id][0].id if text.id in self.partner else None

    def _itself(self, text: Text) -> str | None:
        return text.id if text.id in self.used else None

    @staticmethod
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
