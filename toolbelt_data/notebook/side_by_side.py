"""Side by side: texts of then and now in a table, what differs marked word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from html import escape
from typing import Any

import pandas as pd

from ..spreadsheet import records
from .shown import STYLE, Shown, Table

_WORD = re.compile(r"\S+\s*")
_MARK = {"then": "del", "now": "ins"}
# Beyond it two texts have too little in common for marks to help.
_LEAST = 0.3
_HEADS = ("Whose", "Then", "Now", "Sure", "Stood in", "Where")


class SideBySide(Shown):
    """A table of texts that were reworded.

    Parameters
    ----------
    changes : pandas.DataFrame
        Rows of :func:`toolbelt_data.analysis.compare`: whose, old_text,
        new_text, old_path, old_line, new_path, new_line, doubtful.
    caption : str

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {
    ...         "whose": ["Ada"],
    ...         "old_text": ["No time"],
    ...         "new_text": ["Never any time"],
    ...         "old_path": ["a.md"],
    ...         "old_line": [2],
    ...         "new_path": ["a.md"],
    ...         "new_line": [3],
    ...         "confidence": [0.9],
    ...         "doubtful": [False],
    ...     }
    ... )
    >>> "<del>No</del> time" in SideBySide(rows).html
    True
    """

    def __init__(self, changes: pd.DataFrame, caption: str = "") -> None:
        rows = records(changes)
        head = "".join(f'<th scope="col">{title}</th>' for title in _HEADS)
        body = "".join(map(_row, rows)) or f'<tr><td colspan="{len(_HEADS)}">none</td></tr>'
        about = f"<caption>{escape(caption)}</caption>" if caption else ""
        html = (
            f'{STYLE}<table class="toolbelt side-by-side">{about}<thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>"
        )
        columns = "whose old_text new_text confidence before place"
        plain = changes.assign(
            before=[f"{row['old_path']}:{row['old_line']}" for row in rows],
            place=[f"{row['new_path']}:{row['new_line']}" for row in rows],
        )
        heads = {"old_text": "Then", "new_text": "Now", "before": "Stood in"}
        super().__init__(html, str(Table(plain, columns, caption, **heads)))


def _row(row: dict[str, Any]) -> str:
    then, now = marked(row["old_text"], row["new_text"])
    sure = f"{row['confidence']:.2f}" + (", doubtful" if row["doubtful"] else "")
    before = escape(f"{row['old_path']}:{row['old_line']}")
    place = escape(f"{row['new_path']}:{row['new_line']}")
    return (
        f"<tr><td>{escape(row['whose'] or '')}</td><td>{then}</td><td>{now}</td>"
        f'<td>{sure}</td><td><span class="place older">{before}</span></td>'
        f'<td><span class="place">{place}</span></td></tr>'
    )


def marked(then: str, now: str) -> tuple[str, str]:
    """Mark what only one of two texts has, as HTML with the words escaped.

    Examples
    --------
    >>> marked("a <b> c", "a <b> d")
    ('a &lt;b&gt; <del>c</del>', 'a &lt;b&gt; <ins>d</ins>')
    """
    words = _WORD.findall(then), _WORD.findall(now)
    matcher = SequenceMatcher(None, *([w.strip() for w in side] for side in words), autojunk=False)
    if matcher.ratio() < _LEAST:
        return escape(then), escape(now)
    said: dict[str, list[str]] = {"then": [], "now": []}
    for how, *bounds in matcher.get_opcodes():
        for side, texts, (start, end) in zip(said, words, (bounds[:2], bounds[2:]), strict=True):
            text = escape("".join(texts[start:end]))
            told, space = text.rstrip(), text[len(text.rstrip()) :]
            if told:
                mark = _MARK[side]
                marked_up = told if how == "equal" else f"<{mark}>{told}</{mark}>"
                said[side].append(marked_up + space)
    return "".join(said["then"]), "".join(said["now"])
