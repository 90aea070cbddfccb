"""History: one row per edition that the documents went through."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import pandas as pd

from ...errors import ParameterError
from ...git import is_day
from ...source import (
    Edition,
    Snapshot,
    embedded_edition,
    embedded_editions,
    is_embedded,
    open_edition,
    root_of,
    snapshots,
)
from ..judging.judgements import read_judgements
from ..suggestions import THRESHOLD, require_threshold
from ..tables import TABLE
from .counts import Counts, Row
from .processes import counted_in_processes, worth


def history(
    source: str | os.PathLike[str] | None = None,
    revision: str | None = None,
    *,
    since: str | None = None,
    judgements: pd.DataFrame | None = None,
    threshold: float = THRESHOLD,
    jobs: int | None = None,
) -> pd.DataFrame:
    """Count each edition that the documents went through.

    Parameters
    ----------
    source : str or path-like, optional
        A folder in a git repository: the documents' repository, its
        ``personas/``, or a bare one; or a git address. The embedded editions
        where left out.
    revision : str, optional
        The commit, tag, branch or day that the history leads to; what is checked
        out where left out.
    since : str, optional
        Day, ``YYYY-MM-DD``: editions of earlier days, or of none, are left out.
        Days may go back and forth along the commits; each edition is judged by
        its own, and compared with its first parent whatever that one's day.
    judgements : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.read_judgements` gives it; those that
        travel with the package where left out.
    threshold : float
        Score from which a suggestion's level is 1.
    jobs : int, optional
        Processes at once; where left out, one for each core if there is enough
        to do. The table is the same.

    Returns
    -------
    pandas.DataFrame
        One row per edition, oldest first, as
        :data:`toolbelt_data.analysis.tables.TABLE`["history"] declares. ``attrs["edge"]``
        is the full name of the commit at which a shallow clone begins, None
        where the history is whole; ``attrs["source"]`` is the source.

    Raises
    ------
    SourceError
        Where the source is in no repository, or its history cannot be read.
    ParameterError
        Where `since` is no day, `threshold` no probability, or `jobs` less than 1.

    Notes
    -----
    A commit is an edition where its documents are others than its first
    parent's. One that cannot be read has an error and no counts.

    Examples
    --------
    >>> history()[["date", "personas", "challenges", "gaps"]].values.tolist()
    [['2025-04-04', 13, 31, 7], ['2025-05-29', 23, 82, 13], ['2025-06-10', 20, 70, 12]]
    """
    require_threshold(threshold)
    _require(since, jobs)
    found, edge = _snapshots(source, revision, since or "")
    given = read_judgements() if judgements is None else judgements
    rows = _rows(found, given, threshold, jobs)
    table = TABLE["history"].frame(
        {
            "revision": one.edition.revision,
            "date": one.edition.date,
            "subject": one.subject,
            **row,
        }
        for one, row in zip(found, rows, strict=True)
    )
    table.attrs |= {"edge": edge, "source": "" if source is None else str(source)}
    return table


def _require(since: str | None, jobs: int | None) -> None:
    if since and not is_day(since):
        raise ParameterError("parameter since", f"{since!r} is no day", "write it as YYYY-MM-DD")
    if jobs is not None and jobs < 1:
        raise ParameterError("parameter jobs", f"{jobs} is less than 1", "give a larger number")


def _snapshots(
    source: str | os.PathLike[str] | None, revision: str | None, since: str
) -> tuple[list[Snapshot], str | None]:
    """Read the editions, and say where a shallow clone begins."""
    root = root_of(source)
    if not revision and is_embedded(root):
        names = embedded_editions() if source is None else [root.name]
        return [_embedded(name) for name in names if name >= since], None
    if source is None:
        open_edition(source, revision)
    return snapshots(source, revision or "HEAD", since)


def _embedded(name: str) -> Snapshot:
    found = open_edition(embedded_edition(name))
    return Snapshot(
        Edition(name, "", name, name, embedded=True, files=found.files, settings=found.settings),
        None,
    )


def _rows(
    snapshots: Sequence[Snapshot], judgements: pd.DataFrame, threshold: float, jobs: int | None
) -> list[Row]:
    """Count what can be opened, each edition once however often it came."""
    keys = [_content(one.edition) for one in snapshots]
    editions = {
        key: one.edition for key, one in zip(keys, snapshots, strict=True) if one.error is None
    }
    different = list(editions.values())
    number = worth(len(different)) if jobs is None else min(jobs, len(different))
    if number > 1:
        counted = counted_in_processes(different, judgements, threshold, number)
    else:
        counted = list(Counts(judgements, threshold).rows(different))
    found = dict(zip(editions, counted, strict=True))
    return [
        {"error": str(one.error)} if one.error else found[key]
        for key, one in zip(keys, snapshots, strict=True)
    ]


def _content(edition: Edition) -> tuple[Any, ...]:
    """Give all that the counts of an edition depend on."""
    return (
        tuple(edition.files.items()),
        tuple(map(str, edition.unread.values())),
        tuple(edition.excluded),
        repr(edition.settings),
    )
