"""Written: a declared table as CSV or JSON."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from ..schema import Table
from .cells import guard
from .quoted import quoted_line
from .records import records


def as_csv(table: Table, frame: pd.DataFrame) -> str:
    """Write a table as CSV: lists as JSON arrays, nulls empty, formulas guarded.

    Examples
    --------
    >>> from toolbelt_data.schema import Column
    >>> table = Table("t", "row", (Column("a", "str", "A."), Column("b", "list", "B.")), ("a",))
    >>> print(as_csv(table, table.frame([{"a": "=1", "b": ["x"]}])), end="")
    a,b
    '=1,"[""x""]"
    """
    rows = ([_cell(value) for value in row.values()] for row in records(frame[table.names]))
    return "".join(map(quoted_line, [table.names, *rows]))


def as_json(value: Any) -> str:
    """Write a value, or a table as an array of records, as JSON."""
    if isinstance(value, pd.DataFrame):
        value = records(value)
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def in_line(value: Any) -> Any:
    """Make a list one text, a JSON array; anything else stays.

    Examples
    --------
    >>> in_line(["x"]), in_line("x"), in_line(3)
    ('["x"]', 'x', 3)
    """
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _cell(value: Any) -> str | None:
    return None if value is None else str(in_line(guard(value)))
