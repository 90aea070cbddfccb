"""Reading: whether the words of a page can be seen whole."""

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
