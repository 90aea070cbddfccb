"""Fields: what a bullet below a group of the index says, by the label in front of it."""

from __future__ import annotations

import re

from .text import plain, squeeze

GROUP_FIELDS = ("motivation", "resources", "challenges", "suggestions")
"""The fields of a group in the index."""

_FIELDS = (
    ("listings", re.compile(r"\bsub[\s-]*personas?\b")),
    ("motivation", re.compile(r"\bmotivations?\b")),
    ("resources", re.compile(r"\bresources?\b")),
    ("challenges", re.compile(r"\bchallenges?\b")),
    ("suggestions", re.compile(r"\bsuggestions?\b|\bimprovements?\b")),
)

_DASH = re.compile(r"\s[-–—]\s")
_LABEL = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3}|)(?P<label>[^\s*_:：\[(][^*_:：\[(]{0,60}?)\s*"
    r"(?:(?P=mark)\s*[:：]|[:：]\s*(?P=mark)|(?P=mark)(?<=[*_])(?:\s+[-–—](?!\S)|\Z))"
    r"\s*(?P<rest>.*)",
    re.DOTALL,
)


def field_of(words: str) -> str | None:
    """Name the field that a label's words mean; listings for the sub-personas.

    Examples
    --------
    >>> field_of("Primary Motivation"), field_of("Sub Personas"), field_of("Colour")
    ('motivation', 'listings', None)
    """
    words = plain(words).lower().rstrip(" :：")
    if len(words.split()) > 4:
        return None
    return next((name for name, pattern in _FIELDS if pattern.search(words)), None)


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
    >>> group_field("**Sub Personas:** Olga OSPO"), group_field("*Common Challenges* - time")
    (('listings', 'Sub Personas', 'Olga OSPO'), ('challenges', 'Common Challenges', 'time'))
    """
    match = _LABEL.fullmatch(text.strip())
    if match is None:
        return None, "", text
    return field_of(match["label"]), squeeze(match["label"]), squeeze(match["rest"])


def overview(text: str) -> tuple[str, str]:
    """Split what the index says of a group, "Title - sentence", at the first dash between spaces.

    Examples
    --------
    >>> overview("Data Operations - I build pipelines"), overview("Nothing of the kind")
    (('Data Operations', 'I build pipelines'), ('Nothing of the kind', ''))
    """
    title, _, sentence = _DASH.sub("\n", text, count=1).partition("\n")
    return squeeze(title), squeeze(sentence)
