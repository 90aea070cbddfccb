"""Actors: which personas the actor of a use case may mean."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from ..corpus import Corpus
from ..links import Candidate, Resolver, key, title_key
from .claims import GROUP_TITLE, group_claims, own_claims
from .role_index import SAME, SLIP, Fit, RoleIndex
from .roles import roles, singular
from .tables import ACTOR_BASES, TABLE

_WORD = re.compile(r"\w+")
# So many words of an actor are looked through for a persona's name of so many words.
_MOST_WORDS = 60
_LONGEST_NAME = 8
# What is found of an actor is cut where there are more pairs, but not below so many.
_MOST_PAIRS = 1_000_000
_FEWEST = 25


def actor_personas(corpus: Corpus) -> pd.DataFrame:
    """Find the personas that each actor of the use cases may mean.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    pandas.DataFrame
        One row per actor and persona, in the order of the documents, the
        surest first: actor_id, persona_id (str), basis (str: name, the actor
        gives the persona's name, or its archetype but for words such as "open
        source" and a plural; alias, another word for the same role, or a role
        that a listing, a section or the group gives her; fuzzy, in part or
        with a slip), confidence (float64, 0.4 to 1).

    Notes
    -----
    The confidence is how much the place counts that gives the persona the role
    (1 her archetype, 0.9 the index, 0.8 a title in her role or summary and 0.6
    one of many, 0.7 what she does there, 0.65 what is said in passing, her
    parent's archetype or her group's title, 0.55 a part of that title, 0.5 a
    role behind it), times how well the words agree (1 the same, 0.95 but for
    the context, 0.9 one of several, 0.85 another word of the family, 0.75 and
    0.65 the persona is a kind of the actor by word or family, 0.55 and 0.45 the
    actor is a kind of the persona), times 0.8 where there is a slip. The best
    place decides. Unless an actor has its whole title, a group speaks only
    where none of its personas does. The numbers order the pairs and are no
    probabilities: they were set by reading the embedded editions, where at 0.5 the
    pairs are those read by hand. Beyond a million pairs the surest of each actor are
    given.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> links = actor_personas(load())
    >>> links[links.basis == "name"].persona_id.tolist()
    ['carl-the-consumer', 'finn-the-finder', 'siddharth-the-supplier']
    """
    actors = list(zip(corpus.use_cases.actor_id, corpus.use_cases.actor, strict=True))
    finder = _Finder(corpus, [actor for _, actor in actors])
    found = {actor: finder.fits(actor) for actor in dict.fromkeys(actor for _, actor in actors)}
    return TABLE["actor_personas"].frame(
        {
            "actor_id": actor_id,
            "persona_id": persona_id,
            "basis": basis,
            "confidence": confidence,
        }
        for actor_id, actor in actors
        for persona_id, confidence, basis in found[actor]
    )


class _Finder:
    """Finds an edition's personas by an actor's words."""

    def __init__(self, corpus: Corpus, actors: Sequence[str]) -> None:
        people = corpus.personas
        self.order = {persona_id: n for n, persona_id in enumerate(people.persona_id)}
        self.named: dict[str, list[str]] = defaultdict(list)
        self.called: dict[str, list[str]] = defaultdict(list)
        for row in people.itertuples(index=False):
            self.named[key(row.name)].append(row.persona_id)
            self.called[key(row.archetype)].append(row.persona_id)
        self.most = max(_FEWEST, _MOST_PAIRS // max(len(actors), 1))
        self.own = RoleIndex(own_claims(corpus), self.most)
        self.of_groups = RoleIndex(group_claims(corpus), self.most)
        groups = corpus.groups
        self.titles: dict[str, str] = {}
        for group_id, title in zip(groups.group_id, groups.title, strict=True):
            self.titles.setdefault(title_key(title), group_id)
        self.groups_of = dict(zip(people.persona_id, people.group_ids, strict=True))
        self.members: dict[str, list[str]] = defaultdict(list)
        for persona_id, group_ids in self.groups_of.items():
            for group_id in group_ids:
                self.members[group_id].append(persona_id)
        known = sorted(set(actors))
        resolver = Resolver(
            Candidate(row.persona_id, row.name, row.heading, row.path)
            for row in people.itertuples(index=False)
        )
        found = {actor: resolver.find(actor) for actor in known}
        self.misspelt = {actor: person for actor, (person, how) in found.items() if how == "fuzzy"}
        self.slips = self.own.slips(role.word for actor in known for role in roles(actor))

    def fits(self, actor: str) -> list[Fit]:
        """Give the personas that an actor may mean, the surest first, then by place."""
        own = _surest(self._own(actor))
        found = _surest([*own, *self._by_group(actor, own)])
        return sorted(found, key=lambda fit: (*_rank(fit), self.order[fit[0]]))[: self.most]

    def _own(self, actor: str) -> Iterator[Fit]:
        for persona_id in self._by_name(actor):
            yield persona_id, SAME, "name"
        if actor in self.misspelt:
            yield self.misspelt[actor], SLIP, "fuzzy"
        for role in roles(actor):
            yield from self.own.fits(role)
        meant = _WORD.sub(lambda word: self.slips.get(singular(word[0].lower()), word[0]), actor)
        for role in roles(meant) if meant != actor else ():
            for persona_id, confidence, _ in self.own.fits(role):
                yield persona_id, round(SLIP * confidence, 2), "fuzzy"

    def _by_name(self, actor: str) -> Iterator[str]:
        """Give those whose name or archetype the actor is, or whose whole name it holds."""
        words = key(actor).split()
        if not words:
            return
        for known in (self.called, self.named):
            yield from known.get(" ".join(words), ())[: self.most]
        if len(words) > 2:
            words = words[:_MOST_WORDS]
            for start in range(len(words)):
                for end in range(start + 2, min(start + _LONGEST_NAME, len(words)) + 1):
                    yield from self.named.get(" ".join(words[start:end]), ())[: self.most]

    def _by_group(self, actor: str, own: Sequence[Fit]) -> Iterator[Fit]:
        """Give the personas of a group that is meant by its title, or else has none that fits."""
        titled = self.titles.get(title_key(actor)) if title_key(actor) else None
        for persona_id in self.members[titled][: self.most] if titled else ():
            yield persona_id, GROUP_TITLE, "alias"
        speaking = {
            group_id: confidence
            for persona_id, confidence, _ in own
            for group_id in self.groups_of.get(persona_id, ())
        }
        for role in roles(actor):
            for group_id, confidence, basis in self.of_groups.fits(role):
                if speaking.get(group_id, 0) < confidence:
                    for persona_id in self.members[group_id][: self.most]:
                        yield persona_id, confidence, basis


def _surest(fits: Iterable[Fit]) -> list[Fit]:
    """Give the surest way of meaning each persona, the least sure first."""
    best = {fit[0]: fit for fit in sorted(fits, key=_rank, reverse=True)}
    return sorted(best.values(), key=_rank, reverse=True)


def _rank(fit: Fit) -> tuple[float, int]:
    return -fit[1], ACTOR_BASES.index(fit[2])
