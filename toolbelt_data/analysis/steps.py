"""Steps: what should be done next, first things first."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ..corpus import Corpus
from ..errors import ParameterError
from .coverage import counted
from .tables import TABLE

EFFORTS = {
    "judge": 1,
    "decide": 1,
    "borrow": 1,
    "cite": 1,
    "mend": 1,
    "write": 2,
    "find": 3,
    "describe": 3,
}
"""What a step of each kind costs: 1 an hour or two, 2 a day or two, 3 weeks and other people."""

LEAST_EFFORT = min(EFFORTS.values())
"""An hour or two."""

_HALF = 0.5


def next_steps(
    corpus: Corpus,
    gaps: pd.DataFrame,
    proposals: pd.DataFrame,
    themes: pd.DataFrame,
    findings: pd.DataFrame,
    listings: pd.DataFrame,
    most: int | None = None,
) -> pd.DataFrame:
    """Say what to do next, and why.

    Parameters
    ----------
    corpus : Corpus
    gaps, proposals, themes, findings : pandas.DataFrame
        As :func:`toolbelt_data.analysis.gaps`,
        :func:`toolbelt_data.analysis.propose`,
        :func:`toolbelt_data.analysis.themes` and
        :func:`toolbelt_data.check` give them.
    listings : pandas.DataFrame
        As :func:`toolbelt_data.analysis.listing_states` gives it.
    most : int, optional
        How many to give; all where it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per step, as :data:`toolbelt_data.analysis.tables.TABLE`["steps"] declares.

    Raises
    ------
    ParameterError
        Where `most` is negative.

    Notes
    -----
    Ranked by how many challenges a step would answer for its effort
    (:data:`EFFORTS`): a remedy to borrow or an offering to cite counts by its
    score, and a step that only makes answers sure counts half of them.
    Steps that answer none come after, by how many other things they settle for
    their effort. Among equals the lesser effort comes first, then the order of
    the documents. A gap that something was decided about, and stands, is in no
    step.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data import check
    >>> from toolbelt_data.analysis import gaps, listing_states, pairs, propose, themes
    >>> corpus = load()
    >>> found = gaps(corpus)
    >>> steps = next_steps(corpus, found, propose(corpus, pairs(corpus), []),
    ...                    themes(corpus, found), check(corpus), listing_states(corpus))
    >>> steps["rank"].tolist() == list(range(1, len(steps) + 1))
    True
    """
    if most is not None and most < 0:
        raise ParameterError("parameter steps", f"{most}", "give a whole number from 0")
    own = counted(gaps)
    open_gaps = own[(own.coverage == "none") & ~own.decided]
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    found = [
        *_judge(own, names),
        *_decide(open_gaps, names),
        *_serve(open_gaps, proposals, names),
        *_write(open_gaps, names),
        *_find(open_gaps, themes),
        *_mend(findings),
        *_describe(listings),
    ]
    order = sorted(
        range(len(found)),
        key=lambda at: (
            -found[at]["answers"] / EFFORTS[found[at]["kind"]],
            -found[at]["settles"] / EFFORTS[found[at]["kind"]],
            EFFORTS[found[at]["kind"]],
            at,
        ),
    )
    return TABLE["steps"].frame(
        {"rank": rank, **found[at], "effort": EFFORTS[found[at]["kind"]]}
        for rank, at in enumerate(order[:most], start=1)
    )


def _step(kind: str, step: str, why: str, rows: pd.DataFrame, answers: float = 0.0) -> dict:
    first = rows.iloc[0]
    return {
        "kind": kind,
        "step": step,
        "why": why,
        "answers": answers,
        "settles": len(rows),
        "item_ids": list(rows.iloc[:, 0].astype(str)),
        "path": first.path,
        "line": first.line,
    }


def _judge(own: pd.DataFrame, names: dict[str, str]) -> Iterator[dict]:
    settled = (own.coverage == "none") & own.decided
    unsure = own[own.basis.isin(["suspect", "suggested"]) & ~settled]
    for persona, rows in unsure.groupby("persona_id", sort=False):
        yield _step(
            "judge",
            f"Judge the pairs of {names[persona]}",
            f"the answer for {len(rows)} of its challenges is a suggestion or rests on an earlier"
            " wording",
            rows,
            _HALF * len(rows),
        )


def _decide(gaps: pd.DataFrame, names: dict[str, str]) -> Iterator[dict]:
    for _, row in gaps[gaps.disposition.notna()].iterrows():
        yield _step(
            "decide",
            f"Decide again about a challenge of {names[row.persona_id]}",
            row.disposition,
            row.to_frame().T,
            1.0,
        )


def _serve(gaps: pd.DataFrame, proposals: pd.DataFrame, names: dict[str, str]) -> Iterator[dict]:
    """Give a step for each remedy to borrow or offering to cite, with the gaps it is best for."""
    best = proposals[proposals["rank"] == 1].set_index("challenge_id")
    served = gaps[gaps["class"].isin(["borrow", "cite"]) & gaps.challenge_id.isin(best.index)]
    served = served.assign(
        proposal=[best.proposal[name] for name in served.challenge_id],
        offered=[best.text[name] for name in served.challenge_id],
        sure=[best.score[name] for name in served.challenge_id],
    )
    for (kind, _), rows in served.groupby(["class", "proposal"], sort=False):
        who = ", ".join(dict.fromkeys(names[persona] for persona in rows.persona_id))
        what = rows.offered.iloc[0]
        yield _step(
            kind,
            f"Borrow for {who}: {what}" if kind == "borrow" else f"Cite {_name(what)} for {who}",
            "; ".join(best.reasons[rows.challenge_id.iloc[0]]),
            rows,
            float(rows.sure.sum()),
        )


def _name(offering: str) -> str:
    """Give an offering's name, without its description."""
    return offering.partition(": ")[0]


