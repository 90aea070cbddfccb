"""Markdown: a document as the flat sequence of things it shows, each with its lines.

CommonMark is parsed by markdown-it-py. This module adds the way back to the
source: from which lines each heading, list item, paragraph and table row
comes, and what they say without the markers in front. Indented code is
switched off: in these documents four spaces in front of a bullet are an
editor's indentation and never a program.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .text import ZERO_WIDTH, is_blank, shown, shows_nothing, split_lines, squeeze

KINDS = ("bullet", "nested", "bare", "paragraph", "line", "row")
"""How a statement is written: a list item, one nested in another, a line that
begins with a bullet and lacks the space after it, a paragraph, one of several
lines of a paragraph that each end a sentence or clause, a row of a table."""

# What a text shows is parsed only where it may hold a link.
_PARSER = MarkdownIt("commonmark", {"maxNesting": 120}).enable("table")
_PARSER.disable(["code", "inline", "text_join"])
_INLINE = MarkdownIt("commonmark")
_MARKERS = " \t>-*+.)0123456789"
_TASK = re.compile(r"\A\[[ xX]?\](?:\s+|\Z)")
# Characters of no width in front of a marker hide it from CommonMark.
_HIDING = re.compile(rf"^([ \t]*){ZERO_WIDTH.pattern}+")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_FENCE = re.compile(r"[ \t]*(?P<marks>`{3,}|~{3,})(?P<info>[^`]*)$")
# A line of quotes alone is the end of a program's text that was pasted.
_QUOTES = ('"""', "'''")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_LABEL = re.compile(r"<summary\b[^<]*(?:<(?!/summary>|summary\b)[^<]*)*</summary>", re.IGNORECASE)
_IMAGE_ONLY = re.compile(
    r"(?:\[?!\[[^\]\[]*\](?:\([^()]*\)|\[[^\]\[]*\])(?:\]\([^()]*\))?\s*)+", re.DOTALL
)
_KEY = re.compile(r"[A-Za-z_][\w.-]*\s*:(?:\s|$)")

# ``-Text`` and ``*Text``: the space is missing, and CommonMark joins the line to the one before.
# The bullets that word processors paste, and numbers that do not begin at 1 right below words, are
# no list markers to CommonMark at all.
_BARE = re.compile(
    r"(?:-(?![->\s\d])|\*(?![*\s])|\d{1,2}[.)](?=[A-Z])|[•◦▪▫■□●○‣·∙►▸➤➢✓✔✅☑]\ufe0f?\s*"
    r"|(?:[-*+]|\d{1,2}[.)])\s+)(?=\S)"
)
_EMPHASIS = re.compile(r"\*[^*\s](?:[^*]*[^*\s])?\*(?!\*)")
# A dash, or a bullet that an editor has escaped, may stand at the beginning of a line by chance,
# unless it begins the paragraph too.
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
    underline : str
        The line under a setext heading's text.
    """

    kind: str
    line: int
    end_line: int
    level: int = 0
    lines: list[tuple[int, str]] = field(default_factory=list)
    form: str = ""
    underline: str = ""

    @property
    def text(self) -> str:
        """The content with its lines joined by a space."""
        return " ".join(text.strip() for _, text in self.lines)


class Link(NamedTuple):
    """A link with the line on which it begins, the words that it shows, and its address."""

    line: int
    text: str
    address: str


class Heading(NamedTuple):
    """A heading as a page shows it, markup kept."""

    line: int
    end_line: int
    level: int
    text: str


class Document(NamedTuple):
    """A parsed document: its lines, blocks, headings, links and defined references."""

    lines: list[str]
    blocks: list[Block]
    headings: list[Heading]
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
    r"""Parse a document into its blocks, headings and links, in the order of the source.

    Parameters
    ----------
    text : str
        A document without a byte order mark.

    Returns
    -------
    Document
        A list item stands before the items nested in it. Blank lines and the
        rule of a table are in no block.

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
    body = lines[:] if text.isascii() else [_HIDING.sub(r"\1", line) for line in lines]
    matter = _front_matter(lines)
    blocks = [Block("front_matter", 1, matter)] if matter else []
    quotes = [number for number, line in enumerate(body, 1) if line.strip() in _QUOTES]
    body[:matter] = [""] * matter
    tokens, env = _tokens(body, quotes)
    opened = _unclosed_fences(tokens, body)
    if opened:
        tokens, env = _tokens(body, opened)
    blocks += [Block("code", number, number) for number in (*quotes, *opened)]
    walked = _walk(tokens, body)
    defined = [*env.get("references", {}).values(), *env.get("duplicate_refs", [])]
    blocks += _without_containers(walked, body)
    blocks += [Block("definition", one["map"][0] + 1, one["map"][1]) for one in defined]
    headings = [
        Heading(one.line, one.end_line, one.level, one.text)
        for one in walked
        if one.kind == "heading"
    ]
    blocks.sort(key=lambda block: block.line)
    return Document(lines, blocks, headings, list(_links(tokens, env)), env.get("references", {}))


