"""Documents: persona documents of any size, all of whose pairs are reviewed.

The documents are grown and then cut to as many items as are wanted; the
reviews of the embedded edition hold for each copy of a pair.
"""

from __future__ import annotations

import re
import sys
from itertools import product
from pathlib import Path

import pandas as pd

from toolbelt_data import Analysis, Corpus, load
from toolbelt_data.analysis import read_reviews
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.source import embedded_edition
from toolbelt_data.spreadsheet import as_csv
from toolbelt_data.text import digest

from .grown import grow
from .items import Items

SECTIONS = ("challenges", "remedies")
# grow() gives each copy a folder of its own.
_COPY = re.compile(r"/(\d+)/")


def write_documents(target: Path, number: int | None = None) -> Items:
    """Write documents with so many challenges and remedies, and reviews of their pairs.

    Parameters
    ----------
    target : pathlib.Path
        The documents go into ``source`` below it, the reviews into
        ``reviews.csv``, and the items with what covers them into ``items.json``.
    number : int, optional
        How many challenges and remedies; those of the embedded edition where
        left out.

    Returns
    -------
    Items
        The same, for tools that are told.
    """
    source = target / "source"
    grow(embedded_edition(), source, 1)
    alone = _items(load(source))
    wanted = len(alone) if number is None else number
    if wanted > len(alone):
        grow(embedded_edition(), source, -(-wanted // len(alone)))
    _cut(source, _items(load(source)).iloc[wanted:])
    corpus = load(source)
    reviews = _reviews(corpus)
    table = as_csv(reviews)
    (target / "reviews.csv").write_text(table, encoding="utf-8", newline="")
    items = _told(corpus, reviews)
    items.write(target / "items.json")
    return items


def _items(corpus: Corpus) -> pd.DataFrame:
    return corpus.statements[corpus.statements.section.isin(SECTIONS)]


def _cut(source: Path, surplus: pd.DataFrame) -> None:
    """Make the lines of statements empty, so that the others stay where they are."""
    for path, rows in surplus.groupby("path"):
        gone = {number for row in rows.itertuples() for number in range(row.line, row.end_line + 1)}
        place = source / str(path)
        lines = place.read_bytes().decode("utf-8").split("\n")
        kept = ["" if number in gone else line for number, line in enumerate(lines, start=1)]
        place.write_bytes("\n".join(kept).encode("utf-8"))


def _reviews(corpus: Corpus) -> pd.DataFrame:
    """Let each copy of a pair have the reviews of the pair, for the texts that it has."""
    first = _numbered(_items(load()))
    names = dict(zip(first.place, first.statement_id, strict=True))
    copies: dict[str, dict[str, tuple[str, str]]] = {}
    for row in _numbered(_items(corpus)).itertuples():
        copies.setdefault(row.copy, {})[names[row.place]] = row.statement_id, row.text
    rows = []
    for review, own in product(read_reviews().to_dict("records"), copies.values()):
        if review["challenge_id"] in own and review["remedy_id"] in own:
            (challenge, of_challenge), (remedy, of_remedy) = (
                own[review[end]] for end in ("challenge_id", "remedy_id")
            )
            said = {
                "challenge_id": challenge,
                "remedy_id": remedy,
                "challenge_digests": [digest(of_challenge)],
                "remedy_digests": [digest(of_remedy)],
            }
            rows.append(review | said)
    return TABLE["reviews"].frame(rows)


def _numbered(items: pd.DataFrame) -> pd.DataFrame:
    """Say of each item which copy it is in, and where: the document, and the how manieth there."""
    copy = items.path.str.extract(_COPY, expand=False).fillna("")
    number = items.groupby("path").cumcount()
    paths = items.path.str.replace(_COPY, "/", regex=True)
    return items.assign(copy=copy, place=list(zip(paths, number, strict=True)))


def _told(corpus: Corpus, reviews: pd.DataFrame) -> Items:
    items = _items(corpus)
    texts = dict(zip(items.statement_id, items.text, strict=True))
    covers: dict[str, list[str]] = {}
    pairs = Analysis(corpus, reviews=reviews).pairs
    for row in pairs[pairs.rating > 0].itertuples():
        covers.setdefault(row.remedy_id, []).append(row.challenge_id)
    return Items(texts, covers)


if __name__ == "__main__":
    write_documents(Path(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else None)
