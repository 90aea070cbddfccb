"""GitHub: findings as workflow commands, which show on a pull request's lines."""

from __future__ import annotations

import pandas as pd

from .place import Place
from .visible import visible

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def write(findings: pd.DataFrame, place: Place) -> str:
    """Write a command a finding."""
    return "".join(
        f"::{_LEVELS[row.severity]} file={_property(place.prefix + row.path)},line={row.line},"
        f"{_end(row)},title={_property(f'{row.code} {row.rule}')}"
        f"::{_data(f'{row.message}; {row.fix}')}\n"
        for row in findings.itertuples()
    )


def _end(row) -> str:
    """GitHub takes a column for findings of one line alone."""
    one = row.line == row.end_line
    return f"endLine={row.end_line}" + (f",col={row.column}" if one else "")


def _data(text: str) -> str:
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
