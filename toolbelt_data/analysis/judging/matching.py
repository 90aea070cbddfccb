"""Matching: which judgements a pair of challenge and remedy has, by its texts and its ids."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import product
from operator import itemgetter
from statistics import median_low
from typing import Any, NamedTuple

import pandas as pd

from ...corpus import Corpus
from ...spreadsheet import records
from .following import Following, Kept

Pair = tuple[str, str]
Row = dict[str, Any]


class Verdict(NamedTuple):
    """What reviewers say of a pair.

    Attributes
    ----------
    basis : str
        judged where they saw its two texts, suspect where one changed since.
    rows : list of dict
        Their judgements, as :func:`toolbelt_data.analysis.read_judgements`
        gives them, by pair and reviewer.
    """

    basis: str
    rows: list[Row]

    @property
    def levels(self) -> list[int]:
        """The reviewers' levels."""
        return [row["level"] for row in self.rows]

    @property
    def level(self) -> int:
        """Their median, the lower one where even."""
        return median_low(self.levels)

    @property
    def disagreement(self) -> int:
        """Highest level less lowest."""
        return max(self.levels) - min(self.levels)

    @property
    def last(self) -> Row:
        """The judgement that was given last."""
        return max(self.rows, key=lambda row: row["date"] or "")


class Given:
    """What reviewers said, made ready to be looked for in any number of corpora.

    Parameters
    ----------
    judgements : pandas.DataFrame
        As :func:`toolbelt_data.analysis.read_judgements` gives it.

    Attributes
    ----------
    rows : list of (dict, (Kept, Kept))
        Each judgement, and its challenge and remedy as they were.
    ends : tuple of (frozenset of Kept, frozenset of Kept)
        All challenges and all remedies that were judged.
    """

    def __init__(self, judgements: pd.DataFrame) -> None:
        by_pair = judgements.sort_values(["challenge_id", "remedy_id"], kind="stable")
        self.rows = [(row, _kept(row)) for row in records(by_pair)]
        self.ends = tuple(frozenset(kept[end] for _, kept in self.rows) for end in (0, 1))


