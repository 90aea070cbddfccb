"""Tables: what the columns of each table are, declared once and checked when a table is made.

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

from .errors import SchemaError
from .reader import ROLES

VERSION = "2.0"
"""Version of the tables: the first number changes where a column's meaning does."""

_PANDAS = {"str": "str", "int": "Int64", "float": "float64", "bool": "bool", "list": "object"}
_DECLARED = re.compile(
    r"(?P<kind>\w+)(?P<null>\??)(?: -> (?P<to>\w+))?(?: (?P<values>[^:]+))?: (?P<about>.+)"
)
_PLACE = {
    "path": "str: Document, relative to the source's root.",
    "line": "int: First line in the document, counted from 1.",
    "end_line": "int: Last line in the document.",
}
_WITHOUT_PLACE = ("documents", "lines", "unread")


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
    def dtype(self) -> str:
        """The pandas dtype: whole numbers are int64, and Int64 where one may be missing."""
        return "int64" if self.kind == "int" and not self.null else _PANDAS[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """A table's declaration.

    Attributes
    ----------
    name : str
    row : str
        What one row stands for.
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

    def frame(self, rows: Iterable[Mapping | tuple] | Mapping[str, list]) -> pd.DataFrame:
        """Make a DataFrame of rows, with the declared types, and check it.

        Parameters
        ----------
        rows : iterable of mapping or tuple, or mapping of str to list
            A value for each column, by name (a missing one is null) or in the
            order of the columns; or for each column the values of all rows.

        Returns
        -------
        pandas.DataFrame
            One row per mapping, the columns as declared.

        Raises
        ------
        SchemaError
            Where a row does not fit the declaration.

        Examples
        --------
        >>> Table("t", "row", (Column("n", "int", "A number."),), ("n",)).frame([{"n": 1}]).n.dtype
        dtype('int64')
        """
        if not isinstance(rows, Mapping):
            rows = [
                row if isinstance(row, tuple) else tuple(map(row.get, self.names)) for row in rows
            ]
            columns = zip(*rows, strict=True) if rows else ([] for _ in self.names)
            rows = dict(zip(self.names, map(list, columns), strict=True))
        rows = {
            one.name: rows[one.name] if one.kind == "list" else [*map(_none, rows[one.name])]
            for one in self.columns
        }
        self._check(rows)
        return pd.DataFrame(
            {one.name: pd.array(rows[one.name], dtype=one.dtype) for one in self.columns}
        )

    def check(self, frame: pd.DataFrame) -> None:
        """Raise where a DataFrame is not as declared.

        Raises
        ------
        SchemaError
            Names the column and the first row that does not fit.
        """
        for column in self.columns:
            if column.name not in frame.columns:
                self._refuse(f"no column {column.name}", "use the function that makes the table")
            kind = str(frame[column.name].dtype)
            if kind != column.dtype and column.kind != "list":
                self._refuse(f"column {column.name} is of type {kind}", f"make it {column.dtype}")
        values = frame[self.names].astype(object)
        self._check(values.where(values.notna(), None).to_dict("list"))

    def _check(self, values: Mapping[str, list]) -> None:
        """Raise where the values of the columns do not fit; a null is None."""
        for column in self.columns:
            own = values[column.name]
            if column.kind == "list":
                wrong, fix = {*map(type, own)} - {list}, "make it a list"
                bad = [not isinstance(value, list) for value in own] if wrong else []
            elif column.kind == "int" and any(isinstance(one, float) and one % 1 for one in own):
                bad = [isinstance(one, float) and one % 1 > 0 for one in own]
                fix = "make it a whole number"
            elif not column.null and None in own:
                bad, fix = [value is None for value in own], "fill it"
            elif column.values and not {*own} <= {*column.values, None}:
                bad = [value not in (*column.values, None) for value in own]
                fix = f"use one of {', '.join(column.values)}"
            else:
                continue
            if any(bad):
                row = bad.index(True)
                value = "a null" if own[row] is None else repr(own[row])
                self._refuse(f"column {column.name} has {value}", fix, row)
        keys = list(zip(*(values[name] for name in self.key), strict=True))
        if len({*keys}) < len(keys):
            seen: set[tuple] = set()
            row = next(n for n, one in enumerate(keys) if one in seen or seen.add(one))
            found = f"two rows have {', '.join(self.key)} {keys[row]}"
            self._refuse(found, "keep one of them", row)

    def _refuse(self, found: str, fix: str, row: int | None = None) -> None:
        raise SchemaError(f"table {self.name}", found, fix, None if row is None else row + 1)


def _none(value: Any) -> Any:
    """Return a value, or None for pandas' several nulls."""
    return None if value is pd.NA or value != value else value


def _declared(name: str, given: Mapping[str, Any]) -> Table:
    place = {} if name in _WITHOUT_PLACE else _PLACE
    columns, foreign = [], []
    for column, words in {**given["columns"], **place, **given["columns"]}.items():
        match = _DECLARED.fullmatch(words.replace("{roles}", "|".join(ROLES)))
        values = tuple(match["values"].split("|")) if match["values"] else ()
        columns.append(Column(column, match["kind"], match["about"], bool(match["null"]), values))
        if match["to"]:
            foreign.append((column, match["to"]))
    return Table(name, given["row"], tuple(columns), tuple(given["key"]), tuple(foreign))


_FILE = Path(__file__).with_suffix(".toml")
TABLE = {
    name: _declared(name, one) for name, one in tomllib.loads(_FILE.read_text("utf-8")).items()
}
"""The tables of a corpus by name, in the order in which they are shown."""

UNREAD = TABLE.pop("unread")
"""Not among the tables of a corpus: it has rows only where reading is asked to go on."""

ALL = tuple(TABLE.values())
"""The tables of a corpus, in the order in which they are shown."""

RESOLUTIONS = TABLE["listings"].values("resolution")
PERSONA_STATUSES = TABLE["personas"].values("status")
SECTION_STATUSES = TABLE["sections"].values("status")
