"""The index of roles: who is said to be what, found by words and not one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from functools import lru_cache
from itertools import chain, combinations, islice

from .claims import ARCHETYPE, Claim
from .roles import Role, is_known
from .tables import ACTOR_BASES

# How much of a claim is left by the way in which the words agree.
SAME = 1.0
_SAME_BUT_CONTEXT = 0.95
_ONE_OF_SEVERAL = 0.9
_ONE_FAMILY = 0.85
SLIP = 0.8
"""What is left of a confidence where a word or a name is written with a slip."""
_A_KIND_OF = 0.75
_A_KIND_OF_FAMILY = 0.65
_NARROWER = 0.55
_NARROWER_FAMILY = 0.45
_WORD_ALONE = 0.45

# What is less sure is not said.
_LEAST = 0.4

_ALIKE = 0.85
# Looking for a slip compares each word that nobody has with each word that somebody has.
_MOST_COMPARED = 250_000
# So many words that narrow a role down are left out one by one and all together.
_MOST_SUBSETS = 5

Key = tuple[str, str]
Words = frozenset[str]
Fit = tuple[str, float, str]
"""Whom, how sure from 0 to 1, and on which basis."""


class RoleIndex:
    """Claims by the words of their roles.

    Parameters
    ----------
    claims : iterable of Claim
    most : int
        How many claims to give of those that fit a role in one way, the
        weightiest first.

    Examples
    --------
    >>> from toolbelt_data.analysis.roles import roles
    >>> index = RoleIndex([Claim("ada", role, 1.0) for role in roles("Kernel Maintainer")])
    >>> [index.fits(roles(actor)[0]) for actor in ("Kernel Maintainers", "OSS Maintainer", "Cook")]
    [[('ada', 0.95, 'name')], [('ada', 0.75, 'fuzzy')], []]
    """

    def __init__(self, claims: Iterable[Claim], most: int = 1_000) -> None:
        self._most = most
        # By word or family, then by the words that narrow it down.
        self._claims: dict[Key, dict[Words, list[Claim]]] = defaultdict(lambda: defaultdict(list))
        self._having: dict[tuple[Key, str], dict[Words, None]] = defaultdict(dict)
        for claim in sorted(claims, key=lambda claim: -claim.weight):
            role = claim.role
            kind = "verb" if claim.verb else "word"
            self._add((kind, role.word), role.narrowed, claim)
            if role.family:
                self._add(("family", role.family), role.within, claim)
        self.fits = lru_cache(maxsize=100_000)(self._fits)

    def _add(self, key: Key, narrowed: Words, claim: Claim) -> None:
        self._claims[key][narrowed].append(claim)
        for word in narrowed:
            self._having[key, word][narrowed] = None

    def _fits(self, role: Role) -> list[Fit]:
        """Give whom a role may mean, the surest first, then by id."""
        best: dict[str, tuple[float, str]] = {}
        for item_id, confidence, basis in self._pairs(role):
            old = best.get(item_id, (0.0, ACTOR_BASES[-1]))
            rank = (confidence, -ACTOR_BASES.index(basis))
            if rank > (old[0], -ACTOR_BASES.index(old[1])):
                best[item_id] = (confidence, basis)
        found = [
            (item, round(confidence, 2), basis)
            for item, (confidence, basis) in best.items()
            if round(confidence, 2) >= _LEAST
        ]
        return sorted(found, key=lambda fit: (-fit[1], fit[0]))

    def _pairs(self, role: Role) -> Iterator[Fit]:
        word = ("word", role.word)
        share = _ONE_OF_SEVERAL if role.part else SAME
        for claim in self._of(word, role.narrowed):
            yield _same(claim, role, share)
        for claim in self._wider(word, role.narrowed):
            agreement = _A_KIND_OF if role.family == claim.role.family else _WORD_ALONE
            yield claim.item_id, share * claim.weight * agreement, "fuzzy"
        for claim in self._narrower(word, role.narrowed):
            if role.family == claim.role.family:
                yield claim.item_id, share * claim.weight * _NARROWER, "fuzzy"
        if not role.narrowed:
            for claim in self._of(("verb", role.word), role.narrowed):
                yield claim.item_id, share * claim.weight, "alias"
        if role.family:
            yield from self._of_family(role, share)

    def _of_family(self, role: Role, share: float) -> Iterator[Fit]:
        family = ("family", role.family)
        for claim in self._of(family, role.within):
            special = claim.role.special
            part = _ONE_OF_SEVERAL if claim.role.part else SAME
            agreement = _A_KIND_OF_FAMILY if special else _ONE_FAMILY * part
            yield claim.item_id, share * claim.weight * agreement, "fuzzy" if special else "alias"
        for claim in self._wider(family, role.within):
            yield claim.item_id, share * claim.weight * _A_KIND_OF_FAMILY, "fuzzy"
        for claim in self._narrower(family, role.within):
            yield claim.item_id, share * claim.weight * _NARROWER_FAMILY, "fuzzy"

    def _of(self, key: Key, narrowed: Words) -> Sequence[Claim]:
        return self._claims.get(key, {}).get(narrowed, ())[: self._most]

    def _wider(self, key: Key, narrowed: Words) -> Iterator[Claim]:
        """Give the claims of a kind of the role: those narrowed down by more words."""
        known: Iterable[Words] = self._claims.get(key, {})
        if narrowed:
            known = min((self._having.get((key, word), {}) for word in narrowed), key=len)
        kinds = (self._of(key, words) for words in known if narrowed < words)
        return islice(chain.from_iterable(kinds), self._most)

    def _narrower(self, key: Key, narrowed: Words) -> Iterator[Claim]:
        """Give the claims of what the role is a kind of: those narrowed down by fewer words."""
        sizes = range(len(narrowed)) if len(narrowed) <= _MOST_SUBSETS else (0, 1)
        for size in sizes:
            for words in combinations(sorted(narrowed), size):
                yield from self._of(key, frozenset(words))

    def slips(self, words: Iterable[str]) -> dict[str, str]:
        """Find, for words that nobody has, the word that may be meant, a letter or two apart.

        Parameters
        ----------
        words : iterable of str
            Last words of roles.

        Returns
        -------
        dict of str to str
            Empty where too many would have to be compared.
        """
        known = [word for kind, word in self._claims if kind == "word"]
        lost = sorted(word for word in set(words).difference(known) if not is_known(word))
        if len(lost) * len(known) > _MOST_COMPARED:
            return {}
        # The last letter tells an employer from an employee.
        close = {
            word: get_close_matches(word, [one for one in known if one[-1] == word[-1]], 1, _ALIKE)
            for word in lost
        }
        return {word: found[0] for word, found in close.items() if found}


def _same(claim: Claim, role: Role, share: float) -> Fit:
    """Say how sure a role of the same words is; those of the context can make it another."""
    if claim.role.special or claim.role.family != role.family:
        return claim.item_id, share * claim.weight * _A_KIND_OF, "fuzzy"
    part = _ONE_OF_SEVERAL if claim.role.part else _SAME_BUT_CONTEXT
    basis = "alias" if claim.weight < ARCHETYPE else "fuzzy" if claim.role.part else "name"
    return claim.item_id, share * claim.weight * part, basis
