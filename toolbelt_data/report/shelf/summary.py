"""Summary: a report in a page of markdown, or as JSON for a program that watches it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from ...analysis import change_words
from ...errors import ParameterError
from ...spreadsheet import unguard, write_whole
from .growth import Growth
from .shelf import moved

VERSION = 1
"""Of the JSON; a new number where the meaning of a member changes."""

_MOST = 20
_LONGEST = 300
_WHOLE = 60_000
_TICKS = re.compile("`+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def write_summary(growth: Growth, path: Path) -> None:
    """Write a summary as markdown, or as JSON where the file's name ends so.

    Raises
    ------
    ParameterError
        Where the file cannot be written.
    """
    if path.suffix == ".json":
        text = json.dumps(as_data(growth), ensure_ascii=False, indent=1) + "\n"
    else:
        text = as_markdown(growth)
    write_whole(path, text.encode("utf-8", "backslashreplace"))


def require_place(path: Path) -> None:
    """Refuse a file whose folder is not there, before anything is executed for it.

    Raises
    ------
    ParameterError
    """
    if not path.parent.is_dir():
        raise ParameterError(path, "its folder is not there", "make it, or name another file")


def as_data(growth: Growth) -> dict[str, Any]:
    """Give what a program asks: what grew, what failed, and whether somebody should look."""
    report, last = growth.report, growth.last
    return {
        "version": VERSION,
        "edition": report.edition,
        "source": report.source,
        "revision": report.revision or None,
        "index": f"{report.name}/index.html",
        "before": last.edition if last else None,
        "counts": growth.now.counts,
        "counts_before": growth.then.counts if growth.then else None,
        "grew": growth.grew,
        "failed": list(report.failed),
        "attention": bool(growth.grew or report.failed),
    }


def as_markdown(growth: Growth) -> str:
    """Say the same to people; texts of documents stand in code, where markdown does nothing.

    Notes
    -----
    No list has more than twenty entries, no text more than 300 characters and
    all of it no more than 60,000 bytes: it fits into an issue, a variable of a
    process and a job's summary.
    """
    report, last = growth.report, growth.last
    about = [code(report.edition)]
    if report.source:
        about.append(f"of {code(report.source)}")
    if report.revision:
        about.append(f"at {code(report.revision[:12])}")
    parts = [
        [f"## Report of edition {' '.join(about)}"],
        _failures(report.failed),
        [_verdict(growth)],
        _table(growth.now.counts, growth.then.counts if growth.then else None),
        _entries("New gaps", (_gap(row) for row in growth.new_gaps.itertuples())),
        _entries("New findings", (_finding(row) for row in growth.new_findings.itertuples())),
        _headlines(growth),
        _changes(report.folder / "tables" / "changes.csv"),
        [f"Compared with the report of {code(last.edition)}."] if last else [],
    ]
    return _cut("\n\n".join("\n".join(part) for part in parts if part) + "\n")


def code(text: str) -> str:
    """Put a text into a code span: no markup, mention, link or picture comes of it.

    Examples
    --------
    >>> print(code("a `b` @c"))
    `` a `b` @c ``
    >>> print(code("plain"))
    `plain`
    """
    text = _CONTROL.sub(" ", text).strip() or " "
    text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest else f"{fence}{text}{fence}"


def _cut(text: str) -> str:
    """Leave out the last lines of a text that is too long."""
    size, kept = 0, []
    for line in text.splitlines(keepends=True):
        size += len(line.encode("utf-8", "backslashreplace"))
        if size > _WHOLE:
            return "".join(kept) + "\nThe rest stands in the report.\n"
        kept.append(line)
    return text


def _verdict(growth: Growth) -> str:
    if growth.last is None:
        return "No report of this source lies beside it to compare with."
    if growth.grew:
        return f"**More than in the report before: {', '.join(growth.grew)}.**"
    return "Nothing grew since the report before."


def _failures(failed: Mapping[str, str]) -> list[str]:
    lines = (f"- {code(name)}{': ' + code(why) if why else ''}" for name, why in failed.items())
    return _entries("Notebooks that failed", lines)


def _table(now: Mapping[str, int], then: Mapping[str, int] | None) -> list[str]:
    rows = [
        f"| {name} | {value} | {'' if then is None else then[name]} |"
        for name, value in now.items()
    ]
    return ["| | now | before |", "|---|---:|---:|", *rows]


def _entries(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    if not found:
        return []
    more = [f"- and {len(found) - _MOST} more"] if len(found) > _MOST else []
    return [f"### {title} ({len(found)})", "", *found[:_MOST], *more]


def _gap(row: Any) -> str:
    return f"- {code(row.text)} {code(f'{row.path}:{row.line}')}"


def _finding(row: Any) -> str:
    return f"- {row.severity} {code(row.code)} {code(row.message)} {code(f'{row.path}:{row.line}')}"


def _headlines(growth: Growth) -> list[str]:
    lines = []
    for line, change in moved(growth.report, growth.last):
        since = f" ({change:+d})" if change else ""
        lines.append(f"- **{line.value}** of {line.total}{since} {code(line.words)}")
    return _entries("Headline numbers", lines)


def _changes(path: Path) -> list[str]:
    """Say what the report's own comparison of two editions found, where it has one."""
    try:
        changes = pd.read_csv(path, dtype=str, keep_default_na=False).map(unguard)
        words = change_words(changes)
    except (OSError, ValueError, KeyError, AttributeError):
        return []
    return _entries("Changes of the documents", [f"- {code(one)}" for one in words])
