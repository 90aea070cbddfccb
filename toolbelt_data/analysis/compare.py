"""Compare: what changed from one edition to another, and what that did to the gaps.

Names change and texts change; a persona, group or use case is recognised while either holds.
`docs/comparing.md` describes how, and how often it is right.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from ..corpus import Corpus, load
from ..errors import ToolbeltError
from ..links import key
from ..source import Edition
from ..text import slug
from ..vocabulary import HEADED_SECTIONS, heading_words, is_incomplete
from .likeness import match, near, trigrams
from .tables import TABLE

Source = Corpus | Edition | str | os.PathLike[str] | None
Matches = dict[str, tuple[str, float]]
Pair = tuple[str, str]

DOUBTFUL = 0.75
"""Confidence below which a match is shown as doubtful.

Of editions edited at random nearly all wrong matches are below it, and few right ones.
"""

# Confidence below which two are different ones; and that of one name and half of the texts, which
# is taken before any other, so that a copy under a new name does not become the persona.
_LEAST, _SURE = 0.5, 0.97
# What equal names speak for one persona: where both have 20 words, and where one has fewer.
_SAME_NAME, _SAME_NAME_ALONE, _TELLING = 0.8, 0.95, 20
# Names that are this alike (rapidfuzz) speak in proportion.
_ALIKE_NAMES = 0.6
# Share of words below which texts contradict a name, and what remains of it. Different personas of
# an edition share less than a tenth; one that is rewritten by half still shares 0.5.
_OWN, _CONTRADICTED = 0.2, 0.7
# Likeness from which a text is another one reworded that stood between the same neighbours: right
# in 9 of 10 cases from 0.5 on, in 2 of 3 below.
_SAME_PLACE = 0.4
# Texts of fewer words are not followed to another persona; those that are, are this sure.
_FOLLOWED_WORDS, _FOLLOWED = 4, 0.9
# Pairs that one name or text may make; where it makes more it does not tell anybody apart.
_MOST_PAIRS = 400
# Share of its lines that a document still has where it moved.
_SAME_DOCUMENT = 0.5

# The texts of each kind of holder, and the column of its id.
_TEXTS = {"group": "group_statement", "persona": "statement", "use_case": "need"}
_IDS = {"group": "group_id", "persona": "persona_id", "use_case": "actor_id"}
_PEOPLED = {True: "with personas", False: "without a persona"}
_WRITTEN = {"missing": 0, "empty": 0, "incomplete": 1, "written": 2}


class _Thing(NamedTuple):
    """Anything that an edition has.

    `states` has, by kind of change, what is compared and what is shown of it: equal values are no
    change, larger ones are filled and smaller ones emptied; (item, id) stands for another thing.
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


