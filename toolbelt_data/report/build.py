"""Build: one report of one edition, from its documents to its first page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import ToolbeltError
from .kernels.forks import warm
from .notebooks import TIMEOUT


class Report(NamedTuple):
    """A report that was written.

    Attributes
    ----------
    index : pathlib.Path
        Its first page.
    answers : dict of str to str
        The closing answer of each notebook by its name.
    failed : dict of str to str
        Why a notebook failed, in a line, by its name.
    kept : tuple of str
        The notebooks that were not run, as nothing that they rest on has changed.
    made : bool
        Whether anything was written: nothing is where nothing has changed.
    advice : str
        Which documents were not read, and what settings would read them.
    """

    index: Path
    answers: dict[str, str]
    failed: dict[str, str]
    kept: tuple[str, ...] = ()
    made: bool = True
    advice: str = ""


def build_report(
    source: str = "",
    revision: str = "",
    out: Path = Path("reports"),
    notebooks: Sequence[str] = (),
    parameters: Mapping[str, Any] | None = None,
    jobs: int | None = None,
    catalogue: str = "",
    timeout: int = TIMEOUT,
    rebuild: bool = False,
) -> Report:
    """Execute the notebooks on an edition and write its report.

    Of the report in place, what rests on the same documents, parameters, files,
    code and libraries is kept; where that is all of it, it stays as it is.

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
    catalogue : str
        As :func:`toolbelt_data.analysis.read_catalogue` takes it; empty for none.
    timeout : int
        Seconds that a cell may take.
    rebuild : bool
        Whether to rebuild everything, though nothing has changed.

    Returns
    -------
    Report
        A notebook that failed is part of it, with its error, and named in `failed`.

    Raises
    ------
    ParameterError
        Where a parameter is unknown, of the wrong type, or names nothing.
    SourceError
        Where the source or the catalogue cannot be read.
    NothingToMeasure
        Where the source holds no persona, or there is no catalogue.
    ToolbeltError
        Where a notebook is not there, another run holds the report, it cannot
        be written, or what it reads was changed meanwhile. Nothing is written
        where any of these is raised, be it by a notebook, and an earlier report
        stays.
    """
    started = datetime.now(UTC)
    if not str(out).strip():
        raise ToolbeltError("--out", "is empty", "name a folder")
    with ExitStack() as meanwhile:
        # Where there is no report yet, the template imports what kernels use from the beginning.
        template = None if _holds_reports(out) else meanwhile.enter_context(warm())
        from .asked import Asked, ask
        from .place import require_apart
        from .request import settle_request

        request = settle_request(source, revision, notebooks, parameters, catalogue)
        advice = request.corpus.advice
        target = out / request.edition.name
        require_apart(request.edition, target)
        asked = ask(request, out, target, rebuild)
        names = tuple(asked.wanted.notebooks)
        if asked.kept.whole:
            return Report(target / "index.html", asked.kept.answers, {}, names, False, advice)
        if template is None and asked.kept.notebooks.keys() != {*names}:
            template = meanwhile.enter_context(warm())

        def again() -> Asked:
            return ask(request, out, target, rebuild)

        # What makes a report is imported where one is made.
        from .making import make

        made = make(again, target, jobs, timeout, started, template)
    return Report(target / "index.html", made.answers, made.failed, made.kept, True, advice)


def _holds_reports(out: Path) -> bool:
    return next(out.glob("*/manifest.json"), None) is not None
