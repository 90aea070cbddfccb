"""Changes: what a comparison says happened, a row each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ...corpus import Corpus
from ...links import key
from ...vocabulary import HEADED_SECTIONS, heading_words, is_incomplete
from ..placeholders import placeholders
from . import index
from .comparison import Comparison, Kind
from .identity import Identity
from .row import At, Row, told

_WRITTEN = {"missing": 0, "empty": 0, "incomplete": 1, "written": 2}


def documents(both: Comparison) -> Iterator[Row]:
    """Tell which files came, went and moved."""
    moved = both.documents
    for one, (other, share) in moved.items():
        yield told("moved", "document", _file(one), _file(other), (one, other), None, share)
    then, now = (dict.fromkeys(corpus.documents.path) for corpus in (both.old, both.new))
    came = {other for other, _ in moved.values()}
    for path in then:
        if path not in now and path not in moved:
            yield told("removed", "document", _file(path), None, (path, None), None)
    for path in now:
        if path not in then and path not in came:
            yield told("added", "document", None, _file(path), (None, path), None)


def _file(path: str) -> At:
    return At(path, path, 1)


def personas(both: Comparison) -> Iterator[Row]:
    """Tell what became of the personas."""
    kind = both.personas
    rows = [_by_id(corpus.personas, "persona_id") for corpus in (both.old, both.new)]
    titles = [
        dict(zip(corpus.groups.group_id, corpus.groups.title, strict=True))
        for corpus in (both.old, both.new)
    ]
    yield from _came_and_went(kind, "persona")
    for one in kind.identities:
        old, new = rows[0][one.old.id], rows[1][one.new.id]
        yield from _renamed(one, "persona")
        if _text(old.marker) != _text(new.marker):
            yield _identity("reworded", "persona", one, (old.heading, new.heading))
        if old.path != new.path or _regrouped(both, _text(old.group_id), _text(new.group_id)):
            places = tuple(
                _place(row.path, names.get(_text(row.group_id)))
                for row, names in zip((old, new), titles, strict=True)
            )
            yield _identity("moved", "persona", one, places)
        parents = _text(old.parent_id), _text(new.parent_id)
        if (kind.now.get(parents[0], "gone") if parents[0] else "") != parents[1]:
            places = tuple(
                f"below {people[parent].name}" if parent else "on its own"
                for people, parent in zip(rows, parents, strict=True)
            )
            yield _identity("nested", "persona", one, places)
        holds = old.status == "placeholder", new.status == "placeholder"
        if holds[0] != holds[1]:
            change = "filled" if holds[0] else "emptied"
            yield _identity(change, "persona", one, (old.status, new.status))


def _regrouped(both: Comparison, old: str, new: str) -> bool:
    """Tell whether a persona's group is another; one that came or went tells it by itself."""
    if not (old and new):
        return old in both.groups.now or new in both.groups.confidence
    return both.groups.now.get(old) != new


def _place(path: str, group: str | None) -> str:
    return f"{path}, {group}" if group else f"{path}, in no group"


def sections(both: Comparison) -> Iterator[Row]:
    """Tell which sections were filled, emptied and renamed, of personas in both editions."""
    rows = [
        {
            (row.persona_id, row.section): row
            for row in corpus.sections.itertuples(index=False)
            if row.section in HEADED_SECTIONS
        }
        for corpus in (both.old, both.new)
    ]
    for one in both.personas.identities:
        for section in HEADED_SECTIONS:
            old, new = rows[0][one.old.id, section], rows[1][one.new.id, section]
            holders = one.old, one.new
            places = tuple(
                At(
                    f"{holder.id}/{section}",
                    holder.path,
                    holder.line if pd.isna(row.line) else int(row.line),
                )
                for holder, row in zip(holders, (old, new), strict=True)
            )
            levels = _WRITTEN[old.status], _WRITTEN[new.status]
            if levels[0] != levels[1]:
                change = "filled" if levels[0] < levels[1] else "emptied"
                states = old.status, new.status
                yield told(change, "section", *places, states, one.new.name, one.confidence)
            headings = _text(old.heading), _text(new.heading)
            if all(headings) and len(set(map(_heading_key, headings))) > 1:
                yield told("renamed", "section", *places, headings, one.new.name, one.confidence)


