"""Coverage: the gaps of an edition brought together by persona, and shown with texts."""

from __future__ import annotations

import pandas as pd

from ..corpus import Corpus
from ..errors import ParameterError
from .judging.judgements import LEVELS
from .tables import BASES, TABLE


def counted(table: pd.DataFrame) -> pd.DataFrame:
    """Leave out the statements that sum others up, as every count does.

    Parameters
    ----------
    table : pandas.DataFrame
        With a column ``sums_up``: statements or gaps.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> statements = load().statements
    >>> len(statements) - len(counted(statements))
    3
    """
    return table[table.sums_up.str.len() == 0]


def undecided(gaps: pd.DataFrame) -> pd.DataFrame:
    """Keep the gaps about which nothing was decided that still stands.

    Parameters
    ----------
    gaps : pandas.DataFrame
        As :func:`toolbelt_data.analysis.gaps` gives it.

    Returns
    -------
    pandas.DataFrame
        Its rows; statements that sum up others are left out.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import gaps
    >>> len(undecided(gaps(load())))
    12
    """
    own = counted(gaps)
    return own[(own.coverage == "none") & ~own.decided]


def unserved(corpus: Corpus, pairs: pd.DataFrame) -> list[str]:
    """Give the challenges that count and that no remedy bears on, in the order of the documents.

    Parameters
    ----------
    corpus : Corpus
    pairs : pandas.DataFrame
        As :func:`toolbelt_data.analysis.pairs` gives it.

    Returns
    -------
    list of str
        Their ids.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import pairs
    >>> corpus = load()
    >>> len(unserved(corpus, pairs(corpus)))
    12
    """
    own = counted(corpus.statements)
    served = set(pairs[pairs.level > 0].challenge_id)
    return [name for name in own[own.section == "challenges"].statement_id if name not in served]


def basis_overview(pairs: pd.DataFrame) -> pd.DataFrame:
    """Count what the levels rest on.

    Parameters
    ----------
    pairs : pandas.DataFrame
        As :func:`toolbelt_data.analysis.pairs` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per basis, the surest first: basis (str), and the counts pairs,
        direct, partial, none and disputed (int64).

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import pairs
    >>> basis_overview(pairs(load())).pairs.tolist()
    [309]
    """
    own = pairs[~pairs.restating]
    groups = {basis: own[own.basis == basis] for basis in BASES}
    return TABLE["basis_overview"].frame(
        {
            "basis": basis,
            "pairs": len(own),
            **{name: int((own.level == level).sum()) for level, name in enumerate(LEVELS)},
            "disputed": int((own.disagreement.fillna(0) > 0).sum()),
        }
        for basis, own in groups.items()
        if len(own)
    )


def coverage_by_persona(corpus: Corpus, gaps: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Count each persona's challenges by coverage, and its remedies that help nobody.

    Parameters
    ----------
    corpus : Corpus
    gaps, pairs : pandas.DataFrame
        As :func:`toolbelt_data.analysis.gaps` and
        :func:`toolbelt_data.analysis.pairs` give them.

    Returns
    -------
    pandas.DataFrame
        One row per persona with a challenge, most gaps first: persona_id, name,
        and the counts direct, partial, none, remedies and idle (int64).

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import gaps, pairs
    >>> corpus = load()
    >>> table = coverage_by_persona(corpus, gaps(corpus), pairs(corpus))
    >>> int(table[["direct", "partial", "none"]].to_numpy().sum())
    70
    """
    statements = counted(corpus.statements)
    remedies = statements[statements.section == "remedies"]
    useful = set(pairs[pairs.level > 0].remedy_id)
    own = counted(gaps)
    kinds = pd.crosstab(own.persona_id, own.coverage)
    rows = []
    for persona in corpus.personas.itertuples(index=False):
        if persona.persona_id not in kinds.index:
            continue
        count = kinds.loc[persona.persona_id]
        mine = remedies[remedies.persona_id == persona.persona_id].statement_id
        rows.append(
            {
                "persona_id": persona.persona_id,
                "name": persona.name,
                **{kind: int(count.get(kind, 0)) for kind in ("direct", "partial", "none")},
                "remedies": len(mine),
                "idle": int((~mine.isin(useful)).sum()),
            }
        )
    rows.sort(key=lambda row: -row["none"])
    return TABLE["coverage_by_persona"].frame(rows)


def best_remedies(corpus: Corpus, gaps: pd.DataFrame, most: int = 2) -> pd.DataFrame:
    """Put names and texts to the gaps table: each challenge with its best remedies.

    Parameters
    ----------
    corpus : Corpus
    gaps : pandas.DataFrame
        As :func:`toolbelt_data.analysis.gaps` gives it.
    most : int
        How many remedies to show of each challenge.

    Returns
    -------
    pandas.DataFrame
        The gaps with three columns more: name (str, the persona's), best
        (list of str, texts of the remedies, the best first) and restated (list
        of str, texts of the challenges that it sums up).

    Raises
    ------
    ParameterError
        Where `most` is negative.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import gaps
    >>> corpus = load()
    >>> best_remedies(corpus, gaps(corpus), most=1).best.str.len().max()
    np.int64(1)
    """
    if most < 0:
        raise ParameterError("parameter remedies", f"{most}", "give a whole number from 0")
    texts = dict(zip(corpus.statements.statement_id, corpus.statements.text, strict=True))
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    best = [[texts[remedy] for remedy in remedies[:most]] for remedies in gaps.remedies]
    restated = [[texts[challenge] for challenge in sums] for sums in gaps.sums_up]
    return gaps.assign(
        name=gaps.persona_id.map(names),
        best=pd.Series(best, index=gaps.index, dtype=object),
        restated=pd.Series(restated, index=gaps.index, dtype=object),
    )
