"""``toolbelt-data gaps``: list the challenges that have no remedy, and what would serve them."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from .common import add_catalogue, add_format, add_judgements, add_source, corpus_of, day, file
from .gates import add_fail_over

if TYPE_CHECKING:
    from ..corpus import Corpus

NAME = "gaps"
HELP = "list the challenges that have no remedy, and what would serve them"


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_source(command)
    add_catalogue(command)
    add_format(command, "text (the default) lists the gaps; json and csv have every challenge")
    add_judgements(command)
    command.add_argument(
        "--dispositions", metavar="FILE", type=file, help="what was decided about gaps"
    )
    command.add_argument(
        "--today",
        metavar="DATE",
        type=day,
        help="day against which decisions lapse; the edition's where left out",
    )
    add_fail_over(command)


def run(given: argparse.Namespace) -> int:
    """Print the gaps, and give 1 where more are undecided than asked for."""
    from ..analysis import (
        catalogue,
        counted,
        gaps_of,
        pairs,
        propose,
        read_dispositions,
        read_judgements,
        undecided,
        unserved,
    )
    from ..analysis.judging.matching import Judged
    from ..spreadsheet import as_csv, as_json
    from .gap_text import gap_text

    corpus = corpus_of(given)
    require_challenges(corpus)
    judgements = read_judgements(given.judgements)
    levels = pairs(corpus, judgements)
    offerings = catalogue(given.catalogue)
    decided = read_dispositions(given.dispositions)
    proposed = propose(corpus, levels, unserved(corpus, levels), offerings)
    found = gaps_of(corpus, levels, proposals=proposed, dispositions=decided, today=given.today)
    if given.format == "json":
        sys.stdout.write(as_json(found))
    elif given.format == "csv":
        sys.stdout.write(as_csv(found))
    else:
        own = counted(found)
        sys.stdout.write(gap_text(corpus, own, proposed))
        lost = len(Judged(judgements, corpus).nowhere) if given.judgements else 0
        if lost:
            sys.stdout.write(
                f"judgements that fit no pair here: {lost};"
                f" toolbelt-data review status --judgements {given.judgements} lists them\n"
            )
    return int(given.fail_over is not None and len(undecided(found)) > given.fail_over)


def require_challenges(corpus: Corpus) -> None:
    """Refuse a corpus without any challenge.

    Raises
    ------
    NothingToMeasure
    """
    from ..corpus import require_read
    from ..errors import NothingToMeasure

    require_read(corpus, personas=True)
    if not (corpus.statements.section == "challenges").any():
        raise NothingToMeasure(
            corpus.edition.label, "no persona has a challenge", "name a source whose personas do"
        )
