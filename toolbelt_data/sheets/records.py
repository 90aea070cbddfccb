"""Records: a table's rows as plain values."""

from __future__ import annotations

from typing import Any

import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give a table's rows as plain values, nulls as None.

    Examples
    --------
    >>> records(pd.DataFrame({"level": [1], "date": [float("nan")]}))
    [{'level': 1, 'date': None}]
    """
    return [
        {
            name: value if isinstance(value, list) else None if pd.isna(value) else _value(value)
            for name, value in row.items()
        }
        for row in frame.to_dict("records")
    ]


def _value(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value
