"""Names: of personas and groups, as headings, links and texts write them.

The same persona is written in a heading (``Name: Larry the Legacy Supplier
(forthcoming)``), in a link of the index and in other people's texts. This
module takes such a writing apart and tells when two of them mean the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from .headings import heading_words
from .markers import marker_of, split_bracket
from .text import plain, reaches, remembered, slug, squeeze, without_lead

_PERSONA = re.compile(
    r"(?:persona(?:['’]?s)? )?name(?:\s*[:：]|\s+[-–—](?!\S))\s*(?P<name>.*)",
    re.IGNORECASE | re.DOTALL,
)

_JOINERS = re.compile(r"\b(?:and|the|a|an|of|for)\b|[^\w\s]")

# How alike two writings must be to be taken for one. Between the index and the headings of the two
# real editions the same persona reaches 0.89 and more in both parts of its name, and no other one
# more than 0.50 in the lesser part. Archetypes alone are alike up to 0.77 where they differ, and
# 0.97 for the one that is renamed.
_ALIKE = 0.8
_MOST_COMPARED = 2_000

_SAME_ARCHETYPE = 0.9


@dataclass(frozen=True, slots=True)
class PersonaName:
    """A persona's name and what it says of her.

    Attributes
    ----------
    name : str
        Without ``Name:`` and without a marker such as ``(forthcoming)``.
    given_name : str or None
        "Ursula" of "Ursula the Upstream Maintainer"; None for one word alone,
        which names a kind of person ("Layperson").
    archetype : str
        "Upstream Maintainer"; the whole name where there is no given name.
    marker : str or None
        forthcoming, future or None.
    """

    name: str
    given_name: str | None
    archetype: str
    marker: str | None = None


@remembered
def persona_name(heading: str) -> PersonaName | None:
    """Read a persona's name out of a heading; None where it names no persona.

    Parameters
    ----------
    heading : str
        A heading's text, markup kept.

    Examples
    --------
    >>> persona_name("Name: Larry the Legacy Supplier (forthcoming)")
    PersonaName(name='Larry the Legacy Supplier', given_name='Larry', \
archetype='Legacy Supplier', marker='forthcoming')
    >>> persona_name("2. Name - Olga OSPO").name, persona_name("Role:")
    ('Olga OSPO', None)
    """
    match = _PERSONA.fullmatch(without_lead(plain(heading)))
    if match is None:
        return None
    name = match["name"].rstrip(" :")
    rest, inside = split_bracket(name)
    marker = marker_of(inside)
    return split_name(rest if marker else name, marker)


def split_name(name: str, marker: str | None = None) -> PersonaName:
    """Tell the given name from the archetype.

    Examples
    --------
    >>> split_name("Olga OSPO").archetype
    'OSPO'
    """
    name = squeeze(name)
    given, _, rest = name.partition(" ")
    rest = re.sub(r"^(?:the|an?)\s+", "", rest, flags=re.IGNORECASE)
    if not rest:
        return PersonaName(name, None, name, marker)
    return PersonaName(name, given.rstrip(","), rest, marker)


@remembered
def key(text: str) -> str:
    """Reduce a name to what two writings of it have in common.

    Examples
    --------
    >>> key("Infrastructure and Platform Engineer") == key("Infrastructure/Platform Engineer")
    True
    """
    return squeeze(_JOINERS.sub(" ", plain(text).lower()))


def same_name(one: str, other: str) -> bool:
    """Tell whether two writings are one name but for case, spaces and punctuation.

    Examples
    --------
    >>> same_name("Debbie the Downstream Contributor", "Debbie the Downstream contributor")
    True
    """
    return key(one) == key(other) != ""


@lru_cache(maxsize=_MOST_COMPARED)
def likeness(one: str, other: str) -> tuple[float, float]:
    """Measure how alike two personas' names are, given names and archetypes apart.

    Returns
    -------
    tuple of float
        Likeness of the given names and of the archetypes, each from 0 to 1. An
        archetype whose words all stand in the other counts as the same.

    Examples
    --------
    >>> given, archetype = likeness("Stansilav the Student", "Stanislav the Student Maintainer")
    >>> given > 0.8, archetype
    (True, 1.0)
    """
    (given_a, archetype_a), (given_b, archetype_b) = parts(one), parts(other)
    given = SequenceMatcher(None, given_a, given_b).ratio() if given_a and given_b else 0.0
    if _same_words(archetype_a, archetype_b):
        return given, 1.0
    return given, SequenceMatcher(None, archetype_a, archetype_b).ratio()


@lru_cache(maxsize=_MOST_COMPARED)
def is_alike(one: str, other: str, same_place: bool) -> bool:
    """Tell whether two names that differ may well mean the same persona.

    Parameters
    ----------
    one, other : str
        Names without ``Name:``.
    same_place : bool
        Whether a link from the one leads to the file of the other; then the
        archetype is enough.

    Examples
    --------
    >>> is_alike("Allison the Solutions Architect", "Alex the Solution Architect", True)
    True
    >>> is_alike("Corporate Carl", "Carl the Consumer", False)
    False
    """
    (given_a, archetype_a), (given_b, archetype_b) = parts(one), parts(other)
    if given_alike(given_a, given_b) and (
        _same_words(archetype_a, archetype_b) or reaches(archetype_a, archetype_b, _ALIKE)
    ):
        return True
    return same_place and reaches(archetype_a, archetype_b, _SAME_ARCHETYPE)


def given_alike(one: str, other: str) -> bool:
    """Tell whether two given names, in small letters, may be writings of one.

    Examples
    --------
    >>> given_alike("stansilav", "stanislav"), given_alike("", "")
    (True, False)
    """
    return bool(one and other) and reaches(one, other, _ALIKE)


@remembered
def parts(name: str) -> tuple[str, str]:
    """Give what is compared of a name: the given name and the archetype, each empty for none.

    Examples
    --------
    >>> parts("Ada the Site Admin")
    ('ada', 'site admin')
    """
    split = split_name(name)
    return (split.given_name or "").lower(), key(split.archetype)


def _same_words(one: str, other: str) -> bool:
    """Tell whether all words of the one stand in the other; those of no words do not."""
    words, others = {*one.split()}, {*other.split()}
    return bool(words and others) and (words <= others or others <= words)


def same_title(one: str, other: str) -> bool:
    """Tell whether two titles mean the same group.

    A bracket, the word "Personas" and a plural's s make no difference.

    Examples
    --------
    >>> same_title("Open Source Professional (OSPO)", "Open Source Professionals")
    True
    """
    return title_key(one) == title_key(other) != ""


def title_key(title: str) -> str:
    """Reduce a group's title to what two writings of it have in common.

    Examples
    --------
    >>> title_key("Platform Engineer Personas (SRE)")
    'platform engineer'
    """
    words = re.sub(r"\bpersonas?\b", " ", key(heading_words(title)[0]))
    return " ".join(word.removesuffix("s") for word in words.split())


def anchor(heading: str) -> str:
    """Make the anchor that GitHub gives a heading.

    Examples
    --------
    >>> anchor("Name: Debbie the Downstream contributor")
    'name-debbie-the-downstream-contributor'
    """
    return slug(plain(heading))
