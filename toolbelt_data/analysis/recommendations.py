"""Recommendations: next steps that people reviewed for challenges.

One row per verdict is kept, with digests of the texts that it holds for. A
verdict follows its challenge, and the remedy that it recommends to reuse,
through moves and light rewordings, as a judgement does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from statistics import median_low
from typing import Any

import pandas as pd

from .. import embedded
from ..corpus import Corpus
from ..sheets import read_sheet, records
from .judging.entries import Refused, a_day, a_list, read_entries, require, values
from .judging.following import Following, Kept
from .tables import RECOMMENDATION_KINDS, RECOMMENDATION_REVIEWS, RECOMMENDATIONS, VERDICTS

ENOUGH = 3
"""Reviewers from whom on a recommendation has a verdict: two cannot outvote each other."""


def read_recommendations(path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Read reviewers' verdicts on next steps from a file.

    Parameters
    ----------
    path : str or path-like, optional
        A CSV or xlsx file; default: the one that travels with the package.

    Returns
    -------
    pandas.DataFrame
        One row per (challenge, kind, target, reviewer), as
        :data:`toolbelt_data.analysis.tables.RECOMMENDATION_REVIEWS` declares.

    Raises
    ------
    SourceError
        If the file cannot be read, lacks a column, or has lines that are not
        verdicts; names the lines.

    Examples
    --------
    >>> read_recommendations().groupby("verdict").size().index.tolist()
    ['no', 'partly', 'yes']
    """
    file = Path(path) if path else embedded.folder("data") / "recommendations.csv"
    sheet = read_sheet(file, RECOMMENDATION_REVIEWS.names)
    return RECOMMENDATION_REVIEWS.frame(read_entries(sheet, _review, _name))


def _review(cells: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = values(cells, RECOMMENDATION_REVIEWS.names)
    require(entry, ("challenge_id", "kind", "reviewer", "verdict"))
    kind, verdict = entry["kind"], entry["verdict"]
    if kind not in RECOMMENDATION_KINDS:
        raise Refused(f"kind {kind!r}", f"use {', '.join(RECOMMENDATION_KINDS)}")
    if verdict not in VERDICTS:
        raise Refused(f"verdict {verdict!r}", f"use {', '.join(VERDICTS)}")
    if (entry["target"] is None) != (kind == "not-a-need"):
        raise Refused(f"{kind} with target {entry['target']}", "name one, except for not-a-need")
    if kind == "write" and entry["note"] is None:
        raise Refused("write without a note", "say in the note what to write")
    a_day("date", entry["date"])
    for column in ("challenge_digests", "target_digests"):
        entry[column] = a_list(column, entry[column])
    if bool(entry["target_digests"]) != (kind == "reuse"):
        raise Refused(f"target_digests of {kind}", "give those of a remedy to reuse, else none")
    if not entry["challenge_digests"]:
        raise Refused("column challenge_digests is empty", "fill it")
    return entry


def _name(entry: Mapping[str, Any]) -> str:
    step = " ".join(filter(None, (entry["kind"], entry["target"])))
    return f"verdict on {step} for {entry['challenge_id']} by {entry['reviewer']}"


def recommendations(corpus: Corpus, reviews: pd.DataFrame | None = None) -> pd.DataFrame:
    """Sum up the verdicts on next steps for the challenges of a corpus.

    Parameters
    ----------
    corpus : Corpus
    reviews : pandas.DataFrame, optional
        As :func:`read_recommendations` returns it; default: those that travel
        with the package.

    Returns
    -------
    pandas.DataFrame
        One row per (challenge, kind, target), challenges in the order of the
        documents, best verdict first, as
        :data:`toolbelt_data.analysis.tables.RECOMMENDATIONS` declares. A
        challenge or a remedy whose text is gone has no row.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> found = recommendations(load())
    >>> found[found.challenge_id == "siddharth-the-supplier/challenges/7"].iloc[0].kind
    'not-a-need'
    """
    given = list(records(read_recommendations() if reviews is None else reviews))
    statements = corpus.statements
    challenges = Following(
        statements[statements.section == "challenges"], [_kept(row, "challenge") for row in given]
    )
    remedies = Following(
        statements[statements.section == "remedies"],
        [_kept(row, "target") for row in given if row["kind"] == "reuse"],
    )
    found: dict[tuple, dict[str, tuple[bool, dict]]] = {}
    for row in given:
        targets, same_target = [row["target"]], True
        if row["kind"] == "reuse":
            targets, same_target = _now(remedies, _kept(row, "target"))
        places, same_challenge = _now(challenges, _kept(row, "challenge"))
        current = same_challenge and same_target
        # A remedy that stands twice is one to reuse; a challenge that does needs a step at both.
        for challenge, target in product(places, targets[:1]):
            of = found.setdefault((challenge, row["kind"], target), {})
            # A verdict on these very texts outranks one on earlier texts.
            if row["reviewer"] not in of or current > of[row["reviewer"]][0]:
                of[row["reviewer"]] = current, row
    order = {item: number for number, item in enumerate(statements.statement_id)}
    rows = [_summed(*key, list(of.values())) for key, of in found.items()]
    rows.sort(key=lambda row: (order[row["challenge_id"]], -_rank(row["verdict"])))
    return RECOMMENDATIONS.frame(rows)


def _summed(
    challenge: str, kind: str, target: str | None, of: list[tuple[bool, dict]]
) -> dict[str, Any]:
    median = VERDICTS[median_low(_rank(row["verdict"]) for _, row in of)]
    return {
        "challenge_id": challenge,
        "kind": kind,
        "target": target,
        "verdict": median if len(of) >= ENOUGH else None,
        "reviewers": len(of),
        "basis": "reviewed" if all(current for current, _ in of) else "outdated",
        "note": next(row["note"] for _, row in of if row["verdict"] == median),
    }


def _rank(verdict: str | None) -> int:
    """Order verdicts, a missing one last."""
    return -1 if verdict is None else VERDICTS.index(verdict)


def _now(following: Following, kept: Kept) -> tuple[list[str], bool]:
    """Return where a statement's text stands, its own id first, else the likeliest statement.

    With whether the text is equal.
    """
    if standing := following.standing(kept):
        return sorted(standing, key=lambda item: item != kept.item_id), True
    # What only the id speaks for may be another statement by now.
    places = {item: alike for item, alike in following.places(kept).items() if alike}
    return [max(places, key=places.get)] if places else [], False


def _kept(row: Mapping[str, Any], end: str) -> Kept:
    item = row["challenge_id"] if end == "challenge" else row["target"]
    return Kept(item, tuple(row[f"{end}_digests"]), None)
