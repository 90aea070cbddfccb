"""The page that lists the reports of a shelf: for everybody, without scripts, and on paper."""

import pytest
import shelves

from browser.reading import cut_off, faults_of
from browser.test_policy import refuses
from browser.watching import SIZES, opened, watched
from toolbelt_data.report.shelf.listing import write_listing
from toolbelt_data.report.shelf.shelf import read_shelf


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A list of reports of which one moved for the worse, one failed and one cannot be read."""
    out = tmp_path_factory.mktemp("shelf")
    for number, (value, day) in enumerate([(9, "2025-04-04"), (11, "2025-05-29")]):
        shelves.write_report(
            out, day, day, f"2026-01-0{number + 1}T00:00:00+00:00",
            [shelves.headline(value), shelves.headline(12, "personas are written", "who", False)],
            failed={shelves.PAGE: "ZeroDivisionError: division by zero"} if number else {},
        )  # fmt: skip
    shelves.write_report(out, "torn").joinpath("manifest.json").write_text("{", "utf-8")
    assert write_listing(out, read_shelf(out))
    return (out / "index.html").as_uri()


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_it_fits_asks_nothing_outside_and_leaves_nobody_out(browser, address, size):
    with watched(browser, address, **SIZES[size]) as (page, watch):
        opened(page, watch, address)
        assert page.locator("article").count() == 3
        assert faults_of(page) == {}
        watch.ran(page)
        assert watch.faults == []


def test_it_is_the_same_without_scripts(browser, address):
    with (
        watched(browser, address) as (page, _),
        watched(browser, address, java_script_enabled=False) as (plain, watch),
    ):
        page.goto(address)
        opened(plain, watch, address)
        assert plain.inner_text("body") == page.inner_text("body")
        assert plain.locator("a:visible").count() > 5
        assert watch.faults == []


def test_it_refuses_what_is_planted(browser, address):
    with watched(browser, address) as (page, _):
        page.goto(address)
        assert refuses(page)


def test_it_fits_on_paper(browser, address):
    with watched(browser, address, **SIZES["print"]) as (page, watch):
        opened(page, watch, address)
        page.emulate_media(media="print")
        assert cut_off(page, paper=True) == []
        assert (
            page.locator("article").first.evaluate("e => getComputedStyle(e).breakInside")
            == "avoid"
        )
        assert page.pdf(format="A4").startswith(b"%PDF-")
