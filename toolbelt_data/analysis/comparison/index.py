"""Index: which listing of then is which of now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from itertools import product
from operator import attrgetter, itemgetter
from typing import NamedTuple

import pandas as pd

from ...corpus import Corpus
from ...links import is_alike, key, likeness
from .evidence import of_personas

MOST = 10_000
"""Pairs of listings that have one thing in common and are compared, each with each.

Of more the first is compared with the first and so on; an index of a hundred
names in one group is compared whole.
"""

_FAR = 0.9


class Listing(NamedTuple):
    """A sub-persona that the index names.

    Attributes
    ----------
    id, group, name : str
    address : str
        Where its link leads; empty without a link.
    persona : str
        Id of the persona that it means; empty for none.
    path : str
    line : int
    """

    id: str
    group: str
    name: str
    address: str
    persona: str
    path: str
    line: int

    @property
    def written(self) -> str:
        """The listing as it stands in the index."""
        return f"[{self.name}]({self.address})" if self.address else self.name


class ListingMatch(NamedTuple):
    """A listing of then and the one that it is now, and how sure that is (0 to 1)."""

    old: Listing
    new: Listing
    confidence: float


def listings(corpus: Corpus) -> list[Listing]:
    """Give what the index names, in its order."""
    return [
        Listing(
            row.item_id,
            row.group_id,
            row.name,
            "" if pd.isna(row.address) else row.address,
            "" if pd.isna(row.persona_id) else row.persona_id,
            row.path,
            row.line,
        )
        for row in corpus.listings.itertuples(index=False)
    ]


def match_listings(
    old: list[Listing],
    new: list[Listing],
    groups: Mapping[str, str],
    people: Mapping[str, str],
    confidence: Mapping[str, float],
) -> list[ListingMatch]:
    """Match listings, one to one.

    Parameters
    ----------
    old, new : list of Listing
    groups, people : mapping of str to str
        Which group, and which persona, of then is which of now.
    confidence : mapping of str to float
        How sure that is of a persona, by her id of now.

    Returns
    -------
    list of ListingMatch
        In the order of `old`. By name within the group, by the persona meant,
        by names that are alike; then by name in another group. What is left in
        one group is one where given name or archetype are the same.
    """
    then = [
        _Seen(one, at, groups.get(one.group), people.get(one.persona), 1.0)
        for at, one in enumerate(old)
    ]
    now = [
        _Seen(one, at, one.group, one.persona or None, confidence.get(one.persona, 1.0))
        for at, one in enumerate(new)
    ]
    found: dict[int, ListingMatch] = {}
    for shared, how_sure in _RULES:
        for sure, one, other in _taken(then, now, shared, how_sure):
            found[one.place] = ListingMatch(one.listing, other.listing, sure)
            then[one.place] = now[other.place] = None
    return [found[place] for place in sorted(found)]


class _Seen(NamedTuple):
    """A listing in terms of now: its group and persona are those of the later edition."""

    listing: Listing
    place: int
    group: str | None
    persona: str | None
    sure: float

    @property
    def name(self) -> str:
        return self.listing.name


def _name(one: _Seen) -> str:
    return key(one.name)


def _name_in_group(one: _Seen) -> tuple[str, str] | None:
    return (one.group, _name(one)) if one.group else None


def _by_alike_names(one: _Seen, other: _Seen) -> float:
    if not is_alike(one.name, other.name, same_place=False):
        return 0.0
    return round(min(likeness(one.name, other.name)), 2)


# What two have in common, and how sure it is then that they are one; the surest rule first.
_RULES: tuple[tuple[Callable, Callable], ...] = (
    (_name_in_group, lambda _one, _other: 1.0),
    (attrgetter("persona"), lambda _one, other: other.sure),
    (attrgetter("group"), _by_alike_names),
    (_name, lambda _one, _other: _FAR),
    (attrgetter("group"), lambda one, other: of_personas(one.name, other.name)),
)


def _taken(
    then: list[_Seen | None],
    now: list[_Seen | None],
    shared: Callable[[_Seen], Hashable],
    how_sure: Callable[[_Seen, _Seen], float],
) -> Iterator[tuple[float, _Seen, _Seen]]:
    """Take the surest pairs by one rule; of equals, those in one group, then the nearest."""
    having: defaultdict[Hashable, tuple[list[_Seen], list[_Seen]]] = defaultdict(lambda: ([], []))
    for side, listings_ in enumerate((then, now)):
        for one in filter(None, listings_):
            if (known := shared(one)) is not None:
                having[known][side].append(one)
    ranked = []
    for ones, others in having.values():
        many = len(ones) * len(others) > MOST
        for one, other in zip(ones, others, strict=False) if many else product(ones, others):
            if sure := how_sure(one, other):
                apart = one.group != other.group, abs(one.place - other.place)
                ranked.append((-sure, *apart, one.place + other.place, one, other))
    taken: tuple[set[int], set[int]] = set(), set()
    for sure, *_, one, other in sorted(ranked, key=itemgetter(0, 1, 2, 3)):
        if one.place not in taken[0] and other.place not in taken[1]:
            taken[0].add(one.place)
            taken[1].add(other.place)
            yield -sure, one, other
