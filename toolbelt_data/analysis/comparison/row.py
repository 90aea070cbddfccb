"""Row: one change as the table of changes has it."""

from __future__ import annotations

from typing import Any, NamedTuple

from .identity import DOUBTFUL

Row = dict[str, Any]


class At(NamedTuple):
    """A thing of one edition: its id and its place."""

    id: str
    path: str
    line: int | None


def told(
    change: str,
    item: str,
    old: Any,
    new: Any,
    texts: tuple[str | None, str | None],
    whose: str | None,
    confidence: float = 1.0,
) -> Row:
    """Give a row; `old` and `new` have an id and a place, and are None of what came or went."""
    return {
        "change": change,
        "item": item,
        "old_id": old.id if old else None,
        "new_id": new.id if new else None,
        "whose": whose,
        "old_path": old.path if old else None,
        "old_line": old.line if old else None,
        "new_path": new.path if new else None,
        "new_line": new.line if new else None,
        "old_text": texts[0],
        "new_text": texts[1],
        "confidence": round(confidence, 2),
        "doubtful": round(confidence, 2) < DOUBTFUL,
    }
