"""Blocks: a document as the flat sequence of things it shows, each with its lines.

CommonMark is read by markdown-it-py. What this module adds is the way back to
the source: for each heading, list item, paragraph line and table row, which
lines it came from and what they say without the markers in front. Indented
code is switched off: in these documents four spaces in front of a bullet are
an editor's indentation and never a program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .grammar import Mark, read_blocks
from .text import is_blank, shows_nothing, split_lines

_MARKERS = " \t>-*+.)0123456789"
_TASK = re.compile(r"\A\[[ xX]?\](?:\s+|\Z)")
# Characters of no width in front of a marker hide it from CommonMark.
_HIDING = re.compile(r"^([ \t]*)[\u200b\u2060\ufeff\u00ad]+")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_LABEL = re.compile(r"<summary\b.*?</summary>", re.DOTALL | re.IGNORECASE)
_LABEL_END = re.compile(r"</summary>", re.IGNORECASE)
_IMAGE_ONLY = re.compile(
    r"(?:\[?!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])(?:\]\([^)]*\))?\s*)+", re.DOTALL
)
_KEY = re.compile(r"[A-Za-z_][\w.-]*\s*:(?:\s|$)")


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
    def numbers(self) -> range:
        """The numbers of its lines, those of blocks nested in it included."""
        return range(self.line, self.end_line + 1)

    @property
    def text(self) -> str:
        """The content with its lines joined by a space."""
        if len(self.lines) == 1:
            return self.lines[0][1].strip()
        return " ".join(text.strip() for _, text in self.lines)


def blocks(text: str, references: dict[str, dict] | None = None) -> list[Block]:
    r"""Read a document into its blocks, in the order of the source.

    Parameters
    ----------
    text : str
        A document without a byte order mark.
    references : dict of str to dict, optional
        Filled with the links that the document defines, by label.

    Returns
    -------
    list of Block
        A list item stands before the items nested in it. Blank lines and the
        rule of a table are in no block.

    Examples
    --------
    >>> for block in blocks("# Title\n- one\n  - two\n- \n"):
    ...     print(block.kind, block.line, block.level, repr(block.text))
    heading 1 1 'Title'
    item 2 1 'one'
    item 3 2 'two'
    empty_bullet 4 1 ''
    """
    source = split_lines(text)
    found: list[Block] = []
    body = source if text.isascii() else [_HIDING.sub(r"\1", line) for line in source]
    matter = _front_matter(source)
    if matter:
        found.append(Block("front_matter", 1, matter, lines=[]))
        body = [""] * matter + body[matter:]
    tokens, env = read_blocks("\n".join(body))
    while (fence := _open_fence(tokens, body)) is not None:
        found.append(Block("code", fence + 1, fence + 1))
        body = [*body[:fence], "", *body[fence + 1 :]]
        tokens, env = read_blocks("\n".join(body))
    found += _walk(tokens, body)
    found = _without_containers(found, body)
    found += _definitions(env)
    if references is not None:
        references |= env.get("references", {})
    return sorted(found, key=lambda block: block.line)


def _open_fence(tokens: list[Mark], body: list[str]) -> int | None:
    """Find the row of a code fence that nothing closes, and that takes in headings."""
    if not tokens or tokens[-1].type != "fence":
        return None
    start, end = tokens[-1].map or (0, 0)
    rows = body[start + 1 : end]
    closed = rows and rows[-1].strip().startswith(tokens[-1].markup)
    return None if closed or not any(map(_HEADING.match, rows)) else start


def _front_matter(source: list[str]) -> int:
    """Count the lines of YAML front matter; 0 where the first ``---`` is a rule."""
    if not source or source[0].rstrip() != "---":
        return 0
    for number, line in enumerate(source[1:], 2):
        if line.rstrip() in ("---", "..."):
            return number if number > 2 else 0
        if number == 2 and not _KEY.match(line):
            return 0
        if line and not _KEY.match(line) and line[0] not in " \t-#":
            return 0
    return 0


def _walk(tokens: list[Mark], source: list[str]) -> list[Block]:
    found: list[Block] = []
    # The items that are open; None stands for one that a heading has ended.
    items: list[Block | None] = []
    in_head = False
    for before, token in zip([None, *tokens], tokens, strict=False):
        start, end = (token.map[0] + 1, token.map[1]) if token.map else (0, 0)
        if token.type == "list_item_open":
            item = Block("item", start, start, level=len(items) + 1)
            items.append(item)
            found.append(item)
        elif token.type == "list_item_close":
            items.pop()
        elif token.type in ("thead_open", "thead_close"):
            in_head = token.type == "thead_open"
        elif token.type == "tr_open":
            kind = "table_head" if in_head else "row"
            found.append(Block(kind, start, end, lines=[(start, _cells(source[start - 1]))]))
        elif token.type == "inline":
            lines = _numbered(token, source)
            if before is not None and before.type in ("th_open", "td_open"):
                continue
            if before is not None and before.type == "heading_open":
                found.append(_heading(before, lines, source))
                items[-1:] = [None] * len(items[-1:])
            elif items and items[-1] is not None:
                if not items[-1].lines and lines:
                    lines[0] = (lines[0][0], _TASK.sub("", lines[0][1]))
                _extend(items[-1], lines)
            else:
                found.append(_paragraph(lines))
        elif token.type == "hr":
            found.append(Block("rule", start, end))
        elif token.type in ("fence", "code_block"):
            found.append(Block("code", start, _last_line(source, start, end)))
        elif token.type == "html_block":
            _html(found, items[-1] if items else None, token.content.rstrip(), start)
    return found


def _cells(line: str) -> str:
    """Join the cells of a table's row, those too that have no column, by a bar."""
    cells = re.split(r"(?<!\\)\|", line.lstrip(" \t>"))
    return " | ".join(cell.strip().replace("\\|", "|") for cell in cells if cell.strip())


