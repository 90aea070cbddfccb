"""Severe: findings that are as bad as somebody asked to be told of."""

from __future__ import annotations

import pandas as pd

from ..analysis.checks.settings import FAIL_ON


def severe(findings: pd.DataFrame, limit: str) -> pd.DataFrame:
    """Keep the findings that are at least so severe.

    Parameters
    ----------
    findings : pandas.DataFrame
        With a column ``severity``.
    limit : str
        error, warning, note or never.

    Examples
    --------
    >>> frame = pd.DataFrame({"severity": ["note", "error", "warning"]})
    >>> [len(severe(frame, limit)) for limit in FAIL_ON]
    [1, 2, 3, 0]
    """
    worst = () if limit == "never" else FAIL_ON[: FAIL_ON.index(limit) + 1]
    return findings[findings.severity.isin(worst)]
