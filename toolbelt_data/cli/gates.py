"""Gates: the arguments by which a command ends with 1, though it did what was asked."""

from __future__ import annotations

import argparse

from .common import count_from_0, file

FAIL_ON = ("error", "warning", "note", "never")
"""What ``--fail-on`` takes, the worst first."""


def add_fail_over(command: argparse.ArgumentParser) -> None:
    """Add ``--fail-over``."""
    command.add_argument(
        "--fail-over",
        metavar="N",
        type=count_from_0,
        help="exit with 1 where more gaps than this are undecided",
    )


def add_fail_on(command: argparse.ArgumentParser, usual: str) -> None:
    """Add ``--fail-on``, which means `usual` where it is left out."""
    named = ", ".join(f"{one} (the default)" if one == usual else one for one in FAIL_ON)
    command.add_argument(
        "--fail-on",
        choices=FAIL_ON,
        metavar="SEVERITY",
        help=f"exit with 1 at findings this severe: {named}",
    )


def add_baseline(command: argparse.ArgumentParser) -> None:
    """Add ``--baseline``."""
    command.add_argument(
        "--baseline", metavar="FILE", type=file, help="leave out the findings that this file knows"
    )
