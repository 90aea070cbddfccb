"""The policy of each page, which the browser keeps."""

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


def test_a_browser_refuses_what_is_planted_in_an_open_page(browser, home, kinds):
    with watched(browser, home, **SIZES["laptop"]) as (page, watch):
        for name in kinds:
            opened(page, watch, home + name)
            page.evaluate(PLANT)
            page.wait_for_function("window.violations.length >= 3", timeout=15_000)
            assert page.evaluate("window.PLANTED") == 0, name
