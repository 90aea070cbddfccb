"""Recommendations: next steps for challenges, from people's verdicts and the program's ideas."""

from __future__ import annotations

import pandas as pd

from ..corpus import Corpus
from .reviews import follow
from .tables import TABLE, declared

ENOUGH = 3
"""Verdicts from which on a recommendation counts as reviewed: two cannot outvote each other."""

MOST = 3
"""Recommendations that are shown for a challenge."""

VERDICTS = TABLE["verdicts"].values("verdict")
_STEP = ["challenge_id", "kind", "target"]


def placed_verdicts(corpus: Corpus, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Find the challenges of a corpus, and the steps for them, that verdicts are about.

    Parameters
    ----------
    corpus : Corpus
        The whole edition: in a part of it, remedies of others are missing.
    verdicts : pandas.DataFrame
        As :func:`~toolbelt_data.analysis.read_recommendations` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per challenge, kind, target (of now) and reviewer whose challenge
        and remedy are still there, unless the persona has that remedy by now:
        verdict, note, current (whether the texts are those that were reviewed)
        and row (position of the verdict in `verdicts`).

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import read_recommendations
    >>> placed_verdicts(load(), read_recommendations()).current.all()
    np.True_
    """
    reuse = (verdicts.kind == "reuse").to_numpy()
    targets = _nearest(
        follow(corpus, "remedies", verdicts[reuse], "target"), verdicts[reuse].target
    )
    targets["row"] = reuse.nonzero()[0][targets.row]
    owned = pd.MultiIndex.from_frame(targets[["row", "persona_id"]])
    targets = targets.drop_duplicates("row")
    found = _nearest(follow(corpus, "challenges", verdicts, "challenge"), verdicts.challenge_id)
    found = found.merge(targets, on="row", how="left", suffixes=("", "_target"))
    rows = verdicts.iloc[found.row].reset_index(drop=True)
    found = rows.assign(
        challenge_id=found.item_id,
        target=found.item_id_target.where(rows.kind == "reuse", rows.target),
        current=found.same & found.same_target.astype("boolean").fillna(True),
        own=found.own,
        row=found.row,
        taken=pd.MultiIndex.from_frame(found[["row", "persona_id"]]).isin(owned),
    )
    lost = (found.kind == "reuse") & found.target.isna()
    found = found[~lost & ~found.taken]
    # A reviewer's verdict on these texts comes first, else the one for this persona.
    order = found.sort_values(["current", "own"], ascending=False, kind="stable")
    found = found.loc[order.drop_duplicates([*_STEP, "reviewer"]).index.sort_values()]
    return found[[*_STEP, "reviewer", "verdict", "note", "current", "row"]].reset_index(drop=True)


def reviewed(corpus: Corpus, verdicts: pd.DataFrame) -> pd.DataFrame:
    """Aggregate the verdicts on next steps for the challenges of a corpus.

    Parameters
    ----------
    corpus : Corpus
        The whole edition: in a part of it, remedies of others are missing.
    verdicts : pandas.DataFrame
        As :func:`~toolbelt_data.analysis.read_recommendations` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per challenge, kind and target whose challenge and remedy are
        still there, unless the persona has that remedy by now: challenge_id,
        kind, target, verdict (the median, the lower one if even; null below
        three), reviewers, basis (reviewed, outdated; proposed below three) and note (of the first
        reviewer with that verdict).

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import read_recommendations
    >>> found = reviewed(load(), read_recommendations())
    >>> found[found.kind == "not-a-need"].verdict.value_counts().to_dict()
    {'no': 3, 'yes': 2, 'partly': 1}
    """
    found = placed_verdicts(corpus, verdicts)
    found["rating"] = found.verdict.map(VERDICTS.index).astype(int)
    steps = found.groupby(_STEP, sort=False, dropna=False)
    found["median"] = steps.rating.transform("quantile", interpolation="lower")
    summed = pd.DataFrame(
        {
            "reviewers": steps.size(),
            "basis": steps.current.all().map({True: "reviewed", False: "outdated"}),
            "median": steps["median"].first().astype(int),
            "note": found[found.rating == found["median"]]
            .groupby(_STEP, sort=False, dropna=False)
            .note.agg(lambda notes: notes.iloc[0]),
        }
    ).reset_index()
    few = summed.reviewers < ENOUGH
    summed["verdict"] = summed["median"].map(VERDICTS.__getitem__).mask(few)
    summed["basis"] = summed.basis.mask(few, "proposed")
    summed = summed[~few | (summed["median"] > 0)]
    return summed.drop(columns="median").astype({"target": object, "note": object})


def _nearest(places: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    """Return the places of equal texts, the same id first; else that of a light rewording."""
    places["own"] = places.item_id.to_numpy() == ids.to_numpy()[places.row]
    places = places.sort_values(["same", "likeness", "own"], ascending=False, kind="stable")
    return places[places.same | ~places.duplicated("row")].sort_values("row", kind="stable")


def _steps(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows[_STEP])


def recommendations(
    corpus: Corpus,
    challenges: pd.DataFrame,
    reviewed: pd.DataFrame,
    ideas: pd.DataFrame,
    catalogue: pd.DataFrame,
) -> pd.DataFrame:
    """Choose the recommendations for each gap and partly covered challenge.

    Parameters
    ----------
    corpus : Corpus
        The whole edition.
    challenges : pandas.DataFrame
        As :func:`~.coverage.challenges` returns it.
    reviewed : pandas.DataFrame
        As :func:`reviewed` returns it.
    ideas : pandas.DataFrame
        The program's, as :func:`~.prediction.ideas` returns them.
    catalogue : pandas.DataFrame
        What the OpenSSF offers.

    Returns
    -------
    pandas.DataFrame
        At most three rows per challenge: those reviewed as yes, then as partly,
        then those with fewer than three verdicts, then ideas by probability.
        What reviewers rejected is left out.
    """
    wanted = challenges[challenges.coverage.isin(["none", "partial"]) & ~challenges.summary]
    reviewed = reviewed.assign(reasons=[[] for _ in range(len(reviewed))])
    unreviewed = ideas.assign(basis="predicted", reviewers=0)
    decided = reviewed[reviewed.verdict.notna()]
    unreviewed = unreviewed[~_steps(unreviewed).isin(_steps(decided))]
    proposed = reviewed[reviewed.verdict.isna() & ~_steps(reviewed).isin(_steps(unreviewed))]
    found = pd.concat([decided[decided.verdict != "no"], proposed, unreviewed], ignore_index=True)
    found = found.merge(wanted[["challenge_id", "persona_id", "path", "line"]], on="challenge_id")
    order = {item: at for at, item in enumerate(wanted.challenge_id)}
    found["place"] = found.challenge_id.map(order)
    found["first"] = found.verdict.map({"yes": 0, "partly": 1})
    found["first"] = found["first"].fillna((found.basis == "predicted") + 2)
    found = found.sort_values(
        ["place", "first", "probability"], ascending=[True, True, False], kind="stable"
    )
    found["position"] = found.groupby("challenge_id").cumcount() + 1
    found = found[found.position <= MOST]
    names = catalogue.set_index("resource_id").resource
    texts = corpus.statements.set_index("statement_id").text
    described = found.target.map(texts).fillna(found.target.map(names)).fillna(found.target)
    found["text"] = described.where(found.kind.isin(["reuse", "point-to"]), found.note)
    return declared("recommendations", found)
