"""Tables: the columns of each table, declared once and checked when a table is built.

``tables.toml`` declares the tables of a corpus; from a declaration rows become
a DataFrame of the right types, a DataFrame is checked, and the documentation
and the Data Package describe it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.api.types import pandas_dtype

from .errors import SchemaError

VERSION = "2.0"
"""Version of the tables: the first number changes where a column's meaning does."""

# Looked up once: pandas takes longer to find a type by its name than to fill a short column.
_NAMES = {"int": "int64", "float": "float64", "list": "object"}
_DTYPES = {kind: pandas_dtype(_NAMES.get(kind, kind)) for kind in (*_NAMES, "str", "bool", "Int64")}
_DECLARED = re.compile(
    r"(?P<kind>\w+)(?P<null>\??)(?: -> (?P<to>\w+))?(?: (?P<values>[^:]+))?: (?P<about>.+)"
)
_PLACE = {
    "path": "str: Document, relative to the source's root.",
    "line": "int: First line in the document, counted from 1.",
    "end_line": "int: Last line in the document.",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
    kind : str
        str, int, float, bool or list (of str).
    about : str
        What a value means, with its unit or range and what a null means.
    null : bool
        Whether a value may be missing.
    values : tuple of str
        The closed list of values, where there is one.
    """

    name: str
    kind: str
    about: str
    null: bool = False
    values: tuple[str, ...] = ()

    @property
    def dtype(self) -> Any:
        """The pandas dtype: whole numbers are int64, and Int64 where one may be missing."""
        return _DTYPES["Int64" if self.kind == "int" and self.null else self.kind]

    def fix(self, value: Any) -> str:
        """Return how to fix a value that does not fit, else an empty text. A null is None."""
        if self.kind == "list":
            return "" if isinstance(value, list) else "make it a list"
        if value is None:
            return "" if self.null else "fill it"
        if self.kind == "int" and value % 1:
            return "make it a whole number"
        if self.values and value not in self.values:
            return f"use one of {', '.join(self.values)}"
        return ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table's declaration.

    Attributes
    ----------
    name : str
    row : str
        What one row is about.
    columns : tuple of Column
    key : tuple of str
        The columns whose values together identify a row.
    foreign : tuple of (str, str)
        Columns that refer to a row of another table, and that table's name.
    """

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> list[str]:
        """The columns' names in order."""
        return [column.name for column in self.columns]

    def values(self, column: str) -> tuple[str, ...]:
        """Return the closed list of values of a column."""
        return next(one.values for one in self.columns if one.name == column)

    def frame(self, rows: Iterable[Mapping | tuple]) -> pd.DataFrame:
        """Build a DataFrame from rows, with the declared types, and check it.

        Parameters
        ----------
        rows : iterable of mapping or tuple
            Mappings have values by column, and a missing one is null. Tuples
            are faster: a value per column in order, and None for null.

        Returns
        -------
        pandas.DataFrame
            One row per mapping or tuple, the columns as declared.

        Raises
        ------
        SchemaError
            Names the column and the first row that does not fit.

        Examples
        --------
        >>> Table("t", "row", (Column("n", "int", "A number."),), ("n",)).frame([{"n": 1}]).n.dtype
        dtype('int64')
        """
        rows = [
            row if isinstance(row, tuple) else tuple(_none(row.get(name)) for name in self.names)
            for row in rows
        ]
        values = {name: [row[at] for row in rows] for at, name in enumerate(self.names)}
        for column in self.columns:
            cells = values[column.name]
            if any(map(column.fix, cells if column.kind == "list" else {*cells})):
                row, fix = next(
                    (row, fix) for row, one in enumerate(cells) if (fix := column.fix(one))
                )
                found = "a null" if cells[row] is None else repr(cells[row])
                self._refuse(f"column {column.name} has {found}", fix, row)
        first: dict[tuple, int] = {}
        for row, key in enumerate(zip(*(values[name] for name in self.key), strict=True)):
            if first.setdefault(key, row) != row:
                found = f"two rows have {', '.join(self.key)} {key}"
                self._refuse(found, "keep one of them", row)
        arrays = {one.name: pd.array(values[one.name], dtype=one.dtype) for one in self.columns}
        return pd.DataFrame(arrays, copy=False)

    def check(self, frame: pd.DataFrame) -> None:
        """Raise SchemaError if a DataFrame is not as declared.

        Raises
        ------
        SchemaError
            Names the column and the first row that does not fit.
        """
        for column in self.columns:
            if column.name not in frame.columns:
                self._refuse(f"no column {column.name}", "use the function that makes the table")
            kind = frame[column.name].dtype
            if kind != column.dtype and column.kind != "list":
                self._refuse(f"column {column.name} is of type {kind}", f"make it {column.dtype}")
        values = frame[self.names].astype(object)
        self.frame(values.where(values.notna(), None).itertuples(index=False, name=None))

    def _refuse(self, found: str, fix: str, row: int | None = None) -> None:
        raise SchemaError(f"table {self.name}", found, fix, None if row is None else row + 1)


def _none(value: Any) -> Any:
    """Return a value, or None for any null of pandas."""
    return None if value is pd.NA or value != value else value


def _declared(name: str, declaration: Mapping[str, Any]) -> Table:
    place = {column: _PLACE[column] for column in declaration.get("place", ())}
    columns, foreign = [], []
    for column, words in {**declaration["columns"], **place, **declaration["columns"]}.items():
        match = _DECLARED.fullmatch(words)
        values = tuple(match["values"].split("|")) if match["values"] else ()
        columns.append(Column(column, match["kind"], match["about"], bool(match["null"]), values))
        if match["to"]:
            foreign.append((column, match["to"]))
    return Table(
        name, declaration["row"], tuple(columns), tuple(declaration["key"]), tuple(foreign)
    )


def read_tables(file: Path) -> dict[str, Table]:
    """Read declarations of tables by name, in the order of the file."""
    declarations = tomllib.loads(file.read_text("utf-8"))
    return {name: _declared(name, one) for name, one in declarations.items()}


TABLE = read_tables(Path(__file__).with_suffix(".toml"))
"""The tables of a corpus by name, in the order in which they are shown."""

UNREAD = TABLE.pop("unread")
"""What `load` skipped; not among the tables of a corpus."""

FINDINGS = TABLE.pop("findings")
"""What a check finds; not among the tables of a corpus either."""

ALL = tuple(TABLE.values())
"""The tables of a corpus, in the order in which they are shown."""
