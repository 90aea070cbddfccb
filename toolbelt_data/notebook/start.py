"""Start: the first cells of a notebook, which load and say what was loaded."""

from __future__ import annotations

from ..checks import SEVERITIES
from ..corpus import Corpus, load
from ..errors import ParameterError
from .parameters import names_of
from .shown import Shown, Table


def open_corpus(
    source: str = "", revision: str = "", groups: str = "", personas: str = ""
) -> Corpus:
    """Load what a notebook's parameters name.

    Parameters
    ----------
    source, revision : str
        As :func:`toolbelt_data.load` takes them; empty for none.
    groups, personas : str
        Ids or names separated by commas; empty for all.

    Returns
    -------
    Corpus

    Raises
    ------
    ParameterError, SourceError, NothingToMeasure

    Examples
    --------
    >>> len(open_corpus(groups="open-source-professional").personas)
    7
    """
    corpus = load(source or None, revision or None)
    return corpus.only(groups=names_of(groups), personas=names_of(personas))


def at_least(severity: str) -> list[str]:
    """List the severities that are at least as severe as one.

    Raises
    ------
    ParameterError
        Where it is none.

    Examples
    --------
    >>> at_least("warning")
    ['error', 'warning']
    """
    if severity not in SEVERITIES:
        raise ParameterError(
            "parameter severity", f"{severity!r} is none", f"use {', '.join(SEVERITIES)}"
        )
    return list(SEVERITIES[: SEVERITIES.index(severity) + 1])


def provenance(corpus: Corpus) -> Shown:
    """Say which edition was loaded, at which revision, and how many rows it has.

    Examples
    --------
    >>> print(str(provenance(open_corpus())).splitlines()[0])
    Edition 2025-06-10 (embedded: restated, not the original)
    """
    edition = corpus.edition
    words = f"Edition {edition.label}"
    if edition.revision:
        words += f", revision {edition.revision[:12]}"
    if edition.revision and edition.date:
        words += f" of {edition.date}"
    counts = corpus.counts()
    counts["one_row_per"] = counts["one_row_per"].str.replace("`", "")
    return Table(counts, "table rows one_row_per", caption=words)
