"""Reading: whether a page can be seen whole, and by everybody."""

from browser.axe import PLACED, violations, violations_in_both

# Text that stands outside of the window, or is cut off by the box it stands in; what only a
# screen reader is told, and what a box scrolls to, is left out.
CUT = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const own = node.parentElement;
        if (!node.data.trim() || !own.checkVisibility({visibilityProperty: true})) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const box = range.getBoundingClientRect();
        if (!box.width || own.closest("script, style, noscript, option")) continue;
        let hidden = false, reachable = false, cut = false;
        for (let at = own; at && at !== document.documentElement; at = at.parentElement) {
            const style = getComputedStyle(at), edge = at.getBoundingClientRect();
            if (edge.right < 0 || edge.bottom < 0 && style.position === "absolute"
                || edge.width <= 1.5 || edge.height <= 1.5 || style.clipPath.startsWith("inset(5"))
                hidden = true;
            if (["auto", "scroll"].includes(style.overflowX)) reachable = PAPER ? reachable : true;
            const clips = ["hidden", "clip"].includes(style.overflowX)
                || PAPER && style.overflowX !== "visible";
            if (clips && !reachable && (box.right > edge.right + 1 || box.left < edge.left - 1))
                cut = true;
        }
        const out = !reachable && (box.right > innerWidth + 1 || box.left < -1);
        if (!hidden && (cut || out)) found.push(node.data.trim().slice(0, 60));
    }
    return found;
}"""


def cut_off(page, paper=False):
    """Texts of a page that cannot be read whole."""
    return page.evaluate(CUT.replace("PAPER", str(paper).lower()))


WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Pictures further down are fetched when they are come near to.
PICTURES = """Promise.all([...document.images].map(image => {
    image.loading = "eager";
    return image.decode().then(() => "", () => image.src);
})).then(missing => missing.filter(Boolean))"""


def faults_of(page, whole=True):
    """What is wrong with how a page shows: too wide, cut off, without its pictures, left out.

    Not whole: of accessibility, what the window's size can break alone.
    """
    wide = page.evaluate(WIDER)
    found = {
        "wider": [wide] if wide > 0 else [],
        "cut off": cut_off(page),
        "pictures": page.evaluate(PICTURES),
    } | (violations_in_both(page) if whole else violations(page, PLACED))
    return {name: words for name, words in found.items() if words}
