"""Compare: what changed from one edition to another."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import pandas as pd

from ..corpus import Corpus, load
from ..errors import ParameterError, ToolbeltError
from ..links import key
from ..source import Edition
from ..text import number, slug
from ..vocabulary import HEADED_SECTIONS, heading_words, is_incomplete
from . import matching
from .matching import Matches, Thing, Things
from .tables import TABLE

Source = Corpus | Edition | str | os.PathLike[str] | None

DOUBTFUL = 0.75
"""Confidence below which a match is shown as doubtful.

Of editions edited at random nearly all wrong matches are below it, and few right ones.
"""

# The texts of each kind of holder, and the column of its id.
_TEXTS = {"group": "group_statement", "persona": "statement", "use_case": "need"}
_IDS = {"group": "group_id", "persona": "persona_id", "use_case": "actor_id"}
_PEOPLED = {True: "with personas", False: "without a persona"}
_WRITTEN = {"missing": 0, "empty": 0, "incomplete": 1, "written": 2}


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Two editions side by side.

    Attributes
    ----------
    old, new : Corpus
    matches : dict of str to dict
        By kind of item, such as persona or statement: for each id of `old` that is in `new` too,
        the id there and the confidence, 0.5 to 1.
    changes : pandas.DataFrame
        One row per change, as `TABLE["changes"]` declares. Several may concern one item. What
        moved with its persona, group or use case did not move itself.
    """

    old: Corpus
    new: Corpus
    matches: dict[str, Matches]
    changes: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"{len(self.changes)} changes from {self.old.edition.label} to {self.new.edition.label}"
        )


def compare(old: Source, new: Source | None = None) -> Comparison:
    """Compare two editions.

    Parameters
    ----------
    old, new : Corpus, Edition, str or path-like
        A source that is not a corpus is loaded by :func:`toolbelt_data.load`;
        default of `new`: the newest embedded edition.

    Raises
    ------
    SourceError, NothingToMeasure, ParameterError
        Where an edition cannot be loaded, or is only a part (:meth:`Corpus.only`); the
        place begins with the name of an Edition.

    Examples
    --------
    >>> changes = compare("2025-05-29", "2025-06-10").changes
    >>> people = changes[(changes["item"] == "persona") & (changes.change == "renamed")]
    >>> people[["old_text", "new_text"]].values.tolist()[0]
    ['Susan the Data Engineer', 'Dibby the Data Engineer']
    """
    old, new = _loaded(old), _loaded(new)
    sides = _things(old), _things(new)
    matches: dict[str, Matches] = {"document": matching.match_documents(old, new)}
    for item, text in _TEXTS.items():
        holders = [side[item] for side in sides]
        matches[item] = matching.identify(*holders)
        matches[text] = matching.match_texts(*holders, matches[item])
    matches["listing"] = matching.match_listings(*(side["listing"] for side in sides), matches)
    matches["section"] = {
        f"{one}/{section}": (f"{other}/{section}", sure)
        for one, (other, sure) in matches["persona"].items()
        for section in HEADED_SECTIONS
    }
    # In the order of the documents: sets have another one in each run.
    matches = {
        item: {one: pairs[one] for one in sides[0][item] if one in pairs}
        for item, pairs in matches.items()
    }
    items = TABLE["changes"].values("item")
    rows = [row for item in matches for row in _changes(item, *(s[item] for s in sides), matches)]
    for item, text in _TEXTS.items():
        rows += _moved(text, *(side[text] for side in sides), matches[text], matches[item])
    rows.sort(key=lambda row: items.index(row["item"]))
    changes = TABLE["changes"].frame({"number": at, **row} for at, row in enumerate(rows, 1))
    return Comparison(old, new, matches, changes)


def _loaded(source: Source | None) -> Corpus:
    if isinstance(source, Corpus):
        if source.unfiltered is not None:
            fix = "compare the whole editions, and filter the changes by whose"
            raise ParameterError(source.edition.label, "only a part of an edition", fix)
        return source
    try:
        return load(source)
    except ToolbeltError as error:
        if not isinstance(source, Edition):
            raise
        place = f"{source.name}, {error.path}"
        raise type(error)(place, error.found, error.fix, error.line) from None


# -- things ----------------------------------------------------------------------------------------


