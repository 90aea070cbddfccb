"""Reviews: ratings, verdicts and decisions, and where their texts are now.

Each row of the three files has digests of the texts that it applies to. A
statement is found by its digest, wherever it is now; else by a light rewording
of its text.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from ..corpus import Corpus, load
from ..errors import SourceError
from ..git import is_day
from ..source import embedded_edition, embedded_editions, package_folder
from ..spreadsheet import read_sheet
from ..text import digest
from .likeness import REWORDED, likeness, match
from .tables import TABLE

RATINGS = ("none", "partial", "direct")
"""What the ratings 0, 1 and 2 mean."""


# -- reading the files


def read_reviews(path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Read reviewers' ratings of pairs.

    Parameters
    ----------
    path : str or path-like, optional
        A CSV or xlsx file; default: the reviews of the package.

    Returns
    -------
    pandas.DataFrame
        One row per challenge, remedy and reviewer: challenge_id and remedy_id as
        they were, reviewer, rating (0 none, 1 partial, 2 direct), date, note,
        digests of the texts that it applies to, and those texts if the file has them.

    Raises
    ------
    SourceError
        If the file cannot be read, lacks a column, or a line of it is wrong.

    Examples
    --------
    >>> read_reviews().groupby("rating").size().to_dict()
    {0: 550, 1: 257, 2: 153}
    """
    return _read("reviews", path)


