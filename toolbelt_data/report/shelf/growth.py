"""Growth: the gaps and findings that a report has and the one before had not."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from ...errors import ToolbeltError
from ...spreadsheet import unguard
from .shelf import Shelved, before, read_report, read_shelf

_LIMIT = 64 * 2**20
_PLURALS = {"error": "errors", "warning": "warnings", "note": "notes"}


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a report counts, read from its tables.

    Attributes
    ----------
    challenges : pandas.DataFrame
        As in ``tables/challenges.csv``: persona_id, coverage, not_a_need, summary,
        decision_state, text, path and line.
    findings : pandas.DataFrame
        As in ``tables/findings.csv``: code, severity, path, line, message and
        fingerprint.
    """

    challenges: pd.DataFrame
    findings: pd.DataFrame

    @classmethod
    def of(cls, folder: Path) -> Holdings:
        """Read them from a report's folder.

        Raises
        ------
        ToolbeltError
            If its tables are missing or cannot be read.
        """
        columns = "persona_id coverage not_a_need summary decision_state text path line"
        challenges = _table(folder / "tables" / "challenges.csv", tuple(columns.split()))
        challenges = challenges[challenges.summary == "False"]
        findings = _table(
            folder / "tables" / "findings.csv",
            ("code", "severity", "path", "line", "message", "fingerprint"),
        )
        return cls(challenges, findings)

    @property
    def counts(self) -> dict[str, int]:
        """The numbers that two reports are compared by."""
        by = Counter(self.findings.severity)
        coverage = Counter(self.challenges.coverage)
        return {
            "challenges": len(self.challenges),
            "unreviewed challenges": coverage["unreviewed"],
            "gaps": len(self.gaps),
            "undecided gaps": len(self.undecided),
            **{many: by[one] for one, many in _PLURALS.items()},
        }

    @property
    def gaps(self) -> pd.DataFrame:
        """The challenges with coverage none, but for those that are not a need."""
        own = self.challenges
        return own[(own.coverage == "none") & (own.not_a_need == "False")]

    @property
    def undecided(self) -> pd.DataFrame:
        """The gaps without a decision that stands."""
        return self.gaps[self.gaps.decision_state != "standing"]


@dataclass(frozen=True, slots=True)
class Growth:
    """A report's numbers beside those of the one before.

    Attributes
    ----------
    report : Shelved
    now : Holdings
    last : Shelved or None
        The report before of the same source; None where there is none.
    then : Holdings or None
        What that held.
    """

    report: Shelved
    now: Holdings
    last: Shelved | None = None
    then: Holdings | None = None

    @property
    def grew(self) -> list[str]:
        """Which numbers are higher than before: undecided gaps, errors, warnings, notes."""
        if self.then is None:
            return []
        watched = ("undecided gaps", *_PLURALS.values())
        now, then = self.now.counts, self.then.counts
        return [name for name in watched if now[name] > then[name]]

    @property
    def new_gaps(self) -> pd.DataFrame:
        """The undecided gaps that the report before had not, by their persona and text."""
        own = self.now.undecided
        if self.then is None:
            return own.iloc[:0]
        known = self.then.undecided
        return _beyond(own, [*zip(known.persona_id, known.text, strict=True)], "persona_id", "text")

    @property
    def new_findings(self) -> pd.DataFrame:
        """The findings that the report before had not, by their fingerprints."""
        if self.then is None:
            return self.now.findings.iloc[:0]
        known = [(one,) for one in self.then.findings.fingerprint]
        return _beyond(self.now.findings, known, "fingerprint")


@dataclass(frozen=True, slots=True)
class Before:
    """What lay on a shelf before a report was written, which may take one's place.

    Attributes
    ----------
    shelf : list of Shelved
    held : dict of pathlib.Path to Holdings
        Those of each report whose tables can be read.
    """

    shelf: list[Shelved] = field(default_factory=list)
    held: dict[Path, Holdings] = field(default_factory=dict)

    @classmethod
    def on(cls, out: Path) -> Before:
        """Read a shelf, and what each of its reports holds."""
        shelf, held = read_shelf(out), {}
        for one in shelf:
            # One of another version, or that is not whole, is nothing to compare with.
            with suppress(ToolbeltError):
                held[one.folder] = Holdings.of(one.folder)
        return cls([one for one in shelf if one.folder in held], held)

    def growth(self, folder: Path) -> Growth:
        """Put the report that was written since beside the one before.

        Raises
        ------
        ToolbeltError
            Where the folder holds no report whose tables can be read.
        """
        report = read_report(folder)
        if report is None:
            raise ToolbeltError(folder, "holds no report", "write it anew")
        last = before(report, self.shelf)
        return Growth(report, Holdings.of(folder), last, self.held[last.folder] if last else None)


def _beyond(frame: pd.DataFrame, known: Iterable[tuple], *columns: str) -> pd.DataFrame:
    """Keep the rows that are not known, each known one used up by one row."""
    left = Counter(known)
    kept = []
    for key in zip(*(frame[column] for column in columns), strict=True):
        left[key] -= 1
        kept.append(left[key] < 0)
    return frame[pd.Series(kept, frame.index, dtype=bool)]


def _table(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """Read columns of a table that a report holds."""
    try:
        if path.exists() and not path.is_file():  # who opens a pipe waits for ever
            raise ValueError
        with path.open(encoding="utf-8", newline="") as file:
            csv.field_size_limit(_LIMIT)
            rows = [_cells(row, columns) for row in csv.DictReader(file)]
    except OSError as error:
        raise ToolbeltError(
            path, error.strerror or "cannot be read", "write the report anew"
        ) from None
    except (ValueError, KeyError, csv.Error):
        raise ToolbeltError(path, "is no such table", "write the report anew") from None
    return pd.DataFrame(rows, columns=list(columns), dtype=object)


def _cells(row: Mapping[str, str], columns: Iterable[str]) -> dict[str, str]:
    return {name: unguard(row[name] or "") for name in columns}
