"""Judgements: what reviewers said of challenges and remedies, and for which texts.

A judgement is kept by the ids that the statements had and by digests of their
texts. The digests decide: a statement that moved takes its judgements along,
and one that was rewritten leaves them suspect.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from statistics import median_low

import pandas as pd

from .. import embedded
from ..errors import SourceError
from .tables import JUDGEMENTS, PAIR_LEVELS

LEVELS = ("none", "partial", "direct")
"""What the levels 0, 1 and 2 mean."""


def read_judgements(path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Read reviewers' judgements from a CSV file.

    Parameters
    ----------
    path : str or path-like, optional
        The file; the embedded one where it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per (challenge, remedy, reviewer), as
        :data:`toolbelt_data.analysis.tables.JUDGEMENTS` declares.

    Raises
    ------
    SourceError
        Where the file cannot be read, lacks a column, or a line of it is no
        judgement; names the line.

    Examples
    --------
    >>> judgements = read_judgements()
    >>> len(judgements), sorted(judgements.level.unique())
    (630, [np.int64(0), np.int64(1), np.int64(2)])
    """
    file = embedded.folder("data") / "judgements.csv" if path in (None, "") else Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(
            file, error.strerror or "cannot be read", "give a file of judgements"
        ) from None
    except UnicodeDecodeError as error:
        raise SourceError(
            file, f"not UTF-8 at byte {error.start}", "save the file as UTF-8"
        ) from None
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in JUDGEMENTS.names if name not in (reader.fieldnames or [])]
    if missing:
        raise SourceError(file, f"no column {missing[0]}", "put it in the header", line=1)
    rows = {}
    for row in reader:
        record = _record(file, reader.line_num, row)
        key = tuple(record[name] for name in JUDGEMENTS.key)
        if key in rows:
            found = f"a second judgement of {key[0]} and {key[1]} by {key[2]}"
            raise SourceError(file, found, "keep one of them", reader.line_num)
        rows[key] = record
    return JUDGEMENTS.frame(rows.values())


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
    return PAIR_LEVELS.frame(_levels(judgements))


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


def _record(file: Path, line: int, row: dict) -> dict:
    record = {name: (row[name] or "").strip() or None for name in JUDGEMENTS.names}
    for name in ("challenge_id", "remedy_id", "reviewer"):
        if record[name] is None:
            raise SourceError(file, f"column {name} is empty", "fill it", line)
    if record["level"] not in ("0", "1", "2"):
        raise SourceError(
            file,
            f"level {record['level'] or ''!r}",
            "use 0 (none), 1 (partial) or 2 (direct)",
            line,
        )
    record["level"] = int(record["level"])
    for name in ("challenge_digests", "remedy_digests"):
        try:
            digests = json.loads(record[name] or "[]")
        except json.JSONDecodeError:
            digests = None
        if not isinstance(digests, list) or not all(isinstance(d, str) for d in digests):
            raise SourceError(
                file, f"column {name} is no list", 'write it as a JSON array, ["…"]', line
            )
        record[name] = digests
    return record
