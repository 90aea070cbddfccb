"""Text changes: what became of statements, groups' statements and needs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from ...text import slug
from .comparison import Kind
from .holders import Holder, Text
from .row import At, Row, told


def texts(kind: Kind, item: str) -> Iterator[Row]:
    """Tell what became of statements, groups' statements or needs."""
    owners = kind.owners
    numbers = [_numbers(side) for side in (kind.old, kind.new)]
    for text in kind.texts_removed:
        yield told("removed", item, text, None, (text.words, None), owners[0][text.id].name)
    for text in kind.texts_added:
        yield told("added", item, None, text, (None, text.words), owners[1][text.id].name)
    facets = _renamed_facets(kind)
    for (old, new), (one, other) in facets.items():
        ids = [
            At(f"{holder}/{scope}/{slug(facet)}", text.path, text.line)
            for (holder, scope, facet), text in ((old, one), (new, other))
        ]
        yield told("renamed", "facet", *ids, (old[2], new[2]), owners[1][other.id].name)
    for match in kind.texts:
        old, new = match.old, match.new
        before, after = owners[0][old.id], owners[1][new.id]
        sure = min(match.confidence, kind.confidence.get(after.id, 1.0))
        if old.words != new.words:
            both = old.words, new.words
            yield told("reworded", item, old, new, both, after.name, sure)
        away = kind.now.get(before.id) != after.id
        places = (before.id, old.scope, old.facet), (after.id, new.scope, new.facet)
        elsewhere = old.scope != new.scope or (old.facet != new.facet and places not in facets)
        if away or elsewhere or match.reordered:
            stood = tuple(
                _stood(text, holder.name if away else "", None if away or elsewhere else number)
                for text, holder, number in (
                    (old, before, numbers[0][old.id]),
                    (new, after, numbers[1][new.id]),
                )
            )
            yield told("moved", item, old, new, stood, after.name, sure)


def _numbers(holders: dict[str, Holder]) -> dict[str, int]:
    """Count the texts of each section or field."""
    found = {}
    for one in holders.values():
        count: Counter[str] = Counter()
        for text in one.texts:
            count[text.scope] += 1
            found[text.id] = count[text.scope]
    return found


def _stood(text: Text, holder: str, number: int | None) -> str:
    place = " › ".join(filter(None, (holder, text.scope, text.facet)))
    if number is None:
        return place
    return f"{place}, number {number}" if place else f"number {number}"


Facet = tuple[str, str, str]


def _renamed_facets(kind: Kind) -> dict[tuple[Facet, Facet], tuple[Text, Text]]:
    """Find sub-headings whose every statement stands below one other sub-heading now."""
    led: defaultdict[Facet, set[Facet]] = defaultdict(set)
    came: defaultdict[Facet, set[Facet]] = defaultdict(set)
    first: dict[tuple[Facet, Facet], tuple[Text, Text]] = {}
    for match in kind.texts:
        before, after = (
            side[text.id].id for side, text in zip(kind.owners, match[:2], strict=True)
        )
        old, new = (before, *_under(match.old)), (after, *_under(match.new))
        led[old].add(new)
        came[new].add(old)
        first.setdefault((old, new), (match.old, match.new))
    return {
        (old, new): texts
        for (old, new), texts in first.items()
        if old[2]
        and new[2]
        and old[2] != new[2]
        and old[1] == new[1]
        and kind.now.get(old[0]) == new[0]
        and len(led[old]) == len(came[new]) == 1
    }


def _under(text: Text) -> tuple[str, str]:
    return text.scope, text.facet
