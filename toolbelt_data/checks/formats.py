"""Formats: findings written for people and programs, and the baseline of known findings.

All formats write the same rows. SARIF is OASIS's "Static Analysis Results
Interchange Format" 2.1.0, as far as GitHub reads it; docs/for-maintainers.md describes the JSON.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterator
from difflib import unified_diff
from itertools import accumulate, chain, repeat
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from .. import __version__, git
from ..errors import ParameterError
from ..source import Edition
from ..spreadsheet import write_whole
from ..text import number, visible
from .check import SEVERITIES, CheckSettings
from .rule import RULES, Rule

VERSION = 1
"""Of the JSON and of a baseline: a new number if the meaning of a member changes."""

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}
_COLOURS = {"error": "31;1", "warning": "33", "note": "36"}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def write(
    findings: pd.DataFrame,
    form: str,
    edition: Edition,
    baseline: Collection[str] = (),
    colour: bool = False,
) -> str:
    """Write findings in a format.

    Parameters
    ----------
    findings : pandas.DataFrame
        As :func:`toolbelt_data.checks.check` returns it.
    form : str
        text, json, sarif, github or patch.
    edition : Edition
        What was checked.
    baseline : collection of str
        Fingerprints of known findings, which are left out.
    colour : bool
        Whether the text is for a terminal.

    Returns
    -------
    str
        Ends in a line end, or is empty.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.checks import check
    >>> corpus = load()
    >>> found = check(corpus)
    >>> write(found[found.code == "TB204"], "json", corpus.edition).splitlines()[1]
    ' "version": 1,'
    """
    new = without(findings, baseline)
    if form == "text":
        gone = len(set(baseline) - set(findings.fingerprint))
        label = edition.label or "the documents"
        return _text(new, label, len(findings) - len(new), gone, colour)
    if form == "json":
        return _json(new, edition.label)
    return {"sarif": _sarif, "github": _github, "patch": _patch}[form](new, edition)


def without(findings: pd.DataFrame, baseline: Collection[str]) -> pd.DataFrame:
    """Return the findings that are not in a baseline."""
    return findings[~findings.fingerprint.isin([*baseline])].reset_index(drop=True)


def severe(findings: pd.DataFrame, limit: str) -> pd.DataFrame:
    """Return the findings that are at least so severe; none if the limit is ``never``."""
    worst = () if limit == "never" else SEVERITIES[: SEVERITIES.index(limit) + 1]
    return findings[findings.severity.isin(worst)]


def write_baseline(findings: pd.DataFrame, path: Path) -> None:
    """Write the fingerprints of findings, each with a description for whoever reads the file."""
    known = {
        row.fingerprint: f"{row.code} {row.path}: {row.message}" for row in findings.itertuples()
    }
    text = json.dumps({"version": VERSION, "known": known}, ensure_ascii=False, indent=1) + "\n"
    write_whole(path, text.encode("utf-8"))


def read_baseline(
    path: Path, data: bytes | None = None, settings: CheckSettings | None = None
) -> frozenset[str]:
    """Read the fingerprints of a baseline, of the rules that are on.

    Parameters
    ----------
    path : pathlib.Path
    data : bytes, optional
        The file's bytes at some revision.
    settings : CheckSettings, optional
        Default: all rules are on.

    Raises
    ------
    ParameterError
        If there is no such file, or it is not a baseline.
    """
    fix = "write it with --write-baseline"
    try:
        content = json.loads(path.read_bytes() if data is None else data)
    except OSError as error:
        raise ParameterError(path, error.strerror or "cannot be read", fix) from None
    except (ValueError, RecursionError):
        raise ParameterError(path, "not JSON", fix) from None
    known = content.get("known") if isinstance(content, dict) else None
    if not isinstance(known, dict) or content.get("version") != VERSION:
        raise ParameterError(path, f"not a baseline of version {VERSION}", fix)
    settings = settings or CheckSettings()
    return frozenset(one for one, words in known.items() if settings.is_on(*_code_and_path(words)))


def _code_and_path(words: Any) -> tuple[str, str]:
    """Split the description that :func:`write_baseline` writes."""
    code, _, rest = str(words).partition(" ")
    return code, rest.partition(": ")[0]


def _text(findings: pd.DataFrame, label: str, known: int, fixed: int, colour: bool) -> str:
    def paint(words: str, code: str) -> str:
        return f"\x1b[{code}m{words}\x1b[0m" if colour else words

    lines = []
    for path, group in findings.groupby("path", sort=False):
        lines.append(paint(visible(str(path)), "1"))
        for row in group.itertuples():
            severity = paint(f"{row.severity:<7}", _COLOURS[row.severity])
            lines.append(f"{row.line:>5} {severity} {paint(row.code, '2')} {visible(row.message)}")
            lines.append(f"{'':>14}→ {visible(row.fix)}")
        lines.append("")
    count = findings.severity.value_counts()
    parts = [number(count[one], one) for one in SEVERITIES if one in count]
    total = f"{', '.join(parts)} in {number(findings.path.nunique(), 'file')} of {label}"
    if not parts:
        total = "no new findings" if known or fixed else "no findings"
    if known:
        total += f" ({number(known, 'known finding')} left out)"
    if fixed:
        total += f"; fixed since the baseline: {fixed}; rewrite it with --write-baseline"
    if patched := int(findings.old.notna().sum()):
        total += f"; {patched} can be fixed with --format patch"
    return "\n".join([*lines, total]) + "\n"


def _json(findings: pd.DataFrame, label: str) -> str:
    records = []
    for row in findings.astype(object).where(findings.notna(), None).to_dict("records"):
        fix = {"old": row.pop("old"), "new": row.pop("new")}
        records.append(row | {"replace": None if fix["old"] is None else fix})
    return _dump({"version": VERSION, "edition": label, "findings": records})


def _dump(document: dict) -> str:
    """Write JSON; a log would obey ``##[``, so it is escaped."""
    return json.dumps(document, ensure_ascii=False, indent=1).replace("##[", "\\u0023#[") + "\n"


