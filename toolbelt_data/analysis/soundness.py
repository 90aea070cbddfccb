"""Soundness: findings in the order in which they are worth fixing, and where they lie."""

from __future__ import annotations

import pandas as pd

from ..checks import RULES, SEVERITIES
from ..corpus import Corpus
from ..tables import FINDINGS
from .tables import TABLE


def by_worth(findings: pd.DataFrame) -> pd.DataFrame:
    """Order findings by what is most worth fixing first.

    Parameters
    ----------
    findings : pandas.DataFrame
        As :func:`toolbelt_data.check` gives it.

    Returns
    -------
    pandas.DataFrame
        The same rows: the most severe first; of one severity those that a
        patch mends, then those of the fault that occurs most.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data import check
    >>> by_worth(check(load())).code.tolist()[:3]
    ['TB302', 'TB302', 'TB302']
    """
    number = findings.code.map(findings.code.value_counts()).astype("int64")
    keys = pd.DataFrame(
        {
            "severity": findings.severity.map(SEVERITIES.index).astype("int64"),
            "patch": findings.old.isna(),
            "number": -number,
            "code": findings.code,
            "path": findings.path,
            "line": findings.line,
        }
    )
    ordered = findings.loc[keys.sort_values(list(keys), kind="stable").index]
    ordered = ordered.reset_index(drop=True)
    FINDINGS.check(ordered)
    return ordered


def findings_by_rule(findings: pd.DataFrame) -> pd.DataFrame:
    """Count findings by rule.

    Returns
    -------
    pandas.DataFrame
        One row per rule that applies somewhere, the most severe first, then the
        most frequent: code, rule, severity, findings, documents, patched (of
        the findings those that a patch fixes; all int64), about.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data import check
    >>> findings_by_rule(check(load())).set_index("code").findings["TB206"]
    np.int64(12)
    """
    about = {code: rule.meaning for code, rule in RULES.items()}
    rows = [
        {
            "code": code,
            "rule": group.rule.iloc[0],
            "severity": severity,
            "findings": len(group),
            "documents": group.path.nunique(),
            "patched": int(group.old.notna().sum()),
            "about": about[code],
        }
        for (severity, code), group in findings.groupby(["severity", "code"])
    ]
    rows.sort(key=lambda row: (SEVERITIES.index(row["severity"]), -row["findings"], row["code"]))
    return TABLE["findings_by_rule"].frame(rows)


def findings_by_document(corpus: Corpus, findings: pd.DataFrame) -> pd.DataFrame:
    """Count findings by document.

    Returns
    -------
    pandas.DataFrame
        One row per document, in the order of paths: path, lines, error,
        warning, note (int64), per_100_lines (float64, findings for each 100
        lines; 0 where there is no line).

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data import check
    >>> corpus = load()
    >>> int(findings_by_document(corpus, check(corpus)).error.sum())
    12
    """
    count = findings.groupby(["path", "severity"]).size()
    rows = []
    for row in corpus.documents.itertuples(index=False):
        own = {severity: int(count.get((row.path, severity), 0)) for severity in SEVERITIES}
        share = 100 * sum(own.values()) / row.lines if row.lines else 0.0
        rows.append({"path": row.path, "lines": row.lines, **own, "per_100_lines": share})
    return TABLE["findings_by_document"].frame(rows)


def line_roles(corpus: Corpus) -> pd.DataFrame:
    """Count the lines of each role.

    Returns
    -------
    pandas.DataFrame
        One row per role that a line has, the most frequent first: role, lines
        and documents (int64).

    Examples
    --------
    >>> from toolbelt_data import load
    >>> line_roles(load()).set_index("role").lines["unplaced"]
    np.int64(1)
    """
    rows = [
        {"role": role, "lines": len(group), "documents": group.path.nunique()}
        for role, group in corpus.lines.groupby("role")
    ]
    return TABLE["line_roles"].frame(sorted(rows, key=lambda row: (-row["lines"], row["role"])))
