"""Headings: which section, actor or group a heading opens."""

from __future__ import annotations

import re

from .markers import split_bracket
from .text import plain, squeeze

SECTIONS = ("summary", "role", "background", "goals", "challenges", "remedies")
"""The sections of a persona, in the order in which they are shown."""

HEADED_SECTIONS = SECTIONS[1:]
"""The sections that a heading opens; a persona is documented when all are written."""

_EXACT = {
    "role": "role",
    "roles": "role",
    "background": "background",
    "backgrounds": "background",
    "goal": "goals",
    "goals": "goals",
    "challenge": "challenges",
    "challenges": "challenges",
}

_REMEDIES = re.compile(
    r"how\b.*\bopenssf\b.*\bhelps?\b|(?:the )?openssf (?:can|could) help", re.IGNORECASE
)

_ACTOR = re.compile(r"as\s+an?\s+(?P<actor>\S.*)", re.IGNORECASE | re.DOTALL)


def heading_words(heading: str) -> tuple[str, str]:
    """Split a heading into its words and a trailing bracket, colons left out.

    Examples
    --------
    >>> heading_words("**Role** (incomplete, later):")
    ('Role', 'incomplete, later')
    """
    words, inside = split_bracket(plain(heading).rstrip(" :："))
    return words.rstrip(" :："), inside


def section_of(heading: str) -> str | None:
    """Name the section that a heading opens by its exact name, or None.

    Examples
    --------
    >>> section_of("How the OpenSSF can help: (incomplete)"), section_of("Personal Goals")
    ('remedies', None)
    """
    words, _ = heading_words(heading)
    if _REMEDIES.match(words):
        return "remedies"
    return _EXACT.get(words.lower())


def qualified_section_of(heading: str) -> str | None:
    """Name the section of a heading that says more than the name: "Personal Goals".

    Examples
    --------
    >>> qualified_section_of("Personal Goals"), qualified_section_of("Role & Responsibilities")
    ('goals', 'role')
    >>> qualified_section_of("Possible spectrum of experience") is None
    True
    """
    words = heading_words(heading)[0].lower().split()
    if not words or len(words) > 6:
        return None
    return _EXACT.get(words[-1]) or (_EXACT.get(words[0]) if len(words) > 1 else None)


def actor_name(heading: str) -> str | None:
    """Read a use case's actor out of a heading; None where it names none.

    Examples
    --------
    >>> actor_name("As an Open Source Consumer :")
    'Open Source Consumer'
    """
    match = _ACTOR.fullmatch(plain(heading).rstrip(" :："))
    return match["actor"] if match else None


def group_title(heading: str) -> tuple[str, str | None]:
    """Split a group's heading into its title and the roles in brackets after it.

    Examples
    --------
    >>> group_title("Executive / C-Suite (CEO, CTO, etc.)")
    ('Executive / C-Suite', 'CEO, CTO, etc.')
    """
    words, inside = heading_words(heading)
    return words, squeeze(inside) or None
