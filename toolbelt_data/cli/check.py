"""``toolbelt-data check``: say what is worth mending in the documents."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from .common import add_source, corpus_of, file
from .gates import add_baseline, add_fail_on

if TYPE_CHECKING:
    from ..analysis.checks import CheckSettings
    from ..source import Edition

NAME = "check"
HELP = "say what is worth mending in the documents, where, and how"
_FORMATS = ("text", "json", "sarif", "github", "patch")


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_source(command)
    command.add_argument("--format", default="text", choices=_FORMATS, help="default: text")
    add_fail_on(command, "error")
    command.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="CODE",
        help="switch a rule off (may be given again)",
    )
    add_baseline(command)
    command.add_argument(
        "--write-baseline",
        metavar="FILE",
        type=file,
        help="write what is found now to a baseline, and succeed",
    )


def run(given: argparse.Namespace) -> int:
    """Print the findings, and give 1 where they are as severe as asked for."""
    from dataclasses import replace
    from pathlib import Path

    from ..analysis.checks import CheckSettings, check
    from ..analysis.checks.settings import codes
    from ..errors import ParameterError
    from ..findings import Place, severe, unknown, write, write_baseline
    from ..source import default_source

    if given.write_baseline and given.source is None and default_source() is None:
        raise ParameterError(
            "--write-baseline", "no source is named", "name the documents with --source"
        )
    corpus = corpus_of(given, tolerant=True)
    settings = CheckSettings.of(corpus.edition.settings)
    settings = replace(settings, ignore=settings.ignore | codes("--ignore", given.ignore))
    findings = check(corpus, settings)
    if given.write_baseline:
        write_baseline(findings, Path(given.write_baseline))
        print(f"{given.write_baseline}: {len(findings)} findings are known from now on")
        return 0
    colour = bool(sys.stdout and sys.stdout.isatty()) and "NO_COLOR" not in os.environ
    place = Place.of(corpus, colour)
    known = _known(given, corpus.edition, settings)
    if known is not None:
        new = unknown(findings, known)
        gone = len(known - set(findings.fingerprint))
        place = replace(place, known=len(findings) - len(new), gone=gone)
        findings = new
    print(write(findings, given.format, place), end="")
    return int(not severe(findings, given.fail_on or settings.fail_on).empty)


def _known(
    given: argparse.Namespace, edition: Edition, settings: CheckSettings
) -> frozenset[str] | None:
    """Read the baseline that the command line or the settings name."""
    from pathlib import Path

    from ..findings import read_baseline
    from ..source import read_beside

    if given.baseline:
        return read_baseline(Path(given.baseline))
    if not settings.baseline:
        return None
    return read_baseline(Path(settings.baseline), read_beside(edition, settings.baseline))
