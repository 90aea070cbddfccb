"""Lexicon: what words tell of troubles, helps and subjects, learned from worked examples.

A text becomes a vector over the concepts, of how much more it tells of each
than any text does. Challenges and remedies have a lexicon each: *time* in a
challenge is a trouble, in a remedy a promise.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np

from ...errors import SourceError
from .knowledge import Knowledge
from .words import stems_of, words

KINDS = ("challenge", "remedy")
"""What texts a lexicon is for."""

CONCEPTS_SHARE = 0.4
"""Length of the vector of concepts beside that of words, which is 1."""

_HEADER = ("entry", "weight", "tells")


class Inputs:
    """What of a text the lexicon looks at: its stems, and the concepts that its cues show.

    Parameters
    ----------
    knowledge : Knowledge
    weights : dict of str to float
        Of each stem and concept that is known, how rare it is; a concept is
        written with a colon, as in ``troubles:no-time``.

    Attributes
    ----------
    entries : tuple of str
        Stems and concepts, in the order of the columns.
    """

    def __init__(self, knowledge: Knowledge, weights: dict[str, float]) -> None:
        self.recogniser = knowledge.recogniser
        self.entries = tuple(weights)
        self._weights = np.array(list(weights.values()))
        position = {entry: at for at, entry in enumerate(weights)}
        self._stems = {entry: at for entry, at in position.items() if ":" not in entry}
        known = [position.get(concept) for concept in self.recogniser.ids]
        self._from = np.array([at for at, column in enumerate(known) if column is not None], int)
        self._to = np.array([column for column in known if column is not None], int)

    def row(self, text: str) -> np.ndarray:
        """Give a text's inputs, float64, one an entry."""
        told = words(text)
        return self.row_of(told, self.recogniser.weigh(self.recogniser.shown(told)))

    def row_of(self, told: Sequence[str], shown: np.ndarray) -> np.ndarray:
        """Give the inputs of words, and of how far they show concepts."""
        row = np.zeros(len(self.entries))
        known = [self._stems[stem] for stem in stems_of(told) if stem in self._stems]
        row[known] = self._weights[known]
        row /= np.linalg.norm(row) or 1.0
        concepts = shown[self._from] * self._weights[self._to]
        row[self._to] = concepts / (np.linalg.norm(concepts) or 1.0) * CONCEPTS_SHARE
        return row


class Lexicon:
    """Says what a text tells.

    Parameters
    ----------
    knowledge : Knowledge
    weights : dict of str to float
        As :class:`Inputs` takes them.
    tells : numpy.ndarray
        float64, a row an entry and a column a concept.

    Examples
    --------
    >>> from toolbelt_data.analysis.bearing import read_knowledge, read_model
    >>> lexicon = read_model().lexicons["challenge"]
    >>> vector = lexicon.vector("There is never enough time after work.")
    >>> list(read_knowledge().concepts)[int(vector.argmax())]
    'troubles:no-time'
    """

    def __init__(self, knowledge: Knowledge, weights: dict[str, float], tells: np.ndarray) -> None:
        self.knowledge = knowledge
        self.weights = weights
        self.tells = tells

    @cached_property
    def inputs(self) -> Inputs:
        """What it looks at."""
        return Inputs(self.knowledge, self.weights)

    def vector(self, text: str) -> np.ndarray:
        """Say what a text tells, float64, one a concept."""
        return self._told(self.inputs.row(text))

    def vector_of(self, told: Sequence[str], shown: np.ndarray) -> np.ndarray:
        """Say what words tell that show concepts so far, as :meth:`vector` does of their text."""
        return self._told(self.inputs.row_of(told, shown))

    def _told(self, row: np.ndarray) -> np.ndarray:
        told = row.nonzero()[0]
        return row[told] @ self.tells[told]

    def written(self) -> str:
        """Write the lexicon as CSV: an entry a line, with its weight and what it tells."""
        concepts = list(self.knowledge.concepts)
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_HEADER)
        for (entry, weight), row in zip(self.weights.items(), self.tells, strict=True):
            told = sorted(row.nonzero()[0], key=lambda column: (-row[column], column))
            if told:
                tells = " ".join(f"{concepts[column]}={row[column]:g}" for column in told)
                writer.writerow((entry, f"{weight:g}", tells))
        return file.getvalue()

    @classmethod
    def read(cls, file: Path, knowledge: Knowledge) -> Lexicon:
        """Read a lexicon from CSV.

        Raises
        ------
        SourceError
            Where it cannot be read, or names a concept that is not known.
        """
        column = {concept: at for at, concept in enumerate(knowledge.concepts)}
        weights: dict[str, float] = {}
        places: list[int] = []
        strengths: list[float] = []
        try:
            with file.open(encoding="utf-8", newline="") as opened:
                reader = csv.reader(opened)
                at = {name: position for position, name in enumerate(next(reader, ()))}
                for number, record in enumerate(reader):
                    told = record[at["tells"]].replace("=", " ").split()
                    start = number * len(column)
                    places += [start + column[concept] for concept in told[::2]]
                    strengths += map(float, told[1::2])
                    weights[record[at["entry"]]] = float(record[at["weight"]])
        except OSError as error:
            found = error.strerror or "cannot be read"
            raise SourceError(file, found, "make it with `make model`") from None
        except (LookupError, ValueError) as error:
            raise SourceError(
                file, f"is no lexicon: {error}", "make it anew with `make model`", reader.line_num
            ) from None
        tells = np.zeros((len(weights), len(column)))
        tells.put(places, strengths)
        return cls(knowledge, weights, tells)
