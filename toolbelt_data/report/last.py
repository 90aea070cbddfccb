"""Last: the report before, and the edition that a report is compared with by it.

A report that is written once more of the same documents keeps what it was
compared with, so that its pages stay the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from ..errors import ToolbeltError
from ..source import embedded_edition, embedded_editions, open_edition, open_named
from .headlines import Headline
from .notebooks import settle
from .request import Request
from .shelf import Shelved, chosen_of, day_of, headlines_of, read_report, read_shelf

SOURCES = "sources"
"""The folder of a report that holds its documents, as they are and as pages."""

OLDER = "older"
"""The folder of a report that holds those of the edition compared with, by its name."""

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
# What a manifest calls an edition may be no name of a folder, or too long for one.
_UNFIT = re.compile(r"[\x00-\x1f\x7f/\\]")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Last:
    """The report before.

    Attributes
    ----------
    edition, revision : str
        As its manifest has them.
    written : str
        The day on which it was finished, ``YYYY-MM-DD``.
    headlines : tuple of Headline
        The numbers of its first page.
    documents : pathlib.Path
        Where copies of its documents lie; need not be there.
    """

    edition: str
    revision: str
    written: str
    headlines: tuple[Headline, ...]
    documents: Path

    @property
    def name(self) -> str:
        """What copies of its documents are called: a folder's name does not tell two apart."""
        plain = _UNFIT.sub("-", self.edition).lstrip(".")[:_LONGEST] or "last"
        return plain if self.revision else f"{plain}-{self.written[:10]}"

    @property
    def when(self) -> str:
        """The day of its edition; of one that has none, the day on which it was written."""
        return day_of(self.edition, None) or self.written[:10]

    def moved(self, lines: Iterable[Headline]) -> list[Headline]:
        """Say of each number how it moved since; of one that did not, or was not there, nothing."""
        then = {(line.page, line.anchor, line.words): line.value for line in self.headlines}
        found = []
        for line in lines:
            move = line.value - then.get((line.page, line.anchor, line.words), line.value)
            words = f"{move:+d}".replace("-", "−") + f" since {self.when}" if move else ""
            found.append(replace(line, change=words))
        return found

    def as_data(self) -> dict[str, Any]:
        """Give what a manifest keeps of it."""
        return {
            "edition": self.edition,
            "revision": self.revision,
            "written": self.written,
            "headlines": [asdict(line) for line in self.headlines],
        }


def last_report(request: Request, out: Path) -> Last | None:
    """Find the report before: of the same source and people, and of other documents.

    Parameters
    ----------
    request : Request
    out : pathlib.Path
        The folder of reports.

    Returns
    -------
    Last or None
        The newest whose edition is no later than the one asked for. Where the
        report in place is of the same documents already, what that one followed.
    """
    edition, documents = request.edition, request.documents
    known = (request.shown_source, chosen_of(request.values))
    day = day_of(edition.name, edition.date)
    own = read_report(out / edition.name)
    if own and (own.source, own.chosen) == known and own.documents == documents:
        return _carried(own)
    same = [
        one
        for one in read_shelf(out)
        if one.whole
        and (one.source, one.chosen) == known
        and one.documents != documents
        and one.day <= day
    ]
    newest = max(same, key=lambda one: (one.day, one.written), default=None)
    return _of(newest) if newest else None


def compared_with(request: Request, last: Last | None, folder: Path) -> Request:
    """Compare with the last report's edition, where nobody named another.

    Parameters
    ----------
    request : Request
    last : Last or None
    folder : pathlib.Path
        The report's folder, where documents that lie in no other place are going
        to be copied.

    Returns
    -------
    Request
        As it was, where there is no last report or its documents are not there.
    """
    if last is None or not request.comparing or "old" in request.given:
        return request
    word = _word(request, last) or (str(folder / OLDER / last.name) if _copies(last) else "")
    if not word:
        return request
    both = settle([one for one in request.notebooks if "old" in one.parameters], {"old": word})
    values = {name: own | both.get(name, {}) for name, own in request.values.items()}
    return replace(request, values=values, compared=word)


def copy_compared(request: Request, last: Last | None, folder: Path) -> None:
    """Copy the documents that a request compares with to where it looks for them.

    Parameters
    ----------
    request : Request
        As :func:`compared_with` gave it.
    last : Last or None
    folder : pathlib.Path
        The report's folder.
    """
    if last is None or request.compared != str(folder / OLDER / last.name):
        return
    for path, data in _copies(last).items():
        place = Path(request.compared, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _carried(own: Shelved) -> Last | None:
    """Give what a report of the same documents followed."""
    kept = {name: str(own.last.get(name) or "") for name in ("edition", "revision", "written")}
    if not kept["edition"]:
        return None
    found = Last(**kept, headlines=headlines_of(own.last.get("headlines")), documents=own.folder)
    return replace(found, documents=own.folder / OLDER / found.name)


def _of(report: Shelved) -> Last:
    documents = report.folder / SOURCES
    written = f"{report.written:%Y-%m-%d}"
    return Last(report.edition, report.revision, written, report.headlines, documents)


def _word(request: Request, last: Last) -> str:
    """Give the word by which the edition itself can be read; empty where it cannot."""
    if request.edition.embedded:
        # Of its own name it holds what another version of the package had.
        others = set(embedded_editions()) - {request.edition.name}
        return str(embedded_edition(last.edition)) if last.edition in others else ""
    if not _COMMIT.fullmatch(last.revision):  # such as an address, which nobody asked for
        return ""
    try:
        return open_named(last.revision, request.source or None).revision or ""
    except ToolbeltError:  # such as a clone that reaches less far back
        return ""


def _copies(last: Last) -> dict[str, bytes]:
    """Read the documents that the last report holds; none where it holds none."""
    if last.documents.is_symlink() or not last.documents.is_dir():
        return {}
    try:
        # Read as documents are: what is none, or lies elsewhere, is not copied.
        return open_edition(last.documents).files
    except ToolbeltError:
        return {}
