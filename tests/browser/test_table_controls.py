"""Tables and search of the pages, used as people use them: with a mouse and with keys."""

import pytest

from browser.watching import SIZES, watched

PAGE = "02-which-challenges-lack-a-remedy.html"
FINDINGS = "07-how-sound-are-the-documents.html"
ROWS = """table => [...table.tBodies[0].rows].filter(row => row.checkVisibility())
    .map(row => [...row.cells].map(cell => cell.textContent.replace(/\\s+/g, " ").trim()))"""


@pytest.fixture
def page(browser, home):
    """A page of the browser that must have done nothing wrong at the end."""
    with watched(browser, home, **SIZES["laptop"]) as (page, watch):
        yield page
        watch.ran(page)
        assert watch.faults == []


def largest(page):
    """The table of a page with the most rows that has a search box."""
    tables = page.locator(".controls + .scroll table")
    sizes = [table.locator("tbody tr").count() for table in tables.all()]
    return tables.nth(sizes.index(max(sizes)))


def controls(page, table):
    """What stands above a table."""
    return table.locator("xpath=ancestor::*[contains(@class, 'scroll')][1]/preceding-sibling::*[1]")


def column(table, at):
    """Words of a column in the order in which they are shown."""
    return [row[at].lower() for row in table.evaluate(ROWS)]


@pytest.mark.parametrize("way", ["mouse", "keys"])
def test_a_table_sorts_both_ways_and_says_so(page, home, way):
    page.goto(home + PAGE)
    table = largest(page)
    while (more := page.get_by_role("button", name="All rows")).count():
        more.first.click()
    head = table.locator("thead th").first
    button = head.locator("button, [role=button]").first

    def press():
        if way == "mouse":
            head.click()
        else:
            button.focus()
            page.keyboard.press("Enter")

    whole = len(table.evaluate(ROWS))
    seen = {}
    for wanted in ("ascending", "descending"):
        press()
        table.locator(f"thead th[aria-sort={wanted}]").wait_for()
        seen[wanted] = column(table, 0)
    assert len(set(seen["ascending"])) > 1
    assert seen["ascending"] == sorted(seen["ascending"])
    assert seen["descending"] == sorted(seen["ascending"], reverse=True)
    assert len(table.evaluate(ROWS)) == whole


def test_a_table_finds_words_and_says_how_many_rows_are_left(page, home):
    page.goto(home + PAGE)
    table = largest(page)
    box = controls(page, table).locator("input[type=search]")
    told = controls(page, table).locator("[role=status]")
    before = table.evaluate(ROWS)
    word = max(before[-1][1].split(), key=len)
    box.fill(word.upper())
    after = table.evaluate(ROWS)
    assert 0 < len(after) < len(before)
    assert all(word.lower() in " ".join(row).lower() for row in after)
    assert str(len(after)) in told.inner_text()
    box.fill("no such words anywhere")
    assert table.evaluate(ROWS) == [["No row fits."]]
    assert told.inner_text().startswith("0 ")
    box.fill("")
    assert table.evaluate(ROWS) == before


def test_a_list_of_a_table_leaves_the_rows_that_were_chosen(page, home):
    page.goto(home + FINDINGS)
    table = page.locator(".controls:has(select) + .scroll table").first
    choice = controls(page, table).locator("select").first
    title = page.locator(f"label[for={choice.get_attribute('id')}]")
    heads = [words.strip() for words in table.locator("thead th").all_inner_texts()]
    words = choice.locator("option").nth(1).get_attribute("value")
    before = len(table.evaluate(ROWS))
    choice.select_option(words)
    at = heads.index(title.inner_text().strip())
    assert set(column(table, at)) == {words.lower()}
    choice.select_option("")
    assert len(table.evaluate(ROWS)) == before


@pytest.mark.parametrize("asked", ["?q=time", ""])
def test_the_search_finds_what_documents_say_and_links_to_it(page, home, asked):
    if asked:
        page.goto(f"{home}search.html{asked}")
    else:
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


def test_a_search_without_a_hit_says_so(page, home):
    page.goto(f"{home}search.html?q=zyzzyva")
    page.wait_for_function(
        "!/things can be found/.test(document.querySelector('#told').textContent)"
    )
    assert page.locator("#found tbody tr").count() == 0
    assert page.inner_text("#told").startswith("0 things found")


def test_all_code_opens_at_once(page, home):
    page.goto(home + PAGE)
    button = page.get_by_role("button", name="Show all code")
    assert page.locator("details.code[open]").count() == 0
    button.click()
    assert page.locator("details.code:not([open])").count() == 0
    assert button.get_attribute("aria-pressed") == "true"
