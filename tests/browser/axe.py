"""Axe: which rules of accessibility a page breaks, as axe-core finds them."""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY = {"type": "tag", "values": TAGS}
# What a scheme alone can break, and what a window's size alone can.
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
PLACED = {"type": "rule", "values": ["target-size", "scrollable-region-focusable"]}
RUN = """only => axe.run(document, {runOnly: only, resultTypes: ["violations"], preload: false})
    .then(({violations}) => Object.fromEntries(violations.map(rule =>
        [rule.id, rule.nodes.slice(0, 3).map(node => node.html.slice(0, 200))])))"""


def violations(page, only=EVERY):
    """Rules that a page breaks, with the elements that do."""
    if not page.evaluate("Boolean(window.axe)"):
        from axe_playwright_python.base import AXE_FILE_PATH

        page.evaluate(AXE_FILE_PATH.read_text("utf-8"))
    return page.evaluate(RUN, only)


def violations_in_both(page):
    """Rules that a page breaks in light, and those of its colours in dark."""
    light = violations(page)
    page.emulate_media(color_scheme="dark")
    dark = violations(page, COLOURS)
    page.emulate_media(color_scheme="light")
    return light | {f"{name} in dark": nodes for name, nodes in dark.items()}
