"""Quoted: lines of CSV in which a null and an empty text are two things.

A null stands as nothing, an empty text as two quotes. Whatever reads CSV takes
both for an empty cell; :func:`read_quoted` tells them apart again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_NEEDS_QUOTES = re.compile(r'[",\r\n]|^$')
_CELL = re.compile(r'(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<bare>[^",\r\n]*))(?P<end>,|\r?\n|\r|\Z)')


def quoted_line(cells: Iterable[str | None]) -> str:
    r"""Write a row's cells as a line of CSV.

    Examples
    --------
    >>> quoted_line(["a", None, "", "b,c", "c\rd"])
    'a,,"","b,c","c\rd"\n'
    """
    return ",".join("" if cell is None else _quoted(cell) for cell in cells) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell


def read_quoted(text: str) -> Iterator[list[str | None]]:
    r"""Give the cells of each line, an empty one that has no quotes as None.

    Raises
    ------
    ValueError
        Where the text is no CSV.

    Examples
    --------
    >>> list(read_quoted('a,,"","b,c"\n'))
    [['a', None, '', 'b,c']]
    """
    row: list[str | None] = []
    place = 0
    while place < len(text):
        found = _CELL.match(text, place)
        if found is None:
            raise ValueError(f"a quote that is not closed, or stands alone, at {place}")
        bare, quoted = found["bare"], found["quoted"]
        row.append(quoted.replace('""', '"') if bare is None else bare or None)
        place = found.end()
        if found["end"] != ",":
            yield row
            row = []
        elif place == len(text):
            yield [*row, None]
