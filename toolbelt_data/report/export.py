"""Export: tables as files, with a Data Package that says what their columns are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import ToolbeltError
from ..schema import VERSION, Column, Table
from ..sheets import as_csv, as_json, as_text, flat, for_xlsx
from .collection import Tables

_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "list": "array"}


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
        package.write_text(as_json(_package(tables, kind)), encoding="utf-8", newline="\n")
    except OSError as error:
        raise ToolbeltError(
            folder, error.strerror or "cannot be written", "give a folder that can be written"
        ) from None
    return [*written, package]


def _csv(tables: Tables, folder: Path) -> list[Path]:
    written = []
    for table, frame in tables:
        path = folder / f"{table.name}.csv"
        path.write_text(as_csv(table, frame), encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _json_files(tables: Tables, folder: Path) -> list[Path]:
    written = []
    for table, frame in tables:
        path = folder / f"{table.name}.json"
        path.write_text(as_json(frame[table.names]), encoding="utf-8", newline="\n")
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
            made = flat(table, frame)
            for column in table.columns:
                if column.kind in ("str", "list"):
                    made[column.name] = made[column.name].map(for_xlsx, na_action="ignore")
            made.to_excel(writer, sheet_name=table.name, index=False)
            writer.sheets[table.name].freeze_panes = "A2"
            as_text(writer.sheets[table.name])
    return [path]


FORMATS: dict[str, Callable[[Tables, Path], list[Path]]] = {
    "csv": _csv,
    "json": _json_files,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
"""The formats that tables can be written in."""


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
