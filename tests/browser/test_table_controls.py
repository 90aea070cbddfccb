"""Tables, links and search of the pages, used as people use them: with a mouse and with keys."""

from pathlib import Path

import pytest

from browser.watching import SIZES, watched
from toolbelt_data.report import site

PAGE = "02-which-challenges-lack-a-remedy.html"
ASSETS = Path(site.__file__).parent / "assets"
CARD = "diana-the-weekend-warrior/challenges/3"
ROWS = """table => [...table.tBodies[0].rows].filter(row => row.checkVisibility())
    .map(row => [...row.cells].map(cell => cell.textContent.replace(/\\s+/g, " ").trim()))"""


@pytest.fixture
def page(browser, home):
    """A page of the browser that must have done nothing wrong at the end."""
    with watched(browser, home, **SIZES["laptop"]) as (page, watch):
        yield page
        watch.ran(page)
        assert watch.faults == []


def test_a_table_sorts_both_ways_says_so_and_goes_back(page, home):
    page.goto(home + PAGE)
    table = page.locator(".controls + .scroll table").first
    head = table.locator("thead th").first
    before = table.evaluate(ROWS)
    seen = {}
    for wanted in ("ascending", "descending", None):
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == wanted
        seen[wanted] = [row[0].lower() for row in table.evaluate(ROWS)]
    assert len(set(seen["ascending"])) > 1
    assert seen["ascending"] == sorted(seen["ascending"])
    assert seen["descending"] == sorted(seen["ascending"], reverse=True)
    assert table.evaluate(ROWS) == before


def test_numbers_sort_as_numbers_and_places_by_line(page, home):
    page.set_content("""<main><div class="scroll"><table><thead><tr><th>n</th><th>where</th></tr></thead>
        <tbody><tr><td>10</td><td>a.md:9</td></tr><tr><td>-9</td><td>a.md:100</td></tr>
        <tr><td></td><td>a.md:20</td></tr></tbody></table></div></main>""")
    page.add_script_tag(path=ASSETS / "report.js")
    for at, wanted in enumerate([["-9", "10", ""], ["a.md:9", "a.md:20", "a.md:100"]]):
        page.locator("th button").nth(at).click()
        assert [row[at] for row in page.locator("table").evaluate(ROWS)] == wanted


def test_a_table_finds_words_and_says_how_many_rows_are_left(page, home):
    page.goto(home + PAGE)
    table = page.locator(".controls + .scroll table").first
    box, told = (page.locator(f".controls {one}").first for one in ("input", "[role=status]"))
    before = table.evaluate(ROWS)
    word = max(before[-1][1].split(), key=len)
    box.fill(word.upper())
    after = table.evaluate(ROWS)
    assert 0 < len(after) < len(before)
    assert all(word.lower() in " ".join(row).lower() for row in after)
    assert told.inner_text() == f"{len(after)} of {len(before)} rows"
    box.fill("no such words anywhere")
    assert table.evaluate(ROWS) == []
    box.fill("")
    assert table.evaluate(ROWS) == before


def test_the_link_to_a_gap_is_copied_and_opens_at_its_card(page, home):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{home}index.html")
    page.locator(f"[id='{CARD}']").get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{home}index.html#{CARD}"
    page.goto(copied)
    assert page.evaluate("document.querySelector(':target').id") == CARD


def test_the_search_finds_what_documents_say_and_links_to_it(page, home):
    page.goto(f"{home}index.html")
    page.fill("header [type=search]", "time")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=time")
    rows = page.locator("#found tbody tr")
    rows.first.wait_for()
    assert rows.count() > 3
    assert all("time" in words.lower() for words in rows.all_inner_texts())
    link = rows.locator("a").first
    there = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**/{there}")
    if "#" in there:
        assert page.evaluate("document.querySelector(':target') !== null")
