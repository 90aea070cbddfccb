"""Reader: the outline of one document, every line accounted for.

Here headings get their meaning: what is open decides to what the next heading
or line belongs. An outline depends on the text and the vocabulary alone; ids,
and what one document says of another, come later.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from .links import Listed, key, listed
from .markdown import Block, Document, Heading, Link, Piece, parse, pieces
from .text import is_blank, plain, shows_nothing, squeeze
from .vocabulary import (
    PersonaName,
    Vocabulary,
    actor_name,
    field_of,
    group_field,
    heading_words,
    is_incomplete,
    is_placeholder,
    overview,
    vocabulary_of,
)

ROLES = tuple(
    "blank title heading persona section facet statement placeholder empty_bullet group"  # noqa: SIM905
    " group_description group_statement listings actor need prose ignored rule image comment html"
    " code table_head definition front_matter unplaced".split()
)
"""What a line of a document can be."""

Owner = tuple[str, int, str]
"""What a line went to: personas, groups or actors, the position there, and the id's ending."""

_TEXTS = ("item", "paragraph", "row")
# A group's fields begin right below its heading; some prose may stand before them.
_LOOK_AHEAD = 40
_LONGEST_NAME = 100
# No space after the hashes, one that CommonMark takes for none, or too many hashes.
_HASHES = re.compile(r"(?P<hashes>#+)\s*(?P<text>[^#\s].*)")
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<text>(?:(?!(?P=mark)).)+)(?P=mark)\s*(?:[:：]\s*)?")


class Statement(NamedTuple):
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

    title: str
    roles: str | None
    level: int
    line: int
    end_line: int
    fields: list[tuple[str, int, Piece]] = field(default_factory=list)
    listings: list[tuple[Piece, Listed]] = field(default_factory=list)


@dataclass(slots=True)
class Actor:
    """The subject of a use case with its needs."""

    name: str
    level: int
    line: int
    end_line: int
    needs: list[Piece] = field(default_factory=list)


