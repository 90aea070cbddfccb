"""Suspects: judgements whose texts changed since, with what was judged and what stands now."""

from __future__ import annotations

import pandas as pd

from ...corpus import Corpus
from ..tables import TABLE
from .judgements import read_judgements
from .matching import Judged

_CHANGED = {(True, False): "challenge", (False, True): "remedy", (True, True): "both"}


def suspects(corpus: Corpus, judgements: pd.DataFrame | None = None) -> pd.DataFrame:
    """List the pairs that are judged, but by other texts than they have now.

    Parameters
    ----------
    corpus : Corpus
    judgements : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.read_judgements` gives it; those that
        travel with the package where it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per pair whose basis is suspect, in the order of the documents,
        as :data:`toolbelt_data.analysis.tables.TABLE`["suspects"] declares.

    Notes
    -----
    A judgement that keeps no texts is shown with those of the embedded edition
    that has its digests: the restatement of what was judged. Where no text is
    known, challenge_before or remedy_before is null.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> len(suspects(load()))
    0
    """
    judged = Judged(read_judgements() if judgements is None else judgements, corpus)
    statements = corpus.statements.set_index("statement_id")
    order = {item: number for number, item in enumerate(statements.index)}
    rows = []
    for pair, verdict in judged.suspects.items():
        challenge, remedy = pair
        before = judged.before(pair, verdict)
        rows.append(
            {
                "challenge_id": challenge,
                "remedy_id": remedy,
                "persona_id": statements.persona_id[challenge],
                "level": verdict.level,
                "disagreement": verdict.disagreement,
                "reviewers": [row["reviewer"] for row in verdict.rows],
                "changed": _CHANGED[judged.changed(pair, verdict)],
                "challenge_before": before[0],
                "challenge_now": statements.text[challenge],
                "remedy_before": before[1],
                "remedy_now": statements.text[remedy],
                "path": statements.path[challenge],
                "line": statements.line[challenge],
            }
        )
    rows.sort(key=lambda row: (order[row["challenge_id"]], order[row["remedy_id"]]))
    return TABLE["suspects"].frame(rows)
