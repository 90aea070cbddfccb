"""Ideas: the program's suggestions for a challenge, and the themes that challenges share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from ..corpus import Corpus
from .coverage import gaps
from .prediction import (
    THEMES,
    Evidence,
    evidence,
    knowledge,
    model,
    reason,
    themes_of,
    unit,
    wanted,
)
from .tables import TABLE

MOST = 3
"""Ideas per challenge at most."""

# Pairs that reviewers rated as addressing, the direct ones first: seven times as many as the newest
# edition has. Each challenge that wants ideas is compared with all of them.
_MOST_LINKS = 1_000


def ideas(
    corpus: Corpus,
    pairs: pd.DataFrame,
    challenge_ids: Iterable[str],
    catalogue: pd.DataFrame,
    mentions: pd.DataFrame,
) -> pd.DataFrame:
    """Suggest other personas' remedies and resources for challenges without a direct remedy.

    Parameters
    ----------
    corpus : Corpus
    pairs : pandas.DataFrame
        With challenge_id, remedy_id, rating (null if nobody reviewed the pair) and summary.
    challenge_ids : iterable of str
        The challenges that want ideas.
    catalogue, mentions : pandas.DataFrame
        A resource that the challenge's persona mentions already is left out.

    Returns
    -------
    pandas.DataFrame
        At most :data:`MOST` rows per challenge, the most probable first:
        challenge_id, kind (reuse or point-to), target (id of a remedy or
        resource), probability (float64, that a reader says yes or partly) and
        reasons (list of str).

    Notes
    -----
    A remedy is only suggested if reviewers rated it as addressing a challenge
    like this one. What the challenge refuses ("no time to read") is left out,
    and so is every idea for a challenge that shows no theme clearly. An idea
    depends on its challenge and its target alone.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> pairs = pd.DataFrame(columns=["challenge_id", "remedy_id", "rating", "summary"])
    >>> catalogue = pd.DataFrame(
    ...     {"resource_id": ["bot"], "resource": ["Bot"], "description": ["Updates."]}
    ... ).assign(themes=[["no-time"]], helps=[["automation"]])
    >>> mentions = pd.DataFrame(columns=["persona_id", "resource_id"])
    >>> corpus = load()
    >>> ids = corpus.statements[corpus.statements.section == "challenges"].statement_id
    >>> found = ideas(corpus, pairs, ids, catalogue, mentions)
    >>> set(found.kind), set(found.target)
    ({'point-to'}, {'bot'})
    """
    statements = corpus.statements
    texts = dict(zip(statements.statement_id, statements.text, strict=True))
    owners = dict(zip(statements.statement_id, statements.persona_id, strict=True))
    sources = remedies_of(corpus, pairs), resources_of(catalogue, mentions)
    rows: list[tuple] = []
    for challenge_id in challenge_ids:
        text = texts[challenge_id]
        chances = ((one, one.chances(text, owners[challenge_id])) for one in sources)
        found = [
            (float(probabilities[number]), targets, number)
            for targets, probabilities in chances
            for number in np.flatnonzero(probabilities >= model()["ideas"]["shown_from"])
        ]
        found.sort(key=lambda one: -one[0])
        for chance, targets, number in found[:MOST]:
            why = targets.reasons(text, number)
            rows.append((challenge_id, targets.kind, targets.ids[number], chance, why))
    return TABLE["ideas"].frame(rows)


@dataclass(frozen=True)
class Targets:
    """The remedies or resources that ideas may suggest.

    Attributes
    ----------
    kind : str
    ids, texts : sequence of str
    themes, helps : numpy.ndarray
        How far each is about each theme and kind of help.
    main : sequence of int
        The kind of help that each is above all; -1 if none is known.
    had : set of (str, str)
        Pairs of persona and text that the persona has already.
    links : pandas.DataFrame, optional
        Of remedies: number, challenge (text), challenge_id and rating of what each addresses.
    """

    kind: str
    ids: Sequence[str]
    texts: Sequence[str]
    themes: np.ndarray
    helps: np.ndarray
    main: Sequence[int]
    had: set[tuple[str, str]]
    links: pd.DataFrame | None = None

    @cached_property
    def offered(self) -> np.ndarray:
        """Themes and kinds of help together, then themes alone: half of the strength each."""
        both = unit(np.hstack([unit(self.themes), unit(self.helps)]))
        return np.hstack([both, unit(self.themes)]) / 2

    @cached_property
    def served(self) -> np.ndarray:
        """What the challenges of the links want."""
        return wanted(self.links.challenge)

    def strengths(self, text: str, persona_id: str) -> np.ndarray:
        """Return how well each target suits a challenge; nan where it is not to be suggested."""
        if not themes_of(text):
            return np.full(len(self.ids), np.nan)
        want, about = wanted([text])[0], unit(evidence(text, "challenges").themes)
        refused = np.flatnonzero(evidence(text, "refusals").helps)
        fits = np.array([(persona_id, one) not in self.had for one in self.texts], bool)
        fits &= ~np.isin(self.main, refused)
        if self.links is not None:
            like = self.served @ want >= model()["ideas"]["like"]
            fits &= np.isin(np.arange(len(fits)), self.links.number[like])
        return np.where(fits, self.offered @ np.append(want, about), np.nan)

    def chances(self, text: str, persona_id: str) -> np.ndarray:
        """Return how likely a reader says yes or partly to each target, to four decimals."""
        fitted = model()["ideas"][self.kind]
        strengths = self.strengths(text, persona_id)
        return (1 / (1 + np.exp(-fitted["slope"] * strengths - fitted["intercept"]))).round(4)

    def reasons(self, challenge: str, number: int) -> list[str]:
        """Return reasons for a target: its help for a theme, and a challenge that it addresses."""
        shown = evidence(challenge, "challenges")
        if self.links is None:
            stated = shown.themes * self.themes[number]
            about = shown._replace(themes=stated) if stated.any() else shown
            reasons = [reason(about, Evidence(self.themes[number], self.helps[number], {}))]
        else:
            is_own = self.links.number == number
            like = np.where(is_own, self.served @ wanted([challenge])[0], -1).argmax()
            how = {1: "in part", 2: "directly"}[self.links.rating.iloc[like]]
            reasons = [f"addresses {how} a challenge like it, {self.links.challenge_id.iloc[like]}"]
            reasons.append(reason(shown, evidence(self.texts[number], "remedies")))
        return [*filter(None, reasons)]


def remedies_of(corpus: Corpus, pairs: pd.DataFrame) -> Targets:
    """Return the remedies that reviewers rated as addressing a challenge, equal texts once."""
    texts = corpus.statements.set_index("statement_id").text
    good = pairs[pairs.rating.fillna(0).gt(0) & ~pairs.summary.astype(bool)]
    good = good.sort_values("rating", ascending=False, kind="stable")
    good = good.assign(text=good.remedy_id.map(texts), challenge=good.challenge_id.map(texts))
    links = good.drop_duplicates(["text", "challenge"])[:_MOST_LINKS].reset_index(drop=True)
    numbers, unique = pd.factorize(links.text)
    found = [evidence(text, "remedies") for text in unique]
    helps = _table([one.helps for one in found], len(knowledge("helps")))
    remedies = corpus.statements[corpus.statements.section == "remedies"]
    return Targets(
        "reuse",
        links.remedy_id[~links.text.duplicated()].tolist(),
        unique.tolist(),
        _table([one.themes for one in found], len(THEMES)),
        helps,
        helps.argmax(axis=1).tolist(),
        set(zip(remedies.persona_id, remedies.text, strict=True)),
        links.assign(number=numbers),
    )


def resources_of(catalogue: pd.DataFrame, mentions: pd.DataFrame) -> Targets:
    """Return the resources of a catalogue, by the themes and kinds of help that it states."""
    kinds = list(knowledge("helps"))
    about = catalogue.description.fillna("")
    texts = (catalogue.resource + ": " + about).str.removesuffix(": ").tolist()
    by_id = dict(zip(catalogue.resource_id, texts, strict=True))
    named = zip(mentions.persona_id, mentions.resource_id, strict=True)
    return Targets(
        "point-to",
        catalogue.resource_id.tolist(),
        texts,
        _table([[one in ids for one in THEMES] for ids in catalogue.themes], len(THEMES)),
        _table([[one in ids for one in kinds] for ids in catalogue.helps], len(kinds)),
        [next((kinds.index(one) for one in ids if one in kinds), -1) for ids in catalogue.helps],
        {(persona_id, by_id.get(resource_id, "")) for persona_id, resource_id in named},
    )


def _table(rows: list, width: int) -> np.ndarray:
    return np.array(rows, float).reshape(-1, width)


def themes(challenges: pd.DataFrame) -> pd.DataFrame:
    """Count the challenges by the themes that they clearly show.

    Parameters
    ----------
    challenges : pandas.DataFrame
        With challenge_id, persona_id, persona, text, coverage, not_a_need and summary.

    Returns
    -------
    pandas.DataFrame
        One row per theme, those that most personas share first: theme_id, theme,
        personas, challenges, covered, gaps, unreviewed (int64), open_with (names
        of the personas with such a gap) and challenge_ids. A challenge counts
        under two themes at most, and under none if it is too weak to tell.

    Examples
    --------
    >>> row = ["a/challenges/1", "a", "Ann", "There is never enough time.", "none", False, False]
    >>> names = ["challenge_id", "persona_id", "persona", "text"]
    >>> names += ["coverage", "not_a_need", "summary"]
    >>> themes(pd.DataFrame([row], columns=names)).theme.tolist()
    ['Too little time']
    """
    counted = challenges[~challenges.summary]
    theme_ids = [themes_of(text) for text in counted.text]
    counted = counted.assign(theme_id=theme_ids).explode("theme_id")
    rows = []
    for theme_id, shown in counted.dropna(subset="theme_id").groupby("theme_id"):
        open_ = gaps(shown)
        row = {
            "theme_id": theme_id,
            "theme": THEMES[theme_id],
            "personas": shown.persona_id.nunique(),
            "challenges": len(shown),
            "covered": int(shown.coverage.isin(["direct", "partial"]).sum()),
            "gaps": len(open_),
            "unreviewed": int((shown.coverage == "unreviewed").sum()),
            "open_with": open_.persona.drop_duplicates().tolist(),
            "challenge_ids": shown.challenge_id.tolist(),
        }
        rows.append(row)
    rows.sort(key=lambda row: (-row["personas"], -row["gaps"], -row["challenges"], row["theme"]))
    return TABLE["themes"].frame(rows)
