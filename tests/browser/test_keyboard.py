"""The keyboard: every control of every page is reached by Tab, in order, seen, and left again."""

from browser.watching import SIZES, opened, watched

# Numbers what Tab should reach, and writes down what it does reach.
BEGIN = """() => {
    const usual = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
    const there = element => element.checkVisibility({visibilityProperty: true})
        && !element.disabled && element.tabIndex >= 0 && !element.closest("[inert]");
    const controls = [...document.querySelectorAll(usual)].filter(there);
    window.reached = [];
    window.unseen = [];
    document.addEventListener("focusin", ({target}) => {
        const at = controls.indexOf(target);
        if (at >= 0) window.reached.push(at);
        const {outlineStyle, outlineWidth, boxShadow} = getComputedStyle(target);
        const shown = outlineStyle !== "none" && parseFloat(outlineWidth) || boxShadow !== "none";
        const box = target.getBoundingClientRect();
        if (!shown || !box.width || box.right < 0 || box.left > innerWidth)
            window.unseen.push(target.outerHTML.slice(0, 120));
    });
    return controls.map(element => element.outerHTML.slice(0, 120));
}"""

LEFT = "!document.hasFocus() || document.activeElement === document.body"


def test_tab_leads_past_the_menu_and_reaches_every_control_in_order(browser, home, kinds):
    with watched(browser, home, **SIZES["laptop"]) as (page, watch):
        for name in kinds:
            opened(page, watch, home + name)
            controls = page.evaluate(BEGIN)
            assert len(controls) > 5, name
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.textContent") == "Skip to content"
            # A few more than the controls: boxes that scroll are reached too.
            for count in range(1, len(controls) + 20):
                page.keyboard.press("Tab")
                if count % 20 == 0 and page.evaluate(LEFT):
                    break
            reached = page.evaluate("window.reached")
            missed = [words for at, words in enumerate(controls) if at not in reached]
            assert missed == [], name
            assert reached[: len(controls)] == sorted(reached[: len(controls)]), name
            assert page.evaluate("window.unseen") == [], name
            page.evaluate("document.querySelector('.skip').focus()")
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.closest('main') !== null"), name
        assert watch.faults == []
