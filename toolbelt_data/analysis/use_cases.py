"""Use cases: which personas the actor of a use case means.

A phrase for a role ends in its head noun: an actor means a persona if a phrase
about the persona has the same head noun, or one of the same family in
`data/knowledge/roles.toml`, and the other words do not distinguish them.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import chain, islice
from typing import NamedTuple

import pandas as pd

from ..corpus import Corpus
from ..links import key
from ..source import package_folder
from ..text import plain
from ..vocabulary import split_name
from .tables import TABLE

# Weight of a phrase by where it is, and factors by how it agrees with the actor. Set by reading the
# three embedded editions, not fitted: from _LEAST on, the matches are those found by hand.
_WEIGHT = {"name": 1.0, "index": 0.9, "role": 0.8, "deed": 0.7, "text": 0.65}
_WEIGHT |= {"parent": 0.65, "group": 0.65, "roles": 0.6}
_OTHER_NOUN, _A_KIND_OF, _WIDER = 0.85, 0.75, 0.55
_LEAST = 0.5
# Beyond so many matches in all, only the surest of each actor stay.
_MOST, _FEWEST = 200_000, 25
# Longer phrases are prose; the longest role of the embedded editions has six words.
_MOST_WORDS, _MOST_LETTERS = 8, 400
_FEW_ROLES = 2

_BRACKETS = re.compile(r"[()\[\]{}]")
# After these comes where somebody works, or what they do there.
_REST = re.compile(
    r"[:.!?–—]|\s-+\s|(?<![\w-])(?:at|but|by|for|from|in|is|are|on|to|under|was|while|with)(?![\w-])"
)
_CLAUSE = re.compile(r"\b(?:that|which|whose|who)\b")
_COMMA, _AND = re.compile(r"[,;|]"), re.compile(r"[/&+]|\b(?:and|or)\b")
_ARTICLE = re.compile(r"\b(?:an?|the)\b")
_PLURAL = re.compile(r"people$|(?<=\w\w)ies$|(?<=\w{3})(?<![sui])s$")
_FIRST_CLAUSE = re.compile(r"\s*(?:[,;:.!?]\s|\s-+\s|[–—]).*", re.DOTALL)
_VERB = re.compile(r"(?:^(?:i |(?:he|she|they) )?|\b(?:who|that) )([a-z]{3,}?)(?:es|s|e|)\b")
_BEING = re.compile(
    r"(?:\b(?:as|is|am|became|become|being|been)|['’](?:s|m)) (?:an?|the) (\w[^.,;:!?]{0,120})"
    r"|\b(?:her|his|their|my) (\w+) (?:duties|hat|role|status)\b"
)


class _Role(NamedTuple):
    """The role that a phrase describes.

    `kind` is the family of its last words, or else its last word, the `noun`;
    `narrowed` are the words before them, those of the context left out.
    """

    kind: str
    noun: str
    narrowed: frozenset[str] = frozenset()


class _Claim(NamedTuple):
    """A role that the documents ascribe to a persona, or to a listing without one, and where."""

    item_id: str
    role: _Role
    basis: str
    weight: float


_Claims = dict[str, dict[frozenset[str], list[_Claim]]]
"""Claims by kind of role and by the words that narrow it down."""


def use_case_coverage(corpus: Corpus) -> pd.DataFrame:
    """Return the personas that each use case is about, and whether they are written.

    Parameters
    ----------
    corpus : Corpus
        A narrowed one (:meth:`Corpus.only`) gives the same as the whole edition.

    Returns
    -------
    pandas.DataFrame
        One row per actor in the order of the documents: actor_id, actor, status,
        needs (their number), coverage (written, placeholder, promised or none),
        personas (ids, the surest first), basis (where the role was found, one word
        per persona), listings (names of the index without a persona), path, line.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> corpus = load()
    >>> table = use_case_coverage(corpus)
    >>> table.coverage.tolist()
    ['none', 'written', 'written', 'written', 'written', 'none']
    >>> idle = corpus.personas[~corpus.personas.persona_id.isin(table.personas.explode())]
    >>> idle.name.tolist()[:2]
    ['Daniel the Data Scientist', 'Dibby the Data Engineer']
    """
    corpus = corpus.unfiltered or corpus
    status = dict(zip(corpus.personas.persona_id, corpus.personas.status, strict=True))
    listed = dict(zip(corpus.listings.item_id, corpus.listings.name, strict=True))
    needs = Counter(corpus.needs.actor_id)
    most = max(_FEWEST, _MOST // max(len(corpus.use_cases), 1))
    claims: _Claims = defaultdict(lambda: defaultdict(list))
    for claim in sorted(_claims(corpus), key=lambda claim: -claim.weight):
        claims[claim.role.kind][claim.role.narrowed].append(claim)

    def row(actor: tuple) -> dict:
        matches = _matches(actor.actor, claims, most)
        people = {one: basis for one, basis in matches.items() if one in status}
        promised = dict.fromkeys(listed[one] for one in matches if one in listed)
        written = any(status[one] != "placeholder" for one in people)
        empty = "placeholder" if people else "promised" if promised else "none"
        return actor._asdict() | {
            "needs": needs[actor.actor_id],
            "coverage": "written" if written else empty,
            "personas": [*people],
            "basis": [*people.values()],
            "listings": [*promised],
        }

    return TABLE["use_case_coverage"].frame(map(row, corpus.use_cases.itertuples(index=False)))


def _matches(actor: str, claims: _Claims, most: int) -> dict[str, str]:
    """Return the ids that an actor may mean, the surest first, each with its basis."""
    best: dict[str, tuple[float, str]] = {}
    for role in [*_roles(actor), _whole(actor)]:
        for one in _near(role, claims.get(role.kind, {}), most):
            sure = one.weight * (1 if one.role.noun == role.noun else _OTHER_NOUN)
            if one.role.narrowed != role.narrowed:
                sure *= _A_KIND_OF if role.narrowed < one.role.narrowed else _WIDER
            if sure >= _LEAST and sure > best.get(one.item_id, (0,))[0]:
                best[one.item_id] = sure, one.basis
    surest = sorted(best.items(), key=lambda found: -found[1][0])
    return {item_id: basis for item_id, (_, basis) in surest}


def _near(role: _Role, known: dict[frozenset[str], list[_Claim]], most: int) -> Iterator[_Claim]:
    """Yield the claims in the same words, with the noun alone, and in more words."""
    for narrowed in dict.fromkeys((role.narrowed, frozenset())):
        yield from known.get(narrowed, ())[:most]
    narrower = (claims for more, claims in islice(known.items(), most) if role.narrowed < more)
    yield from islice(chain.from_iterable(narrower), most)


def _claims(corpus: Corpus) -> Iterator[_Claim]:
    """Yield every role that the documents ascribe to a persona, or a listing without one."""
    for item_id, basis, roles in chain(_names(corpus), _sections(corpus.statements)):
        yield from (_Claim(item_id, role, basis, _WEIGHT[basis]) for role in roles if role.kind)


def _names(corpus: Corpus) -> Iterator[tuple[str, str, list[_Role]]]:
    """Yield the roles in names: the persona's, its parent's, its groups' and in the index."""
    people, groups = corpus.personas, corpus.groups
    roles = {one.persona_id: _roles(one.archetype) for one in people.itertuples()}
    titles = {}
    for group_id, title in zip(groups.group_id, groups.title, strict=True):
        title_roles = _roles(title)
        # A title of several roles does not show who has which.
        titles[group_id] = [_whole(title), *(title_roles if len(title_roles) == 1 else ())]
    for one in people.itertuples():
        yield one.persona_id, "name", [_whole(one.name), *roles[one.persona_id]]
        yield one.persona_id, "parent", roles.get(one.parent_id, [])
        for group_id in one.group_ids:
            yield one.persona_id, "group", titles[group_id]
    for one in corpus.listings.itertuples():
        item_id = one.item_id if pd.isna(one.persona_id) else one.persona_id
        yield item_id, "index", _roles(split_name(one.name).archetype)


