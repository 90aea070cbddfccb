"""Text: findings for people, grouped by file."""

from __future__ import annotations

import pandas as pd

from .place import Place
from .visible import visible

_COLOURS = {"error": "31;1", "warning": "33", "note": "36"}


def write(findings: pd.DataFrame, place: Place) -> str:
    """Write findings as text, and a last line that counts them."""
    lines = []
    for path, group in findings.groupby("path", sort=False):
        lines += [
            _paint(visible(str(path)), "1", place),
            *(_entry(row, place) for row in group.itertuples()),
            "",
        ]
    lines.append(_sum(findings, place))
    return "\n".join(lines) + "\n"


def _entry(row, place: Place) -> str:
    severity = _paint(f"{row.severity:<7}", _COLOURS[row.severity], place)
    words = f"{visible(row.message)}\n{'':>14}→ {visible(row.fix)}"
    return f"{row.line:>5} {severity} {_paint(row.code, '2', place)} {words}"


def _sum(findings: pd.DataFrame, place: Place) -> str:
    rest = f" ({place.known} known ones left out)" if place.known else ""
    if place.gone:
        rest += f"; {place.gone} of the baseline are mended: write it anew"
    if findings.empty:
        return ("no new findings" if place.known or place.gone else "no findings") + rest
    count = findings.severity.value_counts()
    parts = [f"{count[s]} {s}{'' if count[s] == 1 else 's'}" for s in _COLOURS if s in count]
    mends = int(findings.old.notna().sum())
    more = f"; {mends} can be mended by --format patch" if mends else ""
    files = findings.path.nunique()
    where = f"{files} {'file' if files == 1 else 'files'} of {place.label or 'the documents'}"
    return f"{', '.join(parts)} in {where}{rest}{more}"


def _paint(words: str, colour: str, place: Place) -> str:
    return f"\x1b[{colour}m{words}\x1b[0m" if place.colour else words
