"""Training: how the lexicons and the model are made, the same way each time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

from ..analysis.bearing import (
    FEATURES,
    MODEL_FILE,
    Inputs,
    Knowledge,
    Lexicon,
    Model,
    Reader,
    Recogniser,
    Scale,
    read_knowledge,
)
from ..analysis.bearing.words import stems
from ..corpus import Corpus
from .examples import Example, read_examples
from .judged import judged_pairs
from .measures import best_threshold

RIDGE = 5.0
"""Weight of the penalty on what an entry of a lexicon tells."""

SMALLEST = 0.07
"""What an entry tells less than this is left out of a lexicon."""

PENALTY = 0.03
"""Inverse of the weight of the penalty on the model's coefficients (scikit-learn's C)."""

_COMMON = 2
_SHOWN = 0.2


def lexicons(
    examples: Sequence[Example], knowledge: Knowledge, *, cues: bool = True
) -> dict[str, Lexicon]:
    """Learn from worked examples what words tell.

    Parameters
    ----------
    examples : sequence of Example
    knowledge : Knowledge
    cues : bool
        Whether concepts that cues show count beside stems.

    Returns
    -------
    dict of str to Lexicon
        For challenges and for remedies.

    Notes
    -----
    Ridge regression of what the examples tell, less its mean, on their stems
    and concepts. A stem counts that occurs in two examples or more.
    """
    weights = _weights([example.text for example in examples], knowledge)
    if not cues:
        weights = {entry: weight for entry, weight in weights.items() if ":" not in entry}
    inputs = Inputs(knowledge, weights)
    made = {}
    for kind in ("challenge", "remedy"):
        own = [example for example in examples if example.kind == kind]
        told = np.array([example.tells for example in own])
        rows = np.array([inputs.row(example.text) for example in own])
        ridge = Ridge(alpha=RIDGE, fit_intercept=False, solver="cholesky")
        tells = ridge.fit(rows, told - told.mean(axis=0)).coef_.T.round(2)
        tells[np.abs(tells) < SMALLEST] = 0.0
        made[kind] = Lexicon(knowledge, weights, tells)
    return made


def _weights(texts: Sequence[str], knowledge: Knowledge) -> dict[str, float]:
    recogniser = Recogniser(knowledge.concepts)
    seen = Counter(stem for text in texts for stem in stems(text))
    shown = sum(recogniser.weights(text) > _SHOWN for text in texts)
    return {
        **{
            stem: round(float(np.log(len(texts) / count)), 2)
            for stem, count in sorted(seen.items())
            if count >= _COMMON and not stem.isdigit()
        },
        **{
            concept: round(float(np.log1p(len(texts) / (1 + count))), 2)
            for concept, count in zip(recogniser.ids, shown, strict=True)
        },
    }


def fit(table: pd.DataFrame, made: dict[str, Lexicon]) -> Model:
    """Fit the model on judged pairs.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per judged pair: persona_id, level and :data:`FEATURES`.
    made : dict of str to Lexicon

    Returns
    -------
    Model
    """
    features = table[list(FEATURES)].to_numpy()
    personas = table.persona_id.to_numpy()
    scales = [fit_scale(features, (table.level >= level).to_numpy(), personas) for level in (1, 2)]
    return Model(made, *scales)


def fit_scale(features: np.ndarray, bears: np.ndarray, personas: np.ndarray) -> Scale:
    """Fit the probability that a pair bears.

    Parameters
    ----------
    features : numpy.ndarray
        float64, a row a pair.
    bears : numpy.ndarray
        bool, what reviewers say.
    personas : numpy.ndarray
        Whose a pair is.

    Returns
    -------
    Scale
        Its slope and intercept are set, and its threshold chosen, on
        probabilities for each persona from the others (leave one persona out),
        so that they are honest for a persona that nobody judged.
    """
    unseen = np.zeros(len(features))
    for persona in np.unique(personas):
        out = personas == persona
        intercept, coefficients = _fit(features[~out], bears[~out])
        unseen[out] = intercept + features[out] @ coefficients
    slope = _logistic(np.inf).fit(unseen[:, None], bears)
    stretch, shift = float(slope.coef_[0, 0]), float(slope.intercept_[0])
    probabilities = 1 / (1 + np.exp(-(stretch * unseen + shift)))
    intercept, coefficients = _fit(features, bears)
    return Scale(
        round(stretch * intercept + shift, 4),
        (stretch * coefficients).round(4),
        best_threshold(bears, probabilities),
    )


def _fit(features: np.ndarray, bears: np.ndarray) -> tuple[float, np.ndarray]:
    scaler = StandardScaler().fit(features)
    logistic = _logistic(PENALTY).fit(scaler.transform(features), bears)
    coefficients = logistic.coef_[0] / scaler.scale_
    return float(logistic.intercept_[0] - coefficients @ scaler.mean_), coefficients


def _logistic(inverse: float) -> LogisticRegression:
    """Take a solver that goes on to the optimum, so that every machine ends at the same digits."""
    return LogisticRegression(C=inverse, solver="newton-cholesky", tol=1e-8)


def train(corpora: Iterable[Corpus]) -> Model:
    """Make the model anew, from the examples and judgements that travel with the package.

    Parameters
    ----------
    corpora : iterable of Corpus
        Editions whose pairs were judged.
    """
    made = lexicons(read_examples(), read_knowledge())
    return fit(judged_pairs(corpora, Reader(made)), made)


def keep(model: Model, folder: Path) -> None:
    """Write a model where :func:`toolbelt_data.analysis.bearing.read_model` reads it."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, lexicon in model.lexicons.items():
        (folder / f"{kind}.csv").write_text(lexicon.written(), encoding="utf-8", newline="\n")
    written = json.dumps(model.written(), indent=2) + "\n"
    (folder / MODEL_FILE).write_text(written, encoding="utf-8", newline="\n")
