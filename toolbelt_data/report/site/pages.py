"""Pages: executed notebooks, documents, the search and the index as HTML.

Words of documents reach a page escaped: by :mod:`toolbelt_data.notebook.shown`
in what notebooks show, by Jinja2 everywhere else. What else a notebook shows
is cleaned.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..execution.execution import Executed
from .cells import with_long_words_marked
from .cleaning import cleaned
from .headings import anchored, headings_of, with_contents, with_named_regions
from .places import Places, linked
from .search import Entry, write_rows

_NOTEBOOK_LINK = re.compile(r'<a href="(?P<name>[\w-]+)\.ipynb">(?P<words>.*?)</a>', re.DOTALL)
_TEMPLATES = Path(__file__).parent / "templates"
_TABLES = ("tables.js", "report.js")
# How many of the changes the first page tells before it folds the rest.
_FIRST = 6


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader([_TEMPLATES, _TEMPLATES / "toolbelt"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def notebook_pages(
    frame: Mapping[str, Any], places: Places, older: Places | None = None
) -> Callable[[Executed, Path], list[Entry]]:
    """Give what writes a notebook's page, and its pictures into ``figures/``.

    Parameters
    ----------
    frame : mapping
        What every page shows around its content.
    places : Places
        Where the lines of documents can be read.
    older : Places, optional
        Those of the edition compared with.

    Returns
    -------
    callable
        Takes a notebook and the report's folder, and gives the sections of the
        page, for the search.
    """
    from .exporter import Exporter

    exporter = Exporter(_TEMPLATES)
    for use in (cleaned, in_region):
        exporter.register_filter(use.__name__, use)

    def write(run: Executed, folder: Path) -> list[Entry]:
        name, title = run.notebook.name, run.notebook.title
        resources = {
            "unique_key": name,
            "output_files_dir": "figures",
            "frame": {**frame, **_own_frame(run, frame["pages"])},
        }
        html, resources = exporter.from_notebook_node(run.node, resources)
        for path, data in resources.get("outputs", {}).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        html = with_named_regions(with_contents(anchored(linked(html, places, older))))
        _write(folder / f"{name}.html", _between_notebooks(html, frame["pages"]))
        return [
            Entry("section of a page", title, words, f"{name}.html#{anchor}", "", "")
            for anchor, words in headings_of(html)
        ]

    return write


def _own_frame(run: Executed, shown: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Give what only this notebook's page shows around its content."""
    name = run.notebook.name
    number = [other for other, _ in shown].index(name) + 1
    beside = [None, *shown, None]
    return {
        "title": run.notebook.title,
        "here": name,
        "answer": answer_of(run.node),
        "error": run.error,
        "before": beside[number - 1],
        "after": beside[number + 1],
        "scripts": _TABLES,
    }


def write_source_pages(
    lines: pd.DataFrame, places: Places, folder: Path, frame: Mapping[str, Any], older: str = ""
) -> None:
    """Write a page a document, on which every line has an address.

    Parameters
    ----------
    lines : pandas.DataFrame
        The corpus's ``lines``.
    places : Places
        Whose folder they go to.
    folder : pathlib.Path
        The report's folder.
    frame : mapping
        What every page shows around its content.
    older : str
        What the edition is called, where it is the one compared with.
    """
    template = _environment().get_template("source.html.j2")
    for path, own in lines.groupby("path", sort=False):
        depth = f"{places.folder}/{path}".count("/")
        html = template.render(
            frame={**frame, "title": path, "here": "", "root": "../" * depth, "scripts": ()},
            path=path,
            lines=list(own.itertuples(index=False)),
            older=older,
        )
        _write(folder / places.folder / places.page(path), html)


def write_search(folder: Path, frame: Mapping[str, Any], found: Sequence[Entry]) -> None:
    """Write the search, its rows as data, and one page of all of them without any script."""
    write_rows(found, folder / "assets" / "search-rows.js")
    scripts = ("search-rows.js", "search.js", "report.js")
    for name, title, own in (
        ("search", "Search", {"scripts": scripts}),
        ("everything", "Everything on one page", {"scripts": ()}),
    ):
        template = _environment().get_template(f"{name}.html.j2")
        html = template.render(frame={**frame, "title": title, "here": name, **own}, entries=found)
        _write(folder / f"{name}.html", html)


def write_index(folder: Path, frame: Mapping[str, Any], **content: Any) -> None:
    """Write the report's first page."""
    template = _environment().get_template("index.html.j2")
    html = template.render(frame={**frame, "scripts": _TABLES}, first=_FIRST, **content)
    _write(folder / "index.html", html)


def in_region(html: str) -> str:
    """Clean what a notebook shows, and let a table scroll by itself.

    Examples
    --------
    >>> in_region("<p>Nine</p>")
    '<p>Nine</p>'
    """
    safe = cleaned(html)
    if "<table" not in safe:
        return safe
    # The name comes later, by what is above.
    table = with_long_words_marked(safe)
    return f'<div aria-label="" class="scroll" role="region" tabindex="0">{table}</div>'


def _between_notebooks(html: str, shown: Sequence[tuple[str, str]]) -> str:
    """Lead links from notebook to notebook to their pages, and none to one that is not there."""
    names = {name for name, _ in shown}

    def link(match: re.Match[str]) -> str:
        there = f'<a href="{match["name"]}.html">{match["words"]}</a>'
        return there if match["name"] in names else match["words"]

    return _NOTEBOOK_LINK.sub(link, html)


def answer_of(node: Any) -> str:
    """Give the words of a notebook's closing answer; empty where it has none."""
    for cell in node.cells:
        if "answer" in cell.metadata.get("tags", []):
            for output in cell.get("outputs", []):
                return str(output.get("data", {}).get("text/plain", ""))
    return ""


def _write(path: Path, html: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8", newline="\n")
