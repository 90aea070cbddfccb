"""Status: how far a review is along, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from ..analysis import pairs, review_by_persona, review_by_reviewer
from ..analysis.judging.matching import Judged
from ..corpus import Corpus
from ..spreadsheet import records

_MOST = 10


def status(corpus: Corpus, judgements: pd.DataFrame) -> dict:
    """Say how far the review of an edition is along.

    Returns
    -------
    dict
        edition; personas and reviewers, the records of
        :func:`toolbelt_data.analysis.review_by_persona` and
        :func:`toolbelt_data.analysis.review_by_reviewer`; disputed, the pairs
        about which reviewers disagree; nowhere, the judgements that apply to
        no pair of these documents.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import read_judgements
    >>> sorted(status(load(), read_judgements()))
    ['disputed', 'edition', 'nowhere', 'personas', 'reviewers']
    """
    levels = pairs(corpus, judgements)
    judged = Judged(judgements, corpus)
    disputed = levels[(levels.disagreement.fillna(0) > 0) & ~levels.restating]
    return {
        "edition": corpus.edition.label,
        "personas": records(review_by_persona(corpus, levels)),
        "reviewers": records(review_by_reviewer(corpus, judgements)),
        "disputed": [
            {
                "challenge_id": row.challenge_id,
                "remedy_id": row.remedy_id,
                "levels": {
                    one["reviewer"]: one["level"]
                    for one in judged.look_up(row.challenge_id, row.remedy_id).rows
                },
            }
            for row in disputed.itertuples()
        ],
        "nowhere": [
            {name: row[name] for name in ("challenge_id", "remedy_id", "reviewer", "level")}
            for row in judged.nowhere
        ],
    }


def as_text(found: dict) -> str:
    """Write the status for people."""
    people = found["personas"]
    names = ("pairs", "judged", "suspect", "unjudged", "disputed")
    total = {name: sum(row[name] for row in people) for name in names}
    parts = [
        f"{found['edition']}: {total['judged']} of {total['pairs']} pairs judged,"
        f" {total['suspect']} suspect, {total['unjudged']} unjudged",
        *_table(("persona", *names), [[row["name"], *(row[n] for n in names)] for row in people]),
        "",
        *_table(
            ("reviewer", "judgements", "current", "suspect", "nowhere", "last"),
            [
                [row[name] or 0 if name != "last" else row[name] or "" for name in row]
                for row in found["reviewers"]
            ],
        ),
    ]
    disputed = [
        f"  {row['challenge_id']} and {row['remedy_id']}: "
        + ", ".join(f"{who} {level}" for who, level in row["levels"].items())
        for row in found["disputed"]
    ]
    nowhere = sorted(
        {f"  {row['challenge_id']} and {row['remedy_id']}" for row in found["nowhere"]}
    )
    parts += _listed("pairs about which reviewers disagree", disputed)
    parts += _listed("judged pairs that apply to nothing in these documents", nowhere)
    return "\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    cells = [[str(one) for one in row] for row in (head, *rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    return [
        "  ".join(
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]


def _listed(title: str, lines: list[str]) -> list[str]:
    if not lines:
        return []
    more = [f"  and {len(lines) - _MOST} more; --format json has all"]
    return ["", f"{len(lines)} {title}:", *lines[:_MOST], *(more if len(lines) > _MOST else [])]
