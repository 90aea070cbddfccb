"""Suggestions: the program's own level for a pair that nobody judged.

What is known of the field, and a small model fitted on reviewers' judgements,
stand behind it; :mod:`toolbelt_data.analysis.bearing` has both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..corpus import Corpus
from ..errors import ParameterError
from .bearing import Model, Reader, Reading, read_model
from .bearing.words import words
from .tables import TABLE

THRESHOLD = 0.33
"""Score from which a remedy is taken to bear on a challenge: the model's own."""

_ENDS = ("challenges", "remedies")
_MOST_REASONS = 3
_TOLD = 0.15
_SHORTEST_WORD = 4
_COMMON = 5


def suggest(
    corpus: Corpus, threshold: float = THRESHOLD, *, model: Model | None = None
) -> pd.DataFrame:
    """Guess which remedies of a persona bear on which of its challenges.

    Parameters
    ----------
    corpus : Corpus
    threshold : float
        Score from which the level is 1 or 2, from 0 to 1.
    model : Model, optional
        The one that travels with the package where it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per challenge and remedy of one persona: challenge_id (str),
        remedy_id (str), score (float64, probability that the remedy bears on
        the challenge at all), level (int64: 0, 1 in part, 2 directly), reasons
        (list of str, what speaks for it: help and trouble with the words that
        tell them, what both are about, words that both have).

    Raises
    ------
    ParameterError
        Where the threshold is not from 0 to 1.
    SourceError
        Where the model cannot be read.

    Notes
    -----
    A pair's score depends on the texts of its own persona alone. How well it
    judges is in docs/evaluation.md.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> suggest(load()).score.between(0, 1).all()
    np.True_
    """
    model = model or read_model()
    reader = model.reader()
    rows: list[dict] = []
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    for scored in scored_personas(corpus, threshold, model=model):
        common = Counter(
            word
            for kind, texts in (("challenge", scored.challenges), ("remedy", scored.remedies))
            for text in texts.values()
            for word in reader.read(text, kind).words
        )
        most = len(scored.challenges) + len(scored.remedies)
        common.update(dict.fromkeys(words(names[scored.persona_id]), most))
        rows += (
            {
                "challenge_id": pair.challenge_id,
                "remedy_id": pair.remedy_id,
                "score": pair.score,
                "level": pair.level,
                "reasons": reasons(
                    reader,
                    scored.challenges[pair.challenge_id],
                    scored.remedies[pair.remedy_id],
                    common,
                ),
            }
            for pair in scored.pairs()
        )
    return TABLE["suggestions"].frame(rows)


class ScoredPair(NamedTuple):
    """A challenge and a remedy with the program's own score and level."""

    challenge_id: str
    remedy_id: str
    score: float
    level: int


@dataclass(frozen=True)
class ScoredPersona:
    """A persona that has challenges and remedies, with the scores of its pairs.

    Attributes
    ----------
    persona_id : str
    challenges, remedies : dict of str to str
        Their texts by their ids.
    scores, levels : numpy.ndarray
        Challenges by remedies, as :meth:`Model.levels` gives them.
    """

    persona_id: str
    challenges: dict[str, str]
    remedies: dict[str, str]
    scores: np.ndarray
    levels: np.ndarray

    def pairs(self) -> Iterator[ScoredPair]:
        """Give each pair, challenge by challenge."""
        values = zip(self.scores.ravel().tolist(), self.levels.ravel().tolist(), strict=True)
        for (challenge, remedy), value in zip(
            product(self.challenges, self.remedies), values, strict=True
        ):
            yield ScoredPair(challenge, remedy, *value)


def require_threshold(threshold: float) -> None:
    """Refuse a threshold that is no probability.

    Raises
    ------
    ParameterError
    """
    if not 0 <= threshold <= 1:
        raise ParameterError("parameter threshold", f"{threshold}", "give a number from 0 to 1")


def scored_personas(
    corpus: Corpus, threshold: float = THRESHOLD, *, model: Model | None = None
) -> Iterator[ScoredPersona]:
    """Score the pairs of each persona, without saying why.

    Parameters
    ----------
    corpus, threshold, model
        As :func:`suggest` takes them.

    Raises
    ------
    ParameterError
        Where the threshold is not from 0 to 1.
    SourceError
        Where the model cannot be read.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> len(list(scored_personas(load())))
    18
    """
    require_threshold(threshold)
    model = model or read_model()
    statements = corpus.statements
    own: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
    for section, persona_id, statement_id, text in zip(
        statements.section,
        statements.persona_id,
        statements.statement_id,
        statements.text,
        strict=True,
    ):
        if section in _ENDS:
            own.setdefault(persona_id, ({}, {}))[_ENDS.index(section)][statement_id] = text
    for persona_id, (challenges, remedies) in own.items():
        if challenges and remedies:
            features = model.reader().features(tuple(challenges.values()), tuple(remedies.values()))
            yield ScoredPersona(
                persona_id, challenges, remedies, *model.levels(features, threshold)
            )


def reasons(
    reader: Reader, challenge: str, remedy: str, common: Counter[str] | None = None
) -> list[str]:
    """Say what speaks for a remedy's bearing on a challenge, the weightiest first.

    Parameters
    ----------
    reader : Reader
    challenge, remedy : str
        Their texts.
    common : Counter, optional
        How often words occur around them: the rarest come first, and those that
        occur more than five times are left out.

    Returns
    -------
    list of str
        At most one of each: a kind of help for a trouble, with the words that
        tell them; what both are about; words that both have.
    """
    one, other = reader.read(challenge, "challenge"), reader.read(remedy, "remedy")
    return [
        *_help(reader, one, other),
        *_about(reader, one, other),
        *_shared(one, other, common or Counter()),
    ][:_MOST_REASONS]


def _help(reader: Reader, challenge: Reading, remedy: Reading) -> Iterator[str]:
    kinds = reader.knowledge
    troubles, helps = kinds.columns("troubles"), kinds.columns("helps")
    named, offered = challenge.concepts[troubles].nonzero()[0], remedy.concepts[helps].nonzero()[0]
    strengths = (
        challenge.concepts[troubles][named, None]
        * kinds.strengths[np.ix_(named, offered)]
        * remedy.concepts[helps][offered]
    )
    if strengths.any():
        trouble, kind = np.unravel_index(int(strengths.argmax()), strengths.shape)
        help_for = _named(reader, remedy, helps.start + int(offered[kind]))
        yield f"{help_for} for {_named(reader, challenge, troubles.start + int(named[trouble]))}"


def _named(reader: Reader, reading: Reading, column: int) -> str:
    name = reader.knowledge.listed[column].words
    told = next(one.words for one in reading.evidence if one.concept == column)
    return f"{name} (“{told}”)"


def _about(reader: Reader, challenge: Reading, remedy: Reading) -> Iterator[str]:
    both = np.minimum(challenge.vector, remedy.vector)
    column = int(both.argmax())
    if both[column] >= _TOLD:
        kind, _, _ = reader.recogniser.ids[column].partition(":")
        name = reader.knowledge.listed[column].words
        yield f"{'both about' if kind == 'subjects' else 'both tell of'} {name}"


def _shared(challenge: Reading, remedy: Reading, common: Counter[str]) -> Iterator[str]:
    both = challenge.words & remedy.words
    told = [word for word in both if len(word) >= _SHORTEST_WORD and common[word] <= _COMMON]
    if told:
        first = sorted(told, key=lambda word: (common[word], word))[:_MOST_REASONS]
        yield "both say " + ", ".join(first)
