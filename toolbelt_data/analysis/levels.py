"""Levels: how far each remedy bears on each challenge, and what coverage that makes.

Nothing here says why, and nothing is looked up but levels, so that a history
may ask it of every edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..corpus import Corpus
from .judging.judgements import LEVELS
from .judging.matching import Judged, Verdict
from .suggestions import THRESHOLD, scored_personas


class Level(NamedTuple):
    """How far a remedy bears on a challenge of the same persona.

    Attributes
    ----------
    challenge_id, remedy_id, persona_id : str
    level : int
        0 not, 1 in part, 2 directly.
    basis : str
        judged, suspect or suggested.
    score : float
        The program's own probability that it bears.
    verdict : Verdict or None
        What reviewers say; None where nobody judged.
    """

    challenge_id: str
    remedy_id: str
    persona_id: str
    level: int
    basis: str
    score: float
    verdict: Verdict | None


def levels_of_pairs(
    corpus: Corpus, judged: Judged, threshold: float = THRESHOLD
) -> Iterator[Level]:
    """Give each pair's level: the reviewers' where there is one, else the program's own.

    Parameters
    ----------
    corpus : Corpus
    judged : Judged
        Of the same corpus.
    threshold : float
        Score from which a suggestion's level is 1.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import read_judgements
    >>> corpus = load()
    >>> {one.basis for one in levels_of_pairs(corpus, Judged(read_judgements(), corpus))}
    {'judged'}
    """
    for persona in scored_personas(corpus, threshold):
        for challenge, remedy, score, level in persona.pairs():
            verdict = judged.look_up(challenge, remedy)
            basis = verdict.basis if verdict else "suggested"
            level = verdict.level if verdict else level
            yield Level(challenge, remedy, persona.persona_id, level, basis, score, verdict)


def coverage_of(levels: Iterable[tuple[str, int]]) -> dict[str, str]:
    """Give each challenge's coverage: the highest of its levels.

    Parameters
    ----------
    levels : iterable of (str, int)
        The challenge of each pair, and the pair's level. A challenge that is in
        no pair has no remedy, and coverage none.

    Examples
    --------
    >>> coverage_of([("a/challenges/1", 0), ("a/challenges/1", 2), ("a/challenges/2", 0)])
    {'a/challenges/1': 'direct', 'a/challenges/2': 'none'}
    """
    highest: dict[str, int] = {}
    for challenge, level in levels:
        highest[challenge] = max(level, highest.get(challenge, 0))
    return {challenge: LEVELS[level] for challenge, level in highest.items()}
