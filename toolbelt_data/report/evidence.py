"""Evidence: the tables behind a report, and the two editions that it compares."""

from __future__ import annotations

from typing import NamedTuple

from ..analysis import Analysis, Comparison, change_words
from ..corpus import Corpus
from ..notebook import open_both, open_history
from .collection import Tables, all_tables, tables_of_change
from .request import Request


class Evidence(NamedTuple):
    """What the numbers of a report are counted from.

    Attributes
    ----------
    tables : list of (Table, pandas.DataFrame)
        Every table of the report.
    both : Comparison or None
        The editions compared; None where no notebook compares.
    """

    tables: Tables
    both: Comparison | None

    @property
    def earlier(self) -> Comparison | None:
        """The comparison, where there is an edition to compare with."""
        return None if self.both is None or self.both.old is self.both.new else self.both

    @property
    def editions(self) -> list[Corpus]:
        """The two that are compared; none where nothing is."""
        return [] if self.both is None else [self.both.old, self.both.new]

    @property
    def changed(self) -> tuple[str, list[str]] | None:
        """Since when, and what changed, in words; None where nothing is compared."""
        if self.earlier is None:
            return None
        return self.earlier.old.edition.label, change_words(self.earlier.changes)

    @property
    def since(self) -> str:
        """Day, or else name, of the edition compared with; empty where there is none."""
        if self.earlier is None:
            return ""
        return self.earlier.old.edition.date or self.earlier.old.edition.name


def editions_compared(request: Request) -> Comparison | None:
    """Load the two editions that a report compares.

    Parameters
    ----------
    request : Request

    Returns
    -------
    Comparison or None
        None where no notebook compares.

    Raises
    ------
    SourceError, NothingToMeasure

    Examples
    --------
    >>> from toolbelt_data.report.request import settle_request
    >>> editions_compared(settle_request(notebooks=["1"])) is None
    True
    """
    if not request.comparing:
        return None
    return open_both(
        request.given.get("old") or request.compared,
        request.source,
        request.edition.revision or "",
    )


def gather(request: Request, both: Comparison | None) -> Evidence:
    """Make every table that a report rests on.

    Parameters
    ----------
    request : Request
    both : Comparison or None
        As :func:`editions_compared` gives it.

    Returns
    -------
    Evidence

    Raises
    ------
    SourceError
        Where reviews, decisions, catalogue or an edition cannot be read.
    ParameterError
        Where a parameter names nothing.
    NothingToMeasure
        Where the catalogue holds no resource.

    Examples
    --------
    >>> from toolbelt_data.report.request import settle_request
    >>> request = settle_request(notebooks=["6"])
    >>> gather(request, editions_compared(request)).since
    '2025-05-29'
    """
    given = request.given
    analysis = Analysis(
        request.corpus,
        reviews=given.get("reviews"),
        recommendations=given.get("recommendations"),
        decisions=given.get("decisions"),
        catalogue=request.catalogue,
        today=given.get("today"),
    )
    tables = all_tables(analysis)
    if both is None:
        return Evidence(tables, None)
    past = open_history(analysis.on(both.new), given.get("since", ""))
    return Evidence(tables + tables_of_change(both, analysis, past), both)
