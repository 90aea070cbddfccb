"""Intake: tables that were written to a folder, read back as they were."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ...errors import SourceError, ToolbeltError
from ...spreadsheet import read_book, unguard
from ...tables import Column, Table
from .package import NAME

_MEND = "write the tables anew"
_KINDS = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "array": "list",
    "any": "list",
}
_TRUTHS = {"True": True, "False": False}
Rows = Iterator[list[Any]]


def read_tables(folder: str | Path) -> dict[str, pd.DataFrame]:
    """Read tables back that a report or ``toolbelt-data tables`` wrote.

    Parameters
    ----------
    folder : str or pathlib.Path
        It holds a ``datapackage.json``, which says what the others are: CSV,
        JSON, Parquet or a workbook.

    Returns
    -------
    dict of str to pandas.DataFrame
        By the table's name, in the order of the package: with the types that
        are declared, lists as lists, nulls as nulls, and texts as they were
        before they were guarded. A workbook has long texts cut.

    Raises
    ------
    SourceError
        Where the package or a file of it cannot be read, or a file is not the
        one that the package describes.

    Examples
    --------
    >>> import tempfile
    >>> from toolbelt_data import Analysis
    >>> from toolbelt_data.report.collection import all_tables
    >>> from toolbelt_data.report.files.export import write_tables
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = write_tables(all_tables(Analysis()), Path(folder), "csv")
    ...     read_tables(folder)["personas"].name[0]
    'Daniel the Data Scientist'
    """
    folder = Path(folder)
    found = _package(folder)
    read: dict[str, dict[str, list]] = {}
    made = {}
    for resource in found:
        if "schema" not in resource:
            continue
        path = folder / resource["path"]
        try:
            table, kind = _declared(resource), resource["format"]
            data = _bytes(path, resource.get("hash", ""))
            if kind == "xlsx":
                if resource["path"] not in read:
                    read[resource["path"]] = read_book(path, data)
                sheet = read[resource["path"]][resource["dialect"]["excel"]["sheet"]]
                rows = _cells(table, (row for _, row in sheet))
            else:
                rows = _READERS[kind](data, table)
            made[table.name] = _frame(table, rows)
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, ToolbeltError):
                raise
            raise SourceError(path, f"not the table of its package ({error})", _MEND) from None
    return made


def _package(folder: Path) -> list[dict[str, Any]]:
    path = folder / NAME
    try:
        found = json.loads(path.read_bytes())["resources"]
        for resource in found:
            # A package may come from anybody, and must not lead out of its folder.
            if Path(resource["path"]).name != resource["path"]:
                raise ValueError
    except OSError as error:
        mend = "give a folder that toolbelt-data tables wrote"
        raise SourceError(path, error.strerror or "cannot be read", mend) from None
    except (KeyError, TypeError, ValueError):
        raise SourceError(path, "no Data Package of tables", _MEND) from None
    return found


def _bytes(path: Path, digest: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(path, error.strerror or "cannot be read", _MEND) from None
    if digest.removeprefix("sha256:") != hashlib.sha256(data).hexdigest():
        raise SourceError(path, f"not the file that {NAME} describes", _MEND)
    return data


def _declared(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    columns = tuple(
        Column(
            field["name"],
            _KINDS[field["type"]],
            field.get("description", ""),
            # A text that is never null may be empty, and is not required for that.
            not field["constraints"]["required"] and field.get("missingValues") != [],
            tuple(field["constraints"].get("enum", ())),
        )
        for field in schema["fields"]
    )
    return Table(resource["name"], resource.get("title", ""), columns, tuple(schema["primaryKey"]))


def _frame(table: Table, rows: Rows) -> pd.DataFrame:
    """Put rows below a header into a frame of the declared types."""
    if next(rows, None) != table.names:
        raise ValueError("other columns")
    return table.frame(dict(zip(table.names, row, strict=True)) for row in rows)


def _cells(table: Table, rows: Iterable[Sequence[Any]]) -> Rows:
    """Yield the header and the values of rows of CSV or of a workbook."""
    rows = iter(rows)
    yield list(next(rows, ()))
    nothing = [None] * len(table.columns)
    for row in rows:
        cells = zip(table.columns, [*row, *nothing[len(row) :]], strict=True)
        yield [_value(column, value) for column, value in cells]


def _value(column: Column, value: Any) -> Any:
    """Return the value of a cell; an empty one is null where the column may be."""
    value = "" if value is None else unguard(value)
    if value == "" and column.null:
        return None
    if column.kind == "str" or not isinstance(value, str):
        return value
    if column.kind == "list":
        return json.loads(value)
    if column.kind == "bool":
        return _TRUTHS[value]
    return int(value) if column.kind == "int" else float(value)


def _csv(data: bytes, table: Table) -> Rows:
    read = pd.read_csv(io.BytesIO(data), header=None, dtype=str, keep_default_na=False)
    return _cells(table, read.to_numpy().tolist())


def _json(data: bytes, table: Table) -> Rows:
    yield table.names
    for row in json.loads(data):
        yield [row[name] for name in table.names]


def _parquet(data: bytes, _: Table) -> Rows:
    try:
        from pyarrow import parquet
    except ImportError:
        raise ToolbeltError(
            "format parquet", "pyarrow is not installed", 'pip install "toolbelt-data[parquet]"'
        ) from None
    read = parquet.read_table(io.BytesIO(data))
    yield read.column_names
    for row in read.to_pylist():
        yield list(row.values())


_READERS = {"csv": _csv, "json": _json, "parquet": _parquet}
