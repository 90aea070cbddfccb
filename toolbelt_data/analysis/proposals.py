"""Proposals: what would serve a challenge that has no remedy of its own.

Another persona's remedy may be borrowed, where it serves a challenge like this
one; an offering of the OpenSSF may be cited, where it bears on the same trouble.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import numpy as np
import pandas as pd

from ..corpus import Corpus
from .bearing import Model, Reader, Remedies, read_model
from .catalogue import catalogue as read_catalogue
from .coverage import counted
from .kinds import kinds_of_personas
from .mentions import mentions
from .suggestions import reasons
from .tables import PROPOSALS

MOST = 3
"""Proposals that a challenge gets at most."""

BORROWED = 0.485
"""Score from which another persona's remedy is proposed."""

CITED = 0.605
"""Score from which an offering is proposed."""

_SHORTLIST = 25
_CHUNK = 256
_DIGITS = 9
_PARTIAL = 0.7
_SCALE = 2.6
_STRONGEST = 2
_TOLD = 0.1
# Of what an offering is stated to be about, so many count that a challenge tells of most.
_CLEAREST = 2
_MEANS = 0.3
# The most that two texts can be alike in what they tell, with room for rounding.
_FURTHEST = 3 + 1e-6
_NEEDED = -_SCALE * math.log(1 - CITED) - 1e-6


def propose(
    corpus: Corpus,
    pairs: pd.DataFrame,
    challenges: Iterable[str],
    catalogue: pd.DataFrame | None = None,
    *,
    model: Model | None = None,
) -> pd.DataFrame:
    """Propose what would serve challenges that have no remedy of their own.

    Parameters
    ----------
    corpus : Corpus
    pairs : pandas.DataFrame
        As :func:`toolbelt_data.analysis.pairs` gives it.
    challenges : iterable of str
        Their ids.
    catalogue : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.catalogue` gives it; the embedded one
        where it is left out.
    model : Model, optional
        The one that travels with the package where it is left out.

    Returns
    -------
    pandas.DataFrame
        At most :data:`MOST` rows a challenge, remedies to borrow first, each kind
        by score, as :data:`toolbelt_data.analysis.tables.PROPOSALS` declares.

    Notes
    -----
    A remedy of another persona scores the geometric mean of two things: the
    probability that it bears on this challenge, and how far this challenge tells
    of the same troubles as one that it does bear on (0.7 times that where it
    does so in part). An
    offering scores by the troubles, subjects and kinds of help that the
    challenge tells of and the catalogue states of it, and by its description;
    only an offering that the persona's own texts do not mention counts. Scores
    rank, and are no probabilities.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import pairs
    >>> corpus = load()
    >>> found = propose(corpus, pairs(corpus), ["siddharth-the-supplier/challenges/4"])
    >>> found.kind.tolist()[0], len(found) <= 3
    ('borrow', True)
    """
    statements = corpus.statements.set_index("statement_id", drop=False)
    wanted = statements.loc[list(challenges)]
    if wanted.empty:
        return PROPOSALS.frame([])
    reader = (model or read_model()).reader()
    offerings = read_catalogue() if catalogue is None else catalogue
    lenders = _Lenders(corpus, pairs, reader, model or read_model())
    citations = _Citations(corpus, offerings, reader)
    rows: list[dict] = []
    for challenge, lent in zip(wanted.itertuples(index=False), lenders.to(wanted), strict=True):
        found = [*lent, *citations.to(challenge)]
        found.sort(key=lambda one: (one["kind"], -one["score"], one["proposal"]))
        rows += [
            {
                "challenge_id": challenge.statement_id,
                "rank": rank,
                **one,
                "path": challenge.path,
                "line": challenge.line,
            }
            for rank, one in enumerate(found[:MOST], start=1)
        ]
    return PROPOSALS.frame(rows)


class _Lenders:
    """Finds remedies of other personas."""

    def __init__(self, corpus: Corpus, pairs: pd.DataFrame, reader: Reader, model: Model) -> None:
        self._reader, self._model = reader, model
        own = counted(corpus.statements).sort_values("statement_id")
        bearing = pairs[(pairs.level > 0) & ~pairs.restating]
        bearing = bearing.sort_values(["challenge_id", "remedy_id"])
        self._remedies = own[own.statement_id.isin(bearing.remedy_id)].reset_index(drop=True)
        self._served = own[own.statement_id.isin(bearing.challenge_id)].reset_index(drop=True)
        rows = {name: at for at, name in enumerate(self._remedies.statement_id)}
        columns = {name: at for at, name in enumerate(self._served.statement_id)}
        self._of = np.array([rows[name] for name in bearing.remedy_id], int)
        self._serves = np.array([columns[name] for name in bearing.challenge_id], int)
        self._share = np.where(bearing.level == _STRONGEST, 1.0, _PARTIAL)
        self._vectors = _directions(reader, self._served.text)

    def to(self, challenges: pd.DataFrame) -> Iterator[list[dict]]:
        """Give each challenge's remedies."""
        texts = list(challenges.text)
        for start in range(0, len(texts), _CHUNK):
            like = _directions(self._reader, texts[start : start + _CHUNK]) @ self._vectors.T
            # Equal texts differ in the last digits, by where they stand in the matrix.
            for at, row in enumerate(like.round(_DIGITS)):
                yield list(self._lent(challenges.iloc[start + at], row))

    def _lent(self, challenge: pd.Series, like: np.ndarray) -> Iterator[dict]:
        kin = np.zeros(len(self._remedies))
        np.maximum.at(kin, self._of, like[self._serves] * self._share)
        kin[(self._remedies.persona_id == challenge.persona_id).to_numpy()] = 0.0
        near = [at for at in np.argsort(-kin, kind="stable")[:_SHORTLIST] if kin[at] > 0]
        if not near:
            return
        remedies = self._remedies.iloc[near]
        features = self._reader.features([challenge.text], list(remedies.text))
        probability = self._model.bears.probabilities(features)[0]
        seen: set[str] = set()
        for at, remedy, bears in zip(
            near, remedies.itertuples(index=False), probability, strict=True
        ):
            score = float(np.sqrt(bears * kin[at]))
            if score < BORROWED or remedy.text in seen:
                continue
            seen.add(remedy.text)
            own = np.flatnonzero(self._of == at)
            best = own[int(np.argmax(like[self._serves[own]] * self._share[own]))]
            how = "directly" if self._share[best] == 1 else "in part"
            kin_id = self._served.statement_id.iloc[self._serves[best]]
            yield {
                "kind": "borrow",
                "proposal": remedy.statement_id,
                "score": round(score, 4),
                "reasons": [
                    f"bears {how} on a like challenge, {kin_id}",
                    *reasons(self._reader, challenge.text, remedy.text)[:2],
                ],
                "text": remedy.text,
            }


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


class _Citations:
    """Finds offerings of the OpenSSF."""

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

    def to(self, challenge: tuple) -> Iterator[dict]:
        """Give the offerings that a challenge could cite."""
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


def _directions(reader: Reader, texts: Iterable[str]) -> np.ndarray:
    """Give how clearly challenges tell of troubles, float64, texts by troubles, length 1."""
    columns = reader.knowledge.columns("troubles")
    told = [reader.read(text, "challenge").told[columns] for text in texts]
    rows = np.array(told).reshape(len(told), len(reader.knowledge.troubles))
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
