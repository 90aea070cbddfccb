"""What holds for any text: nothing is lost, nothing but our own errors, no order matters."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data.reader import read_document
from toolbelt_data.source import Edition, embedded_edition, embedded_editions

BITS = st.sampled_from(
    ["## Name: Ada the Admin", "### Name: Bea (forthcoming)", "# Title", "### Role:", "### **Goals**",
     "#### Personal", "### Challenges", "- How the OpenSSF can help:", "- one", "  - two", "    - three",
     "-bare", "*bare", "* star", "1. first", "words", "words.", "-", "- ", "---", "===", "***", "> quote",
     "| a | b |", "|---|---|", "<!-- c", "-->", "<div>", "```", "[x]: y", "![i](p.png)", "\t- tab", "",
     "- *Sub Personas*: [A](b.md#c), D", "- *Common Challenges*: x", "## As an Actor:", "- [placeholder]",
     "- <!-- c -->", "&nbsp;", "\u2028", "\x0b", "\x00", "\xa0", "###Role", "- - - x", "#", "-\t- x",
     "###\xa0Goals", "1. Name - Cy", "## 1. Name - Cy", "- **Role:** x", "**Goals:** TBD", "- [ ] task", "- [ ]",
     "[^1]: note", "\u200b- hidden", "– dash", "2. second", "\\- escaped", "words  ", "words\\", "~~~", "???",
     "<h3>Role</h3>", "<p>words</p>", "**Name: Dee**", "##Group", "*Primary Motivation*: y", "| Role | Admin |", "    words"]
)  # fmt: skip
TEXTS = st.builds(
    lambda lines, end, tail: (end.join(lines) + tail).encode(),
    st.lists(st.one_of(BITS, st.text(max_size=12)), max_size=25),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["", "\n"]),
)
PLACES = st.floats(0, 1, exclude_max=True)
SLIPS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "duplicate", "swap", "insert", "type", "cut", "end"]),
        PLACES,
        PLACES,
        st.one_of(BITS, st.text(max_size=3)),
    ),
    min_size=1,
    max_size=12,
)
LINE_END = re.compile(r"\r\n|\r|\n")
KEYS = {
    "statements": "statement_id",
    "needs": "need_id",
    "personas": "persona_id",
    "use_cases": "actor_id",
    "groups": "group_id",
    "group_statements": "item_id",
    "listings": "item_id",
}


def load(*documents, paths=("a.md", "b.md")):
    """Read documents given as bytes."""
    return toolbelt_data.load(Edition("test", "", files=dict(zip(paths, documents, strict=False))))


def spoilt(document, slips):
    """Do to a document, one after the other, what slips of an editor do."""
    lines = re.split(r"(?<=\n)", document.decode())
    for slip, one, other, words in slips:
        place, second = int(one * len(lines)), int(other * len(lines))
        line = lines[place]
        if slip == "delete" and len(lines) > 1:
            del lines[place]
        elif slip == "duplicate":
            lines.insert(second, line)
        elif slip == "swap":
            lines[place], lines[second] = lines[second], line
        elif slip == "insert":
            lines.insert(place, words + "\n")
        elif slip == "type":
            column = int(other * len(line))
            lines[place] = line[:column] + words + line[column:]
        elif slip == "cut":
            lines[place] = line[int(other * 5) :]
        elif slip == "end":
            lines[place] = line.rstrip("\r\n") + ("\r" if other < 0.5 else "\r\n")
    return "".join(lines).encode()


@pytest.fixture(params=["embedded", "corpus"], scope="module")
def real(request):
    """The documents of the embedded editions, as they are and as they are restated."""
    if request.param == "embedded":
        folders = [embedded_edition(name) for name in embedded_editions()]
    else:
        folders = sorted((request.getfixturevalue("shared") / "corpus").iterdir())
    return [data for one in folders for data in toolbelt_data.open_edition(one).files.values()]


def check_lines(data):
    """Every line is there once, in order, and together they are the document."""
    text = data.decode().removeprefix("\ufeff")
    ends = [*LINE_END.findall(text), ""]
    corpus = load(data)
    assert corpus.lines.line.tolist() == list(range(1, len(corpus.lines) + 1))
    assert "".join(map("".join, zip(corpus.lines.text, ends, strict=False))) == text
    return corpus


def check_rows(corpus):
    """Every row stands on lines that say so, and lines name rows that are there."""
    where = {}
    for row in corpus.lines.itertuples():
        for item in row.item_ids:
            where.setdefault(item, []).append(row.line)
    rows = {f"{row.persona_id}/{row.section}": row for row in corpus.sections.itertuples()}
    assert set(where) <= set(rows).union(*(getattr(corpus, n)[key] for n, key in KEYS.items()))
    for name, key in KEYS.items():
        for row in getattr(corpus, name).itertuples():
            lines = where[getattr(row, key)]
            assert row.line in lines
            if name in ("statements", "needs", "group_statements"):
                assert (lines[0], lines[-1]) == (row.line, row.end_line)


def check_alike(one, other):
    for name, frame in one.tables().items():
        pd.testing.assert_frame_equal(in_order(frame), in_order(getattr(other, name)))


def in_order(frame):
    """Sort rows by their places: a table has them in the order in which files are handed over."""
    by = [name for name in ("path", "persona_id", "line", "section", "item_id") if name in frame]
    return frame.sort_values(by, kind="stable", ignore_index=True)


def check_addition(data, other):
    """A document that is added changes no row of this one, but for suffixes of ids."""
    alone, both = load(data), load(data, other)
    renamed = {}
    for name in ("personas", "use_cases", "groups"):
        old, new = ids(alone, name), ids(both, name)
        assert all(a == b or b.startswith(f"{a}-") for a, b in zip(old, new, strict=True))
        renamed[KEYS[name]] = dict(zip(old, new, strict=True))

    def follow(item, key):
        base, slash, rest = item.partition("/")
        return renamed[key].get(base, base) + slash + rest

    for name in ("documents", "lines", "sections", "statements", "needs"):
        before = getattr(alone, name)
        after = getattr(both, name)
        after = after[after.path == "a.md"].reset_index(drop=True)
        for column in set(before) & {
            "persona_id",
            "statement_id",
            "actor_id",
            "need_id",
            "sums_up",
            "item_ids",
        }:
            key = "actor_id" if name == "needs" else "persona_id"
            keys = renamed if column == "item_ids" else [key]
            for old, new in zip(before[column], after[column], strict=True):
                for a, b in zip(
                    *([old], [new]) if isinstance(old, str) else (old, new), strict=True
                ):
                    assert b in {follow(a, one) for one in keys}
            before, after = before.drop(columns=column), after.drop(columns=column)
        pd.testing.assert_frame_equal(after, before)


def ids(corpus, name):
    frame = getattr(corpus, name)
    return frame[frame.path == "a.md"][KEYS[name]].tolist()


@settings(max_examples=100)
@given(TEXTS)
def test_every_line_is_there_once_and_every_row_on_its_lines(data):
    check_rows(check_lines(data))


@settings(max_examples=30)
@given(PLACES, SLIPS)
def test_a_spoilt_real_document_is_read_whole(real, place, slips):
    check_rows(check_lines(spoilt(real[int(place * len(real))], slips)))


@settings(max_examples=60)
@given(TEXTS)
def test_words_are_lost_only_with_a_role_that_says_so(data):
    corpus = load(data)
    kept = corpus.lines[corpus.lines.role.isin(["statement", "need"])]
    assert kept.item_ids.map(bool).all()
    texts = " ".join([*corpus.statements.text, *corpus.needs.text])
    for row in kept.itertuples():
        for word in row.text.replace("\x00", "\ufffd").split():
            bare = word.strip("-*+>|#`\\.)1234567890•<!>")
            assert bare in texts or not bare.isalpha()


@settings(max_examples=50)
@given(TEXTS, TEXTS)
def test_another_document_changes_no_row_of_this_one(data, other):
    check_addition(data, other)


@settings(max_examples=15)
@given(PLACES, PLACES, SLIPS)
def test_another_document_changes_no_row_of_a_spoilt_one(real, place, second, slips):
    this, other = (real[int(one * len(real))] for one in (place, second))
    check_addition(spoilt(this, slips), other)


@settings(max_examples=20)
@given(TEXTS, TEXTS)
def test_the_same_documents_make_the_same_tables_in_any_order(data, other):
    one = load(data, other)
    check_alike(one, load(data, other))
    check_alike(one, load(other, data, paths=("b.md", "a.md")))


@settings(max_examples=10)
@given(PLACES, SLIPS)
def test_a_spoilt_document_makes_the_same_tables_again(real, place, slips):
    data = spoilt(real[int(place * len(real))], slips)
    check_alike(load(data), load(data))


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=60), TEXTS), PLACES)
def test_any_bytes_are_read_or_refused_in_our_words(data, place):
    cut = data[: int(place * len(data)) + 1]
    try:
        load(cut)
    except toolbelt_data.SourceError as error:
        assert str(error).startswith("a.md:")  # noqa: PT017


@settings(max_examples=20)
@given(PLACES, PLACES, st.binary(max_size=3))
def test_a_real_document_cut_and_spoilt_by_bytes_is_read_or_refused(real, place, second, junk):
    data = real[int(place * len(real))]
    column = int(second * len(data))
    for bad in (data[:column] + junk, data[:column] + junk + data[column:]):
        try:
            load(bad)
        except toolbelt_data.SourceError as error:
            assert str(error).startswith("a.md:")  # noqa: PT017


def test_deep_nesting_loses_no_line():
    text = "\n".join("  " * depth + f"- level {depth}" for depth in range(300))
    outline = read_document("## Name: Ada the Admin\n### Goals\n" + text)
    assert len(outline.roles) == 302
    assert set(outline.roles[2:]) <= {"statement", "unplaced"}
