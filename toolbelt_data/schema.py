"""Schemas: what a table's columns are, declared once and checked at the boundary.

A table is declared as a :class:`Table` of :class:`Column`; from the same
declaration rows become a DataFrame of the right types, a DataFrame is checked,
and the documentation and the Data Package describe it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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

    def frame(self, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
        """Make a DataFrame of rows, with the declared types, and check it.

        Parameters
        ----------
        rows : iterable of mapping
            A value for each column; a missing one is null.

        Returns
        -------
        pandas.DataFrame
            One row a mapping, the columns as declared.

        Raises
        ------
        SchemaError
            Where a row does not fit the declaration.
        """
        given = list(rows)
        # Arrays have no index, which pandas would lay side by side column by column.
        data = {
            column.name: pd.Series(
                [row.get(column.name) for row in given], dtype=column.dtype
            ).array
            for column in self.columns
        }
        self._check(data)
        return pd.DataFrame(data, columns=self.names, copy=False)

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
        self._check({name: frame[name].array for name in self.names})

    def _check(self, columns: Mapping[str, Any]) -> None:
        """Raise where the columns' arrays are not what is declared."""
        for column in self.columns:
            values = columns[column.name]
            if column.kind != "list" and str(values.dtype) != column.dtype:
                self._refuse(
                    f"column {column.name} is of type {values.dtype}", f"make it {column.dtype}"
                )
            if not column.null and column.dtype not in _NEVER_NULL and values.isna().any():
                number = int(values.isna().argmax())
                self._refuse(f"column {column.name} has a null", "fill it", number)
            if column.values and not {*values} <= {*column.values}:
                for number, value in enumerate(values):
                    if value not in column.values and not pd.isna(value):
                        allowed = ", ".join(column.values)
                        found = f"column {column.name} has {value!r}"
                        self._refuse(found, f"use one of {allowed}", number)
        seen = set()
        for number, row in enumerate(zip(*(columns[name] for name in self.key), strict=True)):
            seen.add(row)
            if len(seen) <= number:
                found = f"two rows have {', '.join(self.key)} {row}"
                self._refuse(found, "keep one of them", number)

    def _refuse(self, found: str, mend: str, number: int | None = None) -> None:
        line = None if number is None else number + 1
        raise SchemaError(f"table {self.name}", found, mend, line)
