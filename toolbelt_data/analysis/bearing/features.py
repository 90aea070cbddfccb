"""Features: what a pair of challenge and remedy is weighed by."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from .concepts import Evidence, Recogniser
from .knowledge import KINDS, Knowledge
from .lexicon import Lexicon
from .words import LONGEST, grams, parts, words

FEATURES = {
    "meaning": "how alike the troubles, helps and subjects are that the two tell of, in their"
    " closest parts",
    "fit": "meaning, less the remedy's mean over the persona's challenges",
    "bearing": "how far a kind of help that the remedy names bears on a trouble that the challenge"
    " names",
    "wording": "how alike the two are in runs of four and five letters",
    "distinct": "wording, less the challenge's mean over the persona's remedies",
    "remedies": "logarithm of how many remedies the persona has",
}
"""What they mean, in the order of the columns."""

# What is kept of texts read before: one takes some 20 kB, of which most is letters.
_READINGS = 4_000
_MEETINGS = 500
_MOST_KEPT = 10_000


@lru_cache(maxsize=LONGEST)
def _weight(count: int) -> float:
    """Weigh how often a run of letters occurs."""
    return 1 + float(np.log(count))


class Reading:
    """What is read in a statement.

    Parameters
    ----------
    text : str
    lexicon : Lexicon
    recogniser : Recogniser

    Attributes
    ----------
    text : str
    """

    def __init__(self, text: str, lexicon: Lexicon, recogniser: Recogniser) -> None:
        self.text = text
        self._lexicon = lexicon
        self._recogniser = recogniser

    @cached_property
    def vector(self) -> np.ndarray:
        """What it tells as a whole, float64, one a concept."""
        return self._lexicon.vector_of(self._told, self.concepts)

    @cached_property
    def _told(self) -> list[str]:
        return words(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words that tell something, each once."""
        return frozenset(self._told)

    @cached_property
    def evidence(self) -> list[Evidence]:
        """The cues that it shows."""
        return self._recogniser.shown(self._told)

    @cached_property
    def concepts(self) -> np.ndarray:
        """The concepts that its cues show, float64, one a concept, 0 to 1."""
        return self._recogniser.weigh(self.evidence)

    @cached_property
    def told(self) -> np.ndarray:
        """How clearly it tells of each concept, by lexicon and half by cues: float64, from 0."""
        return np.maximum(self.vector, 0.0) + self.concepts / 2

    @cached_property
    def grams(self) -> dict[str, float]:
        """Runs of letters with the logarithm of their counts, as a vector of length 1."""
        counts = {gram: _weight(count) for gram, count in grams(self._told).items()}
        length = math.sqrt(sum(count * count for count in counts.values())) or 1.0
        return {gram: count / length for gram, count in counts.items()}

    @cached_property
    def parts(self) -> list[np.ndarray]:
        """What its parts tell, of each kind of concept: float64, parts by concepts, length 1."""
        pieces = parts(self.text)
        whole = len(pieces) == 1 and words(pieces[0]) == self._told
        vectors = np.array(
            [self.vector] if whole else [self._lexicon.vector(piece) for piece in pieces]
        )
        blocks = [vectors[:, self._lexicon.knowledge.columns(kind)] for kind in KINDS]
        lengths = [np.linalg.norm(block, axis=1, keepdims=True) for block in blocks]
        return [
            np.divide(block, length, out=np.zeros_like(block), where=length > 0)
            for block, length in zip(blocks, lengths, strict=True)
        ]


