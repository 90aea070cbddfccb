"""Resolution: which persona a name in the index means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .names import (
    anchor,
    given_alike,
    is_alike,
    key,
    likeness,
    parts,
    split_name,
    title_key,
)

# A link that lands on a persona is believed where given name or archetype agree this well.
_AGREES = 0.8

# Looking for likeness compares each name with each persona, letter by letter. What is longer is no
# name; and beyond these products of letters, some 300 names that fit none of 300 personas, only
# names that are the same are found.
_LONGEST_NAME = 100
_MOST_LETTERS = 50_000_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A persona that a listing may mean."""

    persona_id: str
    name: str
    heading: str
    path: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name in the index, and the document and anchor that its link leads to."""

    name: str
    path: str | None = None
    anchor: str | None = None


Resolved = tuple[str | None, str]
"""A persona's id and how it was found."""


def resolve(wanted: Sequence[Wanted], candidates: Sequence[Candidate]) -> list[Resolved]:
    """Find the persona that each listing means.

    Parameters
    ----------
    wanted : sequence of Wanted
        What the listings say.
    candidates : sequence of Candidate
        The edition's personas in the order of their places.

    Returns
    -------
    list of (persona_id, resolution)
        For each listing the persona's id or None, and how it was found.
        anchor: its link leads there and the name agrees; name: the names are
        the same but for case and punctuation; fuzzy: they are alike; none.

    Notes
    -----
    The words win over the link: a link that lands on a persona of quite
    another name does not make that persona the one that is listed. An edition
    that would take too long to look through for likeness gets no fuzzy.

    Examples
    --------
    >>> ada = Candidate("ada-the-admin", "Ada the Admin", "Name: Ada the Admin", "a.md")
    >>> resolve([Wanted("Ada the Admin", "a.md", "name-ada-the-admin")], [ada])
    [('ada-the-admin', 'anchor')]
    >>> resolve([Wanted("Ada, the admin"), Wanted("Bob the Builder")], [ada])
    [('ada-the-admin', 'name'), (None, 'none')]
    """
    places = _Places(candidates)
    found = [places.exact(one) for one in wanted]
    short = [candidate for candidate in candidates if _is_short(candidate.name)]
    left = [n for n, one in enumerate(wanted) if found[n] is None and _is_short(one.name)]
    letters = sum(len(wanted[n].name) for n in left) * sum(len(c.name) for c in short)
    if letters <= _MOST_LETTERS:
        near = _Near(short)
        for number in left:
            found[number] = near.fuzzy(wanted[number])
    return [one or (None, "none") for one in found]


class _Places:
    """The personas by their names, their documents and their anchors, the first of each."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.first: dict[tuple[str | None, ...], Candidate] = {}
        self.landed: dict[tuple[str, str], Candidate] = {}
        for candidate in candidates:
            name, path, place = key(candidate.name), candidate.path, anchor(candidate.heading)
            for known in ((name,), (name, path), (name, path, place)):
                self.first.setdefault(known, candidate)
            self.landed.setdefault((path, place), candidate)

    def exact(self, wanted: Wanted) -> Resolved | None:
        """Find the persona that has the name, or that the link lands on."""
        name = key(wanted.name)
        if name and (name,) in self.first:
            there = self.first.get((name, wanted.path, wanted.anchor))
            if there is not None:
                return there.persona_id, "anchor"
            return self.first.get((name, wanted.path), self.first[name,]).persona_id, "name"
        there = self.landed.get((wanted.path, wanted.anchor))
        if there is not None and _agrees(wanted.name, there.name):
            return there.persona_id, "anchor"
        return None


def _agrees(one: str, other: str) -> bool:
    """Tell whether two names agree well enough for a link to count; a given name alone does."""
    if not (_is_short(one) and _is_short(other)):
        return False
    given = split_name(other).given_name
    return max(likeness(one, other)) >= _AGREES or (given is not None and key(given) == key(one))


def _is_short(name: str) -> bool:
    return len(name) <= _LONGEST_NAME


class _Near:
    """The personas by their given names and documents: those that a name can be alike."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self.given: dict[str, list[tuple[int, Candidate]]] = {}
        self.placed: dict[str, list[tuple[int, Candidate]]] = {}
        for place in enumerate(candidates):
            self.given.setdefault(parts(place[1].name)[0], []).append(place)
            self.placed.setdefault(place[1].path, []).append(place)

    def fuzzy(self, wanted: Wanted) -> Resolved | None:
        """Find the persona whose name is most alike, those of the link's document first."""
        own = parts(wanted.name)[0]
        near = dict(self.placed.get(wanted.path or "", ()))
        for given, placed in self.given.items():
            if given_alike(own, given):
                near |= placed
        alike = [
            candidate
            for _, candidate in sorted(near.items())
            if is_alike(wanted.name, candidate.name, candidate.path == wanted.path)
        ]
        if not alike:
            return None
        best = max(alike, key=lambda c: (c.path == wanted.path, sum(likeness(wanted.name, c.name))))
        return best.persona_id, "fuzzy"


def groups_by_title(groups: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the ids of groups by what the writings of their titles have in common.

    Parameters
    ----------
    groups : iterable of (str, str)
        Ids and titles.

    Examples
    --------
    >>> groups_by_title([("pe", "Platform Engineers")])
    {'platform engineer': 'pe'}
    """
    found: dict[str, str] = {}
    for group_id, title in groups:
        found.setdefault(title_key(title), group_id)
    return found


def group_by_title(title: str | None, groups: dict[str, str]) -> str | None:
    """Find the group that a file's title names.

    Parameters
    ----------
    title : str or None
    groups : dict of str to str
        What :func:`groups_by_title` gives.

    Examples
    --------
    >>> group_by_title("Platform Engineer Personas", groups_by_title([("pe", "Platform Engineer")]))
    'pe'
    """
    words = title_key(title or "")
    return groups.get(words) if words else None