class Description(NamedTuple):
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
    headings : list of Heading
    links : list of Link
    roles : list of str
        The role of each line, one of :data:`ROLES`.
    owners : list of list of Owner
        What each line went to. Lines that went to the same may share a list.
    title : str or None
        The first heading that is neither a persona's nor a group's nor an actor's.
    descriptions : dict of str to Description
        By the key of the title; the first where several have the same.
    personas, groups, actors : list
    """

    lines: list[str]
    headings: list[Heading]
    links: list[Link]
    roles: list[str]
    owners: list[list[Owner]]
    title: str | None = None
    descriptions: dict[str, Description] = field(default_factory=dict)
    personas: list[Persona] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)


@lru_cache(maxsize=2048)
def read_document(text: str, vocabulary: Vocabulary | None = None) -> Outline:
    r"""Read one document; the same text is read once, so the outline must not be changed.

    Parameters
    ----------
    text : str
        A document's text; a byte order mark in front is skipped.
    vocabulary : Vocabulary, optional
        The words that open things; default: those of the package.

    Examples
    --------
    >>> read = read_document("## Name: Ada the Admin\n### Role:\n- Runs servers\n")
    >>> read.personas[0].name.archetype, read.roles
    ('Admin', ['persona', 'section', 'statement'])
    """
    return _Reader(parse(text.removeprefix("\ufeff")), vocabulary or vocabulary_of({})).run()


class _Reader:
    """Walks over the blocks of a document and remembers what is open."""

    def __init__(self, document: Document, words: Vocabulary) -> None:
        lines = document.lines
        # One list for all lines: `mark` replaces it and never adds to it.
        self.out = Outline(
            lines, document.headings, document.links, [""] * len(lines), [[]] * len(lines)
        )
        self.words = words
        # The next block is the last one.
        self.ahead = document.blocks[::-1]
        self.references = document.references
        self.ordinals: Counter[tuple[str, int, str]] = Counter()
        self.open: list[int] = []
        self.started = False
        self.close()

    def close(self) -> None:
        """Close what is open."""
        self.persona: int | None = None
        self.section: str | None = None
        self.facet: str | None = None
        self.group: Group | None = None
        self.field: str | None = None
        self.actor: Actor | None = None
        self.section_level = self.field_level = 0
        self.left_out = False

    def run(self) -> Outline:
        """Read every block, then name the lines that are in none of them."""
        while self.ahead:
            first, *rest = self.parts(self.ahead.pop())
            self.ahead += reversed(rest)
            self.read(first)
        self.out.roles = [
            role or _role_of_rest(line)
            for role, line in zip(self.out.roles, self.out.lines, strict=True)
        ]
        return self.out

    # -- lines ---------------------------------------------------------------------------------

    def mark(self, part: Block | Piece, role: str, *owners: Owner) -> None:
        """Set the role of a part's lines, and extend what is open to its end.

        A line keeps its first role and collects owners.
        """
        numbers = part.lines if isinstance(part, Piece) else range(part.line, part.end_line + 1)
        for row in (number - 1 for number in numbers):
            if not is_blank(self.out.lines[row]):
                self.out.roles[row] = self.out.roles[row] or role
                self.out.owners[row] = [*dict.fromkeys([*self.out.owners[row], *owners])]
        if role in ("rule", "definition"):
            return
        persona = None if self.persona is None else self.out.personas[self.persona]
        section = persona.sections.get(self.section or "") if persona else None
        for one in (persona, section, self.group, self.actor):
            if one is not None:
                one.end_line = max(one.end_line, part.end_line)

    def next_ordinal(self, kind: str, index: int, part: str) -> int:
        """Count within a section, or within a field of a group."""
        self.ordinals[kind, index, part] += 1
        return self.ordinals[kind, index, part]

    # -- blocks --------------------------------------------------------------------------------

    def parts(self, block: Block) -> Iterator[Block]:
        """Split a block where its writer meant a heading that CommonMark does not see."""
        if block.form == "setext" and self.is_paragraph(block):
            kind = "empty_bullet" if block.underline == "-" else "rule"
            yield Block("paragraph", block.line, block.end_line - 1, lines=block.lines)
            yield Block(kind, block.end_line, block.end_line)
            return
        if block.kind not in ("item", "paragraph"):
            yield block
            return
        rest: Block | None = None
        for number, line in block.lines:
            level, text = self.hidden_heading(
                line, block.kind == "paragraph" or number > block.line
            )
            if text:
                if rest:
                    yield rest
                yield Block("heading", number, number, level, [(number, text)], "paragraph")
                rest = None
            elif rest is None:
                first = (number, line) == block.lines[0]
                kind, start = (block.kind, block.line) if first else ("paragraph", number)
                rest = Block(kind, start, number, block.level, [(number, line)])
            else:
                rest.lines.append((number, line))
                rest.end_line = number
        if rest:
            yield rest

    def is_paragraph(self, block: Block) -> bool:
        """Tell a heading that an editor's leftover made of a paragraph.

        A line of ``-`` right under a paragraph makes it a heading. Where it
        names nothing that is known, and is several lines or a sentence, or the
        line under it is short, the writer meant an empty bullet or a rule.
        """
        text, line = block.text, block.underline
        if line[:1] != "-" or self.words.persona(text, block.level) or self.words.section(text):
            return False
        short = line == "-" or (self.persona is not None and len(line) <= 3)
        sentence = len(block.lines) > 1 or text.rstrip().endswith((".", "!", ";"))
        return (short or sentence) and not actor_name(text)

    def hidden_heading(self, line: str, in_paragraph: bool) -> tuple[int, str]:
        """Return level and text of a heading that a line hides; an empty text for none.

        Such as ``##Exec``, which lacks the space after its hashes (one hash
        alone only where it names a persona or section); a line in bold that names
        a persona, an actor or, inside a persona, a section; and a plain line
        ``Name: …``. A section's level is 0: that of the persona's other sections.
        """
        line = line.strip()
        if bare := _HASHES.fullmatch(line):
            level, text = min(len(bare["hashes"]), 6), bare["text"].strip(" #")
            known = self.words.persona(text) or self.words.section(text)
            return (level, text) if level > 1 or known else (0, "")
        if not in_paragraph or len(line) > 2 * _LONGEST_NAME:
            return 0, ""
        bold = _BOLD.fullmatch(line)
        if self.words.persona(line) and (bold or line[-1:] not in ".!?;"):
            return (self.out.personas[-1].level if self.out.personas else 2), line
        if bold and self.persona is None and actor_name(line):
            return 2, line
        return (
            (0, line) if bold and self.persona is not None and self.words.label(line) else (0, "")
        )

    def read(self, block: Block) -> None:
        if block.kind == "heading":
            self.heading(block)
        elif block.kind in _TEXTS:
            self.text(block)
        else:
            self.mark(block, block.kind)

    def text(self, block: Block) -> None:
        labels = self.group is not None or self.may_be_labelled()
        for part in _split(block, self.begins_label) if labels else [block]:
            for piece in pieces(part):
                if self.group is not None:
                    self.in_group(piece, part.level)
                elif self.persona is not None:
                    self.in_persona(piece)
                elif self.actor is not None:
                    self.in_actor(piece)
                else:
                    self.outside(piece)

    def begins_label(self, line: str) -> bool:
        """Tell whether a line begins a field of the open group, or a section of the persona."""
        return (group_field(line) if self.group else self.words.labelled(line))[0] is not None

    # -- headings ------------------------------------------------------------------------------

    def heading(self, block: Block) -> None:
        name = self.words.persona(block.text, block.level)
        if name is not None:
            self.start_persona(block, name)
        elif self.persona is not None and self.in_persona_heading(block):
            pass
        elif actor := actor_name(block.text):
            self.close()
            self.started = True
            self.actor = Actor(actor, block.level, block.line, block.end_line)
            self.out.actors.append(self.actor)
            self.mark(block, "actor", ("actors", len(self.out.actors) - 1, ""))
        elif self.is_group(block):
            self.start_group(block)
        elif self.group is not None and block.level > self.group.level and field_of(block.text):
            self.field, self.field_level = field_of(block.text), block.level
            self.mark(block, "group_statement")
        elif self.actor is not None and block.level > self.actor.level:
            self.mark(block, "heading")
        else:
            self.other_heading(block)

    def start_persona(self, block: Block, name: PersonaName) -> None:
        people = self.out.personas
        while self.open and people[self.open[-1]].level >= block.level:
            self.open.pop()
        parent = self.open[-1] if self.open else None
        if parent is not None and not 0 < people[parent].section_level < block.level:
            parent = None
        people.append(Persona(block.text, name, block.level, block.line, block.end_line, parent))
        self.close()
        self.started = True
        self.persona, self.section = len(people) - 1, "summary"
        self.open.append(self.persona)
        self.mark(block, "persona", ("personas", self.persona, ""))

    def in_persona_heading(self, block: Block) -> bool:
        """Read a heading as one of the open persona's; False where it closes the persona."""
        persona = self.out.personas[self.persona]
        level = block.level or persona.section_level or persona.level + 1
        exact, rest = self.words.section(block.text), ""
        if not exact:
            exact, rest = self.words.labelled(block.text)
        related = exact or self.words.related(block.text)
        inside = self.section not in (None, "summary") and level > self.section_level
        if inside and not exact and related == self.section:
            related = None
        if not exact and level <= persona.level and not 0 < persona.section_level <= persona.level:
            return False
        if self.words.ignores(block.text):
            self.section, self.facet, self.section_level = "ignored", None, level
            self.mark(block, "ignored")
        elif exact or (related and not inside):
            if level <= persona.level and block.level:
                self.persona = self.owner_of(level, related)
            self.start_section(block, related, level)
            if rest and not is_placeholder(rest) and not rest.endswith((":", "…", "...")):
                self.in_persona(Piece((block.line,), rest, "line"))
        elif level <= persona.level:
            return False
        elif inside:
            self.facet = heading_words(block.text)[0] or squeeze(plain(block.text))
            ignored = self.section == "ignored"
            self.mark(block, "ignored" if ignored else "facet", *self.section_owner())
        else:
            self.section, self.facet = None, None
            self.mark(block, "unplaced")
        return True

    def owner_of(self, level: int, section: str) -> int:
        """Return the persona whose section a heading opens that is not deeper than the open one.

        By its level it belongs to the persona around; but one that has the
        section already, while the open one lacks it, is not meant.
        """
        people = self.out.personas
        around = [index for index in self.open if people[index].level < level]
        if not around or (
            section in people[around[-1]].sections and section not in people[self.persona].sections
        ):
            return self.persona
        return around[-1]

    def start_section(self, block: Block, section: str, level: int) -> None:
        persona = self.out.personas[self.persona]
        self.section, self.facet, self.section_level = section, None, level
        incomplete = is_incomplete(heading_words(block.text)[1])
        if section in persona.sections:
            persona.sections[section].incomplete |= incomplete
        else:
            persona.sections[section] = Section(
                block.text, block.line, block.end_line, block.form, incomplete
            )
        if block.level:
            persona.section_level = max(persona.section_level, level)
        self.mark(block, "section", *self.section_owner())

    def section_owner(self) -> list[Owner]:
        ignored = self.section == "ignored"
        return [] if ignored else [("personas", self.persona or 0, f"/{self.section}")]

    def is_group(self, block: Block) -> bool:
        """Tell a group's heading by the fields below it, or by the index having described it."""
        if key(heading_words(block.text)[0]) in self.out.descriptions:
            return True
        fields: set[str | None] = set()
        for follower in reversed(self.ahead[-_LOOK_AHEAD:]):
            if follower.kind == "heading":
                if follower.level <= block.level or not field_of(follower.text):
                    break
                fields.add(field_of(follower.text))
            elif follower.kind in _TEXTS:
                for part in _split(follower, lambda line: group_field(line)[0] is not None):
                    fields |= {_field(piece)[0] for piece in pieces(part)}
        return "listings" in fields or len(fields - {None}) > 1

    def start_group(self, block: Block) -> None:
        self.close()
        self.started = True
        self.open.clear()
        title, roles = heading_words(block.text)
        self.group = Group(title, squeeze(roles) or None, block.level, block.line, block.end_line)
        self.out.groups.append(self.group)
        self.mark(block, "group", ("groups", len(self.out.groups) - 1, ""))

    def other_heading(self, block: Block) -> None:
        is_title = self.out.title is None and not self.started
        self.close()
        if is_title:
            self.out.title = squeeze(plain(block.text))
        self.open = [one for one in self.open if self.out.personas[one].level < block.level]
        self.left_out = self.words.excepts(block.text) or self.words.ignores(block.text)
        self.mark(block, "title" if is_title else "heading")

    # -- text ----------------------------------------------------------------------------------

    def in_persona(self, piece: Piece) -> None:
        index = self.persona or 0
        persona = self.out.personas[index]
        section, rest = self.section_of(piece)
        if section:
            end = piece.line if rest else piece.end_line
            block = Block("heading", piece.line, end, 0, [(piece.line, piece.text)], _form(piece))
            self.start_section(block, section, persona.section_level or persona.level + 1)
            if rest:
                self.in_persona(piece._replace(text=rest))
        elif self.section in (None, "ignored"):
            self.mark(piece, self.section or "unplaced")
        elif is_placeholder(piece.text):
            self.mark(piece, "placeholder", *self.section_owner())
        else:
            ordinal = self.next_ordinal("personas", index, self.section)
            persona.statements.append(Statement(piece, self.section, self.facet, ordinal))
            self.mark(piece, "statement", ("personas", index, f"/{self.section}/{ordinal}"))

    def section_of(self, piece: Piece) -> tuple[str | None, str]:
        """Name the section that a piece opens, and return what else it says."""
        alone = None if piece.kind == "row" else self.words.label(piece.text)
        set_off = piece.text[0] in "*_" or piece.text.rstrip("*_ ").endswith((":", "："))
        if alone and (piece.kind != "line" or set_off):
            return alone, ""
        if piece.kind == "nested" or not self.may_be_labelled():
            return None, ""
        opened = self.out.personas[self.persona].sections.get(self.section or "")
        if opened and opened.form != _form(piece):
            return None, ""
        return self.words.labelled(_as_label(piece))

    def may_be_labelled(self) -> bool:
        """Tell whether labels may open sections: as long as no heading of the persona did."""
        return self.persona is not None and not self.out.personas[self.persona].section_level

    def in_group(self, piece: Piece, depth: int) -> None:
        group, index = self.group, len(self.out.groups) - 1
        name, rest = _field(piece)
        if name is None and (self.field is None or (depth < 2 and not self.field_level)):
            self.mark(piece, "unplaced")
            self.field = None
        elif (name or self.field) == "listings":
            self.field = "listings"
            start = len(group.listings)
            group.listings += [(piece, one) for one in listed(rest, self.references)]
            ordinals = range(start + 1, len(group.listings) + 1)
            self.mark(piece, "listings", *(("groups", index, f"/listing/{n}") for n in ordinals))
        else:
            self.field = name or self.field
            role, owners = "group_statement", []
            if is_placeholder(rest) and rest:
                role, owners = "placeholder", [("groups", index, "")]
            elif rest:
                ordinal = self.next_ordinal("groups", index, self.field)
                group.fields.append((self.field, ordinal, piece._replace(text=rest)))
                owners = [("groups", index, f"/{self.field}/{ordinal}")]
            self.mark(piece, role, *owners)

    def in_actor(self, piece: Piece) -> None:
        index = len(self.out.actors) - 1
        if is_placeholder(piece.text):
            self.mark(piece, "placeholder", ("actors", index, ""))
        else:
            self.actor.needs.append(piece)
            self.mark(piece, "need", ("actors", index, f"/need/{len(self.actor.needs)}"))

    def outside(self, piece: Piece) -> None:
        """Place text that stands before, or outside, everything this package reads."""
        title, text = overview(piece.text)
        if text and piece.kind == "bullet" and not self.started:
            described = Description(title, text, piece.line)
            self.out.descriptions.setdefault(key(title), described)
            self.mark(piece, "group_description")
        else:
            outside = "ignored" if self.left_out else "unplaced"
            self.mark(piece, outside if self.started else "prose")


def _split(block: Block, begins) -> Iterable[Block]:
    """Split a block before each line that begins something of its own."""
    found = [replace(block, lines=block.lines[:1])]
    for number, line in block.lines[1:]:
        if begins(line):
            found[-1].end_line = found[-1].lines[-1][0]
            found.append(Block("paragraph", number, block.end_line))
        found[-1].lines.append((number, line))
    return found


def _field(piece: Piece) -> tuple[str | None, str]:
    """Return the field that a bullet, or a row's first cell, names, and what it says."""
    name, rest = group_field(_as_label(piece))
    return name, rest if name else piece.text


def _form(piece: Piece) -> str:
    return "bullet" if piece.kind in ("bullet", "nested", "bare") else "paragraph"


def _as_label(piece: Piece) -> str:
    return piece.text.replace(" | ", ": ", 1) if piece.kind == "row" else piece.text


def _role_of_rest(line: str) -> str:
    """Name the role of a line that is in no block."""
    bare = line.strip(" \t>")
    if is_blank(bare):
        return "blank"
    if not bare.strip("|-: \t"):
        return "table_head"
    return "html" if shows_nothing(line.lstrip(" \t-*+>")) else "unplaced"
