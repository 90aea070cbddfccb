"""``toolbelt-data history``: say how the documents came to be as they are, edition by edition."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from .common import add_format, add_judgements, add_source, count, day, file, source_of

if TYPE_CHECKING:
    import pandas as pd

NAME = "history"
HELP = "count personas, challenges, gaps and findings of each edition that the documents had"


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_source(command)
    command.add_argument(
        "--since", metavar="DATE", type=day, help="leave out the editions before this day"
    )
    add_format(command, "default: text")
    command.add_argument(
        "--picture",
        metavar="FILE",
        type=file,
        help="draw it too, with the events that moved it most, as PNG",
    )
    add_judgements(command)
    command.add_argument(
        "--jobs",
        metavar="N",
        type=count,
        help="processes at once; as many as cores where left out and there is enough to do",
    )


def run(given: argparse.Namespace) -> None:
    """Print the history."""
    from ..analysis import history, read_judgements
    from ..errors import NothingToMeasure
    from ..spreadsheet import as_csv, as_json
    from .history_text import history_text

    source = source_of(given, "the embedded editions")
    found = history(
        source,
        given.revision or None,
        since=given.since,
        judgements=read_judgements(given.judgements),
        jobs=given.jobs,
    )
    if found.attrs["edge"]:
        print(
            f"toolbelt-data: the clone is shallow, and its history begins at"
            f" {found.attrs['edge'][:12]}; git fetch --unshallow brings the rest",
            file=sys.stderr,
        )
    if found.empty:
        raise NothingToMeasure(
            source or "the embedded editions",
            f"no edition since {given.since}" if given.since else "no commit has a document",
            "give an earlier day" if given.since else "give the folder that holds the documents",
        )
    if given.picture:
        _draw(found, source, given.picture)
    if given.format == "json":
        sys.stdout.write(as_json(found))
    elif given.format == "csv":
        sys.stdout.write(as_csv(found))
    else:
        sys.stdout.write(history_text(found))


def _draw(found: pd.DataFrame, source: str | None, path: str) -> None:
    from pathlib import Path

    from ..analysis import history_events
    from ..notebook import trend
    from ..spreadsheet import write_whole

    write_whole(Path(path), trend(found, history_events(found, source)).png())
