"""Pairs and recommendations at scale."""

from __future__ import annotations

import json
from pathlib import Path

from ..environment import REPORT
from ..run import median, own_figures
from ..section import Cases, Row, Section, Steps
from .loader import grown, measured, prepare

_SCALES = (1, 10, 100, 1000)
_QUICK = (1, 10)
_LIMIT = 150
_NAMES = {"pairs": "`Analysis.pairs`: every pair of a persona",
          "recommend": "`Analysis.recommendations`: next steps for each challenge"}  # fmt: skip


def steps(_: Path, quick: bool) -> Steps:
    """Rate and recommend at each scale."""
    for times in _QUICK if quick else _SCALES:
        for work in _NAMES:
            yield (
                f"{work} {times}",
                lambda work=work, times=times: own_figures(
                    REPORT.work("bench.work", work, grown(times), limit=_LIMIT)
                ),
            )


def facts() -> dict:
    """Count the statements of the edition."""
    words = "import toolbelt_data as t; print(len(t.load().statements))"
    return {"statements": json.loads(REPORT.python("-c", words).output)}


def rows(cases: Cases) -> list[Row]:
    """Give the lines of the table."""
    return [
        Row(f"{work} {times}", f"{times:,} ×: {name}")
        for work, name in _NAMES.items()
        for times in measured(cases, work)
    ]


def more(cases: Cases, facts: dict) -> list[str]:
    """Give time and memory per statement."""
    lines = [
        "Per statement of the documents:",
        "",
        "| size | statements | pairs: CPU time | memory | recommendations: CPU time | memory |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for times in measured(cases, "pairs"):
        count = facts["statements"] * times
        cells = [
            cell
            for work in _NAMES
            for cell in _per_statement(cases.get(f"{work} {times}", []), count)
        ]
        lines.append(f"| {times:,} × | {count:,} | {' | '.join(cells)} |")
    return lines


def _per_statement(runs: list[dict], count: int) -> tuple[str, str]:
    if not runs or any(one["over"] for one in runs):
        return "–", "–"
    cpu, added = median(runs, "cpu") / count, median(runs, "added") / count
    return f"{cpu * 1e3:.2f} ms", f"{added / 1024:.1f} KiB"


SECTION = Section(
    name="suggestions",
    title="Pairs and recommendations",
    words="The same copies; nobody reviewed the pairs of any but the first. A process of its own"
    f" reads the documents first and is measured from there; it is ended after {_LIMIT} s in all."
    " No other tool does this work, so there is no ratio.",
    environments=(REPORT,),
    steps=steps,
    rows=rows,
    prepare=prepare,
    by="cpu",
    slow=60,
    more=more,
    facts=facts,
)
