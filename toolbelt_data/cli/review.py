"""``toolbelt-data review``: judgements out to a sheet that people fill in, and back."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from .common import add_source, corpus_of, count, day, file

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..review import Store

NAME = "review"
HELP = "write a sheet of what to judge, take it back, and say how far the review is along"

OUTCOMES = ("added", "replaced", "unchanged", "refused")
"""What may become of a row of a sheet."""


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    actions = command.add_subparsers(dest="action", required=True, metavar="ACTION")
    export = _action(actions, "export", "write a sheet with the pairs most worth a minute first")
    export.add_argument(
        "--out", metavar="FILE", type=file, help="a .csv or .xlsx; default: CSV to print"
    )
    export.add_argument("--reviewer", default="", metavar="NAME", help="who is to fill it in")
    export.add_argument(
        "--persona",
        action="append",
        default=[],
        metavar="NAME",
        dest="personas",
        help="only this persona's pairs (may be given again)",
    )
    export.add_argument("--limit", type=count, metavar="N", help="this many pairs at most")
    export.add_argument(
        "--show", action="store_true", help="show suggestions and what other reviewers said"
    )
    export.set_defaults(act=_export)
    take = _action(actions, "import", "take a filled-in sheet into the file of judgements")
    take.add_argument("sheet", metavar="SHEET", type=file, help="the .csv or .xlsx file")
    take.add_argument("--reviewer", default="", metavar="NAME", help="who filled it in")
    take.add_argument(
        "--date", type=day, metavar="DATE", help="when, as YYYY-MM-DD; default: today"
    )
    take.add_argument(
        "--update",
        action="store_true",
        help="let new levels take the place of the reviewer's own old ones, which are kept beside",
    )
    take.add_argument(
        "--partial", action="store_true", help="take the other rows where some are refused"
    )
    take.set_defaults(act=_import)
    status = _action(actions, "status", "say how far the review is along")
    status.add_argument("--format", default="text", choices=("text", "json"), help="default: text")
    status.set_defaults(act=_status)


def _action(actions: argparse._SubParsersAction, name: str, words: str) -> argparse.ArgumentParser:
    action = actions.add_parser(name, help=words, description=words)
    add_source(action)
    action.add_argument(
        "--judgements",
        metavar="FILE",
        type=file,
        help="CSV file of judgements; default: that of the checkout, else ./judgements.csv",
    )
    return action


def run(given: argparse.Namespace) -> int:
    """Do what is asked."""
    from pathlib import Path

    from ..report.request import require_personas
    from ..review import Store

    corpus = corpus_of(given)
    require_personas(corpus)
    path = Path(given.judgements) if given.judgements else None
    return given.act(given, corpus, Store(path, begin=given.action == "import"))


def _export(given: argparse.Namespace, corpus: Corpus, store: Store) -> int:
    from pathlib import Path

    from ..analysis import review_queue
    from ..review import as_csv, form, write_form

    queue = review_queue(corpus, store.judgements, reviewer=given.reviewer)
    if given.personas:
        chosen = corpus.only(personas=given.personas).personas.persona_id
        queue = queue[queue.persona_id.isin(chosen)]
    rows = form(corpus, queue.head(given.limit or len(queue)), given.reviewer, show=given.show)
    if given.out:
        write_form(rows, Path(given.out))
        print(f"{given.out}: {len(rows)} of {len(queue)} pairs to judge")
    else:
        print(as_csv(rows), end="")
    return 0


def _import(given: argparse.Namespace, corpus: Corpus, store: Store) -> int:
    from datetime import datetime
    from pathlib import Path

    from ..review import Intake
    from ..review.form import NEEDED
    from ..spreadsheet import read_sheet

    date = given.date or datetime.now().date().isoformat()
    intake = Intake(corpus, store, date, given.reviewer, update=given.update)
    taken = intake.take(read_sheet(Path(given.sheet), NEEDED))
    counts = Counter(row.outcome for row in taken)
    refused = counts["refused"] > 0
    if store.changed and refused and not given.partial:
        end = "; nothing is written: mend the refused rows, or give --partial"
    elif store.changed:
        store.write()
        end = f"; begun with the {len(store.judgements)} of the package" if store.begun else ""
    else:
        end = "; nothing to write"
    for row in taken:
        print(f"{given.sheet}:{row.line}: {row.outcome}: {row.words}")
    print(f"{store.path}: {', '.join(f'{counts[one]} {one}' for one in OUTCOMES)}{end}")
    return int(refused)


def _status(given: argparse.Namespace, corpus: Corpus, store: Store) -> int:
    from ..review import as_text, status
    from ..spreadsheet import as_json

    found = status(corpus, store.judgements)
    print((as_json if given.format == "json" else as_text)(found), end="")
    return 0
