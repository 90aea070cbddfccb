"""The site: every page of a report, with its assets and figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..analysis import by_day
from ..spreadsheet import records
from ..text import plain
from . import brief, pages
from .pages import Places, page_path
from .search import Entry, entries, search_rows

if TYPE_CHECKING:
    import pandas as pd

    from ..analysis import Analysis, Comparison
    from .execute import Executed
    from .reports import Last

_HERE = Path(__file__).parent
# One point has no trend.
_LEAST_POINTS = 2


@dataclass(frozen=True)
class Content:
    """The content of a report.

    Attributes
    ----------
    analysis : Analysis
        Of the edition, or of the chosen part of it.
    findings : pandas.DataFrame
        What :func:`toolbelt_data.check` finds.
    comparison : Comparison or None
        With an earlier edition.
    history : pandas.DataFrame or None
        Rows of :func:`toolbelt_data.history`.
    executed : list of Executed
    last : Last or None
        The last report of the same source.
    parameters : dict
        The report's parameters, without folders.
    changed : dict
        Defaults that a shipped notebook has changed.
    source : str
        The source as pages name it.
    address : str
        Web address of the source's repository; empty if it is not known.
    """

    analysis: Analysis
    findings: pd.DataFrame
    comparison: Comparison | None = None
    history: pd.DataFrame | None = None
    executed: list[Executed] = field(default_factory=list)
    last: Last | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    changed: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    address: str = ""


def write_site(content: Content, folder: Path) -> dict[str, int]:
    """Write every page of a report.

    Parameters
    ----------
    content : Content
    folder : pathlib.Path
        The report's folder; its tables are there already.

    Returns
    -------
    dict of str to int
        The headline numbers by key.
    """
    corpus, both = content.analysis.corpus, content.comparison
    edition = corpus.edition
    everything = corpus.unfiltered or corpus
    places = Places(corpus.documents.path, edition.address)
    older = both and Places(both.old.documents.path, both.old.edition.address, "older")
    n = brief.counts(content)
    notebooks = [(run.notebook.name, run.notebook.title) for run in content.executed]
    frame = {
        "organisation": brief.organisation(content),
        "edition": edition,
        "dated": brief.day(brief.day_of(edition)),
        "source": content.source,
        "version": __version__,
        "notebooks": notebooks,
        "people": dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True)),
    }
    write = partial(_write, _environment(places, older), folder, frame)
    _write_assets(folder / "assets")
    found = entries(content.analysis, brief.findings_of(content), places)
    for run in content.executed:
        name, title = run.notebook.name, run.notebook.title
        page = pages.Page(run, places, older, [name for name, _ in notebooks])
        for picture, data in page.pictures.items():
            _put(folder / "figures" / picture, data)
        write("notebook", f"{name}.html", run=run, page=page)
        links = ((words, f"{page_path(name)}.html#{anchor}") for anchor, words in page.sections)
        found += [Entry("section of a notebook", title, *link) for link in links]
    for one in brief.persona_pages(content):
        write("persona", f"personas/{pages.file_name(one['persona']['persona_id'])}.html", **one)
    for side, of in ((everything, places), (both and both.old, older)):
        was = side if of is older else None
        for path, lines in side.lines.groupby("path", sort=False) if side else ():
            write("source", of.page(path), document=path, lines=records(lines), old=was)
    _put(folder / "assets" / "search-rows.js", search_rows(found).encode())
    write("search", "search.html", found=len(found))
    write(
        "index",
        "index.html",
        **brief.first_page(content, n),
        content=content,
        figures=_figures(content, folder),
        evidence=[(run, pages.finding_of(run.node)) for run in content.executed],
        downloads=sorted(path.name for path in (folder / "tables").glob("*.*")),
        n=n,
    )
    return n


def _environment(places: Places, older: Places | None) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    persona = lambda id_: page_path("personas", f"{pages.file_name(id_)}.html")  # noqa: E731
    environment.globals.update(places=places, older=older, persona_page=persona, day=brief.day)
    environment.filters["plain"] = plain
    return environment


def _write(templates: Any, folder: Path, frame: dict[str, Any], kind: str, path: str, **more: Any):
    root = "../" * path.count("/")
    html = templates.get_template(f"{kind}.html.j2").render(frame, root=root, here=path, **more)
    _put(folder / path, html.encode("utf-8", "replace"))


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _write_assets(folder: Path) -> None:
    from pygments.formatters import HtmlFormatter

    for asset in sorted((_HERE / "assets").iterdir()):
        _put(folder / asset.name, asset.read_bytes())
    light = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    code = f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"
    _put(folder / "code.css", code.encode())


def _figures(content: Content, folder: Path) -> dict[str, Any]:
    """Draw coverage by persona and the trend, for the first page and as files."""
    from markupsafe import Markup

    from ..notebook import plots

    analysis, day = content.analysis, brief.day_of(content.analysis.corpus.edition)
    charts = {}
    if (~analysis.challenges.summary).any():
        charts["coverage"] = plots.coverage_bars(analysis.challenges)
    if content.history is not None and analysis.corpus.unfiltered is None:
        points = by_day(content.history)
        points = points[points.date <= (day or "9999")]
        if len(points) >= _LEAST_POINTS:
            charts["trend"] = plots.trend(points)
    drawn = {name: plots.svg(chart) for name, chart in charts.items()}
    for name, svg in drawn.items():
        _put(folder / "figures" / f"{name}.svg", svg.encode("utf-8", "replace"))
    return {name: Markup(svg) for name, svg in drawn.items()}  # noqa: S704
