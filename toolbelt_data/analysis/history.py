"""History: one row of counts per edition that the documents went through."""

from __future__ import annotations

import os
from collections import Counter
from typing import Any

import pandas as pd

from .. import git
from ..checks import check
from ..corpus import load
from ..errors import ParameterError, ToolbeltError
from ..source import (
    DECISIVE,
    Edition,
    Snapshot,
    embedded_edition,
    embedded_editions,
    is_embedded,
    open_edition,
    root_of,
    snapshots,
)
from .pipeline import Analysis, File
from .tables import TABLE

COUNTS = [column.name for column in TABLE["history"].columns if column.kind == "int"]
"""The columns of a history that count something."""


def history(
    source: str | os.PathLike[str] | None = None,
    revision: str | None = None,
    *,
    since: str | None = None,
    changes_only: bool = False,
    **files: File,
) -> pd.DataFrame:
    """Count personas, challenges, gaps and findings of each edition of the documents.

    Parameters
    ----------
    source : str or path-like, optional
        A folder in a git repository, a bare repository, or a git address. Default: the embedded
        editions.
    revision : str, optional
        The commit, tag, branch or day that the history leads to. Default: HEAD.
    since : str, optional
        Day, ``YYYY-MM-DD``: editions of earlier days are left out.
    changes_only : bool, optional
        Whether to leave out editions with the numbers of the edition before.
    **files : path or pandas.DataFrame, optional
        reviews and recommendations, as :class:`Analysis` takes them.

    Returns
    -------
    pandas.DataFrame
        One row per commit along first parents whose documents differ from its first parent's,
        oldest first, as `TABLE["history"]` declares. An edition that cannot be read has an error
        and no numbers. All use the reviews and the model of today. ``attrs["edge"]`` is the
        commit at which a shallow clone begins, else None.

    Raises
    ------
    SourceError
        Where the source is not in a repository, or its history cannot be read.
    ParameterError
        Where `since` is not a day.

    Examples
    --------
    >>> history()[["date", "personas", "challenges", "gaps"]].values.tolist()
    [['2025-04-04', 13, 31, 5], ['2025-05-29', 23, 82, 11], ['2025-06-10', 20, 70, 10]]
    """
    if since and not git.is_day(since):
        raise ParameterError("parameter since", f"{since!r} is not a day", "write it as YYYY-MM-DD")
    found, edge = _editions(source, revision, since or "")
    analysis: Analysis | None = None
    known: dict[Any, dict[str, Any]] = {}
    rows = []
    for edition, subject, error in found:
        content = tuple(edition.files.items()), repr(edition.settings), str(edition.unread)
        if error is None and content not in known:
            analysis = analysis or Analysis(**files)
            known[content] = _row(edition, analysis)
        row = known[content] if error is None else {"error": str(error)}
        about = {"revision": edition.revision, "date": edition.date, "subject": subject}
        rows.append(about | row)
    table = TABLE["history"].frame(rows)
    if changes_only:
        table = table[_changed(table)].reset_index(drop=True)
    table.attrs["edge"] = edge
    return table


def _editions(
    source: str | os.PathLike[str] | None, revision: str | None, since: str
) -> tuple[list[Snapshot], str | None]:
    root = root_of(source, revision)
    if revision or not is_embedded(root):
        return snapshots(source, revision or "HEAD", since)
    names = embedded_editions() if source is None else [root.name]
    found = [(name, open_edition(embedded_edition(name))) for name in names if name >= since]
    return [
        Snapshot(Edition(name, "", name, name, True, files=one.files, settings=one.settings), None)
        for name, one in found
    ], None


def _row(edition: Edition, analysis: Analysis) -> dict[str, Any]:
    try:
        return counts(analysis.on(load(edition)))
    except ToolbeltError as error:
        return {"error": str(error)}


def _changed(table: pd.DataFrame) -> pd.Series:
    """Return whether each row differs from the one before in a number or an error."""
    seen = table[[*COUNTS, "error"]].astype(object).fillna("")
    return (seen != seen.shift()).any(axis=1)


