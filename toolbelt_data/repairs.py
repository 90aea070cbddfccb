"""Repairs: headings that CommonMark does not see, and those that it sees where none was meant.

Documents written in a browser hold slips of an editor. They are taken for what
was meant only where that is plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from .headings import actor_name, section_alone, section_of
from .markdown import Block
from .names import persona_name
from .statements import Piece

# No space after the hashes, one that CommonMark takes for none, or too many of them.
_NO_SPACE = re.compile(r"(?P<hashes>#+)\s*(?P<text>[^#\s].*)")
_TAGGED = re.compile(r"<h(?P<level>[1-6])\b[^>]*>(?P<text>.*)</h(?P=level)>", re.IGNORECASE)
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<text>(?:(?!(?P=mark)).)+)(?P=mark)\s*(?:[:：]\s*)?")


def opens_section(piece: Piece) -> bool:
    """Tell a bullet, or a paragraph set off as a heading, whose whole text names a section."""
    if piece.kind == "row" or section_alone(piece.text) is None:
        return False
    if piece.kind != "line":
        return True
    return piece.text[0] in "*_" or piece.text.rstrip("*_ ").endswith((":", "："))


def without_hidden_headings(block: Block, in_persona: bool) -> list[Block]:
    """Find the lines of a block that are headings to their writer.

    Parameters
    ----------
    block : Block
        An item or a paragraph.
    in_persona : bool
        Whether a persona is open, so that a section can begin.

    Returns
    -------
    list of Block
        The block in parts: a line such as ``##Exec``, which lacks the space
        after its hashes (one hash alone only where a persona or section is
        named), a line in a heading's tag, and a line all in bold that names a
        persona, an actor or, inside a persona, a section, are headings; the
        rest stays.

    Examples
    --------
    >>> block = Block("paragraph", 1, 2, lines=[(1, "##Exec"), (2, "text")])
    >>> [(part.kind, part.level, part.text) for part in without_hidden_headings(block, False)]
    [('heading', 2, 'Exec'), ('paragraph', 0, 'text')]
    """
    hidden = [
        _hidden(line, block.kind == "paragraph" or number > block.line, in_persona)
        for number, line in block.lines
    ]
    if block.lines[-1][0] == block.end_line and not any(text for _, text in hidden):
        return [block]
    found = [replace(block, lines=[])]
    for (number, line), (level, text) in zip(block.lines, hidden, strict=True):
        if text:
            heading = [(number, text)]
            found.append(Block("heading", number, number, level, heading, "paragraph"))
        elif found[-1].kind == "heading":
            found.append(Block("paragraph", number, number, lines=[(number, line)]))
        else:
            found[-1].lines.append((number, line))
            found[-1].end_line = number
    return [part for part in found if part.lines]


def _hidden(line: str, in_paragraph: bool, in_persona: bool) -> tuple[int, str]:
    """Give level and text of a heading that a line hides; an empty text where it hides none.

    A section's level is 0: that of the persona's other sections.
    """
    line = line.strip()
    if line[:1] not in ("#", "<", "*", "_"):
        return 0, ""
    bare = _NO_SPACE.fullmatch(line)
    if bare is not None:
        level, text = min(len(bare["hashes"]), 6), bare["text"].strip(" #")
        return (level, text) if level > 1 or persona_name(text) or section_of(text) else (0, "")
    if tagged := _TAGGED.fullmatch(line):
        return int(tagged["level"]), tagged["text"].strip()
    if in_paragraph and _BOLD.fullmatch(line):
        if persona_name(line) or (actor_name(line) and not in_persona):
            return 2, line
        if in_persona and section_alone(line):
            return 0, line
    return 0, ""


def without_hidden_fields(block: Block, named: Callable[[str], tuple]) -> list[Block]:
    """Find the fields that stand in a block without a bullet of their own.

    Parameters
    ----------
    block : Block
        An item, a paragraph or a table's row.
    named : callable
        Gives a line's field first, None where the line does not begin with one.

    Returns
    -------
    list of Block
        The block in parts, each but the first beginning with a field.

    Examples
    --------
    >>> from toolbelt_data.fields import group_field
    >>> lines = [(1, "*Common Challenges*: time"), (2, "*Sub Personas*: Ada")]
    >>> [part.text for part in without_hidden_fields(Block("item", 1, 2, 1, lines), group_field)]
    ['*Common Challenges*: time', '*Sub Personas*: Ada']
    """
    if len(block.lines) == 1 and block.end_line == block.line:
        return [block]
    found = [replace(block, lines=block.lines[:1], end_line=block.line)]
    for number, line in block.lines[1:]:
        if named(line)[0] is not None:
            found.append(Block("paragraph", number, number, lines=[(number, line)]))
        else:
            found[-1].lines.append((number, line))
            found[-1].end_line = number
    return found


def demoted(block: Block, in_persona: bool) -> list[Block]:
    """Take back a heading that an editor's leftover made of a paragraph.

    A line of ``-`` or ``---`` right under a paragraph makes it a heading to
    CommonMark. Where it names nothing that is known, and its text is several
    lines or a sentence, or the line under it is a single ``-``, or inside a
    persona a short rule, the writer meant an empty bullet or a rule.

    Examples
    --------
    >>> block = Block("heading", 1, 2, 2, [(1, "Runs servers")], "setext", "---")
    >>> [part.kind for part in demoted(block, True)], [p.kind for p in demoted(block, False)]
    (['paragraph', 'rule'], ['heading'])
    """
    if block.form != "setext" or block.underline[:1] != "-":
        return [block]
    text = block.text
    names = persona_name(text) or section_of(text) or actor_name(text)
    sentence = len(block.lines) > 1 or text.rstrip().endswith((".", "!", ";"))
    short = block.underline == "-" or (in_persona and len(block.underline) <= 3)
    if names or not (sentence or short):
        return [block]
    kind = "empty_bullet" if block.underline == "-" else "rule"
    last = block.end_line
    return [
        Block("paragraph", block.line, last - 1, lines=block.lines),
        Block(kind, last, last),
    ]
