"""Schemas: what a table's columns are, declared once and checked at the boundary.

A table is declared as a :class:`Table` of :class:`Column`; from the same
declaration rows become a DataFrame of the right types, a DataFrame is checked,
and the documentation and the Data Package describe it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .errors import SchemaError

VERSION = "1.0"
"""Version of the tables: the first number changes where a column's meaning does."""

_NEVER_NULL = ("bool", "int64")
_PANDAS = {"str": "str", "int": "Int64", "float": "float64", "bool": "bool", "list": "object"}


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
        The columns whose values together name a row.
    foreign : dict of str to str
        For a column that names a row of another table, that table's name.
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

    def frame(self, rows: Iterable[Mapping[str, Any]] | Mapping[str, list]) -> pd.DataFrame:
        """Make a DataFrame of rows, with the declared types, and check it.

        Parameters
        ----------
        rows : iterable of mapping, or mapping of str to list
            A value for each column; a missing one is null. Or for each column
            the values of all rows, which takes less memory.

        Returns
        -------
        pandas.DataFrame
            One row a mapping, the columns as declared.

        Raises
        ------
        SchemaError
            Where a row does not fit the declaration.
        """
        if isinstance(rows, Mapping):
            given = {name: rows[name] for name in self.names}
        else:
            all_rows = list(rows)
            given = {name: [row.get(name) for row in all_rows] for name in self.names}
        data = {column.name: _array(given[column.name], column) for column in self.columns}
        self._check(data, given)
        return pd.DataFrame(data, pd.RangeIndex(len(given[self.names[0]])), copy=False)

    def check(self, frame: pd.DataFrame) -> None:
        """Raise where a DataFrame is not what is declared.

        Raises
        ------
        SchemaError
            Names the column and the first row that does not fit.
        """
        missing = [name for name in self.names if name not in frame.columns]
        if missing:
            self._refuse(
                f"no column {missing[0]}", "make the table with the function that gives it"
            )
        arrays = {name: frame[name].array for name in self.names}
        for column in self.columns:
            kind = str(arrays[column.name].dtype)
            if column.kind != "list" and kind != column.dtype:
                found = f"column {column.name} is of type {kind}"
                self._refuse(found, f"make it {column.dtype}")
        self._check(arrays, {name: array.tolist() for name, array in arrays.items()})

    def _check(self, columns: Mapping[str, Any], given: Mapping[str, list]) -> None:
        """Raise where the columns' arrays, or the values that they hold, do not fit."""
        for column in self.columns:
            values = columns[column.name]
            if not column.null and column.dtype not in _NEVER_NULL and pd.isna(values).any():
                number = int(pd.isna(values).argmax())
                self._refuse(f"column {column.name} has a null", "fill it", number)
            if column.kind == "list":
                for number, value in enumerate(given[column.name]):
                    if not isinstance(value, list):
                        found = f"column {column.name} has {value!r}"
                        self._refuse(found, "make it a list", number)
            if column.values and not {*given[column.name]} <= {*column.values, None}:
                for number, value in enumerate(values):
                    if value not in column.values and not pd.isna(value):
                        allowed = ", ".join(column.values)
                        found = f"column {column.name} has {value!r}"
                        self._refuse(found, f"use one of {allowed}", number)
        keys = list(zip(*(given[name] for name in self.key), strict=True))
        if len({*keys}) < len(keys):
            count = Counter[tuple]()
            for number, row in enumerate(keys):
                count[row] += 1
                if count[row] > 1:
                    found = f"two rows have {', '.join(self.key)} {row}"
                    self._refuse(found, "keep one of them", number)

    def _refuse(self, found: str, mend: str, number: int | None = None) -> None:
        line = None if number is None else number + 1
        raise SchemaError(f"table {self.name}", found, mend, line)


def _array(values: list, column: Column) -> Any:
    """Make an array of a column's values, in the plainest way that changes none of them.

    Pandas looks at each value before it makes a Series, which takes most of the
    time that small tables take.
    """
    if column.kind == "str":
        made = pd.StringDtype(na_value=np.nan)
        return made.construct_array_type()._from_sequence(values, dtype=made)
    if column.kind == "list":
        return np.fromiter(values, dtype=object, count=len(values))
    types = {*map(type, values)}
    if types == {int} and column.dtype == "int64":
        return np.array(values, dtype="int64")
    if types <= {int, type(None)} and column.dtype == "Int64":
        missing = [value is None for value in values]
        known = [0 if value is None else value for value in values]
        return pd.arrays.IntegerArray(np.array(known, dtype="int64"), np.array(missing, dtype=bool))
    return pd.Series(values, dtype=column.dtype).array
