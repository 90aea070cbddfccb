"""The policy of each page, which the browser keeps, and what a web server makes of the pages."""

import pytest

from browser.watching import SIZES, opened, watched


def test_pages_of_a_server_are_those_of_the_files(browser, home, served, names):
    with (
        watched(browser, served, **SIZES["laptop"]) as (page, watch),
        watched(browser, home, **SIZES["laptop"]) as (other, _),
    ):
        for name in names:
            opened(page, watch, served + name)
            watch.ran(page)
            other.goto(home + name)
            assert page.inner_text("body") == other.inner_text("body"), name
        assert watch.faults == []


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_every_page_has_a_policy_that_the_browser_keeps(browser, home, served, names, scheme):
    with watched(browser, home) as (page, _):
        for name in names:
            page.goto((home if scheme == "file" else served) + name)
            page.evaluate(
                """() => {
                    const script = document.createElement("script");
                    script.textContent = "window.PLANTED = 1";
                    document.body.append(script);
                    document.body.setAttribute("onclick", "window.PLANTED = 2");
                    document.body.click();
                    const picture = document.createElement("img");
                    picture.src = "https://example.org/a.png";
                    document.body.append(picture);
                }"""
            )
            page.wait_for_function("window.violations.length >= 3", timeout=5_000)
            assert page.evaluate("window.PLANTED") == 0, name
