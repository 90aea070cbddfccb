"""Prediction: how likely a remedy addresses a challenge, for pairs that nobody reviewed.

Cues in a text show themes (what is hard) and kinds of help, and it is known
which kind of help answers which theme. That and the wording of the two texts
make four features of a pair; a logistic regression that was fitted on reviewed
pairs turns them into a probability. It depends on the texts of the pair's own
persona alone. ``docs/evaluation.md`` says how far it can be trusted.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import product
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import pandas as pd

from ..corpus import Corpus
from ..source import package_folder
from .tables import TABLE

FEATURES = ("wording", "meaning", "meaning_vs_mean", "log_remedies")
"""Likeness of wording less its mean over the persona's remedies; of meaning; of meaning less its
mean over the persona's challenges; logarithm of the number of remedies."""

CUE, HINT = 0.6, 0.25
"""How much of what is missing to 1 a cue and a hint add to a concept's weight."""

_READ = {
    "challenges": {"cues": CUE, "hints": HINT},
    "remedies": {"cues": CUE, "in_remedies": CUE, "hints": HINT},
    "refusals": {"refused_by": CUE},
}

GAP = 2
"""Most other words between two words of a cue."""

CLEAR, MOST_THEMES = 0.6, 2
"""Weight from which a challenge shows a theme clearly, and how many themes count at most."""

LONGEST = 500
"""Words of a statement in which cues are searched: whole documents are no statements."""

_GRAM, _BUCKETS = 5, 4096
_STOP = frozenset(
    """
    a an the of to for in on and or with by at from as is are be am was were it its their our your
    my his her this that these those i we you he she they them
    """.split()  # noqa: SIM905
)
_NO_WORDS = re.compile(r"\]\([^()\[\]\s]*\)|https?://\S+")
_WORD = re.compile(r"[^\W_]+")


@cache
def knowledge(kind: str) -> dict[str, dict[str, Any]]:
    """Return the themes (kind `themes`) or the kinds of help (kind `helps`), by id."""
    text = (package_folder("data") / "knowledge" / f"{kind}.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def model() -> dict[str, Any]:
    """Return the fitted numbers: those of pairs, the threshold of likely gaps, those of ideas."""
    return json.loads((package_folder("data") / "model.json").read_text("utf-8"))


THEMES = {theme_id: theme["name"] for theme_id, theme in knowledge("themes").items()}
"""The themes' names by id."""

LIKELY_GAP: float = model()["likely_gap"]
"""Probability below which an unreviewed challenge is a likely gap: half of such ones are gaps."""


class Evidence(NamedTuple):
    """What a text shows: the weight of each concept, 0 to 1, and the words that show it first."""

    themes: np.ndarray
    helps: np.ndarray
    words: dict[int, str]


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without addresses and words such as "the".

    Examples
    --------
    >>> words("I can't find *time* for the [CI/CD](https://example.org)")
    ['can', 't', 'find', 'time', 'ci', 'cd']
    """
    return [word for word in _WORD.findall(_NO_WORDS.sub(" ", text).lower()) if word not in _STOP]


@lru_cache(maxsize=4096)
def evidence(text: str, section: str) -> Evidence:
    """Find the themes and kinds of help that a text shows.

    Parameters
    ----------
    text : str
    section : str
        challenges; remedies: these name kinds of help, and speak of a theme in
        other words too; or refusals: the kinds of help that a challenge refuses.
    """
    said = words(text)[:LONGEST]
    found: dict[tuple[int, str], float] = {}
    for at, word in enumerate(said):
        for concept, weight, rest in _begun(word, section):
            end = _end(said, at, rest)
            if end:
                key = concept, " ".join(said[at:end])
                found[key] = max(weight, found.get(key, 0.0))
    missing = np.ones(len(THEMES) + len(knowledge("helps")))
    shown: dict[int, tuple[float, str]] = {}
    for (concept, phrase), weight in found.items():
        missing[concept] *= 1 - weight
        if weight > shown.get(concept, (0.0, ""))[0]:
            shown[concept] = weight, phrase
    themes, helps = np.split(1 - missing, [len(THEMES)])
    return Evidence(themes, helps, {concept: phrase for concept, (_, phrase) in shown.items()})


@lru_cache(maxsize=8192)
def _begun(word: str, section: str) -> list[tuple[int, float, list[str]]]:
    """Return the cues that a word begins; no cue's first word is longer than 20 letters."""
    stems = (f"{word[:end]}*" for end in range(1, min(len(word), 20) + 1))
    return [cue for first in (word, *stems) for cue in _cues(section).get(first, ())]


@cache
def _cues(section: str) -> dict[str, list[tuple[int, float, list[str]]]]:
    """Return concept, weight and further words of each cue, strongest first, by first word.

    A dictionary and not a regular expression per concept, which takes 0.3 s to
    compile and 0.3 s to search an edition; this takes 0.03 s in all.
    """
    concepts = [*knowledge("themes").values(), *knowledge("helps").values()]
    cues: dict[str, list[tuple[int, float, list[str]]]] = {}
    for key, weight in _READ[section].items():
        for number, concept in enumerate(concepts):
            if section == "challenges" and number >= len(THEMES):
                break
            for cue in filter(str.strip, concept.get(key, "").split(",")):
                first, *rest = cue.split()
                cues.setdefault(first, []).append((number, weight, rest))
    return cues


def _end(said: Sequence[str], at: int, rest: Sequence[str]) -> int:
    """Return where a cue that begins at a word ends; 0 if its further words do not follow."""
    for wanted in rest:
        for number in range(at + 1, min(at + 2 + GAP, len(said))):
            word = said[number]
            if word.startswith(wanted[:-1]) if wanted[-1] == "*" else word == wanted:
                at = number
                break
        else:
            return 0
    return at + 1


@cache
def answers() -> np.ndarray:
    """Return how far each kind of help answers each theme, themes x helps: 0, 0.5 or 1."""
    rows = [[one["bears_on"].get(theme, 0) / 2 for one in knowledge("helps").values()]
            for theme in THEMES]  # fmt: skip
    return np.array(rows)


def unit(rows: np.ndarray) -> np.ndarray:
    """Scale vectors along the last axis to length 1; a vector of zeros stays one."""
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)