def _sections(statements: pd.DataFrame) -> Iterator[tuple[str, str, list[_Role]]]:
    """Yield the roles in sections: titles, what the persona does, and passing remarks."""
    titles = defaultdict(list)
    selected = statements[statements.section.isin(["role", "summary", "background"])]
    for one in selected.itertuples():
        text = plain(one.text)
        for being in _BEING.finditer(text.lower()):
            yield one.persona_id, "text", _roles(being[1] or being[2])
        if one.section != "background":
            titles[one.persona_id, one.section] += _roles(_FIRST_CLAUSE.sub("", text))
            nouns = filter(None, map(_doers().get, _VERB.findall(text.lower())))
            yield one.persona_id, "deed", [_Role(noun, noun) for noun in nouns]
    for (persona_id, _), roles in titles.items():
        yield persona_id, "role" if len(roles) <= _FEW_ROLES else "roles", roles


@cache
def _knowledge() -> tuple[frozenset[str], dict[tuple[str, ...], str]]:
    """Read the words of the context, and the family of each role's words."""
    file = package_folder("data") / "knowledge" / "roles.toml"
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    families = table["families"].items()
    return frozenset(table["context"]), {tuple(_words(w)): one for one, ws in families for w in ws}


@cache
def _doers() -> dict[str, str]:
    """Return the families that are named after a verb, by the verb without its ending."""
    return {one[:-2]: one for one in _knowledge()[1].values() if one.endswith(("er", "or"))}


