"""Gaps: which challenges have a remedy, how sure that is, and which have none."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from ..corpus import Corpus
from .coverage import unserved
from .judging.dispositions import disposed
from .judging.judgements import LEVELS, read_judgements
from .judging.matching import Judged
from .levels import coverage_of, levels_of_pairs
from .proposals import propose
from .suggestions import THRESHOLD
from .tables import BASES, PROPOSAL_KINDS, TABLE

DOUBT = 0.65
"""Score below which a coverage that nobody judged may be none.

On the judged pairs, each persona's scored by a model that never saw it, 9 of 12
gaps were among the 31 or 28 of 70 challenges whose highest score was below it
(originals and restatements). It was chosen on 48 of them.
"""


def pairs(
    corpus: Corpus, judgements: pd.DataFrame | None = None, *, threshold: float = THRESHOLD
) -> pd.DataFrame:
    """Give each challenge and remedy of a persona its level, and say where it is from.

    Parameters
    ----------
    corpus : Corpus
    judgements : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.read_judgements` gives it; those that
        travel with the package where it is left out.
    threshold : float
        Score from which a suggestion's level is 1.

    Returns
    -------
    pandas.DataFrame
        One row per pair. basis is judged where both texts are those that were
        judged, wherever they stand now; suspect where a text changed since,
        and then challenge_before and remedy_before have what was judged, where
        that is known; suggested where nobody judged.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> pairs(load()).basis.value_counts().to_dict()
    {'judged': 320}
    """
    sums = _sums(corpus)
    judged = Judged(read_judgements() if judgements is None else judgements, corpus)
    rows = []
    for pair in levels_of_pairs(corpus, judged, threshold):
        both = pair.challenge_id, pair.remedy_id
        before = judged.before(both, pair.verdict) if pair.basis == "suspect" else (None, None)
        rows.append(
            {
                "challenge_id": pair.challenge_id,
                "remedy_id": pair.remedy_id,
                "persona_id": pair.persona_id,
                "level": pair.level,
                "basis": pair.basis,
                "score": pair.score,
                "disagreement": pair.verdict.disagreement if pair.verdict else None,
                "challenge_before": before[0],
                "remedy_before": before[1],
                "restating": pair.challenge_id in sums or pair.remedy_id in sums,
            }
        )
    return TABLE["pairs"].frame(rows)


def gaps(
    corpus: Corpus,
    judgements: pd.DataFrame | None = None,
    catalogue: pd.DataFrame | None = None,
    *,
    threshold: float = THRESHOLD,
    dispositions: pd.DataFrame | None = None,
    today: str | None = None,
) -> pd.DataFrame:
    """Give each challenge its coverage, its remedies, its class and what would serve it.

    Parameters
    ----------
    corpus : Corpus
    judgements : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.read_judgements` gives it; those that
        travel with the package where it is left out.
    catalogue : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.catalogue` gives it; the embedded one
        where it is left out.
    threshold : float
        Score from which a suggestion's level is 1.
    dispositions : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.read_dispositions` gives it; those that
        travel with the package where it is left out.
    today : str, optional
        Day against which dispositions lapse, as
        :func:`toolbelt_data.analysis.disposed` takes it.

    Returns
    -------
    pandas.DataFrame
        One row per challenge, in the order of the documents, as
        :data:`toolbelt_data.analysis.tables.TABLE`["gaps"] declares. Challenges that sum
        up others are there, with those in ``sums_up``; leave them out of every
        count.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> found = gaps(load())
    >>> found[found.sums_up.str.len() == 0].coverage.value_counts().to_dict()
    {'direct': 38, 'partial': 20, 'none': 12}
    """
    levels = pairs(corpus, judgements, threshold=threshold)
    return gaps_of(corpus, levels, catalogue, dispositions=dispositions, today=today)


def gaps_of(
    corpus: Corpus,
    levels: pd.DataFrame,
    catalogue: pd.DataFrame | None = None,
    *,
    proposals: pd.DataFrame | None = None,
    dispositions: pd.DataFrame | None = None,
    today: str | None = None,
) -> pd.DataFrame:
    """Give the gaps of pairs whose levels are known already.

    Parameters
    ----------
    corpus : Corpus
    levels : pandas.DataFrame
        As :func:`pairs` gives it.
    proposals : pandas.DataFrame, optional
        What :func:`toolbelt_data.analysis.propose` gives for the challenges of
        :func:`toolbelt_data.analysis.coverage.unserved`; worked out where it is left out.
    catalogue, dispositions, today
        As :func:`gaps` takes them.

    Returns
    -------
    pandas.DataFrame
        As :func:`gaps` gives it.
    """
    coverage = coverage_of(zip(levels.challenge_id, levels.level, strict=True))
    by_challenge: dict[str, list[_Pair]] = {}
    columns = (levels[name].tolist() for name in ("challenge_id", *_Pair._fields))
    for challenge_id, *pair in zip(*columns, strict=True):
        by_challenge.setdefault(challenge_id, []).append(_Pair(*pair))
    own_remedies = corpus.sections[corpus.sections.section == "remedies"]
    remedies = dict(zip(own_remedies.persona_id, own_remedies.status, strict=True))
    challenges = corpus.statements[corpus.statements.section == "challenges"]
    sums = _sums(corpus)
    if proposals is None:
        proposals = propose(corpus, levels, unserved(corpus, levels), catalogue)
    offered: dict[str, list[tuple[str, str]]] = {}
    for challenge_id, *proposal in zip(
        proposals.challenge_id, proposals.kind, proposals.proposal, strict=True
    ):
        offered.setdefault(challenge_id, []).append(tuple(proposal))
    decided = disposed(corpus, dispositions, today)
    words = dict(zip(decided.challenge_id, decided.words, strict=True))
    standing = set(decided[decided.state == "standing"].challenge_id)
    rows = []
    for row in challenges.itertuples(index=False):
        own = by_challenge.get(row.statement_id, [])
        covered = coverage.get(row.statement_id, "none")
        level = LEVELS.index(covered)
        bearing = [pair for pair in own if pair.level > 0]
        bearing.sort(key=lambda one: (-one.level, one.remedy_id in sums, -one.score, one.remedy_id))
        score = max((pair.score for pair in own), default=None)
        mine = offered.get(row.statement_id, [])
        rows.append(
            {
                "challenge_id": row.statement_id,
                "persona_id": row.persona_id,
                "coverage": covered,
                "basis": _basis(own, level),
                "remedies": [pair.remedy_id for pair in bearing],
                "score": score,
                "doubtful": bool(
                    level and all(pair.basis == "suggested" for pair in bearing) and score < DOUBT
                ),
                "class": _class(level, remedies[row.persona_id], {kind for kind, _ in mine}),
                "proposals": [proposal for _, proposal in mine],
                "disposition": words.get(row.statement_id),
                "decided": row.statement_id in standing,
                "sums_up": row.sums_up,
                "text": row.text,
                "path": row.path,
                "line": row.line,
            }
        )
    return TABLE["gaps"].frame(rows)


class _Pair(NamedTuple):
    remedy_id: str
    level: int
    basis: str
    score: float


def _sums(corpus: Corpus) -> set[str]:
    """Give the statements that sum others up."""
    both = zip(corpus.statements.statement_id, corpus.statements.sums_up, strict=True)
    return {name for name, sums_up in both if sums_up}


def _class(level: int, remedies: str, offered: set[str]) -> str:
    if level:
        return "covered"
    if remedies != "written":
        return "unwritten"
    return next((kind for kind in PROPOSAL_KINDS if kind in offered), "open")


def _basis(own: list[_Pair], level: int) -> str | None:
    """Say what the coverage rests on.

    A remedy that bears decides by its surest pair; that nothing bears is as
    sure as the least sure pair.
    """
    if not own:
        return None
    order = [BASES.index(pair.basis) for pair in own if not level or pair.level == level]
    return BASES[min(order) if level else max(order)]
