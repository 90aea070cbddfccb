"""Queue: the pairs that a reviewer may judge, those most worth a minute first.

A minute is worth most where the answer may change by it: first what is not
settled, and of that first the pairs that alone decide whether a challenge is a
gap.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..corpus import Corpus
from ..spreadsheet import records
from .gaps import pairs
from .judging.judgements import read_judgements
from .judging.matching import Judged, Verdict
from .suggestions import THRESHOLD
from .tables import DECIDES, STATES, TABLE


def review_queue(
    corpus: Corpus,
    judgements: pd.DataFrame | None = None,
    *,
    reviewer: str = "",
    threshold: float = THRESHOLD,
) -> pd.DataFrame:
    """List the pairs that a reviewer may judge, those most worth a minute first.

    Parameters
    ----------
    corpus : Corpus
    judgements : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.read_judgements` gives it; those that
        travel with the package where it is left out.
    reviewer : str, optional
        Who asks; pairs that they judged as they stand now are left out.
    threshold : float
        Score from which a suggestion's level is 1.

    Returns
    -------
    pandas.DataFrame
        One row per pair, as
        :data:`toolbelt_data.analysis.tables.TABLE`["review_queue"] declares; without
        those of texts that sum up others, which count nowhere.

    Notes
    -----
    The order, first by the first:

    1. what is not settled before what is: a pair is settled where reviewers
       judged its texts as they stand and all gave one level;
    2. by what another level of this pair alone would change: whether the
       challenge is a gap; its coverage; nothing. A suspect or unjudged pair
       counts with every level it may have, a disputed or settled one with
       those that reviewers gave;
    3. suspect, then unjudged, then disputed;
    4. unjudged ones by how near the score is to the threshold, where the
       suggestion is least sure; judged ones by how much reviewers disagree,
       then by how few they are;
    5. the order of the documents.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> review_queue(load()).state.value_counts().to_dict()
    {'settled': 248, 'disputed': 61}
    """
    given = read_judgements() if judgements is None else judgements
    table = pairs(corpus, given, threshold=threshold)
    everyone = Judged(given, corpus)
    own = Judged(given[given.reviewer == reviewer], corpus)
    others = Judged(given[given.reviewer != reviewer], corpus)
    counted = records(table[~table.restating])
    levels: dict[str, list[int]] = {}
    for row in counted:
        levels.setdefault(row["challenge_id"], []).append(row["level"])
    ranked = []
    for number, row in enumerate(counted):
        pair = row["challenge_id"], row["remedy_id"]
        mine = own.look_up(*pair)
        if mine and mine.basis == "judged":
            continue
        verdict = everyone.look_up(*pair)
        theirs = others.look_up(*pair)
        state = _state(verdict)
        rest = list(levels[pair[0]])
        rest.remove(row["level"])
        decides = _decides(verdict, rest)
        ranked.append(
            (
                (
                    state == "settled",
                    DECIDES.index(decides),
                    STATES.index(state),
                    abs(row["score"] - threshold) if state == "unjudged" else 0,
                    -(row["disagreement"] or 0),
                    len(verdict.rows) if verdict else 0,
                    number,
                ),
                row
                | {
                    "state": state,
                    "decides": decides,
                    "suggested": int(row["score"] >= threshold),
                    "levels": _levels(theirs),
                    "own": mine.level if mine else None,
                },
            )
        )
    ranked.sort(key=lambda one: one[0])
    return TABLE["review_queue"].frame(row for _, row in ranked)


def _state(verdict: Verdict | None) -> str:
    if verdict is None:
        return "unjudged"
    if verdict.basis == "suspect":
        return "suspect"
    return "disputed" if verdict.disagreement else "settled"


def _decides(verdict: Verdict | None, rest: list[int]) -> str:
    """Say what changes with this pair's level, given the levels of the challenge's other pairs."""
    unsure = verdict is None or verdict.basis == "suspect"
    possible = (0, 1, 2) if unsure else verdict.levels
    coverages = {max([*rest, level]) for level in possible}
    if len({coverage > 0 for coverage in coverages}) > 1:
        return "gap"
    return "coverage" if len(coverages) > 1 else "nothing"


def _levels(verdict: Verdict | None) -> list[str]:
    rows: list[dict[str, Any]] = verdict.rows if verdict else []
    return [f"{row['reviewer']}: {row['level']}" for row in rows]
