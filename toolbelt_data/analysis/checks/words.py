"""Words: how messages quote and list, and how texts are compared word for word."""

from __future__ import annotations

from collections.abc import Sequence

from ...text import plain
from .evidence import WORD


def quoted(text: str, limit: int = 60) -> str:
    """Put a text between quotation marks, cut where it is long.

    Examples
    --------
    >>> quoted("a long text", 8)
    '"a long…"'
    """
    return f'"{text if len(text) <= limit else text[: limit - 1].rstrip() + "…"}"'


def listed(words: Sequence[str], last: str = "and") -> str:
    """List words with commas and a word before the last.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def bare_words(text: str) -> list[str]:
    """Give a text's words in small letters, without markup and punctuation.

    Examples
    --------
    >>> bare_words("**Hands-on** projects, guides.")
    ['hands', 'on', 'projects', 'guides']
    """
    return WORD.findall(plain(text).lower())
