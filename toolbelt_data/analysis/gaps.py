"""Gaps: which challenges have a remedy, how sure that is, and which have none."""

from __future__ import annotations

import pandas as pd

from ..corpus import Corpus
from .judging.dispositions import disposed
from .judging.judgements import LEVELS, read_judgements
from .judging.matching import Judged
from .levels import coverage_of, levels_of_pairs
from .proposals import propose
from .suggestions import THRESHOLD
from .tables import BASES, GAPS, PAIRS, PROPOSAL_KINDS

DOUBT = 0.65
"""Score below which a coverage that nobody judged may be none.

On the judged pairs, each persona's scored by a model that never saw it, 8 of 9
gaps were among the 22 or 24 of 48 challenges whose highest score was below it
(originals and restatements). It was chosen on the same challenges.
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
    {'judged': 174}
    """
    statements = corpus.statements.set_index("statement_id")
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
                "restating": bool(
                    statements.restates[pair.challenge_id] or statements.restates[pair.remedy_id]
                ),
            }
        )
    return PAIRS.frame(rows)


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
        :data:`toolbelt_data.analysis.tables.GAPS` declares. Challenges that sum
        up others are there, with those in ``restates``; leave them out of every
        count.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> found = gaps(load())
    >>> found[found.restates.str.len() == 0].coverage.value_counts().to_dict()
    {'direct': 21, 'partial': 14, 'none': 9}
    """
    levels = pairs(corpus, judgements, threshold=threshold)
    return gaps_of(corpus, levels, catalogue, dispositions=dispositions, today=today)


def gaps_of(
    corpus: Corpus,
    levels: pd.DataFrame,
    catalogue: pd.DataFrame | None = None,
    *,
    dispositions: pd.DataFrame | None = None,
    today: str | None = None,
) -> pd.DataFrame:
    """Give the gaps of pairs whose levels are known already.

    Parameters
    ----------
    corpus : Corpus
    levels : pandas.DataFrame
        As :func:`pairs` gives it.
    catalogue, dispositions, today
        As :func:`gaps` takes them.

    Returns
    -------
    pandas.DataFrame
        As :func:`gaps` gives it.
    """
    coverage = coverage_of(zip(levels.challenge_id, levels.level, strict=True))
    by_challenge = dict(list(levels.groupby("challenge_id", sort=False)))
    remedies = corpus.sections[corpus.sections.section == "remedies"].set_index("persona_id").status
    challenges = corpus.statements[corpus.statements.section == "challenges"]
    sums = set(corpus.statements[corpus.statements.restates.str.len() > 0].statement_id)
    served = set(levels[levels.level > 0].challenge_id)
    wanting = [name for name in challenges.statement_id if name not in served | sums]
    proposed = propose(corpus, levels, wanting, catalogue)
    proposals = dict(list(proposed.groupby("challenge_id", sort=False)))
    decided = disposed(corpus, dispositions, today)
    words = dict(zip(decided.challenge_id, decided.words, strict=True))
    standing = set(decided[decided.state == "standing"].challenge_id)
    rows = []
    for row in challenges.itertuples():
        own = by_challenge.get(row.statement_id, levels.iloc[:0])
        covered = coverage.get(row.statement_id, "none")
        level = LEVELS.index(covered)
        bearing = own[own.level > 0]
        bearing = bearing.assign(sums=bearing.remedy_id.isin(sums))
        bearing = bearing.sort_values(
            ["level", "sums", "score", "remedy_id"], ascending=[False, True, False, True]
        )
        offered = proposals.get(row.statement_id, proposed.iloc[:0])
        rows.append(
            {
                "challenge_id": row.statement_id,
                "persona_id": row.persona_id,
                "coverage": covered,
                "basis": _basis(own, level),
                "remedies": list(bearing.remedy_id),
                "score": float(own.score.max()) if len(own) else None,
                "doubtful": bool(
                    level
                    and own[own.level > 0].basis.eq("suggested").all()
                    and own.score.max() < DOUBT
                ),
                "class": _class(level, remedies[row.persona_id], set(offered.kind)),
                "proposals": list(offered.proposal),
                "disposition": words.get(row.statement_id),
                "decided": row.statement_id in standing,
                "restates": row.restates,
                "text": row.text,
                "path": row.path,
                "line": row.line,
            }
        )
    return GAPS.frame(rows)


def _class(level: int, remedies: str, offered: set[str]) -> str:
    if level:
        return "covered"
    if remedies != "written":
        return "unwritten"
    return next((kind for kind in PROPOSAL_KINDS if kind in offered), "open")


def _basis(own: pd.DataFrame, level: int) -> str | None:
    """Say what the coverage rests on.

    A remedy that bears decides by its surest pair; that nothing bears is as
    sure as the least sure pair.
    """
    if own.empty:
        return None
    deciding = own[own.level == level].basis if level else own.basis
    order = [BASES.index(basis) for basis in deciding]
    return BASES[min(order) if level else max(order)]