def _tokens(body: list[str], blank: list[int]) -> tuple[list[Token], dict]:
    """Parse lines, some of which are made blank first."""
    for number in blank:
        body[number - 1] = ""
    env: dict = {}
    return _PARSER.parse("\n".join(body), env), env


def _front_matter(lines: list[str]) -> int:
    """Count the lines of YAML front matter; 0 where the first ``---`` is a rule."""
    if not lines or lines[0].rstrip() != "---":
        return 0
    for number, line in enumerate(lines[1:], 2):
        if line.rstrip() in ("---", "..."):
            return number if number > 2 else 0
        if not _KEY.match(line) and (number == 2 or (line and line[0] not in " \t-#")):
            return 0
    return 0


def _unclosed_fences(tokens: list[Token], body: list[str]) -> list[int]:
    """List the lines that open a code fence which nothing closes, and which swallows headings."""
    if not tokens or tokens[-1].type != "fence":
        return []
    start, end = tokens[-1].map
    rows = range(start, min(end, len(body)))
    fences = {row: match for row in rows if (match := _FENCE.match(body[row]))}
    # The longest fence that could close another, from each row on.
    longest, heading, after = {"`": 0, "~": 0}, False, {}
    for row in reversed(rows):
        after[row] = dict(longest), heading
        fence = fences.get(row)
        if fence and not fence["info"].strip():
            mark = fence["marks"][0]
            longest[mark] = max(longest[mark], len(fence["marks"]))
        heading = heading or _HEADING.match(body[row]) is not None
    found, closing = [], ""
    for row, fence in fences.items():
        marks, (longest, heading) = fence["marks"], after[row]
        if closing:
            if marks.startswith(closing) and not fence["info"].strip():
                closing = ""
        elif longest[marks[0]] >= len(marks):
            closing = marks
        elif heading:
            found.append(row + 1)
    return found


def _walk(tokens: list[Token], body: list[str]) -> list[Block]:
    found: list[Block] = []
    # The items that are open; None stands for one that a heading has ended.
    items: list[Block | None] = []
    head = False
    for before, token in zip([None, *tokens], tokens, strict=False):
        start, end = (token.map[0] + 1, token.map[1]) if token.map else (0, 0)
        if token.type == "list_item_open":
            items.append(Block("item", start, start, level=len(items) + 1))
            found.append(items[-1])
        elif token.type == "list_item_close":
            items.pop()
        elif token.type in ("thead_open", "thead_close"):
            head = token.type == "thead_open"
        elif token.type == "tr_open":
            kind = "table_head" if head else "row"
            found.append(Block(kind, start, end, lines=[(start, _cells(body[start - 1]))]))
        elif token.type == "inline" and before.type == "heading_open":
            found.append(_heading(before, _numbered(token, body), body))
            items[-1:] = [None] * len(items[-1:])
        elif token.type == "inline" and before.type not in ("th_open", "td_open"):
            lines = _numbered(token, body)
            if items and items[-1] is not None:
                if not items[-1].lines:
                    lines[0] = (lines[0][0], _TASK.sub("", lines[0][1]))
                _extend(items[-1], lines)
            else:
                found.append(_paragraph(lines))
        elif token.type == "hr":
            found.append(Block("rule", start, end))
        elif token.type == "fence":
            while end > start and not body[end - 1].strip():
                end -= 1
            found.append(Block("code", start, end))
        elif token.type == "html_block":
            _html(found, items[-1] if items else None, token.content.rstrip(), start)
    return found


def _links(tokens: list[Token], env: dict) -> Iterator[Link]:
    """Yield the links of all inline tokens."""
    row = 0
    for token in tokens:
        row = token.map[0] if token.map else row
        if token.type != "inline" or not ("[" in token.content or "<" in token.content):
            continue
        line, start, text, address = row + 1, 0, [], ""
        for child in _INLINE.parseInline(token.content, env)[0].children:
            if child.type == "link_open":
                start, text, address = line, [], str(child.attrGet("href") or "")
            elif child.type == "link_close":
                yield Link(start, squeeze("".join(text)), address)
            else:
                text.append(shown(child))
                line += child.type in ("softbreak", "hardbreak")


def _cells(line: str) -> str:
    """Join the cells of a table's row, those too that have no column, by a bar."""
    cells = (cell.strip() for cell in re.split(r"(?<!\\)\|", line.lstrip(" \t>")))
    return " | ".join(cell.replace("\\|", "|") for cell in cells if cell)


