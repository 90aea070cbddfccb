"""Parts: what lies in a report's folder, each part written from what was made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from . import pages
from .evidence import Evidence
from .execution import Executed
from .export import write_tables
from .frame import frame_of
from .headlines import Headline, headlines
from .places import shown_all
from .request import Request


class Made(NamedTuple):
    """What a report is written from.

    Attributes
    ----------
    request : Request
    evidence : Evidence
    executed : list of Executed
        In the order of the request's notebooks.
    """

    request: Request
    evidence: Evidence
    executed: list[Executed]

    @property
    def answers(self) -> dict[str, str]:
        """The closing answer of each notebook by its name."""
        return {run.notebook.name: pages.answer_of(run.node) for run in self.executed}

    @property
    def failed(self) -> dict[str, str]:
        """Why a notebook failed, by its name."""
        return {run.notebook.name: run.error for run in self.executed if run.error}

    @property
    def headlines(self) -> list[Headline]:
        """The first page's numbers, those whose evidence the report shows."""
        shown = {notebook.name for notebook in self.request.notebooks}
        found = headlines(self.evidence.tables, self.evidence.since)
        return [line for line in found if line.page in shown]


def write_parts(made: Made, folder: Path) -> None:
    """Write every part of a report but the manifest, which tells of the others.

    Parameters
    ----------
    made : Made
    folder : pathlib.Path
        The report's folder; the executed notebooks lie there already.
    """
    for write in PARTS:
        write(made, folder)


def _tables(made: Made, folder: Path) -> None:
    write_tables(made.evidence.tables, folder / "tables", "csv")


def _assets(_: Made, folder: Path) -> None:
    pages.write_assets(folder / "assets")


def _notebooks(made: Made, folder: Path) -> None:
    documents = made.request.corpus.documents.path
    pages.write_notebook_pages(made.executed, documents, folder, frame_of(made.request))


def _sources(made: Made, folder: Path) -> None:
    pages.write_source_pages(made.request.corpus.lines, folder, frame_of(made.request))


def _index(made: Made, folder: Path) -> None:
    pages.write_index(folder, frame_of(made.request), **_first_words(made))


PARTS: tuple[Callable[[Made, Path], None], ...] = (_tables, _assets, _notebooks, _sources, _index)
"""The writers of all parts, in the order in which they write."""


def _first_words(made: Made) -> dict[str, Any]:
    """Say what the first page says."""
    return {
        "headlines": made.headlines,
        "answers": made.answers,
        "failed": made.failed,
        "given": shown_all(made.request.given),
        "changed": made.evidence.changed,
        "comparing": made.request.comparing,
        "tables": [table for table, _ in made.evidence.tables],
        "documents": list(made.request.corpus.documents.itertuples(index=False)),
    }
