"""Reader: one document from its blocks to its outline, every line accounted for.

This is where headings get their meaning: what is open decides what the next
heading or line belongs to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from .fields import field_of, group_field, overview
from .headings import (
    actor_name,
    group_title,
    heading_words,
    qualified_section_of,
    said_in_heading,
    section_alone,
    section_of,
)
from .listings import References, listed
from .markdown import Block, blocks
from .markers import is_incomplete, is_placeholder
from .names import PersonaName, key, persona_name
from .outline import (
    Actor,
    Description,
    Group,
    Outline,
    Owner,
    Persona,
    Section,
    Statement,
    describe,
)
from .repairs import demoted, opens_section, without_hidden_fields, without_hidden_headings
from .statements import Piece, pieces
from .text import is_blank, plain, shows_nothing, split_lines, squeeze

_TEXTS = ("item", "paragraph", "row")
# A group's fields begin right below its heading; some prose may stand before them.
_LOOK_AHEAD = 40


def read_document(text: str) -> Outline:
    r"""Read one document.

    Parameters
    ----------
    text : str
        A document's text; a byte order mark in front is passed over.

    Returns
    -------
    Outline

    Examples
    --------
    >>> read = read_document("## Name: Ada the Admin\n### Role:\n- Runs servers\n")
    >>> read.personas[0].name.archetype, read.roles
    ('Admin', ['persona', 'section', 'statement'])
    """
    text = text.removeprefix("\ufeff")
    references: References = {}
    found = blocks(text, references)
    return _Reader(Outline(split_lines(text)), found, references).run()


class _Reader:
    """Walks over the blocks of a document and remembers what is open."""

    def __init__(self, out: Outline, found: list[Block], references: References) -> None:
        self.out = out
        self.blocks = found
        self.references = references
        self.position = 0
        self.ordinals: Counter[tuple[str, int, str]] = Counter()
        self.out.roles = [""] * len(out.lines)
        # One list for all: `mark` puts another in its place and adds to none.
        self.out.owners = [[]] * len(out.lines)
        self.persona: int | None = None
        self.headed = False
        self.section: str | None = None
        self.section_level = 0
        self.facet: str | None = None
        self.group: Group | None = None
        self.field: str | None = None
        self.field_level = 0
        self.actor: Actor | None = None
        self.open: list[int] = []
        self.started = False

    # -- lines ---------------------------------------------------------------------------------

    def mark(self, numbers: Iterable[int], role: str, *owners: Owner) -> None:
        """Give lines a role; a line keeps the first one and collects every owner."""
        new = [*owners]
        for number in numbers:
            if is_blank(self.out.lines[number - 1]):
                continue
            self.out.roles[number - 1] = self.out.roles[number - 1] or role
            known = self.out.owners[number - 1]
            self.out.owners[number - 1] = [*dict.fromkeys([*known, *owners])] if known else new

    def grow(self, end: int) -> None:
        """Stretch whatever is open to a line."""
        persona = None if self.persona is None else self.out.personas[self.persona]
        section = persona.sections.get(self.section or "") if persona else None
        for part in (persona, section, self.group, self.actor):
            if part is not None:
                part.end_line = max(part.end_line, end)

    def next_ordinal(self, kind: str, index: int, part: str) -> int:
        """Count up within a section, or within a field of a group."""
        self.ordinals[kind, index, part] += 1
        return self.ordinals[kind, index, part]

    def run(self) -> Outline:
        """Read every block, then say what the lines are that none of them held."""
        while self.position < len(self.blocks):
            parts = self.parts(self.blocks[self.position])
            self.blocks[self.position : self.position + 1] = parts
            self.read(parts[0])
            self.position += 1
        for number, line in enumerate(self.out.lines):
            self.out.roles[number] = self.out.roles[number] or _role_of_rest(line)
        return self.out

    # -- blocks --------------------------------------------------------------------------------

    def parts(self, block: Block) -> list[Block]:
        """Split a block where CommonMark misses a heading, or sees one that was not meant."""
        found = demoted(block, self.persona is not None)
        if found[0].kind in ("item", "paragraph"):
            found[:1] = without_hidden_headings(found[0], self.persona is not None)
        return found

    def read(self, block: Block) -> None:
        if block.kind == "heading":
            self.heading(block)
        elif block.kind in _TEXTS:
            self.text(block)
        else:
            self.mark(block.numbers, block.kind)
            if block.kind not in ("rule", "definition"):
                self.grow(block.end_line)

    def text(self, block: Block) -> None:
        parts = [block]
        if self.group is not None:
            parts = without_hidden_fields(block, group_field)
        elif self.has_labels():
            parts = without_hidden_fields(block, said_in_heading)
        for part in parts:
            for piece in pieces(part):
                if self.group is not None:
                    self.in_group(piece, part.level)
                elif self.persona is not None:
                    self.in_persona(piece)
                elif self.actor is not None:
                    self.in_actor(piece)
                else:
                    self.outside(piece)

    # -- headings ------------------------------------------------------------------------------

    def heading(self, block: Block) -> None:
        name = persona_name(block.text)
        actor = actor_name(block.text)
        if name is not None:
            self.start_persona(block, name)
        elif self.persona is not None and self.in_persona_heading(block):
            pass
        elif actor is not None:
            self.start_actor(block, actor)
        elif self.is_group(block):
            self.start_group(block)
        elif self.group is not None and block.level > self.group.level and field_of(block.text):
            self.field, self.field_level = field_of(block.text), block.level
            self.mark(block.numbers, "group_statement")
        elif self.actor is not None and block.level > self.actor.level:
            self.mark(block.numbers, "heading")
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
        self.persona, self.section = len(people) - 1, "summary"
        self.open.append(self.persona)
        below = (b.text for b in self.blocks[self.position + 1 :] if b.kind == "heading")
        named = takewhile(lambda text: persona_name(text) is None, below)
        self.headed = any(section_of(text) or qualified_section_of(text) for text in named)
        self.mark(block.numbers, "persona", ("persona", self.persona, "", 0))

    def in_persona_heading(self, block: Block) -> bool:
        """Read a heading as one of the open persona's; False where it closes the persona."""
        persona = self.out.personas[self.persona]
        level = block.level or persona.section_level or persona.level + 1
        exact, qualified = section_of(block.text), qualified_section_of(block.text)
        said, words = (None, "") if exact else said_in_heading(block.text)
        exact = exact or said
        inside = self.section not in (None, "summary") and level > self.section_level
        if inside and (exact or qualified) == self.section and exact is None:
            exact = qualified = None
        if not exact and level <= persona.level and not 0 < persona.section_level <= persona.level:
            return False
        if exact or (qualified and not inside):
            if level <= persona.level and block.level:
                self.persona = self.owner_of(level, exact or qualified)
            self.start_section(block, exact or qualified, level)
            if words and not is_placeholder(words):
                self.in_persona(Piece((block.line,), words, "line"))
            return True
        if level <= persona.level:
            return False
        if inside:
            self.facet = heading_words(block.text)[0] or squeeze(plain(block.text))
            self.mark(block.numbers, "facet", self.section_owner())
        else:
            self.section, self.facet = None, None
            self.mark(block.numbers, "unplaced")
        self.grow(block.end_line)
        return True

    def owner_of(self, level: int, section: str) -> int:
        """Say whose section a heading opens that is not deeper than the open persona's.

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
                block.text, block.line, block.end_line, block.form, level, incomplete
            )
        if block.level:
            persona.section_level = max(persona.section_level, level)
        self.mark(block.numbers, "section", self.section_owner())
        self.grow(block.end_line)

    def section_owner(self) -> Owner:
        return ("section", self.persona or 0, self.section or "", 0)

    def is_group(self, block: Block) -> bool:
        """Tell a group's heading by the fields below it, or by the index having described it."""
        if describe(group_title(block.text)[0], self.out.descriptions):
            return True
        fields: set[str | None] = set()
        for follower in self.blocks[self.position + 1 : self.position + 1 + _LOOK_AHEAD]:
            if follower.kind == "heading":
                if follower.level <= block.level or not field_of(follower.text):
                    break
                fields.add(field_of(follower.text))
            elif follower.kind in _TEXTS:
                for part in without_hidden_fields(follower, group_field):
                    fields |= {_field(piece)[0] for piece in pieces(part)}
        fields.discard(None)
        return "listings" in fields or len(fields) > 1

    def start_group(self, block: Block) -> None:
        self.close()
        self.open.clear()
        title, roles = group_title(block.text)
        self.group = Group(block.text, title, roles, block.level, block.line, block.end_line)
        self.out.groups.append(self.group)
        owner = ("group", len(self.out.groups) - 1, "", 0)
        self.mark(block.numbers, "group", owner)

    def start_actor(self, block: Block, name: str) -> None:
        self.close()
        self.actor = Actor(name, block.level, block.line, block.end_line)
        self.out.actors.append(self.actor)
        owner = ("actor", len(self.out.actors) - 1, "", 0)
        self.mark(block.numbers, "actor", owner)

    def other_heading(self, block: Block) -> None:
        role = "heading"
        if self.out.title is None and not self.started:
            self.out.title, role = squeeze(plain(block.text)), "title"
        started = self.started
        self.close()
        self.started = started
        self.open = [i for i in self.open if self.out.personas[i].level < block.level]
        self.mark(block.numbers, role)

    def close(self) -> None:
        """Close what is open."""
        self.persona = self.section = self.facet = self.group = self.field = self.actor = None
        self.section_level = self.field_level = 0
        self.started = True

    # -- text ----------------------------------------------------------------------------------

    def in_persona(self, piece: Piece) -> None:
        index = self.persona or 0
        persona = self.out.personas[index]
        section, words = self.section_said(piece)
        if section:
            end = piece.line if words else piece.end_line
            block = Block("heading", piece.line, end, 0, [(piece.line, piece.text)], _form(piece))
            self.start_section(block, section, persona.section_level or persona.level + 1)
            if words:
                self.in_persona(replace(piece, text=words))
            return
        if self.section is None:
            self.mark(piece.lines, "unplaced")
        elif is_placeholder(piece.text):
            self.mark(piece.lines, "placeholder", self.section_owner())
        else:
            ordinal = self.next_ordinal("statement", index, self.section)
            persona.statements.append(Statement(piece, self.section, self.facet, ordinal))
            self.mark(piece.lines, "statement", ("statement", index, self.section, ordinal))
        self.grow(piece.end_line)

    def section_said(self, piece: Piece) -> tuple[str | None, str]:
        """Name the section that a piece opens, and what it says in it."""
        if opens_section(piece):
            return section_alone(piece.text), ""
        if piece.kind == "nested" or not self.has_labels():
            return None, ""
        opened = self.out.personas[self.persona].sections.get(self.section or "")
        if opened and opened.form != _form(piece):
            return None, ""
        return said_in_heading(_as_label(piece))

    def has_labels(self) -> bool:
        """Tell a persona of whom no heading opens a section, so that labels may."""
        if self.persona is None or self.headed:
            return False
        return not self.out.personas[self.persona].section_level

    def in_group(self, piece: Piece, depth: int) -> None:
        group = self.group
        index = len(self.out.groups) - 1
        name, rest = _field(piece)
        if name is None and (self.field is None or (depth < 2 and not self.field_level)):
            self.mark(piece.lines, "unplaced")
            self.field = None
        elif (name or self.field) == "listings":
            self.field = "listings"
            start = len(group.listings)
            group.listings += [(piece, name) for name in listed(rest, self.references)]
            ordinals = range(start + 1, len(group.listings) + 1)
            owners = [("listing", index, "", ordinal) for ordinal in ordinals]
            self.mark(piece.lines, "listings", *owners)
        else:
            self.field = name or self.field
            role, owners = "group_statement", []
            if is_placeholder(rest) and rest:
                role, owners = "placeholder", [("group", index, "", 0)]
            elif rest:
                group.fields.append((self.field, replace(piece, text=rest)))
                ordinal = self.next_ordinal("group_statement", index, self.field)
                owners = [("group_statement", index, self.field, ordinal)]
            self.mark(piece.lines, role, *owners)
        self.grow(piece.end_line)

    def in_actor(self, piece: Piece) -> None:
        index = len(self.out.actors) - 1
        if is_placeholder(piece.text):
            self.mark(piece.lines, "placeholder", ("actor", index, "", 0))
        else:
            self.actor.needs.append(piece)
            self.mark(piece.lines, "need", ("need", index, "", len(self.actor.needs)))
        self.grow(piece.end_line)

    def outside(self, piece: Piece) -> None:
        """Place text that stands before, or outside, everything this package reads."""
        title, text = overview(piece.text)
        if text and piece.kind == "bullet" and not self.started:
            described = Description(title, text, piece.line)
            self.out.descriptions.setdefault(key(title), described)
            self.mark(piece.lines, "group_description")
        else:
            self.mark(piece.lines, "unplaced" if self.started else "prose")


def _field(piece: Piece) -> tuple[str | None, str]:
    """Give the field that a bullet, or a row's first cell, names, and what it says."""
    name, _, rest = group_field(_as_label(piece))
    return name, rest if name else piece.text


def _form(piece: Piece) -> str:
    return "bullet" if piece.kind in ("bullet", "nested", "bare") else "paragraph"


def _as_label(piece: Piece) -> str:
    return piece.text.replace(" | ", ": ", 1) if piece.kind == "row" else piece.text


def _role_of_rest(line: str) -> str:
    """Say what a line is that is in no block."""
    bare = line.strip(" \t>")
    if is_blank(line) or not bare:
        return "blank"
    if not bare.strip("|-: \t"):
        return "table_head"
    return "html" if shows_nothing(line.lstrip(" \t-*+>")) else "unplaced"
