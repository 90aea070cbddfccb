"""Form: the sheet that a reviewer fills in.

Whoever judges sees the two texts and why they are asked, not what others said
or what the program suggests, unless they ask for it: a level that is seen
first pulls the next one towards it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from ..corpus import Corpus
from ..errors import ParameterError
from ..spreadsheet import as_csv as csv_of
from ..spreadsheet import records, workbook, write_whole
from ..text import digest

FILLED = ("level", "note")
"""The columns that a reviewer fills in."""

DIGESTS = ("challenge_digest", "remedy_digest")
"""The columns by which a text that changed since is known again."""

COLUMNS = (
    "persona", "challenge", "remedy", *FILLED, "why", "challenge_before", "remedy_before",
    "own_level", "basis", "suggested", "score", "levels", "disagreement", "reviewer",
    "challenge_id", "remedy_id", *DIGESTS,
)  # fmt: skip
"""The columns of the sheet."""

NEEDED = (*FILLED, "challenge_id", "remedy_id", *DIGESTS)
"""Those without which it cannot be taken back."""

_SHOWN_ON_REQUEST = ("suggested", "score", "levels", "disagreement")
_WIDTHS = {"challenge": 48, "remedy": 48, "note": 32}
_NOT_KEPT = "(the text that was judged is not known)"
_STATE = {
    "suspect": "a text changed since it was judged",
    "unjudged": "nobody judged it",
    "disputed": "reviewers disagree",
    "settled": "another opinion",
}
_DECIDES = {
    "gap": "; decides whether the challenge is a gap",
    "coverage": "; decides how far the challenge is covered",
    "nothing": "",
}


def form(
    corpus: Corpus, queue: pd.DataFrame, reviewer: str = "", *, show: bool = False
) -> list[dict[str, str]]:
    """Make the rows of the sheet.

    Parameters
    ----------
    corpus : Corpus
    queue : pandas.DataFrame
        As :func:`toolbelt_data.analysis.review_queue` gives it.
    reviewer : str, optional
        Who is going to fill it in.
    show : bool, optional
        Whether to show the suggestion and what other reviewers said.

    Returns
    -------
    list of dict
        A text for each of :data:`COLUMNS`, in the order of the queue.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import review_queue
    >>> corpus = load()
    >>> row = form(corpus, review_queue(corpus))[0]
    >>> row["level"], row["why"]
    ('', 'reviewers disagree; decides whether the challenge is a gap')
    """
    texts = dict(zip(corpus.statements.statement_id, corpus.statements.text, strict=True))
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    rows = []
    for row in records(queue):
        now = {end: texts[row[f"{end}_id"]] for end in ("challenge", "remedy")}
        suspect = row["state"] == "suspect"
        cells = {
            "persona": names[row["persona_id"]],
            "why": _STATE[row["state"]] + _DECIDES[row["decides"]],
            "own_level": row["own"],
            "basis": row["basis"],
            "suggested": row["suggested"],
            "score": row["score"],
            "levels": ", ".join(row["levels"]),
            "disagreement": row["disagreement"],
            "reviewer": reviewer,
        }
        for end, text in now.items():
            cells[end] = text
            cells[f"{end}_id"] = row[f"{end}_id"]
            cells[f"{end}_digest"] = digest(text)
            cells[f"{end}_before"] = _before(row[f"{end}_before"], text) if suspect else None
        if not show:
            cells |= dict.fromkeys(_SHOWN_ON_REQUEST)
        rows.append({name: _text(cells.get(name)) for name in COLUMNS})
    return rows


def _before(before: str | None, now: str) -> str | None:
    """Give what was judged, where it is not what stands there now."""
    return None if before == now else before or _NOT_KEPT


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def write_form(rows: list[dict[str, str]], path: Path) -> None:
    """Write the sheet to a new file, as CSV or xlsx by the ending of its name.

    Raises
    ------
    ParameterError
        Where the ending is another, or the file is there already or cannot be
        written.
    """
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise ParameterError(path, "neither .csv nor .xlsx", "end the name in one of them")
    if path.exists() or path.is_symlink():
        raise ParameterError(
            path, "is there already, perhaps filled in", "import it, or name another file"
        )
    if path.suffix.lower() == ".xlsx":
        sheets = {"review": pd.DataFrame(rows, columns=COLUMNS)}
        choices = {"level": ("0", "1", "2")}
        data = workbook(sheets, _WIDTHS, ("reviewer", *DIGESTS), choices)
    else:
        data = as_csv(rows).encode("utf-8-sig")
    write_whole(path, data)


def as_csv(rows: list[dict[str, str]]) -> str:
    """Return the sheet as CSV."""
    return csv_of(pd.DataFrame(rows, columns=COLUMNS))
