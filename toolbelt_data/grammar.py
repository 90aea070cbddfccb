"""Grammar: CommonMark's rules for blocks, each asked only of lines that it can begin.

All but two of the rules begin with a character of their own. The parser asks
every rule of every line; asked by the line's first character, they give the
same tokens in less time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import (
    StateBlock,
    blockquote,
    fence,
    heading,
    hr,
    html_block,
    lheading,
    list_block,
    paragraph,
    reference,
    table,
)

Rule = Callable[[StateBlock, int, int, bool], bool]

# In the order in which the parser asks them.
_BEGIN = {
    "`": (fence,),
    "~": (fence,),
    ">": (blockquote,),
    "_": (hr,),
    "-": (hr, list_block),
    "*": (hr, list_block),
    "+": (list_block,),
    **dict.fromkeys("0123456789", (list_block,)),
    "[": (reference,),
    "<": (html_block,),
    "#": (heading,),
}


# The tokens that are asked for; making the others takes as long as reading the lines.
_WANTED = frozenset(
    "inline heading_open list_item_open list_item_close hr fence html_block"  # noqa: SIM905
    " thead_open thead_close tr_open th_open td_open".split()
)


class Mark:
    """What a block begins or ends with, or holds; a token with what is asked of it."""

    __slots__ = ("__dict__", "children", "content", "info", "map", "markup", "tag", "type")

    # The parser looks by it for what it would hide from a page, of which there is none here.
    level = -1

    def __init__(self, kind: str, tag: str) -> None:
        self.type = kind
        self.tag = tag
        self.map: list[int] | None = None
        self.content = ""
        self.markup = ""


# The parser writes on every token that it makes, and reads none of these.
_UNREAD = Mark("", "")


class _State(StateBlock):
    """What the parser knows on its way through a text."""

    def push(self, ttype: str, tag: str, nesting: int) -> Mark:
        """Take note of a token; of one that is not wanted only how deep it leads."""
        self.level += nesting
        if ttype not in _WANTED:
            return _UNREAD
        mark = Mark(ttype, tag)
        self.tokens.append(mark)
        return mark


def read_blocks(text: str) -> tuple[list[Mark], dict[str, Any]]:
    """Read the blocks of a text, with tables and without indented code.

    Parameters
    ----------
    text : str
        Its lines end at LF.

    Returns
    -------
    list of Mark
        In the order of the text.
    dict
        The links that it defines, as the parser keeps them.

    Examples
    --------
    >>> [(mark.type, mark.content, mark.map) for mark in read_blocks("# Title")[0]]
    [('heading_open', '', [0, 1]), ('inline', 'Title', [0, 1])]
    """
    env: dict[str, Any] = {}
    found: list[Mark] = []
    state = _State(text.replace("\0", "\ufffd"), _PARSER, env, found)
    _PARSER.block.tokenize(state, 0, state.lineMax)
    return found, env


def _asking(rules: Mapping[str, tuple[Rule, ...]]) -> Rule:
    """Make a rule that asks others by a line's first character; a blank line has none."""

    def ask(state: StateBlock, line: int, end: int, silent: bool) -> bool:
        start = state.bMarks[line] + state.tShift[line]
        for rule in rules.get(state.src[start : start + 1], ()):
            if rule(state, line, end, silent):
                return True
        return False

    return ask


_marked = _asking(_BEGIN)
_ends_quotation = _asking({mark: rules for mark, rules in _BEGIN.items() if mark != "["})
_ends_item = _asking({mark: rules[:1] for mark, rules in _BEGIN.items() if mark in "`~>_-*"})


def _begins(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    return (
        table(state, line, end, silent)
        or _marked(state, line, end, silent)
        # A line that nothing follows is underlined by none.
        or (not state.isEmpty(line + 1) and lheading(state, line, end, silent))
        or paragraph(state, line, end, silent)
    )


def _ends_text(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    return table(state, line, end, silent) or _ends_quotation(state, line, end, silent)


def _parser() -> MarkdownIt:
    """Make a parser that asks these rules in place of its own.

    What ends a paragraph, a quotation or an item is asked for by the name of what
    it may end. Of what begins a block only the first is asked, which always knows.
    """
    made = MarkdownIt("commonmark", {"maxNesting": 120})
    ruler = made.block.ruler
    ruler.push("begins", _begins)
    ruler.push("ends text", _ends_text, {"alt": ["paragraph", "reference"]})
    ruler.push("ends quotation", _ends_quotation, {"alt": ["blockquote"]})
    ruler.push("ends item", _ends_item, {"alt": ["list"]})
    ruler.enableOnly(["begins", "ends text", "ends quotation", "ends item"])
    return made


_PARSER = _parser()
