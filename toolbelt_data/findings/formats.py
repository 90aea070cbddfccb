"""Formats: the ways in which findings can be written."""

from __future__ import annotations

from importlib import import_module

import pandas as pd

from .place import Place

FORMATS = ("text", "json", "sarif", "github", "patch")
"""For people; for programs; for code scanning; for GitHub's annotations; for git apply."""


def write(findings: pd.DataFrame, form: str, place: Place) -> str:
    """Write findings in a format.

    Parameters
    ----------
    findings : pandas.DataFrame
        As :func:`toolbelt_data.analysis.check` gives it.
    form : str
        One of :data:`FORMATS`.
    place : Place

    Returns
    -------
    str
        Ends in a line end, or is empty.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import check
    >>> found = check(load())
    >>> write(found[found.code == "TB204"], "github", Place()).split(",")[0]
    '::warning file=personas/opensourcepro.md'
    """
    return import_module(f".{form}_format", __package__).write(findings, place)
