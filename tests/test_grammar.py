"""Grammar: rules that are asked of some lines give what they give asked of all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from toolbelt_data.grammar import read_blocks

WHOLE = MarkdownIt("commonmark", {"maxNesting": 120}).enable("table").disable(["code", "inline"])
LINES = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "", " ", "  ", "    ", "\t", "> ", "- ", "10) ", "> - "]),
    st.sampled_from(
        [
            *("", "# ", "- ", "* ", "+ ", "1. ", "2) ", "> ", "```", "~~~", "---", "- - -", "***"),
            *("___", "===", "=", "-", "<div>", "</div>", "<!-- x", "-->", "<b>", "[a]: b", "[a]:"),
            *("| a | b |", "|---|---|", ":-", "`", "#", "\\# ", "\x00", "\u2028"),
        ]
    ),
    st.sampled_from(["", "", "word", "more words", "| c", " ", "#"]),
)


def marks(tokens):
    return [(one.type, one.tag, one.map, one.content, one.markup) for one in tokens]


def told(text):
    """Give what the parser says as it comes, the tokens that nobody asks for left out."""
    env = {}
    unread = ("paragraph", "list_open", "list_close", "blockquote", "heading_close", "table")
    unread += ("tbody", "th_close", "td_close", "tr_close")
    tokens = WHOLE.parse(text, env)
    return marks(one for one in tokens if not any(part in one.type for part in unread)), env


@given(st.lists(LINES, max_size=9).map("\n".join))
def test_asking_by_the_first_character_finds_the_same_blocks(text):
    found, env = read_blocks(text)
    assert (marks(found), env) == told(text)


@pytest.mark.parametrize("text", ["> a\n>", "- \n\n", "> -\n>", "-\n\n\n- x", ">", "", " "])
def test_a_line_without_a_first_character_ends_what_it_ended(text):
    found, env = read_blocks(text)
    assert (marks(found), env) == told(text)
