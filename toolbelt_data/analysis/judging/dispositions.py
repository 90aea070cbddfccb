"""Dispositions: what people decided about gaps, so that the same gap is not news every week.

A disposition is kept like a judgement: with the challenge's id and digests of
its text. It follows a challenge that moved or was reworded; where the text
changed it is suspect, and after its last day it has lapsed.
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ...corpus import Corpus
from ...errors import ParameterError
from ...source import embedded_editions, package_folder
from ...spreadsheet import read_sheet, records
from ..tables import DISPOSITION_KINDS, TABLE
from .entries import Refused, a_day, a_list, accepted, read_entries, require, values
from .following import Following, Kept

REQUIRED = TABLE["dispositions"].names[:7]
"""The columns that a file must have, and one of the others."""


def dispositions_file() -> Path:
    """Give the file of dispositions that travels with the package.

    Examples
    --------
    >>> dispositions_file().name
    'dispositions.csv'
    """
    return package_folder("data") / "dispositions.csv"


def read_dispositions(path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Read the dispositions of gaps from a file.

    Parameters
    ----------
    path : str or path-like, optional
        A CSV or xlsx file; the embedded one, which has none, where it is left
        out.

    Returns
    -------
    pandas.DataFrame
        One row per challenge, as
        :data:`toolbelt_data.analysis.tables.TABLE`["dispositions"] declares.

    Raises
    ------
    SourceError
        Where the file cannot be read, lacks a column, or lines of it are no
        dispositions; names the lines.

    Examples
    --------
    >>> len(read_dispositions())
    0
    """
    file = dispositions_file() if path in (None, "") else Path(path)
    sheet = read_sheet(file, REQUIRED)
    return TABLE["dispositions"].frame(read_entries(file, sheet, _disposition, _name))


def _disposition(cells: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = values(cells, TABLE["dispositions"].names)
    require(entry, ("challenge_id", "disposition", "reviewer"))
    kind, link = entry["disposition"], entry["link"]
    if kind not in DISPOSITION_KINDS:
        raise Refused(f"disposition {kind!r}", f"use {', '.join(DISPOSITION_KINDS)}")
    if kind == "in progress" and link is None:
        raise Refused("in progress, and no link", "give the address where the work is done")
    if link is not None and not link.startswith(("https://", "http://")):
        raise Refused(f"link {link!r}", "give an address that begins with https://")
    for column in ("until", "date"):
        a_day(column, entry[column])
    column = "challenge_digests"
    entry[column] = accepted(a_list(column, entry[column]), entry["challenge_text"])
    if not entry[column]:
        raise Refused("neither challenge_text nor challenge_digests", "copy the challenge's text")
    return entry


def _name(entry: Mapping[str, Any]) -> str:
    return f"disposition of {entry['challenge_id']}"


def disposed(
    corpus: Corpus,
    dispositions: pd.DataFrame | None = None,
    today: str | datetime.date | None = None,
) -> pd.DataFrame:
    """Say which challenges of a corpus have a disposition, and whether it still stands.

    Parameters
    ----------
    corpus : Corpus
    dispositions : pandas.DataFrame, optional
        As :func:`read_dispositions` gives it; those that travel with the
        package where it is left out.
    today : str or datetime.date, optional
        The day to measure by, ``YYYY-MM-DD``: a disposition has lapsed where
        its last day is before it. The edition's date where it is left out, so
        that the same edition gives the same table on any day; where that is not
        known either, as of a folder without a revision, none has lapsed.

    Returns
    -------
    pandas.DataFrame
        One row per challenge that has one, in the order of the documents, as
        :data:`toolbelt_data.analysis.tables.TABLE`["disposed"] declares.

    Raises
    ------
    ParameterError
        Where `today` is no day.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> corpus = load()
    >>> challenge = corpus.statements[corpus.statements.section == "challenges"].iloc[0]
    >>> decided = TABLE["dispositions"].frame([{
    ...     "challenge_id": challenge.statement_id, "disposition": "accepted", "reviewer": "wg",
    ...     "until": "2025-12-31", "challenge_digests": accepted([], challenge.text)}])
    >>> disposed(corpus, decided).words.tolist()
    ['accepted until 2025-12-31']
    >>> disposed(corpus, decided, today="2026-01-01").words.tolist()
    ['lapsed: accepted until 2025-12-31']
    """
    day = _day(corpus, today)
    given = read_dispositions() if dispositions is None else dispositions
    entries = {_kept(entry): entry for entry in records(given)}
    challenges = corpus.statements[corpus.statements.section == "challenges"]
    following = Following(challenges, entries)
    best: dict[str, tuple[float, Kept]] = {}
    for kept in entries:
        places = following.places(kept)
        if not places:
            continue
        sure = max(places.values())
        place = kept.item_id if places.get(kept.item_id) == sure else max(places, key=places.get)
        if place not in best or sure > best[place][0]:
            best[place] = sure, kept
    rows = []
    for challenge in challenges.statement_id:
        if challenge in best:
            _, kept = best[challenge]
            same = following.digests[challenge] in kept.digests
            rows.append(_disposed(challenge, entries[kept], None if same else kept, day))
    return TABLE["disposed"].frame(rows)


def _disposed(
    challenge: str, entry: Mapping[str, Any], changed: Kept | None, day: str | None
) -> dict[str, Any]:
    """Put a disposition into words; `changed` where the challenge says something else now."""
    until = entry["until"]
    lapsed = until is not None and day is not None and until < day
    state = "lapsed" if lapsed else "suspect" if changed else "standing"
    words = entry["disposition"] + (f" until {until}" if until else "")
    copied = ("disposition", "link", "until", "reviewer", "date", "note")
    return {name: entry[name] for name in copied} | {
        "challenge_id": challenge,
        "state": state,
        "words": words if state == "standing" else f"{state}: {words}",
        "challenge_before": changed.wording() if changed else None,
    }


def _kept(entry: Mapping[str, Any]) -> Kept:
    return Kept(entry["challenge_id"], tuple(entry["challenge_digests"]), entry["challenge_text"])


def _day(corpus: Corpus, today: str | datetime.date | None) -> str | None:
    """Give the day that is asked for, or the edition's own."""
    if isinstance(today, datetime.date):
        return f"{today:%Y-%m-%d}"
    try:
        if today:
            return a_day("today", today)
    except Refused as error:
        raise ParameterError("parameter today", f"{today!r}", error.fix) from None
    edition = corpus.edition
    named = edition.name if edition.embedded and edition.name in embedded_editions() else None
    return edition.date or named
