"""Lenders: personas whose remedies serve a challenge like this one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from ..corpus import Corpus
from .bearing import Model, Reader
from .neighbours import DIGITS, Neighbours
from .suggestions import reasons

BORROWED = 0.485
"""Score from which another persona's remedy is proposed."""

SHORTLIST = 25
"""Remedies that are held against a challenge at most: those that serve the likest ones."""

_PARTIAL = 0.7
_STRONGEST = 2


class Lenders:
    """Finds remedies of other personas.

    Parameters
    ----------
    corpus : Corpus
    pairs : pandas.DataFrame
        As :func:`toolbelt_data.analysis.pairs` gives it.
    model : Model
    """

    def __init__(self, corpus: Corpus, pairs: pd.DataFrame, model: Model) -> None:
        self._reader, self._model = model.reader(), model
        texts = dict(zip(corpus.statements.statement_id, corpus.statements.text, strict=True))
        owners = dict(
            zip(corpus.statements.statement_id, corpus.statements.persona_id, strict=True)
        )
        own = pairs[(pairs.level > 0) & ~pairs.restating]
        bearing = sorted(zip(own.challenge_id, own.remedy_id, own.level, strict=True))
        self._remedies = sorted({remedy for _, remedy, _ in bearing})
        self._served = sorted({challenge for challenge, _, _ in bearing})
        self._texts = [texts[remedy] for remedy in self._remedies]
        self._owners = np.array([owners[remedy] for remedy in self._remedies], object)
        rows = {name: at for at, name in enumerate(self._remedies)}
        columns = {name: at for at, name in enumerate(self._served)}
        # The pairs that bear: by remedy, and in the order of the challenges, each with its share.
        self._serves: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        of, shares, starts = [], [], [0] * (len(self._served) + 1)
        for challenge, remedy, level in bearing:
            share = 1.0 if level == _STRONGEST else _PARTIAL
            self._serves[rows[remedy]].append((columns[challenge], share))
            of.append(rows[remedy])
            shares.append(share)
            starts[columns[challenge] + 1] += 1
        self._of, self._shares = np.array(of, int), np.array(shares)
        self._starts = np.cumsum(starts)
        self._directions = _directions(self._reader, (texts[name] for name in self._served))
        self._neighbours = Neighbours(self._directions)

    def to(self, challenge: Any) -> Iterator[dict]:
        """Give the remedies that a challenge, a row of statements, could borrow."""
        (direction,) = _directions(self._reader, [challenge.text])
        near, kin = self._nearest(direction, challenge.persona_id)
        if not len(near):
            return
        texts = [self._texts[at] for at in near]
        features = self._reader.features([challenge.text], texts)
        probability = self._model.bears.probabilities(features)[0]
        seen: set[str] = set()
        for at, text, score in zip(near, texts, np.sqrt(probability * kin).tolist(), strict=True):
            if score < BORROWED or text in seen:
                continue
            seen.add(text)
            yield {
                "kind": "borrow",
                "proposal": self._remedies[at],
                "score": round(score, 4),
                "reasons": [
                    self._why(at, direction),
                    *reasons(self._reader, challenge.text, text)[:2],
                ],
                "text": text,
            }

    def _nearest(self, direction: np.ndarray, persona: str) -> tuple[np.ndarray, np.ndarray]:
        """Give the remedies of others that serve the likest challenges, and how like these are.

        The likest first, then by id; a share of the likeness where the remedy
        serves in part.
        """
        near, kin = np.empty(0, int), np.empty(0)
        for bound, rows, alike in self._neighbours.around(direction):
            full = len(near) == SHORTLIST
            if full and bound < kin[-1]:
                break
            if full:
                likely = alike >= kin[-1]
                rows, alike = rows[likely], alike[likely]
            counts = self._starts[rows + 1] - self._starts[rows]
            first = np.cumsum(counts) - counts
            at = np.arange(counts.sum()) + np.repeat(self._starts[rows] - first, counts)
            values = np.repeat(alike, counts) * self._shares[at]
            better = values >= kin[-1] if full else values > 0
            if not better.any():
                continue
            at, values = self._of[at[better]], values[better]
            others = self._owners[at] != persona
            near = np.concatenate([near, at[others]])
            kin = np.concatenate([kin, values[others]])
            order = np.lexsort((near, -kin))
            _, once = np.unique(near[order], return_index=True)
            best = order[np.sort(once)[:SHORTLIST]]
            near, kin = near[best], kin[best]
        return near, kin

    def _why(self, remedy: int, direction: np.ndarray) -> str:
        serves = self._serves[remedy]
        alike = (self._directions[[at for at, _ in serves]] @ direction).round(DIGITS)
        best, share = serves[int(np.argmax(alike * [share for _, share in serves]))]
        how = "directly" if share == 1 else "in part"
        return f"bears {how} on a like challenge, {self._served[best]}"


def _directions(reader: Reader, texts: Iterable[str]) -> np.ndarray:
    """Give how clearly challenges tell of troubles, float64, texts by troubles, length 1."""
    columns = reader.knowledge.columns("troubles")
    told = [reader.read(text, "challenge").told[columns] for text in texts]
    rows = np.array(told).reshape(len(told), len(reader.knowledge.troubles))
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