Things = dict[str, _Thing]


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Two editions side by side.

    Attributes
    ----------
    old, new : Corpus
    matches : dict of str to dict
        By kind of item, such as persona or statement: for each id of `old` that is in `new` too,
        the id there and the confidence, 0.5 to 1.
    changes : pandas.DataFrame
        One row per change, as `TABLE["changes"]` declares. Several may concern one item. What
        moved with its persona, group or use case did not move itself.
    """

    old: Corpus
    new: Corpus
    matches: dict[str, Matches]
    changes: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"{len(self.changes)} changes from {self.old.edition.label} to {self.new.edition.label}"
        )


def compare(old: Source, new: Source | None = None) -> Comparison:
    """Compare two editions.

    Parameters
    ----------
    old, new : Corpus, Edition, str or path-like
        What is not a corpus is loaded, as :func:`toolbelt_data.load` does; default
        of `new`: the newest embedded edition.

    Raises
    ------
    SourceError, NothingToMeasure, ParameterError
        Where an edition cannot be loaded; the place begins with the name of an Edition.

    Examples
    --------
    >>> changes = compare("2025-05-29", "2025-06-10").changes
    >>> people = changes[(changes["item"] == "persona") & (changes.change == "renamed")]
    >>> people[["old_text", "new_text"]].values.tolist()[0]
    ['Susan the Data Engineer', 'Dibby the Data Engineer']
    """
    old, new = _loaded(old), _loaded(new)
    sides = _things(old), _things(new)
    matches: dict[str, Matches] = {"document": _documents(old, new)}
    for item, text in _TEXTS.items():
        holders = [side[item] for side in sides]
        matches[item] = _identify(*holders)
        matches[text] = _match_texts(*holders, matches[item])
    matches["listing"] = _listings(*(side["listing"] for side in sides), matches)
    matches["section"] = {
        f"{one}/{section}": (f"{other}/{section}", sure)
        for one, (other, sure) in matches["persona"].items()
        for section in HEADED_SECTIONS
    }
    items = TABLE["changes"].values("item")
    rows = [row for item in matches for row in _changes(item, *(s[item] for s in sides), matches)]
    for item, text in _TEXTS.items():
        rows += _moved(text, *(side[text] for side in sides), matches[text], matches[item])
    rows.sort(key=lambda row: items.index(row["item"]))
    changes = TABLE["changes"].frame({"number": at, **row} for at, row in enumerate(rows, 1))
    return Comparison(old, new, matches, changes)


def _loaded(source: Source | None) -> Corpus:
    if isinstance(source, Corpus):
        return source
    try:
        return load(source)
    except ToolbeltError as error:
        if not isinstance(source, Edition):
            raise
        place = f"{source.name}, {error.path}"
        raise type(error)(place, error.found, error.fix, error.line) from None


# -- what there is ---------------------------------------------------------------------------------


def _things(corpus: Corpus) -> dict[str, Things]:
    """Return everything that is compared, by kind and id."""
    made: dict[str, Things] = {item: {} for item in TABLE["changes"].values("item")}

    def add(item: str, row: Any, id_: str, name: str, **more: Any) -> None:
        made[item][id_] = _Thing(
            id_, name, row.path, row.line, **({"whose": name, "texts": []} | more)
        )

    def add_text(holder: str, row: Any, id_: str, text: str, *place: str) -> None:
        of = made[holder][getattr(row, _IDS[holder])]
        place = (*place, "", "")[:2]
        states = {"reworded": (text, text)}
        add(_TEXTS[holder], row, id_, text, whose=of.name, holder=of.id, place=place, states=states)
        of.texts.append(made[_TEXTS[holder]][id_])

    for path in corpus.documents.path:
        made["document"][path] = _Thing(path, path, path, 1)
    peopled = {group for ids in corpus.personas.group_ids for group in ids}
    for row in _rows(corpus.groups):
        has = row.group_id in peopled
        states = _named(row, row.title) | {"filled": (has, _PEOPLED[has])}
        add("group", row, row.group_id, row.title, states=states)
        if row.description:
            id_ = f"{row.group_id}/description"
            add_text("group", row, id_, row.description, "description")
        for at, role in enumerate(_roles(row.roles), 1):
            add_text("group", row, f"{row.group_id}/roles/{at}", role, "roles")
    for row in _rows(corpus.group_statements):
        add_text("group", row, row.item_id, row.text, row.field)
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    for row in _rows(corpus.personas):
        below = f"below {names[row.parent_id]}" if row.parent_id else "on its own"
        states = _named(row, row.name) | {
            "reworded": (row.marker, row.heading),
            "nested": (("persona", row.parent_id), below),
            "filled": (row.status != "placeholder", row.status),
        }
        add("persona", row, row.persona_id, row.name, states=states)
    for row in _rows(corpus.sections[corpus.sections.section.isin(HEADED_SECTIONS)]):
        of = made["persona"][row.persona_id]
        states = {
            "filled": (_WRITTEN[row.status], row.status),
            "renamed": (_said(row.heading), row.heading),
        }
        row = row._replace(line=row.line or of.line)
        add("section", row, f"{of.id}/{row.section}", row.section, whose=of.name, states=states)
    for row in _rows(corpus.statements):
        add_text("persona", row, row.statement_id, row.text, row.section, row.facet)
    for row in _rows(corpus.listings):
        title, known = made["group"][row.group_id].name, names.get(row.persona_id)
        states = {
            "renamed": (row.name, row.name),
            "reworded": (row.address, f"[{row.name}]({row.address})" if row.address else row.name),
            "moved": (("group", row.group_id), title),
            "filled": (bool(known), f"means {known}" if known else "means no persona"),
        }
        place = row.group_id, row.persona_id
        add("listing", row, row.item_id, row.name, whose=title, place=place, states=states)
    for row in _rows(corpus.use_cases):
        states = _named(row, row.actor) | {"filled": (row.status != "placeholder", row.status)}
        add("use_case", row, row.actor_id, row.actor, states=states)
    for row in _rows(corpus.needs):
        add_text("use_case", row, row.need_id, row.text)
    return made


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    return frame.astype(object).where(frame.notna(), "").itertuples(index=False)


def _named(row: Any, name: str) -> dict[str, tuple[Any, str]]:
    return {"renamed": (key(name), name), "moved": (row.path, row.path)}


def _said(heading: str) -> str | None:
    """Reduce a heading to what it says; a marker such as "(incomplete)" is a status."""
    words, inside = heading_words(heading)
    return key(words if is_incomplete(inside) else heading) or None


def _roles(written: str) -> Iterator[str]:
    """Split what a group's heading has in brackets, such as "CEO, CTO, or CISO, etc."."""
    for part in re.split("[,;]", written):
        if role := re.sub(r"^(?:or|and) |\betc\b\.?$", "", part.strip()).strip():
            yield role


