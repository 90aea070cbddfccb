"""Store: the file that judgements are kept in, and how one is added without losing another."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd

from ..analysis.judging.judgements import REQUIRED, judgements_file, judgements_in
from ..analysis.tables import TABLE
from ..errors import ParameterError
from ..spreadsheet import as_csv, read_sheet, write_whole

HOME = Path("judgements.csv")
"""Where judgements are kept when those of the package are not the user's to change."""

Key = tuple[str, str, str]


class Store:
    """A file of judgements, and what becomes of it.

    Rows that nobody touches keep their place; unknown columns keep their cells.

    Parameters
    ----------
    path : pathlib.Path, optional
        The file. Default: the one that travels with the package where that is
        the user's, as in a checkout, else :data:`HOME`.
    begin : bool, optional
        Whether a named file that is not there begins as a copy of the one that
        travels with the package. The one that is not named does.

    Attributes
    ----------
    path : pathlib.Path
    begun : bool
        Whether there was no file at `path`.
    judgements : pandas.DataFrame
        What it held when it was read.
    changed : bool
        Whether a row was added or replaced.

    Raises
    ------
    SourceError
        Where it cannot be read, or lines of it are no judgements.
    """

    def __init__(self, path: Path | None = None, *, begin: bool = False) -> None:
        shipped = judgements_file()
        if path is None:
            path, begin = (shipped if _is_users(shipped) else HOME), True
        self.path = path
        self.begun = begin and not path.exists()
        source = shipped if self.begun else path
        sheet = read_sheet(source, REQUIRED)
        self.judgements: pd.DataFrame = judgements_in(source, sheet)
        self._was = None if self.begun else path.read_bytes()
        self._columns = list(dict.fromkeys([*sheet.columns, *TABLE["judgements"].names]))
        self._rows: dict[int, dict[str, str]] = dict(enumerate(sheet.to_dict("records")))
        self._order = list(self._rows)
        self.changed = False

    def keys(self) -> dict[Key, int]:
        """Give the number by which each row is known, by its ids and reviewer."""
        return {
            tuple(row[name] for name in TABLE["judgements"].key): number
            for number, row in self._rows.items()
        }

    def cells(self, number: int) -> dict[str, str]:
        """Give a row's cells."""
        return self._rows[number]

    def replace(self, number: int, cells: dict[str, str]) -> None:
        """Put other cells into a row; columns that are not given keep theirs."""
        self._rows[number] = self._rows[number] | cells
        self.changed = True

    def add(self, cells: dict[str, str]) -> None:
        """Add a row behind the last one of its pair, or at the end."""
        pair = cells["challenge_id"], cells["remedy_id"]
        same = [
            place
            for place, number in enumerate(self._order, 1)
            if (self.cells(number)["challenge_id"], self.cells(number)["remedy_id"]) == pair
        ]
        number = len(self._rows)
        self._rows[number] = cells
        self._order.insert(max(same, default=number), number)
        self.changed = True

    def write(self) -> None:
        """Write the file, whole or not at all.

        Raises
        ------
        ParameterError
            Where it cannot be written, or was changed since it was read.
        """
        if self.path.suffix.lower() == ".xlsx":
            raise ParameterError(self.path, "a workbook", "keep judgements in a CSV file")
        rows = [self.cells(number) for number in self._order]
        data = as_csv(pd.DataFrame(rows, columns=self._columns)).encode()
        write_whole(self.path, data, self._was)


def _is_users(file: Path) -> bool:
    """Tell whether the file that travels with the package is the user's to change."""
    package = Path(__file__).resolve().parent.parent
    if package in file.resolve().parents:
        return False
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
