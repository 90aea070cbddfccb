"""Events: the editions that moved a history's numbers most, and what happened in them."""

from __future__ import annotations

import os

import pandas as pd

from ...corpus import load
from ...errors import ToolbeltError
from ...source import embedded_editions
from ..comparison import change_words, compare
from ..tables import TABLE

MOVED = (
    "challenges",
    "covered",
    "gaps",
    "personas",
    "documented",
    "placeholders",
    "listings_unwritten",
    "errors",
)
"""The numbers that make an event, each as far as it ranges over the history."""

_TOLD = 2


def history_events(
    history: pd.DataFrame, source: str | os.PathLike[str] | None = None, most: int = 6
) -> pd.DataFrame:
    """Find the editions that moved the numbers most, and say what happened in them.

    Parameters
    ----------
    history : pandas.DataFrame
        As :func:`toolbelt_data.analysis.history` gives it.
    source : str or path-like, optional
        The source that it is of; the one that ``attrs["source"]`` names where
        left out.
    most : int
        Events at most.

    Returns
    -------
    pandas.DataFrame
        One row per event, oldest first: number, revision, date, subject, words
        (what came, went and changed), moved (list of str, the numbers).

    Examples
    --------
    >>> from toolbelt_data.analysis import history
    >>> history_events(history()).moved.tolist()[0][:3]
    ['challenges 31 → 82', 'covered 24 → 69', 'gaps 7 → 13']
    """
    source = source or history.attrs.get("source")
    known = history[history.error.isna()]
    numbers = known[list(MOVED)].astype("float64")
    ranges = (numbers.max() - numbers.min()).replace(0, 1)
    movement = (numbers.diff().abs() / ranges).sum(axis=1)
    chosen = movement[movement > 0].sort_values(ascending=False, kind="stable").head(max(most, 0))
    rows = []
    for place in sorted(known.index.get_indexer(chosen.index)):
        before, now = known.iloc[place - 1], known.iloc[place]
        rows.append(
            {
                "number": len(rows) + 1,
                "revision": now.revision,
                "date": now.date,
                "subject": now.subject,
                "words": _words(source, before.revision, now.revision),
                "moved": [
                    f"{name.replace('_', ' ')} {before[name]} → {now[name]}"
                    for name in MOVED
                    if before[name] != now[name]
                ],
            }
        )
    return TABLE["events"].frame(rows)


def _words(source: str | os.PathLike[str] | None, before: str, now: str) -> str:
    try:
        changes = compare(*(_load(source, revision) for revision in (before, now)))
    except ToolbeltError as error:
        return str(error)
    return "; ".join(change_words(changes)[:_TOLD]) or "nothing that is compared changed"


def _load(source: str | os.PathLike[str] | None, revision: str):
    """Load an edition of a history; those that are embedded go by their names."""
    return load(revision) if revision in embedded_editions() else load(source, revision)
