"""Workbook: the first sheet of an xlsx file as rows of texts, and rows as such a file."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import SourceError
from .cells import as_cell

_MOST_BYTES = 200 * 2**20
_MEND = "save it as xlsx again, or as CSV UTF-8"
CREATED = datetime.datetime(2000, 1, 1)
"""When a workbook says that it was made, so that the same rows make the same bytes."""


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
    with opened(path, data) as book:
        for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield number, [_text(value) for value in row]


@contextmanager
def opened(path: Path, data: bytes) -> Iterator[Any]:
    """Open a workbook to read from, and tell whatever breaks while it is read.

    Yields
    ------
    openpyxl.Workbook

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
        yield openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
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
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": CREATED})
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    names, last = list(names), 1
    for place, name in enumerate(names):
        sheet.write_string(0, place, name, bold)
        sheet.set_column(
            place, place, widths.get(name, 12), wrapped, {"hidden": name in set(hidden)}
        )
    for last, row in enumerate(rows, 1):
        for place, name in enumerate(names):
            if row.get(name):
                sheet.write_string(last, place, as_cell(row[name]), wrapped)
    sheet.freeze_panes(1, 0)
    for name, allowed in choices.items():
        place = names.index(name)
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": list(allowed)})
    book.close()
    return target.getvalue()
