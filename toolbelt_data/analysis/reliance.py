"""Reliance: which offerings the personas lean on, and which nobody calls."""

from __future__ import annotations

import pandas as pd

from ..corpus import Corpus
from .tables import TABLE


def project_overview(
    corpus: Corpus, catalogue: pd.DataFrame, mentions: pd.DataFrame, kinds: pd.DataFrame
) -> pd.DataFrame:
    """Count, for each offering, the texts and personas that call it.

    Parameters
    ----------
    corpus : Corpus
    catalogue, mentions : pandas.DataFrame
        As :func:`toolbelt_data.analysis.catalogue` and
        :func:`toolbelt_data.analysis.mentions` give them.
    kinds : pandas.DataFrame
        As :func:`toolbelt_data.analysis.kinds_of_personas` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per offering, those first that most personas call, then those
        with most texts, as
        :data:`toolbelt_data.analysis.tables.TABLE`["project_overview"] declares.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import catalogue, kinds_of_personas, mentions
    >>> corpus = load()
    >>> table = project_overview(corpus, catalogue(), mentions(corpus), kinds_of_personas(corpus))
    >>> table.name.tolist()[:2]
    ['SLSA', 'OpenSSF Scorecard']
    """
    names = _names(corpus)
    texts = _texts(mentions)
    by_project = dict(list(texts.groupby("project_id")))
    people = kinds.groupby("kind_id").persona_id.agg(set).to_dict()
    rows = []
    for row in catalogue.itertuples(index=False):
        own = by_project.get(row.project_id, texts.iloc[:0])
        calling = set(own.persona_id.dropna())
        served = set().union(*(people.get(kind, set()) for kind in row.serves))
        rows.append(
            {
                "project_id": row.project_id,
                "name": row.name,
                "kind": row.kind,
                "listed": row.listed,
                "texts": len(own),
                "personas": len(calling),
                "named_by": [name for key, name in names.items() if key in calling],
                "sections": list(dict.fromkeys(own.section[own.persona_id.notna()].dropna())),
                "elsewhere": int(own.persona_id.isna().sum()),
                "serves": row.serves,
                "could_serve": len(served),
                "url": None if pd.isna(row.url) else row.url,
            }
        )
    rows.sort(key=lambda row: (-row["personas"], -row["texts"]))
    return TABLE["project_overview"].frame(rows)


def persona_projects(
    corpus: Corpus, catalogue: pd.DataFrame, mentions: pd.DataFrame
) -> pd.DataFrame:
    """Say which persona calls which offering, how often and where.

    Parameters
    ----------
    corpus : Corpus
    catalogue, mentions : pandas.DataFrame
        As :func:`toolbelt_data.analysis.catalogue` and
        :func:`toolbelt_data.analysis.mentions` give them.

    Returns
    -------
    pandas.DataFrame
        One row per persona and offering, in the order of the documents, as
        :data:`toolbelt_data.analysis.tables.TABLE`["persona_projects"] declares.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import catalogue, mentions
    >>> corpus = load()
    >>> table = persona_projects(corpus, catalogue(), mentions(corpus))
    >>> table[table.project_id == "slsa"].persona.str.split().str[0].tolist()
    ['Daniel', 'Dibby', 'Siddharth', 'Pang', 'Debbie', 'Sachiko', 'Allison']
    """
    names = _names(corpus)
    projects = dict(zip(catalogue.project_id, catalogue.name, strict=True))
    counted = mentions[~mentions.restating & mentions.persona_id.isin(list(names))]
    rows = [
        {
            "persona_id": persona_id,
            "persona": names[persona_id],
            "project_id": project_id,
            "project": projects[project_id],
            "texts": len(own.drop_duplicates(["item", "item_id"])),
            "sections": list(dict.fromkeys(own.section.dropna())),
            "surfaces": list(dict.fromkeys(own.surface)),
        }
        for (persona_id, project_id), own in counted.groupby(["persona_id", "project_id"])
    ]
    order = {name: position for position, name in enumerate([*names, *projects])}
    rows.sort(key=lambda row: (order[row["persona_id"]], order[row["project_id"]]))
    return TABLE["persona_projects"].frame(rows)


def persona_naming(
    corpus: Corpus, catalogue: pd.DataFrame, mentions: pd.DataFrame, kinds: pd.DataFrame
) -> pd.DataFrame:
    """Say which offerings each persona calls, and how many there are for it.

    Parameters
    ----------
    corpus : Corpus
    catalogue, mentions, kinds : pandas.DataFrame
        As :func:`project_overview` takes them.

    Returns
    -------
    pandas.DataFrame
        One row per persona in the order of the documents, as
        :data:`toolbelt_data.analysis.tables.TABLE`["persona_naming"] declares.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import catalogue, kinds_of_personas, mentions
    >>> corpus = load()
    >>> table = persona_naming(corpus, catalogue(), mentions(corpus), kinds_of_personas(corpus))
    >>> int((table.texts > 0).sum()), len(table)
    (8, 20)
    """
    called = persona_projects(corpus, catalogue, mentions).groupby("persona_id").project.agg(list)
    count = _texts(mentions).drop_duplicates(["item", "item_id"]).persona_id.value_counts()
    of_kind = kinds.groupby("persona_id").kind_id.agg(list)
    return TABLE["persona_naming"].frame(
        {
            "persona_id": row.persona_id,
            "name": row.name,
            "status": row.status,
            "projects": called.get(row.persona_id, []),
            "texts": int(count.get(row.persona_id, 0)),
            "kinds": of_kind.get(row.persona_id, []),
            "for_it": sum(
                not set(serves).isdisjoint(of_kind.get(row.persona_id, []))
                for serves in catalogue.serves
            ),
            "path": row.path,
            "line": row.line,
        }
        for row in corpus.personas.itertuples(index=False)
    )


def _names(corpus: Corpus) -> dict[str, str]:
    return dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))


def _texts(mentions: pd.DataFrame) -> pd.DataFrame:
    """Take each text once that calls an offering, those left out that sum others up."""
    return mentions[~mentions.restating].drop_duplicates(["project_id", "item", "item_id"])
