"""The pages: safe whatever a notebook shows, found by words, placed, and whole without a script."""

import itertools
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from importlib.resources import files
from types import SimpleNamespace

import nbformat
import pytest

import toolbelt_data
from toolbelt_data import ToolbeltError
from toolbelt_data.report.collection import all_tables
from toolbelt_data.report.site.cleaning import cleaned
from toolbelt_data.report.site.headings import CONTENTS, anchored, with_contents, with_named_regions
from toolbelt_data.report.site.pages import in_region, notebook_pages, write_index
from toolbelt_data.report.site.places import Places, linked
from toolbelt_data.report.site.scripts import plain_script, write_assets
from toolbelt_data.report.site.search import Entry, entries, write_rows

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " base-uri 'none'; form-action 'self'"
)
FRAME = {
    "title": "T",
    "edition": "E",
    "embedded": True,
    "revision": "",
    "date": "",
    "address": "",
    "pages": [("mine", "Mine?")],
    "here": "index",
    "root": "",
    "scripts": (),
    "about": [],
}


class Elements(HTMLParser):
    """Every element of a page with its attributes, and its words."""

    def __init__(self, text):
        super().__init__()
        self.found, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]


@pytest.fixture(scope="module")
def folder(report):
    return report.index.parent


@pytest.fixture(scope="module")
def pages(folder):
    found = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*.html")}
    return {name: Elements(text) for name, text in found.items()}


def test_each_page_forbids_all_but_its_own_folder_before_anything_loads(pages):
    for name, page in pages.items():
        inside = [tag for tag, _ in page.found]
        first = next(given for tag, given in page.found if given.get("http-equiv"))
        assert first == {"http-equiv": "Content-Security-Policy", "content": POLICY}, name
        at = page.found.index(("meta", first))
        assert not {"script", "link", "style", "base"} & set(inside[:at])


def test_no_page_has_a_script_or_style_of_its_own(pages):
    for name, page in pages.items():
        assert not page.all("style"), name
        assert all(given.get("src", "").endswith(".js") for given in page.all("script"))
        for tag, given in page.found:
            assert "style" not in given, (name, tag)
            assert not any(key.startswith("on") for key in given)


def test_each_page_has_one_main_heading_and_skips_no_level(pages):
    for name, page in pages.items():
        levels = [int(tag[1]) for tag, _ in page.found if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        for before, after in itertools.pairwise(levels):
            assert after <= before + 1, name


def test_each_page_can_search_and_says_where_one_is(pages):
    for name, page in pages.items():
        (form,) = page.all("form")
        assert form["role"] == "search"
        assert form["action"].endswith("search.html")
        assert any(given.get("name") == "q" for given in page.all("input"))
        if name.count("/") == 0 and re.match(r"\d\d-", name):
            current = [given["href"] for given in page.all("a") if "aria-current" in given]
            assert current == [name]


def test_no_two_regions_of_a_page_have_one_name(pages):
    for name, page in pages.items():
        named = [given["aria-label"] for given in page.all("div") if given.get("role") == "region"]
        assert all(named), name
        assert len(named) == len(set(named)), name


def test_long_pages_list_their_sections(pages):
    page = pages["02-which-challenges-lack-a-remedy.html"]
    anchors = [given["id"] for given in page.all("h2")]
    listed = [given["href"][1:] for given in page.all("a") if given.get("href", "")[:1] == "#"]
    assert listed[1:] == anchors


def test_each_picture_can_be_seen_alone(pages):
    for name, page in pages.items():
        links = {given.get("href") for given in page.all("a")}
        assert {given["src"] for given in page.all("img")} <= links, name


def test_rows_of_the_older_edition_link_to_its_own_pages(folder, pages):
    links = [given.get("href", "") for given in pages["06-what-changed.html"].all("a")]
    older = {link for link in links if link.startswith("older/")}
    assert len(older) > 20
    for link in older:
        path, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in (folder / path).read_text("utf-8")


def test_every_place_that_a_page_names_is_a_link(pages):
    for name, page in pages.items():
        for given in page.all("span"):
            assert "place" not in given.get("class", "").split(), name


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("<script>x()</script>a", "a"),
        ('<img src="x" alt="a" onerror="x()">', '<img alt="a">'),
        ('<a href="JaVaScRiPt:x()">a</a>', "<a>a</a>"),
        ('<a href="data:text/html,x">a</a>', "<a>a</a>"),
        ('<p style="color:red" class="b" id="c">a</p>', '<p class="b" id="c">a</p>'),
        ("<style>p{}</style>a", "a"),
        ('<iframe src="x"></iframe><form><input></form>a', "a"),
        ("<svg><circle/></svg><math><mi>x</mi></math>a", "a"),
        ("<!-- --><base href='x'>a", "a"),
        ('<details open=""><summary>b</summary>a</details>',) * 2,
        ('<table><caption>c</caption><tbody><tr><th scope="col" colspan="2">b</th></tr></tbody></table>',) * 2,
    ],
)  # fmt: skip
def test_what_acts_is_cleaned_away_and_what_shows_stays(given, left):
    assert cleaned(given) == left


