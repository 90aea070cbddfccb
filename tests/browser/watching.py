"""Watching: what pages of the browser say, ask for and run while a test looks at them."""

from contextlib import contextmanager
from urllib.parse import urlsplit

SIZES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "laptop": {"viewport": {"width": 1366, "height": 768}},
    # An A4 page without its margins, at 96 dots an inch.
    "print": {"viewport": {"width": 718, "height": 1000}},
}
"""How large windows are."""

# Runs before anything of a page does.
BEFORE = """
window.PLANTED = 0;
window.violations = [];
addEventListener("securitypolicyviolation", event =>
    window.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));
"""


class Watch:
    """What a browser's pages did that no page of a report may do.

    Attributes
    ----------
    faults : list of str
        Console messages of error or warning, errors of scripts, dialogs, and requests that
        leave `home`.
    """

    def __init__(self, context, home):
        self.home, self.faults, self.where = home, [], ""
        context.on("console", self._console)
        context.on("weberror", lambda error: self._fault("error", error.error))
        context.on("dialog", self._dialog)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)

    def _fault(self, kind, words):
        self.faults.append(f"{self.where} {kind}: {str(words)[:400]}")

    def _console(self, message):
        if message.type in ("error", "warning", "assert"):
            self._fault(message.type, message.text)

    def _dialog(self, dialog):
        if dialog.type == "beforeunload":  # JupyterLab asks whether what is not saved may go
            dialog.accept()
            return
        self._fault("dialog", dialog.message)
        dialog.dismiss()

    def _request(self, request):
        parts = urlsplit(request.url)
        inside = request.url.startswith(self.home) or parts.scheme in ("data", "blob", "about")
        if not inside:
            self._fault("request", request.url)

    def _failed(self, request):
        # A page that is left before its icon has come gives it up.
        if request.failure != "net::ERR_ABORTED":
            self._fault("failed", request.url)

    def ran(self, page):
        """Add what ran or was refused on a page to the faults."""
        if page.evaluate("window.PLANTED"):
            self._fault("planted", "ran")
        self.faults += [f"{self.where} {words}" for words in page.evaluate("window.violations")]


@contextmanager
def watched(browser, home, **how):
    """Open a context of its own, with a page and its watch."""
    context = browser.new_context(**how)
    context.set_default_timeout(15_000)
    context.add_init_script(BEFORE)
    watch = Watch(context, home)
    try:
        yield context.new_page(), watch
    finally:
        context.close()


def opened(page, watch, url):
    """Open a page, and call its faults by its name."""
    watch.where = url.removeprefix(watch.home)
    page.goto(url)
    return page
