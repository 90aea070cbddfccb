"""Grammar: rules that are asked of some lines give what they give asked of all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from toolbelt_data.grammar import block_parser

WHOLE = MarkdownIt("commonmark", {"maxNesting": 120}).enable("table").disable(["code", "inline"])
OWN = block_parser()
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


def tokens(parser, text):
    env = {}
    return [token.as_dict() for token in parser.parse(text, env)], env


@given(st.lists(LINES, max_size=9).map("\n".join))
def test_asking_by_the_first_character_gives_the_same_tokens(text):
    assert tokens(OWN, text) == tokens(WHOLE, text)


@pytest.mark.parametrize("text", ["> a\n>", "- \n\n", "> -\n>", "-\n\n\n- x", ">"])
def test_a_line_without_a_first_character_ends_what_it_ended(text):
    assert tokens(OWN, text) == tokens(WHOLE, text)
