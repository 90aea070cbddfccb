"""Written: a declared table as CSV or JSON."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from ..schema import Table
from .cells import guard
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
    return flat(table, frame).to_csv(index=False, lineterminator="\n")


def as_json(value: Any) -> str:
    """Write a value, or a table as an array of records, as JSON."""
    if isinstance(value, pd.DataFrame):
        value = records(value)
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def flat(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Make lists JSON arrays and guard what a spreadsheet would run."""
    made = frame[table.names].copy()
    for column in table.columns:
        if column.kind == "list":
            made[column.name] = [json.dumps(one, ensure_ascii=False) for one in made[column.name]]
        elif column.kind == "str":
            made[column.name] = made[column.name].astype(object).map(guard, na_action="ignore")
    return made