# -- which is which --------------------------------------------------------------------------------


def _identify(old: Things, new: Things) -> Matches:
    """Find which persona, group or use case is which, the surest first."""
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
        again = _found_again(old[one].texts, new[other].texts)
        shared[one, other] = sum(said for _, _, said in again)
    _take(ranked(named, _SURE), found)
    left = _left(old, new, found)
    # A text that several have tells them apart in part only.
    many = [Counter(text.name for one in side.values() for text in one.texts) for side in sides]
    many[0] |= many[1]
    free = ([text for one in side.values() for text in one.texts] for side in left)
    for one, other, said in _found_again(*free):
        if (one.holder, other.holder) not in named:
            shared[one.holder, other.holder] += said / max(many[0][one.name], many[0][other.name])
    ids = [list(side) for side in left]
    titles = ([trigrams(one.name) for one in side.values()] for side in left)
    alike = {(ids[0][one], ids[1][other]) for one, other, _ in near(*titles, _LEAST - 0.1)}
    pairs = {pair for pair in named | {*shared} if pair[0] in left[0] and pair[1] in left[1]}
    _take(ranked(pairs | alike, _LEAST), found)
    return {one: (found[one][0], round(found[one][1], 2)) for one in old if one in found}


def _together(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Pair]:
    """Pair those of one name; where there are too many, the first with the first and so on."""
    sides = [_grouped(side, side.get) for side in (old, new)]
    for name in sides[0].keys() & sides[1].keys():
        ones, others = (side[name] for side in sides)
        many = len(ones) * len(others) > _MOST_PAIRS
        yield from zip(ones, others, strict=False) if many else product(ones, others)


def _found_again(
    old: Iterable[_Thing], new: Iterable[_Thing]
) -> Iterator[tuple[_Thing, _Thing, float]]:
    """Yield each text that is found again, and how many words speak for that."""
    sides = [_by_id(old), _by_id(new)]
    for one, (other, alike) in match(*map(_names, sides)).items():
        both = sides[0][one], sides[1][other]
        yield *both, alike * _words(both)


