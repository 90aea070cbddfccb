"""Tables: the columns of what the analyses return, declared in ``tables.toml``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ..tables import FINDINGS, read_tables

TABLE = read_tables(Path(__file__).with_suffix(".toml"))
"""The tables of analyses by name, in the order in which they are shown."""

TABLE["gaps"] = replace(TABLE["challenges"], name="gaps", row="gap: challenge with coverage none")

ALL = (*TABLE.values(), FINDINGS)
"""What the analyses and the check return."""