def _sarif(findings: pd.DataFrame, edition: Edition) -> str:
    rules = sorted(RULES.values(), key=lambda rule: rule.code)
    positions = {rule.code: place for place, rule in enumerate(rules)}
    prefix, results = _prefix(edition), []
    for row in findings.itertuples():
        region = {"startLine": row.line, "startColumn": row.column, "endLine": row.end_line}
        uri = {"uri": quote(prefix + row.path)}
        place: dict = {"physicalLocation": {"artifactLocation": uri, "region": region}}
        if not pd.isna(row.item_id):
            place["logicalLocations"] = [{"fullyQualifiedName": row.item_id}]
        result = {
            "ruleId": row.code,
            "ruleIndex": positions[row.code],
            "level": row.severity,
            "message": {"text": f"{row.message}; {row.fix}"},
            "locations": [place],
            "partialFingerprints": {"toolbeltData/v1": row.fingerprint},
        }
        results.append(result)
    driver = {"name": "toolbelt-data", "version": __version__, "rules": [*map(_sarif_rule, rules)]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return _dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _sarif_rule(rule: Rule) -> dict:
    markdown = f"{rule.meaning}\n\n**Fix:** {rule.fix}"
    return {
        "id": rule.code,
        "name": rule.name.title().replace("-", ""),
        "shortDescription": {"text": rule.meaning},
        "help": {"text": f"{rule.meaning} Fix: {rule.fix}", "markdown": markdown},
        "defaultConfiguration": {"level": rule.severity},
    }


def _github(findings: pd.DataFrame, edition: Edition) -> str:
    def value(text: str) -> str:
        return visible(text).replace("%", "%25")

    def name(text: str) -> str:
        return value(text).replace(":", "%3A").replace(",", "%2C")

    prefix, commands = _prefix(edition), []
    for row in findings.itertuples():
        # GitHub takes a column only of findings on one line.
        column = f",col={row.column}" if row.line == row.end_line else ""
        commands.append(
            f"::{_LEVELS[row.severity]} file={name(prefix + row.path)},line={row.line},"
            f"endLine={row.end_line}{column},title={name(f'{row.code} {row.rule}')}"
            f"::{value(f'{row.message}; {row.fix}')}\n"
        )
    return "".join(commands)


def _patch(findings: pd.DataFrame, edition: Edition) -> str:
    prefix, parts = _prefix(edition), []
    for path, group in findings[findings.old.notna()].groupby("path", sort=False):
        text = edition.files[str(path)].decode("utf-8")
        parts += _diff(prefix + str(path), text, fixed(text, group))
    return "".join(parts)


def fixed(text: str, findings: pd.DataFrame) -> str:
    """Apply the fix of each finding; of two that overlap, the second waits for the next time.

    Examples
    --------
    >>> rows = [{"line": 1, "end_line": 1, "column": 1, "old": "-x", "new": "- x"}]
    >>> fixed("-x", pd.DataFrame(rows))
    '- x'
    """
    # Columns are counted after a byte order mark.
    mark = len(text) - len(text.removeprefix("\ufeff"))
    lines = _LINE.findall(text, mark)
    starts = [*accumulate(map(len, lines), initial=mark)]
    ends = [line[len(line.rstrip("\r\n")) :] for line in lines]
    usual = ends[0] if ends and ends[0] else "\n"
    edits = []
    for row in findings.itertuples():
        if pd.isna(row.new):
            edits.append((starts[row.line - 1], starts[row.end_line], ""))
            continue
        line_ends = [end or usual for end in ends[row.line - 1 : row.end_line]]
        start = starts[row.line - 1] + row.column - 1
        stop = start + len(row.old) + sum(len(end) - 1 for end in line_ends[: row.old.count("\n")])
        after = chain(line_ends, repeat(line_ends[-1]))
        new = re.sub("\n", lambda _, after=after: next(after), row.new)
        edits.append((start, stop, new))
    parts, position = [], 0
    for start, stop, new in sorted(edits):
        if start >= position:
            parts += [text[position:start], new]
            position = stop
    return "".join([*parts, text[position:]])


def _diff(path: str, before: str, after: str) -> Iterator[str]:
    # Split at LF alone, as git does.
    both = [re.findall(r"[^\n]*\n|[^\n]+", text) for text in (before, after)]
    for position, line in enumerate(unified_diff(*both, f"a/{path}", f"b/{path}")):
        if position == 0:
            yield f"diff --git a/{path} b/{path}\n"
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _prefix(edition: Edition) -> str:
    """Return the folder of an edition's paths in its repository, or in the current folder."""
    folder = Path(edition.source)
    if not edition.source or not folder.is_dir():
        return ""
    inside = git.prefix(folder)
    if inside is not None:
        return inside
    relative = os.path.relpath(folder).replace(os.sep, "/")
    return "" if relative == "." or relative.startswith("..") else f"{relative}/"
