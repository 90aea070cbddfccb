"""Cells: which cells of a table hold a word that must break where the column is narrow."""

from __future__ import annotations

import re

from .headings import words_of

_CELL = re.compile(r"<td>(?P<inside>.*?)</td>", re.DOTALL)
_PLACE = re.compile(r'<(?:a|span) class="place')
_LONG = 24
"""Letters of a word that a page of paper still has room for in each column."""


def with_long_words_marked(html: str) -> str:
    """Give cells whose words are too long for a column a class, so that no other word breaks.

    Parameters
    ----------
    html : str
        Cleaned. Cells that have a class already are left alone.

    Returns
    -------
    str
        Cells that hold a place have the class ``where``.

    Examples
    --------
    >>> with_long_words_marked("<td>removed</td><td>https://example.org/a/long/address</td>")
    '<td>removed</td><td class="long">https://example.org/a/long/address</td>'
    >>> with_long_words_marked('<td><span class="place">a.md:7</span></td>')
    '<td class="where"><span class="place">a.md:7</span></td>'
    """

    def marked(match: re.Match[str]) -> str:
        inside = match["inside"]
        if _PLACE.match(inside):
            return f'<td class="where">{inside}</td>'
        longest = max(map(len, words_of(inside).split()), default=0)
        return f'<td class="long">{inside}</td>' if longest > _LONG else match.group()

    return _CELL.sub(marked, html)
