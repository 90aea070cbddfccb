"""Visible: a document's words as a terminal or a log may safely show them."""

from __future__ import annotations

import re

# What GitHub's log takes for a command: at the beginning of a line, or in its older form anywhere.
_COMMAND = re.compile(r"(?<![^\s]):(?=:)|#(?=#\[)")


def visible(text: str) -> str:
    r"""Show what a terminal or a log would obey, and what nobody sees, as escapes.

    Examples
    --------
    >>> print(visible("a\x1b[31mb"))
    a\x1b[31mb
    >>> print(visible("::error::b"))
    \x3a:error::b
    """
    shown = "".join(
        character if character.isprintable() else ascii(character)[1:-1] for character in text
    )
    return _COMMAND.sub(lambda match: f"\\x{ord(match.group()):02x}", shown)


def visible_json(text: str) -> str:
    r"""Write what a log would obey in JSON as the same characters, escaped.

    Examples
    --------
    >>> print(visible_json('["##[error]b"]'))
    ["\u0023#[error]b"]
    """
    return text.replace("##[", "\\u0023#[")
