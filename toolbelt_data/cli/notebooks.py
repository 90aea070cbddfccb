"""``toolbelt-data notebooks``: copy the notebooks out, to work on."""

from __future__ import annotations

import argparse

from .common import folder

NAME = "notebooks"
HELP = "copy the notebooks that come with the package to a folder, to work on them"


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    command.add_argument("--out", required=True, metavar="DIR", type=folder)


def run(given: argparse.Namespace) -> None:
    """Copy them and print the files."""
    from ..report.notebooks import copy_notebooks

    for path in copy_notebooks(given.out):
        print(path)
