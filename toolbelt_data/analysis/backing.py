"""Backing: which use cases have a persona behind them, and which personas have a use case."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from ..corpus import Corpus
from ..errors import ParameterError
from .claims import promises
from .role_index import RoleIndex
from .roles import roles
from .tables import TABLE

CONFIDENCE = 0.5
"""How sure it must be that an actor means a persona, where nothing else is asked for."""

_MOST_PROMISED = 100


def actor_backing(
    corpus: Corpus, links: pd.DataFrame, confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """Say who stands behind each actor of the use cases.

    Parameters
    ----------
    corpus : Corpus
    links : pandas.DataFrame
        As :func:`toolbelt_data.analysis.actor_personas` gives it.
    confidence : float
        What is less sure does not count, from 0 to 1.

    Returns
    -------
    pandas.DataFrame
        One row per actor in the order of the documents, as
        :data:`toolbelt_data.analysis.tables.TABLE`["actor_backing"] declares.

    Raises
    ------
    ParameterError
        Where the confidence is not from 0 to 1.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import actor_personas
    >>> corpus = load()
    >>> actor_backing(corpus, actor_personas(corpus)).backing.tolist()
    ['none', 'written', 'written', 'written', 'written', 'none']
    """
    sure = _sure(links, confidence)
    people = {row.persona_id: row for row in corpus.personas.itertuples(index=False)}
    needs = corpus.needs.actor_id.value_counts().to_dict()
    mine = _by(sure, "actor_id", "persona_id")
    best = sure.groupby("actor_id").confidence.max().to_dict()
    names = dict(zip(corpus.listings.item_id, corpus.listings.name, strict=True))
    promised = RoleIndex(promises(corpus), _MOST_PROMISED)
    rows = []
    for row in corpus.use_cases.itertuples(index=False):
        personas = [people[persona] for persona in mine[row.actor_id]]
        fits = [fit for role in roles(row.actor) for fit in promised.fits(role)]
        waiting = [names[item] for item, sureness, _ in fits if sureness >= confidence]
        rows.append(
            {
                "actor_id": row.actor_id,
                "actor": row.actor,
                "status": row.status,
                "needs": needs.get(row.actor_id, 0),
                "backing": _backing({one.status for one in personas}, waiting),
                "personas": [one.name for one in personas],
                "confidence": best.get(row.actor_id),
                "promised": list(dict.fromkeys(waiting)),
                "path": row.path,
                "line": row.line,
            }
        )
    return TABLE["actor_backing"].frame(rows)


def persona_actors(
    corpus: Corpus, links: pd.DataFrame, confidence: float = CONFIDENCE
) -> pd.DataFrame:
    """Say which actors of the use cases mean each persona, and how much they need.

    Parameters
    ----------
    corpus : Corpus
    links : pandas.DataFrame
        As :func:`toolbelt_data.analysis.actor_personas` gives it.
    confidence : float
        What is less sure does not count, from 0 to 1.

    Returns
    -------
    pandas.DataFrame
        One row per persona in the order of the documents, as
        :data:`toolbelt_data.analysis.tables.TABLE`["persona_actors"] declares.

    Raises
    ------
    ParameterError
        Where the confidence is not from 0 to 1.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import actor_personas
    >>> corpus = load()
    >>> table = persona_actors(corpus, actor_personas(corpus))
    >>> table[table.actors.str.len() == 0].persona_id.tolist()[:2]
    ['daniel-the-data-scientist', 'dibby-the-data-engineer']
    """
    sure = _sure(links, confidence)
    sure = sure.sort_values("confidence", ascending=False, kind="stable")
    actors = dict(zip(corpus.use_cases.actor_id, corpus.use_cases.actor, strict=True))
    needs = corpus.needs.actor_id.value_counts().to_dict()
    mine = _by(sure, "persona_id", "actor_id")
    best = sure.groupby("persona_id").confidence.max().to_dict()
    return TABLE["persona_actors"].frame(
        {
            "persona_id": row.persona_id,
            "name": row.name,
            "status": row.status,
            "actors": [actors[actor] for actor in mine[row.persona_id]],
            "needs": sum(needs.get(actor, 0) for actor in mine[row.persona_id]),
            "confidence": best.get(row.persona_id),
            "path": row.path,
            "line": row.line,
        }
        for row in corpus.personas.itertuples(index=False)
    )


def _sure(links: pd.DataFrame, confidence: float) -> pd.DataFrame:
    if not 0 <= confidence <= 1:
        raise ParameterError("parameter confidence", f"{confidence}", "give a number from 0 to 1")
    return links[links.confidence >= confidence]


def _by(links: pd.DataFrame, one: str, other: str) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for here, there in zip(links[one], links[other], strict=True):
        found[here].append(there)
    return found


def _backing(statuses: set[str], waiting: list[str]) -> str:
    if statuses:
        return "placeholder" if statuses == {"placeholder"} else "written"
    return "promised" if waiting else "none"