class Judged:
    """Finds the judgements of a pair: by ids and texts, then by texts, then as suspects.

    Judgements of texts that stand together nowhere any more go to the one
    pair of a persona that their statements most likely became.

    Parameters
    ----------
    judgements : pandas.DataFrame or Given
        As :func:`toolbelt_data.analysis.read_judgements` gives it, or made
        ready once for many corpora.
    corpus : Corpus

    Attributes
    ----------
    current, outdated, nowhere : list of dict
        The judgements of texts that stand somewhere, of those that changed
        since, and those that no pair of the corpus has.
    places : dict
        The pairs that a judgement is taken to be of, by its ids and reviewer;
        none for those that are nowhere.
    """

    def __init__(self, judgements: pd.DataFrame | Given, corpus: Corpus) -> None:
        given = judgements if isinstance(judgements, Given) else Given(judgements)
        statements = corpus.statements
        self._persona = dict(zip(statements.statement_id, statements.persona_id, strict=True))
        texts = statements[["statement_id", "text"]]
        self._following = [
            Following(texts[statements.section == section], kept)
            for section, kept in zip(("challenges", "remedies"), given.ends, strict=True)
        ]
        self._here: defaultdict[Pair, list[tuple[bool, Row]]] = defaultdict(list)
        self._by_text: defaultdict[Pair, defaultdict[Pair, list[Row]]] = _lists()
        self._suspect: defaultdict[Pair, defaultdict[Pair, list[Row]]] = _lists()
        self._likeness: dict[tuple[Pair, Pair], float] = {}
        self._found: dict[tuple[Kept, Kept], tuple[list[Pair], tuple[float, Pair] | None]] = {}
        self.places: dict[tuple[str, str, str], list[Pair]] = {}
        self.current: list[Row] = []
        self.outdated: list[Row] = []
        self.nowhere: list[Row] = []
        for row, kept in given.rows:
            self._place(row, *kept)

    def look_up(self, challenge: str, remedy: str) -> Verdict | None:
        """Give what reviewers say of a pair; None where nobody judged it.

        Judgements that moved here count with those given here, one a reviewer;
        those of equal texts that stand where they stood count only without any.
        """
        pair = challenge, remedy
        here: dict[str, Row] = {}
        for _, row in sorted(self._here.get(pair, ()), key=itemgetter(0)):
            here.setdefault(row["reviewer"], row)
        if here:
            return Verdict("judged", list(here.values()))
        if pair in self._by_text:
            return Verdict("judged", next(iter(self._by_text[pair].values())))
        if pair in self._suspect:
            origins = self._suspect[pair]
            best = max(origins, key=lambda origin: (origin == pair, self._likeness[pair, origin]))
            return Verdict("suspect", origins[best])
        return None

    @cached_property
    def suspects(self) -> dict[Pair, Verdict]:
        """The pairs whose only judgements are of other texts."""
        found = {pair: self.look_up(*pair) for pair in self._suspect}
        return {pair: one for pair, one in found.items() if one.basis == "suspect"}

    def changed(self, pair: Pair, verdict: Verdict) -> tuple[bool, bool]:
        """Tell of challenge and remedy whether they say something else than what was judged."""
        both = zip(self._following, pair, _kept(verdict.last), strict=True)
        return tuple(of.digests[item] not in kept.digests for of, item, kept in both)

    def before(self, pair: Pair, verdict: Verdict) -> tuple[str | None, str | None]:
        """Give what challenge and remedy said when they were judged last; None where not known."""
        both = zip(
            self._following, pair, _kept(verdict.last), self.changed(pair, verdict), strict=True
        )
        return tuple(
            kept.wording() if changed else of.texts[item] for of, item, kept, changed in both
        )

    def _place(self, row: Row, challenge: Kept, remedy: Kept) -> None:
        own = challenge.item_id, remedy.item_id
        both = challenge, remedy
        if both not in self._found:
            self._found[both] = self._find(own, *both)
        standing, changed = self._found[both]
        key = (*own, row["reviewer"])
        self.places[key] = standing
        for pair in standing:
            if pair != own and own in standing:
                self._by_text[pair][own].append(row)
            else:
                self._here[pair].append((pair != own, row))
        if standing:
            self.current.append(row)
        elif changed is None:
            self.nowhere.append(row)
        else:
            likeness, pair = changed
            self.outdated.append(row)
            self.places[key] = [pair]
            self._suspect[pair][own].append(row)
            self._likeness[pair, own] = likeness

    def _find(
        self, own: Pair, challenge: Kept, remedy: Kept
    ) -> tuple[list[Pair], tuple[float, Pair] | None]:
        """Give the pairs where both texts stand; else how alike to it the likeliest is, and it."""
        of_challenge, of_remedy = self._following
        standing = list(
            self._together(of_challenge.standing(challenge), of_remedy.standing(remedy))
        )
        if standing:
            return standing, None
        challenges, remedies = of_challenge.places(challenge), of_remedy.places(remedy)
        ranked = [
            (challenges[pair[0]] + remedies[pair[1]], pair == own, pair)
            for pair in self._together(challenges, remedies)
        ]
        if not ranked:
            return [], None
        likeness, _, pair = max(ranked, key=itemgetter(0, 1))
        return [], (likeness, pair)

    def _together(self, challenges: Any, remedies: Any) -> Iterator[Pair]:
        """Give the pairs of one persona."""
        of: defaultdict[str, list[str]] = defaultdict(list)
        for remedy in remedies:
            of[self._persona[remedy]].append(remedy)
        for challenge in challenges:
            yield from product([challenge], of.get(self._persona[challenge], ()))


def _kept(row: Row) -> tuple[Kept, Kept]:
    return tuple(
        Kept(row[f"{name}_id"], tuple(row[f"{name}_digests"]), row[f"{name}_text"])
        for name in ("challenge", "remedy")
    )


def _lists() -> defaultdict[Pair, defaultdict[Pair, list[Row]]]:
    return defaultdict(lambda: defaultdict(list))
