"""Intake: a filled-in sheet becomes judgements, and a row that makes no sense is refused.

No judgement is lost or silently replaced: one that gives way to another is
kept in the other's column `earlier`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..analysis.judging.entries import Refused, values
from ..analysis.judging.judgements import read_level
from ..analysis.judging.matching import Judged, Pair
from ..analysis.tables import TABLE
from ..corpus import Corpus
from ..text import digest
from .form import DIGESTS, FILLED
from .store import Key, Store

Cells = Mapping[str, str]

_KEPT = ("level", "date", "note", "challenge_digests", "remedy_digests", "challenge_text",
         "remedy_text")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a row of the sheet.

    Attributes
    ----------
    line : int
        Its place in the sheet.
    outcome : str
        added, replaced, unchanged or refused.
    words : str
        The judgement, or why it is refused and what to do about it.
    """

    line: int
    outcome: str
    words: str


class Intake:
    """Takes the rows of a sheet into a store.

    Parameters
    ----------
    corpus : Corpus
        The documents that the sheet was made from.
    store : Store
    date : str
        The day on which the judgements were given.
    reviewer : str, optional
        Who filled the sheet in, where its rows do not say so.
    update : bool, optional
        Whether a level may take the place of another one that the same
        reviewer gave the same texts.
    """

    def __init__(
        self, corpus: Corpus, store: Store, date: str, reviewer: str = "", *, update: bool = False
    ) -> None:
        self.store = store
        self.date = date
        self.reviewer = reviewer
        self.update = update
        self._corpus = corpus
        statements = corpus.statements
        self._statements = {row.statement_id: row for row in statements.itertuples(index=False)}
        self._judged: dict[str, Judged] = {}
        self._seen: dict[Key, int] = {}
        self._given_way: set[Key] = set()
        self._numbers = store.keys()

    def take(self, sheet: pd.DataFrame) -> list[Taken]:
        """Take every row that is filled in, and say what became of it.

        Parameters
        ----------
        sheet : pandas.DataFrame
            As :func:`toolbelt_data.spreadsheet.read_sheet` returns it, with the
            columns :data:`toolbelt_data.review.form.NEEDED`.

        Returns
        -------
        list of Taken
            One a row that is filled in, in the order of the sheet.
        """
        found = []
        for line, cells in sheet.to_dict("index").items():
            if not any(cells[name] for name in FILLED):
                continue
            try:
                outcome, words = self._row(line, cells)
            except Refused as error:
                outcome, words = "refused", str(error)
            found.append(Taken(line, outcome, words))
        return found

    def _row(self, line: int, cells: Cells) -> tuple[str, str]:
        level = self._level(cells)
        reviewer = self._reviewer(cells)
        pair = self._pair(cells)
        key = (*pair, reviewer)
        if key in self._seen:
            raise Refused(f"the pair stands in row {self._seen[key]} too", "keep one of them")
        self._seen[key] = line
        entry = self._entry(pair, reviewer, level, cells["note"])
        words = f"{pair[0]} and {pair[1]}: {level}"
        return self._put(key, entry), words

    # -- reading a row -------------------------------------------------------------------------

    def _level(self, cells: Cells) -> int:
        if not cells["level"]:
            raise Refused("a note and no level", "give a level, or take the note away")
        return read_level(cells["level"])

    def _reviewer(self, cells: Cells) -> str:
        said = cells.get("reviewer", "")
        name = self.reviewer or said
        if not name:
            raise Refused("nobody says who judged", "name them with --reviewer")
        if said and said != name:
            raise Refused(f"the sheet is {said}'s", f"import it without --reviewer {name}")
        if not name.isprintable():
            raise Refused(f"reviewer {name!r}", "use a name of letters that can be shown")
        return name

    def _pair(self, cells: Cells) -> Pair:
        found = []
        for end, section, column in zip(
            ("challenge", "remedy"), ("challenges", "remedies"), DIGESTS, strict=True
        ):
            item = cells[f"{end}_id"]
            statement = self._statements.get(item)
            if statement is None or statement.section != section:
                raise Refused(f"no {end} {item!r} in these documents", "export the sheet again")
            if cells[column] != digest(statement.text):
                mend = "export the sheet again and judge what it says now"
                raise Refused(f"{item} says something else since the sheet was made", mend)
            found.append(statement)
        challenge, remedy = found
        if challenge.persona_id != remedy.persona_id:
            mend = "judge a remedy of the challenge's persona"
            raise Refused(f"{remedy.statement_id} is another persona's", mend)
        return challenge.statement_id, remedy.statement_id

    def _entry(self, pair: Pair, reviewer: str, level: int, note: str) -> dict[str, Any]:
        challenge, remedy = (self._statements[item].text for item in pair)
        return {
            "challenge_id": pair[0],
            "remedy_id": pair[1],
            "reviewer": reviewer,
            "level": level,
            "date": self.date,
            "note": note,
            "challenge_digests": [digest(challenge)],
            "remedy_digests": [digest(remedy)],
            "challenge_text": challenge,
            "remedy_text": remedy,
        }

    # -- putting it into the store -------------------------------------------------------------

    def _put(self, key: Key, entry: dict[str, Any]) -> str:
        old, basis = self._old(key)
        if old is None:
            self._add(key, entry)
            return "added"
        own = tuple(old[name] for name in TABLE["judgements"].key)
        if basis == "judged":
            same = old["level"] == entry["level"]
            if same and entry["note"] in ("", old["note"] or ""):
                return "unchanged"
            if not self.update and not (same and old["note"] is None):
                found = f"level {old['level']}" + (f" on {old['date']}" if old["date"] else "")
                mend = "use --update to let this one take its place"
                raise Refused(f"{key[2]} judged these texts before: {found}", mend)
        if old["level"] == entry["level"]:
            entry["note"] = entry["note"] or old["note"] or ""
            for name in ("challenge_digests", "remedy_digests"):
                entry[name] = list(dict.fromkeys([*old[name], *entry[name]]))
        self._replace(key, own, entry)
        return "replaced"

    def _old(self, key: Key) -> tuple[dict[str, Any] | None, str]:
        """Find the reviewer's judgement that this one would take the place of, and its basis."""
        *pair, reviewer = key
        verdict = self._of(reviewer).look_up(*pair)
        if verdict is None:
            return None, ""
        rows = {tuple(row[name] for name in TABLE["judgements"].key): row for row in verdict.rows}
        own, old = next(iter(rows.items()))
        elsewhere = own != key and own[:2] in self._of(reviewer).places[own]
        if elsewhere or own in self._given_way:
            return None, ""
        return old, verdict.basis

    def _of(self, reviewer: str) -> Judged:
        if reviewer not in self._judged:
            judgements = self.store.judgements
            mine = judgements[judgements.reviewer == reviewer]
            self._judged[reviewer] = Judged(mine, self._corpus)
        return self._judged[reviewer]

    def _add(self, key: Key, entry: dict[str, Any]) -> None:
        number = self._holder(key)
        if number is None:
            self.store.add(_cells(entry))
        elif self._places(key[2]).get(number):
            raise _held(key)
        else:
            self.store.replace(number, _cells(entry) | {"earlier": self._earlier(number)})

    def _replace(self, key: Key, own: Key, entry: dict[str, Any]) -> None:
        number = self._numbers[own]
        if self._holder(key) not in (None, number):
            raise _held(key)
        self._given_way.add(own)
        self.store.replace(number, _cells(entry) | {"earlier": self._earlier(number)})

    def _holder(self, key: Key) -> int | None:
        """Give the row that has these ids, once those of other texts have the ids they have now."""
        if key not in set(self.store.keys()):
            return None
        now = {number: held for held, number in self.store.keys().items()}
        places = self._places(key[2])
        to = {
            number: (*pairs[0], key[2])
            for number, pairs in places.items()
            if pairs and now[number][:2] not in pairs
        }
        while blocked := _twice(now | to) & to.keys():
            to = {number: moved for number, moved in to.items() if number not in blocked}
        for number, moved in to.items():
            self.store.replace(number, dict(zip(TABLE["judgements"].key, moved, strict=True)))
        return self.store.keys().get(key)

    def _places(self, reviewer: str) -> dict[int, list[Pair]]:
        """Give the pairs that the reviewer's judgements are of, but for those that gave way."""
        return {
            self._numbers[own]: pairs
            for own, pairs in self._of(reviewer).places.items()
            if own not in self._given_way
        }

    def _earlier(self, number: int) -> str:
        """Give what stood in a row before, behind what it took the place of itself."""
        cells = self.store.cells(number)
        was = {name: text for name, text in values(cells, _KEPT).items() if text is not None}
        try:
            before = json.loads(cells.get("earlier") or "[]")
        except ValueError:
            before = cells["earlier"]
        before = before if isinstance(before, list) else [before]
        return json.dumps([*before, was], ensure_ascii=False)


def _twice(keys: dict[int, Key]) -> set[int]:
    """Give the rows that would have the same ids and reviewer as another."""
    count = Counter(keys.values())
    return {number for number, key in keys.items() if count[key] > 1}


def _held(key: Key) -> Refused:
    return Refused(
        f"{key[2]}'s judgement of another text is kept under these ids",
        "give it other ids in the file of judgements",
    )


def _cells(entry: dict[str, Any]) -> dict[str, str]:
    return {
        name: json.dumps(value) if isinstance(value, list) else str(value)
        for name, value in entry.items()
    }