def wanted(challenges: Sequence[str]) -> np.ndarray:
    """Return what challenges are about, and which kinds of help would answer it: unit vectors."""
    found = [evidence(text, "challenges").themes for text in challenges]
    themes = np.array(found).reshape(-1, len(THEMES))
    return unit(np.hstack([unit(themes), unit(themes @ answers())]))


def offered(remedies: Sequence[str]) -> np.ndarray:
    """Return which themes remedies speak of, and which kinds of help they name: unit vectors."""
    found = [evidence(text, "remedies") for text in remedies]
    themes, helps = (np.array([one[number] for one in found]) for number in (0, 1))
    return unit(np.hstack([unit(themes), unit(helps)]))


def wording(texts: Sequence[str]) -> np.ndarray:
    """Return texts as TF-IDF of runs of five bytes, weighted on these texts alone: unit vectors."""
    counts = np.zeros((len(texts), _BUCKETS))
    for row, text in zip(counts, texts, strict=True):
        data = f" {' '.join(words(text))} ".encode()
        runs = (data[at : at + _GRAM] for at in range(max(len(data) - _GRAM + 1, 1)))
        row += np.bincount([crc32(run) % _BUCKETS for run in runs], minlength=_BUCKETS)
    rarity = np.log((1 + len(texts)) / (1 + (counts > 0).sum(axis=0))) + 1
    return unit((np.log(np.maximum(counts, 1)) + (counts > 0)) * rarity)


def features(challenges: Sequence[str], remedies: Sequence[str]) -> np.ndarray:
    """Return the features of every pair of one persona.

    Parameters
    ----------
    challenges, remedies : sequence of str
        Their texts, at least one each.

    Returns
    -------
    numpy.ndarray
        float64, challenges x remedies x :data:`FEATURES`.
    """
    rows = wording([*challenges, *remedies])
    alike = rows[: len(challenges)] @ rows[len(challenges) :].T
    meaning = wanted(challenges) @ offered(remedies).T
    number = np.full_like(meaning, np.log(len(remedies)))
    alike -= alike.mean(axis=1, keepdims=True)
    return np.stack([alike, meaning, meaning - meaning.mean(axis=0), number], axis=2)


def probabilities(corpus: Corpus) -> pd.DataFrame:
    """Return how likely each remedy of a persona addresses each of its challenges.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    pandas.DataFrame
        One row per challenge and remedy of one persona, in the order of the
        documents: challenge_id, remedy_id, persona_id (str) and probability
        (float64, to four decimals) that the remedy addresses it at least in part.

    Notes
    -----
    A probability depends on the texts of its own persona alone.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> table = probabilities(load())
    >>> len(table), table.probability.between(0, 1).all()
    (320, np.True_)
    """
    rows: list[tuple] = []
    for persona_id, own in corpus.statements.groupby("persona_id", sort=False):
        challenges, remedies = (own[own.section == name] for name in ("challenges", "remedies"))
        if len(challenges) and len(remedies):
            found = probability(features(list(challenges.text), list(remedies.text)))
            ids = product(challenges.statement_id, remedies.statement_id)
            rows += (
                (*pair, persona_id, one)
                for pair, one in zip(ids, found.ravel().tolist(), strict=True)
            )
    return TABLE["probabilities"].frame(rows)


def probability(rows: np.ndarray) -> np.ndarray:
    """Turn features along the last axis into probabilities, to four decimals."""
    fitted = model()["pairs"]
    strength = rows @ [fitted["coefficients"][name] for name in FEATURES] + fitted["intercept"]
    return (1 / (1 + np.exp(-strength))).round(4)


def reason(challenge: str, remedy: str) -> str:
    """Say which help for which theme speaks most for a pair; empty if nothing does.

    Examples
    --------
    >>> reason("There is no time.", "Bots that open pull requests with updates.")
    'Automation (“bots”) for Too little time (“no time”)'
    """
    hard, help_ = evidence(challenge, "challenges"), evidence(remedy, "remedies")
    links = hard.themes[:, None] * answers() * help_.helps
    theme, kind = np.unravel_index(links.argmax(), links.shape)
    if not links[theme, kind]:
        return ""
    names = [*THEMES.values(), *(one["name"] for one in knowledge("helps").values())]
    said = help_.words[len(THEMES) + kind], hard.words[theme]
    return f"{names[len(THEMES) + kind]} (“{said[0]}”) for {names[theme]} (“{said[1]}”)"


def themes_of(text: str) -> list[str]:
    """Return the ids of the themes that a challenge clearly shows, the clearest first.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
        Two at most; none if the text is too weak to tell.

    Examples
    --------
    >>> themes_of("Deadlines, no time; nobody pays."), themes_of("It is so.")
    (['no-time', 'no-money'], [])
    """
    weights = evidence(text, "challenges").themes
    clearest = np.argsort(-weights, kind="stable")[:MOST_THEMES]
    return [list(THEMES)[number] for number in clearest if weights[number] >= CLEAR]
