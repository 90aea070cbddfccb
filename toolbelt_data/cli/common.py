"""Arguments that several commands share."""

from __future__ import annotations

import argparse


def add_source(command: argparse.ArgumentParser) -> None:
    """Add ``--source`` and ``--revision``."""
    command.add_argument(
        "--source",
        default="",
        metavar="PATH",
        help="folder of the documents: their repository or its personas/;"
        " the embedded edition where left out",
    )
    command.add_argument(
        "--revision",
        default="",
        metavar="REV",
        help="commit, tag or branch of the git repository that the source lies in",
    )
