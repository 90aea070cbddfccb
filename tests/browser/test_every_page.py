"""Every page of a report in a real browser: on a phone and on a laptop, with scripts and without."""

from urllib.parse import unquote, urlsplit

from browser.reading import cut_off
from browser.watching import SIZES, opened, watched

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PICTURES = """[...document.images].filter(image => !image.complete || !image.naturalWidth)
    .map(image => image.src)"""


def test_pages_fit_a_phone_and_a_laptop_and_ask_nothing_outside(browser, home, names, size):
    with watched(browser, home, **size) as (page, watch):
        wide, cut, missing = {}, {}, {}
        for name in names:
            opened(page, watch, home + name)
            watch.ran(page)
            wide[name], cut[name] = page.evaluate(WIDER), cut_off(page)
            # Pictures further down are fetched when they are come near to.
            page.evaluate("scrollTo(0, document.body.scrollHeight)")
            page.evaluate(
                "Promise.all([...document.images].map(i => (i.loading = 'eager', i.decode())))"
            )
            missing[name] = page.evaluate(PICTURES)
        assert watch.faults == []
    assert {name: more for name, more in wide.items() if more > 0} == {}
    assert {name: words for name, words in cut.items() if words} == {}
    assert {name: urls for name, urls in missing.items() if urls} == {}


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
