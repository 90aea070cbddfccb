"""The report of planted documents in a real browser: nothing of them runs, is asked for or styled."""

import nbformat
import planted
import pytest

import toolbelt_data
from browser.watching import SIZES, opened, watched
from toolbelt_data.report.build import build_report
from toolbelt_data.report.notebooks import find_notebooks

# What of a page is alive and not ours, as the browser built it.
ALIVE = """() => {
    const found = [];
    const never = "iframe, object, embed, base, math, style, textarea, svg, audio, video, frame";
    for (const element of document.querySelectorAll(never)) found.push(element.outerHTML);
    for (const element of document.querySelectorAll("*")) {
        for (const {name, value} of element.attributes) {
            const address = ["href", "src", "action", "formaction", "xlink:href", "data"];
            const scripted = name.startsWith("on") || name === "srcdoc"
                || name === "style" && /fixed|url|PLANTED/i.test(value)
                || address.includes(name) && (/^\\s*(javascript|data|vbscript):/i.test(value)
                    || new URL(value, location).host === "planted.example");
            if (scripted) found.push(`${element.tagName} ${name}=${value}`);
        }
    }
    const ours = {
        SCRIPT: e => /^(\\.\\.\\/)*assets\\/[\\w.-]+\\.js$/.test(e.getAttribute("src")) && !e.text.trim(),
        LINK: e => /^(\\.\\.\\/)*assets\\/[\\w.-]+$/.test(e.getAttribute("href")),
        META: e => !e.httpEquiv || e.httpEquiv === "Content-Security-Policy",
        FORM: e => e.matches("form.search") && /search\\.html$/.test(e.action),
        IMG: e => /^(\\.\\.\\/)*figures\\/[^/]+\\.png$/.test(decodeURIComponent(e.getAttribute("src"))),
    };
    for (const [tag, own] of Object.entries(ours))
        for (const element of document.getElementsByTagName(tag))
            if (!own(element)) found.push(element.outerHTML);
    return found.map(words => words.slice(0, 200));
}"""
# Sort by every column, and search and filter every table, as its controls do it.
USE = """() => {
    let used = 0;
    for (const one of document.querySelectorAll("thead th")) {
        (one.querySelector("button, [role=button]") || one).click();
        used += 1;
    }
    for (const one of document.querySelectorAll(".controls select")) {
        one.selectedIndex = one.options.length - 1;
        one.dispatchEvent(new Event("change", {bubbles: true}));
        one.selectedIndex = 0;
        one.dispatchEvent(new Event("change", {bubbles: true}));
        used += 1;
    }
    for (const one of document.querySelectorAll(".controls input[type=search]")) {
        for (const words of ["<img src=x onerror=window.PLANTED=1>", "&lt;", "planted", ""]) {
            one.value = words;
            one.dispatchEvent(new Event("input", {bubbles: true}));
        }
        used += 1;
    }
    return used;
}"""


@pytest.fixture(scope="module")
def folder(once):
    """The folder of a report in which everything that is read is planted."""

    def make(place):
        source = planted.write(place / planted.FILES[-2])
        mine = place / f"{planted.FILES[0]}.ipynb"
        cells = [
            nbformat.v4.new_markdown_cell(f"# Why {planted.FRAGMENTS[1]}{planted.FRAGMENTS[0]}?"),
            nbformat.v4.new_code_cell("source: str = ''  # which\nrevision: str = ''  # when"),
        ]
        cells[1].metadata.tags = ["parameters"]
        node = nbformat.v4.new_notebook(cells=cells)
        node.metadata.kernelspec = {"name": "python3", "display_name": "P", "language": "python"}
        nbformat.write(node, mine)
        names = [notebook.name for notebook in find_notebooks()]
        given = {
            "reviews": str(planted.reviews(place, source)),
            "decisions": str(planted.decisions(place, source)),
        }
        return build_report(
            str(source),
            out=place / "out",
            notebooks=[*names, str(mine)],
            parameters=given,
            catalogue=str(planted.catalogue(place)),
        )

    return once("planted", make).index.parent


def pages_of(folder):
    """Every page of a report, those of the sources too."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def address(home, name):
    """Give a page's address; a name may hold anything."""
    from urllib.parse import quote

    return home + quote(name)


def test_nothing_that_is_planted_comes_alive_in_any_page(browser, folder):
    home, used = f"{folder.as_uri()}/", 0
    with watched(browser, home, **SIZES["laptop"]) as (page, watch):
        for name in pages_of(folder):
            opened(page, watch, address(home, name))
            assert page.evaluate(ALIVE) == [], name
            used += page.evaluate(USE)
            assert page.evaluate(ALIVE) == [], name
            watch.ran(page)
            assert "55433" not in page.inner_text("body"), name
        assert watch.faults == []
    assert used > 100


def test_what_is_planted_can_be_read_as_it_is(browser, folder):
    home = f"{folder.as_uri()}/"
    with watched(browser, home, **SIZES["laptop"]) as (page, _):
        page.goto(f"{home}everything.html")
        words = page.evaluate("document.body.textContent")
        for fragment in planted.FRAGMENTS[:3]:
            assert f"{fragment} needs time" in words
        assert f"{planted.FRAGMENTS[25]} needs time" in words


@pytest.mark.parametrize(
    "asked", ["planted", "<script>", "onerror", "&lt;script&gt;", "{{7919*7}}"]
)
def test_the_search_shows_what_is_planted_as_words(browser, folder, asked):
    home = f"{folder.as_uri()}/"
    with watched(browser, home, **SIZES["laptop"]) as (page, watch):
        opened(page, watch, f"{home}index.html")
        page.fill("header [type=search]", asked)
        page.press("header [type=search]", "Enter")
        page.wait_for_url("**/search.html?q=*")
        page.wait_for_selector("#found tbody tr", state="attached")
        assert page.input_value("#search-page [type=search]") == asked
        assert page.evaluate(ALIVE) == []
        watch.ran(page)
        assert watch.faults == []


def test_tables_of_notebooks_hold_without_any_policy(browser, folder):
    """As JupyterLab shows them: escaping alone stands between a document and the page."""
    corpus = toolbelt_data.load(folder.parent.parent / planted.FILES[-2])
    shown = [corpus._repr_html_()] if hasattr(corpus, "_repr_html_") else []
    for path in sorted(folder.joinpath("notebooks").glob("0*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                shown += [data["text/html"]] if "text/html" in data else []
    assert len(shown) > 30
    with watched(browser, "about:", **SIZES["laptop"]) as (page, watch):
        page.set_content("".join(shown))
        found = page.evaluate(ALIVE)
        watch.ran(page)
        assert [words for words in found if not words.startswith("<style>table.toolbelt")] == []
        assert watch.faults == []
