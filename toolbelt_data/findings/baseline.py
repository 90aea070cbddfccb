"""Baseline: the findings that are known, so that only new ones fail a check."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from ..errors import ParameterError

VERSION = 1


def write_baseline(findings: pd.DataFrame, path: Path) -> None:
    """Write the fingerprints of findings, with words for whoever reads the file.

    Raises
    ------
    ParameterError
        Where the file cannot be written.
    """
    known = {
        row.fingerprint: f"{row.code} {row.path}: {row.message}" for row in findings.itertuples()
    }
    text = json.dumps({"version": VERSION, "known": known}, ensure_ascii=False, indent=1) + "\n"
    beside = path.with_name(f"{path.name}.new")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise ParameterError(path, error.strerror or "not written", "name another file") from None


def read_baseline(path: Path) -> frozenset[str]:
    """Read the fingerprints of a baseline.

    Returns
    -------
    frozenset of str

    Raises
    ------
    ParameterError
        Where there is no such file, or it is no baseline.
    """
    mend = "write it with --write-baseline"
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ParameterError(path, error.strerror or "cannot be read", mend) from None
    except ValueError:
        raise ParameterError(path, "no JSON", mend) from None
    if not isinstance(given, dict) or given.get("version") != VERSION:
        raise ParameterError(path, f"no baseline of version {VERSION}", mend)
    known = given.get("known")
    if not isinstance(known, dict):
        raise ParameterError(path, "has no member known", mend)
    return frozenset(known)


def unknown(findings: pd.DataFrame, known: frozenset[str]) -> pd.DataFrame:
    """Leave out the findings that are known.

    Examples
    --------
    >>> frame = pd.DataFrame({"fingerprint": ["a", "b"]})
    >>> unknown(frame, frozenset({"a"})).fingerprint.tolist()
    ['b']
    """
    return findings[~findings.fingerprint.isin(known)].reset_index(drop=True)
