"""``toolbelt-data report``: execute the notebooks and write the report."""

from __future__ import annotations

import argparse
import signal
import sys

from .common import add_catalogue, add_source, count, folder

NAME = "report"
HELP = "execute the notebooks, write DIR/<edition>/index.html and print its path"


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_source(command)
    add_catalogue(command)
    command.add_argument(
        "--out", default="reports", metavar="DIR", type=folder, help="default: reports"
    )
    command.add_argument(
        "--jobs", type=count, metavar="N", help="notebooks at once; default: as many as cores"
    )
    command.add_argument(
        "--timeout",
        type=count,
        metavar="SECONDS",
        default=600,
        help="how long a cell of a notebook may take; default: 600",
    )
    command.add_argument(
        "--notebook",
        action="append",
        default=[],
        metavar="NAME_OR_PATH",
        dest="notebooks",
        help="run this one (may be given again); default: all that come with the package",
    )
    command.add_argument(
        "-p",
        "--parameter",
        action="append",
        nargs=2,
        default=[],
        metavar=("NAME", "VALUE"),
        dest="parameters",
        help="parameter of the notebooks (may be given again)",
    )
    command.add_argument(
        "--force", action="store_true", help="replace DIR/<edition> even if it is no report"
    )


def run(given: argparse.Namespace) -> int:
    """Write the report and print where it is."""
    from ..report import build_report

    # A scheduler that ends the run is heard as a person is who presses Ctrl-C.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        report = build_report(
            given.source,
            given.revision,
            given.out,
            given.notebooks,
            dict(given.parameters),
            given.jobs,
            given.force,
            given.catalogue,
            given.timeout,
        )
    finally:
        signal.signal(signal.SIGTERM, before)
    print(report.index)
    for name, words in report.failed.items():
        line = f"{name}.ipynb: {words}; run it in JupyterLab to see where"
        print(f"toolbelt-data: {line}", file=sys.stderr)
    return 2 if report.failed else 0
