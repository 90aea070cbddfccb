"""Names: of personas, sections and groups, read out of headings as people write them.

The same persona is written in a heading (``Name: Larry the Legacy Supplier
(forthcoming)``), in a link of the index and in other people's texts. This
module takes such a writing apart and tells when two of them mean the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from .text import plain, slug, squeeze

SECTIONS = ("summary", "role", "background", "goals", "challenges", "remedies")
"""The sections of a persona, in the order in which they are shown."""

HEADED_SECTIONS = SECTIONS[1:]
"""The sections that a heading opens; a persona is documented when all are written."""

GROUP_FIELDS = ("motivation", "resources", "challenges", "suggestions")
"""The fields of a group in the index."""

_PERSONA = re.compile(r"name\s*[:：]\s*(?P<name>.*)", re.IGNORECASE | re.DOTALL)
_ACTOR = re.compile(r"as\s+an?\s+(?P<actor>\S.*)", re.IGNORECASE | re.DOTALL)
_BRACKET = re.compile(r"\s*(?:\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\])\s*:?\s*$")
_FORTHCOMING = re.compile(
    r"forthcoming|coming soon|placeholder|draft|wip|tbd|tba|to ?do|to be \w+|incomplete"
    r"|in progress|work in progress|unfinished|pending",
    re.IGNORECASE,
)
_FUTURE = re.compile(r"future|planned|later", re.IGNORECASE)
_INCOMPLETE = re.compile(
    r"incomplete|unfinished|forthcoming|future|placeholder|draft|\b(?:wip|tbd|tba|to ?do)\b"
    r"|in progress|to be \w+|coming soon|work on this",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"[\[({<]*\s*(?:placeholder|to ?do|tbd|tba|wip|forthcoming|coming soon|work in progress"
    r"|to be (?:added|determined|completed|written|done|defined|announced)|lorem ipsum\b.*)"
    r"\s*[\])}>]*[.:…]*",
    re.IGNORECASE,
)
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
_FIELDS = (
    ("listings", re.compile(r"\bsub[\s-]*personas?\b")),
    ("motivation", re.compile(r"\bmotivations?\b")),
    ("resources", re.compile(r"\bresources?\b")),
    ("challenges", re.compile(r"\bchallenges?\b")),
    ("suggestions", re.compile(r"\bsuggestions?\b|\bimprovements?\b")),
)
_LABEL = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3}|)(?P<label>[^\s*_:：][^*_:：]{0,60}?)\s*"
    r"(?:(?P=mark)\s*[:：]|[:：]\s*(?P=mark))\s*(?P<rest>.*)",
    re.DOTALL,
)
_JOINERS = re.compile(r"\b(?:and|the|a|an|of|for)\b|[^\w\s]")
# How alike two writings must be to be taken for one. Between the index and the headings of the two
# real editions the same persona reaches 0.89 and more in both parts of its name, and no other one
# more than 0.50 in the lesser part. Archetypes alone are alike up to 0.77 where they differ, and
# 0.97 for the one that is renamed.
_ALIKE = 0.8
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
    >>> persona_name("Role:") is None
    True
    """
    match = _PERSONA.fullmatch(plain(heading))
    if match is None:
        return None
    name, marker = _marked(match["name"].rstrip(" :"))
    return split_name(name, marker)


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


def _marked(name: str) -> tuple[str, str | None]:
    bracket = _BRACKET.search(name)
    if bracket is None:
        return name, None
    inside = bracket["round"] if bracket["round"] is not None else bracket["square"]
    for marker, pattern in (("forthcoming", _FORTHCOMING), ("future", _FUTURE)):
        if pattern.match(inside.strip()):
            return name[: bracket.start()], marker
    return name, None


def heading_words(heading: str) -> tuple[str, str]:
    """Split a heading into its words and a trailing bracket, colons left out.

    Examples
    --------
    >>> heading_words("**Role** (incomplete, later):")
    ('Role', 'incomplete, later')
    """
    words = plain(heading).rstrip(" :：")
    bracket = _BRACKET.search(words)
    if bracket is None or not words[: bracket.start()].strip():
        return words, ""
    inside = bracket["round"] if bracket["round"] is not None else bracket["square"]
    return words[: bracket.start()].rstrip(" :："), inside


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


def is_incomplete(heading: str) -> bool:
    """Tell whether a section's heading says that it is not finished.

    Examples
    --------
    >>> is_incomplete("Goals: (incomplete, to be discussed)"), is_incomplete("Goals (2025)")
    (True, False)
    """
    return bool(_INCOMPLETE.search(heading_words(heading)[1]))


