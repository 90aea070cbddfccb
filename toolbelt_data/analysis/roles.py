"""Roles: what a phrase such as "Principal Software Architect" says that somebody is.

A role is its last word and what narrows it down. Words that mean nearly the
same role stand in families in `data/knowledge/roles.toml`, with the words that
say where somebody works and not what she is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ..links import key
from ..source import package_folder
from ..text import plain, squeeze
from ..vocabulary import split_bracket
from .parsed import parse

# What is longer is prose and no role; the longest of the embedded editions has six words.
_MOST_WORDS = 8
_MOST_LETTERS = 400

# What follows these says where somebody works, or what she does there.
_REST = re.compile(
    r"[:.!?()\[\]{}–—]|\s-+\s"
    r"|(?<![\w-])(?:at|but|by|for|from|in|is|are|on|to|under|was|while|whose|with)(?![\w-])",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\b(?:that|which|who)\b", re.IGNORECASE)
_LISTED = re.compile(r"[,;|]")
_BETWEEN = re.compile(r"\s*(?:[/&+]|\b(?:and|or)\b)\s*", re.IGNORECASE)
_OF = re.compile(r"\bof\b", re.IGNORECASE)
_WHO_DOES = re.compile(r"\w(?:er|or|ist|ian)$")


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is, in a form that can be compared.

    Attributes
    ----------
    word : str
        The last word, in the singular.
    narrowed : frozenset of str
        The words that narrow it down, without those of the context.
    family : str
        The family of the longest end of the phrase that stands in one; empty
        where none does.
    within : frozenset of str
        The words that narrow the family down.
    special : bool
        Whether a clause narrows it down further: "consumer who sells".
    part : bool
        Whether it is one of several that the phrase names.
    """

    word: str
    narrowed: frozenset[str]
    family: str
    within: frozenset[str]
    special: bool = False
    part: bool = False


@lru_cache(maxsize=1)
def _knowledge() -> tuple[frozenset[str], dict[tuple[str, ...], str]]:
    """Read the words of the context, and the family of each word for a role."""
    file = package_folder("data") / "knowledge" / "roles.toml"
    given = parse(file, file.read_text(encoding="utf-8"))
    families = {
        tuple(singular(word) for word in key(words).split()): family
        for family, all_words in given["families"].items()
        for words in all_words
    }
    return frozenset(given["context"]), families


def singular(word: str) -> str:
    """Give a noun's singular.

    Examples
    --------
    >>> [singular(word) for word in ("engineers", "agencies", "laypeople", "boss", "oss")]
    ['engineer', 'agency', 'layperson', 'boss', 'oss']
    """
    if word.endswith("people"):
        return word.removesuffix("people") + "person"
    if word.endswith("ies") and len(word) > 4:
        return word.removesuffix("ies") + "y"
    return word if len(word) < 4 or word.endswith(("ss", "us", "is")) else word.removesuffix("s")


def roles(phrase: str) -> list[Role]:
    """Read what a phrase says that somebody is.

    Parameters
    ----------
    phrase : str
        Inline markdown, such as an actor, an archetype or a job's title.

    Returns
    -------
    list of Role
        More than one where the phrase names several; none where it is prose.

    Examples
    --------
    >>> [(role.word, sorted(role.narrowed)) for role in roles("Principal Software Architect")]
    [('architect', [])]
    >>> [(role.word, sorted(role.narrowed)) for role in roles("Developer-Consumer of ML tools")]
    [('consumer', ['developer', 'ml', 'tool']), ('developer', ['consumer', 'ml', 'tool'])]
    >>> [role.family for role in roles("Bug/Bounty Hunter or Programmer")]
    ['finder', 'finder', 'developer']
    """
    words, inside = split_bracket(plain(phrase[:_MOST_LETTERS]))
    words, *clause = _CLAUSE.split(_REST.split(words, maxsplit=1)[0], maxsplit=1)
    parts = [
        [part for part in _BETWEEN.split(squeeze(listed)) if key(part)]
        for listed in _LISTED.split(words)
    ]
    several = sum(len(listed) for listed in parts) > 1
    found = [
        role
        for listed in parts
        for part in _completed(listed)
        for role in _read(part, bool(clause), several)
    ]
    return found + [replace(role, part=True) for role in (roles(inside) if inside else ())]


def _completed(parts: list[str]) -> list[str]:
    """Give the first of "Cloud and Platform Engineer" the word that both share."""
    whole: list[str] = []
    shared = ""
    for part in reversed(parts):
        own = key(part).split()[-1]
        shared = own if _is_role(own) else shared
        whole.append(part if own == shared or not shared else f"{part} {shared}")
    return whole[::-1]


def _read(part: str, special: bool, one_of_several: bool) -> Iterator[Role]:
    """Read the role of a phrase that names one; a compound of two names both."""
    front, *after = _OF.split(part, maxsplit=1)
    words = [singular(word) for word in key(front).split()]
    for number, word in enumerate(words[1:], 1):
        if word.endswith("ing") and _is_role(words[number - 1]):
            words, special = words[:number], True
            break
    belonging = [singular(word) for word in key(" ".join(after)).split()]
    if not words or len(words) + len(belonging) > _MOST_WORDS:
        return
    yield _role(words, belonging, special, one_of_several)
    compound = re.search(r"(\w+)-(\w+)\s*$", front)
    if compound and all(_is_role(singular(half.lower())) for half in compound.groups()):
        yield _role([*words[:-2], words[-1], words[-2]], belonging, special, one_of_several)


def _role(words: list[str], belonging: list[str], special: bool, part: bool) -> Role:
    _, families = _knowledge()
    start = next((n for n in range(len(words)) if tuple(words[n:]) in families), None)
    if belonging and (whole := families.get((*words, *belonging))):
        return Role(words[-1], _narrowing([*words[:-1], *belonging]), whole, frozenset())
    return Role(
        word=words[-1],
        narrowed=_narrowing([*words[:-1], *belonging]),
        family="" if start is None else families[tuple(words[start:])],
        within=_narrowing([*words[:start], *belonging]),
        special=special,
        part=part,
    )


def _narrowing(words: list[str]) -> frozenset[str]:
    context, _ = _knowledge()
    return frozenset(word for word in words if word not in context and not word.isdigit())


def is_known(word: str) -> bool:
    """Tell whether a word, in the singular, stands in a family by itself.

    Examples
    --------
    >>> is_known("hacker"), is_known("haker")
    (True, False)
    """
    return (word,) in _knowledge()[1]


def _is_role(word: str) -> bool:
    """Tell whether a word alone says what somebody is."""
    word = singular(word)
    return is_known(word) or bool(_WHO_DOES.search(word))


def does(words: str) -> frozenset[str]:
    """Give the words for who does what a verb says.

    Parameters
    ----------
    words : str
        A statement that begins with a verb, or has one after "who".

    Examples
    --------
    >>> sorted(does("maintains the project alone") & {"maintainer", "project"})
    ['maintainer']
    >>> "contributor" in does("Student who contributes to open source")
    True
    """
    verbs = re.findall(r"(?:^(?:I |(?:he|she|they) )?|\b(?:who|that) )([a-z]{4,})", words, re.I)
    return frozenset(agent for verb in verbs for agent in _agents(verb.lower()))


def _agents(verb: str) -> Iterator[str]:
    stems = {verb, singular(verb), verb.removesuffix("ing")}
    for stem in stems:
        if stem.endswith("e"):
            yield from (stem + "r", stem[:-1] + "or")
        elif stem.endswith("y"):
            yield stem[:-1] + "ier"
        yield from (stem + "er", stem + "or")
