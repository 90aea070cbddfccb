"""Pages: executed notebooks, documents and the index as HTML.

Words of documents reach a page escaped: by :mod:`toolbelt_data.notebook.shown`
in what notebooks show, by Jinja2 everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pygments.formatters import HtmlFormatter

from ..notebook.shown import STYLE
from ..text import slug
from .execution import Executed

_PLACE = re.compile(r'<span class="place">(?P<path>[^<]*):(?P<line>\d+)</span>')
_HEADING = re.compile(r"<h(?P<level>[1-3])(?P<rest>[^>]*)>(?P<words>.*?)</h(?P=level)>", re.DOTALL)
_NOTEBOOK_LINK = re.compile(r'<a href="(?P<name>[\w-]+)\.ipynb">(?P<words>.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_TEMPLATES = Path(__file__).parent / "templates"
_ASSETS = Path(__file__).parent / "assets"


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader([_TEMPLATES, _TEMPLATES / "toolbelt"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def write_assets(folder: Path) -> None:
    """Write the style sheets that every page shares."""
    folder.mkdir(parents=True)
    for asset in sorted(_ASSETS.iterdir()):
        (folder / asset.name).write_bytes(asset.read_bytes())
    light = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    code = f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
    (folder / "code.css").write_text(code, encoding="utf-8", newline="\n")


def write_notebook_pages(
    executed: Iterable[Executed], documents: Iterable[str], folder: Path, frame: Mapping[str, Any]
) -> None:
    """Write a page a notebook, and its pictures into ``figures/``.

    Parameters
    ----------
    executed : iterable of Executed
    documents : iterable of str
        Paths of the documents that have a page to link to.
    folder : pathlib.Path
        The report's folder.
    frame : mapping
        What every page shows around its content.
    """
    from nbconvert.exporters import HTMLExporter

    exporter = HTMLExporter(
        template_name="toolbelt",
        extra_template_basedirs=[str(_TEMPLATES)],
        exclude_anchor_links=True,
    )
    exporter.register_preprocessor("nbconvert.preprocessors.ExtractOutputPreprocessor", True)
    exporter.register_filter("anchored", _anchored)
    known = set(documents)
    for run in executed:
        resources = {
            "unique_key": run.notebook.name,
            "output_files_dir": "figures",
            "frame": dict(
                frame,
                title=run.notebook.title,
                here=run.notebook.name,
                answer=answer_of(run.node),
                error=run.error,
            ),
        }
        html, resources = exporter.from_notebook_node(run.node, resources)
        for name, data in resources.get("outputs", {}).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        html = _between_notebooks(linked(html, known, frame["address"]), frame["pages"])
        _write(folder / f"{run.notebook.name}.html", html)


def write_source_pages(lines: pd.DataFrame, folder: Path, frame: Mapping[str, Any]) -> None:
    """Write a page a document, on which every line has an address.

    Parameters
    ----------
    lines : pandas.DataFrame
        The corpus's ``lines``.
    folder : pathlib.Path
        The report's folder.
    frame : mapping
        What every page shows around its content.
    """
    template = _environment().get_template("source.html.j2")
    for path, own in lines.groupby("path", sort=False):
        depth = str(path).count("/") + 1
        html = template.render(
            frame=dict(frame, title=path, here="", root="../" * depth),
            path=path,
            lines=list(own.itertuples(index=False)),
        )
        _write(folder / "sources" / f"{path}.html", html)


def write_index(folder: Path, frame: Mapping[str, Any], **content: Any) -> None:
    """Write the report's first page."""
    template = _environment().get_template("index.html.j2")
    _write(folder / "index.html", template.render(frame=frame, **content))


def linked(html: str, documents: set[str], address: str = "") -> str:
    """Make each marked place of a known document a link to its line.

    Parameters
    ----------
    html : str
    documents : set of str
        Paths of the documents.
    address : str
        Where the web shows them; the report's own pages of them where empty.

    Examples
    --------
    >>> linked('<span class="place">personas/a.md:7</span>', {"personas/a.md"})
    '<a class="place" href="sources/personas/a.md.html#L7">personas/<wbr>a.md:7</a>'
    """

    def link(match: re.Match[str]) -> str:
        path, line = match["path"], match["line"]
        if unescape(path) not in documents:
            return match.group()
        quoted = quote(unescape(path))
        there = f"{address}{quoted}?plain=1" if address else f"sources/{quoted}.html"
        return f'<a class="place" href="{there}#L{line}">{path.replace("/", "/<wbr>")}:{line}</a>'

    return _PLACE.sub(link, html.replace(STYLE, ""))


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


def _anchored(html: str) -> str:
    """Give each heading the address that GitHub would give it."""

    def anchor(match: re.Match[str]) -> str:
        words = unescape(_TAG.sub("", match["words"]))
        return f'<h{match["level"]} id="{slug(words)}">{match["words"]}</h{match["level"]}>'

    return _HEADING.sub(anchor, html)


def _write(path: Path, html: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(html, encoding="utf-8", newline="\n")
