"""Before: the edition that came before another one."""

from __future__ import annotations

from ... import git
from ...corpus import load
from ...errors import ToolbeltError
from ...source import (
    Edition,
    Snapshot,
    embedded_edition,
    embedded_editions,
    open_edition,
    snapshots,
)


def edition_before(edition: Edition) -> Edition | None:
    """Find the edition before one: the last whose documents were others.

    Parameters
    ----------
    edition : Edition

    Returns
    -------
    Edition or None
        Of an embedded edition, the embedded one before it. Of a revision, the
        last edition along its first parents that can be read. Of a folder in a
        repository, what is checked out where the folder differs from that, else
        the one before. None where there is none.

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
    past, _ = snapshots(edition.source, edition.revision or "HEAD")
    if past and past[-1].edition.files == edition.files:
        # The newest is the edition itself; a folder that was changed since is none of them.
        past.pop()
    found = next(filter(_can_be_read, reversed(past)), None)
    return open_edition(edition.source, found.edition.revision) if found else None


def has_past(edition: Edition) -> bool:
    """Tell whether an edition stands in a git repository that has a commit."""
    if edition.revision or edition.embedded:
        return bool(edition.revision)
    return git.prefix(edition.root) is not None and git.find(edition.root, "HEAD") is not None


def is_checked_out(edition: Edition) -> bool:
    """Tell whether a folder's documents are those that its repository has checked out.

    They are not where they were changed since, nor where the commit does not
    have the folder.
    """
    try:
        return open_edition(edition.source, "HEAD").files == edition.files
    except ToolbeltError:
        return False


def _can_be_read(snapshot: Snapshot) -> bool:
    try:
        return snapshot.error is None and len(load(snapshot.edition).documents) > 0
    except ToolbeltError:
        return False