def test_our_own_tables_stay_as_they_are():
    corpus = toolbelt_data.load()
    shown = toolbelt_data.notebook.Table(corpus.personas, "name status place", "Who & what")
    (kept,) = re.findall(r"<table.*</table>", shown.html)
    assert sorted(Elements(cleaned(shown.html)).found, key=str) == sorted(
        Elements(kept).found, key=str
    )
    assert in_region("<p>a</p>") == "<p>a</p>"


def page_of(tmp_path, *cells, error="", title="Mine?"):
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Mine?"), *cells])
    run = SimpleNamespace(
        notebook=SimpleNamespace(name="mine", title=title), node=node, error=error
    )
    notebook_pages(FRAME, Places([]))(run, tmp_path)
    return (tmp_path / "mine.html").read_text("utf-8")


def shows(kind, data):
    output = nbformat.v4.new_output("display_data", {kind: data})
    return nbformat.v4.new_code_cell("1", outputs=[output])


BAD = '<b onclick="x()">a</b><script>x()</script><a href="javascript:x()">j</a><iframe src="http://x"></iframe>'


@pytest.mark.parametrize(
    "cell",
    [
        shows("text/html", BAD),
        shows("text/markdown", BAD),
        shows("text/plain", BAD),
        shows("text/latex", BAD),
        shows("application/javascript", "x()"),
        nbformat.v4.new_markdown_cell(f"text {BAD}\n\n{BAD}"),
        nbformat.v4.new_raw_cell(BAD, metadata={"raw_mimetype": "text/html"}),
        nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output("stream", text=BAD)]),
        nbformat.v4.new_code_cell(BAD),
        nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output("error", ename="E", evalue=BAD, traceback=[BAD, f"\x1b[38;5;9m{BAD}"])]),
    ],
    ids=lambda cell: "",
)  # fmt: skip
def test_nothing_that_a_notebook_shows_acts(tmp_path, cell):
    page = Elements(page_of(tmp_path, cell, title=BAD))
    assert len(page.all("script")) == 2
    assert {given["src"] for given in page.all("script")} == {"assets/tables.js", "assets/report.js"}  # fmt: skip
    assert not page.all("iframe")
    for _, given in page.found:
        assert not {"onclick", "style"} & set(given)
        assert not given.get("href", "").startswith("javascript")


def test_a_drawing_is_a_file_that_no_link_opens(tmp_path):
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><script>x()</script></svg>'
    page = Elements(page_of(tmp_path, shows("image/svg+xml", drawing)))
    assert not page.all("svg")
    (image,) = page.all("img")
    assert (tmp_path / image["src"]).is_file()
    assert image["src"] not in {given.get("href") for given in page.all("a")}


def test_a_notebook_that_failed_says_so_at_the_top_of_its_page(tmp_path):
    text = page_of(tmp_path, error="cell [2] failed with <b>")
    banner = re.search(r'<p class="failed" role="alert">.*?</p>', text, re.DOTALL).group()
    assert "cell [2] failed with &lt;b&gt;" in banner
    assert text.index(banner) < text.index("<h1")
    assert 'class="failed"' not in page_of(tmp_path)


def first_page(tmp_path, **changes):
    content = {
        "headlines": [],
        "answers": {"mine": "Nine."},
        "given": {},
        "changed": None,
        "comparing": "",
        "tables": [],
        "documents": [],
        "failures": [],
        "broken": {},
        "trend": None,
    }
    write_index(tmp_path, FRAME, **content | changes)
    return (tmp_path / "index.html").read_text("utf-8")


def test_the_first_page_says_in_red_what_failed(tmp_path):
    failures = [("mine", "Mine?", "its <kernel> died")]
    text = first_page(tmp_path, failures=failures, broken={"mine": "its <kernel> died"})
    assert text.index('<div class="failed" role="alert">') < text.index("<h1")
    assert text.count("its &lt;kernel&gt; died") == 2
    assert '<article class="card broken">' in text
    assert "Nine." not in text
    assert "failed" not in first_page(tmp_path)


def test_a_headline_says_how_it_moved_where_that_is_known(tmp_path):
    line = toolbelt_data.report.headlines.Headline(9, 44, "gaps", "mine", "a", change="+2 since")
    assert '<span class="change">+2 since</span>' in first_page(tmp_path, headlines=[line])


def test_the_first_page_shows_the_trend_with_its_words(folder, pages):
    (image,) = pages["index.html"].all("img")
    assert image["alt"].startswith("From 2025-04-04 to 2025-06-10: challenges from 31 to 70;")  # fmt: skip
    assert (folder / image["src"]).read_bytes()[:4] == b"\x89PNG"


def test_below_each_page_stands_what_it_was_made_of(pages):
    for name, page in pages.items():
        words = " ".join(" ".join(page.words).split())
        assert "Source embedded Edition 2025-06-10 (embedded: restated" in words, name
        assert re.search(r"Documents 9, digest [0-9a-f]{12} ", words), name