def counts(analysis: Analysis) -> dict[str, Any]:
    """Return the numbers of a history's row for one edition, by column.

    Examples
    --------
    >>> counts(Analysis())["gaps"]
    10
    """
    corpus = analysis.corpus
    status, found = Counter(corpus.personas.status), Counter(check(corpus).severity)
    challenges = analysis.challenges[~analysis.challenges.summary]
    coverage = Counter(challenges.coverage)
    return {
        "personas": len(corpus.personas),
        "documented": status["documented"],
        "partial": status["partial"],
        "placeholders": status["placeholder"],
        "statements": int((corpus.statements.sums_up.str.len() == 0).sum()),
        "challenges": len(challenges),
        "covered": coverage["direct"] + coverage["partial"],
        "gaps": len(analysis.gaps),
        "unreviewed": coverage["unreviewed"],
        "listings_unwritten": int(corpus.listings.persona_id.isna().sum()),
        "errors": found["error"],
        "warnings": found["warning"],
        "notes": found["note"],
    }


def history_to(analysis: Analysis, since: str = "") -> pd.DataFrame:
    """Return the history up to one edition; that edition alone if it is not in a repository.

    Parameters
    ----------
    analysis : Analysis
        Of that edition; its reviews count for all.
    since : str, optional
        First day, ``YYYY-MM-DD``; default: all.

    Returns
    -------
    pandas.DataFrame
        As :func:`history` returns it. A folder that was changed since it was checked out is a
        last row of its own, with the day of the row before.

    Examples
    --------
    >>> history_to(Analysis("2025-05-29")).date.tolist()
    ['2025-04-04', '2025-05-29']
    """
    edition = analysis.corpus.edition
    options = {"since": since, "reviews": analysis.reviews, "recommendations": analysis.verdicts}
    if edition.embedded and not edition.revision:
        past = history(**options)
        return past[past.revision <= edition.name].reset_index(drop=True)
    if edition.revision:
        return history(edition.source, edition.revision, **options)
    past = history(edition.source, **options) if has_past(edition) else TABLE["history"].frame([])
    if len(past) and is_checked_out(edition):
        return past
    day = past.date.iloc[-1] if len(past) else ""
    current = TABLE["history"].frame(
        [{"revision": edition.name, "date": day, **counts(analysis.whole)}]
    )
    return pd.concat([past, current], ignore_index=True) if len(past) else current


def by_day(history: pd.DataFrame) -> pd.DataFrame:
    """Return the points of a trend: the last edition of each day on which something changed.

    The points begin with the first edition that has a persona; editions without a day and those
    that cannot be read are left out.

    Examples
    --------
    >>> by_day(history()).date.tolist()
    ['2025-04-04', '2025-05-29', '2025-06-10']
    """
    known = history[history.error.isna() & (history.date != "")]
    known = known.sort_values("date", kind="stable").groupby("date").tail(1)
    known = known[(known.personas > 0).cummax()]
    return known[_changed(known)].reset_index(drop=True)


def edition_before(edition: Edition) -> Edition | None:
    """Find the edition before one: the newest of an earlier day that has other documents.

    Parameters
    ----------
    edition : Edition

    Returns
    -------
    Edition or None
        Of an embedded edition, the embedded one before it. Of a folder that was changed since it
        was checked out, its HEAD. None if there is none that can be read.

    Raises
    ------
    SourceError
        Where the repository's past cannot be read.

    Examples
    --------
    >>> edition_before(open_edition("2025-05-29")).name
    '2025-04-04'
    """
    if edition.embedded and not edition.revision:
        earlier = [name for name in embedded_editions() if name < edition.name]
        return open_edition(embedded_edition(earlier[-1])) if earlier else None
    if not has_past(edition):
        return None
    day = "9999"
    for commit in git.log(edition.root, edition.revision or "HEAD", *DECISIVE):
        try:
            found = open_edition(edition.source, commit.name)
            if found.files == edition.files:
                day = commit.date
            elif commit.date < day and len(load(found).documents):
                return found
        except ToolbeltError:
            continue
    return None


def has_past(edition: Edition) -> bool:
    """Tell whether an edition is in a git repository that has a commit."""
    if edition.revision or edition.embedded:
        return bool(edition.revision)
    return git.prefix(edition.root) is not None and git.find(edition.root, "HEAD") is not None


def is_checked_out(edition: Edition) -> bool:
    """Tell whether a folder's documents are those of its repository's HEAD."""
    try:
        return open_edition(edition.source, "HEAD").files == edition.files
    except ToolbeltError:
        return False
