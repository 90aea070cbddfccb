"""Characters: where a line ends, which characters are blank, how a text becomes a slug.

Everything that other modules know about characters stands here, because the
usual helpers disagree with the documents: ``str.splitlines`` breaks a line at
U+2028, which one real document holds inside a line.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from difflib import SequenceMatcher
from functools import lru_cache, wraps
from typing import TypeVar

from markdown_it import MarkdownIt

_LINE_END = re.compile(r"\r\n|\r|\n")
# Rendered, these show nothing: zero-width characters and the entity that editors leave.
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]|&nbsp;|&#160;", re.IGNORECASE)
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>", re.DOTALL)
# Those that stand between letters by an accident of the clipboard and mean nothing there.
_ZERO_WIDTH = re.compile(r"[\u200b\u2060\ufeff\u00ad]")
# A number, a letter with a stop, a sign or an emoji in front of a heading's words.
_LEAD = re.compile(
    r"(?:[^\w\s]+\s+|:\w+:\s*|\(?(?:[\d.]+|[ivx]+|[a-z])[^\w\s]+\s+|\d+\.[\d.]+\s+)+",
    re.IGNORECASE,
)
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
_MARKS = re.compile(r"[*_\[`<\\&!]")
LONGEST_MARKUP = 100_000
"""Characters of a text whose markup is read: brackets that nothing closes take 30 us each."""
_INLINE = MarkdownIt("commonmark")
# The longest real statement has some 1,000 characters.
_LONGEST_KEPT = 2_000
_MOST_KEPT = 4_000
Answer = TypeVar("Answer")


def split_lines(text: str) -> list[str]:
    r"""Split a text at LF, CRLF and CR and at nothing else.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
        The lines without their ends. A last line that is not ended counts;
        the empty text has no line.

    Examples
    --------
    >>> split_lines("a\r\nb\u2028c\n")
    ['a', 'b\u2028c']
    """
    lines = _LINE_END.split(text) if "\r" in text else text.split("\n")
    if lines[-1] == "":
        lines.pop()
    return lines


def squeeze(text: str) -> str:
    """Make each run of white space one space, and none at either end.

    Examples
    --------
    >>> squeeze("  two   words ")
    'two words'
    """
    # No white space but the space itself is printable; most texts are as they should be.
    if text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " ":
        return text
    return " ".join(text.split())


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing when it is rendered.

    Examples
    --------
    >>> is_blank("  &nbsp;"), is_blank("-")
    (True, False)
    """
    return not _shows(text, "&") and not _INVISIBLE.sub("", text).strip()


def shows_nothing(text: str) -> bool:
    """Tell whether a text is blank once its tags and comments are gone.

    Examples
    --------
    >>> shows_nothing('<a id="x"></a> <br>'), shows_nothing("a < b")
    (True, False)
    """
    return not _shows(text, "&<") and is_blank(_MARKUP.sub("", text))


def _shows(text: str, beginning: str) -> bool:
    """Tell by its first character that a text shows something; most do.

    `beginning` are those with which something that shows nothing may begin.
    """
    return "!" <= text[:1] <= "~" and text[0] not in beginning


def remembered(function: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Work out once for each text what depends on it alone; of long texts nothing is kept.

    Examples
    --------
    >>> remembered(str.lower)("A")
    'a'
    """
    kept = lru_cache(maxsize=_MOST_KEPT)(function)

    @wraps(function)
    def answer(text: str) -> Answer:
        return kept(text) if len(text) <= _LONGEST_KEPT else function(text)

    return answer


@remembered
def plain(text: str) -> str:
    """Give the words that inline markdown shows, without its markup.

    Parameters
    ----------
    text : str
        Inline markdown, such as a heading's text.

    Returns
    -------
    str
        The words, white space squeezed; a link gives its text, an image its
        description. A text longer than :data:`LONGEST_MARKUP` is given as it is.

    Examples
    --------
    >>> plain("**Name:** [Priya](a.md) the *AI/ML* Engineer")
    'Name: Priya the AI/ML Engineer'
    """
    text = text if text.isascii() else _ZERO_WIDTH.sub("", text)
    if len(text) > LONGEST_MARKUP or not _MARKS.search(text):
        return squeeze(text)
    words = []
    for token in _INLINE.parseInline(text)[0].children or []:
        if token.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif token.type != "html_inline":
            words.append(token.content)
    return squeeze("".join(words))


def reaches(one: str, other: str, least: float) -> bool:
    """Tell whether two texts are so alike, by their lengths and letters before their order.

    Examples
    --------
    >>> reaches("challanges", "challenges", 0.85), reaches("role", "challenges", 0.85)
    (True, False)
    """
    both = len(one) + len(other)
    # No more letters can be the same than the shorter one has.
    if both and 2.0 * min(len(one), len(other)) / both < least:
        return False
    matcher = SequenceMatcher(None, one, other)
    return matcher.quick_ratio() >= least and matcher.ratio() >= least


def without_lead(words: str) -> str:
    """Leave out a number or a sign in front of a heading's words.

    Examples
    --------
    >>> without_lead("2.1 Goals"), without_lead("🎯 Goals"), without_lead("3 goals")
    ('Goals', 'Goals', '3 goals')
    """
    lead = _LEAD.match(words)
    return words[lead.end() :] if lead else words


def slug(text: str) -> str:
    """Make GitHub's slug of a text: the anchor its page gives a heading of these words.

    Parameters
    ----------
    text : str
        Words without markup.

    Returns
    -------
    str

    Notes
    -----
    GitHub lowers the letters, drops what is neither letter, digit, mark,
    underscore, hyphen nor space, and makes each space a hyphen.

    Examples
    --------
    >>> slug("Name: Priya the AI/ML Engineer")
    'name-priya-the-aiml-engineer'
    """
    return _NOT_IN_SLUG.sub("", squeeze(text).lower()).replace(" ", "-")


def words_slug(text: str) -> str:
    """Make a readable id that keeps words apart where :func:`slug` would join them.

    Examples
    --------
    >>> words_slug("Executive / C-Suite")
    'executive-c-suite'
    """
    return "-".join(re.findall(r"\w+", text.lower()))


@remembered
def digest(text: str) -> str:
    """Give the digest by which a judgement knows the text it was given for.

    Parameters
    ----------
    text : str
        A statement's text.

    Returns
    -------
    str
        The first 16 hexadecimal digits of the SHA-256 of the text with white
        space squeezed, encoded as UTF-8.

    Examples
    --------
    >>> digest("No  time") == digest("No time"), digest("No time")
    (True, '95f75fb91c3cb06d')
    """
    return hashlib.sha256(squeeze(text).encode()).hexdigest()[:16]
