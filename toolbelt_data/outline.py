"""Outline: what one document holds, as personas, groups and actors.

An outline depends on the words of its document alone, so that one content
needs to be read once however many editions hold it; ids, and what one document
says of another, come later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .listings import Listed
from .names import PersonaName, key
from .statements import Piece

Owner = tuple[str, int, str, int]
"""What a line went to: its kind, and its place among the outline's parts."""

ROLES = (
    "blank",
    "title",
    "heading",
    "persona",
    "section",
    "facet",
    "statement",
    "placeholder",
    "empty_bullet",
    "group",
    "group_description",
    "group_statement",
    "listings",
    "actor",
    "need",
    "prose",
    "rule",
    "image",
    "comment",
    "html",
    "code",
    "table_head",
    "definition",
    "front_matter",
    "unplaced",
)
"""What a source line can be."""


@dataclass(slots=True)
class Statement:
    """A statement of a persona's section."""

    piece: Piece
    section: str
    facet: str | None
    ordinal: int


@dataclass(slots=True)
class Section:
    """A section that a heading opened."""

    heading: str
    line: int
    end_line: int
    form: str
    level: int
    incomplete: bool


@dataclass(slots=True)
class Persona:
    """A persona with what stands below its heading."""

    heading: str
    name: PersonaName
    level: int
    line: int
    end_line: int
    parent: int | None
    sections: dict[str, Section] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    section_level: int = 0


@dataclass(slots=True)
class Group:
    """A family of personas in the index."""

    heading: str
    title: str
    roles: str | None
    level: int
    line: int
    end_line: int
    fields: list[tuple[str, Piece]] = field(default_factory=list)
    listings: list[tuple[Piece, Listed]] = field(default_factory=list)


@dataclass(slots=True)
class Actor:
    """The subject of a use case with its needs."""

    name: str
    level: int
    line: int
    end_line: int
    needs: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Description:
    """A line of the index that says in a sentence who a group is."""

    title: str
    text: str
    line: int


@dataclass(slots=True)
class Outline:
    """What one document holds.

    Attributes
    ----------
    lines : list of str
        The source lines without their ends.
    title : str or None
        The first heading that is neither a persona's nor a group's nor an actor's.
    roles : list of str
        The role of each line, one of :data:`ROLES`.
    owners : list of list of Owner
        What each line went to. Lines that went to the same may share a list.
    descriptions : dict of str to Description
        By the key of the title; the first where several have the same.
    """

    lines: list[str]
    title: str | None = None
    personas: list[Persona] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    descriptions: dict[str, Description] = field(default_factory=dict)
    roles: list[str] = field(default_factory=list)
    owners: list[list[Owner]] = field(default_factory=list)


def describe(title: str, descriptions: Mapping[str, Description]) -> Description | None:
    """Find the sentence of the index that describes a group."""
    return descriptions.get(key(title))
