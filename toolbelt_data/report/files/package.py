"""Package: the Data Package that says what tables in files are, from their declarations."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...source import Edition, is_address
from ...tables import VERSION, Column, Table
from ..collection import Tables

NAME = "datapackage.json"
"""The file that describes the others of its folder."""
WORKBOOK = "tables.xlsx"
"""The file that holds every table, a sheet each."""
TITLE = "Persona documents of the OpenSSF Security Toolbelt as tables"
GUARDED = (
    "A text that a spreadsheet could run as a formula has one apostrophe in front: one that begins"
    " with an apostrophe, a tab or the end of a line, or whose first sign after white space is"
    " = + - @ or the wide form of one, or that begins with <r>. To get the text back, remove one"
    " apostrophe from the front of each text that begins with one;"
    " toolbelt_data.report.files.intake.read_tables(folder) does."
)
"""What is done to the cells of CSV and xlsx, and how to take it back."""
_LISTS = "A list is a JSON array."
_ENDS = "A line within a text ends with LF."
_NULLS = "A null and an empty text are both an empty cell."
_CUT = (
    "A character that XML cannot hold is U+FFFD, and a text longer than 32,767 characters is cut,"
    " with … at its end; the other formats have both."
)
HOW = {
    "csv": f"UTF-8, separated by commas. {_NULLS} {_LISTS} {_ENDS} {GUARDED}",
    "json": "Arrays of records, as they are: nothing is guarded.",
    "parquet": "Lists are lists, as they are: nothing is guarded.",
    "xlsx": f"{_NULLS} {_LISTS} {_ENDS} {GUARDED} {_CUT}",
}
"""How the values of tables stand in files of each format."""
_TYPES = {"str": "string", "int": "integer", "float": "number", "bool": "boolean", "list": "array"}
# The standard's arrays are JSON; Parquet has lists of its own, for which it has no word.
_TYPES_OF_PARQUET = _TYPES | {"list": "any"}
_ORIGINALS = "https://github.com/ossf/toolbelt"
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}


def package(
    tables: Tables,
    kind: str,
    files: Mapping[str, bytes],
    edition: Edition | None = None,
) -> dict[str, Any]:
    """Describe tables that were written.

    Parameters
    ----------
    tables : list of (Table, pandas.DataFrame)
    kind : str
        csv, json, parquet or xlsx.
    files : mapping of str to bytes
        What was written, by its name; a workbook beside other files is
        described as a file.
    edition : Edition, optional
        Where the tables come from.

    Returns
    -------
    dict
        What ``datapackage.json`` holds.
    """
    keys = {table.name: table.key[0] for table, _ in tables}
    resources = [_resource(table, kind, keys, files) for table, _ in tables]
    if WORKBOOK in files and kind != "xlsx":
        resources.append(
            {
                "name": "workbook",
                "type": "file",
                "title": "Every table as a sheet of one workbook",
                "description": HOW["xlsx"],
                "format": "xlsx",
                **_file(WORKBOOK, files),
            }
        )
    content = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "toolbelt-data",
        "version": VERSION,
        "title": TITLE,
        "description": HOW[kind],
        "homepage": _ORIGINALS,
    }
    if edition is not None:
        about = about_edition(edition)
        content["title"] = f"{TITLE}: edition {edition.label}"
        content["description"] = f"{about['Licence']} {content['description']}"
        content["sources"] = [_source(edition)]
        if is_licensed(edition):
            content["licenses"] = [_LICENCE]
    return content | {"resources": resources}


def about_edition(edition: Edition) -> dict[str, str]:
    """Say of an edition what whoever takes its tables away should know.

    Examples
    --------
    >>> from toolbelt_data import open_edition
    >>> about_edition(open_edition())["Edition"]
    '2025-06-10 (embedded: restated, not the original)'
    """
    said = {"Edition": edition.label}
    if edition.revision:
        said["Revision"] = edition.revision + (f" of {edition.date}" if edition.date else "")
    source = _source(edition)
    said["Source"] = source.get("path") or source["title"]
    said["Licence"] = (
        "The documents restate those of the OpenSSF Security Toolbelt in other words; they are not"
        f" the originals. CC BY 4.0, after {_ORIGINALS} and its contributors."
        if edition.embedded
        else "Texts are quoted from the documents of this edition and belong to their authors;"
        f" those of the OpenSSF Security Toolbelt ({_ORIGINALS}) are licensed CC BY 4.0."
    )
    return said


def is_licensed(edition: Edition) -> bool:
    """Tell whether the documents are known to be licensed CC BY 4.0."""
    return edition.embedded or edition.address.startswith(f"{_ORIGINALS}/")


def _source(edition: Edition) -> dict[str, str]:
    """Name where the documents come from, without any path of the machine."""
    if edition.embedded:
        return {"title": f"ossf/toolbelt, edition {edition.name}, restated", "path": _ORIGINALS}
    if is_address(edition.source):
        return {"title": edition.label, "path": edition.source}
    return {"title": f"folder {Path(edition.source).name or edition.name}"}


def _resource(
    table: Table,
    kind: str,
    keys: Mapping[str, str],
    files: Mapping[str, bytes],
) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column, kind) for column in table.columns],
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
    path = WORKBOOK if kind == "xlsx" else f"{table.name}.{kind}"
    resource: dict[str, Any] = {
        "name": table.name,
        "type": "table",
        "title": f"One row per {table.row}",
        "format": kind,
        **_file(path, files),
        "schema": schema,
    }
    if kind == "parquet":
        del resource["bytes"]  # frictionless counts none of a Parquet file, and calls that wrong
    if kind in ("csv", "json"):
        resource["encoding"] = "utf-8"
    if kind == "xlsx":
        # The standard's word for it, and that of the library which reads packages.
        sheet = sheet_name(table.name)
        resource["dialect"] = {"sheetName": sheet, "excel": {"sheet": sheet}}
    return resource


def sheet_name(table: str) -> str:
    """Return the name of a table's sheet; Excel reserves the name History.

    Examples
    --------
    >>> sheet_name("gaps"), sheet_name("history")
    ('gaps', 'history_2')
    """
    return "history_2" if table == "history" else table


def _file(path: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    digest = hashlib.sha256(files[path]).hexdigest()
    return {"path": path, "bytes": len(files[path]), "hash": f"sha256:{digest}"}


def _field(column: Column, kind: str) -> dict[str, Any]:
    constraints: dict[str, Any] = {
        "required": not column.null and (column.kind != "str" or bool(column.values))
    }
    if column.values:
        constraints["enum"] = list(column.values)
    field: dict[str, Any] = {
        "name": column.name,
        "type": (_TYPES_OF_PARQUET if kind == "parquet" else _TYPES)[column.kind],
        "description": column.about,
        "constraints": constraints,
    }
    if column.kind == "str" and not column.null:
        field["missingValues"] = []  # an empty text is one
    return field
