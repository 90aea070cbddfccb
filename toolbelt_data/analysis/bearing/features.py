"""Features: what a pair of challenge and remedy is weighed by."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np

from .concepts import Recogniser
from .knowledge import KINDS, Knowledge
from .lexicon import Lexicon
from .words import grams, parts

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
        return self._lexicon.vector(self.text)

    @cached_property
    def concepts(self) -> np.ndarray:
        """The concepts that its cues show, float64, one a concept, 0 to 1."""
        return self._recogniser.weights(self.text)

    @cached_property
    def told(self) -> np.ndarray:
        """How clearly it tells of each concept, by lexicon and half by cues: float64, from 0."""
        return np.maximum(self.vector, 0.0) + self.concepts / 2

    @cached_property
    def grams(self) -> dict[str, float]:
        """Runs of letters with the logarithm of their counts, as a vector of length 1."""
        counts = {gram: 1 + float(np.log(count)) for gram, count in grams(self.text).items()}
        length = np.sqrt(sum(count * count for count in counts.values())) or 1.0
        return {gram: count / length for gram, count in counts.items()}

    @cached_property
    def parts(self) -> list[np.ndarray]:
        """What its parts tell, of each kind of concept: float64, parts by concepts, length 1."""
        vectors = np.array([self._lexicon.vector(part) for part in parts(self.text)])
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
        self.recogniser = Recogniser(self.knowledge.concepts)
        self._lexicons = lexicons
        self.read = lru_cache(maxsize=100_000)(self._read)

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
            float64, challenges by remedies by :data:`FEATURES`.
        """
        rows = [self.read(text, "challenge") for text in challenges]
        columns = [self.read(text, "remedy") for text in remedies]
        pair = np.zeros((len(rows), len(columns), len(FEATURES)))
        for at, challenge in enumerate(rows):
            for beside, remedy in enumerate(columns):
                meaning = self.meaning(challenge, remedy)
                wording = self.wording(challenge, remedy)
                bearing = self.bearing(challenge, remedy).max(initial=0.0)
                pair[at, beside] = meaning, meaning, bearing, wording, wording, 0.0
        if pair.size:
            pair[:, :, 1] -= pair[:, :, 1].mean(axis=0, keepdims=True)
            pair[:, :, 4] -= pair[:, :, 4].mean(axis=1, keepdims=True)
            pair[:, :, 5] = np.log(len(columns))
        return pair

    def meaning(self, challenge: Reading, remedy: Reading) -> float:
        """Say how alike two statements are in what they tell, -3 to 3."""
        return sum(
            float((one @ other.T).max())
            for one, other in zip(challenge.parts, remedy.parts, strict=True)
        )

    def wording(self, challenge: Reading, remedy: Reading) -> float:
        """Say how alike two statements are in their letters, 0 to 1."""
        few, many = sorted((challenge.grams, remedy.grams), key=len)
        return sum(weight * many[gram] for gram, weight in few.items() if gram in many)

    def bearing(self, challenge: Reading, remedy: Reading) -> np.ndarray:
        """Say how far helps that a remedy names bear on troubles that a challenge names.

        Returns
        -------
        numpy.ndarray
            float64, troubles by helps, 0 to 1.
        """
        troubles = challenge.concepts[self.knowledge.columns("troubles")]
        helps = remedy.concepts[self.knowledge.columns("helps")]
        return troubles[:, None] * self.knowledge.strengths * helps[None, :]
