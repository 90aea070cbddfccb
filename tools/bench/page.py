"""Page: the figures in words and tables, ratios first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .run import median
from .section import Cases, Goal, Row, Section, ratio

_MIB, _GIB = 2**20, 2**30
_HEAD = """\
# Benchmarks

<!-- Written by `make bench`. -->

How long people wait, beside other tools that do the same work. A ratio says how many times as long
something takes as what it is compared with: below 1 is faster. `make bench` measures everything
anew and writes this page; `make bench SECTION=loader` measures one section again, and `make bench
QUICK=1` tries everything once, in small, and prints the page.
"""
_HOW = """\
Each figure is the median of so many runs as the column *runs* says, in brackets the least and the
most. Each run is a fresh process, or several in turn where the words say so; the cases of a section
take turns, so that noise falls on all alike. *CPU time* adds up all cores and all processes that a
run waited for. *Memory* is the most that a single process of a run held at once; less than the 20
MiB of the bench itself cannot be seen. What takes minutes was run once. Every tool has an
environment of its own, from a lock with hashes in `requirements/`.
"""


def page(sections: Sequence[Section], results: Mapping[str, Mapping]) -> str:
    """Write the page.

    Parameters
    ----------
    sections : sequence of Section
        In their order.
    results : dict
        By the names of sections, what was measured.

    Returns
    -------
    str
        Markdown.
    """
    measured = [section for section in sections if section.name in results]
    others = {name: result["cases"] for name, result in results.items()}
    first = next(iter(results.values()))
    words = [_HEAD, "## Goals", "", *_goals(measured, results, others)]
    for section in measured:
        result = results[section.name]
        words += ["", f"## {section.title}", "", section.words, ""]
        words += _versions(result["versions"])
        words += _table(section.rows(result["cases"]), section.by, result["cases"], others)
        if more := section.more(result["cases"], result["facts"]):
            words += ["", *more]
    words += ["", "## How it was measured", "", _HOW]
    words += ["| what | of this page |", "|---|---|"]
    days = sorted({result["date"] for result in results.values()})
    told = {"date": " to ".join(days[:: max(1, len(days) - 1)]), "commit": first["state"]}
    words += [f"| {name} | {value} |" for name, value in {**told, **first["machine"]}.items()]
    return "\n".join(words) + "\n"


def _goals(
    sections: Iterable[Section], results: Mapping[str, Mapping], others: Mapping[str, Cases]
) -> list[str]:
    """List what was aimed at, and whether it is so."""
    lines = ["| what | measured | goal | met |", "|---|---:|---:|---|"]
    for section in sections:
        cases, facts = results[section.name]["cases"], results[section.name]["facts"]
        for row in section.rows(cases):
            if row.goal is not None:
                found = ratio(row, section.by, cases, dict(others))
                goal = Goal(f"{section.title}: {row.what}", found, row.goal, "×")
                lines.append(_goal(goal))
        for goal in section.goals(cases, facts):
            told = Goal(f"{section.title}: {goal.what}", goal.value, goal.most, goal.unit)
            lines.append(_goal(told))
    return lines


def _goal(goal: Goal) -> str:
    unit = f" {goal.unit}" if goal.unit else ""
    if goal.value is None:
        return f"| {goal.what} | not measured | ≤ {goal.most:g}{unit} | |"
    met = "yes" if goal.value <= goal.most else "**no**"
    return f"| {goal.what} | **{shown(goal.value)}{unit}** | ≤ {goal.most:g}{unit} | {met} |"


def _versions(versions: Mapping[str, str]) -> list[str]:
    told = ", ".join(f"{name} {version}" for name, version in versions.items())
    return [f"Versions: {told}.", ""] if told else []


def _table(rows: Iterable[Row], by: str, cases: Cases, others: Mapping[str, Cases]) -> list[str]:
    compared = [(row, ratio(row, by, cases, dict(others))) for row in rows if row.case in cases]
    any_ratio = any(found is not None for _, found in compared)
    lines = [
        f"| {'ratio | ' if any_ratio else ''}what | time | CPU time | memory | runs |",
        f"|{'---:|' if any_ratio else ''}---|---:|---:|---:|---:|",
    ]
    for row, found in compared:
        runs = cases[row.case]
        first = (f"**{shown(found)} ×**" if found is not None else "") + " | "
        over = any(one["over"] for one in runs)
        figures = [
            f"over {seconds(median(runs, 'seconds'))}" if over else _spread(runs),
            "–" if over else seconds(median(runs, "cpu")),
            "–" if over else memory(median(runs, "memory")),
            str(len(runs)),
        ]
        lines.append(f"| {first if any_ratio else ''}{row.what} | {' | '.join(figures)} |")
    return lines


def _spread(runs: Sequence[Mapping]) -> str:
    middle = seconds(median(runs, "seconds"))
    if len(runs) == 1:
        return middle
    figures = sorted(one["seconds"] for one in runs)
    return f"{middle} ({seconds(figures[0])} to {seconds(figures[-1])})"


def shown(number: float) -> str:
    """Write a ratio with so many digits as tell something.

    Examples
    --------
    >>> shown(0.0213), shown(0.148), shown(3.76), shown(41.2)
    ('0.021', '0.148', '3.76', '41')
    """
    return f"{number:.3f}" if number < 1 else f"{number:.2f}" if number < 10 else f"{number:,.0f}"


def seconds(number: float) -> str:
    """Write a time with its unit.

    Examples
    --------
    >>> seconds(0.0123), seconds(1.26), seconds(81.6)
    ('12 ms', '1.3 s', '82 s')
    """
    if number < 1:
        return f"{number * 1000:.0f} ms"
    return f"{number:.1f} s" if number < 10 else f"{number:.0f} s"


def memory(number: float) -> str:
    """Write bytes with a unit.

    Examples
    --------
    >>> memory(200 * 2**20), memory(3 * 2**29)
    ('200 MiB', '1.5 GiB')
    """
    return f"{number / _GIB:.1f} GiB" if number >= _GIB else f"{number / _MIB:.0f} MiB"
