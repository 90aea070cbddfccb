"""What holds for any text: nothing is lost, nothing but our own errors, no order matters."""

import re

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import toolbelt_data
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
        st.sampled_from(["delete", "duplicate", "insert", "type", "cut", "end"]),
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


REAL = [
    data
    for name in embedded_editions()
    for data in toolbelt_data.open_edition(embedded_edition(name)).files.values()
]
DOCUMENTS = st.one_of(TEXTS, st.builds(spoilt, st.sampled_from(REAL), SLIPS))


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


def in_order(frame):
    """Sort rows by their places: a table has them in the order in which files are handed over."""
    by = [name for name in ("path", "persona_id", "line", "section", "item_id") if name in frame]
    return frame.sort_values(by, kind="stable", ignore_index=True)


def ids(corpus, name):
    frame = getattr(corpus, name)
    return frame[frame.path == "a.md"][KEYS[name]].tolist()


@settings(max_examples=60)
@given(DOCUMENTS)
def test_every_line_is_there_once_and_every_row_on_its_lines(data):
    check_rows(check_lines(data))


@settings(max_examples=25)
@given(DOCUMENTS)
def test_words_are_lost_only_with_a_role_that_says_so(data):
    corpus = load(data)
    kept = corpus.lines[corpus.lines.role.isin(["statement", "need"])]
    assert kept.item_ids.map(bool).all()
    texts = " ".join([*corpus.statements.text, *corpus.needs.text])
    for row in kept.itertuples():
        for word in row.text.replace("\x00", "\ufffd").split():
            bare = word.strip("-*+>|#`\\.)1234567890•<!>")
            assert bare in texts or not bare.isalpha()


@settings(max_examples=25)
@given(DOCUMENTS, DOCUMENTS)
def test_another_document_changes_no_row_of_this_one_but_for_suffixes_of_ids(data, other):
    alone, both = load(data), load(data, other)
    renamed = {}
    for name in ("personas", "use_cases", "groups"):
        old, new = ids(alone, name), ids(both, name)
        assert all(a == b or b.startswith(f"{a}-") for a, b in zip(old, new, strict=True))
        renamed |= dict(zip(new, old, strict=True))

    def follow(item):
        base, slash, rest = item.partition("/")
        return renamed.get(base, base) + slash + rest

    for name in ("documents", "lines", "sections", "statements", "needs"):
        after = getattr(both, name)
        after = after[after.path == "a.md"].reset_index(drop=True)
        for column in after.columns.intersection([*KEYS.values()]):
            after[column] = after[column].map(follow)
        for column in after.columns.intersection(["sums_up", "item_ids"]):
            after[column] = after[column].map(lambda items: [*map(follow, items)])
        pd.testing.assert_frame_equal(after, getattr(alone, name))


@settings(max_examples=10)
@given(DOCUMENTS, DOCUMENTS)
def test_the_same_documents_make_the_same_tables_in_any_order(data, other):
    one = load(data, other)
    for again in (load(data, other), load(other, data, paths=("b.md", "a.md"))):
        for name, frame in one.tables().items():
            pd.testing.assert_frame_equal(in_order(frame), in_order(getattr(again, name)))


@settings(max_examples=50)
@given(st.one_of(st.binary(max_size=60), DOCUMENTS), PLACES, st.binary(max_size=3))
def test_any_bytes_are_read_or_refused_in_our_words(data, place, junk):
    at = int(place * len(data))
    for spoiled in (data[:at] + junk, data[:at] + junk + data[at:]):
        try:
            load(spoiled)
        except toolbelt_data.SourceError as error:
            assert str(error).startswith("a.md:")  # noqa: PT017
