"""Export: tables as files, with a Data Package that says what their columns are."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd

from ...errors import ToolbeltError
from ...source import Edition
from ...spreadsheet import MOST_ROWS, as_csv, as_json
from ...spreadsheet import workbook as workbook_of
from ..collection import Tables
from .package import GUARDED, NAME, TITLE, WORKBOOK, about_edition, package, sheet_name

_MEND = "give a folder that can be written"


def write_tables(
    tables: Tables,
    folder: Path,
    kind: str,
    edition: Edition | None = None,
    workbook: bool = False,
) -> list[Path]:
    """Write tables into a folder, and a ``datapackage.json`` that describes them.

    Parameters
    ----------
    tables : list of (Table, pandas.DataFrame)
    folder : pathlib.Path
        Made where it is missing. Nothing is written into it before every file
        is made; then each takes its place whole, the package last, which has
        their digests.
    kind : str
        csv, json, parquet or xlsx.
    edition : Edition, optional
        Where the tables come from, for the package and the workbook to say.
    workbook : bool, optional
        Whether to lay a workbook of the tables beside files of another kind.

    Returns
    -------
    list of pathlib.Path
        The files written; xlsx is one workbook with a sheet a table.

    Raises
    ------
    ToolbeltError
        Where parquet is asked for and pyarrow is not installed, a table is
        too long for a sheet, or a file cannot be written.
    """
    files = FORMATS[kind](tables, edition)
    if workbook:
        files |= _xlsx(tables, edition)
    files[NAME] = as_json(package(tables, kind, files, edition)).encode()
    _put(files, folder)
    return [folder / name for name in files]


def _put(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files beside their places, all of them, and only then swap them in."""
    beside = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".tables.", dir=folder))
        for name, data in files.items():
            if (folder / name).is_dir():
                raise ToolbeltError(folder / name, "is a folder", "move it away")
            (beside / name).write_bytes(data)
        for name in files:
            (beside / name).replace(folder / name)
    except OSError as error:
        raise ToolbeltError(folder, error.strerror or "cannot be written", _MEND) from None
    finally:
        if beside is not None:
            shutil.rmtree(beside, ignore_errors=True)


def _csv(tables: Tables, _: Edition | None) -> dict[str, bytes]:
    return {f"{table.name}.csv": as_csv(frame[table.names]).encode() for table, frame in tables}


def _json_files(tables: Tables, _: Edition | None) -> dict[str, bytes]:
    return {f"{table.name}.json": as_json(frame[table.names]).encode() for table, frame in tables}


def _parquet(tables: Tables, _: Edition | None) -> dict[str, bytes]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise ToolbeltError(
            "format parquet", "pyarrow is not installed", 'pip install "toolbelt-data[parquet]"'
        ) from None
    made = {}
    for table, frame in tables:
        rows = pyarrow.Table.from_pandas(frame[table.names], preserve_index=False)
        for place, column in enumerate(table.columns):
            if column.kind == "list":  # of texts, even where every one is empty
                texts = rows.column(place).cast(pyarrow.list_(pyarrow.string()))
                rows = rows.set_column(place, column.name, texts)
        target = io.BytesIO()
        parquet.write_table(rows, target)
        made[f"{table.name}.parquet"] = target.getvalue()
    return made


def _xlsx(tables: Tables, edition: Edition | None) -> dict[str, bytes]:
    about = {"Tables": TITLE}
    if edition is not None:
        about |= about_edition(edition)
    about["Cells"] = GUARDED
    sheets = {}
    for table, frame in tables:
        if len(frame) >= MOST_ROWS:
            found = f"{len(frame):,} rows, and a sheet takes {MOST_ROWS - 1:,} below its header"
            raise ToolbeltError(f"table {table.name}", found, "use csv, json or parquet")
        title = sheet_name(table.name)
        sheets[title] = frame[table.names]
        about[title] = f"One row per {table.row} ({len(frame):,} in all)"
    front = pd.DataFrame([*about.items()], columns=["sheet", "content"])
    return {WORKBOOK: workbook_of({"about": front} | sheets)}


FORMATS: dict[str, Callable[[Tables, Edition | None], dict[str, bytes]]] = {
    "csv": _csv,
    "json": _json_files,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
"""The formats that tables can be written in."""
