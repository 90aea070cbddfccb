"""Compare: everything that changed from one edition to another, as a table."""

from __future__ import annotations

import os
from itertools import chain

import pandas as pd

from ...corpus import Corpus, load
from ...source import Edition
from ..tables import ITEMS, TABLE
from . import changes
from .comparison import Comparison
from .text_changes import texts

Source = Corpus | Edition | str | os.PathLike[str]


def compare(old: Source, new: Source) -> pd.DataFrame:
    """Say what changed between two editions.

    Parameters
    ----------
    old, new : Corpus, Edition, str or path-like
        What is no corpus is loaded, as :func:`toolbelt_data.load` does.

    Returns
    -------
    pandas.DataFrame
        One row a change, several may concern one thing: number, change, item,
        old_id, new_id, whose, old_path, old_line, new_path, new_line, old_text,
        new_text, confidence, doubtful, as
        :data:`toolbelt_data.analysis.tables.TABLE`["changes"] declares. What moved with
        its persona, group or use case did not move itself.

    Raises
    ------
    SourceError, NothingToMeasure
        Where an edition cannot be loaded.

    Notes
    -----
    Who is who is recognised by name and by texts, either of which may have
    changed; docs/comparing.md says how, and what the confidence means.

    Examples
    --------
    >>> found = compare("2025-05-29", "2025-06-10")
    >>> people = found[(found["item"] == "persona") & (found.change == "renamed")]
    >>> people[["old_text", "new_text"]].values.tolist()[0]
    ['Susan the Data Engineer', 'Dibby the Data Engineer']
    """
    sides = (one if isinstance(one, Corpus) else load(one) for one in (old, new))
    return changes_of(Comparison(*sides))


def changes_of(both: Comparison) -> pd.DataFrame:
    """Give the changes of a comparison that is made already, as :func:`compare` does."""
    rows = chain(
        changes.documents(both),
        changes.groups(both),
        texts(both.groups, "group_statement"),
        changes.listings(both),
        changes.personas(both),
        changes.sections(both),
        texts(both.personas, "statement"),
        changes.use_cases(both),
        texts(both.use_cases, "need"),
    )
    ordered = sorted(rows, key=lambda row: ITEMS.index(row["item"]))
    return TABLE["changes"].frame(
        {"number": number, **row} for number, row in enumerate(ordered, 1)
    )
