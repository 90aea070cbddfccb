"""Next steps: the most useful work, from gaps, recommendations, findings and the index."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ..corpus import Corpus
from ..text import number
from .coverage import gaps
from .tables import TABLE, declared

EFFORT = dict.fromkeys(("review", "decide", "reuse", "point-to", "fix"), 1)
EFFORT |= {"write": 2, "find": 3, "describe": 3}
"""Effort of a step: 1 an hour or two, 2 a day or two, 3 weeks and other people."""

_CERTAINTY = {"yes": 1.0, "partly": 0.5}
_HALF = 0.5


def next_steps(
    corpus: Corpus, challenges: pd.DataFrame, recommendations: pd.DataFrame, findings: pd.DataFrame
) -> pd.DataFrame:
    """List what to do next, and why.

    Parameters
    ----------
    corpus : Corpus
    challenges, recommendations : pandas.DataFrame
        As :class:`~toolbelt_data.Analysis` has them.
    findings : pandas.DataFrame
        As :func:`toolbelt_data.check` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per step.

    Notes
    -----
    Steps are ordered by how many gaps they would close for their effort: a
    recommendation counts 1 if reviewers said yes, 0.5 if partly, its probability
    if it is an idea; a review counts half of the likely gaps that it decides.
    Then come steps that close none, by what they settle for their effort. A gap
    with a standing decision is in no step.
    """
    pending = challenges[~challenges.summary & (challenges.decision_state != "standing")]
    open_ = gaps(pending)
    steps = [
        *_review(pending),
        *_decide(open_),
        *_recommended(open_, recommendations),
        *_fix(findings),
        *_describe(corpus),
    ]
    found = pd.DataFrame(steps, columns=TABLE["next_steps"].names)
    found["effort"] = found.kind.map(EFFORT)
    found["worth"] = found.closes / found.effort
    found["settled"] = found.settles / found.effort
    found = found.sort_values(
        ["worth", "settled", "effort"], ascending=[False, False, True], kind="stable"
    )
    found["position"] = range(1, len(found) + 1)
    return declared("next_steps", found)


def _step(kind: str, step: str, why: str, rows: pd.DataFrame, closes: float = 0.0) -> dict:
    return {
        "kind": kind,
        "step": step,
        "why": why,
        "closes": closes,
        "settles": len(rows),
        "item_ids": rows.iloc[:, 0].astype(str).tolist(),
        "persona_ids": [*dict.fromkeys(rows.get("persona_id", ()))],
        "path": rows.path.iloc[0],
        "line": rows.line.iloc[0],
    }


def _review(challenges: pd.DataFrame) -> Iterator[dict]:
    unsure = challenges[challenges.basis.isin(["predicted", "outdated"])]
    for _, rows in unsure.groupby("persona_id", sort=False):
        persona, likely = rows.persona.iloc[0], int(rows.likely_gap.sum())
        why = f"challenges not reviewed in their present wording: {len(rows)}"
        if likely:
            why += f", {likely} of them likely gaps"
        yield _step("review", f"Review the pairs of {persona}", why, rows, _HALF * likely)


def _decide(open_: pd.DataFrame) -> Iterator[dict]:
    for _, row in open_[open_.decision_state.notna()].iterrows():
        step = f"Decide again about a challenge of {row.persona}"
        why = f"“{row.decision}” is {row.decision_state}"
        yield _step("decide", step, why, row.to_frame().T, 1.0)


def _recommended(open_: pd.DataFrame, recommendations: pd.DataFrame) -> Iterator[dict]:
    """Yield a step per recommendation that is the first of a gap, and per gap without one."""
    needed = recommendations[recommendations.kind != "not-a-need"]
    first = needed.drop_duplicates("challenge_id")
    columns = ["challenge_id", "persona_id", "persona", "path", "line", "text"]
    first = first.drop(columns=["persona_id", "path", "line"])
    best = open_[columns].merge(first, "left", "challenge_id", suffixes=("_challenge", ""))
    best["closes"] = best.verdict.map(_CERTAINTY).fillna(best.probability).fillna(_HALF)
    for (kind, _), rows in best[best.kind.notna()].groupby(["kind", "target"], sort=False):
        one = rows.loc[rows.closes.idxmax()]
        who = ", ".join(dict.fromkeys(rows.persona))
        step = {
            "reuse": f"Give {who} the remedy: {one.text}",
            "point-to": f"Point {who} to {one.text}",
            "write": f"Write for {who}: {one.text}",
        }[kind]
        noted = kind != "write" and isinstance(one.note, str)
        why = one.note if noted else "; ".join(one.reasons)
        yield _step(kind, step, why or f"closes a gap of {who}", rows, float(rows.closes.sum()))
    doubts = recommendations[recommendations.kind == "not-a-need"].set_index("challenge_id")
    for _, row in best[best.kind.isna()].iterrows():
        step, why = (
            f"Find a remedy for {row.persona}: {row.text_challenge}",
            "nothing is recommended for it",
        )
        if row.challenge_id in doubts.index:
            doubt = doubts.loc[row.challenge_id]
            reviewers = "some reviewers say" if pd.isna(doubt.verdict) else "reviewers say in part"
            why = f"{reviewers} that it is not a need: {doubt.note}".removesuffix(": None")
        yield _step("find", step, why, row.to_frame().T, 1.0)


def _fix(findings: pd.DataFrame) -> Iterator[dict]:
    errors = findings[findings.severity == "error"]
    for (path, rule), rows in errors.groupby(["path", "rule"], sort=False):
        step = f"Fix {rule} in {path}, {number(len(rows), 'place')}"
        yield _step(
            "fix", step, f"first: {rows.message.iloc[0]}", rows[["fingerprint", "path", "line"]]
        )


def _describe(corpus: Corpus) -> Iterator[dict]:
    statuses = corpus.personas.set_index("persona_id").status
    status = corpus.listings.persona_id.map(statuses).fillna("placeholder")
    missing = corpus.listings[(status == "placeholder").to_numpy()]
    titles = corpus.groups.set_index("group_id").title
    for group, rows in missing.groupby("group_id", sort=False):
        promised = "persona" if len(rows) == 1 else f"{len(rows)} personas"
        step = f"Write the {promised} that the index promises under {titles[group]}"
        why = f"no document says what is hard for {', '.join(rows['name'])}"
        yield _step("describe", step, why, rows.drop(columns="persona_id"))