def _definitions(env: dict) -> list[Block]:
    """Give the lines that define a link's address: the parser makes no token of them."""
    entries = [*env.get("references", {}).values(), *env.get("duplicate_refs", [])]
    return [Block("definition", e["map"][0] + 1, e["map"][1]) for e in entries]


def _numbered(token: Mark, source: list[str]) -> list[tuple[int, str]]:
    """Give the numbered lines of an inline token's content.

    The parser strips the content, and with it whole lines of such white space
    as it does not itself call blank; so its first line is looked up.
    """
    if not token.map:
        return []
    lines = token.content.split("\n")
    first, end = token.map
    if end - first > len(lines):
        rows = range(first, end - len(lines) + 1)
        first = next((row for row in rows if lines[0] in source[row]), first)
    return list(enumerate(lines, first + 1))


def _heading(opened: Mark, lines: list[tuple[int, str]], source: list[str]) -> Block:
    start, end = opened.map or (0, 0)
    setext = opened.markup in ("=", "-")
    return Block(
        "heading",
        start + 1,
        end,
        level=int(opened.tag[1]),
        lines=lines,
        form="setext" if setext else "atx",
        underline=source[end - 1].strip() if setext else "",
    )


def _extend(block: Block, lines: list[tuple[int, str]]) -> None:
    block.lines += lines
    if lines:
        block.end_line = max(block.end_line, lines[-1][0])


def _paragraph(lines: list[tuple[int, str]]) -> Block:
    text = " ".join(text for _, text in lines)
    bare = shows_nothing(text)
    image = _IMAGE_ONLY.fullmatch(text) or (bare and "<img" in text.lower())
    kind = "definition" if _FOOTNOTE.match(text) else "paragraph"
    kind = "image" if image else "html" if bare and "<" in text else kind
    return Block(kind, lines[0][0], lines[-1][0], lines=lines)


def _last_line(source: list[str], start: int, end: int) -> int:
    """Leave out the blank lines that the parser counts to the end of a block."""
    while end > start and not source[end - 1].strip():
        end -= 1
    return end


def _html(found: list[Block], item: Block | None, raw: str, start: int) -> None:
    """Take a block of HTML for what it shows: an image, a comment, words, or nothing.

    The label of something that unfolds is a control and no words. A line that
    begins with a tag begins a paragraph.
    """
    shown = _COMMENT.sub(_line_ends, raw)
    bare = _without_tags(shown)
    kind = "image" if "<img" in raw.lower() else "html"
    words: list[tuple[int, str]] = []
    lines = zip(shown.split("\n"), bare.split("\n"), strict=True)
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


def _without_tags(text: str) -> str:
    """Leave tags and labels out, looking for their ends only as far as there are any."""
    end = max((match.end() for match in _LABEL_END.finditer(text)), default=0)
    text = _LABEL.sub(_line_ends, text[:end]) + text[end:]
    end = text.rfind(">") + 1
    return _TAG.sub(_line_ends, text[:end]) + text[end:]


def _line_ends(match: re.Match[str]) -> str:
    return "\n" * match.group().count("\n")


def _without_containers(found: list[Block], source: list[str]) -> list[Block]:
    """Tell an empty bullet from an item that only holds other blocks.

    An item so deep that the parser did not go into it is neither: its line
    goes to no block.
    """
    kept: list[Block] = []
    for number, block in enumerate(found):
        if block.kind != "item":
            kept.append(block)
            continue
        if block.lines and not is_blank(block.text):
            if _IMAGE_ONLY.fullmatch(block.text):
                block.kind = "image"
            kept.append(block)
            continue
        after = found[number + 1] if number + 1 < len(found) else None
        nested = after is not None and (
            (after.kind in ("item", "empty_bullet") and after.level > block.level)
            or after.line == block.line
        )
        bare = _TASK.sub("", source[block.line - 1].lstrip(_MARKERS))
        if not nested and is_blank(bare):
            block.kind = "empty_bullet"
            kept.append(block)
    return kept
