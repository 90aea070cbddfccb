"""Statements: how the lines of a block become the units that a section is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .markdown import Block
from .text import is_blank, shows_nothing, squeeze

KINDS = ("bullet", "nested", "bare", "paragraph", "line", "row")
"""How a statement is written: a list item, one nested in another, a line that
begins with a bullet and lacks the space after it, a paragraph, one of several
lines of a paragraph that each end a sentence or clause, a row of a table."""

# ``-Text`` and ``*Text``: the space is missing, and CommonMark joins the line to the one before.
# The bullets that word processors paste, and numbers that do not begin at 1 right below words, are
# no list markers to CommonMark at all.
_BARE = re.compile(
    r"(?:-(?![->\s\d])|\*(?![*\s])|\d{1,2}[.)](?=[A-Z])|[•◦▪▫■□●○‣·∙►▸➤➢✓✔✅☑]\ufe0f?\s*)(?=\S)"
)
_SPACED = re.compile(r"(?:[-*+]|\d{1,2}[.)])\s+(?=\S)")
# A dash, or a bullet that an editor has escaped, may stand at the beginning of a line by chance,
# unless it begins the paragraph too.
_DASH = re.compile(r"(?:[–—]|\\[-*+])\s+(?=\S)")
_BREAK = re.compile(r"\\$")
_ENDS_LINE = re.compile(r"[.!?:;][\"'’”)\]*_]*\s*$| {2,}$|\\$|<br\s*/?>\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One statement's text and the lines it came from, those of other statements left out."""

    lines: tuple[int, ...]
    text: str
    kind: str

    @property
    def line(self) -> int:
        """The first line, counted from 1."""
        return self.lines[0]

    @property
    def end_line(self) -> int:
        """The last line."""
        return self.lines[-1]


def pieces(block: Block) -> list[Piece]:
    r"""Split a block of text into its statements.

    Parameters
    ----------
    block : Block
        An item, a paragraph or a table's row.

    Returns
    -------
    list of Piece
        In the order of the source; none is empty.

    Examples
    --------
    >>> from toolbelt_data.markdown import blocks
    >>> for piece in pieces(blocks("- one\n-two\n  goes on\n")[0]):
    ...     print(piece.line, piece.end_line, piece.kind, piece.text)
    1 1 bullet one
    2 3 bare two goes on
    >>> [piece.kind for piece in pieces(blocks("First.\nSecond;\nthird\n")[0])]
    ['line', 'line', 'line']
    """
    if block.kind == "row":
        return _joined([(block.line, block.text)], "row")
    first: list[tuple[int, str]] = []
    chunks: list[list[tuple[int, str]]] = []
    dashed = block.kind == "paragraph" and _DASH.match(block.lines[0][1])
    for number, text in block.lines:
        text = text.lstrip()
        marker = _bare_marker(text) if block.kind == "paragraph" or number > block.line else 0
        if dashed and (dash := _DASH.match(text)):
            marker = dash.end()
        if marker:
            chunks.append([(number, text[marker:])])
        elif chunks:
            chunks[-1].append((number, text))
        else:
            first.append((number, text))
    if block.kind == "item":
        found = _joined(first, "nested" if block.level > 1 else "bullet", block.line)
    else:
        found = _paragraph(first)
    for chunk in chunks:
        found += _joined(chunk, "bare")
    return found


def _bare_marker(text: str) -> int:
    """Give the length of a bullet that lacks its space; 0 where there is none.

    ``*word* and more`` is emphasis: a star that is closed on its line is no bullet.
    """
    match = _BARE.match(text) or _SPACED.match(text)
    if match is None or (text[0] == "*" and re.match(r"\*[^*\s](?:[^*]*[^*\s])?\*(?!\*)", text)):
        return 0
    return match.end()


def _paragraph(lines: list[tuple[int, str]]) -> list[Piece]:
    if len(lines) > 1 and all(_ENDS_LINE.search(text) for _, text in lines[:-1]):
        alone = [(number, _BREAK.sub("", text)) for number, text in lines]
        return [piece for line in alone for piece in _joined([line], "line")]
    return _joined(lines, "paragraph")


def _joined(lines: list[tuple[int, str]], kind: str, start: int | None = None) -> list[Piece]:
    if len(lines) == 1:
        number, one = lines[0]
        text = squeeze(one)
        numbers = (number,) if start in (None, number) else (start, number)
        return [] if shows_nothing(text) else [Piece(numbers, text, kind)]
    words = [text for _, text in lines]
    words[:-1] = [_BREAK.sub("", text) for text in words[:-1]]
    text = squeeze(" ".join(words))
    if shows_nothing(text):
        return []
    numbers = {number for number, one in lines if not is_blank(one)}
    if start:
        numbers.add(start)
    return [Piece(tuple(sorted(numbers)), text, kind)]
