"""What holds for any text: nothing is lost, nothing but our own errors, no order matters."""

import random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data import embedded
from toolbelt_data.reader import read_document
from toolbelt_data.source import Edition
from toolbelt_data.text import split_lines

BITS = st.sampled_from(
    ["## Name: Ada the Admin", "### Name: Bea (forthcoming)", "# Title", "### Role:", "### **Goals**",
     "#### Personal", "### Challenges", "- How the OpenSSF can help:", "- one", "  - two", "    - three",
     "-bare", "*bare", "* star", "1. first", "words", "words.", "-", "- ", "---", "===", "***", "> quote",
     "| a | b |", "|---|---|", "<!-- c", "-->", "<div>", "```", "[x]: y", "![i](p.png)", "\t- tab", "",
     "- *Sub Personas*: [A](b.md#c), D", "- *Common Challenges*: x", "## As an Actor:", "- [placeholder]",
     "- <!-- c -->", "&nbsp;", "\u2028", "\x0b", "\x00", "\xa0", "###Role", "- - - x", "#", "-\t- x"]
)  # fmt: skip
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])
TEXTS = st.builds(
    lambda lines, end, tail: end.join(lines) + tail,
    st.lists(st.one_of(BITS, st.text(max_size=12)), max_size=25),
    LINE_ENDS,
    st.sampled_from(["", "\n"]),
)
REAL = [
    data.decode()
    for name in embedded.editions()
    for data in toolbelt_data.open_edition(embedded.edition(name)).files.values()
]


def edition(**files):
    return Edition("test", "", files={f"{k}.md": v.encode() for k, v in sorted(files.items())})


def mutated(seed):
    """Spoil a real document here and there."""
    chance = random.Random(seed)  # noqa: S311
    lines = chance.choice(REAL).split("\n")
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[place]
            case 1:
                lines.insert(place, chance.choice(lines))
            case 2:
                lines[place] = lines[place][chance.randint(0, 4) :]
            case 3:
                lines[place] = " " * chance.randint(1, 5) + lines[place]
            case _:
                lines[place] = lines[place].swapcase() + chance.choice(["", "-", "\n---", "`", "<"])
        lines = lines or [""]
    return "\n".join(lines)


@given(TEXTS)
def test_every_line_is_there_once_with_a_role(text):
    corpus = toolbelt_data.load(edition(a=text))
    source = split_lines(text.encode().decode().removeprefix("\ufeff"))
    assert corpus.lines.line.tolist() == list(range(1, len(source) + 1))
    assert corpus.lines.text.tolist() == source


@given(TEXTS)
def test_every_row_stands_on_lines_that_say_so(text):
    corpus = toolbelt_data.load(edition(a=text))
    where = {}
    for row in corpus.lines.itertuples():
        for item in row.item_ids:
            where.setdefault(item, []).append(row.line)
    for frame, key in (
        (corpus.statements, "statement_id"),
        (corpus.needs, "need_id"),
        (corpus.personas, "persona_id"),
        (corpus.listings, "item_id"),
    ):
        for row in frame.itertuples():
            lines = where[getattr(row, key)]
            assert (lines[0], lines[-1] <= row.end_line) == (row.line, True)


@given(TEXTS)
def test_words_are_lost_only_with_a_role_that_says_so(text):
    corpus = toolbelt_data.load(edition(a=text))
    kept = corpus.lines[corpus.lines.role.isin(["statement", "need"])]
    assert kept.item_ids.map(bool).all()
    texts = " ".join([*corpus.statements.text, *corpus.needs.text])
    for row in kept.itertuples():
        for word in row.text.replace("\x00", "\ufffd").split():
            bare = word.strip("-*+>|#`\\.)1234567890•<!>")
            assert bare in texts or not bare.isalpha()


@given(TEXTS, TEXTS)
def test_another_document_changes_no_row_of_this_one(text, other):
    alone, both = toolbelt_data.load(edition(a=text)), toolbelt_data.load(edition(a=text, b=other))
    slugs = set(alone.personas.persona_id) | set(alone.use_cases.actor_id)
    news = both.documents.path == "b.md"
    assert news.any()
    if not slugs <= set(both.personas.persona_id) | set(both.use_cases.actor_id):
        return  # a name that both hold takes the file's stem
    if set(alone.groups.group_id) - set(both.groups.group_id):
        return
    for name in ("documents", "lines", "sections", "statements", "needs"):
        rest = getattr(both, name)
        rest = rest[rest.path == "a.md"].reset_index(drop=True)
        pd.testing.assert_frame_equal(rest, getattr(alone, name))


@pytest.mark.parametrize("seed", range(60))
def test_a_spoilt_real_document_is_read_whole(seed):
    text = mutated(seed)
    corpus = toolbelt_data.load(edition(a=text))
    assert len(corpus.lines) == len(split_lines(text))
    again = toolbelt_data.load(edition(a=text))
    for name, frame in corpus.tables().items():
        pd.testing.assert_frame_equal(frame, getattr(again, name))


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_in_our_words(data):
    try:
        toolbelt_data.load(Edition("test", "", files={"a.md": data}))
    except toolbelt_data.SourceError as error:
        assert str(error).startswith("a.md:")  # noqa: PT017


def test_deep_nesting_loses_no_line():
    text = "\n".join("  " * depth + f"- level {depth}" for depth in range(300))
    outline = read_document("## Name: Ada the Admin\n### Goals\n" + text)
    assert len(outline.roles) == 302
    assert set(outline.roles[2:]) <= {"statement", "unplaced"}
