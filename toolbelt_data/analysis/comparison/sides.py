"""Sides: two editions loaded to be compared, and which of them could not be."""

from __future__ import annotations

from ...corpus import Corpus, load
from ...errors import ToolbeltError
from ...source import Edition
from .comparison import Comparison


def load_both(old: Edition | None, new: Edition) -> Comparison:
    """Load two editions and lay them side by side.

    Parameters
    ----------
    old : Edition or None
        None for the later one itself.
    new : Edition

    Returns
    -------
    Comparison

    Raises
    ------
    SourceError, NothingToMeasure
        With the edition's name before the document's.

    Examples
    --------
    >>> from toolbelt_data import open_edition
    >>> load_both(open_edition("2025-04-04"), open_edition()).new.edition.name
    '2025-06-10'
    """
    later = _loaded(new)
    return Comparison(later if old is None else _loaded(old), later)


def _loaded(edition: Edition) -> Corpus:
    try:
        return load(edition)
    except ToolbeltError as error:
        place = f"{edition.name}, {error.path}"
        raise type(error)(place, error.found, error.fix, error.line) from None
