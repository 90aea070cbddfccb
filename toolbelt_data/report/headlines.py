"""Headlines: the few numbers on a report's first page, each with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from .collection import Tables


@dataclass(frozen=True, slots=True)
class Headline:
    """A number and where it comes from.

    Attributes
    ----------
    value, total : int
        "12 of 70".
    words : str
        What is counted.
    page : str
        Name of the notebook that shows it.
    anchor : str
        Heading on its page.
    alarming : bool
        Whether a high value is bad news.
    change : str
        How it moved since the last report; empty where that is not known.
    """

    value: int
    total: int
    words: str
    page: str
    anchor: str
    alarming: bool = True
    change: str = ""


def headlines(tables: Tables, since: str = "") -> list[Headline]:
    """Count what a working-group lead looks at first.

    Parameters
    ----------
    tables : list of (Table, pandas.DataFrame)
        As :func:`toolbelt_data.report.all_tables` gives them.
    since : str
        Day or name of the edition compared with, where there is one.

    Examples
    --------
    >>> from toolbelt_data import Analysis
    >>> from toolbelt_data.report.collection import all_tables
    >>> first = headlines(all_tables(Analysis()))[0]
    >>> first.value, first.total, first.words
    (10, 70, 'reviewed challenges have no remedy')
    """
    frames = {table.name: frame for table, frame in tables}
    every, people = frames["challenges"], frames["personas"]
    challenges = every[~every.summary]
    unreviewed = challenges[challenges.coverage == "unreviewed"]
    pairs = frames["pairs"][~frames["pairs"].summary]
    resources, actors = frames["resources"], frames["use_case_coverage"]
    one, two, three, four, five, six, seven, eight = (
        "01-whom-do-we-serve",
        "02-which-challenges-lack-a-remedy",
        "03-which-personas-are-placeholders",
        "04-which-projects-help-whom",
        "05-which-use-cases-have-no-persona",
        "06-what-changed",
        "07-how-sound-are-the-documents",
        "08-what-should-be-done-next",
    )
    likely = Headline(
        _count(unreviewed.likely_gap),
        len(unreviewed),
        "challenges that are not reviewed yet are likely gaps",
        two,
        "which-challenges-are-likely-gaps",
    )
    known = Headline(
        len(frames["gaps"]),
        len(challenges) - len(unreviewed),
        "reviewed challenges have no remedy",
        two,
        "which-challenges-have-no-remedy",
    )
    return [
        *([known] if known.total or not len(unreviewed) else []),
        *([likely] if len(unreviewed) else []),
        *_of_change(frames, since, six),
        Headline(
            _count(people.status == "documented"),
            len(people),
            "personas are written in full",
            one,
            "which-persona-has-which-section",
            alarming=False,
        ),
        Headline(
            _count(frames["listings"].persona_id.isna()),
            len(frames["listings"]),
            "sub-personas of the index have no persona",
            three,
            "which-sub-personas-of-the-index-have-no-persona",
        ),
        Headline(
            _count(frames["use_cases"].status == "placeholder"),
            len(frames["use_cases"]),
            "use cases state no need",
            three,
            "which-personas-sections-use-cases-and-groups-only-hold-a-place",
        ),
        Headline(
            _count(~resources.mentioned),
            len(resources),
            "resources of the OpenSSF are never mentioned",
            four,
            "which-resources-are-never-mentioned",
            alarming=False,
        ),
        Headline(
            _count(actors.coverage.isin(["promised", "none"])),
            len(actors),
            "use cases have no persona behind them",
            five,
            "which-use-cases-have-no-persona-behind-them",
        ),
        Headline(
            _count(pairs.basis == "reviewed"),
            len(pairs),
            "pairs of challenge and remedy are reviewed",
            two,
            "what-does-the-coverage-rest-on",
            alarming=False,
        ),
        Headline(
            _count(frames["findings"].severity == "error"),
            len(frames["findings"]),
            "findings about the documents are errors",
            seven,
            "what-is-most-worth-fixing",
        ),
        Headline(
            _count(frames["next_steps"].effort == 1),
            len(frames["next_steps"]),
            "steps that would help take an hour or two",
            eight,
            "which-steps-come-first",
            alarming=False,
        ),
    ]


def _of_change(frames: dict[str, pd.DataFrame], since: str, page: str) -> list[Headline]:
    """Count the gaps that were opened or added, where two editions are compared."""
    if not since:
        return []
    effects = frames["gap_effects"]
    return [
        Headline(
            _count(effects.change.isin(["opened", "added"])),
            len(frames["gaps"]),
            f"gaps opened since {since}",
            page,
            "what-does-it-mean-for-the-gaps",
        )
    ]


def _count(flags: pd.Series) -> int:
    return int(flags.sum())
