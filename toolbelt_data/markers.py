"""Markers: how a document says of itself that something is not written yet."""

from __future__ import annotations

import re

from .text import plain

_STANDS_ALONE = r"\s*(?:$|[,;:.!/–—-])"
_FORTHCOMING = re.compile(
    r"(?:forthcoming|coming soon|placeholder|wip|tbd|tba|tbc|to ?do|in progress|work in progress"
    r"|to be (?:added|completed|defined|determined|discussed|done|written))\b"
    rf"|(?:draft|incomplete|unfinished|pending){_STANDS_ALONE}",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    rf"(?:(?:for )?(?:the )?future(?: personas?| work)?|planned|later){_STANDS_ALONE}",
    re.IGNORECASE,
)
_BRACKET = re.compile(
    r"\s*(?:\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\]"
    rf"|(?<=\s)[-–—]\s+(?P<dash>{_FORTHCOMING.pattern}|{_FUTURE.pattern}))\s*(?::\s*)?$",
    re.IGNORECASE,
)
_DASH = re.compile(r"[-–—]\s")
_INCOMPLETE = re.compile(
    r"(?<!not )\b(?:incomplete|unfinished|work on this)\b"
    rf"|^(?:{_FORTHCOMING.pattern}|{_FUTURE.pattern})",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"[\[({<]*\s*(?:placeholder|to ?do|tbd|tba|tbc|fixme|wip|n/a|forthcoming|coming soon"
    r"|work in progress|to be (?:added|completed|defined|determined|discussed|done|written)"
    r"|lorem ipsum\b.*)\s*[\])}>]*[.:…!]*|\[(?:insert|add|your|describe)\b[^\]]*\]|\.\.\.|…",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w")


def split_bracket(words: str) -> tuple[str, str]:
    """Split words from a trailing bracket, or from a marker after a dash, without its colon.

    Examples
    --------
    >>> split_bracket("Role (incomplete):"), split_bracket("Role - incomplete")
    (('Role', 'incomplete'), ('Role', 'incomplete'))
    """
    closed = words.rstrip().rstrip(":").rstrip().endswith((")", "]"))
    bracket = _BRACKET.search(words) if closed or _DASH.search(words) else None
    if bracket is None or not words[: bracket.start()].strip():
        return words, ""
    inside = next((found for found in bracket.groups() if found), "")
    return words[: bracket.start()].rstrip(" ,"), inside.strip()


def marker_of(inside: str) -> str | None:
    """Name the marker that a bracket in a persona's heading is; None where it is none.

    Examples
    --------
    >>> marker_of("coming soon"), marker_of("planned"), marker_of("Infrastructure Engineer")
    ('forthcoming', 'future', None)
    """
    if _FORTHCOMING.match(inside):
        return "forthcoming"
    return "future" if _FUTURE.match(inside) else None


def is_incomplete(inside: str) -> bool:
    """Tell whether a bracket in a section's heading says that it is not finished.

    Examples
    --------
    >>> is_incomplete("incomplete, to be discussed"), is_incomplete("current and future")
    (True, False)
    """
    return bool(_INCOMPLETE.search(inside))


def is_placeholder(text: str) -> bool:
    """Tell whether a text only holds the place for one: "[placeholder]", "TBD", "???".

    Examples
    --------
    >>> is_placeholder("[Placeholder]"), is_placeholder("A placeholder persona confuses readers")
    (True, False)
    """
    words = plain(text).strip()
    return not _WORD.search(words) or bool(_PLACEHOLDER.fullmatch(words))
