"""Visible: a document's words as a terminal or a log may safely show them."""

from __future__ import annotations


def visible(text: str) -> str:
    r"""Show what a terminal would obey, and what nobody sees, as escapes.

    Examples
    --------
    >>> visible("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )
