"""Repairs: headings that CommonMark does not see, and those that it sees where none was meant.

Documents written in a browser hold slips of an editor. What the writer meant
is plain where the words name a persona or a section; only then is it taken.
"""

from __future__ import annotations

from dataclasses import replace

from .headings import actor_name, section_of
from .markdown import Block
from .names import persona_name
from .statements import Piece


def opens_section(piece: Piece) -> bool:
    """Tell a bullet, or a paragraph set off as a heading, whose whole text names a section."""
    if piece.kind == "row" or section_of(piece.text) is None:
        return False
    if piece.kind in ("bullet", "nested", "bare"):
        return True
    return piece.text[0] in "*_" or piece.text.rstrip("*_ ").endswith((":", "："))


def without_hidden_headings(block: Block) -> list[Block]:
    """Find headings that lack the space after their hashes: ``###Role``.

    CommonMark takes them for text. One counts as the heading that it was meant
    to be where it names a persona or a section.
    """
    found = [replace(block, lines=[])]
    for number, line in block.lines:
        text = line.lstrip("#")
        level = len(line) - len(text)
        if 0 < level <= 6 and (persona_name(text) or section_of(text)):
            lines = [(number, text.strip(" #"))]
            found.append(Block("heading", number, number, level, lines, "paragraph"))
        elif found[-1].kind == "heading":
            found.append(Block("paragraph", number, number, lines=[(number, line)]))
        else:
            found[-1].lines.append((number, line))
            found[-1].end_line = number
    return [part for part in found if part.lines]


def demoted(block: Block) -> list[Block]:
    """Take back a heading that an editor's leftover made of a paragraph.

    A line of ``-`` or ``---`` right under a paragraph makes it a heading to
    CommonMark. Where the text is several lines or a sentence, or the underline
    is a single ``-``, and it names nothing, the writer meant an empty bullet
    or a rule.
    """
    if block.form != "setext" or block.underline[:1] != "-":
        return [block]
    text = block.text
    names = persona_name(text) or section_of(text) or actor_name(text)
    sentence = len(block.lines) > 1 or text.rstrip().endswith((".", "!", ";"))
    if names or not (sentence or block.underline == "-"):
        return [block]
    kind = "empty_bullet" if block.underline == "-" else "rule"
    last = block.end_line
    return [
        Block("paragraph", block.line, last - 1, lines=block.lines),
        Block(kind, last, last),
    ]
