"""Editions: the two that a notebook compares, and the history up to one."""

from __future__ import annotations

import pandas as pd

from ..analysis import Analysis, Comparison, by_day, compare, counts, edition_before, history
from ..analysis.history import has_past, is_checked_out
from ..analysis.tables import TABLE
from ..corpus import load
from ..source import open_edition, open_named
from ..spreadsheet import records
from .shown import count_of


def open_both(old: str = "", source: str = "", revision: str = "") -> Comparison:
    """Compare the edition that a notebook's parameters name with an earlier one.

    Parameters
    ----------
    old : str
        A path, or a revision of `source`. Empty: the edition before. An edition without one is
        compared with itself.
    source, revision : str
        As :func:`toolbelt_data.load` takes them; empty for none.

    Raises
    ------
    SourceError, NothingToMeasure

    Examples
    --------
    >>> open_both().old.edition.name
    '2025-05-29'
    """
    new = load(open_edition(source or None, revision or None))
    earlier = open_named(old, source or None) if old else edition_before(new.edition)
    return compare(earlier or new, new)


def open_history(analysis: Analysis, since: str = "") -> pd.DataFrame:
    """Count the editions up to one; that one alone where it is not in a repository.

    Parameters
    ----------
    analysis : Analysis
        Of that edition; its reviews count for all.
    since : str
        First day, ``YYYY-MM-DD``; empty for all.

    Returns
    -------
    pandas.DataFrame
        As :func:`toolbelt_data.history` returns it. Where a folder's documents were
        changed since they were checked out, a last row named like the folder has them, with the
        day of the row before.

    Raises
    ------
    SourceError, ParameterError
    """
    edition = analysis.corpus.edition
    given = {"since": since, "reviews": analysis.reviews, "recommendations": analysis.verdicts}
    if edition.embedded and not edition.revision:
        past = history(**given)
        return past[past.revision <= edition.name].reset_index(drop=True)
    if edition.revision:
        return history(edition.source, edition.revision, **given)
    here = {"revision": edition.name, "date": "", **counts(analysis.whole)}
    if not has_past(edition):
        return TABLE["history"].frame([here])
    past = history(edition.source, **given)
    if is_checked_out(edition):
        return past
    day = past.date.iloc[-1] if len(past) else ""
    return TABLE["history"].frame([*records(past), here | {"date": day}])


def told_trend(past: pd.DataFrame) -> str:
    """Describe a history in a sentence.

    Examples
    --------
    >>> told_trend(history())
    '3 editions from 2025-04-04 to 2025-06-10: from 5 gaps in 31 challenges to 10 in 70.'
    """
    known = by_day(past)
    broken = int(past.error.notna().sum())
    beside = f" {count_of(broken, 'edition')} could not be read." if broken else ""
    if len(known) < 2:
        return f"No other edition is known.{beside}"
    first, last = known.iloc[0], known.iloc[-1]
    return (
        f"{count_of(len(past), 'edition')} from {past.date.iloc[0]} to {past.date.iloc[-1]}: from"
        f" {count_of(first.gaps, 'gap')} in {count_of(first.challenges, 'challenge')} to"
        f" {last.gaps} in {last.challenges}.{beside}"
    )
