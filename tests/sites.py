"""Sites: pages of a report from the committed notebooks, and of notebooks made on the spot."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat
from conftest import ROOT

import toolbelt_data
from toolbelt_data.report.execute import Executed
from toolbelt_data.report.notebooks import Notebook
from toolbelt_data.report.reports import Last
from toolbelt_data.report.site import Content, write_site

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline';"
    " img-src 'self'; base-uri 'none'; form-action 'self'"
)
NEVER = {"iframe", "object", "embed", "base", "style", "math", "textarea", "audio", "video"}


class Elements(HTMLParser):
    """Every element of a page with its attributes, and its words."""

    def __init__(self, text):
        super().__init__()
        self.found, self.words = [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data):
        self.words += data

    def all(self, tag):
        return [attrs for name, attrs in self.found if name == tag]

    def ids(self):
        return {attrs["id"] for _, attrs in self.found if "id" in attrs}

    def acts(self):
        """List what runs, loads, restyles or leads where no page of a report does."""
        return [(tag, attrs) for tag, attrs in self.found if _acts(tag, attrs)]


def _acts(tag, attrs):
    links = [attrs[name] for name in ("href", "src", "action", "xlink:href") if name in attrs]
    ours = {
        "script": re.fullmatch(r"(\.\./)*assets/[\w-]+\.js", attrs.get("src", "")),
        "link": re.fullmatch(r"(\.\./)*assets/[\w.-]+", attrs.get("href", "")),
        "img": re.fullmatch(r"(figures/[^/]+\.(png|svg|gif|jpg))?", attrs.get("src", "")),
        "form": re.fullmatch(r"(\.\./)*search\.html", attrs.get("action", "")),
        "meta": attrs.get("http-equiv", "Content-Security-Policy") == "Content-Security-Policy",
        "input": attrs.get("id") == "q",
        "svg": attrs.get("role") == "img",
    }
    return (
        tag in NEVER
        or not ours.get(tag, True)
        or any(name.startswith("on") or name in ("srcdoc", "autofocus") for name in attrs)
        or any(re.match(r"\s*(?!https?:|mailto:)[\w+.&;-]*:", link) for link in links)
        or (tag not in ("path", "g", "text", "rect") and bool(re.search(r"url|fixed|@", attrs.get("style", ""))))
    )  # fmt: skip


def run(*cells, name="mine", title="Mine?", folder=Path(), error=""):
    """Return an executed notebook of some cells."""
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(f"# {title}"), *cells])
    return Executed(Notebook(folder / f"{name}.ipynb", title, {}), node, 1.0, error)


def committed():
    """Return the shipped notebooks with their committed outputs."""
    runs = []
    for path in sorted(ROOT.glob("notebooks/*.ipynb")):
        node = nbformat.read(path, as_version=4)
        title = re.search("^# (.*)$", node.cells[0].source, re.MULTILINE)[1]
        runs.append(Executed(Notebook(path, title, {}), node, 1.0))
    return runs


def content(corpus=None, **changes):
    """Return what a report shows of a corpus, compared with nothing."""
    analysis = toolbelt_data.Analysis(corpus)
    return Content(analysis, toolbelt_data.check(analysis.corpus), **changes)


def write_embedded(folder):
    """Write the pages of the embedded edition, compared with the one before."""
    (folder / "tables").mkdir(parents=True)
    (folder / "notebooks").mkdir()
    for name in ("tables/tables.xlsx", "tables/gaps.csv", "manifest.json"):
        (folder / name).touch()
    runs = committed()
    for one in runs:
        (folder / "notebooks" / one.notebook.path.name).touch()
    last = Last("2025-05-29", "", None, {"gaps": 11, "errors": 12}, [], [])
    made = content(
        comparison=toolbelt_data.compare("2025-05-29"), history=toolbelt_data.history(),
        executed=runs, last=last, source="embedded", address="https://github.com/ossf/toolbelt",
    )  # fmt: skip
    write_site(made, folder)
    return folder


def pages(folder):
    """Return every page below a folder by its path."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.html")}
    return {name: Elements(path.read_text("utf-8")) for name, path in sorted(found.items())}


def wrong_on(folder):
    """List what acts on the pages below a folder, has no policy, or leads nowhere; count the links."""
    found, all_pages, links = [], pages(folder), 0
    for name, page in all_pages.items():
        found += [(name, one) for one in page.acts()]
        policy = ("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
        before = page.found[: page.found.index(policy)] if policy in page.found else page.found
        found += [(name, one) for one in before if one[0] in ("script", "link", "style", "base")]
        for href in (one["href"] for one in page.all("a") if "href" in one):
            parts, links = urlsplit(href), links + 1
            if parts.scheme:
                found += [(name, href)] * (not re.match("https?:|mailto:", href))
                continue
            path = (folder / name).parent / unquote(parts.path) if parts.path else folder / name
            there = path.resolve().relative_to(folder.resolve()).as_posix()
            lost = parts.fragment and unquote(parts.fragment) not in all_pages[there].ids()
            if lost or not path.exists():
                found.append((name, href))
    return found, links


def first_page(folder, made):
    """Write the pages of some content, and return the text of the first."""
    write_site(made, folder)
    return (folder / "index.html").read_text("utf-8")
