"""JSON: findings for programs; docs/checking.md describes it."""

from __future__ import annotations

import json

import pandas as pd

from .place import Place
from .visible import visible_json

VERSION = 1
"""Changes where a member's meaning does; new members may come without."""

_MEMBERS = (
    "code", "rule", "severity", "path", "line", "column", "end_line", "item_id", "message", "fix",
    "fingerprint",
)  # fmt: skip


def write(findings: pd.DataFrame, place: Place) -> str:
    """Write findings as an object with a version, the edition and an array of records."""
    records = [
        {name: None if pd.isna(value := row[name]) else value for name in _MEMBERS}
        | {"mend": None if pd.isna(row["old"]) else _mend(row)}
        for row in findings.to_dict("records")
    ]
    document = {"version": VERSION, "edition": place.label, "findings": records}
    return visible_json(json.dumps(document, ensure_ascii=False, indent=1)) + "\n"


def _mend(row: dict) -> dict:
    return {"old": row["old"], "new": None if pd.isna(row["new"]) else row["new"]}
