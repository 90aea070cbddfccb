"""Downloads: the declared tables as files, with a Data Package that describes their columns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from .. import tables as corpus_tables
from ..analysis import Analysis, Comparison, gap_effects
from ..analysis.coverage import matrix
from ..analysis.tables import TABLE
from ..errors import ToolbeltError
from ..source import Edition, is_address
from ..spreadsheet import MOST_ROWS, as_csv, as_json, workbook
from ..tables import FINDINGS, VERSION, Column, Table

Tables = list[tuple[Table, pd.DataFrame]]

_GUARDED = (
    "A null and an empty text are both an empty cell. A list is a JSON array. A text that a"
    " spreadsheet could run as a formula, or that begins with an apostrophe, has one apostrophe in"
    " front."
)
HOW = {
    "csv": f"UTF-8, separated by commas; a line within a text ends with LF. {_GUARDED}",
    "json": "Arrays of records; texts are unchanged.",
    "parquet": "Lists are lists; texts are unchanged.",
    "xlsx": (
        f"One workbook, `tables.xlsx`, with a sheet per table. {_GUARDED} A character that XML"
        " cannot hold is U+FFFD; a text longer than 32,767 characters is cut and ends with …."
    ),
}
"""The formats, and how values are written in each."""

_TITLE = "Persona documents of the OpenSSF Security Toolbelt as tables"
_ORIGINALS = "https://github.com/ossf/toolbelt"
_CC_BY = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "list": "array"}


def tables_of(
    analysis: Analysis,
    findings: pd.DataFrame,
    comparison: Comparison | None = None,
    history: pd.DataFrame | None = None,
) -> Tables:
    """Return every table of an edition, each with its declaration.

    Parameters
    ----------
    analysis : Analysis
    findings : pandas.DataFrame
        As :func:`toolbelt_data.check` returns it.
    comparison : Comparison, optional
        Adds `changes` and `gap_effects`; the analysis' reviews count for both editions.
    history : pandas.DataFrame, optional
        As :func:`toolbelt_data.history` returns it.

    Returns
    -------
    list of (Table, pandas.DataFrame)
        The tables of the corpus and of the analysis, the findings, the matrix of
        challenges × remedies, and those of the optional parameters.

    Examples
    --------
    >>> from toolbelt_data import Analysis, check, load
    >>> [table.name for table, _ in tables_of(Analysis(), check(load()))][-2:]
    ['findings', 'matrix']
    """
    found = [(table, getattr(analysis.corpus, table.name)) for table in corpus_tables.ALL]
    found += [(TABLE[name], frame) for name, frame in analysis.tables().items()]
    found += [(FINDINGS, findings), matrix(analysis.pairs, analysis.challenges)]
    if comparison:
        both = (analysis.whole.on(corpus).challenges for corpus in (comparison.old, comparison.new))
        found.append((TABLE["changes"], comparison.changes))
        found.append((TABLE["gap_effects"], gap_effects(comparison, *both)))
    if history is not None:
        found.append((TABLE["history"], history))
    return found


def write_downloads(
    tables: Tables, folder: Path, edition: Edition, formats: Sequence[str] = ("csv",)
) -> list[Path]:
    """Write tables into a folder in each format, and a ``datapackage.json``.

    Parameters
    ----------
    tables : list of (Table, pandas.DataFrame)
    folder : pathlib.Path
        Created where it is missing. Every file is built before the first one is written.
    edition : Edition
        The edition of the tables.
    formats : sequence of str
        Of csv, json, parquet and xlsx. The package describes the columns in the first
        format; xlsx after another one is described as a file.

    Returns
    -------
    list of pathlib.Path
        The files, the package last. The same tables make the same bytes.

    Raises
    ------
    ToolbeltError
        If a table is too long for a sheet, pyarrow is missing or the folder cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from toolbelt_data import load
    >>> corpus = load()
    >>> groups = [(corpus_tables.TABLE["groups"], corpus.groups)]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in write_downloads(groups, Path(folder), corpus.edition)]
    ['groups.csv', 'datapackage.json']
    """
    files: dict[str, bytes] = {}
    for kind in formats:
        if kind == "xlsx":
            files["tables.xlsx"] = _workbook(tables, edition)
            continue
        for table, frame in tables:
            files[f"{table.name}.{kind}"] = _WRITE[kind](table, frame[table.names])
    files["datapackage.json"] = as_json(_package(tables, files, edition, formats)).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        problem = error.strerror or "cannot be written"
        raise ToolbeltError(error.filename or folder, problem, "name another folder") from None
    return [folder / name for name in files]


def _parquet(table: Table, frame: pd.DataFrame) -> bytes:
    try:
        import pyarrow
    except ImportError:
        fix = 'pip install "toolbelt-data[parquet]"'
        raise ToolbeltError("format parquet", "pyarrow is not installed", fix) from None
    kinds = {"str": pyarrow.string(), "int": pyarrow.int64(), "float": pyarrow.float64()}
    kinds |= {"bool": pyarrow.bool_(), "list": pyarrow.list_(pyarrow.string())}
    schema = pyarrow.schema([(column.name, kinds[column.kind]) for column in table.columns])
    return frame.to_parquet(index=False, schema=schema)


_WRITE = {
    "csv": lambda _, frame: as_csv(frame).encode(),
    "json": lambda _, frame: as_json(frame).encode(),
    "parquet": _parquet,
}


def _workbook(tables: Tables, edition: Edition) -> bytes:
    about = {"Tables": _TITLE, **_about(edition), "Cells": HOW["xlsx"]}
    sheets = {}
    for table, frame in tables:
        if len(frame) >= MOST_ROWS:
            problem = f"{len(frame):,} rows, and a sheet takes {MOST_ROWS - 1:,} below its header"
            raise ToolbeltError(f"table {table.name}", problem, "use csv, json or parquet")
        sheets[_sheet(table)] = frame[table.names]
        about[_sheet(table)] = f"One row per {table.row} ({len(frame):,} in all)"
    front = pd.DataFrame([*about.items()], columns=["sheet", "content"])
    return workbook({"about": front} | sheets)


def _sheet(table: Table) -> str:
    return "history_2" if table.name == "history" else table.name  # Excel reserves History


def _about(edition: Edition) -> dict[str, str]:
    """Return edition, source and licence of the tables, without a path of the machine."""
    source = edition.source if is_address(edition.source) else ""
    about = {
        "Edition": edition.label,
        "Source": source or f"folder {Path(edition.source).name or edition.name}",
        "Licence": "Texts are quoted from the documents and belong to their authors; those of the"
        f" OpenSSF Security Toolbelt ({_ORIGINALS}) are licensed CC BY 4.0.",
    }
    if edition.embedded:
        about["Source"] = _ORIGINALS
        about["Licence"] = (
            "The documents restate those of the OpenSSF Security Toolbelt in other words; they are"
            f" not the originals. CC BY 4.0, after {_ORIGINALS} and its contributors."
        )
    return about


def _package(
    tables: Tables, files: dict[str, bytes], edition: Edition, formats: Sequence[str]
) -> dict[str, Any]:
    about, kind = _about(edition), formats[0]
    content = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "toolbelt-data",
        "version": VERSION,
        "title": f"{_TITLE}: edition {edition.label}",
        "description": f"{about['Licence']} {HOW[kind]}",
        "homepage": _ORIGINALS,
        "sources": [{"title": about["Source"]}],
    }
    if edition.embedded or edition.address.startswith(f"{_ORIGINALS}/"):
        content["licenses"] = [_CC_BY]
    keys = {table.name: table.key[0] for table, _ in tables}
    resources = [_resource(table, kind, keys, files) for table, _ in tables]
    if "xlsx" in formats[1:]:
        resources.append({"name": "workbook"} | _file("tables.xlsx", files))
    return content | {"resources": resources}


def _file(path: str, files: dict[str, bytes]) -> dict[str, Any]:
    digest = hashlib.sha256(files[path]).hexdigest()
    return {"path": path, "format": path.rpartition(".")[2], "hash": f"sha256:{digest}"}


def _resource(
    table: Table, kind: str, keys: dict[str, str], files: dict[str, bytes]
) -> dict[str, Any]:
    foreign = [
        {"fields": [column], "reference": {"resource": other, "fields": [keys[other]]}}
        for column, other in table.foreign
        if other in keys
    ]
    resource = {"name": table.name, "type": "table", "title": f"One row per {table.row}"}
    resource |= _file("tables.xlsx" if kind == "xlsx" else f"{table.name}.{kind}", files)
    if kind == "xlsx":  # the standard's name of a sheet, and that of frictionless
        resource["dialect"] = {"sheetName": _sheet(table), "excel": {"sheet": _sheet(table)}}
    fields = [_field(column, kind) for column in table.columns]
    schema = {"fields": fields, "primaryKey": list(table.key), "foreignKeys": foreign}
    return resource | {"schema": schema | {"missingValues": [""]}}


def _field(column: Column, kind: str) -> dict[str, Any]:
    # The standard's arrays are JSON; it has no word for a list of Parquet.
    type_ = "any" if (column.kind, kind) == ("list", "parquet") else _TYPES[column.kind]
    field: dict[str, Any] = {"name": column.name, "type": type_, "description": column.about}
    required = not column.null and (column.kind != "str" or bool(column.values))
    field["constraints"] = {"required": required}
    if column.values:
        field["constraints"]["enum"] = list(column.values)
    if column.kind == "str" and not column.null:
        field["missingValues"] = []  # an empty text is a value
    return field