def _take(ranked: Iterable[tuple[float, tuple, Pair]], found: Matches) -> None:
    """Add pairs one to one, the surest first; of equals, the nearest."""
    used = {other for other, _ in found.values()}
    for sure, _, (one, other) in sorted(ranked, key=lambda one: (-one[0], *one[1:])):
        if one not in found and other not in used:
            found[one] = other, sure
            used.add(other)


def _pair_equal(
    old: Iterable[_Thing], new: Iterable[_Thing], same: Callable[[_Thing], Hashable],
    found: Matches, sure: float = 1.0,
) -> None:  # fmt: skip
    """Add pairs of what has the same key, in their order."""
    used = {other for other, _ in found.values()}
    waiting = _grouped((one for one in new if one.id not in used), same)
    for side in waiting.values():
        side.reverse()
    for one in old:
        if one.id not in found and same(one) and waiting.get(same(one)):
            found[one.id] = waiting[same(one)].pop().id, sure


def _left(old: Things, new: Things, found: Matches) -> tuple[Things, Things]:
    used = {other for other, _ in found.values()}
    return (
        {id_: one for id_, one in old.items() if id_ not in found},
        {id_: one for id_, one in new.items() if id_ not in used},
    )


def _match_texts(old: Things, new: Things, same: Matches) -> Matches:
    """Find which text is which: within a holder, then between holders."""
    found: Matches = {}
    for one, (other, sure) in same.items():
        own = _align(old[one].texts, new[other].texts)
        found |= {text: (at, min(alike, sure)) for text, (at, alike) in own.items()}
    sides = (
        _by_id(text for one in side.values() for text in one.texts if _is_long(text))
        for side in (old, new)
    )
    for text, (other, alike) in match(*map(_names, _left(*sides, found))).items():
        found[text] = other, min(alike, _FOLLOWED)
    return found


def _align(old: list[_Thing], new: list[_Thing]) -> Matches:
    """Find which text of a holder is which: equal, alike, or a little alike in the same place."""
    found: Matches = {}

    def take(left: Iterable[Things], *least: float) -> None:
        for one, (other, likeness) in match(*map(_names, left), *least).items():
            found[one] = other, (1 + likeness) / 2

    _pair_equal(old, new, lambda text: (text.name, text.place), found)
    _pair_equal(old, new, lambda text: (text.name, text.place[0]), found)
    _pair_equal(old, new, lambda text: text.name, found)
    for scope in dict.fromkeys(text.place[0] for text in old if text.id not in found):
        sides = [[text for text in side if text.place[0] == scope] for side in (old, new)]
        take(_left(*map(_by_id, sides), found))
        now = {one: other for one, (other, _) in found.items()}
        groups = [_between(sides[0], now), _between(sides[1], {one: one for one in now.values()})]
        for place in groups[0].keys() & groups[1].keys():
            take((_by_id(group[place]) for group in groups), _SAME_PLACE)
    take(_left(_by_id(old), _by_id(new), found))
    return found


def _between(texts: list[_Thing], known: Mapping[str, str]) -> dict[tuple, list[_Thing]]:
    """Group the texts without a match by the matches before and after them."""
    groups: dict[tuple, list[_Thing]] = {}
    last: str | None = None
    waiting: list[_Thing] = []
    for text in [*texts, None]:
        at = known.get(text.id) if text else None
        if text and at is None:
            waiting.append(text)
        else:
            groups[last, at] = waiting
            last, waiting = at, []
    return groups


def _listings(old: Things, new: Things, matches: Mapping[str, Matches]) -> Matches:
    """Find which listing is which: by name and persona, first within the group; by like names."""
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
    left = _left(_by_id(before), new, found)
    sides = [_grouped(side.values(), lambda one: one.place[0]) for side in left]
    for group in sides[0].keys() & sides[1].keys():
        found |= match(*(_names(_by_id(side[group])) for side in sides), _LEAST)
    sure = dict(matches["persona"].values())
    return {
        one: (other, min(alike, sure.get(new[other].place[1], 1.0)))
        for one, (other, alike) in found.items()
    }