def _things(corpus: Corpus) -> dict[str, Things]:
    """Return everything that is compared, by kind and id."""
    things: dict[str, Things] = {item: {} for item in TABLE["changes"].values("item")}

    def add(item: str, row: Any, id_: str, name: str, **more: Any) -> None:
        things[item][id_] = Thing(
            id_, name, row.path, row.line, **({"whose": name, "texts": []} | more)
        )

    def add_text(holder: str, row: Any, id_: str, text: str, *place: str) -> None:
        of = things[holder][getattr(row, _IDS[holder])]
        place = (*place, "", "")[:2]
        states = {"reworded": (text, text)}
        add(_TEXTS[holder], row, id_, text, whose=of.name, holder=of.id, place=place, states=states)
        of.texts.append(things[_TEXTS[holder]][id_])

    for path in corpus.documents.path:
        things["document"][path] = Thing(path, path, path, 1)
    peopled = {group for ids in corpus.personas.group_ids for group in ids}
    for row in _rows(corpus.groups):
        has = row.group_id in peopled
        states = _named(row, row.title) | {"filled": (has, _PEOPLED[has])}
        add("group", row, row.group_id, row.title, states=states)
        if row.description:
            id_ = f"{row.group_id}/description"
            add_text("group", row, id_, row.description, "description")
        for at, role in enumerate(_roles(row.roles), 1):
            add_text("group", row, f"{row.group_id}/roles/{at}", role, "roles")
    for row in _rows(corpus.group_statements):
        add_text("group", row, row.item_id, row.text, row.field)
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    for row in _rows(corpus.personas):
        below = f"below {names[row.parent_id]}" if row.parent_id else "on its own"
        states = _named(row, row.name) | {
            "reworded": (row.marker, row.heading),
            "nested": (("persona", row.parent_id), below),
            "filled": (row.status != "placeholder", row.status),
        }
        add("persona", row, row.persona_id, row.name, states=states)
    for row in _rows(corpus.sections[corpus.sections.section.isin(HEADED_SECTIONS)]):
        of = things["persona"][row.persona_id]
        states = {
            "filled": (_WRITTEN[row.status], row.status),
            "renamed": (_heading_key(row.heading), row.heading),
        }
        row = row._replace(line=row.line or of.line)
        add("section", row, f"{of.id}/{row.section}", row.section, whose=of.name, states=states)
    for row in _rows(corpus.statements):
        add_text("persona", row, row.statement_id, row.text, row.section, row.facet)
    for row in _rows(corpus.listings):
        title, known = things["group"][row.group_id].name, names.get(row.persona_id)
        states = {
            "renamed": (row.name, row.name),
            "reworded": (row.address, f"[{row.name}]({row.address})" if row.address else row.name),
            "moved": (("group", row.group_id), title),
            "filled": (bool(known), f"means {known}" if known else "means no persona"),
        }
        place = row.group_id, row.persona_id
        add("listing", row, row.item_id, row.name, whose=title, place=place, states=states)
    for row in _rows(corpus.use_cases):
        states = _named(row, row.actor) | {"filled": (row.status != "placeholder", row.status)}
        add("use_case", row, row.actor_id, row.actor, states=states)
    for row in _rows(corpus.needs):
        add_text("use_case", row, row.need_id, row.text)
    return things


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    return frame.astype(object).where(frame.notna(), "").itertuples(index=False)


def _named(row: Any, name: str) -> dict[str, tuple[Any, str]]:
    return {"renamed": (key(name), name), "moved": (row.path, row.path)}


def _heading_key(heading: str) -> str | None:
    """Reduce a heading for comparison; a marker such as "(incomplete)" is a status."""
    words, inside = heading_words(heading)
    return key(words if is_incomplete(inside) else heading) or None


def _roles(written: str) -> Iterator[str]:
    """Split the bracket of a group's heading, such as "CEO, CTO, or CISO, etc."."""
    for part in re.split("[,;]", written):
        if role := re.sub(r"^(?:or|and) |\betc\b\.?$", "", part.strip()).strip():
            yield role


# -- changes ---------------------------------------------------------------------------------------


def _row(
    change: str, item: str, old: Thing | None, new: Thing | None, texts: tuple[Any, Any],
    confidence: float = 1.0,
) -> dict[str, Any]:  # fmt: skip
    places = {
        f"{when}_{name}": getattr(one, name) if one else None
        for when, one in (("old", old), ("new", new))
        for name in ("id", "path", "line")
    }
    sure = round(confidence, 2)
    return {
        "change": change, "item": item, "whose": (new or old).whose, **places,
        "old_text": texts[0], "new_text": texts[1], "confidence": sure, "doubtful": sure < DOUBTFUL,
    }  # fmt: skip