def _write(gaps: pd.DataFrame, names: dict[str, str]) -> Iterator[dict]:
    for persona, rows in gaps[gaps["class"] == "unwritten"].groupby("persona_id", sort=False):
        yield _step(
            "write",
            f"Write how the OpenSSF can help {names[persona]}",
            "its remedies are missing, empty or marked incomplete",
            rows,
            float(len(rows)),
        )


def _find(gaps: pd.DataFrame, themes: pd.DataFrame) -> Iterator[dict]:
    """Give a step for each trouble with open gaps, each gap under the trouble that most share."""
    left = gaps[gaps["class"] == "open"]
    for theme in themes.itertuples(index=False):
        rows = left[left.challenge_id.isin(theme.challenge_ids)]
        if not rows.empty:
            yield _step(
                "find",
                f"Find a remedy for: {theme.name}",
                f"{theme.personas} personas tell of it; nothing was found that would serve"
                f" {len(rows)} of their challenges",
                rows,
                float(len(rows)),
            )
            left = left.drop(rows.index)
    for _, row in left.iterrows():
        yield _step(
            "find",
            f"Find a remedy for: {row.text}",
            "nothing was found that would serve it",
            row.to_frame().T,
            1.0,
        )


def _mend(findings: pd.DataFrame) -> Iterator[dict]:
    errors = findings[findings.severity == "error"]
    for (path, rule), rows in errors.groupby(["path", "rule"], sort=False):
        places = "place" if len(rows) == 1 else "places"
        yield _step(
            "mend",
            f"Mend {rule} in {path}, {len(rows)} {places}",
            f"first: {rows.message.iloc[0]}",
            rows[["fingerprint", "path", "line"]],
        )


def _describe(listings: pd.DataFrame) -> Iterator[dict]:
    missing = listings[listings.state.isin(["unwritten", "placeholder"])]
    for group, rows in missing.groupby("group", sort=False):
        promised = "persona" if len(rows) == 1 else f"{len(rows)} personas"
        yield _step(
            "describe",
            f"Write the {promised} that the index promises under {group}",
            f"no document tells what is hard for {', '.join(rows['name'])}",
            rows,
        )
