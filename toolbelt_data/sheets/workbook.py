"""Workbook: the first sheet of an xlsx file as rows of texts, and rows as such a file."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import SourceError
from .cells import as_text, for_xlsx, guard

_MOST_BYTES = 200 * 2**20
_MEND = "save it as xlsx again, or as CSV UTF-8"


def read_workbook(path: Path, data: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give the number and the cells of each row of the first sheet.

    Parameters
    ----------
    path : pathlib.Path
        How to name it where it cannot be read.
    data : bytes

    Raises
    ------
    SourceError
        Where it is no workbook, or unpacks to more than 200 MiB.
    """
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
        if unpacked > _MOST_BYTES:
            raise SourceError(path, f"unpacks to {unpacked} bytes", "give fewer rows")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield number, [_text(value) for value in row]
    except SourceError:
        raise
    except Exception as error:  # the library raises whatever broke inside it
        found = f"no workbook that can be read ({type(error).__name__})"
        raise SourceError(path, found, _MEND) from None


def _text(value: Any) -> str:
    """Give a cell as it would be typed: a whole number without a point, a date by its day."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)


def workbook(
    title: str,
    names: Iterable[str],
    rows: Iterable[Mapping[str, str]],
    widths: Mapping[str, int],
    hidden: Iterable[str],
    choices: Mapping[str, Iterable[str]],
) -> bytes:
    """Write one sheet to be filled in.

    Parameters
    ----------
    title : str
    names : iterable of str
        The columns.
    rows : iterable of mapping
        A text for each column.
    widths : mapping of str to int
        Width of a column in characters; 12 where nothing is said.
    hidden : iterable of str
        Columns that are there and not shown.
    choices : mapping of str to iterable of str
        What a cell of a column may be filled with.

    Returns
    -------
    bytes
        The xlsx file.
    """
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    names = list(names)
    sheet.append(names)
    for row in rows:
        sheet.append([for_xlsx(guard(row.get(name, ""))) or None for name in names])
    as_text(sheet)
    sheet.freeze_panes = "A2"
    for number, name in enumerate(names, 1):
        column = sheet.column_dimensions[get_column_letter(number)]
        column.width = widths.get(name, 12)
        column.hidden = name in set(hidden)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for line in sheet.iter_rows(min_row=2):
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for name, allowed in choices.items():
        rule = DataValidation("list", formula1=f'"{",".join(allowed)}"', allow_blank=True)
        letter = get_column_letter(names.index(name) + 1)
        rule.add(f"{letter}2:{letter}{max(2, sheet.max_row)}")
        sheet.add_data_validation(rule)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
