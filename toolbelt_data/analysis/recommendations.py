"""Recommendations: next steps that people reviewed for challenges.

One row per verdict is kept, with digests of the texts that it holds for. A
verdict follows its challenge, and the remedy that it recommends to reuse,
through moves and light rewordings, as a judgement does.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from statistics import median_low
from typing import Any

import pandas as pd

from ..corpus import Corpus
from ..source import package_folder
from ..spreadsheet import read_sheet, records
from .judging.entries import Refused, a_day, a_list, read_entries, require, values
from .judging.following import Following, Kept
from .tables import RECOMMENDATION_KINDS, TABLE, VERDICTS
from .wording import REWORDED

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
        :data:`toolbelt_data.analysis.tables.TABLE`["recommendation_reviews"] declares.

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
    file = Path(path) if path else package_folder("data") / "recommendations.csv"
    sheet = read_sheet(file, TABLE["recommendation_reviews"].names)
    return TABLE["recommendation_reviews"].frame(read_entries(file, sheet, _review, _name))


def _review(cells: Mapping[str, str]) -> dict[str, Any]:
    entry: dict[str, Any] = values(cells, TABLE["recommendation_reviews"].names)
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
        The whole one: where it was narrowed, the remedies of others are missing.
    reviews : pandas.DataFrame, optional
        As :func:`read_recommendations` returns it; default: those that travel
        with the package.

    Returns
    -------
    pandas.DataFrame
        One row per (challenge, kind, target), challenges in the order of the
        documents, best verdict first, as
        :data:`toolbelt_data.analysis.tables.TABLE`["recommendations"] declares. There is
        no row where the challenge or the remedy is gone, nor where the persona
        has the remedy by now.

    Raises
    ------
    SchemaError
        If `reviews` lacks a column or has one of another type.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> found = recommendations(load())
    >>> found[found.challenge_id == "siddharth-the-supplier/challenges/7"].iloc[0].kind
    'not-a-need'
    """
    given = read_recommendations() if reviews is None else reviews
    TABLE["recommendation_reviews"].check(given)
    rows = list(records(given))
    kept = [(_kept(row, "challenge"), _kept(row, "target")) for row in rows]
    reused = [target for row, (_, target) in zip(rows, kept, strict=True) if row["kind"] == "reuse"]
    statements = corpus.statements.set_index("statement_id")
    challenges = _following(corpus, "challenges", [challenge for challenge, _ in kept])
    remedies = _following(corpus, "remedies", reused)
    placed = []
    for row, (challenge, target) in zip(rows, kept, strict=True):
        places, same = _now(challenges, challenge)
        targets, equal = [row["target"]], True
        if row["kind"] == "reuse":
            targets, equal = _now(remedies, target)
        if not targets:
            continue
        owners = set(statements.persona_id.reindex(targets).dropna())
        placed += [
            row
            | {
                "challenge_id": place,
                "target": targets[0],
                "current": same and equal,
                "here": place == challenge.item_id,
            }
            for place in places
            if statements.persona_id[place] not in owners
        ]
    if not placed:
        return TABLE["recommendations"].frame([])
    step = ["challenge_id", "kind", "target"]
    # A reviewer's verdict on these very texts counts, then one that was given for this persona.
    verdicts = (
        pd.DataFrame(placed)
        .sort_values(["current", "here"], ascending=False, kind="stable")
        .drop_duplicates([*step, "reviewer"])
        .sort_index()
    )
    summed = [
        _summed(own) | {"path": statements.path[item], "line": statements.line[item]}
        for (item, *_), own in verdicts.groupby(step, sort=False, dropna=False)
    ]
    order = {item: number for number, item in enumerate(statements.index)}
    summed.sort(key=lambda row: (order[row["challenge_id"]], -_rank(row["verdict"])))
    return TABLE["recommendations"].frame(summed)


def _summed(own: pd.DataFrame) -> dict[str, Any]:
    median = VERDICTS[median_low(own.verdict.map(_rank))]
    first = own[own.verdict == median].iloc[0]
    return {
        "challenge_id": first.challenge_id,
        "kind": first.kind,
        "target": first.target,
        "verdict": median if len(own) >= ENOUGH else None,
        "reviewers": len(own),
        "basis": "reviewed" if own.current.all() else "outdated",
        "note": first.note,
    }


def _rank(verdict: str | None) -> int:
    """Order verdicts, a missing one first."""
    return -1 if verdict is None else VERDICTS.index(verdict)


def _following(corpus: Corpus, section: str, kept: list[Kept]) -> Following:
    return Following(corpus.statements[corpus.statements.section == section], kept)


def _now(following: Following, kept: Kept) -> tuple[list[str], bool]:
    """Return where a statement's text stands, its own id first; else its light rewording.

    With whether the text is equal.
    """
    if standing := following.standing(kept):
        return sorted(standing, key=lambda item: item != kept.item_id), True
    places = {i: likeness for i, likeness in following.places(kept).items() if likeness >= REWORDED}
    return sorted(places, key=places.get, reverse=True)[:1], False


def _kept(row: Mapping[str, Any], end: str) -> Kept:
    item = row["challenge_id"] if end == "challenge" else row["target"]
    return Kept(item, tuple(row[f"{end}_digests"]), None)