def _numbered(token: Token, body: list[str]) -> list[tuple[int, str]]:
    """Return the numbered lines of an inline token's content.

    The parser strips the content, and with it whole lines of such white space
    as it does not itself call blank; so its first line is looked up.
    """
    lines = token.content.split("\n")
    first, end = token.map
    if end - first > len(lines):
        rows = range(first, end - len(lines) + 1)
        first = next((row for row in rows if lines[0] in body[row]), first)
    return list(enumerate(lines, first + 1))


def _heading(opened: Token, lines: list[tuple[int, str]], body: list[str]) -> Block:
    start, end = opened.map
    setext = opened.markup in ("=", "-")
    form, underline = ("setext", body[end - 1].strip()) if setext else ("atx", "")
    return Block("heading", start + 1, end, int(opened.tag[1]), lines, form, underline)


def _extend(block: Block, lines: list[tuple[int, str]]) -> None:
    block.lines += lines
    block.end_line = max(block.end_line, *(number for number, _ in lines[-1:]), 0)


def _paragraph(lines: list[tuple[int, str]]) -> Block:
    text = " ".join(text for _, text in lines)
    bare = shows_nothing(text)
    image = _IMAGE_ONLY.fullmatch(text) or (bare and "<img" in text.lower())
    kind = "definition" if _FOOTNOTE.match(text) else "paragraph"
    kind = "image" if image else "html" if bare and "<" in text else kind
    return Block(kind, lines[0][0], lines[-1][0], lines=lines)


def _html(found: list[Block], item: Block | None, raw: str, start: int) -> None:
    """Add what a block of HTML shows: an image, a comment, words, or nothing.

    The label of something that unfolds is a control, not words. A line that
    begins with a tag begins a paragraph.
    """
    shown_ = _COMMENT.sub(_line_ends, raw)
    bare = _TAG.sub(_line_ends, _LABEL.sub(_line_ends, shown_))
    kind = "image" if "<img" in raw.lower() else "html"
    words: list[tuple[int, str]] = []
    lines = zip(shown_.split("\n"), bare.split("\n"), strict=True)
    for number, (line, rest) in enumerate(lines, start):
        if is_blank(rest):
            found.append(Block(kind if line.strip() else "comment", number, number))
        else:
            words.append((number, line.strip()))
    if item is not None:
        _extend(item, words)
        return
    for number, line in words:
        last = found[-1] if found else None
        if last and (last.kind, last.end_line) == ("paragraph", number - 1) and line[0] != "<":
            _extend(last, [(number, line)])
        else:
            found.append(Block("paragraph", number, number, lines=[(number, line)]))


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


def _without_containers(found: list[Block], body: list[str]) -> Iterator[Block]:
    """Tell an empty bullet from an item that only holds other blocks.

    An item so deep that the parser did not enter it is neither: its line goes
    to no block.
    """
    for block, after in zip(found, [*found[1:], None], strict=False):
        if block.kind != "item":
            yield block
        elif block.lines and not is_blank(block.text):
            block.kind = "image" if _IMAGE_ONLY.fullmatch(block.text) else "item"
            yield block
        else:
            nested = after is not None and (
                (after.kind in ("item", "empty_bullet") and after.level > block.level)
                or after.line == block.line
            )
            if not nested and is_blank(_TASK.sub("", body[block.line - 1].lstrip(_MARKERS))):
                block.kind = "empty_bullet"
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
        return _joined([(block.line, block.text)], "row")
    chunks: list[list[tuple[int, str]]] = [[]]
    dashed = block.kind == "paragraph" and _DASH.match(block.lines[0][1])
    for number, text in block.lines:
        text = text.lstrip()
        marker = _BARE.match(text) if block.kind == "paragraph" or number > block.line else None
        if marker and text[0] == "*" and _EMPHASIS.match(text):
            marker = None
        marker = (_DASH.match(text) if dashed else None) or marker
        if marker:
            chunks.append([(number, text[marker.end() :])])
        else:
            chunks[-1].append((number, text))
    first = chunks.pop(0)
    if block.kind == "item":
        found = _joined(first, "nested" if block.level > 1 else "bullet", block.line)
    elif len(first) > 1 and all(_ENDS_LINE.search(text) for _, text in first[:-1]):
        found = [piece for line in first for piece in _joined([line], "line")]
    else:
        found = _joined(first, "paragraph")
    return found + [piece for chunk in chunks for piece in _joined(chunk, "bare")]


def _joined(lines: list[tuple[int, str]], kind: str, start: int | None = None) -> list[Piece]:
    """Join lines to one text, without the backslashes that break them."""
    words = [text.removesuffix("\\") for _, text in lines[:-1]]
    words += [text if kind != "line" else text.removesuffix("\\") for _, text in lines[-1:]]
    text = squeeze(" ".join(words))
    if shows_nothing(text):
        return []
    numbers = {number for number, one in lines if len(lines) == 1 or not is_blank(one)}
    return [Piece(tuple(sorted(numbers | {start or min(numbers)})), text, kind)]