def _documents(old: Corpus, new: Corpus) -> Matches:
    """Find where documents are, those whose path changed by their lines; templates tell nothing."""
    paths = [set(corpus.documents.path) for corpus in (old, new)]
    found: Matches = {path: (path, 1.0) for path in paths[0] & paths[1]}
    sides = []
    for corpus in (old, new):
        lines = corpus.lines[~corpus.lines.path.isin(found)]
        lines = lines[~lines.role.isin(["section", "facet"])]
        sides.append({path: {*own.str.strip()} - {""} for path, own in lines.groupby("path").text})
    names = [list(side) for side in sides]
    pairs = near(*(list(side.values()) for side in sides), _SAME_DOCUMENT)
    _take(((alike, (), (names[0][one], names[1][other])) for one, other, alike in pairs), found)
    return found


def _grouped(things: Iterable[Any], by: Callable[[Any], Hashable]) -> dict[Any, list[Any]]:
    groups: defaultdict[Any, list[Any]] = defaultdict(list)
    for one in things:
        groups[by(one)].append(one)
    return dict(groups)


def _by_id(things: Iterable[_Thing]) -> Things:
    return {one.id: one for one in things}


def _names(things: Things) -> dict[str, str]:
    return {id_: one.name for id_, one in things.items()}


def _words(texts: Iterable[_Thing]) -> int:
    return sum(_length(text.name) for text in texts)


def _is_long(text: _Thing) -> bool:
    return _length(text.name) >= _FOLLOWED_WORDS


