"""Loader: documents to tables, from the embedded edition to 1,000 times as much."""

from __future__ import annotations

import math
from pathlib import Path
from statistics import linear_regression

from ..environment import BUILD, REPORT
from ..run import median, own_figures
from ..section import Cases, Goal, Row, Section, Steps
from ..state import is_made, mark

SCALES = (1, 10, 100, 1000)
_QUICK = (1, 10)
_LIMIT = 300
_FROM = 10
_GIB = 2**30


def grown(times: int) -> Path:
    """Give the folder of an edition that is so many times as large."""
    return BUILD / "grown" / str(times)


def prepare(quick: bool) -> None:
    """Write the documents."""
    for times in _QUICK if quick else SCALES:
        if not is_made(grown(times)):
            REPORT.work("bench.grown", str(times), grown(times))
            mark(grown(times))


def steps(_: Path, quick: bool) -> Steps:
    """Read and parse at each scale."""
    for times in _QUICK if quick else SCALES:
        for work in ("read", "parse"):
            yield (
                f"{work} {times}",
                lambda work=work, times=times: own_figures(
                    REPORT.work("bench.work", work, grown(times), limit=_LIMIT)
                ),
            )


def rows(cases: Cases) -> list[Row]:
    """Give the lines of the table."""
    lines = []
    for times in measured(cases, "read"):
        goal = 1.5 if times == 100 else None
        lines += [
            Row(f"read {times}", f"{times:,} ×: `load()`, all tables", f"parse {times}", goal),
            Row(f"parse {times}", f"{times:,} ×: markdown-it-py's parse alone"),
        ]
    return lines


def measured(cases: Cases, work: str) -> list[int]:
    """Give the scales at which a work was measured."""
    return sorted(int(case.split()[1]) for case in cases if case.split()[0] == work)


def exponent(cases: Cases, work: str, what: str) -> float:
    """Give how a figure grows: 1 is with the size, 2 with its square.

    Parameters
    ----------
    cases : dict
    work, what : str
        Of which work, and ``cpu`` or ``added``.

    Notes
    -----
    The slope of logarithms, by least squares, from 10 times the edition on: at
    one time, what is done once outweighs the rest.

    Examples
    --------
    >>> cases = {f"read {n}": [{"cpu": 0.5 * n**2}] for n in (1, 10, 100)}
    >>> round(exponent(cases, "read", "cpu"), 6)
    2.0
    """
    scales = [times for times in measured(cases, work) if times >= _FROM]
    sizes = [math.log(times) for times in scales]
    figures = [math.log(median(cases[f"{work} {times}"], what)) for times in scales]
    return linear_regression(sizes, figures).slope


def goals(cases: Cases, _: dict) -> list[Goal]:
    """Give how time and memory grow, and what 1,000 times takes."""
    scales = measured(cases, "read")
    peak = median(cases[f"read {scales[-1]}"], "memory") / _GIB
    found = [Goal(f"peak memory at {scales[-1]:,} ×", peak, 1, "GiB")]
    if len([times for times in scales if times >= _FROM]) > 1:
        for name, what in (("CPU time", "cpu"), ("memory that is added", "added")):
            grows = exponent(cases, "read", what)
            found.append(Goal(f"exponent of the {name}, from {_FROM} × on", grows, 1.05))
    return found


SECTION = Section(
    name="loader",
    title="The loader",
    words="The embedded edition, and copies of it with other words in each. A process of its own"
    " imports first and is measured from there: from files to every table of a `Corpus`, beside"
    " markdown-it-py's own parse of the same bytes, which builds no table. Ratios are of CPU time.",
    environments=(REPORT,),
    steps=steps,
    rows=rows,
    prepare=prepare,
    versions=((REPORT, "markdown-it-py"), (REPORT, "pandas")),
    by="cpu",
    goals=goals,
)
