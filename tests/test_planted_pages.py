"""Pages that are made of planted words: their markup is ours, whatever the words are."""

import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pandas as pd
import planted
from hypothesis import given, settings
from hypothesis import strategies as st
from test_planted import Frame, Live

from toolbelt_data.report.headlines import Headline
from toolbelt_data.report.shelf.listing import page_of
from toolbelt_data.report.shelf.shelf import Shelved
from toolbelt_data.report.site.pages import (
    notebook_pages,
    write_index,
    write_search,
    write_source_pages,
)
from toolbelt_data.report.site.places import Places
from toolbelt_data.report.site.search import Entry

words = st.lists(
    st.sampled_from(planted.FRAGMENTS) | st.text(max_size=6), min_size=1, max_size=3
).map("".join)
# Names of files: what a folder can hold, and no longer than it takes.
names = words.map(lambda one: one.translate(dict.fromkeys(map(ord, "/\x00"), "_"))[:40])
names = names.filter(lambda one: one.strip(". ") and one.isprintable())
few = settings(max_examples=25)


def frame(one, **changes):
    """What the pages show around their content, in one word."""
    return {
        "title": one, "edition": one, "embedded": False, "revision": one, "date": one,
        "address": "", "pages": [(one, one)], "here": "index", "root": "", "scripts": (),
        "about": [("Source", one, ""), (one, one, "")],
    } | changes  # fmt: skip


def written(make, one):
    """Write pages of a word below a new folder; give their texts by their names."""
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), one)
        found = Path(folder).rglob("*.html")
        return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in found}


def live(make, one, plain="plain"):
    """What stands alive in pages of a word that does not in those of a plain one."""
    frames = [Frame(text) for text in written(make, plain).values()]
    ours = set().union(*(frame.own for frame in frames))
    pages = written(make, one)
    assert len(pages) == len(frames)
    return {name: found for name, text in pages.items() if (found := Live(text, ours).found)}


def first_page(folder, one):
    write_index(
        folder, frame(one),
        headlines=[Headline(9, 44, one, one, one, True, one)],
        answers={}, broken={one: one}, failures=[(one, one, one)], given={one: one},
        changed=(one, [one] * 9), comparing=one, since_last=True, trend=None,
        tables=[(SimpleNamespace(name="gaps", row=one), 1)],
        documents=[SimpleNamespace(path=one, kinds=[one], lines=1)],
        page_of="{}.html".format,
    )  # fmt: skip


def source_pages(folder, one):
    lines = pd.DataFrame({"path": "a.md", "line": [1, 2], "role": ["text", "blank"], "text": one})
    write_source_pages(lines, Places(["a.md"]), folder, frame(one), older=one)


def search_pages(folder, one):
    (folder / "assets").mkdir()
    write_search(folder, frame(one), [Entry(one, one, one, "a.html#b", one, "")])


def a_notebook_page(folder, one):
    outputs = [
        nbformat.v4.new_output("display_data", {kind: one})
        for kind in ("text/html", "text/markdown", "text/plain", "text/latex")
    ]
    outputs.append(nbformat.v4.new_output("error", ename=one, evalue=one, traceback=[one]))
    cells = [
        nbformat.v4.new_markdown_cell(f"# Mine?\n\n{one}"),
        nbformat.v4.new_raw_cell(one),
        nbformat.v4.new_code_cell(one, outputs=outputs),
    ]
    node = nbformat.v4.new_notebook(cells=cells)
    notebook = SimpleNamespace(name="mine", title=one)
    run = SimpleNamespace(notebook=notebook, node=node, error=one)
    notebook_pages(frame(one, pages=[("mine", one)]), Places([]))(run, folder)


def shelf_page(folder, one):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    told = Shelved(
        folder / "r", now, True, one, one, one, one, ((one, one),),
        (Headline(9, 44, one, one, one, True),), {one: one},
    )  # fmt: skip
    text = page_of([told, Shelved(folder / "s", now)])
    (folder / "index.html").write_text(text.partition("<style>")[0] + text.partition("</style>")[2])


@few
@given(words)
def test_the_first_page_is_ours(one):
    assert live(first_page, one) == {}


@few
@given(words)
def test_pages_of_documents_are_ours(one):
    assert live(source_pages, one) == {}


@few
@given(words)
def test_the_search_is_ours(one):
    assert live(search_pages, one) == {}


@few
@given(words)
def test_the_list_of_reports_is_ours(one):
    assert live(shelf_page, one) == {}


@settings(max_examples=25)
@given(words)
def test_what_a_notebook_shows_leaves_the_page_ours(one):
    found = live(a_notebook_page, one).get("mine.html", [])
    # A notebook of one's own may link to the web, and keeps the words of a picture.
    links = [what for what in found if what[:2] == ("a", "href")]
    words_of_pictures = [what for what in found if what[0] == "img" and "src" not in dict(what[1])]
    assert [what for what in found if what not in [*links, *words_of_pictures]] == []
    assert not [what for what in links if re.match(r"\s*(javascript|data|vbscript):", what[2])]


def test_what_is_alive_is_seen():
    ours = Frame('<form action="a"><button>go</button></form>').own
    for alive in (
        "<script>x</script>", "<img src=x>", "<p onclick=x>", "<a href='javascript:x'>a</a>",
        "<form action='https://planted.example/'>", "<p style='color: red'>", "<base href=x>",
    ):  # fmt: skip
        assert Live(alive, ours).found, alive
