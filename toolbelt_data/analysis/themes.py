"""Themes: which troubles recur across personas, and where they are left without a remedy."""

from __future__ import annotations

import pandas as pd

from ..corpus import Corpus
from .bearing import Model, read_model
from .coverage import counted
from .tables import TABLE

TOLD = 0.4
"""How clearly a challenge must tell of a trouble for it to count there."""

MOST = 2
"""Troubles that a challenge counts under at most, those that it tells of most."""


def themes(corpus: Corpus, gaps: pd.DataFrame, *, model: Model | None = None) -> pd.DataFrame:
    """Count the challenges by the troubles that they tell of.

    Parameters
    ----------
    corpus : Corpus
    gaps : pandas.DataFrame
        As :func:`toolbelt_data.analysis.gaps` gives it.
    model : Model, optional
        The one that travels with the package where it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per trouble that some challenge tells of, those first that most
        personas have, as :data:`toolbelt_data.analysis.tables.TABLE`["themes"] declares.
        A challenge may count under several troubles, and under none.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import gaps
    >>> corpus = load()
    >>> bool((themes(corpus, gaps(corpus)).personas > 1).any())
    True
    """
    reader = (model or read_model()).reader()
    troubles = list(reader.knowledge.troubles.values())
    columns = reader.knowledge.columns("troubles")
    told: dict[int, list[tuple[float, int]]] = {}
    own = counted(gaps).reset_index(drop=True)
    for at, text in enumerate(own.text):
        weights = reader.read(text, "challenge").told[columns]
        for trouble in weights.argsort()[::-1][:MOST]:
            if weights[trouble] >= TOLD:
                told.setdefault(int(trouble), []).append((-float(weights[trouble]), at))
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    rows = []
    for trouble, found in told.items():
        challenges = own.iloc[[at for _, at in sorted(found)]]
        without = challenges[challenges.coverage == "none"]
        rows.append(
            {
                "trouble_id": troubles[trouble].concept_id,
                "name": troubles[trouble].name,
                "personas": challenges.persona_id.nunique(),
                "challenges": len(challenges),
                "covered": len(challenges) - len(without),
                "gaps": len(without),
                "open_with": [names[persona] for persona in without.persona_id.unique()],
                "challenge_ids": list(challenges.challenge_id),
            }
        )
    rows.sort(key=lambda row: (-row["personas"], -row["gaps"], -row["challenges"], row["name"]))
    return TABLE["themes"].frame(rows)
