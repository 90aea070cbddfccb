"""Read and write the files that people open in a spreadsheet: CSV and xlsx.

A spreadsheet runs a cell that begins like a formula. Whatever is written here
has one apostrophe before such a text, and whatever is read loses it again.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from .errors import ParameterError, SourceError
from .text import decode

# Spreadsheets skip white space before the sign of a formula, and some accept the wide signs.
# XlsxWriter writes a text between <r> and </r> into the file as markup.
_RISKY = re.compile(r"['\t\r\n]|\s*[=+\-@＝＋－＠]|<r>")
# XML 1.0 cannot hold these; it also turns a lone CR into LF, see `_cells`.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")

# The limits of xlsx: UTF-16 units in a cell, rows in a sheet.
_MOST_UNITS, MOST_ROWS = 32_767, 1_048_576
# A workbook that is larger when unpacked is not read. All pairs of documents 100 times as long as
# those of the toolbelt are 600,000 cells, of some 50 bytes each.
_MOST_BYTES = 100 * 2**20
Rows = list[tuple[int, list[str]]]
"""The line on which each row begins, and its cells."""

# Fixed, so that the same tables make the same bytes.
_CREATED = datetime.datetime(2000, 1, 1)


# -- cells ---------------------------------------------------------------------------------------


def guard(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run, or that begins with one.

    Examples
    --------
    >>> guard("=1+1"), guard(" =1"), guard("plain"), guard("'quoted'")
    ("'=1+1", "' =1", 'plain', "''quoted'")
    """
    return f"'{value}" if isinstance(value, str) and _RISKY.match(value) else value


def unguard(value: Any) -> Any:
    """Remove the apostrophe that :func:`guard` put before a text.

    Examples
    --------
    >>> unguard(guard("=1+1"))
    '=1+1'
    """
    return value[1:] if isinstance(value, str) and value.startswith("'") else value


def fit(text: str) -> str:
    r"""Replace the characters that xlsx cannot hold, and cut a text that is too long for a cell.

    Examples
    --------
    >>> fit("a\x07b"), len(fit("x" * 40_000))
    ('a\ufffdb', 32767)
    """
    units = _NOT_IN_XML.sub("\ufffd", text).encode("utf-16-le", "replace")
    if len(units) > 2 * _MOST_UNITS:
        units = units[: 2 * (_MOST_UNITS - 1)] + "…".encode("utf-16-le")
    return units.decode("utf-16-le", "ignore")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows as plain values, with None for null.

    Examples
    --------
    >>> records(pd.DataFrame({"level": [1], "date": [float("nan")]}))
    [{'level': 1, 'date': None}]
    """
    return [
        {name: one if isinstance(one, list) or pd.notna(one) else None for name, one in row.items()}
        for row in frame.to_dict("records")
    ]


def _cells(frame: pd.DataFrame, limit: Callable[[str], str] = str) -> pd.DataFrame:
    """Return a table whose lists are JSON, whose texts are guarded and whose line ends are LF."""

    def cell(value: Any) -> Any:
        value = guard(json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value)
        # Before Python 3.12 the csv module writes a CR without quotes, which ends the row.
        return limit(re.sub("\r\n?", "\n", value)) if isinstance(value, str) else value

    return frame.astype(object).map(cell)


# -- CSV and JSON --------------------------------------------------------------------------------


def as_csv(frame: pd.DataFrame) -> str:
    """Write a DataFrame as CSV: lists as JSON arrays, nulls empty, formulas guarded.

    Examples
    --------
    >>> print(as_csv(pd.DataFrame({"a": ["=1"], "b": [["x"]]})), end="")
    a,b
    '=1,"[""x""]"
    """
    return _cells(frame).to_csv(index=False, lineterminator="\n")


def as_json(value: Any) -> str:
    r"""Write a value, or a DataFrame as an array of records, as JSON.

    Examples
    --------
    >>> as_json({"a": None})
    '{\n "a": null\n}\n'
    """
    value = records(value) if isinstance(value, pd.DataFrame) else value
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


# -- reading -------------------------------------------------------------------------------------


def read_sheet(path: Path, wanted: Iterable[str]) -> pd.DataFrame:
    """Read a CSV file, or the first sheet of a workbook.

    Parameters
    ----------
    path : pathlib.Path
        CSV with a byte order mark or without, with commas, semicolons or tabs;
        or xlsx.
    wanted : iterable of str
        The columns that are required.

    Returns
    -------
    pandas.DataFrame
        As :func:`as_frame` returns it.

    Raises
    ------
    SourceError
        Also if the file cannot be read, is not UTF-8 or has a quote that is not
        closed.

    Examples
    --------
    >>> from toolbelt_data.source import package_folder
    >>> read_sheet(package_folder("data") / "reviews.csv", ["rating"]).index[0]
    np.int64(2)
    """
    return as_frame(path, next(iter(read_sheets(path).values()), []), wanted)


def read_sheets(path: Path) -> dict[str, Rows]:
    """Read the rows of a CSV file, or of each sheet of a workbook by its name."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(path, error.strerror or "cannot be read", "name a CSV file") from None
    if path.suffix.lower() != ".xlsx" and not data.startswith(b"PK\x03\x04"):
        return {"": _csv_rows(path, data)}
    book = read_book(path, data)
    return {
        title: [(line, [*map(_typed, cells)]) for line, cells in rows]
        for title, rows in book.items()
    }


