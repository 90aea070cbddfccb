"""Placed: rows that say where in the documents the thing stands that they tell of."""

from __future__ import annotations

import pandas as pd


def placed(table: pd.DataFrame, of: pd.DataFrame, where: str = "place", **by: str) -> pd.DataFrame:
    """Say of each row where the thing stands that one of its columns names.

    Parameters
    ----------
    table : pandas.DataFrame
    of : pandas.DataFrame
        The things, with ``path`` and ``line``.
    where : str
        What the new column is called: ``place``, or ``before`` where it is a
        place in the edition compared with.
    **by : str
        One column of `table`, and the column of `of` that has the same words.

    Returns
    -------
    pandas.DataFrame
        With that column (str, ``path:line``, null where nothing is named so).

    Examples
    --------
    >>> from toolbelt_data import load
    >>> groups = pd.DataFrame({"group": ["Open Source Professional", "Nobody"]})
    >>> placed(groups, load().groups, group="title").place.tolist()
    ['personas/README.md:18', nan]
    """
    ((name, key),) = by.items()
    places = dict(zip(of[key], of.path + ":" + of.line.astype(str), strict=True))
    return table.assign(**{where: table[name].map(places)})
