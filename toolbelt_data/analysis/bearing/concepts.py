"""Concepts: which troubles, helps and subjects a text shows, and by which words.

A cue is a few words. It is found where its words stand in this order with at
most :data:`GAP` other words between two of them; a star at a word's end stands
for any ending. Words that tell nothing (*the*, *of*, *is* …) are left out of
texts and cues alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .words import words

if TYPE_CHECKING:
    from .knowledge import Concept

GAP = 2
"""Most other words between two words of a cue."""

HINT = 0.6
"""What a hint weighs that tells of one concept alone; a cue weighs 1."""

_SHARE = 0.7


class Evidence(NamedTuple):
    """A cue found in a text.

    Attributes
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
        By kind and id, as in ``troubles:no-time``; one space between two words
        of a cue.

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
        self._kinds = [name.partition(":")[0] for name in concepts]
        # By first word; what goes on from there is laid out once a text begins a cue so.
        self._cues: dict[str, list[_Cue]] = {}
        for position, concept in enumerate(concepts.values()):
            for strong, wordings in ((True, concept.cues), (False, concept.hints)):
                for wording in wordings:
                    first, _, others = wording.partition(" ")
                    self._cues.setdefault(first, []).append((position, strong, others))
        self._steps: dict[str, _Step] = {}
        self._longest = max((len(first) - 1 for first in self._cues if first[-1] == "*"), default=0)

    def evidence(self, text: str) -> list[Evidence]:
        """List the cues that a text shows, in the order of the concepts, cues before hints."""
        return self.shown(words(text))

    def shown(self, told: Sequence[str]) -> list[Evidence]:
        """List the cues that words show, given as :func:`words` does."""
        found = {
            Evidence(concept, strong, " ".join(told[start:end]))
            for start, word in enumerate(told)
            for step in self._starting(word)
            for concept, strong, end in step.ends(told, start)
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
        kinds = self._kinds
        alike = Counter((one.words, one.strong, kinds[one.concept]) for one in evidence)
        left = np.ones(len(self.ids))
        for one in evidence:
            shared = alike[one.words, one.strong, kinds[one.concept]]
            share = shared**-0.5 if one.strong else HINT / shared
            left[one.concept] *= 1 - share * _SHARE
        return 1 - left

    def _starting(self, word: str) -> Iterator[_Step]:
        """Give the cues that a word begins, laid out by what may follow."""
        wanted = [f"{word[:end]}*" for end in range(1, min(len(word), self._longest) + 1)]
        for first in (word, *wanted):
            if first in self._cues:
                if first not in self._steps:
                    self._steps[first] = _Step(self._cues[first])
                yield self._steps[first]


_Cue = tuple[int, bool, str]
"""Concept, whether it is a cue and no hint, and the words that are still wanted."""


class _Step:
    """A word of cues that begin alike: those that end with it, and the next words of the others."""

    def __init__(self, cues: Iterable[_Cue]) -> None:
        self._here: list[tuple[int, bool]] = []
        following: dict[str, list[_Cue]] = {}
        for concept, strong, wanted in cues:
            if wanted:
                word, _, others = wanted.partition(" ")
                following.setdefault(word, []).append((concept, strong, others))
            else:
                self._here.append((concept, strong))
        self._next = {wanted: _Step(own) for wanted, own in following.items()}
        self._begun = [wanted for wanted in self._next if wanted.endswith("*")]

    def ends(self, told: Sequence[str], at: int) -> Iterator[tuple[int, bool, int]]:
        """Give the cues that words show from here on, each with where it ends."""
        for concept, strong in self._here:
            yield concept, strong, at + 1
        if not self._next:
            return
        # A cue goes on with the first word that fits, not with a later one.
        met: set[str] = set()
        for beside in range(at + 1, min(at + 2 + GAP, len(told))):
            word = told[beside]
            fits = [wanted for wanted in self._begun if word.startswith(wanted[:-1])]
            for wanted in (word, *fits):
                if wanted in self._next and wanted not in met:
                    met.add(wanted)
                    yield from self._next[wanted].ends(told, beside)
