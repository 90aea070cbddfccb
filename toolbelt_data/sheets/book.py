"""Book: declared tables as one workbook, a sheet each, behind a sheet that says what they are.

Cells are written as texts, numbers and truths only: nothing becomes a formula,
a link or markup. No time is kept, so the same tables make the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import ToolbeltError
from ..schema import Table
from .cells import as_cell, unguard
from .records import records
from .workbook import CREATED, opened
from .written import in_line

FRONT = "about"
"""The sheet that says what the others are."""

_MOST_ROWS = 1_048_576
_LONGEST_NAME = 31
# What a spreadsheet keeps for itself, whatever the case.
_TAKEN = frozenset({FRONT, "history"})
_NARROWEST, _WIDEST = 8, 60


def book(tables: Sequence[tuple[Table, pd.DataFrame]], about: Mapping[str, str]) -> bytes:
    """Write tables as one workbook.

    Parameters
    ----------
    tables : sequence of (Table, pandas.DataFrame)
    about : mapping of str to str
        What the first sheet says before it lists the tables.

    Returns
    -------
    bytes
        The xlsx file.

    Raises
    ------
    ToolbeltError
        Where a table has more rows than a sheet takes.
    """
    import xlsxwriter

    for table, frame in tables:
        if len(frame) >= _MOST_ROWS:
            found = f"{len(frame)} rows, and a sheet takes {_MOST_ROWS - 1} below its header"
            raise ToolbeltError(f"table {table.name}", found, "take csv, json or parquet")
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target, {"in_memory": True})
    made.set_properties({"created": CREATED})
    head = made.add_format({"bold": True, "bottom": 1, "valign": "top"})
    cell = made.add_format({"text_wrap": True, "valign": "top"})
    front = made.add_worksheet(FRONT)
    names = sheet_names([table for table, _ in tables])
    for table, frame in tables:
        _fill(made.add_worksheet(names[table.name]), table, frame, head, cell)
    _fill_front(front, tables, names, about, head, cell)
    made.close()
    return target.getvalue()


def read_book(path: Path, data: bytes) -> dict[str, list[list[Any]]]:
    """Read the sheets of a workbook that :func:`book` wrote.

    Parameters
    ----------
    path : pathlib.Path
        How to name it where it cannot be read.
    data : bytes

    Returns
    -------
    dict of str to list of list
        By the sheet's name its rows, the header among them: texts as they were
        before they were guarded, numbers, truths, and None for nothing.

    Raises
    ------
    SourceError
        Where it is no workbook that can be read.
    """
    with opened(path, data) as read:
        return {
            sheet.title: [
                [unguard(one) for one in row] for row in sheet.iter_rows(values_only=True)
            ]
            for sheet in read.worksheets
        }


def sheet_names(tables: Sequence[Table]) -> dict[str, str]:
    """Give each table's sheet a name that spreadsheets take.

    Returns
    -------
    dict of str to str
        The sheet's name by the table's; the same unless that is too long, or
        one that a spreadsheet keeps for itself.

    Examples
    --------
    >>> sheet_names([Table("gaps", "", (), ()), Table("history", "", (), ())])
    {'gaps': 'gaps', 'history': 'history_2'}
    """
    found: dict[str, str] = {}
    used = set(_TAKEN)
    for table in tables:
        name, number = table.name[:_LONGEST_NAME], 2
        while name.casefold() in used:
            end = f"_{number}"
            name, number = table.name[: _LONGEST_NAME - len(end)] + end, number + 1
        used.add(name.casefold())
        found[table.name] = name
    return found


def _fill(sheet: Any, table: Table, frame: pd.DataFrame, head: Any, cell: Any) -> None:
    rows = [[_value(one) for one in row.values()] for row in records(frame[table.names])]
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name, head)
        texts = [column.name + "  ", *(str(row[place]) for row in rows if row[place] is not None)]
        sheet.set_column(place, place, _width(texts))
    for number, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            _write(sheet, number, place, value, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(table.columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _fill_front(
    sheet: Any,
    tables: Sequence[tuple[Table, pd.DataFrame]],
    names: Mapping[str, str],
    about: Mapping[str, str],
    head: Any,
    cell: Any,
) -> None:
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 8)
    sheet.set_column(2, 2, 90)
    number = 0
    for title, words in about.items():
        sheet.write_string(number, 0, title, head)
        _write(sheet, number, 2, _value(words), cell)
        number += 1
    number += 1
    for place, title in enumerate(("table", "rows", "one row per")):
        sheet.write_string(number, place, title, head)
    for table, frame in tables:
        number += 1
        sheet.write_url(number, 0, f"internal:'{names[table.name]}'!A1", string=table.name)
        sheet.write_number(number, 1, len(frame), cell)
        sheet.write_string(number, 2, table.row.replace("`", ""), cell)


def _value(value: Any) -> Any:
    """Make a value one that a cell holds."""
    value = in_line(value)
    return as_cell(value) if isinstance(value, str) else value


def _write(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, form)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, form)
    elif value is not None:
        sheet.write_number(row, column, value, form)


def _width(texts: Sequence[str]) -> int:
    longest = max(len(line) for text in texts for line in text.split("\n"))
    return min(_WIDEST, max(_NARROWEST, longest + 2))
