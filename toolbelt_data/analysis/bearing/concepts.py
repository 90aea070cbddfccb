"""Concepts: which troubles, helps and subjects a text shows, and by which words.

A cue is a few words. It is found where its words stand in this order with at
most :data:`GAP` other words between two of them; a star at a word's end stands
for any ending. Words that tell nothing (*the*, *of*, *is* …) are left out of
texts and cues alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .knowledge import Concept
from .words import words

GAP = 2
"""Most other words between two words of a cue."""

HINT = 0.6
"""What a hint weighs that tells of one concept alone; a cue weighs 1."""

_SHARE = 0.7


@dataclass(frozen=True)
class Evidence:
    """A cue found in a text.

    Parameters
    ----------
    concept : int
        Position of the concept.
    strong : bool
        Whether it is a cue, not merely a hint.
    words : str
        The words as they stand in the text.
    """

    concept: int
    strong: bool
    words: str


class Recogniser:
    """Finds concepts in texts.

    Parameters
    ----------
    concepts : mapping of str to Concept
        By kind and id, as in ``troubles:no-time``.

    Attributes
    ----------
    ids : tuple of str
        The concepts' ids, in the order of the columns.

    Examples
    --------
    >>> from toolbelt_data.analysis.bearing import read_knowledge
    >>> recogniser = Recogniser(read_knowledge().concepts)
    >>> [recogniser.ids[one.concept] for one in recogniser.evidence("There is no time for it.")][:1]
    ['troubles:no-time']
    """

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self.ids = tuple(concepts)
        self._whole: dict[str, list[_Cue]] = {}
        self._begun: dict[str, list[_Cue]] = {}
        for position, concept in enumerate(concepts.values()):
            for strong, wordings in ((True, concept.cues), (False, concept.hints)):
                for wording in wordings:
                    cue = _Cue(position, strong, tuple(wording.split()))
                    first = cue.words[0]
                    index = self._begun if first.endswith("*") else self._whole
                    index.setdefault(first.rstrip("*"), []).append(cue)
        self._longest = max(map(len, self._begun), default=0)

    def evidence(self, text: str) -> list[Evidence]:
        """List the cues that a text shows, in the order of the concepts, cues before hints."""
        told = words(text)
        found = {
            Evidence(cue.concept, cue.strong, " ".join(told[start:end]))
            for start, word in enumerate(told)
            for cue in self._starting(word)
            if (end := cue.end(told, start))
        }
        return sorted(found, key=lambda one: (one.concept, not one.strong, one.words))

    def weights(self, text: str) -> np.ndarray:
        """Weigh the concepts that a text shows, as :meth:`weigh` does."""
        return self.weigh(self.evidence(text))

    def weigh(self, evidence: Sequence[Evidence]) -> np.ndarray:
        """Weigh concepts by the evidence for them.

        Parameters
        ----------
        evidence : sequence of Evidence

        Returns
        -------
        numpy.ndarray
            float64, one a concept, 0 to 1. Each piece of evidence takes 0.7 of
            what is left to 1: less where its words are but a hint, and where
            they tell of several concepts of a kind alike.
        """
        alike = Counter((one.words, one.strong, self._kind(one)) for one in evidence)
        left = np.ones(len(self.ids))
        for one in evidence:
            shared = alike[one.words, one.strong, self._kind(one)]
            share = shared**-0.5 if one.strong else HINT / shared
            left[one.concept] *= 1 - share * _SHARE
        return 1 - left

    def _kind(self, one: Evidence) -> str:
        return self.ids[one.concept].partition(":")[0]

    def _starting(self, word: str) -> Iterator[_Cue]:
        yield from self._whole.get(word, ())
        for end in range(1, min(len(word), self._longest) + 1):
            yield from self._begun.get(word[:end], ())


@dataclass(frozen=True)
class _Cue:
    concept: int
    strong: bool
    words: tuple[str, ...]

    def end(self, told: list[str], start: int) -> int:
        """Say where the cue ends that begins at a word; 0 where it does not."""
        at = start
        for wanted in self.words[1:]:
            near = range(at + 1, min(at + 2 + GAP, len(told)))
            found = next((beside for beside in near if _is(told[beside], wanted)), None)
            if found is None:
                return 0
            at = found
        return at + 1


def _is(word: str, wanted: str) -> bool:
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    return word == wanted
