"""Section: one question of the bench, with what is run for it and how its rows read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .environment import Environment
from .run import Run, median

Cases = dict[str, list[dict]]
"""By case, what was kept of its runs."""

Steps = Iterator[tuple[str, Callable[[], Run]]]
"""Case after case of one round; what stands between two of them is not measured."""


@dataclass(frozen=True)
class Row:
    """A line of a section's table.

    Attributes
    ----------
    case : str
        Whose runs it shows.
    what : str
        What was run, in words.
    over : str, optional
        The case that its ratio is to; ``section:case`` where it is another's.
    goal : float, optional
        The ratio that it should have at most.
    """

    case: str
    what: str
    over: str | None = None
    goal: float | None = None


@dataclass(frozen=True)
class Goal:
    """Something else that should be so.

    Attributes
    ----------
    what : str
    value, most : float
        What was measured, and what it should be at most.
    unit : str
    """

    what: str
    value: float
    most: float
    unit: str = ""


def _nothing(*_: object) -> list:
    return []


@dataclass(frozen=True)
class Section:
    """One question.

    Attributes
    ----------
    name, title : str
    words : str
        What is compared, and why it is the same work.
    environments : tuple of Environment
        What must be there.
    steps : callable
        Gives the steps of a round, in the folder that it is given.
    rows : callable
        Gives the lines of the table, of the cases that were measured.
    prepare : callable
        Makes once what every round needs, all of it or what a try needs.
    versions : tuple of (Environment, str)
        Packages whose versions are told.
    by : str
        Whether ratios are of ``seconds`` or of ``cpu``.
    rounds : int
    slow : float
        Seconds from which a case is not run a second time.
    goals, more : callable
        Give what else should be so, and lines of markdown below the table, of the
        cases and the facts.
    facts : callable
        Gives what else is kept.
    """

    name: str
    title: str
    words: str
    environments: tuple[Environment, ...]
    steps: Callable[[Path, bool], Steps]
    rows: Callable[[Cases], list[Row]]
    prepare: Callable[[bool], object] = _nothing
    versions: tuple[tuple[Environment, str], ...] = ()
    by: str = "seconds"
    rounds: int = 5
    slow: float = 120
    goals: Callable[[Cases, dict], list[Goal]] = _nothing
    more: Callable[[Cases, dict], list[str]] = _nothing
    facts: Callable[[], dict] = dict


def ratio(row: Row, by: str, cases: Cases, others: dict[str, Cases]) -> float | None:
    """Give how many times as much a row took as what it is compared with.

    Parameters
    ----------
    row : Row
    by : str
        ``seconds`` or ``cpu``.
    cases : dict
        Of its section.
    others : dict
        By the names of sections, their cases.

    Returns
    -------
    float or None
        None where there is nothing to compare it with, or that was not measured.

    Examples
    --------
    >>> cases = {"a": [{"cpu": 3.0}], "b": [{"cpu": 2.0}]}
    >>> ratio(Row("a", "", over="b"), "cpu", cases, {})
    1.5
    """
    if row.over is None:
        return None
    section, _, case = row.over.rpartition(":")
    base = (others.get(section, {}) if section else cases).get(case)
    if not base or row.case not in cases:
        return None
    return median(cases[row.case], by) / median(base, by)
