"""Tables: the columns of what the analyses return, declared in ``tables.toml``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd

from ..tables import FINDINGS, read_tables

TABLE = read_tables(Path(__file__).with_suffix(".toml"))
"""The tables of analyses by name, in the order in which they are shown."""

TABLE["gaps"] = replace(TABLE["challenges"], name="gaps", row="gap: challenge with coverage none")

ALL = (*TABLE.values(), FINDINGS)
"""What the analyses and the check return."""


def declared(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a DataFrame as the table of that name: its columns alone, checked, missing ones null.

    Examples
    --------
    >>> declared("ideas", pd.DataFrame(columns=["kind", "more"])).columns.tolist()[:2]
    ['challenge_id', 'kind']
    """
    values = frame.reindex(columns=TABLE[name].names).astype(object)
    rows = values.where(values.notna(), None).itertuples(index=False, name=None)
    return TABLE[name].frame(rows)