def is_placeholder(text: str) -> bool:
    """Tell whether a text only holds the place for one: "[placeholder]", "TBD".

    Examples
    --------
    >>> is_placeholder("[Placeholder]"), is_placeholder("A placeholder persona confuses readers")
    (True, False)
    """
    return bool(_PLACEHOLDER.fullmatch(plain(text).strip()))


def actor_name(heading: str) -> str | None:
    """Read a use case's actor out of a heading; None where it names none.

    Examples
    --------
    >>> actor_name("As an Open Source Consumer :")
    'Open Source Consumer'
    """
    match = _ACTOR.fullmatch(plain(heading).rstrip(" :："))
    return match["actor"] if match else None


def group_field(text: str) -> tuple[str | None, str, str]:
    """Take a group's bullet apart into its field, its label and what follows.

    Parameters
    ----------
    text : str
        A bullet's text, markup kept.

    Returns
    -------
    field : str or None
        motivation, resources, challenges, suggestions, listings, or None where
        the label is of no known field or there is none.
    label : str
        The label's words; empty where there is none.
    rest : str
        The text after the label; all of it where there is no label.

    Examples
    --------
    >>> group_field("*Primary Motivation*: Growth.")
    ('motivation', 'Primary Motivation', 'Growth.')
    >>> group_field("**Sub Personas:** Olga OSPO")
    ('listings', 'Sub Personas', 'Olga OSPO')
    """
    match = _LABEL.fullmatch(text.strip())
    if match is None:
        return None, "", text
    words = match["label"].lower()
    for name, pattern in _FIELDS:
        if pattern.search(words) and len(words.split()) <= 4:
            return name, squeeze(match["label"]), squeeze(match["rest"])
    return None, squeeze(match["label"]), squeeze(match["rest"])


def group_title(heading: str) -> tuple[str, str | None]:
    """Split a group's heading into its title and the roles in brackets after it.

    Examples
    --------
    >>> group_title("Executive / C-Suite (CEO, CTO, etc.)")
    ('Executive / C-Suite', 'CEO, CTO, etc.')
    """
    words, inside = heading_words(heading)
    return words, squeeze(inside) or None


def key(text: str) -> str:
    """Reduce a name to what two writings of it have in common.

    Examples
    --------
    >>> key("Infrastructure and Platform Engineer") == key("Infrastructure/Platform Engineer")
    True
    """
    return squeeze(_JOINERS.sub(" ", plain(text).lower()))


def same_title(one: str, other: str) -> bool:
    """Tell whether two titles mean the same group.

    A bracket, the word "Personas" and a plural's s make no difference.

    Examples
    --------
    >>> same_title("Open Source Professional (OSPO)", "Open Source Professionals")
    True
    """
    return _title_key(one) == _title_key(other) != ""


def _title_key(title: str) -> str:
    words = re.sub(r"\bpersonas?\b", " ", key(heading_words(title)[0]))
    return " ".join(word.removesuffix("s") for word in words.split())


def same_name(one: str, other: str) -> bool:
    """Tell whether two writings are one name but for case, spaces and punctuation.

    Examples
    --------
    >>> same_name("Debbie the Downstream Contributor", "Debbie the Downstream contributor")
    True
    """
    return key(one) == key(other) != ""


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
    a, b = split_name(one), split_name(other)
    given = SequenceMatcher(None, (a.given_name or "").lower(), (b.given_name or "").lower())
    words_a, words_b = key(a.archetype).split(), key(b.archetype).split()
    archetype = SequenceMatcher(None, " ".join(words_a), " ".join(words_b)).ratio()
    if words_a and words_b and (set(words_a) <= set(words_b) or set(words_b) <= set(words_a)):
        archetype = 1.0
    return (given.ratio() if a.given_name and b.given_name else 0.0), archetype


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
    given, archetype = likeness(one, other)
    if min(given, archetype) >= _ALIKE:
        return True
    words = [key(split_name(name).archetype) for name in (one, other)]
    return same_place and SequenceMatcher(None, *words).ratio() >= _SAME_ARCHETYPE


def anchor(heading: str) -> str:
    """Make the anchor that GitHub gives a heading.

    Examples
    --------
    >>> anchor("Name: Debbie the Downstream contributor")
    'name-debbie-the-downstream-contributor'
    """
    return slug(plain(heading))
