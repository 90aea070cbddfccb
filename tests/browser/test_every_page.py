"""Every page of a report in a real browser: on a phone and on a laptop, with scripts and without."""

from urllib.parse import unquote, urlsplit

import pytest

from browser.reading import faults_of
from browser.watching import SIZES, opened, watched

# On a phone these are looked at whole; colours are those of the laptop.
KINDS = ("02-which-challenges-lack-a-remedy.html", "index.html", "search.html")


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


def test_without_scripts_every_word_and_row_is_there(browser, home, names):
    with (
        watched(browser, home, **SIZES["laptop"], java_script_enabled=False) as (page, watch),
        watched(browser, home, **SIZES["laptop"]) as (live, _),
    ):
        for name in names:
            opened(page, watch, home + name)
            live.goto(home + name)
            plain = set(page.inner_text("body").split())
            heads = live.locator("h1, h2, h3, caption, p.answer, p.reading, figcaption")
            for words in heads.all_inner_texts():
                assert set(words.split()) <= plain, (name, words)
            for table in page.locator("main table").all():
                hidden = table.locator("tbody tr").evaluate_all(
                    "rows => rows.filter(r => !r.checkVisibility()).length"
                )
                assert hidden == 0, name
        assert watch.faults == []


def test_every_link_leads_to_an_address_that_is_there(browser, home, site, names):
    with watched(browser, home) as (page, watch):
        anchors, links = {}, []
        for path in sorted(site.rglob("*.html")):
            name = path.relative_to(site).as_posix()
            opened(page, watch, home + name)
            anchors[path] = set(
                page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
            )
            if name in names:
                links += [
                    (name, url) for url in page.evaluate("[...document.links].map(a => a.href)")
                ]
        assert watch.faults == []
    assert len(links) > 100
    for name, url in links:
        parts = urlsplit(url)
        if parts.scheme == "https":
            continue
        path = site / unquote(parts.path.removeprefix(urlsplit(home).path))
        assert path.is_file(), (name, url)
        if parts.fragment and path.suffix == ".html":
            assert unquote(parts.fragment) in anchors[path], (name, url)
