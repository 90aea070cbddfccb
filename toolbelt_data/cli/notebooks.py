"""``toolbelt-data notebooks``: copy the notebooks out, to work on, or begin one."""

from __future__ import annotations

import argparse

from .common import folder

NAME = "notebooks"
HELP = "copy the notebooks that come with the package to a folder, or begin a new one there"


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    command.add_argument("--out", required=True, metavar="DIR", type=folder)
    command.add_argument(
        "--new", metavar="NAME", help="write a new notebook of this name, and copy none"
    )


def run(given: argparse.Namespace) -> None:
    """Copy them, or write a new one, and print the files."""
    if given.new is not None:
        from ..report.skeleton import write_skeleton

        print(write_skeleton(given.new, given.out))
        return
    from ..report.notebooks import copy_notebooks

    for path in copy_notebooks(given.out):
        print(path)
