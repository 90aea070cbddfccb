"""Commands: how soon they answer."""

from __future__ import annotations

from pathlib import Path

from ..environment import REPORT
from ..run import Run, run
from ..section import Cases, Row, Section, Steps


def steps(place: Path, _: bool) -> Steps:
    """Run each command and what it is compared with."""
    python, own = REPORT.program("python"), REPORT.program("toolbelt-data")

    def took(*words: str | Path) -> Run:
        # `check` exits with 1: the embedded edition has errors.
        return run(words, place, REPORT.variables(), good=(0, 1))

    yield "pass", lambda: took(python, "-c", "pass")
    yield "pandas", lambda: took(python, "-c", "import pandas")
    yield "help", lambda: took(own, "--help")
    yield "check", lambda: took(own, "check")
    yield "gaps", lambda: took(own, "gaps")


def rows(_: Cases) -> list[Row]:
    """Give the lines of the table."""
    return [
        Row("help", "`toolbelt-data --help`", "pass", 4),
        Row("check", "`toolbelt-data check`", "pandas", 1.5),
        Row("gaps", "`toolbelt-data gaps`", "pandas", 2),
        Row("pass", "`python -c pass`, which `--help` is compared with"),
        Row("pandas", '`python -c "import pandas"`, which `check` and `gaps` are compared with'),
    ]


SECTION = Section(
    name="commands",
    title="Commands",
    words="On the embedded edition, in the environment that `make report` sets up.",
    environments=(REPORT,),
    steps=steps,
    rows=rows,
    rounds=21,
)
