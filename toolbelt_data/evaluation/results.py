"""Results: everything that is measured of the model, in tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from ..analysis import read_judgements
from ..analysis.bearing import Reader, read_model
from ..corpus import load
from ..errors import NothingToMeasure
from ..source import embedded_edition
from . import measures
from .baselines import BASELINES
from .causes import causes
from .contributions import contributions
from .intervals import interval
from .judged import judged_pairs
from .validation import by_features, left_out

MODEL = "the model"
"""What it is called among the methods."""


@dataclass(frozen=True)
class Results:
    """What was measured.

    Parameters
    ----------
    pairs : pandas.DataFrame
        The judged pairs with what the model says of them, each persona's from
        the others.
    methods : pandas.DataFrame
        One row per method, by name: average_precision, f1 and gap_f1 with the
        ends of their intervals (`_low`, `_high`), precision and recall.
    gain : pandas.DataFrame
        One row per baseline, by name: how far the model's average_precision and
        f1 are above it, with the ends of their intervals.
    personas : pandas.DataFrame
        One row per persona, by id: pairs, share (that bear), average_precision
        and f1.
    reliability : pandas.DataFrame
        As :func:`toolbelt_data.evaluation.measures.reliability` gives it.
    contributions : pandas.DataFrame
        As :func:`toolbelt_data.evaluation.contributions.contributions` does.
    causes : pandas.DataFrame
        As :func:`toolbelt_data.evaluation.causes.causes` does.
    numbers : dict of str to float
        challenges and gaps, that are counted, and gaps_found; brier, and that of the share
        alone; f1 and average precision of level 2; agreement, the mean F1
        between two reviewers.
    """

    pairs: pd.DataFrame
    methods: pd.DataFrame
    gain: pd.DataFrame
    personas: pd.DataFrame
    reliability: pd.DataFrame
    contributions: pd.DataFrame
    causes: pd.DataFrame
    numbers: dict[str, float]


def measure(sources: Sequence[str] = ()) -> Results:
    """Measure the model, each persona's pairs by a model that saw the others' alone.

    Parameters
    ----------
    sources : sequence of str
        Folders of documents whose pairs are asked for; the newest embedded
        edition, all of whose pairs were judged, where none is given. What is
        learned, is learned from that always.

    Raises
    ------
    NothingToMeasure
        Where no pair of the sources was judged.
    SourceError
        Where a source cannot be read.
    """
    learned = [load(embedded_edition())]
    asked = [load(source) for source in sources] or learned
    lexicons = read_model().lexicons
    reader = Reader(lexicons)
    pairs = judged_pairs(asked, reader)
    if pairs.empty:
        found = "no pair of challenge and remedy in it was judged"
        raise NothingToMeasure(", ".join(map(str, sources)), found, "give a folder of documents")
    known = judged_pairs(learned, reader)
    said = {name: left_out(method, pairs, known) for name, method in BASELINES.items()}
    said[MODEL] = left_out(by_features(), pairs, known)
    return Results(
        pairs=said[MODEL],
        methods=pd.DataFrame({name: _figures(own) for name, own in said.items()}).T,
        gain=pd.DataFrame({name: _gain(said[MODEL], said[name]) for name in BASELINES}).T,
        personas=_personas(said[MODEL]),
        reliability=measures.reliability(*_arrays(said[MODEL])[:2]),
        contributions=contributions(asked, learned, lexicons),
        causes=causes(said[MODEL], reader),
        numbers=_numbers(said[MODEL], left_out(by_features(level=2), pairs, known, level=2)),
    )


def _arrays(said: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return said.bears.to_numpy(), said.score.to_numpy(), said.said.to_numpy()


def _figures(own: pd.DataFrame) -> dict[str, float]:
    bears, scores, said = _arrays(own)
    gaps = measures.gaps_said(own)
    gap, gap_said = gaps.gap.to_numpy(), gaps.said.to_numpy()
    personas = own.persona_id.to_numpy()
    every = np.arange(len(own))
    figures = {}
    for name, of, measured in (
        (
            "average_precision",
            personas,
            lambda rows: measures.average_precision(bears[rows], scores[rows]),
        ),
        ("f1", personas, lambda rows: measures.f1(bears[rows], said[rows])),
        (
            "gap_f1",
            gaps.persona_id.to_numpy(),
            lambda rows: measures.f1(gap[rows], gap_said[rows]),
        ),
    ):
        figures[name] = measured(every[: len(of)])
        figures[f"{name}_low"], figures[f"{name}_high"] = interval(of, measured)
    figures["precision"], figures["recall"] = measures.precision_recall(bears, said)
    return figures


def _gain(model: pd.DataFrame, baseline: pd.DataFrame) -> dict[str, float]:
    bears, scores, said = _arrays(model)
    _, its_scores, its_said = _arrays(baseline)
    personas = model.persona_id.to_numpy()
    figures = {}
    for name, measured in (
        (
            "average_precision",
            lambda rows: (
                measures.average_precision(bears[rows], scores[rows])
                - measures.average_precision(bears[rows], its_scores[rows])
            ),
        ),
        (
            "f1",
            lambda rows: (
                measures.f1(bears[rows], said[rows]) - measures.f1(bears[rows], its_said[rows])
            ),
        ),
    ):
        figures[name] = measured(np.arange(len(model)))
        figures[f"{name}_low"], figures[f"{name}_high"] = interval(personas, measured)
    return figures


def _personas(said: pd.DataFrame) -> pd.DataFrame:
    rows = {}
    for persona, own in said.groupby("persona_id"):
        bears, scores, own_said = _arrays(own)
        rows[persona] = {
            "pairs": len(own),
            "share": bears.mean(),
            "average_precision": measures.average_precision(bears, scores),
            "f1": measures.f1(bears, own_said),
        }
    return pd.DataFrame(rows).T.sort_values("pairs", ascending=False, kind="stable")


def _numbers(said: pd.DataFrame, direct: pd.DataFrame) -> dict[str, float]:
    bears, scores, _ = _arrays(said)
    directly, its_scores, its_said = _arrays(direct)
    gaps = measures.gaps_said(said)
    return {
        "challenges": len(gaps),
        "gaps": int(gaps.gap.sum()),
        "gaps_found": int((gaps.gap & gaps.said).sum()),
        "brier": measures.brier(bears, scores),
        "brier_of_share": measures.brier(bears, np.full(len(bears), bears.mean())),
        "direct_average_precision": measures.average_precision(directly, its_scores),
        "direct_f1": measures.f1(directly, its_said),
        "direct_share": directly.mean(),
        "agreement": _agreement(),
    }


def _agreement() -> float:
    bears = read_judgements().pivot_table(
        index=["challenge_id", "remedy_id"], columns="reviewer", values="level"
    )
    bears = bears.dropna() >= 1
    pairs = combinations(bears.columns, 2)
    return float(np.mean([measures.f1(bears[a].to_numpy(), bears[b].to_numpy()) for a, b in pairs]))
