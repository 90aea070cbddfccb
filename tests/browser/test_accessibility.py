"""What axe-core finds on the pages: nothing, in light and dark, on a phone and a laptop."""

import pytest

from browser.watching import SIZES, opened, watched

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Style sheets are not fetched anew, which no page from a file may do.
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations"],
    "preload": False,
}
# With each size and each scheme seen on every page, these look at one page of each kind.
AGAIN = {("phone", "light"), ("laptop", "dark")}


def chosen(names):
    """One page of each kind: the first, a notebook's, and whatever else there is."""
    notebooks = [name for name in names if name[0].isdigit()]
    return [name for name in names if name not in notebooks] + notebooks[2:3]


def violations(page):
    """Rules that a page breaks, with the elements that do."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=OPTIONS).response
    return {
        rule["id"]: [node["html"][:200] for node in rule["nodes"][:3]]
        for rule in found["violations"]
    }


@pytest.mark.parametrize(
    ("size", "scheme"),
    [("phone", "dark"), ("laptop", "light"), ("phone", "light"), ("laptop", "dark")],
)
def test_axe_finds_nothing(browser, home, names, size, scheme):
    found = {}
    with watched(browser, home, **SIZES[size], color_scheme=scheme) as (page, watch):
        for name in chosen(names) if (size, scheme) in AGAIN else names:
            found[name] = violations(opened(page, watch, home + name))
        assert watch.faults == []
    assert {name: rules for name, rules in found.items() if rules} == {}


def test_axe_finds_what_is_wrong(browser, home):
    with watched(browser, home, **SIZES["laptop"]) as (page, _):
        page.set_content(
            "<html><body><img src='data:,'><p style='color: #ddd'>pale</p></body></html>"
        )
        assert {"image-alt", "color-contrast"} <= set(violations(page))
