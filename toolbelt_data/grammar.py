"""Grammar: CommonMark's rules for blocks, each asked only of lines that it can begin.

All but two of the rules begin with a character of their own. The parser asks
every rule of every line; asked by the line's first character, they give the
same tokens in less time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

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


def block_parser() -> MarkdownIt:
    """Make a parser of blocks, with tables and without indented code.

    Examples
    --------
    >>> [token.type for token in block_parser().parse("# Title")]
    ['heading_open', 'inline', 'heading_close']
    """
    made = MarkdownIt("commonmark", {"maxNesting": 120}).disable("inline")
    ruler = made.block.ruler
    # What ends a paragraph, a quotation or an item is asked for by the name of what it may end. Of
    # what begins a block only the first is asked, which knows an answer always.
    ruler.push("begins", _begins)
    ruler.push("ends text", _ends_text, {"alt": ["paragraph", "reference"]})
    ruler.push("ends quotation", _ends_quotation, {"alt": ["blockquote"]})
    ruler.push("ends item", _ends_item, {"alt": ["list"]})
    ruler.enableOnly(["begins", "ends text", "ends quotation", "ends item"])
    return made


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
        or lheading(state, line, end, silent)
        or paragraph(state, line, end, silent)
    )


def _ends_text(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    return table(state, line, end, silent) or _ends_quotation(state, line, end, silent)
