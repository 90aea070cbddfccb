"""Named: the edition that a word means, a path or a revision."""

from __future__ import annotations

import os

from .. import embedded
from ..errors import SourceError
from .address import is_address
from .edition import Edition, open_edition


def open_named(word: str, source: str | os.PathLike[str] | None = None) -> Edition:
    """Read the edition that a word means.

    Parameters
    ----------
    word : str
        A folder, a git address or the name of an embedded edition, the first two
        also with ``#`` and a revision; else a revision of the source.
    source : str or path-like, optional
        The repository that a revision is of.

    Returns
    -------
    Edition

    Raises
    ------
    SourceError
        Where it is neither, or cannot be read.
    NothingToMeasure
        Where it holds no document.

    Examples
    --------
    >>> open_named("2025-04-04").name
    '2025-04-04'
    """
    is_folder = os.path.isdir(word)  # noqa: PTH112 - says no where the name is too long
    if (
        is_folder
        or (is_address(word) and "#" not in word)
        or (not source and word in embedded.editions())
    ):
        return open_edition(word)
    place, _, revision = word.rpartition("#")
    if place and (is_address(place) or os.path.isdir(place)):  # noqa: PTH112
        return open_edition(place, revision)
    if not source:
        raise SourceError(
            word or "an empty name",
            "no such folder, and no source is named whose revision it could be",
            "give a folder, or name the repository with --source",
        )
    return open_edition(source, word)


def pinned(word: str, edition: Edition, source: str) -> str:
    """Give a word that means an edition for good, though a branch may move.

    Parameters
    ----------
    word : str
        As :func:`open_named` takes it.
    edition : Edition
        What it means now.
    source : str
        The repository that a revision is of; empty for none.

    Examples
    --------
    >>> pinned("main", Edition("2025-01-02-1234567", "toolbelt", "1234567890"), "toolbelt")
    '1234567890'
    >>> pinned("other.git", Edition("2025-01-02-1234567", "other.git", "1234567890"), "toolbelt")
    'other.git#1234567890'
    """
    if not edition.revision:
        return word
    if edition.source == source:
        return edition.revision
    return f"{edition.source}#{edition.revision}"
