"""Contributions: what each part of the model gives, by leaving it out and by leaving it alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from ..analysis.bearing import FEATURES, Knowledge, Lexicon, Reader
from ..corpus import Corpus
from .examples import read_examples
from .judged import judged_pairs
from .measures import average_precision, f1
from .training import lexicons
from .validation import by_features, left_out

WORDING = ("wording", "distinct", "remedies")
"""The features that need no knowledge of the field."""

_KNOWING = tuple(name for name in FEATURES if name not in WORDING)


def contributions(
    asked: Sequence[Corpus], learned: Sequence[Corpus], made: Mapping[str, Lexicon]
) -> pd.DataFrame:
    """Measure the model without each of its parts.

    Parameters
    ----------
    asked, learned : sequence of Corpus
        Editions to judge, and those to learn from.
    made : mapping of str to Lexicon
        For challenges and for remedies.

    Returns
    -------
    pandas.DataFrame
        One row per variant: variant (str), average_precision, by_persona (the
        mean of the personas' own) and f1 (float64).
    """
    knowledge = made["challenge"].knowledge
    whole = _pairs(asked, learned, made)
    rows = [("the whole model", *_reached(*whole, tuple(FEATURES)))]
    for title, names in _subsets():
        rows.append((title, *_reached(*whole, names)))
    for title, variant in _variants(knowledge, made):
        names = [name for name in FEATURES if name != "bearing" or title != _NO_CUES]
        rows.append((title, *_reached(*_pairs(asked, learned, variant), names)))
    return pd.DataFrame(rows, columns=["variant", "average_precision", "by_persona", "f1"])


_NO_CUES = "examples without cues"


def _subsets() -> Iterator[tuple[str, list[str]]]:
    yield "no knowledge: " + ", ".join(WORDING), list(WORDING)
    yield "knowledge alone: " + ", ".join(_KNOWING), list(_KNOWING)
    for name in FEATURES:
        yield f"without {name}", [other for other in FEATURES if other != name]
    for name in FEATURES:
        yield f"{name} alone", [name]


def _variants(
    knowledge: Knowledge, made: Mapping[str, Lexicon]
) -> Iterator[tuple[str, dict[str, Lexicon]]]:
    examples = read_examples()
    yield _NO_CUES, lexicons(examples, knowledge, cues=False)
    rarity = {name: made["challenge"].weights.get(name, 1.0) for name in knowledge.concepts}
    yield (
        "cues without examples",
        {kind: Lexicon(knowledge, rarity, np.eye(len(rarity))) for kind in made},
    )
    yield "every second example", lexicons(examples[::2], knowledge)


def _pairs(
    asked: Sequence[Corpus], learned: Sequence[Corpus], made: Mapping[str, Lexicon]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    reader = Reader(dict(made))
    pairs = judged_pairs(asked, reader)
    return pairs, pairs if asked is learned else judged_pairs(learned, reader)


def _reached(
    asked: pd.DataFrame, learned: pd.DataFrame, names: Sequence[str]
) -> tuple[float, float, float]:
    said = left_out(by_features(names), asked, learned)
    return (
        _precision(said),
        float(np.mean([_precision(own) for _, own in said.groupby("persona_id")])),
        f1(said.bears.to_numpy(), said.said.to_numpy()),
    )


def _precision(said: pd.DataFrame) -> float:
    return average_precision(said.bears.to_numpy(), said.score.to_numpy())
