"""Measure how well predictions rate pairs, and fit the model: ``python tools/evaluate.py [--fit]``.

Prints the tables of ``docs/evaluation.md``. Real personas are those of the newest
embedded edition, and of the original documents where they are at hand
(``TOOLBELT_SHARED``); each is rated by a model fitted on the others. The invented
ones of ``tests/data/development`` are rated by a model fitted on all real ones.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, f1_score
from sklearn.preprocessing import StandardScaler

from toolbelt_data import Analysis, load
from toolbelt_data.analysis import prediction, read_reviews
from toolbelt_data.analysis.ideas import remedies_of, resources_of
from toolbelt_data.text import digest

DATA = Path(__file__).resolve().parent.parent / "data"
MODEL = DATA / "model.json"
DEVELOPMENT = DATA.parent / "tests" / "data" / "development"
ORIGINALS = Path(os.environ.get("TOOLBELT_SHARED", "../shared")) / "corpus" / "2025-06-10"

PENALTY = 0.1
"""scikit-learn's C: with it, probabilities of personas that were left out are calibrated."""

UNREAD = 0.3
"""Weight of a candidate idea that nobody read, which counts as a no."""

DRAWS = 500
THRESHOLDS = np.linspace(0.1, 0.9, 81)
Features = Callable[[Sequence[str], Sequence[str]], np.ndarray]
Ratings = dict[tuple[str, str], float]


class Persona(NamedTuple):
    """A persona's texts, which pairs address, and which challenges sum others up."""

    persona_id: str
    challenges: list[str]
    remedies: list[str]
    addressed: np.ndarray
    summary: np.ndarray


class Rated(NamedTuple):
    """Probabilities and truth of the pairs of a persona, and of its challenges being gaps."""

    chances: np.ndarray
    addressed: np.ndarray
    highest: np.ndarray
    gaps: np.ndarray


def plain_tfidf(challenges: Sequence[str], remedies: Sequence[str]) -> np.ndarray:
    """Return the likeness of wording, the same less its mean, and the number of remedies."""
    alike = prediction.wording(challenges, remedies)
    number = np.full_like(alike, np.log(len(remedies)))
    return np.stack([alike, alike - alike.mean(axis=1, keepdims=True), number], axis=2)


def reviewed() -> Ratings:
    """Return the median rating of each reviewed pair by the digests of its texts."""
    ratings = {}
    for _, own in read_reviews().groupby(["challenge_id", "remedy_id"]):
        ends = (own[f"{end}_digests"].iloc[0] for end in ("challenge", "remedy"))
        ratings |= dict.fromkeys(product(*ends), own.rating.median())
    return ratings


def read_development() -> Ratings:
    """Return the same of the invented personas, of which there are three readings."""
    corpus, table = load(DEVELOPMENT), pd.read_csv(DEVELOPMENT / "readings.csv")
    digests = corpus.statements.set_index("statement_id").text.map(digest)
    ids = table.persona.map(corpus.personas.set_index("name").persona_id)
    sections = {"challenge": "challenges", "remedy": "remedies"}.items()
    ends = [digests[ids + f"/{name}/" + table[end].astype(str)] for end, name in sections]
    medians = table[["reading_a", "reading_b", "reading_c"]].median(axis=1)
    return dict(zip(zip(*ends, strict=True), medians, strict=True))


def personas(source: Path | None, ratings: Ratings) -> list[Persona]:
    """Return the personas of a source of which every pair is rated; a median above 0 addresses."""
    found = []
    for persona_id, own in load(source).statements.groupby("persona_id", sort=False):
        rows, columns = (own[own.section == name] for name in ("challenges", "remedies"))
        keys = product(rows.text.map(digest), columns.text.map(digest))
        pairs = np.array([ratings.get(key, np.nan) for key in keys])
        if len(pairs) and not np.isnan(pairs).any():
            addressed, summary = pairs.reshape(len(rows), -1) > 0, rows.sums_up.str.len() > 0
            texts = list(rows.text), list(columns.text)
            found.append(Persona(str(persona_id), *texts, addressed, summary.to_numpy()))
    return found


def fit(known: Sequence[Persona], features: Features) -> tuple[float, np.ndarray]:
    """Return the intercept and the coefficients of a logistic regression."""
    tables = [features(one.challenges, one.remedies) for one in known]
    rows = np.concatenate([table.reshape(-1, table.shape[-1]) for table in tables])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=PENALTY, tol=1e-8)
    model.fit(scaler.transform(rows), np.concatenate([one.addressed.ravel() for one in known]))
    coefficients = model.coef_[0] / scaler.scale_
    return float(model.intercept_[0] - coefficients @ scaler.mean_), coefficients


def rate(one: Persona, known: Sequence[Persona], features: Features) -> Rated:
    """Rate a persona by a model that is fitted on the known ones that have another id."""
    others = [other for other in known if other.persona_id != one.persona_id]
    intercept, coefficients = fit(others, features)
    rows = features(one.challenges, one.remedies)
    chances = 1 / (1 + np.exp(-(rows @ coefficients + intercept)))
    highest, gaps = chances.max(axis=1), ~one.addressed.any(axis=1)
    own = ~one.summary
    return Rated(chances.ravel(), one.addressed.ravel(), highest[own], gaps[own])


