"""Before: the edition that came before another one."""

from __future__ import annotations

from .. import embedded
from ..errors import SourceError
from . import repository
from .edition import Edition, open_edition
from .past import Past


def edition_before(edition: Edition) -> Edition | None:
    """Find the edition before one: the last whose documents were others.

    Parameters
    ----------
    edition : Edition

    Returns
    -------
    Edition or None
        Of an embedded edition, the embedded one before it. Of a revision, the
        last readable edition along its first parents. Of a folder in a
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
        earlier = [name for name in embedded.editions() if name < edition.name]
        return open_edition(embedded.edition(earlier[-1])) if earlier else None
    if not has_past(edition):
        return None
    with Past(edition.source, edition.revision or "HEAD") as past:
        readable = [
            one.edition for one in past.snapshots() if one.error is None and not one.edition.unread
        ]
    # The newest snapshot is the edition itself, unless the folder was changed since.
    earlier = readable[:-1] if readable and readable[-1].files == edition.files else readable
    return open_edition(edition.source, earlier[-1].revision) if earlier else None


def has_past(edition: Edition) -> bool:
    """Tell whether an edition stands in a git repository that has a commit."""
    if edition.revision:
        return True
    try:
        repository.resolve(edition.root, "HEAD")
    except SourceError:
        return False
    return bool(edition.source) and not edition.embedded