def _heading_key(heading: str) -> str:
    """Reduce a heading to what it says; a marker such as "(incomplete)" is the section's status."""
    words, inside = heading_words(heading)
    return key(words if is_incomplete(inside) else heading)


def groups(both: Comparison) -> Iterator[Row]:
    """Tell what became of the groups; one without any persona counts as empty."""
    kind = both.groups
    rows = [_by_id(corpus.groups, "group_id") for corpus in (both.old, both.new)]
    empty = [_empty_groups(corpus) for corpus in (both.old, both.new)]
    yield from _came_and_went(kind, "group")
    for one in kind.identities:
        old, new = rows[0][one.old.id], rows[1][one.new.id]
        yield from _renamed(one, "group")
        if old.path != new.path:
            yield _identity("moved", "group", one, (old.path, new.path))
        said = _description(old), _description(new)
        if said[0] != said[1]:
            yield _identity("reworded", "group", one, said)
        holds = one.old.id in empty[0], one.new.id in empty[1]
        if holds[0] != holds[1]:
            states = tuple("without a persona" if flag else "with personas" for flag in holds)
            yield _identity("filled" if holds[0] else "emptied", "group", one, states)


def _empty_groups(corpus: Corpus) -> set[str]:
    found = placeholders(corpus)
    return set(found[found.kind == "group"].item_id)


def _description(row: Any) -> str:
    return " - ".join(filter(None, (_text(row.roles), _text(row.description))))


def listings(both: Comparison) -> Iterator[Row]:
    """Tell what became of the index's sub-personas."""
    titles = [
        dict(zip(corpus.groups.group_id, corpus.groups.title, strict=True))
        for corpus in (both.old, both.new)
    ]
    known = [{match.old.id for match in both.listings}, {match.new.id for match in both.listings}]
    for one in index.listings(both.old):
        if one.id not in known[0]:
            yield told("removed", "listing", one, None, (one.written, None), titles[0][one.group])
    for other in index.listings(both.new):
        if other.id not in known[1]:
            texts = None, other.written
            yield told("added", "listing", None, other, texts, titles[1][other.group])
    people = [
        dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
        for corpus in (both.old, both.new)
    ]
    for one, other, sure in both.listings:
        about = one, other
        whose = titles[1][other.group]
        if one.name != other.name:
            yield told("renamed", "listing", *about, (one.name, other.name), whose, sure)
        if one.address != other.address:
            yield told("reworded", "listing", *about, (one.written, other.written), whose, sure)
        if both.groups.now.get(one.group) != other.group:
            places = titles[0][one.group], whose
            yield told("moved", "listing", *about, places, whose, sure)
        if bool(one.persona) != bool(other.persona):
            states = tuple(
                f"means {names[listing.persona]}" if listing.persona else "means no persona"
                for listing, names in zip(about, people, strict=True)
            )
            change = "emptied" if one.persona else "filled"
            yield told(change, "listing", *about, states, whose, sure)


def use_cases(both: Comparison) -> Iterator[Row]:
    """Tell what became of the use cases."""
    kind = both.use_cases
    rows = [_by_id(corpus.use_cases, "actor_id") for corpus in (both.old, both.new)]
    yield from _came_and_went(kind, "use_case")
    for one in kind.identities:
        old, new = rows[0][one.old.id], rows[1][one.new.id]
        yield from _renamed(one, "use_case")
        if old.path != new.path:
            yield _identity("moved", "use_case", one, (old.path, new.path))
        if old.status != new.status:
            change = "filled" if old.status == "placeholder" else "emptied"
            yield _identity(change, "use_case", one, (old.status, new.status))


def _came_and_went(kind: Kind, item: str) -> Iterator[Row]:
    for one in kind.removed:
        yield told("removed", item, one, None, (one.name, None), one.name)
    for one in kind.added:
        yield told("added", item, None, one, (None, one.name), one.name)


def _renamed(one: Identity, item: str) -> Iterator[Row]:
    if key(one.old.name) != key(one.new.name):
        yield _identity("renamed", item, one, (one.old.name, one.new.name))


def _identity(change: str, item: str, one: Identity, said: tuple[str, str]) -> Row:
    return told(change, item, one.old, one.new, said, one.new.name, one.confidence)


def _by_id(frame: pd.DataFrame, id_: str) -> dict[str, Any]:
    return {getattr(row, id_): row for row in frame.itertuples(index=False)}


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value)
