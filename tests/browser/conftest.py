"""What browser tests share: a browser a module, and the pages of one report."""

import chromium
import pytest
import sites


@pytest.fixture(scope="module")
def browser():
    """A browser, restarted for each module: it keeps an event loop that kernels do not like."""
    path = chromium.find()
    if path is None:
        pytest.skip(chromium.GET_IT)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = chromium.start(playwright, path)
        yield started
        started.close()


@pytest.fixture(scope="session")
def site(once):
    """The folder of the pages of the embedded edition."""
    return once("pages", sites.write_embedded)


@pytest.fixture(scope="session")
def home(site):
    """The address that every page of the report begins with."""
    return f"{site.as_uri()}/"


@pytest.fixture(scope="session")
def names(site):
    """Every page of the report; of personas and of documents one stands for all."""
    people = site / "personas" / "diana-the-weekend-warrior.html"
    sources = sorted(path for path in site.joinpath("sources").rglob("*.html"))
    document = min(sources, key=lambda path: path.stat().st_size)
    found = [*sorted(site.glob("*.html")), people, document]
    return [path.relative_to(site).as_posix() for path in found]


@pytest.fixture(scope="session")
def kinds(names):
    """A page of each kind: the first page, the search, one of a notebook, a persona, a document."""
    usual = ("index.html", "search.html", "02-which-challenges-lack-a-remedy.html")
    return [*usual, *names[-2:]]
