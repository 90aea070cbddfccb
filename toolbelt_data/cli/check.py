"""``toolbelt-data check``: say what is worth mending in the documents."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

from .common import add_source

NAME = "check"
HELP = "say what is worth mending in the documents, where, and how"
_FORMATS = ("text", "json", "sarif", "github", "patch")
_FAIL_ON = ("error", "warning", "note", "never")


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_source(command)
    command.add_argument("--format", default="text", choices=_FORMATS, help="default: text")
    command.add_argument(
        "--fail-on",
        choices=_FAIL_ON,
        metavar="SEVERITY",
        help="exit with 1 at findings this grave: error (the default), warning, note, or never",
    )
    command.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="CODE",
        help="switch a rule off (may be given again)",
    )
    command.add_argument(
        "--baseline", metavar="FILE", help="leave out the findings that this file knows"
    )
    command.add_argument(
        "--write-baseline",
        metavar="FILE",
        help="write what is found now to a baseline, and succeed",
    )


def run(given: argparse.Namespace) -> int:
    """Print the findings, and give 1 where they are as grave as asked for."""
    from ..analysis.checks import CheckSettings, check
    from ..analysis.checks.settings import codes
    from ..corpus import load
    from ..findings import Place, read_baseline, unknown, write, write_baseline

    corpus = load(given.source or None, given.revision or None, tolerant=True)
    settings = CheckSettings.of(corpus.edition.settings)
    settings = replace(settings, ignore=settings.ignore | codes("--ignore", given.ignore))
    findings = check(corpus, settings)
    if given.write_baseline:
        write_baseline(findings, Path(given.write_baseline))
        print(f"{given.write_baseline}: {len(findings)} findings are known from now on")
        return 0
    if given.baseline:
        findings = unknown(findings, read_baseline(Path(given.baseline)))
    elif settings.baseline:
        beside = Path(given.source, corpus.edition.settings.place).parent
        findings = unknown(findings, read_baseline(beside / settings.baseline))
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print(write(findings, given.format, Place.of(corpus, colour)), end="")
    limit = _FAIL_ON.index(given.fail_on or settings.fail_on)
    return int(findings.severity.isin(_FAIL_ON[: limit + 1] if limit < 3 else ()).any())
