"""Headings: which section, actor or group a heading opens."""

from __future__ import annotations

import re

from .markers import marker_of, split_bracket
from .text import plain, reaches, remembered, squeeze, without_lead

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

# Other words for a section, which count for less: deeper than a section's heading they are a facet.
_OTHER_WORDS = re.compile(
    r"\b(?:(?P<role>responsibilit(?:y|ies))|(?P<goals>objectives?)|(?P<background>bio(?:graphy)?)"
    r"|(?P<challenges>pain ?points?|frustrations?|obstacles?))$"
)

_ORGANISATION = r"(?:open[ -]?s+f+|ossf|open source security foundation)"
# A heading may say it freely; a bullet only counts as a heading where it says nothing else.
_REMEDIES = re.compile(
    rf"(?:how|what|where)\b(?>.*?\b{_ORGANISATION}\b).*\b(?:help(?:s|ing)?|do|offers?|provides?)\b"
    rf"|(?:the )?{_ORGANISATION} (?:(?:can|could) )?helps?\b",
    re.IGNORECASE,
)
_REMEDIES_ALONE = re.compile(
    rf"how (?:can |could )?(?:the )?{_ORGANISATION} (?:can |could )?helps?"
    r"(?: (?:her|him|them|me|us|you))?",
    re.IGNORECASE,
)
# What may be shown otherwise than it is written.
_MARKED = re.compile(r"[&<\[\]*_`~\\\x80-\U0010ffff]")
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


@remembered
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
    if not _may_name(text):
        return None
    words = _words(text)
    return "remedies" if _REMEDIES_ALONE.fullmatch(words) else _EXACT.get(words.lower())


def _may_name(text: str) -> bool:
    """Tell whether a text has what each name of a section has, or markup that may hide it."""
    small = text.lower()
    # One of them stands in whatever names a section alone.
    return (
        "role" in small
        or "background" in small
        or "goal" in small
        or "challenge" in small
        or "sf" in small
        or "foundation" in small
        or _MARKED.search(text) is not None
    )


@remembered
def qualified_section_of(heading: str) -> str | None:
    """Name the section of a heading that says more than the name, or says it by other words.

    Examples
    --------
    >>> qualified_section_of("Personal Goals"), qualified_section_of("Role/Responsibilities")
    ('goals', 'role')
    >>> qualified_section_of("Pain Points"), qualified_section_of("Challanges")
    ('challenges', 'challenges')
    >>> qualified_section_of("Possible spectrum of experience") is None
    True
    """
    words = re.findall(r"[^\W_]+", _words(heading).lower())
    if not words or len(words) > 6:
        return None
    other = _OTHER_WORDS.search(" ".join(words))
    return _nearly(words[-1]) or _nearly(words[0]) or (other.lastgroup if other else None)


def _nearly(word: str) -> str | None:
    """Name the section that a word means; of the long ones, with a slip of a letter or two."""
    long = (name for name in ("background", "challenges") if reaches(name, word, 0.85))
    return _EXACT.get(word) or next(long, None)


@remembered
def said_in_heading(heading: str) -> tuple[str | None, str]:
    """Take apart a heading that goes on after the section's name: "Role: Hacker".

    Examples
    --------
    >>> said_in_heading("**Role:** Hacker"), said_in_heading("Goals:")
    (('role', 'Hacker'), (None, ''))
    """
    name, rest = (*re.split(r"\s*[:：]\s*", squeeze(heading), maxsplit=1), "")[:2]
    mark = re.match(r"[*_]*", name)[0]
    if mark and not name.endswith(mark):
        rest = rest.removeprefix(mark) if rest.startswith(mark) else rest.removesuffix(mark)
    rest = rest.strip()
    section = section_alone(name.strip("*_ ")) if rest else None
    return (section, rest) if section else (None, "")


def _words(heading: str) -> str:
    return without_lead(heading_words(heading)[0]).rstrip(" .?!")


@remembered
def actor_name(heading: str) -> str | None:
    """Read a use case's actor out of a heading; None where it names none.

    Examples
    --------
    >>> actor_name("As an Open Source Consumer :")
    'Open Source Consumer'
    """
    words, inside = split_bracket(plain(heading).rstrip(" :："))
    named = words if marker_of(inside) else plain(heading)
    match = _ACTOR.fullmatch(without_lead(named.rstrip(" :：")))
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
