"""Evidence: the tables behind a report, and the two editions that it compares."""

from __future__ import annotations

from typing import NamedTuple

from ..analysis import Comparison, change_words, read_dispositions, read_judgements
from ..analysis.backing import CONFIDENCE
from ..analysis.suggestions import THRESHOLD
from ..errors import SourceError
from ..notebook import open_both, open_history
from ..source import open_edition
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
    def changed(self) -> tuple[str, list[str]] | None:
        """Since when, and what changed, in words; None where nothing is compared."""
        if self.earlier is None:
            return None
        changes = next(frame for table, frame in self.tables if table.name == "changes")
        return self.earlier.old.edition.label, change_words(changes)

    @property
    def since(self) -> str:
        """Day, or else name, of the edition compared with; empty where there is none."""
        if self.earlier is None:
            return ""
        return self.earlier.old.edition.date or self.earlier.old.edition.name


def require_unchanged(request: Request, evidence: Evidence) -> None:
    """Refuse documents that changed while notebooks read them: pages would tell of two editions.

    Parameters
    ----------
    request : Request
    evidence : Evidence

    Raises
    ------
    SourceError
    """
    both = evidence.both
    read = [request.edition, *([both.old.edition, both.new.edition] if both else [])]
    for edition in read:
        # A commit cannot change, and what travels with the package does not.
        if edition.revision or edition.embedded:
            continue
        if open_edition(edition.root).files != edition.files:
            found = "its documents changed while the report was made"
            raise SourceError(edition.source or edition.name, found, "write the report again")


def gather(request: Request) -> Evidence:
    """Make every table that a report rests on.

    Parameters
    ----------
    request : Request

    Returns
    -------
    Evidence

    Raises
    ------
    SourceError
        Where judgements, dispositions, catalogue or an edition cannot be read.
    ParameterError
        Where a parameter names nothing.
    NothingToMeasure
        Where the catalogue holds no offering.

    Examples
    --------
    >>> from toolbelt_data.report.request import settle_request
    >>> gather(settle_request(notebooks=["6"])).since
    '2025-04-04'
    """
    given = request.given
    judgements = read_judgements(given.get("judgements", ""))
    threshold = float(given.get("threshold", THRESHOLD))
    tables = all_tables(
        request.corpus,
        judgements,
        threshold,
        request.catalogue,
        float(given.get("confidence", CONFIDENCE)),
        read_dispositions(given.get("dispositions", "")),
        given.get("today") or None,
    )
    if not request.comparing:
        return Evidence(tables, None)
    both = open_both(
        given.get("old") or request.compared,
        given.get("new", ""),
        request.source,
        request.edition.revision or "",
    )
    past = open_history(both.new, judgements, threshold, given.get("since", ""))
    return Evidence(tables + tables_of_change(both, past, judgements, threshold), both)
