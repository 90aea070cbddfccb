"""``toolbelt-data compare``: say what changed from one edition to another."""

from __future__ import annotations

import argparse
import sys

from .common import add_format, add_judgements, add_refresh, say_advice, source_of

NAME = "compare"
HELP = "say what changed from one edition to another, and what that means for the gaps"


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    for name, which in (("old", "earlier"), ("new", "later")):
        command.add_argument(
            name,
            metavar=name.upper(),
            help=f"the {which} edition: a folder, a git address, an embedded edition's name, or a"
            " revision of --source",
        )
    command.add_argument(
        "--source",
        metavar="PATH_OR_GIT_URL",
        help="the repository that revisions are of; default: the clone you are in",
    )
    add_refresh(command)
    add_format(command, "text (the default) tells it to people; json and csv have every change")
    add_judgements(command)


def run(given: argparse.Namespace) -> int:
    """Print what changed."""
    from ..analysis import (
        changes_of,
        coverage_effects,
        gaps_of,
        judgement_effects,
        load_both,
        pairs,
        read_judgements,
    )
    from ..corpus import require_read
    from ..source import open_named
    from ..spreadsheet import as_csv, as_json
    from .change_text import change_text

    source = source_of(given, "")
    editions = [open_named(word, source) for word in (given.old, given.new)]
    both = load_both(*editions)
    if both.old.personas.empty and both.new.personas.empty:
        require_read(both.new)
    for advice in dict.fromkeys((both.old.advice, both.new.advice)):
        say_advice(advice)
    changes = changes_of(both)
    if given.format == "json":
        sys.stdout.write(as_json(changes))
    elif given.format == "csv":
        sys.stdout.write(as_csv(changes))
    else:
        judgements = read_judgements(given.judgements)
        levels = [pairs(corpus, judgements) for corpus in (both.old, both.new)]
        gaps = [
            gaps_of(corpus, own) for corpus, own in zip((both.old, both.new), levels, strict=True)
        ]
        effects = coverage_effects(both, *gaps), judgement_effects(both, *levels)
        sys.stdout.write(change_text(both, changes, *effects))
    return 0