def measures(rated: Sequence[Rated], threshold: float) -> list[float]:
    """Return average precision, F1, recall of gaps, Brier score, and mean chance less share."""
    chances, addressed, highest, gaps = map(np.concatenate, zip(*rated, strict=True))
    first = np.argsort(highest, kind="stable")[: -(-len(highest) // 3)]
    return [
        average_precision_score(addressed, chances),
        f1_score(addressed, chances >= threshold),
        gaps[first].sum() / max(gaps.sum(), 1),
        ((chances - addressed) ** 2).mean(),
        chances.mean() - addressed.mean(),
    ]


def table_row(name: str, rated: list[Rated], threshold: float) -> str:
    """Return a row of the table: each measure with its interval over draws of personas."""
    draws = np.random.default_rng(0).integers(len(rated), size=(DRAWS, len(rated)))
    drawn = [measures([rated[at] for at in draw], threshold) for draw in draws]
    low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
    values = zip(measures(rated, threshold), low, high, strict=True)
    cells = [f"{value:.2f} ({one:.2f} to {other:.2f})" for value, one, other in values]
    return f"| {name} | {' | '.join(cells)} |"


def calibration(rated: Sequence[Rated]) -> str:
    """Return a table of mean probabilities and shares of pairs that address."""
    chances, addressed = map(np.concatenate, list(zip(*rated, strict=True))[:2])
    parts = pd.cut(chances, [0, 0.1, 0.2, 0.3, 0.4, 0.6, 1], include_lowest=True)
    rows = ["| probability | pairs | mean | share |", "| --- | ---: | ---: | ---: |"]
    for part in parts.categories:
        own = parts == part
        means = f"{chances[own].mean():.2f} | {addressed[own].mean():.2f}"
        rows.append(f"| {max(part.left, 0):.1f} to {part.right:.1f} | {own.sum()} | {means} |")
    return "\n".join(rows)


def fit_ideas() -> dict[str, dict[str, float]]:
    """Fit how the probability of yes or partly follows from the strength of each kind of idea."""
    analysis = Analysis()
    corpus, read = analysis.corpus, analysis.verdicts
    texts = corpus.statements.set_index("statement_id")[["text", "persona_id"]]
    good = (read.verdict != "no").groupby([read.challenge_id, read.target]).median()
    resources = resources_of(analysis.catalogue, analysis.mentions)
    numbers = {}
    for targets in (remedies_of(corpus, analysis.pairs), resources):
        keys = [*product(read.challenge_id.unique(), targets.ids)]
        strengths = [targets.strengths(*texts.loc[one]) for one in read.challenge_id.unique()]
        rows = pd.DataFrame({"strength": np.concatenate(strengths), "good": good.reindex(keys)})
        rows = rows.dropna(subset="strength")
        weights = np.where(rows.good.isna(), UNREAD, 1)
        model = LogisticRegression(C=1e3).fit(rows[["strength"]], rows.good > 0, weights)
        slope, intercept = float(model.coef_[0, 0]), float(model.intercept_[0])
        numbers[targets.kind] = {"slope": round(slope, 2), "intercept": round(intercept, 2)}
    return numbers


def main() -> None:
    """Print the tables; with --fit, write the model too."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit the model: write data/model.json")
    asked = parser.parse_args()
    ratings = reviewed()
    sets = {"restated": personas(None, ratings)}
    if ORIGINALS.is_dir():
        sets["originals"] = personas(ORIGINALS, ratings)
    real = [one for own in sets.values() for one in own]
    sets["development"] = personas(DEVELOPMENT, read_development())
    print("| | average precision | F1 | gaps in the first third | Brier score | bias |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, features in (("model", prediction.features), ("plain TF-IDF", plain_tfidf)):
        rated = {title: [rate(one, real, features) for one in own] for title, own in sets.items()}
        known = list(map(np.concatenate, zip(*rated["restated"], strict=True)))
        threshold = max(THRESHOLDS, key=lambda one: f1_score(known[1], known[0] >= one))
        print(
            *(table_row(f"{title}, {name}", own, threshold) for title, own in rated.items()),
            sep="\n",
        )
        if features is prediction.features:
            tables = "\n\n".join(calibration(rated[title]) for title in ("restated", "development"))
            below = [known[2] < one for one in THRESHOLDS]
            likely = [known[3][own].sum() * 2 >= own.sum() for own in below]
            gap = THRESHOLDS[likely].max()
            intercept, coefficients = fit(real, features)
    print(f"\n{tables}")
    if asked.fit:
        named = zip(prediction.FEATURES, coefficients.round(4).tolist(), strict=True)
        written = json.loads(MODEL.read_text("utf-8"))
        written["pairs"] = {"intercept": round(intercept, 4), "coefficients": dict(named)}
        written["likely_gap"] = round(float(gap), 2)
        written["ideas"] |= fit_ideas()
        MODEL.write_text(json.dumps(written, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
