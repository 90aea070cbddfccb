"""Effects: what a comparison means for coverage, gaps and judgements."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from ..coverage import counted
from ..tables import EFFECTS, TABLE
from ..tables import JUDGEMENT_STATES as STATES_NOW
from .comparison import Comparison
from .reasons import Reasons

_RANKS = {"none": 0, "partial": 1, "direct": 2}
_STATES = {"judged": "judged", "suspect": "suspect", "suggested": "unjudged"}


def coverage_effects(both: Comparison, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Say what became of each challenge's coverage, and what may have moved it.

    Parameters
    ----------
    both : Comparison
    old, new : pandas.DataFrame
        The gaps of either edition, as :func:`toolbelt_data.analysis.gaps` gives
        them.

    Returns
    -------
    pandas.DataFrame
        One row per challenge that does not sum others up: number, effect,
        old_id, new_id, whose, old_coverage, new_coverage, old_basis, new_basis,
        reasons (list of str), text, path, line; gaps that came and went first.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import gaps
    >>> both = Comparison(load("2025-04-04"), load("2025-05-29"))
    >>> found = coverage_effects(both, gaps(both.old), gaps(both.new))
    >>> found.effect.value_counts().to_dict()
    {'new': 45, 'same': 31, 'new gap': 6}
    """
    then = {row.challenge_id: row for row in counted(old).itertuples(index=False)}
    now = {row.challenge_id: row for row in counted(new).itertuples(index=False)}
    told = Reasons(both)
    rows = []
    for one, row in then.items():
        other = both.statements.get(one)
        after = now.get(other) if other else None
        rows.append(_effect(both, told, row, after))
    known = {row["new_id"] for row in rows}
    rows += [_effect(both, told, None, row) for other, row in now.items() if other not in known]
    rows.sort(key=lambda row: EFFECTS.index(row["effect"]))
    return TABLE["coverage_effects"].frame({"number": n, **row} for n, row in enumerate(rows, 1))


class GapMoves(NamedTuple):
    """How many gaps came and went.

    Attributes
    ----------
    came, went : int
        With their challenges, too.
    crossed : int
        Challenges that had a remedy and have none, or the reverse.
    guessed : int
        Those of them that rest on suggestions now.
    """

    came: int
    went: int
    crossed: int
    guessed: int


def gap_moves(effects: pd.DataFrame) -> GapMoves:
    """Count the gaps that came and went.

    Parameters
    ----------
    effects : pandas.DataFrame
        As :func:`coverage_effects` gives it.

    Returns
    -------
    GapMoves

    Examples
    --------
    >>> found = pd.DataFrame({"effect": ["opened", "same"], "new_basis": ["suggested", "judged"]})
    >>> gap_moves(found)
    GapMoves(came=1, went=0, crossed=1, guessed=1)
    """
    crossed = effects[effects.effect.isin(["opened", "closed"])]
    return GapMoves(
        int(effects.effect.isin(["opened", "new gap"]).sum()),
        int(effects.effect.isin(["closed", "gap removed"]).sum()),
        len(crossed),
        int((crossed.new_basis == "suggested").sum()),
    )


def judgement_effects(both: Comparison, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Say what became of each pair's judgements.

    Parameters
    ----------
    both : Comparison
    old, new : pandas.DataFrame
        The pairs of either edition, as :func:`toolbelt_data.analysis.pairs`
        gives them with the same judgements.

    Returns
    -------
    pandas.DataFrame
        One row per pair of either edition, those with a restating text left
        out: number, old_state and new_state (judged, suspect, unjudged; gone
        where the pair is no more), the ids and levels of then and now.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import pairs
    >>> both = Comparison(load("2025-04-04"), load("2025-05-29"))
    >>> found = judgement_effects(both, pairs(both.old), pairs(both.new))
    >>> found.groupby(["old_state", "new_state"]).size().to_dict()
    {('judged', 'judged'): 131}
    """
    then = _by_pair(old)
    now = _by_pair(new)
    rows, known = [], set()
    for (challenge, remedy), row in then.items():
        pair = both.statements.get(challenge), both.statements.get(remedy)
        after = now.get(pair)
        known.add(pair)
        rows.append(_pair(row, after))
    rows += [_pair(None, row) for pair, row in now.items() if pair not in known]
    return TABLE["judgement_effects"].frame({"number": n, **row} for n, row in enumerate(rows, 1))


def judgement_states(effects: pd.DataFrame) -> pd.DataFrame:
    """Count pairs by what was known of them then and is now.

    Parameters
    ----------
    effects : pandas.DataFrame
        As :func:`judgement_effects` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per state of then that some pair was in: old_state (judged,
        suspect, unjudged, or new for those that were no pair), and the counts
        judged, suspect, unjudged, gone (int64).
    """
    then = effects.old_state.fillna("new")
    return TABLE["judgement_state_counts"].frame(
        {
            "old_state": state,
            **{now: int((effects.new_state[then == state] == now).sum()) for now in STATES_NOW},
        }
        for state in (*STATES_NOW[:3], "new")
        if (then == state).any()
    )


def _by_pair(pairs: pd.DataFrame) -> dict[tuple[str, str], Any]:
    own = pairs[~pairs.restating]
    return {(row.challenge_id, row.remedy_id): row for row in own.itertuples(index=False)}


def _pair(old: Any, new: Any) -> dict[str, Any]:
    return {
        "old_state": _STATES[old.basis] if old else None,
        "new_state": _STATES[new.basis] if new else "gone",
        "old_challenge_id": old.challenge_id if old else None,
        "old_remedy_id": old.remedy_id if old else None,
        "new_challenge_id": new.challenge_id if new else None,
        "new_remedy_id": new.remedy_id if new else None,
        "old_level": old.level if old else None,
        "new_level": new.level if new else None,
    }


def _effect(both: Comparison, told: Reasons, old: Any, new: Any) -> dict[str, Any]:
    last = new or old
    holder = both.personas.new if new else both.personas.old
    return {
        "effect": _name(old, new),
        "old_id": old.challenge_id if old else None,
        "new_id": new.challenge_id if new else None,
        "whose": holder[last.persona_id].name,
        "old_coverage": old.coverage if old else None,
        "new_coverage": new.coverage if new else None,
        "old_basis": old.basis if old else None,
        "new_basis": new.basis if new else None,
        "reasons": list(told.of(old, new)),
        "text": last.text,
        "path": last.path,
        "line": last.line,
    }


def _name(old: Any, new: Any) -> str:
    if old is None:
        return "new gap" if new.coverage == "none" else "new"
    if new is None:
        return "gap removed" if old.coverage == "none" else "removed"
    before, after = _RANKS[old.coverage], _RANKS[new.coverage]
    if before == after:
        return "same"
    if not after:
        return "opened"
    if not before:
        return "closed"
    return "weaker" if after < before else "stronger"
