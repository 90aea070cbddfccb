"""The policy of each page, which the browser keeps, and what a web server makes of the pages."""

from browser.watching import SIZES, opened, watched

# A script, a handler and a picture from outside, put into a page that is open.
PLANT = """() => {
    const script = document.createElement("script");
    script.textContent = "window.PLANTED = 1";
    document.body.append(script);
    document.body.setAttribute("onclick", "window.PLANTED = 2");
    document.body.click();
    const picture = document.createElement("img");
    picture.src = "https://example.org/a.png";
    document.body.append(picture);
}"""


def refuses(page):
    """Plant in a page, and tell whether the browser refused all of it."""
    page.evaluate(PLANT)
    page.wait_for_function("window.violations.length >= 3", timeout=15_000)
    return page.evaluate("window.PLANTED") == 0


def test_pages_of_a_server_are_those_of_the_files_and_refuse_the_same(browser, home, served, names):
    with (
        watched(browser, served, **SIZES["laptop"]) as (page, watch),
        watched(browser, home, **SIZES["laptop"]) as (other, beside),
    ):
        for name in names:
            opened(page, watch, served + name)
            opened(other, beside, home + name)
            watch.ran(page)
            assert page.inner_text("body") == other.inner_text("body"), name
            assert watch.faults == beside.faults == []
            assert refuses(page), name
            assert refuses(other), name
            watch.faults.clear()
            beside.faults.clear()
