"""The report of planted documents in a real browser: nothing of them runs, is asked for or styled."""

import planted
import pytest

from browser.watching import SIZES, opened, watched

# What of a page is alive and not ours, as the browser built it.
ALIVE = """() => {
    const found = [];
    const never = "iframe, object, embed, base, math, style, textarea, svg:not([role=img]), audio, video, frame";
    for (const element of document.querySelectorAll(never)) found.push(element.outerHTML);
    for (const element of document.querySelectorAll("*")) {
        for (const {name, value} of element.attributes) {
            const address = ["href", "src", "action", "formaction", "xlink:href", "data"];
            const drawn = element.closest("svg[role=img]");
            const scripted = name.startsWith("on") || name === "srcdoc"
                || name === "style" && !drawn && /fixed|url|PLANTED/i.test(value)
                || address.includes(name) && (/^\\s*(javascript|data|vbscript):/i.test(value)
                    || element.tagName !== "A" && new URL(value, location).host === "planted.example");
            if (scripted) found.push(`${element.tagName} ${name}=${value}`);
        }
    }
    const ours = {
        SCRIPT: e => /^(\\.\\.\\/)*assets\\/[\\w.-]+\\.js$/.test(e.getAttribute("src")) && !e.text.trim(),
        LINK: e => /^(\\.\\.\\/)*assets\\/[\\w.-]+$/.test(e.getAttribute("href")),
        META: e => !e.httpEquiv || e.httpEquiv === "Content-Security-Policy",
        FORM: e => e.matches("form.search") && /search\\.html$/.test(e.action),
        IMG: e => !e.hasAttribute("src"),
    };
    for (const [tag, own] of Object.entries(ours))
        for (const element of document.getElementsByTagName(tag))
            if (!own(element)) found.push(element.outerHTML);
    return found.map(words => words.slice(0, 200));
}"""
# Sort by every column, and search and filter every table, as its controls do it.
USE = """() => {
    let used = 0;
    for (const one of document.querySelectorAll("thead button")) {
        one.click();
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
    """The pages of a report in which everything that is read is planted."""
    return once("planted", planted.write_site)


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


def test_the_search_shows_what_is_planted_as_words(browser, folder):
    asked = "<script>"
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
