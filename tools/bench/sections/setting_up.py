"""Setting up: what has to be fetched and installed before anything can run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..environment import ALL, LAB, REPORT, Environment
from ..run import Run
from ..section import Cases, Row, Section, Steps

_WORDS = {
    "report": "`make report`",
    "lab": "`make lab`: the same, and JupyterLab",
    "myst-nb": "the same, and myst-nb with Sphinx",
    "ploomber": "the same, and ploomber",
    "strictdoc": "StrictDoc",
    "sphinx-needs": "sphinx-needs",
    "doorstop": "Doorstop",
}


def steps(place: Path, quick: bool) -> Steps:
    """Install into a new environment what was fetched before."""
    for environment in (REPORT,) if quick else (REPORT, LAB):
        yield environment.name, _installing(environment, place / environment.name)


def _installing(environment: Environment, folder: Path) -> Callable[[], Run]:
    return lambda: environment.install(folder)


def facts() -> dict:
    """Give the packages and MB of each environment, and the seconds that it took to fetch."""
    return {one.name: one.told() for one in ALL if one.made}


def rows(cases: Cases) -> list[Row]:
    """Give the lines of the table."""
    return [Row(name, f"install for {_WORDS[name]}", "lab") for name in cases]


def more(_: Cases, facts: dict) -> list[str]:
    """Give what is fetched, beside each other."""
    lab = facts.get("lab", facts["report"])["fetched"]
    lines = [
        "| what for | of what JupyterLab needs | fetched | installed | packages | fetching took |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {_WORDS[name]} | {told['fetched'] / lab:.2f} × | {told['fetched'] / 1e6:.1f} MB"
        f" | {told['size'] / 1e6:.0f} MB | {told['packages']} | {told['downloading']:.0f} s |"
        for name, told in facts.items()
    ]
    return [*lines, "", "Fetching was done once, and depends on the network."]


SECTION = Section(
    name="set-up",
    title="Set-up",
    words="What the lock names, from files that were fetched before into a new environment. `make"
    " report` fetches what a report needs; `make lab` fetches JupyterLab too.",
    environments=ALL,
    steps=steps,
    rows=rows,
    more=more,
    facts=facts,
)
