"""Pipeline: every analysis of an edition, computed on first use."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

import pandas as pd

from ..corpus import Corpus, load
from ..errors import ParameterError
from ..git import is_day
from . import coverage, use_cases
from .catalogue import read_catalogue
from .completeness import completeness, placeholders
from .ideas import ideas, themes
from .mentions import mentions, resources
from .next_steps import next_steps
from .recommendations import recommendations, reviewed
from .reviews import read_decisions, read_recommendations, read_reviews
from .tables import TABLE

File = str | os.PathLike[str] | pd.DataFrame | None


def _table(compute: Callable[[Analysis], pd.DataFrame]) -> cached_property:
    """Make a table a cached property; of a part, with the rows of its personas and of nobody."""

    def shown(self: Analysis) -> pd.DataFrame:
        if self.corpus.unfiltered is None:
            return compute(self)
        frame, chosen = getattr(self.whole, compute.__name__), {*self.corpus.personas.persona_id}
        if "persona_ids" in frame:
            rows = [not ids or not chosen.isdisjoint(ids) for ids in frame.persona_ids]
        elif "persona_id" in frame:
            rows = frame.persona_id.isin(chosen) | frame.persona_id.isna()
        else:
            return frame
        return frame[rows].reset_index(drop=True)

    columns = TABLE[compute.__name__].columns
    about = "\n".join(f"    {one.name} : {one.kind}\n        {one.about}" for one in columns)
    shown.__doc__ = f"{compute.__doc__}\n\n    Columns\n    -------\n{about}"
    return cached_property(shown)


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Analysis:
    """Every analysis of an edition, as DataFrames that are computed on first use.

    Parameters
    ----------
    corpus : Corpus, str or path-like, optional
        An edition, or what :func:`toolbelt_data.load` takes. Of a part of an
        edition (:meth:`Corpus.only`), each table shows the rows of its personas
        and those that are nobody's, counted against the whole edition.
    reviews, recommendations, decisions : path or pandas.DataFrame, optional
        Files of reviews, of verdicts on recommendations, and of decisions; default:
        those of the package.
    catalogue : path, address or pandas.DataFrame, optional
        A catalogue that adds to the embedded one.
    today : str or datetime.date, optional
        Day, ``YYYY-MM-DD``, on which decisions are evaluated; default: the
        edition's; of a folder without one, the current day.

    Raises
    ------
    ToolbeltError
        If a source, a file or the day cannot be read; names place and fix.

    Notes
    -----
    `docs/tables.md` describes every column.

    Examples
    --------
    >>> from toolbelt_data import Analysis
    >>> analysis = Analysis()
    >>> analysis.gaps.groupby("persona").size().max()
    np.int64(3)
    """

    corpus: Corpus
    reviews: pd.DataFrame
    verdicts: pd.DataFrame
    decisions: pd.DataFrame
    catalogue: pd.DataFrame
    today: str | None

    def __init__(
        self,
        corpus: Corpus | str | os.PathLike[str] | None = None,
        *,
        reviews: File = None,
        recommendations: File = None,
        decisions: File = None,
        catalogue: File = None,
        today: str | date | None = None,
    ) -> None:
        today = str(today or "") or None
        if today and not is_day(today):
            raise ParameterError("today", f"{today!r}", "write it as YYYY-MM-DD")
        vars(self).update(
            corpus=corpus if isinstance(corpus, Corpus) else load(corpus),
            reviews=_read(reviews, read_reviews, "reviews"),
            verdicts=_read(recommendations, read_recommendations, "verdicts"),
            decisions=_read(decisions, read_decisions, "decisions"),
            catalogue=_read(catalogue, read_catalogue, "catalogue"),
            today=today,
        )

    @cached_property
    def whole(self) -> Analysis:
        """The analysis of the whole edition; itself, unless the corpus is a part of one."""
        return self if self.corpus.unfiltered is None else self.on(self.corpus.unfiltered)

    def on(self, corpus: Corpus | str | os.PathLike[str]) -> Analysis:
        """Return the analysis of another edition with the same reviews, catalogue and day."""
        if corpus is self.corpus:
            return self
        corpus = corpus if isinstance(corpus, Corpus) else load(corpus)
        other = object.__new__(Analysis)
        vars(other).update({one.name: vars(self)[one.name] for one in fields(self)})
        vars(other)["corpus"] = corpus
        return other

    @_table
    def pairs(self) -> pd.DataFrame:
        """Each challenge and remedy of a persona, with rating, basis and probability."""
        return coverage.pairs(self.corpus, self.reviews)

    @_table
    def challenges(self) -> pd.DataFrame:
        """Each challenge with its coverage: direct, partial, none or unreviewed."""
        return coverage.challenges(
            self.corpus, self.pairs, self._reviewed, self.decisions, self.today
        )

    @_table
    def gaps(self) -> pd.DataFrame:
        """The challenges with coverage none, without summaries and those that are not a need."""
        return coverage.gaps(self.challenges).reset_index(drop=True)

    @cached_property
    def _reviewed(self) -> pd.DataFrame:
        return reviewed(self.corpus, self.verdicts)

    @_table
    def recommendations(self) -> pd.DataFrame:
        """At most three next steps for each gap and partly covered challenge."""
        every = self.challenges
        wanted = every[every.coverage.isin(["none", "partial"]) & ~every.summary].challenge_id
        found = ideas(self.corpus, self.pairs, wanted, self.catalogue, self.mentions)
        return recommendations(self.corpus, every, self._reviewed, found, self.catalogue)

    @_table
    def themes(self) -> pd.DataFrame:
        """Kinds of difficulty that challenges have in common, and the gaps under each."""
        return themes(self.challenges)

    @_table
    def mentions(self) -> pd.DataFrame:
        """Each place in the texts that names a resource."""
        return mentions(self.corpus, self.catalogue)

    @_table
    def resources(self) -> pd.DataFrame:
        """Each resource of the catalogue, and who mentions it."""
        return resources(self.corpus, self.catalogue, self.mentions)

    @_table
    def completeness(self) -> pd.DataFrame:
        """Each persona with the status of its sections."""
        return completeness(self.corpus)

    @_table
    def placeholders(self) -> pd.DataFrame:
        """Personas, sections, use cases and groups that are announced and not written."""
        return placeholders(self.corpus)

    @_table
    def use_case_coverage(self) -> pd.DataFrame:
        """Each actor of the use cases, and the personas behind it."""
        return use_cases.use_case_coverage(self.corpus)

    @_table
    def next_steps(self) -> pd.DataFrame:
        """What to do next, the most worthwhile first."""
        from ..checks import check

        findings = check(self.corpus)
        return next_steps(self.corpus, self.challenges, self.recommendations, findings)

    @_table
    def review_queue(self) -> pd.DataFrame:
        """The pairs that deserve a review, likely gaps first."""
        return coverage.review_queue(self.pairs, self.challenges)

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every table by its name, with the catalogue."""
        return {name: getattr(self, name) for name in (*_NAMES, "catalogue")}

    def __repr__(self) -> str:
        return f"Analysis of {self.corpus.edition.label}"


_NAMES = [name for name in TABLE if isinstance(vars(Analysis).get(name), cached_property)]


def _read(value: File, read: Callable[..., pd.DataFrame], name: str) -> pd.DataFrame:
    """Read a file, or check a table that the caller passed."""
    if not isinstance(value, pd.DataFrame):
        return read(value or None)
    TABLE[name].check(value)
    if name == "reviews" and not value.rating.between(0, 2).all():
        raise ParameterError("reviews", "a rating that is not 0, 1 or 2", "correct the table")
    return value
