"""Every page of a report in a real browser: on a phone and on a laptop, with scripts and without."""

import pytest

from browser.reading import faults_of
from browser.watching import SIZES, opened, watched

# On a phone these are looked at whole; colours are those of the laptop.
KINDS = ("02-which-challenges-lack-a-remedy.html", "index.html", "search.html")
WORDS = "h1, h2, h3, caption, figcaption, p:not(.scripted-only *)"


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_pages_fit_ask_nothing_outside_and_leave_nobody_out(browser, home, names, size):
    found = {}
    with watched(browser, home, **SIZES[size]) as (page, watch):
        for name in names:
            opened(page, watch, home + name)
            watch.ran(page)
            found[name] = faults_of(page, size == "laptop" or name in KINDS)
        assert watch.faults == []
    assert len(found) > 10
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_without_scripts_every_word_and_row_is_there(browser, home, kinds):
    with (
        watched(browser, home, **SIZES["laptop"], java_script_enabled=False) as (page, watch),
        watched(browser, home, **SIZES["laptop"]) as (live, _),
    ):
        for name in kinds:
            opened(page, watch, home + name)
            live.goto(home + name)
            plain = set(page.inner_text("body").split())
            for words in live.locator(WORDS).all_inner_texts():
                told = {"rows", "Copy", "link"}  # what scripts add
                assert {one for one in words.split() if not one.isdigit()} <= plain | told, name
            hidden = page.locator("main tbody tr").evaluate_all(
                "rows => rows.filter(r => !r.closest('details') && !r.checkVisibility()).length"
            )
            assert hidden == 0, name
        assert watch.faults == []
