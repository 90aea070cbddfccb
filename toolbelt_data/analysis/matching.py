"""Matching: which persona, group, text, listing or document of one edition is which of another.

Names change and texts change; a persona, group or use case is recognised while either stays.
`docs/comparing.md` describes how, and how often it is right.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from ..corpus import Corpus
from ..links import key
from .likeness import REWORDED, match, near, trigrams

Matches = dict[str, tuple[str, float]]
"""For each id of the old edition, the id in the new one and the confidence."""

Pair = tuple[str, str]

# Confidence below which two things are different; and confidence of one name and half of the texts:
# such pairs are matched first, so that a copy under a new name does not become the persona.
_LEAST, _SURE = 0.5, 0.97
# Confidence from equal names: if both have 20 words, and if one has fewer.
_SAME_NAME, _SAME_NAME_ALONE, _TELLING = 0.8, 0.95, 20
# Names that are this alike (rapidfuzz) count in proportion.
_ALIKE_NAMES = 0.6
# Share of words below which texts contradict a name, and what remains of it. Different personas of
# an edition share less than a tenth; one that is rewritten by half still shares 0.5.
_OWN, _CONTRADICTED = 0.2, 0.7
# Likeness from which a text is a rewording of the one between the same neighbours: right in 9 of 10
# cases from 0.5 on, in 2 of 3 below.
_SAME_PLACE = 0.4
# Texts of fewer words are not followed to another persona; those that are, are this sure.
_FOLLOWED_WORDS, _FOLLOWED = 4, 0.9
# Pairs that one name or text may make; one that makes more distinguishes nobody.
_MOST_PAIRS = 400
# Share of its lines that a document still has where it moved.
_SAME_DOCUMENT = 0.5


class Thing(NamedTuple):
    """A persona, group, text, listing or document of an edition.

    `states` has, by kind of change, the value that is compared and the text that is shown. A larger
    value is "filled" and a smaller one "emptied"; (item, id) refers to another thing.
    """

    id: str
    name: str
    path: str
    line: int
    whose: str | None = None
    holder: str = ""
    place: tuple[str, str] = ("", "")
    states: Mapping[str, tuple[Any, str]] = {}
    texts: Any = ()


Things = dict[str, Thing]


def identify(old: Things, new: Things) -> Matches:
    """Match the personas, groups or use cases of two editions, the surest first."""
    sides = old, new
    names = [{id_: key(one.name) or id_ for id_, one in side.items()} for side in sides]
    words = [{id_: _words(one.texts) for id_, one in side.items()} for side in sides]
    order = [{id_: at for at, id_ in enumerate(side)} for side in sides]
    number = Counter(names[0].values()) | Counter(names[1].values())
    shared: Counter[Pair] = Counter()

    def ranked(pairs: Iterable[Pair], least: float) -> Iterator[tuple[float, tuple, Pair]]:
        for pair in pairs:
            one, other = old[pair[0]], new[pair[1]]
            both = [side[id_] for side, id_ in zip(words, pair, strict=True)]
            share = min(1.0, shared[pair] / (sum(both) or 1))
            name, telling = names[0][one.id], min(both) >= _TELLING
            if name == names[1][other.id]:
                named = _SAME_NAME if telling else _SAME_NAME_ALONE
                unlike = number[name] > 1 and one.path != other.path
            else:
                alike = fuzz.ratio(name, names[1][other.id]) / 100
                named, unlike = _SAME_NAME * alike * (alike >= _ALIKE_NAMES), telling
            named *= _CONTRADICTED if unlike and share < _OWN else 1
            sure = round(1 - (1 - named) * (1 - share) ** 3, 6)
            if sure >= least:
                at = order[0][one.id], order[1][other.id]
                apart = one.id != other.id, one.path != other.path, abs(at[0] - at[1]), sum(at)
                yield sure, apart, pair

    found: Matches = {}
    named = {*_together(*names)}
    for one, other in named:
        again = _alike(old[one].texts, new[other].texts)
        shared[one, other] = sum(alike * _words(both) for *both, alike in again)
    _take(ranked(named, _SURE), found)
    left = _left(old.values(), new.values(), found)
    # A text that several have counts in part only.
    many = [Counter(text.name for one in side.values() for text in one.texts) for side in sides]
    many[0] |= many[1]
    free = ([text for one in side for text in one.texts] for side in left)
    for *both, alike in _alike(*free):
        pair = both[0].holder, both[1].holder
        if pair not in named:
            shared[pair] += alike * _words(both) / max(many[0][text.name] for text in both)
    titles = ([trigrams(one.name) for one in side] for side in left)
    alike = {(left[0][at].id, left[1][to].id) for at, to, _ in near(*titles, _LEAST - 0.1)}
    ids = [{one.id for one in side} for side in left]
    pairs = {pair for pair in named | {*shared} if pair[0] in ids[0] and pair[1] in ids[1]}
    _take(ranked(pairs | alike, _LEAST), found)
    return {one: (other, round(sure, 2)) for one, (other, sure) in found.items()}


def _together(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Pair]:
    """Pair those of one name; where there are too many, the first with the first and so on."""
    sides = [grouped(side, side.get) for side in (old, new)]
    for name in sides[0].keys() & sides[1].keys():
        ones, others = (side[name] for side in sides)
        many = len(ones) * len(others) > _MOST_PAIRS
        yield from zip(ones, others, strict=False) if many else product(ones, others)


def _alike(
    old: Iterable[Thing], new: Iterable[Thing], least: float = REWORDED
) -> Iterator[tuple[Thing, Thing, float]]:
    """Match things by their names or texts; yield the likeness of each two."""
    sides = [{one.id: one for one in side} for side in (old, new)]
    texts = ({id_: one.name for id_, one in side.items()} for side in sides)
    for one, (other, alike) in match(*texts, least).items():
        yield sides[0][one], sides[1][other], alike


def _take(ranked: Iterable[tuple[float, tuple, Pair]], found: Matches) -> None:
    """Add pairs one to one, the surest first; of equals, the nearest."""
    used = {other for other, _ in found.values()}
    for sure, _, (one, other) in sorted(ranked, key=lambda one: (-one[0], *one[1:])):
        if one not in found and other not in used:
            found[one] = other, sure
            used.add(other)


def _pair_equal(
    old: Iterable[Thing], new: Iterable[Thing], same: Callable[[Thing], Hashable],
    found: Matches, sure: float = 1.0,
) -> None:  # fmt: skip
    """Add pairs of things with the same key, in their order."""
    used = {other for other, _ in found.values()}
    waiting = grouped((one for one in new if one.id not in used), same)
    for side in waiting.values():
        side.reverse()
    for one in old:
        if one.id not in found and same(one) and waiting.get(same(one)):
            found[one.id] = waiting[same(one)].pop().id, sure


def _left(old: Iterable[Thing], new: Iterable[Thing], found: Matches) -> list[list[Thing]]:
    used = {other for other, _ in found.values()}
    return [[one for one in old if one.id not in found], [one for one in new if one.id not in used]]


def match_texts(old: Things, new: Things, same: Matches) -> Matches:
    """Match texts: within a holder, then between holders."""
    found: Matches = {}
    for one, (other, sure) in same.items():
        aligned = _align(old[one].texts, new[other].texts)
        found |= {text: (at, min(alike, sure)) for text, (at, alike) in aligned.items()}
    long = (
        [
            one
            for holder in side.values()
            for one in holder.texts
            if _words([one]) >= _FOLLOWED_WORDS
        ]
        for side in (old, new)
    )
    for one, other, alike in _alike(*_left(*long, found)):
        found[one.id] = other.id, min(alike, _FOLLOWED)
    return found


def _align(old: list[Thing], new: list[Thing]) -> Matches:
    """Match the texts of a holder: equal, alike, or a little alike in the same place."""
    found: Matches = {}

    def take(left: Iterable[list[Thing]], *least: float) -> None:
        for one, other, alike in _alike(*left, *least):
            found[one.id] = other.id, (1 + alike) / 2

    _pair_equal(old, new, lambda text: (text.name, text.place), found)
    _pair_equal(old, new, lambda text: (text.name, text.place[0]), found)
    _pair_equal(old, new, lambda text: text.name, found)
    for scope in dict.fromkeys(text.place[0] for text in old if text.id not in found):
        sides = [[text for text in side if text.place[0] == scope] for side in (old, new)]
        take(_left(*sides, found))
        now = {one: other for one, (other, _) in found.items()}
        groups = [_between(sides[0], now), _between(sides[1], {one: one for one in now.values()})]
        for place in groups[0].keys() & groups[1].keys():
            take((group[place] for group in groups), _SAME_PLACE)
    take(_left(old, new, found))
    return found


def _between(texts: list[Thing], known: Mapping[str, str]) -> dict[tuple, list[Thing]]:
    """Group the texts without a match by the matches before and after them."""
    groups: dict[tuple, list[Thing]] = {}
    last: str | None = None
    waiting: list[Thing] = []
    for text in [*texts, None]:
        at = known.get(text.id) if text else None
        if text and at is None:
            waiting.append(text)
        else:
            groups[last, at] = waiting
            last, waiting = at, []
    return groups


def match_listings(old: Things, new: Things, matches: Mapping[str, Matches]) -> Matches:
    """Match listings by name and persona, first within the group, then by similar names."""
    groups = {id_: now for id_, (now, _) in matches["group"].items()}
    people = {id_: now for id_, (now, _) in matches["persona"].items()}
    before = [
        one._replace(place=(groups.get(one.place[0], ""), people.get(one.place[1], "")))
        for one in old.values()
    ]
    after = list(new.values())
    found: Matches = {}
    _pair_equal(before, after, lambda one: one.place[0] and (one.place[0], key(one.name)), found)
    _pair_equal(before, after, lambda one: all(one.place) and one.place, found)
    _pair_equal(before, after, lambda one: one.place[1], found)
    _pair_equal(before, after, lambda one: key(one.name), found, _FOLLOWED)
    sides = [grouped(side, lambda one: one.place[0]) for side in _left(before, after, found)]
    for group in sides[0].keys() & sides[1].keys():
        for one, other, alike in _alike(*(side[group] for side in sides), _LEAST):
            found[one.id] = other.id, alike
    sure = dict(matches["persona"].values())
    return {
        one: (other, min(alike, sure.get(new[other].place[1], 1.0)))
        for one, (other, alike) in found.items()
    }


def match_documents(old: Corpus, new: Corpus) -> Matches:
    """Match documents by path, else by their lines without headings of sections."""
    paths = [set(corpus.documents.path) for corpus in (old, new)]
    found: Matches = {path: (path, 1.0) for path in paths[0] & paths[1]}
    sides = []
    for corpus in (old, new):
        lines = corpus.lines[~corpus.lines.path.isin(found)]
        lines = lines[~lines.role.isin(["section", "facet"])]
        texts = lines.groupby("path").text
        sides.append({path: {*rows.str.strip()} - {""} for path, rows in texts})
    names = [list(side) for side in sides]
    pairs = near(*(list(side.values()) for side in sides), _SAME_DOCUMENT)
    _take(((alike, (), (names[0][one], names[1][other])) for one, other, alike in pairs), found)
    return found


def grouped(things: Iterable[Any], by: Callable[[Any], Hashable]) -> dict[Any, list[Any]]:
    """Group things by what a function returns for them, in their order.

    Examples
    --------
    >>> grouped(["ab", "c", "ad"], len)
    {2: ['ab', 'ad'], 1: ['c']}
    """
    groups: defaultdict[Any, list[Any]] = defaultdict(list)
    for one in things:
        groups[by(one)].append(one)
    return dict(groups)


def _words(texts: Iterable[Thing]) -> int:
    """Count words, at least one per twelve letters: some languages have no spaces."""
    return sum(max(text.name.count(" ") + 1, len(text.name) // 12) for text in texts)
