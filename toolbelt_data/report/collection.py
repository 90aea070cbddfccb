"""Collection: every table of an edition with its declaration, as a report and `tables` write it."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from .. import tables as corpus_tables
from ..analysis import Analysis, Comparison, gap_effects
from ..analysis.coverage import matrix
from ..analysis.tables import TABLE
from ..checks import check
from ..tables import FINDINGS, Table

Tables = list[tuple[Table, pd.DataFrame]]


def all_tables(analysis: Analysis) -> Tables:
    """Return every table of an edition, with its declaration.

    Parameters
    ----------
    analysis : Analysis

    Returns
    -------
    list of (Table, pandas.DataFrame)
        The tables of the corpus, those of the analysis, the findings, and the
        matrix of challenges × remedies, of all challenges and of the gaps.

    Examples
    --------
    >>> from toolbelt_data import Analysis
    >>> [table.name for table, _ in all_tables(Analysis())][-3:]
    ['findings', 'matrix', 'matrix_of_gaps']
    """
    corpus = analysis.corpus
    rows = [(table, getattr(corpus, table.name)) for table in corpus_tables.ALL]
    made = [(TABLE[name], frame) for name, frame in analysis.tables().items()]
    table, cells = matrix(analysis.pairs, analysis.challenges)
    gaps = cells[cells.challenge_id.isin(analysis.gaps.challenge_id)].reset_index(drop=True)
    matrices = [(table, cells), (replace(table, name="matrix_of_gaps"), gaps)]
    return [*rows, *made, (FINDINGS, check(corpus)), *matrices]


def tables_of_change(both: Comparison, analysis: Analysis, past: pd.DataFrame) -> Tables:
    """Return every table that compares two editions or describes their history.

    Parameters
    ----------
    both : Comparison
    analysis : Analysis
        Whose reviews count for both editions.
    past : pandas.DataFrame
        As :func:`toolbelt_data.history` returns it.

    Examples
    --------
    >>> from toolbelt_data import Analysis, compare, history
    >>> both = compare("2025-04-04", "2025-06-10")
    >>> [table.name for table, _ in tables_of_change(both, Analysis(), history())]
    ['changes', 'gap_effects', 'history']
    """
    challenges = (analysis.on(corpus).challenges for corpus in (both.old, both.new))
    effects = gap_effects(both, *challenges)
    made = {"changes": both.changes, "gap_effects": effects, "history": past}
    return [(TABLE[name], frame) for name, frame in made.items()]
