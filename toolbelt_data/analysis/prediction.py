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

from ..corpus import MOST_REMEDIES, Corpus
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
    tokens = words(text)[:LONGEST]
    found: dict[tuple[int, str], float] = {}
    for at, word in enumerate(tokens):
        for concept, weight, rest in _begun(word, section):
            end = _end(tokens, at, rest)
            if end:
                key = concept, " ".join(tokens[at:end])
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


def _end(tokens: Sequence[str], at: int, rest: Sequence[str]) -> int:
    """Return where a cue that begins at a word ends; 0 if its further words do not follow."""
    for wanted in rest:
        for number in range(at + 1, min(at + 2 + GAP, len(tokens))):
            word = tokens[number]
            if word.startswith(wanted[:-1]) if wanted[-1] == "*" else word == wanted:
                at = number
                break
        else:
            return 0
    return at + 1


@cache
def answers() -> np.ndarray:
    """Return how far each kind of help answers each theme, as themes x helps: 0, 0.5 or 1."""
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


def wording(challenges: Sequence[str], remedies: Sequence[str]) -> np.ndarray:
    """Return how alike each challenge and remedy are worded, 0 to 1.

    The cosine of their runs of five bytes, weighted by TF-IDF on these texts alone.
    Only the remedies are laid out over all buckets: there are few of them.
    """
    counts = [np.unique(_runs(text), return_counts=True) for text in (*challenges, *remedies)]
    having = np.bincount(np.concatenate([runs for runs, _ in counts]), minlength=_BUCKETS)
    rarity = np.log((1 + len(counts)) / (1 + having)) + 1
    rows = [(runs, unit((np.log(number) + 1) * rarity[runs])) for runs, number in counts]
    table = np.zeros((len(remedies), _BUCKETS))
    for row, (runs, weights) in zip(table, rows[len(challenges) :], strict=True):
        row[runs] = weights
    return np.array([table[:, runs] @ weights for runs, weights in rows[: len(challenges)]])


def _runs(text: str) -> list[int]:
    data = f" {' '.join(words(text))} ".encode()
    ends = range(_GRAM, max(len(data), _GRAM) + 1)
    return [crc32(data[end - _GRAM : end]) % _BUCKETS for end in ends]


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
    alike = wording(challenges, remedies)
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
        One row per challenge and remedy of one persona, of its first
        :data:`~toolbelt_data.corpus.MOST_REMEDIES`, in the order of the documents:
        challenge_id, remedy_id, persona_id (str) and probability (float64, to four
        decimals) that the remedy addresses it at least in part.

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
    # As plain objects, which pandas divides faster than its own strings.
    texts = corpus.statements[["persona_id", "section", "statement_id", "text"]].astype(object)
    for persona_id, group in texts.groupby("persona_id", sort=False):
        challenges, remedies = (group[group.section == name] for name in ("challenges", "remedies"))
        remedies = remedies[:MOST_REMEDIES]
        if len(challenges) and len(remedies):
            found = _of_persona(tuple(challenges.text), tuple(remedies.text))
            ids = product(challenges.statement_id, remedies.statement_id, [persona_id])
            rows += [(*pair, one) for pair, one in zip(ids, found, strict=True)]
    return TABLE["probabilities"].frame(rows)


@lru_cache(maxsize=256)
def _of_persona(challenges: tuple[str, ...], remedies: tuple[str, ...]) -> list[float]:
    """Return the probabilities of a persona's pairs; most editions of a history share them."""
    return probability(features(challenges, remedies)).ravel().tolist()


def probability(rows: np.ndarray) -> np.ndarray:
    """Turn features along the last axis into probabilities, to four decimals."""
    fitted = model()["pairs"]
    strength = rows @ [fitted["coefficients"][name] for name in FEATURES] + fitted["intercept"]
    return (1 / (1 + np.exp(-strength))).round(4)


def reason(hard: Evidence, help_: Evidence) -> str:
    """Return the help and the theme that contribute most to a pair; empty if none does.

    Examples
    --------
    >>> hard = evidence("There is no time.", "challenges")
    >>> reason(hard, evidence("Bots that open pull requests with updates.", "remedies"))
    'Automation (“bots”) for Too little time (“no time”)'
    """
    links = hard.themes[:, None] * answers() * help_.helps
    theme, kind = np.unravel_index(links.argmax(), links.shape)
    if not links[theme, kind]:
        return ""
    quote = help_.words.get(len(THEMES) + kind)
    help_name = [one["name"] for one in knowledge("helps").values()][kind]
    named = f"{help_name} (“{quote}”)" if quote else help_name
    return f"{named} for {list(THEMES.values())[theme]} (“{hard.words[theme]}”)"


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
