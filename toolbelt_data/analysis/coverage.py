"""Coverage: how far the remedies of a persona address each of its challenges.

A prediction never counts as an answer: a pair that nobody reviewed has a
probability and no rating, and a challenge is a gap only if reviewers say so or
its persona has no remedies at all. Remedies after the first fifty of a persona are
not paired: then no challenge of it is a gap while all that were paired fail.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from ..corpus import MOST_REMEDIES, Corpus
from ..tables import Column, Table
from .prediction import LIKELY_GAP, probabilities
from .reviews import RATINGS, placed_decisions, placed_reviews
from .tables import declared

_STATES = ("unreviewed", "outdated", "unreviewed", "disputed", "agreed")
_PAIR = ["challenge_id", "remedy_id"]


def pairs(corpus: Corpus, reviews: pd.DataFrame) -> pd.DataFrame:
    """Rate each challenge and remedy of a persona by its reviews.

    Parameters
    ----------
    corpus : Corpus
    reviews : pandas.DataFrame
        As :func:`~toolbelt_data.analysis.read_reviews` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per pair. rating is the median of its reviews, the lower one if
        even; null where basis is predicted.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis.reviews import read_reviews
    >>> pairs(load(), read_reviews()).basis.value_counts().to_dict()
    {'reviewed': 320}
    """
    placed = placed_reviews(corpus, reviews)
    by_pair = placed.groupby(_PAIR, sort=False)
    ratings = by_pair.rating.quantile(interpolation="lower").astype("Int64")
    changed = placed[~placed.current].drop_duplicates(_PAIR, keep="last").set_index(_PAIR)
    found = probabilities(corpus).set_index(_PAIR)
    found["rating"] = ratings
    found["disagreement"] = (by_pair.rating.max() - by_pair.rating.min()).astype("Int64")
    current = by_pair.current.all().reindex(found.index)
    found["basis"] = current.map({True: "reviewed", False: "outdated"}).fillna("predicted")
    found[["challenge_before", "remedy_before"]] = changed[["challenge_before", "remedy_before"]]
    sums = set(corpus.statements[corpus.statements.sums_up.str.len() > 0].statement_id)
    found = found.reset_index()
    found["summary"] = found.challenge_id.isin(sums) | found.remedy_id.isin(sums)
    return declared("pairs", found)


def challenges(
    corpus: Corpus,
    pairs: pd.DataFrame,
    recommendations: pd.DataFrame,
    decisions: pd.DataFrame,
    today: str | None = None,
) -> pd.DataFrame:
    """Return each challenge's coverage, and the decision about it.

    Parameters
    ----------
    corpus : Corpus
    pairs : pandas.DataFrame
        As :func:`pairs` returns it.
    recommendations : pandas.DataFrame
        The reviewed ones, as :func:`~.recommendations.reviewed` returns them.
    decisions : pandas.DataFrame
        As :func:`~toolbelt_data.analysis.read_decisions` returns it.
    today : str, optional
        Day, ``YYYY-MM-DD``, after whose `until` a decision has expired; default:
        the edition's, and today for a folder without one.

    Returns
    -------
    pandas.DataFrame
        One row per challenge, in the order of the documents, as `docs/tables.md`
        describes.
    """
    found = corpus.statements[corpus.statements.section == "challenges"].set_index("statement_id")
    best = pairs.groupby("challenge_id").rating.max()
    unreviewed = pairs[pairs.rating.isna()].groupby("challenge_id")
    found["best"] = best.reindex(found.index)
    remedies = corpus.statements[corpus.statements.section == "remedies"].persona_id
    number = remedies.value_counts().reindex(found.persona_id, fill_value=0).to_numpy()
    unpaired = np.maximum(number - MOST_REMEDIES, 0)
    found["unreviewed"] = unreviewed.size().reindex(found.index, fill_value=0) + unpaired
    found["probability"] = unreviewed.probability.max().reindex(found.index)
    found["coverage"] = found.best.map(dict(enumerate(RATINGS)))
    alone = ~found.index.isin(pairs.challenge_id)
    open_ = ~(found.best > 0).fillna(False) & (found.unreviewed > 0)
    found.loc[alone, "coverage"] = "none"
    found.loc[open_, "coverage"] = "unreviewed"
    found["likely_gap"] = open_ & (found.probability < LIKELY_GAP) & (unpaired == 0)
    deciding = pairs[pairs.rating == best.reindex(pairs.challenge_id).to_numpy()]
    outdated = deciding[deciding.basis == "outdated"].challenge_id
    found["basis"] = "reviewed"
    found.loc[found.index.isin(outdated), "basis"] = "outdated"
    found.loc[open_, "basis"] = "predicted"
    found.loc[alone, "basis"] = "no remedies"
    addressing = pairs[pairs.rating > 0].sort_values(
        ["rating", "summary", "probability"], ascending=[False, True, False], kind="stable"
    )
    remedies = addressing.groupby("challenge_id").remedy_id.agg(list)
    found["remedies"] = [remedies.get(item, []) for item in found.index]
    verdicts = recommendations[recommendations.kind == "not-a-need"]
    needless = verdicts[verdicts.verdict == "yes"].challenge_id
    found["not_a_need"] = (found.coverage == "none") & found.index.isin(needless)
    found["summary"] = found.sums_up.str.len() > 0
    found["persona"] = found.persona_id.map(corpus.personas.set_index("persona_id").name)
    found = found.join(_decided(corpus, decisions, today))
    return declared("challenges", found.rename_axis("challenge_id").reset_index())


def gaps(challenges: pd.DataFrame) -> pd.DataFrame:
    """Return the gaps among challenges: coverage none, no summary, and a remedy is needed.

    Examples
    --------
    >>> from toolbelt_data import Analysis
    >>> len(gaps(Analysis().challenges))
    10
    """
    return challenges[
        (challenges.coverage == "none") & ~challenges.summary & ~challenges.not_a_need
    ]


def _decided(corpus: Corpus, decisions: pd.DataFrame, today: str | None) -> pd.DataFrame:
    """Return the decision on each challenge; of several, the one that matches best."""
    places = placed_decisions(corpus, decisions)
    columns = ["decision", "owner", "link", "until"]
    found = decisions[columns].iloc[places.row].set_axis(pd.Index(places.challenge_id), axis=0)
    edition = corpus.edition
    day = today or edition.date or (edition.name if edition.embedded else f"{date.today()}")
    found["decision_state"] = [
        "expired" if until and until < day else "standing" if same else "outdated"
        for until, same in zip(found.until.fillna(""), places.current, strict=True)
    ]
    return found


def review_queue(pairs: pd.DataFrame, challenges: pd.DataFrame) -> pd.DataFrame:
    """Order the pairs that deserve a review, likely gaps first.

    Parameters
    ----------
    pairs, challenges : pandas.DataFrame
        As :func:`pairs` and :func:`challenges` return them.

    Returns
    -------
    pandas.DataFrame
        One row per pair, without those of summary challenges: first the pairs of
        unreviewed challenges, the likeliest gap first and of it the likeliest
        remedy; then outdated pairs; then other pairs that nobody reviewed; then
        those about which reviewers disagree; then the rest.
    """
    counted = challenges[~challenges.summary].set_index("challenge_id")
    found = pairs[pairs.challenge_id.isin(counted.index)].copy()
    found["coverage"] = counted.coverage.reindex(found.challenge_id).to_numpy()
    found["likely_gap"] = counted.likely_gap.reindex(found.challenge_id).to_numpy()
    highest = counted.probability.reindex(found.challenge_id).to_numpy()
    predicted, open_ = found.basis == "predicted", found.coverage == "unreviewed"
    disputed = (found.disagreement > 0).fillna(False)
    kinds = [predicted & open_, found.basis == "outdated", predicted, disputed]
    found["order"] = np.select(kinds, range(len(kinds)), len(kinds))
    found["state"] = np.select(kinds, _STATES[:-1], _STATES[-1])
    found["highest"] = np.where(found.order == 0, highest, 0)
    found = found.sort_values(
        ["order", "highest", "probability"], ascending=[True, True, False], kind="stable"
    )
    return declared("review_queue", found)


def matrix(pairs: pd.DataFrame, challenges: pd.DataFrame) -> tuple[Table, pd.DataFrame]:
    """Return the matrix of challenges × remedies, as tracing tools show it.

    Parameters
    ----------
    pairs, challenges : pandas.DataFrame
        As :func:`pairs` and :func:`challenges` return them.

    Returns
    -------
    Table, pandas.DataFrame
        One row per challenge: challenge_id, persona, challenge, coverage, and for
        each remedy of its persona, `remedy_1` on, the rating 0, 1 or 2, or ? where
        nobody reviewed the pair.
    """
    known = pairs.rating.astype("object").where(pairs.rating.notna(), "?").astype(str)
    cells = pairs[["challenge_id"]].assign(
        cell=known, number=pairs.remedy_id.str.rsplit("/").str[-1].astype(int)
    )
    wide = cells.set_index(["challenge_id", "number"]).cell.unstack()  # noqa: PD010
    wide = wide.reindex(challenges.challenge_id).add_prefix("remedy_").reset_index(drop=True)
    head = challenges[["challenge_id", "persona", "text", "coverage"]]
    frame = pd.concat([head.rename(columns={"text": "challenge"}), wide], axis=1)
    about = "Rating of the persona's remedy of this number: 0, 1, 2; ? if nobody reviewed it."
    declared = [Column(name, "str", about, null=True) for name in wide]
    words = {
        "challenge_id": "The challenge.",
        "persona": "Name of the persona that has it.",
        "challenge": "What it says.",
        "coverage": "As in `challenges`.",
    }
    columns = [Column(name, "str", about) for name, about in words.items()] + declared
    table = Table("matrix", "challenge", tuple(columns), ("challenge_id",))
    return table, table.frame(frame.to_dict("records"))
