"""Text: lines, invisible characters, the words that inline markdown shows, slugs and digests.

``str.splitlines`` is not used: it also breaks a line at U+2028, which one real
document has inside a line.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .errors import SourceError

_LINE_END = re.compile(r"\r\n|\r|\n")
# Zero-width characters, and the entity that editors leave behind.
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]|&nbsp;|&#160;", re.IGNORECASE)
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|</?[A-Za-z][^<>]*>", re.DOTALL)
# The joiners U+200C and U+200D are not among them: they belong to the spelling of some scripts.
ZERO_WIDTH = re.compile(r"[\u200b\u2060\ufeff\u00ad]")
# A number, a letter or a sign in front of a heading's words, with the punctuation around it.
_LEAD = re.compile(r"\W*+(?P<core>\d[\d.]*\d|\d|[a-z]|[ivx]+|)(?P<end>\W*)|:\w+:", re.IGNORECASE)
_MOST_LEADS = 4
_MARKS = re.compile(r"[*_\[`<\\&!]")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")
# Commands of GitHub's log: at the beginning of a line, or in the older form anywhere.
_COMMAND = re.compile(r"(?<![^\s]):(?=:)|#(?=#\[)")
_PARSER = MarkdownIt("commonmark")


def split_lines(text: str) -> list[str]:
    r"""Split a text at LF, CRLF and CR and at nothing else.

    Returns
    -------
    list of str
        The lines without their ends. A last line without an end counts; the
        empty text has no line.

    Examples
    --------
    >>> split_lines("a\r\nb\u2028c\n")
    ['a', 'b\u2028c']
    """
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


def squeeze(text: str) -> str:
    """Replace each run of white space by one space, and remove it at both ends.

    Examples
    --------
    >>> squeeze("  two   words ")
    'two words'
    """
    return " ".join(text.split())


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing when it is rendered.

    Examples
    --------
    >>> is_blank("  &nbsp;"), is_blank("-")
    (True, False)
    """
    if text.isascii() and "&" not in text:
        return not text.strip()
    return not _INVISIBLE.sub("", text).strip()


def shows_nothing(text: str) -> bool:
    """Tell whether a text is blank once its tags and comments are removed.

    Examples
    --------
    >>> shows_nothing('<a id="x"></a> <br>'), shows_nothing("a < b")
    (True, False)
    """
    return is_blank(_MARKUP.sub("", text) if "<" in text else text)


@lru_cache(maxsize=256)
def plain(text: str) -> str:
    """Return the words that inline markdown shows, without its markup.

    Returns
    -------
    str
        White space squeezed; a link is replaced by its text, an image by its
        description.

    Examples
    --------
    >>> plain("**Name:** [Priya](a.md) the *AI/ML* Engineer")
    'Name: Priya the AI/ML Engineer'
    """
    text = text if text.isascii() else ZERO_WIDTH.sub("", text)
    if not _MARKS.search(text):
        return squeeze(text)
    return squeeze("".join(map(shown, inline(text))))


def inline(text: str, env: dict | None = None) -> list[Token]:
    """Parse inline markdown; ``env`` has the references that the document defines.

    Examples
    --------
    >>> [token.type for token in inline("*a*")]
    ['em_open', 'text', 'em_close']
    """
    return _PARSER.parseInline(text, env)[0].children or []


def shown(token: Token) -> str:
    """Return the words that an inline token of the markdown parser shows."""
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return "" if token.type == "html_inline" else token.content


def without_lead(words: str) -> str:
    """Remove a leading number or sign from a heading's words.

    Examples
    --------
    >>> without_lead("2.1 Goals"), without_lead("🎯 Goals"), without_lead("3 goals")
    ('Goals', 'Goals', '3 goals')
    """
    for _ in range(_MOST_LEADS):
        first, _, rest = words.partition(" ")
        lead = _LEAD.fullmatch(first)
        if not rest or not lead or (lead["core"] and not lead["end"] and "." not in lead["core"]):
            break
        words = rest
    return words


def slug(text: str) -> str:
    """Return GitHub's slug of a text, which is the anchor of a heading with these words.

    Notes
    -----
    GitHub lowers the letters, drops what is neither letter, digit, mark,
    underscore, hyphen nor space, and replaces each space by a hyphen.

    Examples
    --------
    >>> slug("Name: Priya the AI/ML Engineer"), slug("हिन्दी")
    ('name-priya-the-aiml-engineer', 'हिन्दी')
    """
    return _NOT_IN_SLUG.sub(_mark, squeeze(text).lower()).replace(" ", "-")


def _mark(match: re.Match[str]) -> str:
    r"""Keep a combining mark, which ``\w`` does not match."""
    return match[0] if unicodedata.category(match[0]).startswith("M") else ""


def words_slug(text: str) -> str:
    """Return a readable id that separates words which :func:`slug` would join.

    Examples
    --------
    >>> words_slug("Executive / C-Suite")
    'executive-c-suite'
    """
    return "-".join(
        _NOT_IN_SLUG.sub(lambda m: _mark(m) or " ", text.lower()).replace("-", " ").split()
    )


def digest(text: str) -> str:
    """Return the digest by which a review identifies a text.

    Returns
    -------
    str
        The first 16 hexadecimal digits of the SHA-256 of the text, white space
        squeezed, in UTF-8.

    Examples
    --------
    >>> digest("No  time") == digest("No time"), digest("No time")
    (True, '95f75fb91c3cb06d')
    """
    return hashlib.sha256(squeeze(text).encode()).hexdigest()[:16]


def visible(text: str) -> str:
    r"""Escape control characters, commands to GitHub's log and invisible characters.

    Examples
    --------
    >>> print(visible("a\x1b[31mb"), visible("::error::b"))
    a\x1b[31mb \x3a:error::b
    """
    escaped = "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )
    return _COMMAND.sub(lambda match: f"\\x{ord(match.group()):02x}", escaped)


def number(count: int, noun: str) -> str:
    """Return a count with its noun, in the plural unless the count is 1.

    Examples
    --------
    >>> number(1, "gap"), number(2, "gap")
    ('1 gap', '2 gaps')
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def decode(path: object, data: bytes, fix: str = "save the file as UTF-8") -> str:
    r"""Decode a file's bytes as UTF-8.

    Raises
    ------
    SourceError
        If a byte is not UTF-8; names the first one and its line.

    Examples
    --------
    >>> decode("a.md", b"ok\n\xff")
    Traceback (most recent call last):
    toolbelt_data.errors.SourceError: a.md:2: not UTF-8 (0xff at byte 3); save the file as UTF-8
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = len(split_lines(data[: error.start].decode("utf-8") + "?"))
        found = f"not UTF-8 (0x{data[error.start]:02x} at byte {error.start})"
        raise SourceError(path, found, fix, line) from None
