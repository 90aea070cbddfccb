"""What axe-core finds where something is wrong; on our pages it finds nothing."""

from browser.axe import violations, violations_in_both
from browser.watching import SIZES, watched

PALE = """<html lang="en"><head><title>a</title><meta name="color-scheme" content="light dark">
<style>@media (prefers-color-scheme: dark) { p { color: #333; background: #222 } }</style></head>
<body><main><h1>a</h1><p>pale</p></main></body></html>"""


def test_axe_finds_what_is_wrong(browser, home):
    with watched(browser, home, **SIZES["laptop"]) as (page, _):
        page.set_content(
            "<html><body><img src='data:,'><p style='color: #ddd'>pale</p></body></html>"
        )
        assert {"image-alt", "color-contrast"} <= set(violations(page))


def test_axe_finds_what_is_wrong_in_the_dark_alone(browser, home):
    with watched(browser, home, **SIZES["laptop"], color_scheme="light") as (page, _):
        page.set_content(PALE)
        assert set(violations_in_both(page)) == {"color-contrast in dark"}
