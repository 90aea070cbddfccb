"""Judgements: what reviewers said of challenges and remedies, and for which texts.

A judgement is kept by the ids that the statements had and by digests of their
texts. The digests decide: a statement that moved takes its judgements along,
and one that was rewritten leaves them suspect.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from statistics import median_low
from typing import Any

import pandas as pd

from ...source import package_folder
from ...spreadsheet import read_sheet
from ..tables import TABLE
from .entries import Refused, a_day, a_list, accepted, read_entries, require, values

LEVELS = ("none", "partial", "direct")
"""What the levels 0, 1 and 2 mean."""

REQUIRED = TABLE["judgements"].names[:8]
"""The columns that a file must have; the others may be missing."""


def judgements_file() -> Path:
    """Give the file of judgements that travels with the package.

    Examples
    --------
    >>> judgements_file().name
    'judgements.csv'
    """
    return package_folder("data") / "judgements.csv"


def read_judgements(path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Read reviewers' judgements from a file.

    Parameters
    ----------
    path : str or path-like, optional
        A CSV file, as spreadsheets save it too, or an xlsx file; the embedded
        one where it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per (challenge, remedy, reviewer), as
        :data:`toolbelt_data.analysis.tables.TABLE`["judgements"] declares.

    Raises
    ------
    SourceError
        Where the file cannot be read, lacks a column, or lines of it are no
        judgements; names the lines.

    Examples
    --------
    >>> judgements = read_judgements()
    >>> len(judgements), sorted(judgements.level.unique())
    (960, [np.int64(0), np.int64(1), np.int64(2)])
    """
    file = judgements_file() if path in (None, "") else Path(path)
    return judgements_in(file, read_sheet(file, REQUIRED))


def judgements_in(path: Path, sheet: pd.DataFrame) -> pd.DataFrame:
    """Read the judgements of a sheet; the row *n* of the table is its row *n*.

    Raises
    ------
    SourceError
        As :func:`read_judgements` does.
    """
    return TABLE["judgements"].frame(read_entries(path, sheet, _judgement, _name))


def read_level(text: str | None) -> int:
    """Read a level.

    Raises
    ------
    Refused
        Where it is none.

    Examples
    --------
    >>> read_level("7")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    toolbelt_data.analysis.judging.entries.Refused: level '7'; use 0 (none), 1 (partial) or 2...
    """
    if text not in ("0", "1", "2"):
        raise Refused(f"level {text or ''!r}", "use 0 (none), 1 (partial) or 2 (direct)")
    return int(text)


def pair_levels(judgements: pd.DataFrame) -> pd.DataFrame:
    """Bring several reviewers' judgements of a pair down to one level.

    Parameters
    ----------
    judgements : pandas.DataFrame
        As :func:`read_judgements` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per (challenge, remedy): the median level, the lower one where
        even, and how far the reviewers disagree.

    Examples
    --------
    >>> pair_levels(read_judgements()).reviewers.unique()
    array([3])
    """
    return TABLE["pair_levels"].frame(_levels(judgements))


def _levels(judgements: pd.DataFrame) -> Iterator[dict]:
    pair = ["challenge_id", "remedy_id"]
    records = judgements.sort_values(pair, kind="stable").to_dict("records")
    for (challenge, remedy), same in groupby(records, key=lambda row: tuple(row[n] for n in pair)):
        rows = list(same)
        levels = [row["level"] for row in rows]
        yield {
            "challenge_id": challenge,
            "remedy_id": remedy,
            "level": median_low(levels),
            "reviewers": len(rows),
            "disagreement": max(levels) - min(levels),
            "challenge_digests": _common(row["challenge_digests"] for row in rows),
            "remedy_digests": _common(row["remedy_digests"] for row in rows),
        }


def _common(lists: Iterator[list[str]]) -> list[str]:
    first, *others = lists
    return [digest for digest in first if all(digest in other for other in others)]


def _judgement(cells: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = values(cells, TABLE["judgements"].names)
    require(entry, TABLE["judgements"].key)
    entry["level"] = read_level(entry["level"])
    a_day("date", entry["date"])
    for end in ("challenge", "remedy"):
        column = f"{end}_digests"
        entry[column] = accepted(a_list(column, entry[column]), entry[f"{end}_text"])
    return entry


def _name(entry: Mapping[str, Any]) -> str:
    return f"judgement of {entry['challenge_id']} and {entry['remedy_id']} by {entry['reviewer']}"
