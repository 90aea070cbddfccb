"""Citations: offerings of the OpenSSF that bear on the trouble that a challenge tells of."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ..corpus import Corpus
from .bearing import Reader, Remedies
from .kinds import kinds_of_personas
from .mentions import mentions

CITED = 0.605
"""Score from which an offering is proposed."""

_SCALE = 2.6
_TOLD = 0.1
# Of what an offering is stated to be about, so many count that a challenge tells of most.
_CLEAREST = 2
_MEANS = 0.3
# The most that two texts can be alike in what they tell, with room for rounding.
_FURTHEST = 3 + 1e-6
_NEEDED = -_SCALE * math.log(1 - CITED) - 1e-6


class _Offering:
    """An offering, and what is known of it by its columns among the concepts."""

    def __init__(self, row: tuple, reader: Reader, columns: dict[str, int]) -> None:
        about = "" if pd.isna(row.description) else row.description
        self.project_id = row.project_id
        self.text = f"{row.name}: {about}".removesuffix(": ")
        self.serves = frozenset(row.serves)
        stated = (("troubles", row.bears_on), ("subjects", row.subjects), ("helps", row.helps))
        self.concepts = [
            [columns[f"{kind}:{name}"] for name in names if f"{kind}:{name}" in columns]
            for kind, names in stated
        ]
        self._reader = reader

    @cached_property
    def beside(self) -> Remedies:
        """Its text as that of a remedy."""
        return Remedies([self._reader.read(self.text, "remedy")], self._reader.knowledge)


class Citations:
    """Finds offerings of the OpenSSF.

    Parameters
    ----------
    corpus : Corpus
    catalogue : pandas.DataFrame
        As :func:`toolbelt_data.analysis.catalogue` gives it.
    reader : Reader
    """

    def __init__(self, corpus: Corpus, catalogue: pd.DataFrame, reader: Reader) -> None:
        self._reader = reader
        self._concepts = reader.knowledge.listed
        columns = {name: at for at, name in enumerate(reader.knowledge.concepts)}
        named = mentions(corpus, catalogue)
        self._mentioned = set(zip(named.persona_id, named.project_id, strict=True))
        kinds = kinds_of_personas(corpus)
        self._kinds: defaultdict[str, set[str]] = defaultdict(set)
        for persona_id, kind_id in zip(kinds.persona_id, kinds.kind_id, strict=True):
            self._kinds[persona_id].add(kind_id)
        self._offerings = [
            _Offering(row, reader, columns) for row in catalogue.itertuples(index=False)
        ]
        # One column more, of what nothing tells, fills the rows up.
        self._told_by = [
            _filled([offering.concepts[at] for offering in self._offerings], len(columns))
            for at in range(3)
        ]

    def to(self, challenge: Any) -> Iterator[dict]:
        """Give the offerings that a challenge, a row of statements, could cite."""
        reading = self._reader.read(challenge.text, "challenge")
        told = reading.told
        own = self._kinds.get(challenge.persona_id, frozenset())
        # What a text means adds so much at most that the others are no candidates.
        alike = self._alike(told)
        for at in np.flatnonzero(alike + _MEANS * _FURTHEST >= _NEEDED):
            offering = self._offerings[at]
            if (challenge.persona_id, offering.project_id) in self._mentioned:
                continue
            if own and offering.serves and own.isdisjoint(offering.serves):
                continue
            troubles, subjects, _ = (
                sorted(columns, key=lambda column: -told[column])[:_CLEAREST]
                for columns in offering.concepts
            )
            if not troubles or told[troubles[0]] <= _TOLD:
                continue
            meaning = offering.beside.meaning(reading)[0]
            score = 1 - math.exp(-float(alike[at] + _MEANS * meaning) / _SCALE)
            if score >= CITED:
                yield {
                    "kind": "cite",
                    "proposal": offering.project_id,
                    "score": round(score, 4),
                    "reasons": [
                        *self._said("trouble", troubles, told),
                        *self._said("subject", subjects, told),
                    ],
                    "text": offering.text,
                }

    def _alike(self, told: np.ndarray) -> np.ndarray:
        """Say how clearly a challenge tells of what is stated of each offering."""
        filled = np.append(told, 0.0)
        troubles, subjects, helps = (
            np.sort(filled[columns], axis=1)[:, -_CLEAREST:].sum(axis=1)
            for columns in self._told_by
        )
        return troubles + subjects + helps / 2

    def _said(self, kind: str, columns: list[int], told: np.ndarray) -> Iterator[str]:
        names = [self._concepts[column].words for column in columns if told[column] > _TOLD]
        if names:
            yield f"{kind}: {', '.join(names)}"


def _filled(lists: list[list[int]], empty: int) -> np.ndarray:
    """Lay lists of columns below each other, int64, filled up with one that is empty."""
    width = max([_CLEAREST, *map(len, lists)])
    rows = [[*columns, *[empty] * (width - len(columns))] for columns in lists]
    return np.array(rows, int).reshape(-1, width)