def read_recommendations(path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Read reviewers' verdicts on next steps for challenges.

    Parameters
    ----------
    path : str or path-like, optional
        A CSV or xlsx file; default: the verdicts of the package.

    Returns
    -------
    pandas.DataFrame
        One row per challenge, kind, target and reviewer, with verdict (no,
        partly or yes), note, date and digests.

    Raises
    ------
    SourceError
        As :func:`read_reviews` does.

    Examples
    --------
    >>> read_recommendations().kind.unique().tolist()
    ['write', 'reuse', 'point-to', 'not-a-need']
    """
    return _read("verdicts", path)


def read_decisions(path: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Read decisions about gaps.

    Parameters
    ----------
    path : str or path-like, optional
        A CSV or xlsx file; default: the decisions of the package, which has none.

    Returns
    -------
    pandas.DataFrame
        One row per challenge: decision (accepted, out of scope or in progress),
        owner, link, until, date, note, digests and text of the challenge.

    Raises
    ------
    SourceError
        As :func:`read_reviews` does.

    Examples
    --------
    >>> len(read_decisions())
    0
    """
    return _read("decisions", path)


def default_file(name: str) -> Path:
    """Return the package's file of `reviews`, `decisions` or `verdicts`.

    Examples
    --------
    >>> default_file("verdicts").name
    'recommendations.csv'
    """
    stem = "recommendations" if name == "verdicts" else name
    return package_folder("data") / f"{stem}.csv"


Refuse = Callable[[str, str], None]


def _read(name: str, path: Any) -> pd.DataFrame:
    table, file = TABLE[name], Path(path) if path else default_file(name)
    sheet = read_sheet(
        file, [one.name for one in table.columns if not (one.null or one.kind == "list")]
    )
    rows, lines = [], {}
    for line, cells in sheet.to_dict("index").items():

        def refuse(found: str, fix: str, line: int = line) -> None:
            raise SourceError(file, found, fix, line)

        row = read_row(name, cells, refuse)
        key = tuple(row[one] for one in table.key)
        if lines.setdefault(key, line) != line:
            refuse(f"the same {', '.join(table.key)} as line {lines[key]}", "keep one of them")
        rows.append(row)
    return table.frame(rows)


def read_row(name: str, cells: Mapping[str, str | None], refuse: Refuse) -> dict[str, Any]:
    """Read a row of one of the three files.

    Parameters
    ----------
    name : str
        reviews, verdicts or decisions.
    cells : mapping of str to str
        By column; the digests of texts are added.
    refuse : callable
        Raises an error; called with the problem and the fix.
    """
    table = TABLE[name]
    row: dict[str, Any] = {column: cells.get(column) or None for column in table.names}
    for column in table.columns:
        if column.kind == "list":
            row[column.name] = _list(row[column.name], column.name, refuse)
        elif column.values and row[column.name] not in (*column.values, None):
            refuse(f"{column.name} {row[column.name]!r}", f"use {', '.join(column.values)}")
        elif row[column.name] is None and not column.null:
            refuse(f"column {column.name} is empty", "fill it")
    for column in {"date", "until"} & row.keys():
        if row[column] is not None and not is_day(row[column]):
            refuse(f"{column} {row[column]!r}", "write it as YYYY-MM-DD")
    for text in (one for one in row if one.endswith("_text") and row[one]):
        known = row[text.replace("_text", "_digests")]
        known += [one for one in [digest(row[text])] if one not in known]
    _CHECKS[name](row, refuse)
    if not row["challenge_digests"]:
        refuse("neither challenge_text nor challenge_digests", "copy the challenge's text")
    return row


def _list(text: str | None, column: str, refuse: Refuse) -> list[str]:
    try:
        found = json.loads(text or "[]")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        refuse(f"column {column} is not a list", 'write a JSON array, ["…"]')
    return found


def read_rating(text: str | None) -> int | None:
    """Read a rating as people and spreadsheets write it; None if it is not one.

    Examples
    --------
    >>> read_rating("2"), read_rating("1.0"), read_rating("good")
    (2, 1, None)
    """
    return {"0": 0, "1": 1, "2": 2}.get((text or "").removesuffix(".0"))


def _review(row: dict, refuse: Refuse) -> None:
    rating = read_rating(row["rating"])
    if rating is None:
        refuse(f"rating {row['rating']!r}", "use 0 (none), 1 (partial) or 2 (direct)")
    row["rating"] = rating
    if not row["remedy_digests"]:
        refuse("neither remedy_text nor remedy_digests", "copy the remedy's text")


def _recommendation(row: dict, refuse: Refuse) -> None:
    kind = row["kind"]
    if (row["target"] is None) != (kind == "not-a-need"):
        refuse(f"{kind} with target {row['target']}", "name one, except for not-a-need")
    if kind == "write" and row["note"] is None:
        refuse("write without a note", "say in the note what to write")
    if bool(row["target_digests"]) != (kind == "reuse"):
        refuse(f"target_digests of {kind}", "give those of a remedy to reuse, else none")


def _decision(row: dict, refuse: Refuse) -> None:
    if row["decision"] == "in progress" and not (row["owner"] or row["link"]):
        refuse("in progress without owner and link", "say who works on it, or where")
    if row["link"] and not row["link"].startswith(("https://", "http://")):
        refuse(f"link {row['link']!r}", "use an address that begins with https://")


_CHECKS = {"reviews": _review, "verdicts": _recommendation, "decisions": _decision}


# -- following texts


@cache
def _embedded_texts() -> dict[str, str]:
    """Return the texts of the embedded editions by digest: the package's reviews have no texts."""
    editions = (load(embedded_edition(name)) for name in embedded_editions())
    return {digest(text): text for one in editions for text in one.statements.text}


def wording(digests: Iterable[str], text: str) -> str | None:
    """Return a statement's text when it was reviewed, or its restatement; None if unknown."""
    known = (_embedded_texts().get(one) for one in digests)
    return text or next(filter(None, known), None)


def follow(corpus: Corpus, section: str, rows: pd.DataFrame, end: str) -> pd.DataFrame:
    """Find where the statements of reviews are now.

    A statement is where its text is, wherever that moved; else where its text is lightly
    reworded, from a likeness of :data:`~.likeness.REWORDED` on: anywhere, one to one, or where
    it was. An id alone does not count: another text may have taken its place.

    Parameters
    ----------
    corpus : Corpus
    section : str
        challenges or remedies.
    rows : pandas.DataFrame
        Reviews, verdicts or decisions.
    end : str
        Which of their statements: the columns `{end}_id` (of verdicts: target),
        `{end}_digests` and, if there, `{end}_text`.

    Returns
    -------
    pandas.DataFrame
        One row per row of `rows` and place: row (its position), item_id,
        persona_id, same (the text is equal) and likeness (0 to 1).
    """
    now = corpus.statements[corpus.statements.section == section]
    persona = dict(zip(now.statement_id, now.persona_id, strict=True))
    texts = dict(zip(now.statement_id, now.text, strict=True))
    digests = {item: digest(text) for item, text in texts.items()}
    at, ids_of = defaultdict(list), defaultdict(set)
    for item, one in digests.items():
        at[one].append(item)
    ids = rows[end if end in rows else f"{end}_id"]
    old_texts = rows.get(f"{end}_text", pd.Series(None, rows.index, object))
    keys = [*zip(ids, rows[f"{end}_digests"].map(tuple), old_texts.fillna(""), strict=True)]
    for item, old_digests, _ in keys:
        for one in old_digests:
            ids_of[one].add(item)
    places: dict[tuple, list[tuple[str, bool, float]]] = {
        one: [(item, True, 1.0) for old in dict.fromkeys(one[1]) for item in at.get(old, ())]
        for one in dict.fromkeys(keys)
    }
    lost = [one for one, found in places.items() if not found]
    # A text that was reviewed is not a rewording of another one, except under the same id.
    ids_lost = {item for item, *_ in lost}
    free = {
        item: text
        for item, text in texts.items()
        if ids_of.get(digests[item], set()) <= {item} & ids_lost
    }
    gone = {one: wording(*one[1:]) for one in lost if free}
    matched = match({text: text for text in gone.values() if text}, free)
    for one, found in places.items():
        if gone.get(one) in matched:
            item, alike = matched[gone[one]]
            found.append((item, False, alike))
        # It may be reworded where it was, while copies of it elsewhere are unchanged.
        if one[0] in free and one[0] not in [item for item, *_ in found]:
            alike = likeness(wording(*one[1:]) or "", free[one[0]])
            if alike >= REWORDED:
                found.append((one[0], False, alike))
    return pd.DataFrame(
        [
            (row, item, persona[item], same, alike)
            for row, one in enumerate(keys)
            for item, same, alike in places[one]
        ],
        columns=["row", "item_id", "persona_id", "same", "likeness"],
    ).astype({"row": int, "same": bool, "likeness": float})


def placed_reviews(corpus: Corpus, reviews: pd.DataFrame) -> pd.DataFrame:
    """Find the pairs of a corpus that reviews are of.

    Parameters
    ----------
    corpus : Corpus
    reviews : pandas.DataFrame
        As :func:`read_reviews` returns it.

    Returns
    -------
    pandas.DataFrame
        One row per pair and reviewer: challenge_id and remedy_id (of now),
        reviewer, rating, note, current (whether both texts are those that were
        reviewed), row (position of the review in `reviews`), and the reviewed
        texts, challenge_before and remedy_before, where they differ and are known.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> placed_reviews(load(), read_reviews()).current.all()
    np.True_
    """
    challenges = follow(corpus, "challenges", reviews, "challenge")
    remedies = follow(corpus, "remedies", reviews, "remedy")
    both = challenges.merge(remedies, on=["row", "persona_id"], suffixes=("_challenge", "_remedy"))
    old_ids = reviews[["challenge_id", "remedy_id"]].iloc[both.row].reset_index(drop=True)
    both["current"] = both.same_challenge & both.same_remedy
    both["own"] = (both.item_id_challenge == old_ids.challenge_id) & (
        both.item_id_remedy == old_ids.remedy_id
    )
    both["alike"] = both.likeness_challenge + both.likeness_remedy
    both = both.sort_values(["current", "alike", "own"], ascending=False, kind="stable")
    # Equal texts are the same pair wherever they are; a changed one can only be one pair.
    both = both[both.current | ~both.duplicated("row")]
    answers = reviews[["reviewer", "rating", "note"]].iloc[both.row].set_axis(both.index)
    both = both.join(answers).sort_values(
        ["current", "own", "alike"], ascending=False, kind="stable"
    )
    both = both.rename(columns={"item_id_challenge": "challenge_id", "item_id_remedy": "remedy_id"})
    both = both.drop_duplicates(["challenge_id", "remedy_id", "reviewer"])
    both = both.sort_values("row", kind="stable")
    for end in ("challenge", "remedy"):
        texts = reviews[f"{end}_text"].fillna("")
        both[f"{end}_before"] = [
            None if same else wording(reviews[f"{end}_digests"].iloc[row], texts.iloc[row])
            for row, same in zip(both.row, both[f"same_{end}"], strict=True)
        ]
    columns = ["challenge_id", "remedy_id", "reviewer", "rating", "note", "current", "row"]
    return both[[*columns, "challenge_before", "remedy_before"]].reset_index(drop=True)


def unplaced(corpus: Corpus, reviews: pd.DataFrame) -> pd.DataFrame:
    """Return the reviews that match no pair of a corpus, or are replaced by another there."""
    return reviews.drop(index=reviews.index[placed_reviews(corpus, reviews).row.unique()])


def placed_decisions(corpus: Corpus, decisions: pd.DataFrame) -> pd.DataFrame:
    """Find the challenges of a corpus that decisions are about.

    Returns
    -------
    pandas.DataFrame
        One row per challenge: challenge_id (of now), current (whether its text
        is unchanged) and row (position of the decision in `decisions`).

    Examples
    --------
    >>> from toolbelt_data import load
    >>> len(placed_decisions(load(), read_decisions()))
    0
    """
    places = follow(corpus, "challenges", decisions, "challenge")
    places = places.sort_values(["same", "likeness"], ascending=False, kind="stable")
    places = places[places.same | ~places.duplicated("row")].drop_duplicates("item_id")
    places = places.rename(columns={"item_id": "challenge_id", "same": "current"})
    return places[["challenge_id", "current", "row"]].reset_index(drop=True)
