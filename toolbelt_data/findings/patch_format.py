"""Patch: the mends that need no judgement, as a unified diff for ``git apply``.

Nothing is applied here. A mend that touches lines which another one has
changed already waits for the next time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import unified_diff

import pandas as pd

from .place import Place

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_END = re.compile(r"\r\n|\r|\n")
_LF = ("\n",)


def write(findings: pd.DataFrame, place: Place) -> str:
    """Write the difference between the documents and the mended ones."""
    parts = []
    for path, group in findings[findings.old.notna()].groupby("path", sort=False):
        text = place.files[str(path)].decode("utf-8")
        parts += _diff(place.prefix + str(path), text, mended(text, group))
    return "".join(parts)


def mended(text: str, findings: pd.DataFrame) -> str:
    """Apply each mend to its lines, the last ones first.

    Examples
    --------
    >>> found = pd.DataFrame({"line": [1], "end_line": [1], "old": ["-x"], "new": ["- x"]})
    >>> mended("-x", found)
    '- x'
    """
    lines = _LINE.findall(text)
    changed: set[int] = set()
    for row in findings.sort_values("line", ascending=False, kind="stable").itertuples():
        numbers = set(range(row.line, row.end_line + 1))
        first, last = row.line - 1, row.end_line
        before = "".join(lines[first:last])
        end = (_END.search(before) or _END.search(text) or _LF)[0]
        old = row.old.replace("\n", end)
        if numbers & changed and (row.line != row.end_line or old not in before):
            continue
        new = None if pd.isna(row.new) else row.new.replace("\n", end)
        lines[first:last] = [
            "" if new is None else before.replace(old, new, 1),
            *[""] * (len(numbers) - 1),
        ]
        changed |= numbers
    return "".join(lines)


def _diff(path: str, before: str, after: str) -> Iterator[str]:
    if before == after:
        return
    yield f"diff --git a/{path} b/{path}\n"
    lines = unified_diff(_lines(before), _lines(after), f"a/{path}", f"b/{path}")
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Split at LF alone, as git does."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + parts[-1:] * bool(parts[-1])
