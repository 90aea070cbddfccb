"""Ideas: what the program suggests for a challenge, and the themes that challenges share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log

import numpy as np
import pandas as pd

from ..corpus import Corpus
from .prediction import THEMES, answers, evidence, knowledge, model, reason, themes_of, unit, wanted
from .tables import TABLE

MOST = 3
"""Ideas per challenge at most."""


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
        resource), probability (float64, that a reader says yes or partly),
        reasons (list of str) and text.

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
    >>> set(found.kind), set(found.text)
    ({'point-to'}, {'Bot: Updates.'})
    """
    statements = corpus.statements
    texts = dict(zip(statements.statement_id, statements.text, strict=True))
    owners = dict(zip(statements.statement_id, statements.persona_id, strict=True))
    sources = remedies_of(corpus, pairs), resources_of(catalogue, mentions)
    rows: list[tuple] = []
    for challenge_id in challenge_ids:
        text = texts[challenge_id]
        found = [
            (targets.probability(strength), targets, number)
            for targets in sources
            for number, strength in targets.suited(text, owners[challenge_id], targets.least)
        ]
        found.sort(key=lambda one: -one[0])
        for chance, targets, number in found[:MOST]:
            target, why = targets.ids[number], targets.reasons(text, number)
            rows.append((challenge_id, targets.kind, target, chance, why, targets.texts[number]))
    return TABLE["ideas"].frame(rows)


@dataclass(frozen=True)
class Targets:
    """What ideas of a kind may lead to.

    Attributes
    ----------
    kind : str
    ids, texts : sequence of str
    themes, helps : numpy.ndarray
        How far each is about each theme and kind of help.
    main : sequence of int
        The kind of help that each is above all; -1 if none is known.
    had : set of (str, str)
        Personas with the texts that they have already.
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

    def probability(self, strength: float) -> float:
        """Return how likely a reader says yes or partly, to four decimals."""
        fitted = model()["ideas"][self.kind]
        return round(1 / (1 + exp(-fitted["slope"] * strength - fitted["intercept"])), 4)

    @property
    def least(self) -> float:
        """The strength from which an idea is shown."""
        fitted, chance = model()["ideas"][self.kind], model()["ideas"]["shown_from"]
        return (log(chance / (1 - chance)) - fitted["intercept"]) / fitted["slope"]

    def suited(self, text: str, persona_id: str, least: float = 0.0) -> Iterator[tuple[int, float]]:
        """Yield the targets that a challenge may use, by number, each with its strength."""
        if not themes_of(text):
            return
        want = wanted([text])[0]
        about = unit(evidence(text, "challenges").themes)
        strengths = self.offered @ np.append(want, about)
        strong = strengths >= least
        if self.links is not None:
            like = self.served @ want >= model()["ideas"]["like"]
            strong &= np.isin(np.arange(len(strong)), self.links.number[like])
        refused = {*np.flatnonzero(evidence(text, "refusals").helps)}
        for number in np.flatnonzero(strong).tolist():
            had = (persona_id, self.texts[number]) in self.had
            if not had and self.main[number] not in refused:
                yield number, float(strengths[number])

    def reasons(self, challenge: str, number: int) -> list[str]:
        """Say which help for which theme speaks for a target, and which challenge it addresses."""
        if self.links is None:
            shown = evidence(challenge, "challenges")
            stated = shown.themes * self.themes[number]
            about = stated if stated.any() else shown.themes
            links = about[:, None] * answers() * self.helps[number]
            theme, kind = np.unravel_index(links.argmax(), links.shape)
            names = list(THEMES.values())[theme], list(knowledge("helps").values())[kind]["name"]
            said = f"{names[1]} for {names[0]} (“{shown.words.get(theme)}”)"
            return [said] if links[theme, kind] else []
        own = self.links.number == number
        like = np.where(own, self.served @ wanted([challenge])[0], -1).argmax()
        how = {1: "in part", 2: "directly"}[self.links.rating.iloc[like]]
        said = f"addresses {how} a challenge like it, {self.links.challenge_id.iloc[like]}"
        return [said, *filter(None, [reason(challenge, self.texts[number])])]


def remedies_of(corpus: Corpus, pairs: pd.DataFrame) -> Targets:
    """Return the remedies that reviewers rated as addressing a challenge, equal texts once."""
    texts = corpus.statements.set_index("statement_id").text
    good = pairs[pairs.rating.fillna(0).gt(0) & ~pairs.summary.astype(bool)]
    good = good.sort_values("rating", ascending=False, kind="stable")
    good = good.assign(text=good.remedy_id.map(texts), challenge=good.challenge_id.map(texts))
    links = good.drop_duplicates(["text", "challenge"]).reset_index(drop=True)
    numbers, unique = pd.factorize(links.text)
    found = [evidence(text, "remedies") for text in unique]
    helps = _table([one.helps for one in found], len(knowledge("helps")))
    own = corpus.statements[corpus.statements.section == "remedies"]
    return Targets(
        "reuse",
        links.remedy_id[~links.text.duplicated()].tolist(),
        unique.tolist(),
        _table([one.themes for one in found], len(THEMES)),
        helps,
        helps.argmax(axis=1).tolist(),
        set(zip(own.persona_id, own.text, strict=True)),
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
        _table([[one in own for one in THEMES] for own in catalogue.themes], len(THEMES)),
        _table([[one in own for one in kinds] for own in catalogue.helps], len(kinds)),
        [next((kinds.index(one) for one in own if one in kinds), -1) for own in catalogue.helps],
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
    own = challenges[~challenges.summary]
    own = own.assign(theme_id=[themes_of(text) for text in own.text]).explode("theme_id")
    rows = []
    for theme_id, shown in own.dropna(subset="theme_id").groupby("theme_id"):
        gaps = shown[(shown.coverage == "none") & ~shown.not_a_need]
        row = {
            "theme_id": theme_id,
            "theme": THEMES[theme_id],
            "personas": shown.persona_id.nunique(),
            "challenges": len(shown),
            "covered": int(shown.coverage.isin(["direct", "partial"]).sum()),
            "gaps": len(gaps),
            "unreviewed": int((shown.coverage == "unreviewed").sum()),
            "open_with": gaps.persona.drop_duplicates().tolist(),
            "challenge_ids": shown.challenge_id.tolist(),
        }
        rows.append(row)
    rows.sort(key=lambda row: (-row["personas"], -row["gaps"], -row["challenges"], row["theme"]))
    return TABLE["themes"].frame(rows)
