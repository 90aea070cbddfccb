"""Index: which listing of then is which of now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple

import pandas as pd

from ...corpus import Corpus
from ...names import is_alike, key, likeness
from .identity import of_personas

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
) -> list[ListingMatch]:
    """Match listings, one to one.

    Parameters
    ----------
    old, new : list of Listing
    groups, people : mapping of str to str
        Which group, and which persona, of then is which of now.

    Returns
    -------
    list of ListingMatch
        By name within the group, by the persona meant, by names that are
        alike; then by name in another group. What is left in one group, in
        the same order, is one where given name or archetype are the same.
    """
    found: list[ListingMatch] = []
    left, free = list(old), list(new)

    def take(
        key_old: Callable[[Listing], Hashable],
        key_new: Callable[[Listing], Hashable],
        how_sure: Callable[[Listing, Listing], float],
    ) -> None:
        waiting: defaultdict[Hashable, list[Listing]] = defaultdict(list)
        for other in free:
            waiting[key_new(other)].append(other)
        for one in list(left):
            near = waiting.get(key_old(one), []) if key_old(one) is not None else []
            sure, other = max(
                ((how_sure(one, other), other) for other in near),
                key=lambda rank: rank[0],
                default=(0.0, None),
            )
            if other is not None and sure:
                found.append(ListingMatch(one, other, sure))
                waiting[key_old(one)].remove(other)
                left.remove(one)
                free.remove(other)

    def group(one: Listing) -> str | None:
        return groups.get(one.group)

    take(
        lambda one: (group(one), key(one.name)) if group(one) else None,
        lambda other: (other.group, key(other.name)),
        lambda _one, _other: 1.0,
    )
    take(
        lambda one: people.get(one.persona),
        lambda other: other.persona or None,
        lambda _one, _other: 1.0,
    )
    take(group, lambda other: other.group, _by_alike_names)
    take(lambda one: key(one.name), lambda other: key(other.name), lambda _one, _other: _FAR)
    take(group, lambda other: other.group, lambda one, other: of_personas(one.name, other.name))
    return found


def _by_alike_names(one: Listing, other: Listing) -> float:
    if not is_alike(one.name, other.name, same_place=False):
        return 0.0
    return round(min(likeness(one.name, other.name)), 2)
