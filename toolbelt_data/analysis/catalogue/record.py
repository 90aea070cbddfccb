"""Records: what a catalogue's file says of one thing, checked as it is asked for.

Both forms of a catalogue come down to records, so that what is wrong with
either is told in the same words, with the file and the line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from ...errors import SourceError


@dataclass(frozen=True, slots=True)
class Record:
    """What stands in a file about one thing.

    Attributes
    ----------
    path : str
        The file, as it is shown.
    line : int
        Where the record begins, counted from 1.
    values : mapping of str to object
    lines : mapping of str to int
        Where a value stands; the record's line where that is not known.
    place : str
        The file within its catalogue.
    """

    path: str
    line: int
    values: Mapping[str, Any]
    lines: Mapping[str, int] = field(default_factory=dict)
    place: str = ""

    def text(self, key: str) -> str | None:
        """Give a value that is words, white space made one space; None where it says nothing.

        Raises
        ------
        SourceError
            Where it is no words.

        Examples
        --------
        >>> Record("a.yml", 3, {"name": "  in-toto "}).text("name")
        'in-toto'
        """
        value = self.values.get(key)
        if value is None:
            return None
        return " ".join(self._words(key, value).split()) or None

    def need(self, key: str) -> str:
        """Give a value that must be words.

        Raises
        ------
        SourceError
            Where there are none.

        Examples
        --------
        >>> Record("a.yml", 3, {}).need("id")
        Traceback (most recent call last):
        toolbelt_data.errors.SourceError: a.yml:3: no id; give it one
        """
        found = self.text(key)
        return found if found is not None else self.refuse(f"no {key}", "give it one")

    def texts(self, key: str) -> list[str] | None:
        """Give a list of words, each once; None where the record does not speak of it.

        An item may be a table with an ``id``, as the foundation writes a note
        beside one.

        Raises
        ------
        SourceError
            Where it is no such list.

        Examples
        --------
        >>> Record("a.yml", 3, {"serves": [{"id": "ospo", "note": "…"}]}).texts("serves")
        ['ospo']
        """
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, list):
            self.refuse(f"{key} is no list", "write one item a line, each with -", key)
        items = [one.get("id") if isinstance(one, Mapping) else one for one in value]
        return list(dict.fromkeys(" ".join(self._words(key, one).split()) for one in items))

    def flag(self, key: str) -> bool:
        """Give a truth; False where the record does not speak of it.

        Raises
        ------
        SourceError
            Where it is none.
        """
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.refuse(f"{key} is {value!r}", "write true or false", key)
        return value

    def one_of(self, keys: Iterable[str]) -> None:
        """Raise where the record says something that has none of these names.

        Raises
        ------
        SourceError
        """
        keys = list(keys)
        for key in self.values:
            if key not in keys:
                self.refuse(f"no key {key!r} is known", f"use {', '.join(keys)}", key)

    def refuse(self, found: str, mend: str, key: str = "") -> NoReturn:
        """Raise for this record.

        Raises
        ------
        SourceError
        """
        raise SourceError(self.path, found, mend, self.lines.get(key, self.line))

    def _words(self, key: str, value: Any) -> str:
        if not isinstance(value, str):
            self.refuse(f"{key} has {value!r}, which is no text", "put it in quotes", key)
        return value


def by_id(records: Iterable[Record], what: str) -> dict[str, Record]:
    """Name records by their ids.

    Parameters
    ----------
    records : iterable of Record
    what : str
        What they are about.

    Returns
    -------
    dict of str to Record

    Raises
    ------
    SourceError
        Where two have one id, or one has none, or no name.
    """
    found: dict[str, Record] = {}
    for record in records:
        name = record.need("id")
        record.need("name")
        if name in found:
            first = found[name]
            record.refuse(
                f"a second {what} {name}",
                f"keep one of them: the first is at {first.path}:{first.line}",
                "id",
            )
        found[name] = record
    return found