class Reader:
    """Reads statements, each wording once.

    Parameters
    ----------
    lexicons : dict of str to Lexicon
        For challenges and for remedies.
    """

    def __init__(self, lexicons: dict[str, Lexicon]) -> None:
        self.knowledge: Knowledge = lexicons["challenge"].knowledge
        self.recogniser = self.knowledge.recogniser
        self._lexicons = lexicons
        self.read = lru_cache(maxsize=_READINGS)(self._read)
        self._met: dict[tuple[tuple[str, ...], tuple[str, ...]], np.ndarray] = {}

    def _read(self, text: str, kind: str) -> Reading:
        return Reading(text, self._lexicons[kind], self.recogniser)

    def features(self, challenges: Sequence[str], remedies: Sequence[str]) -> np.ndarray:
        """Weigh each challenge of a persona against each of its remedies.

        Parameters
        ----------
        challenges, remedies : sequence of str
            Their texts.

        Returns
        -------
        numpy.ndarray
            float64, challenges by remedies by :data:`FEATURES`; not to be
            written to, as the same texts get the same array.
        """
        both = tuple(challenges), tuple(remedies)
        if both in self._met:
            return self._met[both]
        features = self._features(*both)
        features.flags.writeable = False
        if features.size <= _MOST_KEPT:
            if len(self._met) >= _MEETINGS:
                del self._met[next(iter(self._met))]
            self._met[both] = features
        return features

    def _features(self, challenges: Sequence[str], remedies: Sequence[str]) -> np.ndarray:
        rows = [self.read(text, "challenge") for text in challenges]
        columns = [self.read(text, "remedy") for text in remedies]
        pair = np.zeros((len(rows), len(columns), len(FEATURES)))
        if not pair.size:
            return pair
        beside = Remedies(columns, self.knowledge)
        for at, challenge in enumerate(rows):
            pair[at, :, 0] = beside.meaning(challenge)
            pair[at, :, 2] = beside.bearing(challenge)
            pair[at, :, 3] = beside.wording(challenge)
        pair[:, :, 1] = pair[:, :, 0] - pair[:, :, 0].mean(axis=0, keepdims=True)
        pair[:, :, 4] = pair[:, :, 3] - pair[:, :, 3].mean(axis=1, keepdims=True)
        pair[:, :, 5] = np.log(len(columns))
        return pair


class Remedies:
    """Remedies laid side by side, so that a challenge meets all of them at once.

    Parameters
    ----------
    remedies : sequence of Reading
        At least one.
    knowledge : Knowledge
    """

    def __init__(self, remedies: Sequence[Reading], knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._helps = np.array([one.concepts[knowledge.columns("helps")] for one in remedies])
        self._parts = [
            np.concatenate(blocks).T
            for blocks in zip(*(one.parts for one in remedies), strict=True)
        ]
        sizes = [len(one.parts[0]) for one in remedies]
        self._starts = np.cumsum([0, *sizes[:-1]])
        self._remedies = remedies

    @cached_property
    def _grams(self) -> dict[str, list[tuple[int, float]]]:
        """Which remedies have a run of letters, and with which weight."""
        holders: dict[str, list[tuple[int, float]]] = {}
        for at, remedy in enumerate(self._remedies):
            for gram, weight in remedy.grams.items():
                holders.setdefault(gram, []).append((at, weight))
        return holders

    def meaning(self, challenge: Reading) -> np.ndarray:
        """Say how alike they are in what they tell, in their closest parts, -3 to 3."""
        return sum(
            np.maximum.reduceat((own @ others).max(axis=0), self._starts)
            for own, others in zip(challenge.parts, self._parts, strict=True)
        )

    def bearing(self, challenge: Reading) -> np.ndarray:
        """Say how far the helps that they name bear on troubles that a challenge names, 0 to 1."""
        troubles = challenge.concepts[self._knowledge.columns("troubles")]
        eased = (troubles[:, None] * self._knowledge.strengths).max(axis=0, initial=0.0)
        return (eased * self._helps).max(axis=1, initial=0.0)

    def wording(self, challenge: Reading) -> np.ndarray:
        """Say how alike they are in their letters, 0 to 1."""
        alike = [0.0] * len(self._remedies)
        for gram, weight in challenge.grams.items():
            for at, own in self._grams.get(gram, ()):
                alike[at] += weight * own
        return np.array(alike)
