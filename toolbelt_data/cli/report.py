"""``toolbelt-data report``: execute the notebooks and write the report."""

from __future__ import annotations

import argparse

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
        "--notebook",
        action="append",
        default=[],
        metavar="NAME_OR_PATH",
        dest="notebooks",
        help="run this one, or those of a folder (may be given again); default: all that come with"
        " the package",
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


def run(given: argparse.Namespace) -> None:
    """Write the report and print where it is."""
    from ..report import build_report

    report = build_report(
        given.source,
        given.revision,
        given.out,
        given.notebooks,
        dict(given.parameters),
        given.jobs,
        given.force,
        given.catalogue,
    )
    print(report.index)
