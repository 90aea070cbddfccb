"""Entries: the rows of a file that people keep, read or refused with a reason."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ...errors import SourceError
from ...text import digest

_MOST_LINES = 10


class Refused(Exception):
    """Why a row is none, and what to do about it."""

    def __init__(self, found: str, mend: str) -> None:
        self.found = found
        self.fix = mend
        super().__init__(f"{found}; {mend}")


def read_entries(
    path: Path,
    sheet: pd.DataFrame,
    parse: Callable[[Mapping[str, str]], dict[str, Any]],
    name: Callable[[dict[str, Any]], str],
) -> list[dict[str, Any]]:
    """Read every row of a sheet, and refuse the sheet where one is wrong or stands twice.

    Parameters
    ----------
    path : pathlib.Path
        The file's name in messages.
    sheet : pandas.DataFrame
        As :func:`toolbelt_data.spreadsheet.read_sheet` returns it.
    parse : callable
        Makes an entry of a row's cells, or raises :class:`Refused`.
    name : callable
        Says in words what an entry is of; two must not be of the same.

    Returns
    -------
    list of dict

    Raises
    ------
    SourceError
        Names the first line that is wrong, why, and the other lines.
    """
    entries: dict[str, dict[str, Any]] = {}
    wrong: list[tuple[int, Refused]] = []
    for line, cells in sheet.to_dict("index").items():
        try:
            entry = parse(cells)
            key = name(entry)
            if key in entries:
                raise Refused(f"a second {key}", "keep one of them")
            entries[key] = entry
        except Refused as error:
            wrong.append((line, error))
    if wrong:
        line, error = wrong[0]
        raise SourceError(path, error.found, error.fix + _too(wrong[1:]), line)
    return list(entries.values())


def _too(wrong: list[tuple[int, Refused]]) -> str:
    if not wrong:
        return ""
    lines = ", ".join(str(line) for line, _ in wrong[:_MOST_LINES])
    more = len(wrong) - _MOST_LINES
    return f"; wrong too: line {lines}" + (f" and {more} more" if more > 0 else "")


def values(cells: Mapping[str, str], names: Iterable[str]) -> dict[str, str | None]:
    """Give the cells of some columns, None for an empty or a missing one."""
    return {name: cells.get(name) or None for name in names}


def require(entry: Mapping[str, Any], names: Iterable[str]) -> None:
    """Raise where one of some columns is empty.

    Raises
    ------
    Refused
    """
    for name in names:
        if entry[name] is None:
            raise Refused(f"column {name} is empty", "fill it")


def a_day(column: str, text: str | None) -> str | None:
    """Give a day back, or raise where a text is none.

    Raises
    ------
    Refused

    Examples
    --------
    >>> a_day("date", "2026-02-30")
    Traceback (most recent call last):
    toolbelt_data.analysis.judging.entries.Refused: date '2026-02-30'; write it as YYYY-MM-DD
    """
    try:
        if text is not None and datetime.date.fromisoformat(text).isoformat() != text:
            raise ValueError
    except ValueError:
        raise Refused(f"{column} {text!r}", "write it as YYYY-MM-DD") from None
    return text


def a_list(column: str, text: str | None) -> list[str]:
    """Read a list of texts.

    Raises
    ------
    Refused
    """
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise Refused(f"column {column} is no list", 'write it as a JSON array, ["…"]')
    return found


def accepted(listed: list[str], text: str | None) -> list[str]:
    """Give the digests of the texts that an entry holds for: those listed, and its own text's.

    Examples
    --------
    >>> accepted(["95f75fb91c3cb06d"], "No time")
    ['95f75fb91c3cb06d']
    """
    return list(dict.fromkeys([*listed, *([digest(text)] if text else [])]))
