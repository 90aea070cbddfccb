"""Build: one report of one edition, from its documents to its first page."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import ToolbeltError
from .evidence import gather
from .execution import TIMEOUT, executing, warm
from .inputs import Inputs, inputs_of, require_unchanged
from .landing import landing
from .last import Last, compared_with, copy_compared, last_report
from .manifest import write_manifest, write_run
from .parts import Made, write_parts
from .place import require_apart
from .request import Request, settle_request
from .reuse import NOTHING, Kept, Wanted, code_now, keep, kept_of, taken_over, wanted_of


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
    """

    index: Path
    answers: dict[str, str]
    failed: dict[str, str]
    kept: tuple[str, ...] = ()
    made: bool = True


class _Asked(NamedTuple):
    """A request beside the report that is in place."""

    request: Request
    last: Last | None
    inputs: Inputs
    wanted: Wanted
    kept: Kept


def build_report(
    source: str = "",
    revision: str = "",
    out: Path = Path("reports"),
    notebooks: Sequence[str] = (),
    parameters: Mapping[str, Any] | None = None,
    jobs: int | None = None,
    force: bool = False,
    catalogue: str = "",
    timeout: int = TIMEOUT,
    afresh: bool = False,
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
    force : bool
        Whether to replace a folder that is no report.
    catalogue : str
        As :func:`toolbelt_data.analysis.catalogue` takes it; empty for none.
    timeout : int
        Seconds that a cell may take.
    afresh : bool
        Whether to make everything anew, though nothing has changed.

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
        Where the source holds no persona, or the catalogue no offering.
    ToolbeltError
        Where a notebook is not there, another run holds the report, it cannot
        be written, or what it reads was changed meanwhile. Nothing is written
        where any of these is raised, be it by a notebook, and an earlier report
        stays.
    """
    started = datetime.now(UTC)
    if not str(out).strip():
        raise ToolbeltError("--out", "is empty", "name a folder")
    request = settle_request(source, revision, notebooks, parameters, catalogue)
    target = out / request.edition.name
    require_apart(request.edition, target)
    asked = _asked(request, out, target, afresh)
    if asked.kept.whole:
        names = tuple(asked.wanted.notebooks)
        return Report(target / "index.html", asked.kept.answers, {}, names, made=False)
    jobs = jobs or os.cpu_count() or 1
    with warm() as template, landing(target, force) as work:
        code = code_now()
        # Another run may have ended meanwhile.
        asked = _asked(request, out, target, afresh)
        request = compared_with(request, asked.last, work)
        copy_compared(request, asked.last, work)
        old = taken_over(request.notebooks, asked.kept, target, work / "notebooks")
        fresh = [one for one in request.notebooks if one.name not in old]
        runs = executing(fresh, request.values, work / "notebooks", jobs, timeout, template)
        with runs as results:
            # Kernels are at work meanwhile.
            evidence = gather(request)
            new = results()
        by_name = old | {run.notebook.name: run for run in new}
        executed = [by_name[one.name] for one in request.notebooks]
        require_unchanged(asked.inputs, [request.corpus, *evidence.editions])
        made = Made(request, asked.inputs, evidence, executed, asked.last)
        write_parts(made, work)
        write_manifest(made, work)
        write_run(made, work, started)
    keep(asked.wanted, code, executed, asked.kept, made.answers, work)
    return Report(target / "index.html", made.answers, made.failed, tuple(old))


def _asked(request: Request, out: Path, target: Path, afresh: bool) -> _Asked:
    """Look what the report in place followed, and what of it holds still."""
    last = last_report(request, out)
    # What it compares with lies there once it is in place.
    placed = compared_with(request, last, target)
    inputs = inputs_of(request)
    wanted = wanted_of(placed, inputs, last, target.absolute())
    return _Asked(request, last, inputs, wanted, NOTHING if afresh else kept_of(wanted))