def _whole(phrase: str) -> _Role:
    return _Role(key(phrase), key(phrase))


def _roles(phrase: str) -> list[_Role]:
    """Read the roles that a phrase describes."""
    found = []
    for piece in _BRACKETS.split(plain(phrase[:_MOST_LETTERS]).lower()):
        front, *clause = _CLAUSE.split(_REST.split(piece, maxsplit=1)[0], maxsplit=1)
        for listed in _COMMA.split(front):
            parts = [words for part in _AND.split(listed) if (words := _words(part))]
            for words in parts:
                # "Cloud and Platform Engineer": a part without a role gets the last one's noun.
                shared = [] if words is parts[-1] or _is_role(words[-1]) else parts[-1][-1:]
                found += _read(words + shared, bool(clause))
    return found


def _words(phrase: str) -> list[str]:
    """Return the words of a phrase in the singular, the head noun last: "maintainer of kernels"."""
    front, _, after = _ARTICLE.sub("", phrase).partition(" of ")
    return [_singular(word) for word in re.findall(r"\w+", f"{after} {front}")]


def _singular(word: str) -> str:
    return _PLURAL.sub(lambda end: {"people": "person", "ies": "y"}.get(end[0], ""), word)


def _is_role(word: str) -> bool:
    context, families = _knowledge()
    return (word,) in families or (word not in context and word.endswith(("er", "or", "ist")))


def _read(words: list[str], special: bool) -> Iterator[_Role]:
    """Yield the role of a phrase's words; `special` if a clause narrows it down."""
    for at, word in enumerate(words[1:], 1):
        if word.endswith("ing") and _is_role(words[at - 1]):
            words, special = words[:at], True
            break
    if len(words) <= _MOST_WORDS:
        context, families = _knowledge()
        last = len(words) - 1
        start = next((n for n in range(last) if tuple(words[n:]) in families), last)
        kind = families.get(tuple(words[start:]), words[-1])
        narrowed = {word for word in words[:start] if word not in context and not word.isdigit()}
        yield _Role(kind, words[-1], frozenset(narrowed | ({"…"} if special else set())))
