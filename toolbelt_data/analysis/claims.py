"""Claims: what the documents say that a persona is, and how much each place counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd

from ..corpus import Corpus
from ..text import plain
from ..vocabulary import split_name
from .roles import Role, does, roles

# How much a claim counts, by the place that makes it: likelier than not where that place alone
# decides, and less where it speaks of many or in passing. Set by reading the two real editions,
# not fitted.
ARCHETYPE = 1.0
_LISTING = 0.9
_TITLE = 0.8
_ONE_OF_MANY_TITLES = 0.6
_DOING = 0.7
_IN_PASSING = 0.65
_PARENT = 0.65
GROUP_TITLE = 0.65
_GROUP_PART = 0.55
_GROUP_ROLE = 0.5

_FEW_TITLES = 2
_FIRST_CLAUSE = re.compile(r"\s*(?:[,;:.!?]\s|\s-+\s|[–—]).*", re.DOTALL)
_BEING = re.compile(
    r"(?:\b(?:as|is|am|became|become|becoming|being|been)|['’](?:s|m))\s+(?:an?|the)\s+"
    r"(?P<what>\w[^.,;:!?]{0,120})"
    r"|\b(?:her|his|their|my)\s+(?P<status>\w+)\s+(?:duties|hat|role|status)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A role that some place gives a persona.

    Attributes
    ----------
    item_id : str
        The persona's id; of a listing without a persona, the listing's.
    role : Role
    weight : float
        How much the place counts, 0 to 1.
    verb : bool
        Whether it is read from what she does.
    """

    item_id: str
    role: Role
    weight: float
    verb: bool = False


def own_claims(corpus: Corpus) -> Iterator[Claim]:
    """Give what each persona is said to be by herself: in names, listings and sections.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> claims = [claim for claim in own_claims(load()) if claim.item_id == "carl-the-consumer"]
    >>> claims[0].role.word, claims[0].weight
    ('consumer', 1.0)
    """
    people = corpus.personas
    archetypes = dict(zip(people.persona_id, people.archetype, strict=True))
    for persona_id, archetype in archetypes.items():
        yield from _said(persona_id, archetype, ARCHETYPE)
    for persona_id, parent_id in zip(people.persona_id, people.parent_id, strict=True):
        if not pd.isna(parent_id) and parent_id in archetypes:
            yield from _said(persona_id, archetypes[parent_id], _PARENT)
    found = corpus.listings[corpus.listings.persona_id.notna()]
    for persona_id, name in zip(found.persona_id, found.name, strict=True):
        yield from _said(persona_id, split_name(name).archetype, _LISTING)
    yield from _sections(corpus.statements)


def promises(corpus: Corpus) -> Iterator[Claim]:
    """Give what the index's sub-personas without a persona are said to be.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> sorted(claim.role.word for claim in promises(load()))[:3]
    ['academic', 'carl', 'ceo']
    """
    lost = corpus.listings[corpus.listings.persona_id.isna()]
    for item_id, name in zip(lost.item_id, lost.name, strict=True):
        yield from _said(item_id, split_name(name).archetype, _LISTING)


def group_claims(corpus: Corpus) -> Iterator[Claim]:
    """Give what each group says that its personas are, by its title and the roles after it.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> sorted({claim.role.word for claim in group_claims(load())})[:3]
    ['admin', 'analyst', 'architect']
    """
    for row in corpus.groups.itertuples(index=False):
        for role in roles(row.title):
            yield Claim(row.group_id, role, _GROUP_PART if role.part else GROUP_TITLE)
        if not pd.isna(row.roles):
            yield from _said(row.group_id, row.roles, _GROUP_ROLE)


def _said(item_id: str, phrase: str, weight: float) -> Iterator[Claim]:
    for role in roles(phrase):
        yield Claim(item_id, role, weight)


def _sections(statements: pd.DataFrame) -> Iterator[Claim]:
    """Read titles and deeds from roles and summaries, and what is said in passing beside them."""
    told = statements[statements.section.isin(["role", "summary", "background"])]
    titles: dict[tuple[str, str], list[Role]] = defaultdict(list)
    for row in told.itertuples(index=False):
        text = plain(row.text)
        for match in _BEING.finditer(text):
            yield from _said(row.persona_id, match["what"] or match["status"], _IN_PASSING)
        if row.section == "background":
            continue
        titles[row.persona_id, row.section] += roles(_FIRST_CLAUSE.sub("", text))
        yield from _deeds(row.persona_id, does(text))
    for (persona_id, _), mine in titles.items():
        weight = _TITLE if len(mine) <= _FEW_TITLES else _ONE_OF_MANY_TITLES
        for role in mine:
            yield Claim(persona_id, role, weight)


def _deeds(persona_id: str, words: Iterable[str]) -> Iterator[Claim]:
    for word in sorted(words):
        yield Claim(persona_id, Role(word, frozenset(), "", frozenset()), _DOING, verb=True)
