"""Whole report: all notebooks, executed into pages."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..environment import LAB, MYST_NB, PLOOMBER, REPORT, ROOT, Environment
from ..run import BenchError, Run, run
from ..section import Cases, Row, Section, Steps

_MYST = """\
extensions = ["myst_nb"]
nb_execution_mode = "force"
nb_execution_timeout = 600
nb_execution_raise_on_error = True
"""
_INDEX = "# Notebooks\n\n```{toctree}\n:glob:\n\n0*\n```\n"


def notebooks(folder: Path, *, few: bool = False) -> list[Path]:
    """Copy the notebooks of a report into a folder."""
    folder.mkdir(parents=True)
    chosen = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))[: 2 if few else None]
    return [Path(shutil.copy(path, folder)) for path in chosen]


def report(folder: Path, *words: str | Path) -> Run:
    """Write a report into a folder."""
    command = [REPORT.program("toolbelt-data"), "report", "--out", folder, *words]
    return run(command, folder.parent, REPORT.variables())


def steps(place: Path, quick: bool) -> Steps:
    """Do it in each way."""
    own = notebooks(place / "own", few=quick)
    chosen = ["--notebook", own[0].parent] if quick else []
    yield "report", lambda: report(place / "report", *chosen)
    yield "papermill", lambda: papermill(place / "papermill", quick)
    yield "myst-nb", lambda: myst_nb(place / "myst-nb", quick)
    yield "ploomber", lambda: ploomber(place / "ploomber", quick)


def papermill(folder: Path, quick: bool) -> Run:
    """Run each notebook, and then make a page of it."""
    took = Run(0, 0, 0)
    for path in notebooks(folder, few=quick):
        out = path.with_suffix(".out.ipynb")
        took += _in(LAB, folder, "papermill", path, out)
        took += _in(LAB, folder, "jupyter", "nbconvert", "--to", "html", out)
        _require(path.with_suffix(".out.html"))
    return took


def myst_nb(folder: Path, quick: bool) -> Run:
    """Run all notebooks on both cores, and make a site of them."""
    paths = notebooks(folder, few=quick)
    (folder / "conf.py").write_text(_MYST, encoding="utf-8")
    (folder / "index.md").write_text(_INDEX, encoding="utf-8")
    out = folder.with_name("site")
    took = _in(MYST_NB, folder, "sphinx-build", "-q", "-b", "html", "-j", "auto", folder, out)
    for path in paths:
        _require(out / f"{path.stem}.html")
    return took


def ploomber(folder: Path, quick: bool) -> Run:
    """Run all notebooks on both cores, into a page each."""
    paths = notebooks(folder, few=quick)
    lines = ["executor: parallel", "meta:", "  extract_upstream: false", "tasks:"]
    for path in paths:
        lines += [f"- source: {path.name}", f"  name: n{path.stem[:2]}", "  product:"]
        lines += [f"    nb: out/{path.stem}.html"]
    (folder / "pipeline.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    took = _in(PLOOMBER, folder, "ploomber", "build")
    for path in paths:
        _require(folder / "out" / f"{path.stem}.html")
    return took


def _in(environment: Environment, folder: Path, program: str, *words: str | Path) -> Run:
    return run([environment.program(program), *words], folder, environment.variables())


def _require(page: Path) -> None:
    if not page.is_file():
        raise BenchError(f"{page.name}: not there; what was run made no page of this notebook")


def rows(_: Cases) -> list[Row]:
    """Give the lines of the table."""
    return [
        Row("report", "`toolbelt-data report`: pages, tables, first page, search",
            "papermill", 0.15),
        Row("papermill", "`papermill` and then `jupyter nbconvert --to html`, notebook by notebook,"
            " beside JupyterLab: pages alone"),
        Row("myst-nb", "`sphinx-build` with myst-nb, which executes for Jupyter Book 1: a site with"
            " a search; no tables to take away, no parameters", "papermill"),
        Row("ploomber", "`ploomber build` in parallel: pages alone", "papermill"),
    ]  # fmt: skip


SECTION = Section(
    name="report",
    title="The report",
    words="The same notebooks on the same embedded edition, each time into an empty folder: all are"
    " executed, each in a kernel of its own, and become HTML. The goal is held against what a"
    " person with JupyterLab would type. Quarto is not among them: its package fetches the program"
    " from elsewhere when it is installed.",
    environments=(REPORT, LAB, MYST_NB, PLOOMBER),
    steps=steps,
    rows=rows,
    versions=(
        (LAB, "papermill"),
        (LAB, "nbconvert"),
        (LAB, "jupyterlab"),
        (MYST_NB, "myst-nb"),
        (MYST_NB, "sphinx"),
        (PLOOMBER, "ploomber"),
    ),
)
