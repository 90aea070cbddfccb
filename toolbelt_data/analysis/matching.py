"""Matching: which judgement a pair of challenge and remedy has, by its texts and its ids."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pandas as pd

from .judgements import pair_levels


class Judged:
    """Finds the judgement of a pair: by ids and texts, then by texts, then by ids.

    Parameters
    ----------
    judgements : pandas.DataFrame
    digests : dict of str to str
        Of each statement's text, by its id.
    present : iterable of (str, str)
        The pairs of challenge and remedy that there are.
    """

    def __init__(
        self,
        judgements: pd.DataFrame,
        digests: dict[str, str],
        present: Iterable[tuple[str, str]],
    ) -> None:
        self.digests = digests
        here = {(digests[challenge], digests[remedy]) for challenge, remedy in present}
        self.exact: dict[tuple[str, str, str, str], tuple[int, int]] = {}
        self.by_text: dict[tuple[str, str], tuple[int, int]] = {}
        self.by_ids: dict[tuple[str, str], tuple[int, int]] = {}
        for row in pair_levels(judgements).itertuples():
            found = (int(row.level), int(row.disagreement))
            texts = set(product(row.challenge_digests, row.remedy_digests))
            for both in texts:
                self.exact[row.challenge_id, row.remedy_id, *both] = found
                self.by_text.setdefault(both, found)
            if texts.isdisjoint(here):
                self.by_ids[row.challenge_id, row.remedy_id] = found

    def look_up(self, challenge: str, remedy: str, suggested: int) -> tuple[int, str, int | None]:
        """Give level, basis and disagreement of a pair."""
        texts = self.digests[challenge], self.digests[remedy]
        judged = self.exact.get((challenge, remedy, *texts)) or self.by_text.get(texts)
        if judged:
            return judged[0], "judged", judged[1]
        suspect = self.by_ids.get((challenge, remedy))
        if suspect:
            return suspect[0], "suspect", suspect[1]
        return suggested, "suggested", None
