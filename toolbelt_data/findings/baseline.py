"""Baseline: the findings that are known, so that only new ones fail a check."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from ..errors import ParameterError
from ..spreadsheet import write_whole

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
    write_whole(path, text.encode("utf-8"))


def read_baseline(path: Path, data: bytes | None = None) -> frozenset[str]:
    """Read the fingerprints of a baseline.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    data : bytes, optional
        Its bytes, where they come from a revision.

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
        given = json.loads(path.read_bytes() if data is None else data)
    except OSError as error:
        raise ParameterError(path, error.strerror or "cannot be read", mend) from None
    except (ValueError, RecursionError):
        raise ParameterError(path, "no JSON", mend) from None
    version = given.get("version") if isinstance(given, dict) else None
    if isinstance(version, bool) or version != VERSION:
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