def as_frame(path: Path, rows: Rows, wanted: Iterable[str]) -> pd.DataFrame:
    """Build a table from the rows of a sheet, of which the first has the columns' names.

    Returns
    -------
    pandas.DataFrame
        One row per row that is not blank; the index is the line on which it
        begins. Texts have no white space around them and no guard; a missing
        cell is empty.

    Raises
    ------
    SourceError
        If a wanted column is missing, a column occurs twice, or a row is longer
        than the header.
    """
    line, head = rows[0] if rows else (1, [])
    columns = [*map(str.strip, head)]
    while columns and not columns[-1]:
        columns.pop()
    for name in [*wanted, *columns]:
        if columns.count(name) != 1:
            found = f"{'two columns' if name in columns else 'no column'} {name!r}"
            raise SourceError(path, found, "name it once in the header", line)
    filled = {}
    for line, cells in rows[1:]:
        texts = [unguard(cell.strip(" \t\r\n")) for cell in cells]
        if any(texts[len(columns) :]):
            found = f"more cells than the {len(columns)} of the header"
            raise SourceError(path, found, "put quotes around a text with separators", line)
        if any(texts):
            filled[line] = [*texts, *[""] * len(columns)][: len(columns)]
    return pd.DataFrame([*filled.values()], index=[*filled], columns=columns, dtype="str")


