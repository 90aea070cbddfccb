"""Comparison: two editions laid side by side, each thing of then with what it is now."""

from __future__ import annotations

from functools import cached_property
from itertools import chain

from ...corpus import Corpus
from . import holders
from .alignment import Match, align, follow
from .evidence import of_personas, of_titles
from .files import moved_documents
from .holders import Holder, Text
from .identity import Identity, identify
from .index import ListingMatch, listings, match_listings


class Kind:
    """The holders of one kind in both editions, and their texts.

    Parameters
    ----------
    old, new : list of Holder
    alike : callable
        How far two names speak for one holder.

    Attributes
    ----------
    old, new : dict of str to Holder
        By id.
    identities : list of Identity
        In the order of `new`.
    """

    def __init__(self, old: list[Holder], new: list[Holder], alike) -> None:
        self.old = {one.id: one for one in old}
        self.new = {one.id: one for one in new}
        self.identities: list[Identity] = identify(old, new, alike)

    @cached_property
    def now(self) -> dict[str, str]:
        """Which holder of then is which of now, by ids."""
        return {one.old.id: one.new.id for one in self.identities}

    @cached_property
    def confidence(self) -> dict[str, float]:
        """How sure that is, by the id of now."""
        return {one.new.id: one.confidence for one in self.identities}

    @cached_property
    def removed(self) -> list[Holder]:
        """Holders that are gone."""
        return [one for one in self.old.values() if one.id not in self.now]

    @cached_property
    def added(self) -> list[Holder]:
        """Holders that are new."""
        return [one for one in self.new.values() if one.id not in self.confidence]

    @cached_property
    def texts(self) -> list[Match]:
        """Texts of then and what they are now: within a holder, then between holders."""
        near = [match for one in self.identities for match in align(one.old.texts, one.new.texts)]
        gone, come = _rest(self.old, (m.old for m in near)), _rest(self.new, (m.new for m in near))
        return near + follow(gone, come)

    @cached_property
    def texts_removed(self) -> list[Text]:
        """Texts that are gone."""
        return _rest(self.old, (match.old for match in self.texts))

    @cached_property
    def texts_added(self) -> list[Text]:
        """Texts that are new."""
        return _rest(self.new, (match.new for match in self.texts))

    @cached_property
    def owners(self) -> tuple[dict[str, Holder], dict[str, Holder]]:
        """The holder of each text, then and now, by the text's id."""
        return _owners(self.old), _owners(self.new)


class Comparison:
    """Two editions side by side.

    Parameters
    ----------
    old, new : Corpus

    Attributes
    ----------
    old, new : Corpus

    Examples
    --------
    >>> from toolbelt_data import load
    >>> both = Comparison(load("2025-04-04"), load("2025-05-29"))
    >>> [one.name for one in both.personas.removed]
    ['Otto the Organization-Consumer', 'Layperson', 'Coordinator']
    """

    def __init__(self, old: Corpus, new: Corpus) -> None:
        self.old = old
        self.new = new

    @cached_property
    def documents(self) -> dict[str, tuple[str, float]]:
        """Where documents that are gone stand now, and which share of them is the same."""
        return moved_documents(self.old, self.new)

    @cached_property
    def personas(self) -> Kind:
        """Personas with their statements."""
        return Kind(holders.personas(self.old), holders.personas(self.new), of_personas)

    @cached_property
    def groups(self) -> Kind:
        """Groups with what the index says of them."""
        return Kind(holders.groups(self.old), holders.groups(self.new), of_titles)

    @cached_property
    def use_cases(self) -> Kind:
        """Actors with their needs."""
        return Kind(holders.use_cases(self.old), holders.use_cases(self.new), of_titles)

    @cached_property
    def listings(self) -> list[ListingMatch]:
        """Listings of then and what they are now."""
        return match_listings(
            listings(self.old),
            listings(self.new),
            self.groups.now,
            self.personas.now,
            self.personas.confidence,
        )

    @cached_property
    def statements(self) -> dict[str, str]:
        """Which statement of then is which of now, by ids."""
        return {match.old.id: match.new.id for match in self.personas.texts}


def _rest(of: dict[str, Holder], matched) -> list[Text]:
    known = {text.id for text in matched}
    texts = chain.from_iterable(one.texts for one in of.values())
    return [text for text in texts if text.id not in known]


def _owners(of: dict[str, Holder]) -> dict[str, Holder]:
    return {text.id: one for one in of.values() for text in one.texts}
