"""Pages on paper: nothing cut off, and every row of every table."""

from browser.reading import cut_off
from browser.watching import SIZES, opened, watched

ROWS = """[...document.querySelectorAll("main table:not([hidden])")].map(table =>
    [...table.tBodies[0].rows].filter(row => row.checkVisibility()).length)"""
EVERY = """[...document.querySelectorAll("main table:not([hidden])")].map(table => table.tBodies[0].rows.length)"""


def test_pages_fit_on_paper_with_every_row(browser, home, kinds):
    with watched(browser, home, **SIZES["print"]) as (page, watch):
        cut, short = {}, {}
        for name in kinds:
            opened(page, watch, home + name)
            page.emulate_media(media="print")
            cut[name] = cut_off(page, paper=True)
            # What scripts do before printing is done by then.
            page.evaluate(f"addEventListener('beforeprint', () => window.printed = {ROWS})")
            document = page.pdf(format="A4", margin=dict.fromkeys(("left", "right"), "10mm"))
            assert document.startswith(b"%PDF-")
            short[name] = page.evaluate("window.printed"), page.evaluate(EVERY)
            page.emulate_media(media="screen")
        assert watch.faults == []
    assert {name: words for name, words in cut.items() if words} == {}
    assert {name: rows for name, (rows, every) in short.items() if rows != every} == {}