def _csv_rows(path: Path, data: bytes) -> Rows:
    text = decode(path, data, "save the file as CSV UTF-8, or as xlsx").removeprefix("\ufeff")
    separator = max(",;\t", key=next(io.StringIO(text, newline=""), "").count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            rows.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        fix = "close every quote, and double a quote within a text"
        raise SourceError(path, f"not CSV: {error}", fix, line) from None
    return rows


def _typed(value: Any) -> str:
    """Return a cell as somebody would type it: `1` for 1.0, the ISO day for a date."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime):
        value = value.date()
    return "" if value is None else str(value)


def read_book(path: Path, data: bytes) -> dict[str, list[tuple[int, tuple]]]:
    """Read the sheets of a workbook.

    Parameters
    ----------
    path : pathlib.Path
        The file's name in messages.
    data : bytes

    Returns
    -------
    dict of str to list of (int, tuple)
        By the sheet's name the number and the values of each row that has any:
        texts as they are in the file, numbers, booleans, dates and None.

    Raises
    ------
    SourceError
        If the workbook cannot be read, or is too large.

    Examples
    --------
    >>> read_book(Path("a.xlsx"), workbook({"a": pd.DataFrame({"b": ["=1", None], "c": 2})}))
    {'a': [(1, ('b', 'c')), (2, ("'=1", 2)), (3, (None, 2))]}
    """
    import openpyxl

    sheets: dict[str, list[tuple[int, tuple]]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
        if unpacked > _MOST_BYTES:
            found = f"{unpacked // 2**20} MiB unpacked, at most {_MOST_BYTES // 2**20} are read"
            raise SourceError(path, found, "delete unused rows, or save it as CSV UTF-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about features of Excel that are not needed here
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # the size that a file declares may be wrong
                rows = enumerate(sheet.iter_rows(values_only=True), 1)
                sheets[sheet.title] = [(n, row) for n, row in rows if row.count(None) < len(row)]
    except SourceError:
        raise
    except Exception as error:  # openpyxl raises whatever failed inside it
        found = f"not a workbook that can be read ({type(error).__name__})"
        raise SourceError(path, found, "save it as xlsx again, or as CSV UTF-8") from None
    return sheets


# -- workbooks -----------------------------------------------------------------------------------


def workbook(
    sheets: Mapping[str, pd.DataFrame],
    widths: Mapping[str, int] = {},
    hidden: Sequence[str] = (),
    choices: Mapping[str, Sequence[str]] = {},
) -> bytes:
    """Write DataFrames as the sheets of a workbook.

    Parameters
    ----------
    sheets : mapping of str to pandas.DataFrame
        A cell in the first column of the first sheet that names another sheet
        is a link to it.
    widths : mapping of str to int, optional
        Width of a column in characters; default: that of its longest text, at
        most 60.
    hidden : sequence of str, optional
        Columns that are not shown.
    choices : mapping of str to sequence of str, optional
        The values that the cells of a column offer.

    Returns
    -------
    bytes
        The xlsx file.

    Examples
    --------
    >>> workbook({"a": pd.DataFrame({"level": [""]})}, choices={"level": ["0", "1"]})[:2]
    b'PK'
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(target, engine="xlsxwriter", engine_kwargs={"options": options}) as writer:
        writer.book.set_properties({"created": _CREATED})
        bold = writer.book.add_format({"bold": True, "bottom": 1})
        wrapped = writer.book.add_format({"text_wrap": True, "valign": "top"})
        for title, frame in sheets.items():
            cells = _cells(frame, fit)
            cells.to_excel(
                writer, sheet_name=title, index=False, freeze_panes=(1, 0), autofilter=True
            )
            sheet = writer.sheets[title]
            sheet.write_row(0, 0, cells.columns, bold)
            for place, name in enumerate(cells):
                longest = max(len(str(value)) for value in [name, *cells[name]])
                width = widths.get(name, min(60, longest + 2))
                sheet.set_column(place, place, width, wrapped, {"hidden": name in hidden})
                if name in choices:
                    rule = {"validate": "list", "source": [*choices[name]]}
                    sheet.data_validation(1, place, max(1, len(frame)), place, rule)
        first, *others = sheets
        for row, title in enumerate(sheets[first].iloc[:, 0], 1):
            if title in others:
                writer.sheets[first].write_url(row, 0, f"internal:'{title}'!A1", string=title)
    return target.getvalue()


# -- files ---------------------------------------------------------------------------------------


def write_whole(path: Path, data: bytes, was: bytes | None = None) -> None:
    """Replace a file at once, by way of a temporary file beside it.

    Parameters
    ----------
    path : pathlib.Path
        A link is followed, and the mode of the file is kept.
    data : bytes
    was : bytes, optional
        The expected content: a file with another one is not replaced.

    Raises
    ------
    ParameterError
        If the file cannot be written, or was changed meanwhile.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise ParameterError(path, "not a file", "name another file")
    try:
        with TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as folder:
            beside = Path(folder, target.name)
            beside.write_bytes(data)
            if target.exists():
                beside.chmod(target.stat().st_mode)
            if was is not None and target.read_bytes() != was:
                raise ParameterError(path, "changed meanwhile, and not replaced", "try again")
            beside.replace(target)
    except OSError as error:
        raise ParameterError(path, error.strerror or "not written", "name another file") from None