def test_everything_can_be_found(folder):
    text = (folder / "assets" / "search-rows.js").read_text("utf-8")
    data = json.loads(text.removeprefix("window.toolbeltRows=").removesuffix(";\n"))
    tables = {table.name: frame for table, frame in all_tables(toolbelt_data.Analysis())}
    counts = dict.fromkeys(data["kinds"], 0)
    for row in data["rows"]:
        counts[data["kinds"][row[0]]] += 1
    for kind, name in {
        "persona": "personas", "group": "groups",
        "text of a group": "group_statements", "sub-persona of the index": "listings",
        "use case": "use_cases", "need": "needs", "mention": "mentions", "resource": "catalogue",
        "finding": "findings", "step": "next_steps", "document": "documents",
    }.items():  # fmt: skip
        assert counts[kind] == len(tables[name]), kind
    challenges = counts["gap"] + counts["challenge"]
    assert challenges == len(tables["challenges"])
    assert challenges + counts["statement"] == len(tables["statements"])
    assert counts["section of a page"] > 50
    plain = Elements((folder / "everything.html").read_text("utf-8"))
    assert len(plain.all("tr")) == len(data["rows"]) + len(counts)
    assert not plain.all("script")


def test_each_line_of_a_persona_is_found_once():
    told = {"persona", "gap", "challenge", "statement"}
    found = entries(all_tables(toolbelt_data.Analysis()), [], Places([]))
    rows = [(one.place, one.text) for one in found if one.kind in told]
    assert len(rows) > 100
    assert len(rows) == len(set(rows))


def test_what_is_found_leads_to_its_evidence_and_its_line(folder):
    text = (folder / "assets" / "search-rows.js").read_text("utf-8")
    data = json.loads(text.removeprefix("window.toolbeltRows=").removesuffix(";\n"))
    anchors = {}
    for _, _, _, page, place, there in data["rows"]:
        assert bool(place) == bool(there), place
        for link in filter(None, (page, there)):
            path, _, anchor = link.partition("#")
            if path not in anchors:
                given = Elements((folder / path).read_text("utf-8")).found
                anchors[path] = {attrs["id"] for _, attrs in given if "id" in attrs} | {""}
            assert anchor in anchors[path], link


def test_a_search_leads_to_no_page_that_is_not_there():
    found = entries(all_tables(toolbelt_data.Analysis()), [], Places([]))
    assert {one.page for one in found} == {""}
    assert {one.there for one in found} == {""}


def test_data_to_search_holds_no_end_of_a_script(tmp_path):
    entry = Entry("persona", "</script>", "<!--\u2028", "", "", "")
    write_rows([entry], tmp_path / "rows.js")
    text = (tmp_path / "rows.js").read_text("ascii")
    assert "<" not in text
    data = json.loads(text.removeprefix("window.toolbeltRows=").removesuffix(";\n"))
    assert data == {"kinds": ["persona"], "rows": [[0, *entry[1:]]]}


def test_headings_that_are_equal_are_no_matter_to_names_and_lists():
    html = anchored(f"{CONTENTS}<h2>A</h2><h2>A</h2><h2>B</h2>")
    assert re.findall('id="(.*?)"', html) == ["a", "a-1", "b"]
    assert re.findall('href="(.*?)"', with_contents(html)) == ["#a", "#a-1", "#b"]
    table = in_region("<table><tbody><tr><td>1</td></tr></tbody></table>")
    named = with_named_regions(f"{html}{table}{table}")
    assert re.findall('aria-label="(Table.*?)"', named) == ["Table: B", "Table 2: B"]


def test_a_place_whose_document_is_not_there_is_no_link():
    marked = '<span class="place older">a.md:7</span>'
    assert linked(marked, Places(["a.md"])) == marked
    assert 'href="older/a.md.html#L7"' in linked(marked, Places([]), Places(["a.md"], "", "older"))


def test_the_bundle_becomes_a_script_that_runs_in_no_module(tmp_path):
    write_assets(tmp_path / "assets")
    script = tmp_path / "assets" / "tables.js"
    text = script.read_text("utf-8")
    module = files("itables").joinpath("html/dt_bundle.js").read_text("utf-8")
    assert "Bundled license information:" in text
    assert re.findall(r"/\*!.*?\*/", text, re.DOTALL) == re.findall(r"/\*!.*?\*/", module, re.DOTALL)  # fmt: skip
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs node, which reads the script as browsers do: install nodejs")
    subprocess.run([node, "--check", script], check=True)


@pytest.mark.parametrize(
    "module",
    ["var a=1;", "export{a as other};", 'import x from"y";export{a as jQuery};',
     "export{a as jQuery};export{b as jQuery};", "export default a;export{a as jQuery};"],
)  # fmt: skip
def test_a_bundle_of_another_shape_is_refused(module):
    with pytest.raises(ToolbeltError) as caught:
        plain_script(module)
    assert str(caught.value) == (
        "itables/html/dt_bundle.js: is no single module that gives jQuery;"
        " install the release of itables that the lock names"
    )
