"""Parts: what lies in a report's folder, each part written from what was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from .evidence import Evidence
from .execution import Executed
from .files import write_tables
from .headlines import Headline, headlines
from .inputs import Inputs
from .last import OLDER, SOURCES, Last
from .redaction import shown_all
from .request import Request
from .site import pages
from .site.first_picture import write_trend
from .site.frame import frame_of
from .site.places import Places
from .site.scripts import write_assets
from .site.search import Entry, entries


class Made(NamedTuple):
    """What a report is written from.

    Attributes
    ----------
    request : Request
    inputs : Inputs
    evidence : Evidence
    executed : list of Executed
        In the order of the request's notebooks.
    last : Last or None
        The report before.
    kept : tuple of str
        Notebooks that were not run, as nothing that they rest on has changed.
    """

    request: Request
    inputs: Inputs
    evidence: Evidence
    executed: list[Executed]
    last: Last | None = None
    kept: tuple[str, ...] = ()

    @property
    def answers(self) -> dict[str, str]:
        """The closing answer of each notebook by its name."""
        return {run.notebook.name: pages.answer_of(run.node) for run in self.executed}

    @property
    def failed(self) -> dict[str, str]:
        """Why a notebook failed, by its name."""
        return {run.notebook.name: run.error for run in self.executed if run.error}

    @property
    def failures(self) -> list[tuple[str, str, str]]:
        """Name, title and error of each notebook that failed."""
        return [
            (run.notebook.name, run.notebook.title, run.error) for run in self.executed if run.error
        ]

    @property
    def places(self) -> Places:
        """Where each line of the documents can be read."""
        return Places(self.request.corpus.documents.path, self.request.edition.address, SOURCES)

    @property
    def older_places(self) -> Places | None:
        """The same of the edition compared with; None where there is none."""
        if self.evidence.earlier is None:
            return None
        old = self.evidence.earlier.old
        return Places(old.documents.path, old.edition.address, f"{OLDER}/{old.edition.name}")

    @property
    def headlines(self) -> list[Headline]:
        """The first page's numbers, those whose evidence the report shows."""
        shown = {notebook.name for notebook in self.request.notebooks}
        found = headlines(self.evidence.tables, self.evidence.since)
        own = [line for line in found if line.page in shown]
        return self.last.moved(own) if self.last else own


def write_parts(made: Made, coming: Iterable[Executed], folder: Path) -> Made:
    """Write every part of a report but the manifest, which tells of the others.

    Parameters
    ----------
    made : Made
        Without any executed notebook yet.
    coming : iterable of Executed
        Gives each as it ends; meanwhile what needs none of them is written.
    folder : pathlib.Path
        The report's folder, where the executed notebooks go.

    Returns
    -------
    Made
        With all of them, in the order of the request.
    """
    for write in FIRST:
        write(made, folder)
    trend = write_trend(made.evidence.tables, folder)
    done: dict[str, Executed] = {}
    sections: dict[str, list[Entry]] = {}
    write_page = pages.notebook_pages(frame_of(made.request), made.places, made.older_places)
    for run in coming:
        name = run.notebook.name
        done[name], sections[name] = run, write_page(run, folder)
    names = [notebook.name for notebook in made.request.notebooks]
    made = made._replace(executed=[done[name] for name in names])
    _search(made, [entry for name in names for entry in sections[name]], folder)
    pages.write_index(folder, frame_of(made.request), trend=trend, **_first_words(made))
    return made


def _tables(made: Made, folder: Path) -> None:
    edition = made.request.edition
    write_tables(made.evidence.tables, folder / "tables", "csv", edition, workbook=True)


def _assets(_: Made, folder: Path) -> None:
    write_assets(folder / "assets")


def _sources(made: Made, folder: Path) -> None:
    for path, data in made.request.edition.files.items():
        place = folder / SOURCES / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    frame, places, older = frame_of(made.request), made.places, made.older_places
    pages.write_source_pages(made.request.corpus.lines, places, folder, frame)
    if older and not older.address:
        old = made.evidence.both.old
        pages.write_source_pages(old.lines, older, folder, frame, old.edition.label)


def _search(made: Made, sections: Iterable[Entry], folder: Path) -> None:
    names = [notebook.name for notebook in made.request.notebooks]
    found = entries(made.evidence.tables, names, made.places)
    pages.write_search(folder, frame_of(made.request), [*found, *sections])


FIRST: tuple[Callable[[Made, Path], None], ...] = (_tables, _assets, _sources)
"""The writers of the parts that need no executed notebook, in the order in which they write."""


def _first_words(made: Made) -> dict[str, Any]:
    """Say what the first page says."""
    return {
        "headlines": made.headlines,
        "answers": made.answers,
        "failures": made.failures,
        "broken": made.failed,
        "since_last": bool(made.request.compared),
        "given": shown_all(made.request.given),
        "changed": made.evidence.changed,
        "comparing": made.request.comparing,
        "tables": [(table, len(rows)) for table, rows in made.evidence.tables],
        "page_of": made.places.page,
        "documents": list(made.request.corpus.documents.itertuples(index=False)),
    }
