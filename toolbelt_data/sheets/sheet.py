"""Sheet: rows of named cells as they stand in a file, each with its place and its own characters.

CSV is read as spreadsheets save it: with a byte order mark or without, and
with commas, semicolons or tabs. What cannot be read without a guess, such as
another encoding than UTF-8, is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import SourceError
from .cells import guard, unguard
from .workbook import read_workbook

_MARK = "\ufeff"
_SEPARATORS = ",;\t"
_SAID = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet.

    Attributes
    ----------
    line : int
        Where it begins: the line of a CSV file, the row of a workbook.
    cells : dict of str to str
        Its texts by column, without white space around them and without the
        apostrophe that guards them; a missing cell is empty.
    raw : str
        Its characters in the file; empty where it comes from a workbook.
    """

    line: int
    cells: dict[str, str]
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and rows, and how the file writes them.

    Attributes
    ----------
    path : pathlib.Path
    names : list of str
        The columns, as the header names them.
    rows : list of SheetRow
        Those with anything in them.
    separator : str
        What stands between two cells.
    head : str
        The header's characters, with whatever stands before it.
    data : bytes
        The file.
    """

    path: Path
    names: list[str]
    rows: list[SheetRow]
    separator: str = ","
    head: str = ""
    data: bytes = field(default=b"", repr=False)

    def written(self, rows: Iterable[SheetRow], names: Iterable[str] = ()) -> bytes:
        """Give the file's bytes with other rows, and perhaps more columns, than it has.

        A row that keeps its own characters is written with them, so that what
        did not change shows in no comparison of the two files.

        Parameters
        ----------
        rows : iterable of SheetRow
        names : iterable of str, optional
            Columns that the file is to have; those that it lacks are added.
        """
        added = [name for name in names if name not in self.names]
        columns = [*self.names, *added]
        end = "\r\n" if self.head.endswith("\r\n") else "\n"
        as_line = Lines(columns, self.separator, end)
        head = self.head
        if added or not head:
            mark = _MARK if head.startswith(_MARK) else ""
            head = mark + as_line.head()
        lines = [head if head.endswith(("\n", "\r")) else head + end]
        for row in rows:
            raw = "" if added else row.raw
            lines.append(raw or as_line.row(row.cells))
            if not lines[-1].endswith(("\n", "\r")):
                lines.append(end)
        return "".join(lines).encode("utf-8")


class Lines:
    """Writes rows as lines of CSV, with every risky cell guarded."""

    def __init__(self, names: list[str], separator: str = ",", end: str = "\n") -> None:
        self.names = names
        self._form = {"delimiter": separator, "lineterminator": end}

    def head(self) -> str:
        """Give the header's line."""
        return self._line(self.names)

    def row(self, cells: Mapping[str, str]) -> str:
        """Give a row's lines."""
        return self._line(guard(cells.get(name, "")) for name in self.names)

    def _line(self, cells: Iterable[str]) -> str:
        target = io.StringIO()
        csv.writer(target, **self._form).writerow(cells)
        return target.getvalue()


def read_sheet(path: Path, wanted: Iterable[str]) -> Sheet:
    """Read a CSV file or the first sheet of a workbook.

    Parameters
    ----------
    path : pathlib.Path
        A workbook where its name ends in ``.xlsx``.
    wanted : iterable of str
        Columns that must be there.

    Returns
    -------
    Sheet

    Raises
    ------
    SourceError
        Where it cannot be read, is in another encoding than UTF-8, lacks a
        column or has one twice, or a line is none of CSV; names the line.
    """
    wanted = list(wanted)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(path, error.strerror or "cannot be read", "give a CSV file") from None
    if path.suffix.lower() == ".xlsx":
        numbered = [(n, cells, "") for n, cells in read_workbook(path, data)]
        separator = ","
    else:
        text = _text(path, data)
        separator = _separator(text, wanted)
        numbered = list(_records(path, text, separator))
    head = next(iter(numbered), (1, [], ""))
    names = [name.strip() for name in head[1]]
    while names and not names[-1]:
        names.pop()
    _check_names(path, head[0], names, wanted)
    rows = []
    for line, cells, raw in numbered[1:]:
        texts = [unguard(cell.strip(" \t\r\n")) for cell in cells]
        if not any(texts):
            continue
        if any(texts[len(names) :]):
            found = f"{len(cells)} cells, and the header has {len(names)}"
            raise SourceError(path, found, "put a text with separators in quotes", line)
        texts += [""] * (len(names) - len(texts))
        rows.append(SheetRow(line, dict(zip(names, texts, strict=False)), raw))
    return Sheet(path, names, rows, separator, head[2], data)


def _text(path: Path, data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        raise SourceError(path, "a workbook by its content", "end its name in .xlsx")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = f"not UTF-8 at byte {error.start} (0x{data[error.start]:02x})"
        mend = "save the file as CSV UTF-8, or as xlsx"
        raise SourceError(path, found, mend, line) from None


def _separator(text: str, wanted: list[str]) -> str:
    """Find what stands between the cells: what the file says, or makes most of the header."""
    first = text.removeprefix(_MARK)
    said = _SAID.match(first)
    if said:
        return said[1]
    head = next(iter(io.StringIO(first, newline="")), "")

    def known(separator: str) -> int:
        cells = next(csv.reader([head], delimiter=separator), [])
        return len({cell.strip() for cell in cells} & set(wanted))

    return max(_SEPARATORS, key=known)


def _records(path: Path, text: str, separator: str) -> Iterator[tuple[int, list[str], str]]:
    """Give each record's first line, cells and characters, the header's among them."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line.removeprefix(_MARK) if len(taken) == 1 and not start else line

    start = 0
    before = ""
    reader = csv.reader(lines(), delimiter=separator, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            mend = "close every quote, and write a quote within a text twice"
            raise SourceError(path, f"no CSV: {error}", mend, start + 1) from None
        raw = "".join(taken)
        if not start and _SAID.fullmatch(raw.removeprefix(_MARK)):
            before = raw
        else:
            yield start + 1, cells, before + raw
            before = ""
        start += len(taken)
        taken.clear()


def _check_names(path: Path, line: int, names: list[str], wanted: list[str]) -> None:
    missing = [name for name in wanted if name not in names]
    if missing:
        raise SourceError(path, f"no column {missing[0]}", "put it in the header", line=line)
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise SourceError(path, f"two columns {twice[0]!r}", "keep one of them", line=line)