def _changes(
    item: str, old: Things, new: Things, matches: Mapping[str, Matches]
) -> Iterator[dict[str, Any]]:
    same = matches[item]
    if item != "section":  # every persona has each, written or not
        known = {now for now, _ in same.values()}
        removed = (one for id_, one in old.items() if id_ not in same)
        added = (one for id_, one in new.items() if id_ not in known)
        yield from (_row("removed", item, one, None, (one.name, None)) for one in removed)
        yield from (_row("added", item, None, one, (None, one.name)) for one in added)
    for id_, (now, sure) in same.items():
        one, other = old[id_], new[now]
        if item == "document" and id_ != now:
            yield _row("moved", item, one, other, (id_, now), sure)
        for change, (before, old_text) in one.states.items():
            after, new_text = other.states[change]
            if isinstance(before, tuple):
                what, known = before
                before, after = known and matches[what].get(known, ("removed",))[0], after[1]
            if before != after and None not in (before, after):
                emptied = change == "filled" and before > after
                yield _row(
                    "emptied" if emptied else change, item, one, other, (old_text, new_text), sure
                )


def _moved(
    item: str, old: Things, new: Things, same: Matches, holders: Matches
) -> Iterator[dict[str, Any]]:
    """Yield renamed sub-headings, and texts that are elsewhere or in another order."""
    pairs = [(one, new[same[id_][0]], same[id_][1]) for id_, one in old.items() if id_ in same]
    ways = matching.grouped(
        pairs, lambda pair: ((pair[0].holder, *pair[0].place), (pair[1].holder, *pair[1].place))
    )
    number = [Counter(way[side] for way in ways) for side in (0, 1)]
    order = {id_: at for at, id_ in enumerate(new)}
    for (before, after), texts in ways.items():
        stays = holders.get(before[0], ("",))[0] == after[0]
        within = stays and before[1] == after[1]
        facets = before[2], after[2]
        renamed = within and all(facets) and number[0][before] == number[1][after] == 1
        if renamed and facets[0] != facets[1]:
            about = [
                text._replace(id=f"{place[0]}/{place[1]}/{slug(place[2])}")
                for text, place in zip(texts[0][:2], (before, after), strict=True)
            ]
            yield _row("renamed", "facet", *about, facets)
        kept = within and (facets[0] == facets[1] or renamed)
        stayed = _rising([order[other.id] for _, other, _ in texts]) if kept else set()
        for at, (one, other, sure) in enumerate(texts):
            if at not in stayed:
                places = [
                    " › ".join(filter(None, ("" if stays else text.whose, *text.place)))
                    + (f", number {text.id.rpartition('/')[2]}" if kept else "")
                    for text in (one, other)
                ]
                yield _row("moved", item, one, other, tuple(places), sure)


def _rising(numbers: list[int]) -> set[int]:
    """Return the positions of a longest rising subsequence.

    Examples
    --------
    >>> sorted(_rising([4, 0, 1, 3, 2]))
    [1, 2, 4]
    """
    ends: list[int] = []
    chains: list[tuple] = []
    for position, value in enumerate(numbers):
        at = bisect_left(ends, value)
        ends[at : at + 1] = [value]
        chains[at : at + 1] = [(position, chains[at - 1] if at else None)]
    found, link = set(), chains[-1] if chains else None
    while link:
        found.add(link[0])
        link = link[1]
    return found


# -- in words --------------------------------------------------------------------------------------

_NOUNS = {
    "persona": "persona", "group": "group", "use_case": "use case", "statement": "statement",
    "group_statement": "index statement", "need": "need", "section": "section",
    "facet": "sub-heading", "listing": "listing", "document": "document",
}  # fmt: skip
_DID = {
    "filled": "now written", "emptied": "no longer written", "nested": "nested differently",
    "group filled": "now with a persona", "group emptied": "no longer with a persona",
    "listing filled": "now with a persona", "listing emptied": "no longer with a persona",
    "persona moved": "moved to another file", "listing moved": "moved to another group",
}  # fmt: skip
_NAMED = 3


def change_words(changes: pd.DataFrame) -> list[str]:
    """Describe changes in a few phrases, the most important first.

    Parameters
    ----------
    changes : pandas.DataFrame
        Of a :class:`Comparison`.

    Returns
    -------
    list of str
        Empty if there are no changes.

    Examples
    --------
    >>> print(change_words(compare("2025-05-29", "2025-06-10").changes)[7])
    1 listing removed: Infrastructure/Platform Engineer
    """
    parts = dict(list(changes.groupby(["item", "change"])))
    found = []
    for item, change in product(_NOUNS, TABLE["changes"].values("change")):
        if (item, change) in parts:
            part = parts[item, change]
            names = list(dict.fromkeys(part.whose.fillna(part.new_text).fillna(part.old_text)))
            if change == "renamed" or (item, change) == ("document", "moved"):
                names = [f"{row.old_text} → {row.new_text}" for row in part.itertuples()]
            if len(names) > _NAMED:
                names[_NAMED - 1 :] = [f"{len(names) - _NAMED + 1} more"]
            did = _DID.get(f"{item} {change}", _DID.get(change, change))
            found.append(f"{number(len(part), _NOUNS[item])} {did}: {', '.join(names)}")
    return found
