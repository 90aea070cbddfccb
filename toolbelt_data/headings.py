"""Headings: which section, actor or group a heading opens."""

from __future__ import annotations

import re

from .markers import marker_of, split_bracket
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

# A heading may say it freely; a bullet only counts as a heading where it says nothing else.
_REMEDIES = re.compile(
    r"(?:how|what|where)\b(?>.*?\bopen ?ssf\b).*\b(?:helps?|do|offers?|provides?)\b"
    r"|(?:the )?open ?ssf (?:can|could) help",
    re.IGNORECASE,
)
_REMEDIES_ALONE = re.compile(
    r"how (?:can |could )?(?:the )?open ?ssf (?:can |could )?helps?"
    r"(?: (?:her|him|them|me|us|you))?",
    re.IGNORECASE,
)
_ACTOR = re.compile(r"as\s+(?:an?|the)\s+(?P<actor>\S.*)", re.IGNORECASE | re.DOTALL)


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
    >>> section_of("How can the OpenSSF help? (incomplete)"), section_of("Personal Goals")
    ('remedies', None)
    """
    words = _words(heading)
    return "remedies" if _REMEDIES.match(words) else _EXACT.get(words.lower())


def section_alone(text: str) -> str | None:
    """Name the section whose heading a bullet's whole text is, or None.

    Examples
    --------
    >>> section_alone("How the OpenSSF can help:"), section_alone("OpenSSF can help fund audits")
    ('remedies', None)
    """
    words = _words(text)
    return "remedies" if _REMEDIES_ALONE.fullmatch(words) else _EXACT.get(words.lower())


def qualified_section_of(heading: str) -> str | None:
    """Name the section of a heading that says more than the name: "Personal Goals".

    Examples
    --------
    >>> qualified_section_of("Personal Goals"), qualified_section_of("Role/Responsibilities")
    ('goals', 'role')
    >>> qualified_section_of("Possible spectrum of experience") is None
    True
    """
    words = re.findall(r"[^\W_]+", _words(heading).lower())
    if not words or len(words) > 6:
        return None
    return _EXACT.get(words[-1]) or (_EXACT.get(words[0]) if len(words) > 1 else None)


def said_in_heading(heading: str) -> tuple[str | None, str]:
    """Take apart a heading that goes on after the section's name: "Role: Hacker".

    Examples
    --------
    >>> said_in_heading("Role: Hacker"), said_in_heading("Goals:")
    (('role', 'Hacker'), (None, ''))
    """
    name, colon, rest = squeeze(heading).partition(":")
    rest = rest.strip(" *_")
    section = section_alone(name) if colon and rest else None
    return (section, rest) if section else (None, "")


def _words(heading: str) -> str:
    return heading_words(heading)[0].rstrip(" .?!")


def actor_name(heading: str) -> str | None:
    """Read a use case's actor out of a heading; None where it names none.

    Examples
    --------
    >>> actor_name("As an Open Source Consumer :")
    'Open Source Consumer'
    """
    words, inside = split_bracket(plain(heading).rstrip(" :："))
    named = words if marker_of(inside) else plain(heading)
    match = _ACTOR.fullmatch(named.rstrip(" :："))
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
