"""Markdown: a document as the flat sequence of things it shows, each with its lines.

CommonMark is parsed by markdown-it-py. This module adds the source lines of
each heading, list item, paragraph and table row, and their text without
markers. Indented code is switched off: in these documents four spaces in front
of a bullet are an editor's indentation and never a program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .text import ZERO_WIDTH, inline, is_blank, shown, shows_nothing, split_lines, squeeze

KINDS = ("bullet", "nested", "bare", "paragraph", "line", "row")
"""How a statement is written: a list item, one nested in another, a line that
begins with a bullet and lacks the space after it, a paragraph, one of several
lines of a paragraph that each end a sentence or clause, a row of a table."""

# Inline markup is parsed only where a text may contain a link.
_PARSER = MarkdownIt("commonmark", {"maxNesting": 120}).enable("table")
_PARSER.disable(["code", "inline", "text_join"])
_MARKERS = " \t>-*+.)0123456789"
_TASK = re.compile(r"\A\[[ xX]?\](?:[^\S\n]+|(?=\n|\Z))")
# Invisible characters: zero-width ones in front of a marker hide it from CommonMark, and white
# space other than spaces and tabs makes a blank line a paragraph.
_UNSEEN = re.compile(rf"([ \t>]*+)(?:{ZERO_WIDTH.pattern}+|\s+\Z)")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
# Each fence that nothing closes costs another parse; a document has one at most.
_MOST_FENCES = 5
# A line of quotes alone is the end of a program's text that was pasted.
_QUOTES = ('"""', "'''")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# The label of something that unfolds is a control, not words.
_TAG = re.compile(r"<summary>[^<]*</summary>|<[^<>]*>", re.IGNORECASE)
_IMAGE_ONLY = re.compile(
    r"(?:\[?!\[[^\]\[]*\](?:\([^()]*\)|\[[^\]\[]*\])(?:\]\([^()]*\))?\s*)+", re.DOTALL
)
_KEY = r"[A-Za-z_][\w.-]*[ \t]*:(?:[ \t].*)?"
_FRONT_MATTER = re.compile(
    rf"---[ \t]*\n{_KEY}\n(?:(?:{_KEY}|[ \t#-].*|)\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)

# ``-Text`` and ``*Text``: the space is missing, and CommonMark joins the line to the one before.
# The bullets that word processors paste, and numbers that do not begin at 1 right below words, are
# no list markers to CommonMark at all.
_BARE = re.compile(
    r"(?:-(?![->\s\d])|\*(?![*\s])|\d{1,2}[.)](?=[A-Z])|[•◦▪▫■□●○‣·∙►▸➤➢✓✔✅☑]\ufe0f?\s*"
    r"|(?:[-*+]|\d{1,2}[.)])\s+)(?=\S)"
)
_EMPHASIS = re.compile(r"\*[^*\s](?:[^*]*[^*\s])?\*(?!\*)")
# A dash, or a bullet that an editor has escaped, may begin a line by chance, unless it begins the
# paragraph too.
_DASH = re.compile(r"(?:[–—]|\\[-*+])\s+(?=\S)")
_ENDS_LINE = re.compile(r"[.!?:;][\"'’”)\]*_]*\s*$|\\$|(?<=  )$|<br\s*/?>\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Block:
    """One thing that a document shows.

    Attributes
    ----------
    kind : str
        heading, item, paragraph, row, empty_bullet, rule, image, comment,
        html, code, table_head, definition or front_matter.
    line, end_line : int
        First and last source line, counted from 1.
    level : int
        Of a heading 1 to 6; of an item how deep it is nested, from 1.
    lines : list of (int, str)
        The content with its line numbers, markers and indentation left out.
    form : str
        How a heading is written: atx, setext, bullet or paragraph.
    """

    kind: str
    line: int
    end_line: int
    level: int = 0
    lines: list[tuple[int, str]] = field(default_factory=list)
    form: str = ""

    def add(self, lines: list[tuple[int, str]]) -> None:
        """Add lines, one at least."""
        self.lines += lines
        self.end_line = max(self.end_line, lines[-1][0])

    @property
    def text(self) -> str:
        """The content with its lines joined by a space."""
        return " ".join(text.strip() for _, text in self.lines)


class Link(NamedTuple):
    """A link with the line on which it begins, the words that it shows, and its address."""

    line: int
    text: str
    address: str


class Document(NamedTuple):
    """A parsed document: its lines, blocks, links and defined references."""

    lines: list[str]
    blocks: list[Block]
    links: list[Link]
    references: dict[str, dict]


class Piece(NamedTuple):
    """The text of one statement, how it is written, and its lines without those of others."""

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


def parse(text: str) -> Document:
    r"""Parse a document into its blocks and links, in the order of the source.

    Parameters
    ----------
    text : str
        A document without a byte order mark.

    Returns
    -------
    Document
        A list item comes before the items nested in it. Blank lines are in
        no block.

    Examples
    --------
    >>> for block in parse("# Title\n- one\n  - two\n- \n").blocks:
    ...     print(block.kind, block.line, block.level, repr(block.text))
    heading 1 1 'Title'
    item 2 1 'one'
    item 3 2 'two'
    empty_bullet 4 1 ''
    """
    lines = split_lines(text)
    body = [
        match[1] + line[match.end() :] if (match := _UNSEEN.match(line)) else line for line in lines
    ]
    matter = _FRONT_MATTER.match("\n".join(lines))
    head = matter[0].rstrip().count("\n") + 1 if matter else 0
    blocks = [Block("front_matter", 1, head)] if head else []
    code = [row for row, line in enumerate(body) if line.strip() in _QUOTES]
    tokens, env = _tokens(body, [*range(head), *code])
    for _ in range(_MOST_FENCES):
        if (row := _open_fence(tokens, body)) is None:
            break
        code.append(row)
        tokens, env = _tokens(body, [row])
    blocks += [Block("code", row + 1, row + 1) for row in code]
    blocks += _without_containers(_walk(tokens, body), body)
    references = env.get("references", {})
    for one in (*references.values(), *env.get("duplicate_refs", [])):
        blocks.append(Block("definition", one["map"][0] + 1, one["map"][1]))
    blocks.sort(key=lambda block: block.line)
    return Document(lines, blocks, list(_links(tokens, env)), references)


def _tokens(body: list[str], hidden: list[int]) -> tuple[list[Token], dict]:
    """Parse lines after blanking some of them."""
    for row in hidden:
        body[row] = ""
    env: dict = {}
    return _PARSER.parse("\n".join(body), env), env


def _open_fence(tokens: list[Token], body: list[str]) -> int | None:
    """Find the code fence that nothing closes, if it swallows headings."""
    if not tokens or tokens[-1].type != "fence":
        return None
    start, end = tokens[-1].map
    closed = not body[end - 1].strip(" \t" + tokens[-1].markup[0])
    return None if closed or not any(map(_HEADING.match, body[start:])) else start


def _walk(tokens: list[Token], body: list[str]) -> list[Block]:
    blocks: list[Block] = []
    # The items that are open; None replaces one that a heading has ended.
    items: list[Block | None] = []
    for before, token in pairwise([None, *tokens]):
        start, end = (token.map[0] + 1, token.map[1]) if token.map else (0, 0)
        if token.type == "list_item_open":
            items.append(Block("item", start, start, len(items) + 1))
            blocks.append(items[-1])
        elif token.type == "list_item_close":
            items.pop()
        elif token.type == "tr_open":
            kind = "table_head" if before.type == "thead_open" else "row"
            end = start + (kind == "table_head")
            blocks.append(Block(kind, start, end, lines=[(start, _cells(body[start - 1]))]))
        elif token.type == "inline" and before.type in ("heading_open", "paragraph_open"):
            item, text = items[-1] if items else None, token.content
            if item and not item.lines:
                text = _TASK.sub("", text)
            lines = list(enumerate(text.split("\n"), start))
            if before.type == "heading_open":
                form = "atx" if before.markup.startswith("#") else "setext"
                level, end = int(before.tag[1]), before.map[1]
                blocks.append(Block("heading", start, end, level, lines, form))
                items[-1:] = [None] * len(items[-1:])
            elif item:
                item.add(lines)
            else:
                blocks.append(_paragraph(lines))
        elif token.type in ("hr", "fence"):
            blocks.append(Block("rule" if token.type == "hr" else "code", start, end))
        elif token.type == "html_block":
            _html(blocks, items[-1] if items else None, token.content.rstrip(), start)
    return blocks


def _links(tokens: list[Token], env: dict) -> Iterator[Link]:
    """Yield the links of all inline tokens."""
    row = 0
    for token in tokens:
        row = token.map[0] if token.map else row
        if token.type != "inline" or not ("[" in token.content or "<" in token.content):
            continue
        line, start, text, address = row + 1, 0, [], ""
        for child in inline(token.content, env):
            if child.type == "link_open":
                start, text, address = line, [], str(child.attrGet("href") or "")
            elif child.type == "link_close":
                yield Link(start, squeeze("".join(text)), address)
            else:
                text.append(shown(child))
                line += child.type in ("softbreak", "hardbreak")


def _cells(line: str) -> str:
    """Join the cells of a table's row by a bar, including those beyond the last column."""
    cells = (cell.strip() for cell in re.split(r"(?<!\\)\|", line.lstrip(" \t>")))
    return " | ".join(cell.replace("\\|", "|") for cell in cells if cell)


def _paragraph(lines: list[tuple[int, str]]) -> Block:
    text = " ".join(text for _, text in lines)
    bare = shows_nothing(text)
    image = _IMAGE_ONLY.fullmatch(text) or (bare and "<img" in text.lower())
    kind = "definition" if _FOOTNOTE.match(text) else "paragraph"
    kind = "image" if image else "html" if bare and "<" in text else kind
    return Block(kind, lines[0][0], lines[-1][0], lines=lines)


def _html(blocks: list[Block], item: Block | None, raw: str, start: int) -> None:
    """Add a block for each line of HTML: an image, a comment, words or bare tags."""
    without_comments = _COMMENT.sub(_line_ends, raw)
    bare = _TAG.sub(_line_ends, without_comments).split("\n")
    kind = "image" if "<img" in raw.lower() else "html"
    for number, line in enumerate(without_comments.split("\n"), start):
        words = [(number, line.strip())]
        if is_blank(bare[number - start]):
            blocks.append(Block(kind if line.strip() else "comment", number, number))
        elif item:
            item.add(words)
        else:
            blocks.append(Block("paragraph", number, number, lines=words))


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


def _without_containers(blocks: list[Block], body: list[str]) -> Iterator[Block]:
    """Drop items that only contain other blocks; mark empty bullets and images."""
    for block in blocks:
        if block.kind == "item" and is_blank(block.text):
            if not is_blank(_TASK.sub("", body[block.line - 1].lstrip(_MARKERS))):
                continue
            block.kind = "empty_bullet"
        elif block.kind == "item" and _IMAGE_ONLY.fullmatch(block.text):
            block.kind = "image"
        yield block


def pieces(block: Block) -> list[Piece]:
    r"""Split a block of text into the texts of its statements.

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
    >>> for piece in pieces(parse("- one\n-two\n  goes on\n").blocks[0]):
    ...     print(piece.line, piece.end_line, piece.kind, piece.text)
    1 1 bullet one
    2 3 bare two goes on
    >>> [piece.kind for piece in pieces(parse("First.\nSecond;\nthird\n").blocks[0])]
    ['line', 'line', 'line']
    """
    if block.kind == "row":
        return _joined(block.lines, "row")
    chunks: list[list[tuple[int, str]]] = [[]]
    dashed = block.kind == "paragraph" and _DASH.match(block.lines[0][1])
    for number, text in block.lines:
        text, marker = text.lstrip(), None
        if (block.kind == "paragraph" or number > block.line) and not _EMPHASIS.match(text):
            marker = _BARE.match(text) or (_DASH.match(text) if dashed else None)
        if marker:
            chunks.append([])
        chunks[-1].append((number, text[marker.end() :] if marker else text))
    first, *others = chunks
    if block.kind == "item":
        found = _joined(first, "nested" if block.level > 1 else "bullet", block.line)
    elif len(first) > 1 and all(_ENDS_LINE.search(text) for _, text in first[:-1]):
        found = [
            piece for n, text in first for piece in _joined([(n, text.removesuffix("\\"))], "line")
        ]
    else:
        found = _joined(first, "paragraph")
    return found + [piece for chunk in others for piece in _joined(chunk, "bare")]


def _joined(lines: list[tuple[int, str]], kind: str, start: int | None = None) -> list[Piece]:
    """Join lines to one text, without the backslashes that break them."""
    text = squeeze("\n".join(text for _, text in lines).replace("\\\n", "\n"))
    if shows_nothing(text):
        return []
    numbers = {number for number, text in lines if not is_blank(text)}
    return [Piece(tuple(sorted(numbers | {start or min(numbers)})), text, kind)]
