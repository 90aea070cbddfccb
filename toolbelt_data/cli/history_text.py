"""History text: a history for people at a terminal, an edition a line."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..findings.visible import visible
from ..spreadsheet import records

_COUNTS = {
    "personas": "personas",
    "documented": "documented",
    "statements": "statements",
    "challenges": "challenges",
    "gaps": "gaps",
    "listings_unwritten": "unwritten",
    "errors": "errors",
    "warnings": "warnings",
}
_CHANGING = ("challenges", "gaps")
_COMMIT = 7
_SUBJECT = 50


def history_text(history: pd.DataFrame) -> str:
    """Write a history as an aligned table, with what changed from edition to edition.

    Parameters
    ----------
    history : pandas.DataFrame
        As :func:`toolbelt_data.analysis.history` gives it, with a row at least.

    Returns
    -------
    str
        Lines, the last of them a sum.

    Examples
    --------
    >>> from toolbelt_data.analysis import history
    >>> print(history_text(history()).splitlines()[-1])
    3 editions, 2025-04-04 to 2025-06-10: from 7 gaps in 31 challenges to 12 gaps in 70 challenges
    """
    rows = records(history)
    lines: list[list[str] | str] = [["date", "commit", *_headings()]]
    before: dict[str, Any] | None = None
    for row in rows:
        commit = "" if row["subject"] is None else row["revision"][:_COMMIT]
        if row["error"] is not None:
            lines.append(f"{row['date']:<10}  {commit:<7}  not read: {visible(row['error'])}")
            continue
        lines.append([row["date"], commit, *_cells(row, before), _short(row["subject"] or "")])
        before = row
    return _aligned(lines) + _sum(rows) + "\n"


def _headings() -> list[str]:
    """Name the columns; one stands empty above each change."""
    named = [(name, "") if key in _CHANGING else (name,) for key, name in _COUNTS.items()]
    return [cell for cells in named for cell in cells] + ["subject"]


def _cells(row: dict[str, Any], before: dict[str, Any] | None) -> list[str]:
    cells = []
    for key in _COUNTS:
        cells.append(str(row[key]))
        if key in _CHANGING:
            change = row[key] - before[key] if before else 0
            cells.append(f"{change:+d}" if change else "")
    return cells


def _aligned(lines: list[list[str] | str]) -> str:
    """Lay cells below each other: words to the left, numbers to the right, changes beside."""
    rows = [line for line in lines if isinstance(line, list)]
    widths = [max(len(row[at]) for row in rows if at < len(row)) for at in range(len(rows[0]))]
    last = len(widths) - 1
    changes = {at for at, name in enumerate(rows[0]) if not name}
    text = ""
    for line in lines:
        if isinstance(line, list):
            cells = [
                f"{cell:<{widths[at]}}"
                if at < 2 or at == last or at in changes
                else f"{cell:>{widths[at]}}"
                for at, cell in enumerate(line)
            ]
            shown = cells[0]
            for at, cell in enumerate(cells[1:], 1):
                shown += (" " if at in changes else "  ") + cell
        else:
            shown = line
        text += shown.rstrip() + "\n"
    return text


def _sum(rows: list[dict[str, Any]]) -> str:
    read = [row for row in rows if row["error"] is None]
    first, last = rows[0]["date"], rows[-1]["date"]
    told = f"{_number(len(rows), 'edition')}, {first if first == last else f'{first} to {last}'}"
    if len(rows) > len(read):
        told += f", {len(rows) - len(read)} of them not read"
    if not read:
        return told
    begun, now = (
        f"{_number(row['gaps'], 'gap')} in {_number(row['challenges'], 'challenge')}"
        for row in (read[0], read[-1])
    )
    return f"{told}: {now}" if len(read) == 1 else f"{told}: from {begun} to {now}"


def _number(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= _SUBJECT else shown[: _SUBJECT - 1].rstrip() + "…"
