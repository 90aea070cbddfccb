"""Tracing: which challenges have no remedy, asked of tools that trace requirements."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from ..environment import BUILD, REPORT
from ..items import Items
from ..run import Run, run
from ..section import Cases, Row, Section, Steps
from ..state import is_made, mark
from ..tracer import TRACERS

# Items; each number ends with the last remedy of a persona.
_SIZES = {"corpus": None, "165": 165, "1542": 1542}
_QUICK = ("corpus",)
_OWN = {"gaps": "`toolbelt-data gaps`", "check": "`toolbelt-data check`"}


def _made(size: str) -> Path:
    return BUILD / "traced" / size


def prepare(quick: bool) -> None:
    """Write the documents, tell them to each tool, and see that all answer alike."""
    for size, number in _SIZES.items():
        place = _made(size)
        if (quick and size not in _QUICK) or is_made(place):
            continue
        shutil.rmtree(place, ignore_errors=True)
        REPORT.work("bench.documents", place, *([str(number)] if number else []))
        items = Items.read(place / "items.json")
        said = json.loads(_own("gaps", place, "--format", "json").output)
        uncovered = [one["challenge_id"] for one in said if one["coverage"] == "none"]
        for tracer in TRACERS:
            told = place / tracer.folder
            if not told.exists():
                tracer.tell(items, told)
            tracer.require(told, place / "out", items, uncovered)
            print(f"tracing: {size}: {tracer.name} answers as we do", file=sys.stderr, flush=True)
        mark(place)


def steps(place: Path, quick: bool) -> Steps:
    """Ask each tool, of documents of each size."""
    for size in _QUICK if quick else _SIZES:
        made = _made(size)
        for command in _OWN:
            yield f"{command} {size}", lambda command=command, made=made: _own(command, made)
        for tracer in TRACERS:
            yield (
                f"{tracer.name} {size}",
                lambda tracer=tracer, made=made: tracer.ask(made / tracer.folder, place / "out"),
            )


def _own(command: str, made: Path, *more: str) -> Run:
    words = [command, "--source", made / "source", *more]
    if command == "gaps":
        words += ["--reviews", made / "reviews.csv"]
    program = REPORT.program("toolbelt-data")
    return run([program, *words], made, REPORT.variables(), good=(0, 1))


def rows(cases: Cases) -> list[Row]:
    """Give the lines of the table."""
    lines = []
    for size in _SIZES:
        if f"gaps {size}" not in cases:
            continue
        items = "the embedded edition" if size == "corpus" else f"{int(size):,} items"
        lines += [Row(f"{name} {size}", f"{items}: {words}") for name, words in _OWN.items()]
        lines += [
            Row(f"{one.name} {size}", f"{items}: {one.name}", f"gaps {size}") for one in TRACERS
        ]
    return lines


SECTION = Section(
    name="tracing",
    title="Which challenges have no remedy",
    words="A challenge is a requirement, a remedy is what covers it, and reviews say"
    " which covers which; both are items. The bench writes the same of them in each tool's format."
    " Each is asked by one command which challenges nothing covers, and all must give the same"
    " answer before anything is measured. The others are told what is a challenge and what covers"
    " it; ours reads that from the documents, and `gaps` also recommends next steps."
    " Ratios are to our `gaps`. OpenFastTrace comes by Maven, which was not at hand.",
    environments=(REPORT, *dict.fromkeys(one.environment for one in TRACERS)),
    steps=steps,
    rows=rows,
    prepare=prepare,
    versions=tuple(dict.fromkeys((one.environment, one.package) for one in TRACERS)),
)
