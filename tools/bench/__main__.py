"""Measure the goals of speed, beside other tools, and write the figures into docs/benchmarks.md.

Usage: python -m bench [--quick] [SECTION …]. With --quick everything runs once, in small. The
figures are printed; only a whole run writes the page.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from toolbelt_data.source import embedded_edition

from .documents import grow, one_document
from .run import MISSING, PEERS, ROOT, BenchError, Run, install, run, take_turns
from .tracing import TOOLS, read_items

PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- Written by `make bench`. -->\n", "<!-- End of what `make bench` writes. -->\n"
_BIN = Path(sys.executable).parent
_LOAD = """
import pathlib, sys, time
import toolbelt_data.corpus
from markdown_it import MarkdownIt
from toolbelt_data import load
texts = [path.read_text("utf-8") for path in pathlib.Path(sys.argv[1]).rglob("*.md")]
parser = MarkdownIt("commonmark").enable("table")
begin = time.process_time()
[parser.parse(text) for text in texts] if sys.argv[2:] else load(sys.argv[1])
print(time.process_time() - begin)
"""


class Row(NamedTuple):
    """A line of a table: a case, and the one that it is compared with.

    The ratio is of `by`, seconds or cpu, and meets the goal if it is at most that.
    """

    case: str
    over: str = ""
    goal: float | None = None
    by: str = "seconds"


Section = tuple[str, dict[str, Callable[[], Run]], list[Row], int]
"""A title, what to run by the names of the cases, the lines of the table, and rounds."""


def own(*words: str | Path) -> Run:
    """Run a command of this project; exit status 1 is a failed gate, such as an error found."""
    return run([_BIN / "python", "-m", "toolbelt_data", *words], ROOT, good=(0, 1))


def report(place: Path, quick: bool) -> Section:
    """Compare a report with papermill and nbconvert in turn, and with a site by myst-nb."""
    notebooks = sorted((ROOT / "notebooks").glob("0*.ipynb"))[: 2 if quick else None]
    chosen = {path.name for path in notebooks}
    words = ["report", "--source", embedded_edition(), "--out", place / "reports"]
    words += [word for path in notebooks for word in ("--notebook", path)] if quick else []

    def fresh() -> Run:
        shutil.rmtree(place / "reports", ignore_errors=True)
        return own(*words)

    def papermill() -> Run:
        took = Run()
        for path in notebooks:
            took = took.then(run([_BIN / "papermill", path, place / "out.ipynb"], path.parent))
            page = [_BIN / "jupyter", "nbconvert", "--to", "html", place / "out.ipynb"]
            took = took.then(run(page, place))
        return took

    cases = {
        "`toolbelt-data report`": fresh,
        "the same again, unchanged": partial(own, *words),
        "`papermill` and `jupyter nbconvert --to html`, notebook by notebook": papermill,
    }
    *ours, base = cases
    rows = [Row(ours[0], base, 0.2), Row(ours[1], base, 0.03), Row(base)]
    if programs := install("myst-nb", place, f"{ROOT}[report]"):
        site = place / "site"
        shutil.copytree(ROOT / "notebooks", site, ignore=lambda _, names: {*names} - chosen)
        settings = 'extensions = ["myst_nb"]\nnb_execution_mode = "force"\n'
        (site / "conf.py").write_text(settings + "nb_execution_timeout = 600\n", "utf-8")
        (site / "index.md").write_text("# Notebooks\n\n```{toctree}\n:glob:\n\n0*\n```\n", "utf-8")
        build = [programs / "sphinx-build", "-q", "-E", "-j", "auto", site, place / "html"]
        cases["`sphinx-build` with myst-nb, on all cores"] = partial(run, build, place)
        rows.append(Row([*cases][-1], base))
    return "A report of all notebooks, into an empty folder", cases, rows, 3


def _within(folder: Path, *words: str) -> Run:
    """Measure `load`, or a bare parse, from after the imports of a fresh process."""
    took = run([_BIN / "python", "-c", _LOAD, folder, *words], ROOT)
    return Run(float(took.output), float(took.output), took.memory)


def commands(*_: Path | bool) -> Section:
    """Compare commands with the import of pandas, and `load` with a bare parse."""
    edition, pandas = embedded_edition(), '`python -c "import pandas"`'
    parse = "markdown-it-py's parse of the same documents, which builds no table"
    cases = {
        "`toolbelt-data check`": partial(own, "check", "--source", edition),
        "`toolbelt-data gaps`": partial(own, "gaps", "--source", edition),
        pandas: partial(run, [_BIN / "python", "-c", "import pandas"], ROOT),
        "`load`, without imports": partial(_within, edition),
        parse: partial(_within, edition, "parse"),
    }
    check, gaps, _, load, _ = cases
    rows = [Row(check, pandas, 1.6, "cpu"), Row(gaps, pandas, 2.2, "cpu"), Row(pandas)]
    rows += [Row(load, parse, 3, "cpu"), Row(parse)]
    return "Commands and `load`, on the newest embedded edition", cases, rows, 11


def scale(place: Path, quick: bool) -> Section:
    """Compare each command with itself on a tenth of the documents, and of one document."""
    sizes = (1, 10) if quick else (10, 100)
    words = {
        "check": ["check"],
        "gaps": ["gaps"],
        "compare": ["compare", "HEAD~1", "HEAD"],
        "history": ["history"],
        "tables": ["tables", "--out", place / "tables"],
    }
    cases = {}
    for times in sizes:
        folder = grow(place / str(times), times)
        one = one_document(place / f"one-{times}", times)
        cases[f"`load`, {times} ×"] = partial(_within, folder)
        for name, command in words.items():
            cases[f"`{name}`, {times} ×"] = partial(own, *command, "--source", folder)
        for name in ("check", "gaps"):
            cases[f"`{name}`, one document, {times} ×"] = partial(own, name, "--source", one)
    half = len(cases) // 2
    pairs = zip([*cases][:half], [*cases][half:], strict=True)
    rows = [Row(large, small, 11, "cpu") for small, large in pairs]
    return f"{sizes[1]} copies of an edition beside {sizes[0]}", cases, rows, 1


def tracing(place: Path, quick: bool) -> Section:
    """Compare `gaps` with tools that trace requirements, once they gave the same answer."""
    base, tables = "`toolbelt-data gaps`", place / "tables"
    own("tables", "--source", embedded_edition(), "--out", tables, "--format", "json")
    cases = {base: partial(own, "gaps", "--source", embedded_edition())}
    for name, tool in TOOLS.items():
        if programs := install(name, place):
            folder = place / f"{name}-input"
            tool.require(programs, folder, read_items(tables))
            cases[f"{name} {PEERS[name]}"] = partial(tool.ask, programs, folder)
    rows = [Row(base), *(Row(case, base) for case in cases if case != base)]
    return "Which challenges have no remedy", cases, rows, 5


SECTIONS = {one.__name__: one for one in (report, commands, scale, tracing)}
"""The sections by their names."""


def table(title: str, rows: list[Row], medians: dict[str, Run]) -> str:
    """Return a section of the page: ratios first, then what they are made of."""
    lines = [f"## {title}", "", "| what | ratio | goal | memory | time | CPU time | peak memory |"]
    lines.append("|---|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        run, ratio, goal, memory = medians[row.case], "", "", ""
        if row.over:
            base = medians[row.over]
            found = getattr(run, row.by) / getattr(base, row.by)
            ratio, memory = f"**{found:.3g} ×**", f"{run.memory / base.memory:.2g} ×"
            if row.goal is not None:
                goal = f"≤ {row.goal:g} ×" + ("" if found <= row.goal else " **missed**")
        figures = f"{run.seconds:.3g} s | {run.cpu:.3g} s | {run.memory / 2**20:.0f} MiB"
        lines.append(f"| {row.case} | {ratio} | {goal} | {memory} | {figures} |")
    return "\n".join(lines) + "\n"


def sizes(folder: Path) -> str:
    """Return the size of a report and of its largest page, and their goals."""
    size, name = max((path.stat().st_size, path.name) for path in folder.rglob("*.html"))
    whole = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    words = f"The largest page, `{name}`, has {size / 1000:.0f} kB (goal: 300); the report has"
    return f"{words} {whole:.1f} MB (goal: 6).\n"


def provenance() -> str:
    """Describe when and on what the figures were measured, and which tools are missing."""
    commit = run(["git", "rev-parse", "--short=10", "HEAD"], ROOT).output.strip()
    today, python = datetime.datetime.now(datetime.UTC).date(), platform.python_version()
    words = f"Measured on {today}, commit {commit}, Python {python}, {os.cpu_count()} cores."
    missing = f" Not measured, as not installed: {', '.join(MISSING)}." if MISSING else ""
    return f"{words}{missing}\n"


def main() -> int:
    """Measure the sections that are named, or all, and write the page after a whole run."""
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("sections", nargs="*", metavar="SECTION", choices=[[], *SECTIONS])
    given = parser.parse_args()
    parts = []
    try:
        for name in given.sections or SECTIONS:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                title, cases, rows, rounds = SECTIONS[name](Path(folder), given.quick)
                medians = take_turns(cases, 1 if given.quick else rounds)
                parts.append(table(title, rows, medians))
                if name == "report":
                    parts.append(sizes(Path(folder) / "reports"))
    except BenchError as error:
        print(error, file=sys.stderr)
        return 1
    parts.append(provenance())
    print("\n".join(parts))
    if not given.quick and not given.sections:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        page = before + BEGIN + "\n" + "\n".join(parts) + "\n" + END + rest.partition(END)[2]
        PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
