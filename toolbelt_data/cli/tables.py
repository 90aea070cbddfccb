"""``toolbelt-data tables``: write every table to a folder."""

from __future__ import annotations

import argparse

from .common import add_catalogue, add_source, corpus_of, folder

NAME = "tables"
HELP = "write every table, and a datapackage.json that describes them, to a folder"


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_source(command)
    add_catalogue(command)
    command.add_argument("--out", required=True, metavar="DIR", type=folder)
    command.add_argument(
        "--format", default="csv", choices=("csv", "json", "parquet", "xlsx"), help="default: csv"
    )


def run(given: argparse.Namespace) -> None:
    """Write the tables and print the files."""
    from ..analysis import read_judgements
    from ..analysis.suggestions import THRESHOLD
    from ..notebook import open_both, open_history
    from ..report.collection import all_tables, tables_of_change
    from ..report.files.export import write_tables
    from ..report.request import require_personas

    corpus = corpus_of(given)
    require_personas(corpus)
    both = open_both(source=corpus.edition.source, revision=corpus.edition.revision or "")
    past = open_history(both.new, read_judgements(), THRESHOLD)
    made = all_tables(corpus, catalogue_source=given.catalogue) + tables_of_change(both, past)
    for path in write_tables(made, given.out, given.format, corpus.edition):
        print(path)
