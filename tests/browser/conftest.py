"""What browser tests share: a browser a module, the pages of one report, and how to serve them."""

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import chromium
import pytest


@pytest.fixture(scope="module")
def browser():
    """A browser, started for each module anew: it keeps an event loop that kernels do not like."""
    path = chromium.find()
    if path is None:
        pytest.skip(chromium.GET_IT)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = chromium.start(playwright, path)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(report):
    """The folder of the report of the embedded edition."""
    return report.index.parent


@pytest.fixture(scope="session")
def home(site):
    """The address that every page of the report begins with."""
    return f"{site.as_uri()}/"


@pytest.fixture(scope="session")
def names(site):
    """Every page of the report but the sources, of which one stands for all."""
    sources = sorted(path for path in site.joinpath("sources").rglob("*.html"))
    found = [*sorted(site.glob("*.html")), min(sources, key=lambda path: path.stat().st_size)]
    return [path.relative_to(site).as_posix() for path in found]


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, *_):
        """Keep silent."""


@pytest.fixture(scope="session")
def served(site):
    """The report's address where a web server shows it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()
