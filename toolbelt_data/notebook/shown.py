"""Shown: tables and answers as a notebook displays them.

Words that come from documents are data: they are escaped here, once, for
every page. A place in a document is marked, so that a report can link it; so is
one in the edition compared with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

_WIDTH = 60
_NUMBER = ' class="number"'
# Columns that say where something stands: now, and in the edition compared with.
_PLACES = {"place": "place", "before": "place older"}
# JupyterLab aligns every cell to the right; a report's pages have a style of their own.
STYLE = (
    "<style>table.toolbelt :is(th, td) { text-align: left; vertical-align: top; }"
    " table.toolbelt .number { text-align: right; }</style>"
)
"""What stands before a table for JupyterLab alone."""
# Columns whose words are a status; a page colours them by their class.
_MARKED = frozenset(
    {"written", "incomplete", "empty", "missing", "documented", "partial", "placeholder"}
    | {"error", "warning", "note"}
    | {"forthcoming", "future", "exists", "malformed", "fuzzy"}
    | {"direct", "none", "unreviewed", "reviewed", "outdated", "predicted"}
    | {"reuse", "point-to", "write", "not-a-need", "yes", "partly"}
)


class Shown:
    """Something that a notebook shows, in HTML and in plain text."""

    def __init__(self, html: str, text: str) -> None:
        self.html = html
        self.text = text

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


class Table(Shown):
    """A table with readable headings, its words escaped.

    Parameters
    ----------
    frame : pandas.DataFrame
        A row that has ``path`` and ``line`` can show its ``place``.
    columns : str
        Names of the columns to show, in order, between spaces.
    caption : str
        What the table shows.
    **headings : str
        Headings of columns; else a heading is the column's name in words.

    Examples
    --------
    >>> frame = pd.DataFrame({"path": ["a.md"], "line": [3], "name": ["Ada"]})
    >>> print(Table(frame, "name place", name="Persona"))
    Persona  Where
    Ada      a.md:3
    """

    def __init__(
        self, frame: pd.DataFrame, columns: str, caption: str = "", **headings: str
    ) -> None:
        names = columns.split()
        if "place" in names and "place" not in frame:
            frame = frame.assign(place=frame.path + ":" + frame.line.astype(str))
        titles = {name: headings.get(name) or _heading(name) for name in names}
        rows = frame[names].to_dict("records")
        texts = [[_plain(row[name]) for name in names] for row in rows]
        super().__init__(_html(rows, titles, caption), _text(texts, list(titles.values()), caption))


def count_of(number: int, one: str, many: str = "") -> str:
    """Put a number before a noun that fits it.

    Examples
    --------
    >>> count_of(1, "section is"), count_of(2, "section is", "sections are")
    ('1 section is', '2 sections are')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


class Reading(Shown):
    """A sentence with computed numbers that reads the table or picture before it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f'<p class="reading">{escape(sentence)}</p>', sentence)


class Answer(Shown):
    """The closing answer: a few sentences with computed numbers.

    Parameters
    ----------
    *sentences : str
        Shown as one paragraph.
    """

    def __init__(self, *sentences: str) -> None:
        words = " ".join(sentences)
        super().__init__(f'<p class="answer">{escape(words)}</p>', words)


def _html(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], caption: str) -> str:
    numbers = {name for name in columns if rows and all(_is_number(row[name]) for row in rows)}
    head = "".join(
        f'<th scope="col"{_NUMBER if name in numbers else ""}>{escape(title)}</th>'
        for name, title in columns.items()
    )
    body = "".join(
        "<tr>" + "".join(_cell(name, row[name]) for name in columns) + "</tr>" for row in rows
    )
    if not rows:
        body = f'<tr><td colspan="{len(columns)}">none</td></tr>'
    about = f"<caption>{escape(caption)}</caption>" if caption else ""
    return (
        f'{STYLE}<table class="toolbelt">{about}<thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )


def _heading(name: str) -> str:
    return "Where" if name == "place" else name.replace("_", " ").capitalize()


def _cell(name: str, value: Any) -> str:
    if isinstance(value, list):
        items = "".join(f"<li>{escape(str(one))}</li>" for one in value)
        return f"<td><ul>{items}</ul></td>" if items else "<td>–</td>"
    words = escape(_plain(value))
    if name in _PLACES:
        # A place that is not there is no place.
        kind = _PLACES[name] if words != "–" else ""
        return f'<td><span class="{kind}">{words}</span></td>' if kind else f"<td>{words}</td>"
    if words in _MARKED:
        return f'<td><span class="mark {words}">{words}</span></td>'
    if name == "date":
        return f'<td class="date">{words}</td>'
    if name == "kind":
        return f"<td>{words.replace('_', ' ')}</td>"
    return f"<td{_NUMBER if _is_number(value) else ''}>{words}</td>"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " | ".join(str(one) for one in value) or "–"
    if pd.isna(value):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value)


def _text(rows: list[list[str]], heads: list[str], caption: str) -> str:
    short = [[_cut(word) for word in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(heads, *short, strict=True)]
    lines = [
        "  ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
        for row in [heads, *short]
    ]
    return "\n".join([caption, *lines] if caption else lines)


def _cut(words: str) -> str:
    return words if len(words) <= _WIDTH else words[: _WIDTH - 1] + "…"