def _length(text: str) -> int:
    """Count words, twelve letters at most for one: some languages have no spaces."""
    return max(text.count(" ") + 1, len(text) // 12)


# -- what changed ----------------------------------------------------------------------------------


def _row(
    change: str, item: str, old: _Thing | None, new: _Thing | None, said: tuple[Any, Any],
    confidence: float = 1.0,
) -> dict[str, Any]:  # fmt: skip
    places = {
        f"{when}_{name}": getattr(one, name) if one else None
        for when, one in (("old", old), ("new", new))
        for name in ("id", "path", "line")
    }
    sure = round(confidence, 2)
    return {
        "change": change, "item": item, "whose": (new or old).whose, **places,
        "old_text": said[0], "new_text": said[1], "confidence": sure, "doubtful": sure < DOUBTFUL,
    }  # fmt: skip


def _changes(
    item: str, old: Things, new: Things, matches: Mapping[str, Matches]
) -> Iterator[dict[str, Any]]:
    same = matches[item]
    if item != "section":  # every persona has each, written or not
        left = _left(old, new, same)
        yield from (_row("removed", item, one, None, (one.name, None)) for one in left[0].values())
        yield from (_row("added", item, None, one, (None, one.name)) for one in left[1].values())
    for id_, (now, sure) in same.items():
        one, other = old[id_], new[now]
        if item == "document" and id_ != now:
            yield _row("moved", item, one, other, (id_, now), sure)
        for change, (before, said) in one.states.items():
            after, says = other.states[change]
            if isinstance(before, tuple):
                what, known = before
                before, after = known and matches[what].get(known, ("removed",))[0], after[1]
            if before != after and None not in (before, after):
                emptied = change == "filled" and before > after
                yield _row("emptied" if emptied else change, item, one, other, (said, says), sure)


def _moved(
    item: str, old: Things, new: Things, same: Matches, holders: Matches
) -> Iterator[dict[str, Any]]:
    """Yield renamed sub-headings, and texts that are elsewhere or in another order."""
    pairs = [(one, new[same[id_][0]], same[id_][1]) for id_, one in old.items() if id_ in same]
    ways = _grouped(
        pairs, lambda pair: ((pair[0].holder, *pair[0].place), (pair[1].holder, *pair[1].place))
    )
    number = [Counter(way[side] for way in ways) for side in (0, 1)]
    order = {id_: at for at, id_ in enumerate(new)}
    for (before, after), own in ways.items():
        stays = holders.get(before[0], ("",))[0] == after[0]
        within = stays and before[1] == after[1]
        facets = before[2], after[2]
        renamed = within and all(facets) and number[0][before] == number[1][after] == 1
        if renamed and facets[0] != facets[1]:
            about = [
                text._replace(id=f"{place[0]}/{place[1]}/{slug(place[2])}")
                for text, place in zip(own[0][:2], (before, after), strict=True)
            ]
            yield _row("renamed", "facet", *about, facets)
        kept = within and (facets[0] == facets[1] or renamed)
        stayed = _rising([order[other.id] for _, other, _ in own]) if kept else set()
        for at, (one, other, sure) in enumerate(own):
            if at not in stayed:
                places = [
                    " › ".join(filter(None, ("" if stays else text.whose, *text.place)))
                    + (f", number {text.id.rpartition('/')[2]}" if kept else "")
                    for text in (one, other)
                ]
                yield _row("moved", item, one, other, tuple(places), sure)


def _rising(numbers: list[int]) -> set[int]:
    """Return the positions of as many numbers as rise from first to last.

    Examples
    --------
    >>> sorted(_rising([4, 0, 1, 3, 2]))
    [1, 2, 4]
    """
    ends: list[int] = []
    chains: list[tuple] = []
    for position, number in enumerate(numbers):
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
        chains[at : at + 1] = [(position, chains[at - 1] if at else None)]
    found, link = set(), chains[-1] if chains else None
    while link:
        found.add(link[0])
        link = link[1]
    return found


# -- in words --------------------------------------------------------------------------------------

_NOUNS = {
    "persona": "persona", "group": "group", "use_case": "use case", "statement": "statement",
    "group_statement": "index statement", "need": "need", "section": "section",
    "facet": "sub-heading", "listing": "listing", "document": "document",
}  # fmt: skip
_DID = {
    "filled": "now written", "emptied": "no longer written", "nested": "nested differently",
    "group filled": "now with a persona", "group emptied": "no longer with a persona",
    "listing filled": "now with a persona", "listing emptied": "no longer with a persona",
    "persona moved": "moved to another file", "listing moved": "moved to another group",
}  # fmt: skip
_NAMED = 3


def change_words(changes: pd.DataFrame) -> list[str]:
    """Describe what changed in a few phrases, the most important first.

    Parameters
    ----------
    changes : pandas.DataFrame
        Of a :class:`Comparison`.

    Returns
    -------
    list of str
        Empty only where nothing changed.

    Examples
    --------
    >>> print(change_words(compare("2025-05-29", "2025-06-10").changes)[7])
    1 listing removed: Infrastructure/Platform Engineer
    """
    parts = dict(list(changes.groupby(["item", "change"])))
    found = []
    for item, change in product(_NOUNS, TABLE["changes"].values("change")):
        if (item, change) in parts:
            part = parts[item, change]
            names = list(dict.fromkeys(part.whose.fillna(part.new_text).fillna(part.old_text)))
            if change == "renamed" or (item, change) == ("document", "moved"):
                names = [f"{row.old_text} → {row.new_text}" for row in part.itertuples()]
            if len(names) > _NAMED:
                names[_NAMED - 1 :] = [f"{len(names) - _NAMED + 1} more"]
            did = _DID.get(f"{item} {change}", _DID.get(change, change))
            counted = f"{len(part)} {_NOUNS[item]}{'s' * (len(part) > 1)} {did}"
            found.append(f"{counted}: {', '.join(names)}")
    return found


# -- gaps ------------------------------------------------------------------------------------------

_EFFECT_COLUMNS = {"id": "challenge_id", "path": "path", "line": "line", "coverage": "coverage"}


def gap_effects(both: Comparison, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return which gaps were opened and closed, and whose coverage became known or unknown.

    Parameters
    ----------
    both : Comparison
    old, new : pandas.DataFrame
        The challenges of either edition, by the same reviews.

    Returns
    -------
    pandas.DataFrame
        One row per effect, as `TABLE["gap_effects"]` declares. A gap is *opened* or *closed* where
        the coverage is known on both sides and the documents changed around the challenge; it is
        *added* or *removed* with its challenge. A challenge *became unreviewed* or was
        *newly reviewed*: neither counts as opened or closed.
    """
    then, now = (
        {row.challenge_id: row for row in side.itertuples(index=False) if not row.summary}
        for side in (old, new)
    )
    became = {other: one for one, (other, _) in both.matches["statement"].items()}
    pairs = [(then.get(became.get(id_)), row) for id_, row in now.items()]
    known = {one.challenge_id for one, _ in pairs if one}
    pairs += [(row, None) for id_, row in then.items() if id_ not in known]
    about = _touched(both.changes)
    people = {*both.matches["persona"]}, {now for now, _ in both.matches["persona"].values()}
    rows = []
    for one, other in pairs:
        causes = _causes(one, other, people, about)
        if effect := _effect(one, other, bool(causes)):
            sides = ("old", one), ("new", other)
            rows.append({
                "change": effect, "causes": causes or ["its reviews changed"],
                "whose": (other or one).persona, "text": (other or one).text,
                **{f"{when}_{name}": row and getattr(row, of) for when, row in sides
                   for name, of in _EFFECT_COLUMNS.items()},
            })  # fmt: skip
    order = TABLE["gap_effects"].values("change")
    rows.sort(key=lambda row: order.index(row["change"]))
    return TABLE["gap_effects"].frame({"number": n, **row} for n, row in enumerate(rows, 1))


def _effect(one: Any, other: Any, changed: bool) -> str:
    """Name what became of a challenge; empty where nothing did."""
    was, now = (bool(row) and row.coverage == "none" and not row.not_a_need for row in (one, other))
    if not one or not other:
        return "added" if now else "removed" if was else ""
    known = one.coverage != "unreviewed", other.coverage != "unreviewed"
    if known == (True, False):
        return "became unreviewed"
    if known == (False, True) or (was != now and not changed):
        return "newly reviewed"
    return "" if was == now else "opened" if now else "closed"


def _touched(changes: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """Describe the changes of statements, by their ids and by their sections' in either edition."""
    about: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in changes[changes["item"] == "statement"].itertuples(index=False):
        text = row.old_text if row.change == "removed" else row.new_text
        if row.change == "moved":
            text = f"{row.old_text} → {row.new_text}"
        for when, id_ in (("old", row.old_id), ("new", row.new_id)):
            # A text that only changed its number among its neighbours changes no coverage.
            if isinstance(id_, str) and not (row.change == "moved" and ", number " in text):
                section = id_.rpartition("/")[0]
                what = "a remedy" if section.endswith("/remedies") else "the challenge"
                about[when, id_].append(f"{what} was {row.change}: {text}")
                about[when, section].append(f"{what} was {row.change}: {text}")
    return dict(about)


def _causes(
    one: Any, other: Any, people: tuple[set[str], ...], about: Mapping[tuple[str, str], list[str]]
) -> list[str]:
    """Return what changed around a challenge: it, and the remedies that address it, or any."""
    if not one and other.persona_id not in people[1]:
        return ["its persona was added"]
    if not other and one.persona_id not in people[0]:
        return ["its persona was removed"]

    def told(ids: Callable[[Any], list[str]]) -> list[str]:
        return [
            words
            for when, row in (("old", one), ("new", other))
            for id_ in (ids(row) if row else ())
            for words in about.get((when, id_), ())
        ]

    words = told(lambda row: [row.challenge_id])
    if not one or not other:
        return words or ["it summed up others" if other else "it sums up others now"]
    words += told(lambda row: row.remedies) or told(lambda row: [f"{row.persona_id}/remedies"])
    return list(dict.fromkeys(words))
