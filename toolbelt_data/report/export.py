"""Export: tables as files, with a Data Package that says what their columns are.

A spreadsheet runs a cell that begins like a formula. In CSV and xlsx such a
cell gets one apostrophe in front; whoever reads the file strips one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import ToolbeltError
from ..schema import VERSION, Column, Table
from .collection import Tables

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")
_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "list": "array"}
_CELL = 32_767
# Characters that XML, and so xlsx, cannot hold.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def guard(value: Any) -> Any:
    """Put an apostrophe before a text that a spreadsheet would run, or would strip one from.

    Examples
    --------
    >>> guard("=1+1"), guard("plain"), guard("'quoted'")
    ("'=1+1", 'plain', "''quoted'")
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def unguard(value: Any) -> Any:
    """Take back what :func:`guard` did.

    Examples
    --------
    >>> unguard(guard("=1+1"))
    '=1+1'
    """
    return value[1:] if isinstance(value, str) and value.startswith("'") else value


def write_tables(tables: Tables, folder: Path, kind: str) -> list[Path]:
    """Write tables into a folder, and a ``datapackage.json`` that describes them.

    Parameters
    ----------
    tables : list of (Table, pandas.DataFrame)
    folder : pathlib.Path
        Made where it is missing.
    kind : str
        csv, json, parquet or xlsx.

    Returns
    -------
    list of pathlib.Path
        The files written; xlsx is one workbook with a sheet a table.

    Raises
    ------
    ToolbeltError
        Where parquet is asked for and pyarrow is not installed, or a file
        cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = FORMATS[kind](tables, folder)
        package = folder / "datapackage.json"
        package.write_text(_json(_package(tables, kind)), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ToolbeltError(
            folder, error.strerror or "cannot be written", "give a folder that can be written"
        ) from None
    return [*written, package]


def _csv(tables: Tables, folder: Path) -> list[Path]:
    written = []
    for table, frame in tables:
        path = folder / f"{table.name}.csv"
        _flat(table, frame).to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
        written.append(path)
    return written


def _json_files(tables: Tables, folder: Path) -> list[Path]:
    written = []
    for table, frame in tables:
        path = folder / f"{table.name}.json"
        path.write_text(_json(records(frame[table.names])), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _parquet(tables: Tables, folder: Path) -> list[Path]:
    try:
        import pyarrow  # noqa: F401 - pandas needs it, and says so in five lines
    except ImportError:
        raise ToolbeltError(
            "format parquet", "pyarrow is not installed", 'pip install "toolbelt-data[parquet]"'
        ) from None
    written = []
    for table, frame in tables:
        path = folder / f"{table.name}.parquet"
        frame[table.names].to_parquet(path, index=False)
        written.append(path)
    return written


def _xlsx(tables: Tables, folder: Path) -> list[Path]:
    path = folder / "tables.xlsx"
    with pd.ExcelWriter(path, engine="openpyxl") as writer:
        for table, frame in tables:
            flat = _flat(table, frame)
            for column in table.columns:
                if column.kind in ("str", "list"):
                    flat[column.name] = flat[column.name].map(_for_xlsx, na_action="ignore")
            flat.to_excel(writer, sheet_name=table.name, index=False, freeze_panes=(1, 0))
            # What begins like a formula stands guarded; nothing may turn it into one again.
            for row in writer.sheets[table.name].iter_rows():
                for cell in row:
                    if cell.data_type == "f":
                        cell.data_type = "s"
    return [path]


def _for_xlsx(text: str) -> str:
    """Replace what XML cannot hold, and cut what a cell cannot: the other formats have it whole."""
    text = _NOT_IN_XML.sub("\ufffd", text)
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"


FORMATS: dict[str, Callable[[Tables, Path], list[Path]]] = {
    "csv": _csv,
    "json": _json_files,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
"""The formats that tables can be written in."""


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give a table's rows as plain values, nulls as None."""
    return [
        {
            name: value if isinstance(value, list) else None if pd.isna(value) else _value(value)
            for name, value in row.items()
        }
        for row in frame.to_dict("records")
    ]


def _value(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else value


def _flat(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Make lists JSON arrays and guard what a spreadsheet would run."""
    flat = frame[table.names].copy()
    for column in table.columns:
        if column.kind == "list":
            flat[column.name] = [json.dumps(one, ensure_ascii=False) for one in flat[column.name]]
        elif column.kind == "str":
            flat[column.name] = flat[column.name].astype(object).map(guard, na_action="ignore")
    return flat


def _package(tables: Tables, kind: str) -> dict[str, Any]:
    keys = {table.name: table.key[0] for table, _ in tables}
    return {
        "$schema": "https://datapackage.org/profiles/1.0/datapackage.json",
        "profile": "tabular-data-package",
        "name": "toolbelt-data",
        "version": VERSION,
        "title": "Persona documents of the OpenSSF Security Toolbelt as tables",
        "resources": [_resource(table, kind, keys) for table, _ in tables],
    }


def _resource(table: Table, kind: str, keys: dict[str, str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    foreign = [
        {"fields": [own], "reference": {"resource": other, "fields": [keys[other]]}}
        for own, other in table.foreign
        if other in keys
    ]
    if foreign:
        schema["foreignKeys"] = foreign
    resource: dict[str, Any] = {
        "name": table.name,
        "title": f"One row per {table.row}",
        "path": "tables.xlsx" if kind == "xlsx" else f"{table.name}.{kind}",
        "profile": "tabular-data-resource",
        "format": kind,
        "schema": schema,
    }
    if kind in ("csv", "json"):
        resource["encoding"] = "utf-8"
    if kind == "xlsx":
        resource["dialect"] = {"excel": {"sheet": table.name}}
    return resource


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": not column.null}
    if column.values:
        constraints["enum"] = list(column.values)
    return {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.about,
        "constraints": constraints,
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
