"""Build: one report of one edition, from its documents to its first page."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from .. import __version__
from ..analysis import Comparison, change_words, read_dispositions, read_judgements
from ..analysis.backing import CONFIDENCE
from ..analysis.catalogue import pinned_catalogue
from ..analysis.suggestions import THRESHOLD
from ..corpus import Corpus, load
from ..errors import NothingToMeasure, ParameterError, ToolbeltError
from ..notebook import open_both, open_history
from ..notebook.parameters import names_of
from ..source import open_edition, open_named
from ..source.named import pinned
from . import pages
from .collection import Tables, all_tables, tables_of_change
from .execution import execute
from .export import write_tables
from .headlines import headlines
from .landing import landing
from .manifest import write_manifest, write_run
from .notebooks import Notebook, find_notebooks, settle


class Report(NamedTuple):
    """A report that was written.

    Attributes
    ----------
    index : pathlib.Path
        Its first page.
    answers : dict of str to str
        The closing answer of each notebook by its name.
    """

    index: Path
    answers: dict[str, str]


def build_report(
    source: str = "",
    revision: str = "",
    out: Path = Path("reports"),
    notebooks: Sequence[str] = (),
    parameters: Mapping[str, Any] | None = None,
    jobs: int | None = None,
    force: bool = False,
    catalogue: str = "",
) -> Report:
    """Execute the notebooks on an edition and write its report.

    Parameters
    ----------
    source, revision : str
        As :func:`toolbelt_data.load` takes them; empty for none.
    out : pathlib.Path
        The report lands in the folder of its edition's name below it.
    notebooks : sequence of str
        Names or paths; all that come with the package where empty.
    parameters : mapping of str to object, optional
        Each goes to the notebooks that declare it.
    jobs : int, optional
        How many notebooks run at once; as many as cores where left out.
    force : bool
        Whether to replace a folder that is no report.
    catalogue : str
        As :func:`toolbelt_data.analysis.catalogue` takes it; empty for none.

    Returns
    -------
    Report

    Raises
    ------
    ParameterError
        Where a parameter is unknown, of the wrong type, or names nothing.
    SourceError
        Where the source or the catalogue cannot be read.
    NothingToMeasure
        Where the source holds no persona, or the catalogue no offering.
    ToolbeltError
        Where a notebook fails or the report cannot be written. Nothing is
        written then, and an earlier report stays.
    """
    started = datetime.now(UTC)
    if not str(out).strip():
        raise ToolbeltError("--out", "is empty", "name a folder")
    chosen = find_notebooks(notebooks)
    given = dict(parameters or {})
    settle(chosen, given)
    source, revision = given.pop("source", source), given.pop("revision", revision)
    _require_parameters(chosen, source=source, revision=revision)
    edition = open_edition(source or None, revision or None)
    _require_parameters(chosen, revision=edition.revision or "")
    corpus = load(edition)
    require_personas(corpus)
    # Every kernel reads the same commits, though a branch may move meanwhile.
    catalogue = pinned_catalogue(given.pop("catalogue", catalogue))
    read = {"source": source, "revision": edition.revision or "", "catalogue": catalogue}
    given |= _pinned_editions(source, given)
    values = settle(chosen, _known(chosen, read) | given)
    corpus = corpus.only(names_of(given.get("groups", "")), names_of(given.get("personas", "")))
    require_personas(corpus, "with these groups and personas")
    judgements = read_judgements(given.get("judgements", ""))
    threshold = float(given.get("threshold", THRESHOLD))
    tables = all_tables(
        corpus,
        judgements,
        threshold,
        catalogue,
        float(given.get("confidence", CONFIDENCE)),
        read_dispositions(given.get("dispositions", "")),
        given.get("today") or None,
    )
    both = None
    comparing = next((one.name for one in chosen if "old" in one.parameters), "")
    if comparing:
        both = open_both(given.get("old", ""), given.get("new", ""), source, read["revision"])
        past = open_history(both.new, judgements, threshold, given.get("since", ""))
        tables += tables_of_change(both, past, judgements, threshold)
    target = out / edition.name
    with landing(target, force) as work:
        executed = execute(chosen, values, work / "notebooks", jobs or os.cpu_count() or 1)
        write_tables(tables, work / "tables", "csv", corpus.edition, workbook=True)
        answers = {run.notebook.name: pages.answer_of(run.node) for run in executed}
        frame = _frame(corpus, chosen)
        pages.write_assets(work / "assets")
        pages.write_notebook_pages(executed, corpus.documents.path, work, frame)
        pages.write_source_pages(corpus.lines, work, frame)
        shown = {notebook.name for notebook in chosen}
        pages.write_index(
            work,
            frame,
            headlines=[line for line in headlines(tables, _since(both)) if line.page in shown],
            answers=answers,
            given=given,
            changed=_changed(both, tables),
            comparing=comparing,
            tables=[table for table, _ in tables],
            documents=list(corpus.documents.itertuples(index=False)),
        )
        write_manifest(work, corpus, {name: dict(v) for name, v in values.items()}, executed)
        write_run(work, source, started, executed)
    return Report(target / "index.html", answers)


def require_personas(corpus: Corpus, how: str = "") -> None:
    """Raise where an edition, or what was chosen of it, holds no persona.

    Raises
    ------
    NothingToMeasure
    """
    if corpus.personas.empty:
        raise NothingToMeasure(
            corpus.edition.source or corpus.edition.name,
            f"no persona {how}" if how else "documents, and no `Name:` section in any",
            "choose others" if how else "give the folder that holds the personas",
        )


def _pinned_editions(source: str, given: Mapping[str, Any]) -> dict[str, str]:
    """Name what is compared by its commits, as a branch may move meanwhile."""
    named = {name: str(given[name]) for name in ("old", "new") if given.get(name)}
    found = {name: open_named(word, source or None) for name, word in named.items()}
    return {name: pinned(named[name], edition, source) for name, edition in found.items()}


def _changed(both: Comparison | None, tables: Tables) -> tuple[str, list[str]] | None:
    """Say for the first page what changed, and since when; None where nothing is compared."""
    if both is None or both.old is both.new:
        return None
    changes = next(frame for table, frame in tables if table.name == "changes")
    return both.old.edition.label, change_words(changes)


def _since(both: Comparison | None) -> str:
    """Give the day, or else the name, of the edition compared with; empty where there is none."""
    if both is None or both.old is both.new:
        return ""
    return both.old.edition.date or both.old.edition.name


def _require_parameters(notebooks: Sequence[Notebook], **asked: str) -> None:
    """Raise where a notebook could not be told of the source or revision that is asked for."""
    for notebook in notebooks:
        for name, value in asked.items():
            if value and name not in notebook.parameters:
                raise ParameterError(
                    notebook.path,
                    f"has no parameter {name}, and would show another edition",
                    f'declare {name}: str = "" in its cell tagged parameters, and load by it',
                )


def _known(notebooks: Sequence[Notebook], values: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what some notebook declares: one of a user's own may need no source."""
    names = {name for notebook in notebooks for name in notebook.parameters}
    return {name: value for name, value in values.items() if name in names}


def _frame(corpus: Corpus, notebooks: Sequence[Notebook]) -> dict[str, Any]:
    """Say what every page shows around its content."""
    edition = corpus.edition
    return {
        "title": "Security Toolbelt report",
        "edition": edition.label,
        "embedded": edition.embedded,
        "revision": edition.revision or "",
        "date": edition.date or "",
        "address": edition.address,
        "pages": [(notebook.name, notebook.title) for notebook in notebooks],
        "here": "index",
        "root": "",
        "version": __version__,
    }
