"""Counts: what a history says of one edition.

What depends on single texts is kept where it is worked out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from ...checks import check
from ...corpus import Corpus, load
from ...errors import ToolbeltError
from ...source import Edition
from ..comparison import Comparison
from ..coverage import counted
from ..judging.judgements import read_judgements
from ..judging.matching import Given, Judged
from ..levels import coverage_of, levels_of_pairs
from ..placeholders import listings_without_persona
from ..suggestions import THRESHOLD
from ..tables import TABLE

Row = dict[str, Any]

_MEASURES = {
    "documented": "personas documented",
    "partial": "personas written in part",
    "covered": "challenges covered",
    "listings_unwritten": "listings unwritten",
}
_GOOD = {
    "personas": "more",
    "documented": "more",
    "placeholders": "fewer",
    "covered": "more",
    "gaps": "fewer",
    "listings_unwritten": "fewer",
    "errors": "fewer",
    "warnings": "fewer",
}


class Counts:
    """Counts edition after edition.

    Parameters
    ----------
    judgements : pandas.DataFrame
        As :func:`toolbelt_data.analysis.read_judgements` gives it.
    threshold : float
        Score from which a suggestion's level is 1.

    Examples
    --------
    >>> from toolbelt_data import open_edition
    >>> from toolbelt_data.analysis import read_judgements
    >>> row = next(Counts(read_judgements(), 0.33).rows([open_edition()]))
    >>> row["challenges"], row["gaps"]
    (70, 12)
    """

    def __init__(self, judgements: pd.DataFrame, threshold: float) -> None:
        self._given = Given(judgements)
        self._threshold = threshold

    def rows(self, editions: Sequence[Edition]) -> Iterator[Row]:
        """Give each edition's counts, or the error for which there are none.

        Parameters
        ----------
        editions : sequence of Edition

        Yields
        ------
        dict
            Columns of :data:`toolbelt_data.analysis.tables.TABLE`["history"].
        """
        for edition in editions:
            try:
                yield self.of(load(edition))
            except ToolbeltError as error:
                yield {"error": str(error)}

    def of(self, corpus: Corpus) -> Row:
        """Give the counts of an edition that is loaded."""
        statuses = Counter(corpus.personas.status)
        statements = counted(corpus.statements)
        challenges = statements[statements.section == "challenges"].statement_id
        judged = Judged(self._given, corpus)
        levels = levels_of_pairs(corpus, judged, self._threshold)
        coverage = coverage_of((one.challenge_id, one.level) for one in levels)
        gaps = sum(coverage.get(challenge, "none") == "none" for challenge in challenges)
        found = Counter(check(corpus).severity)
        return {
            "personas": len(corpus.personas),
            "documented": statuses["documented"],
            "partial": statuses["partial"],
            "placeholders": statuses["placeholder"],
            "statements": len(statements),
            "challenges": len(challenges),
            "covered": len(challenges) - gaps,
            "gaps": gaps,
            "listings_unwritten": len(listings_without_persona(corpus)),
            "errors": found["error"],
            "warnings": found["warning"],
            "notes": found["note"],
        }


def edition_counts(
    both: Comparison, judgements: pd.DataFrame | None = None, threshold: float = THRESHOLD
) -> pd.DataFrame:
    """Lay the counts of two editions side by side.

    Parameters
    ----------
    both : Comparison
    judgements : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.read_judgements` gives it; those that
        travel with the package where left out.
    threshold : float
        Score from which a suggestion's level is 1.

    Returns
    -------
    pandas.DataFrame
        One row per number of :func:`toolbelt_data.analysis.history`: measure
        (str), old, new, change (int64) and good (more, fewer or null: which way
        is good news).

    Examples
    --------
    >>> from toolbelt_data import load
    >>> found = edition_counts(Comparison(load("2025-04-04"), load("2025-05-29")))
    >>> found.set_index("measure").change["gaps"]
    np.int64(6)
    """
    count = Counts(read_judgements() if judgements is None else judgements, threshold)
    old, new = count.of(both.old), count.of(both.new)
    return TABLE["edition_counts"].frame(
        {
            "measure": _MEASURES.get(name, name),
            "old": old[name],
            "new": new[name],
            "change": new[name] - old[name],
            "good": _GOOD.get(name),
        }
        for name in new
    )
