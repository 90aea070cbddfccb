"""Reasons: what changed around a challenge that may have moved its coverage."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ...corpus import Corpus
from .comparison import Comparison

_RESTED = {
    "judged": "judgements",
    "suspect": "judgements of other texts",
    "suggested": "suggestions",
    None: "no remedy at all",
}


class Reasons:
    """Says what changed around a challenge.

    Parameters
    ----------
    both : Comparison
    """

    def __init__(self, both: Comparison) -> None:
        self._now = both.statements
        self._then = {other: one for one, other in self._now.items()}
        self._people = both.personas
        self._sides = [_statements(corpus) for corpus in (both.old, both.new)]

    def of(self, old: Any, new: Any) -> Iterator[str]:
        """Give the reasons, none where nothing changed.

        Parameters
        ----------
        old, new : named tuple or None
            The challenge's rows of the gaps of then and of now.
        """
        if old is None:
            yield self._came(new)
        elif new is None:
            yield self._went(old)
        else:
            yield from self._challenge(old, new)
            yield from self._gone(old, new)
            yield from self._come(old, new)
            rested = [None if pd.isna(row.basis) else row.basis for row in (old, new)]
            if rested[0] != rested[1]:
                yield "it rested on {}, now on {}".format(*(_RESTED[one] for one in rested))

    def _came(self, new: Any) -> str:
        before = self._then.get(new.challenge_id)
        if before:
            return _elsewhere(self._sides[0][before], "was", "before")
        if new.persona_id not in self._people.confidence:
            return "its persona is new"
        return "the challenge is new"

    def _went(self, old: Any) -> str:
        after = self._now.get(old.challenge_id)
        if after:
            return _elsewhere(self._sides[1][after], "is", "now")
        if old.persona_id not in self._people.now:
            return "its persona is gone"
        return "the challenge is gone"

    def _challenge(self, old: Any, new: Any) -> Iterator[str]:
        if old.text != new.text:
            yield "the challenge was reworded"
        if self._people.now.get(old.persona_id) != new.persona_id:
            names = self._people.old[old.persona_id].name, self._people.new[new.persona_id].name
            yield "the challenge moved from {} to {}".format(*names)

    def _gone(self, old: Any, new: Any) -> Iterator[str]:
        for remedy in old.remedies:
            before = self._sides[0][remedy]
            if remedy not in self._now:
                yield f"a remedy is gone: {before.text}"
                continue
            after = self._sides[1][self._now[remedy]]
            if after.persona_id != new.persona_id:
                name = self._people.new[after.persona_id].name
                stayed = self._people.now.get(before.persona_id) == after.persona_id
                yield f"a remedy {'stayed with' if stayed else 'moved to'} {name}: {before.text}"
            elif after.section != "remedies":
                yield f"a remedy is one of the {after.section} now: {before.text}"
            elif before.text != after.text:
                yield f"a remedy was reworded: {after.text}"
            elif after.statement_id not in new.remedies:
                yield f"a remedy does not bear on it any more: {before.text}"

    def _come(self, old: Any, new: Any) -> Iterator[str]:
        known = {self._now.get(remedy) for remedy in old.remedies}
        for remedy in new.remedies:
            if remedy in known:
                continue
            after = self._sides[1][remedy]
            before = self._sides[0].get(self._then.get(remedy))
            if before is None:
                yield f"a remedy is new: {after.text}"
            elif before.text != after.text:
                yield f"a remedy was reworded: {after.text}"
            elif self._people.now.get(before.persona_id) != after.persona_id:
                name = self._people.old[before.persona_id].name
                yield f"a remedy came from {name}: {after.text}"
            else:
                yield f"a remedy bears on it now: {after.text}"


def _elsewhere(row: Any, verb: str, when: str) -> str:
    if row.section == "challenges":
        return f"it {'summed' if verb == 'was' else 'sums'} up others {when}"
    return f"it {verb} one of the {row.section} {when}"


def _statements(corpus: Corpus) -> dict[str, Any]:
    return {row.statement_id: row for row in corpus.statements.itertuples(index=False)}
