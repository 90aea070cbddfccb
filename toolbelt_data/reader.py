"""Reader: one document from its blocks to its outline, every line accounted for.

This is where headings get their meaning: what is open decides what the next
heading or line belongs to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from .fields import group_field
from .headings import (
    actor_name,
    group_title,
    heading_words,
    qualified_section_of,
    section_of,
)
from .listings import listed
from .markdown import Block, blocks
from .markers import is_incomplete, is_placeholder
from .names import PersonaName, persona_name
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
from .repairs import demoted, opens_section, without_hidden_headings
from .statements import Piece, pieces
from .text import is_blank, plain, split_lines, squeeze

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
    reader = _Reader(Outline(split_lines(text)), blocks(text))
    return reader.run()


class _Reader:
    """Walks over the blocks of a document and remembers what is open."""

    def __init__(self, out: Outline, found: list[Block]) -> None:
        self.out = out
        self.blocks = found
        self.position = 0
        self.ordinals: Counter[tuple[str, int, str]] = Counter()
        self.out.roles = [""] * len(out.lines)
        self.out.owners = [[] for _ in out.lines]
        self.persona: int | None = None
        self.section: str | None = None
        self.section_level = 0
        self.facet: str | None = None
        self.group: Group | None = None
        self.field: str | None = None
        self.actor: Actor | None = None
        self.open: list[int] = []
        self.started = False

    # -- lines ---------------------------------------------------------------------------------

    def mark(self, numbers: Iterable[int], role: str, *owners: Owner) -> None:
        """Give lines a role; a line keeps the first one and collects every owner."""
        for number in numbers:
            if not self.out.roles[number - 1] and not is_blank(self.out.lines[number - 1]):
                self.out.roles[number - 1] = role
            known = self.out.owners[number - 1]
            known += [owner for owner in owners if owner not in known]

    def grow(self, end: int) -> None:
        """Stretch whatever is open to a line."""
        if self.persona is not None:
            persona = self.out.personas[self.persona]
            persona.end_line = max(persona.end_line, end)
            if self.section in persona.sections:
                section = persona.sections[self.section]
                section.end_line = max(section.end_line, end)
        elif self.group is not None:
            self.group.end_line = max(self.group.end_line, end)
        elif self.actor is not None:
            self.actor.end_line = max(self.actor.end_line, end)

    def next_ordinal(self, kind: str, index: int, part: str) -> int:
        """Count up within a section, or within a field of a group."""
        self.ordinals[kind, index, part] += 1
        return self.ordinals[kind, index, part]

    def run(self) -> Outline:
        """Read every block, then say what the lines are that none of them held."""
        for position, block in enumerate(self.blocks):
            self.position = position
            self.read(block)
        for number, line in enumerate(self.out.lines):
            if not self.out.roles[number]:
                bare = line.strip(" \t>")
                if is_blank(bare):
                    self.out.roles[number] = "blank"
                elif not bare.strip("|-: \t"):
                    self.out.roles[number] = "table_head"
                else:
                    self.out.roles[number] = "unplaced"
        return self.out

    # -- blocks --------------------------------------------------------------------------------

    def read(self, block: Block) -> None:
        if block.kind == "heading":
            for part in demoted(block):
                if part.kind == "heading":
                    self.heading(part)
                else:
                    self.read(part)
        elif block.kind in ("item", "paragraph", "row"):
            self.text(block)
        else:
            self.mark(block.numbers, block.kind)
            if block.kind not in ("rule", "definition"):
                self.grow(block.end_line)

    def text(self, block: Block) -> None:
        for part in without_hidden_headings(block):
            if part.kind == "heading":
                self.heading(part)
                continue
            for piece in pieces(part):
                if self.persona is not None:
                    self.in_persona(piece)
                elif self.group is not None:
                    self.in_group(piece, part.level)
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
        self.mark(block.numbers, "persona", ("persona", self.persona, "", 0))

    def in_persona_heading(self, block: Block) -> bool:
        """Read a heading as one of the open persona's; False where it closes the persona."""
        persona = self.out.personas[self.persona]
        level = block.level or persona.section_level or persona.level + 1
        exact, qualified = section_of(block.text), qualified_section_of(block.text)
        inside = self.section not in (None, "summary") and level > self.section_level
        if inside and (exact or qualified) == self.section and exact is None:
            exact = qualified = None
        if not exact and level <= persona.level and not 0 < persona.section_level <= persona.level:
            return False
        if exact or (qualified and not inside):
            if level <= persona.level and block.level:
                self.persona = self.owner_of(level, exact or qualified)
            self.start_section(block, exact or qualified, level)
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
                block.text,
                block.line,
                block.end_line,
                block.form,
                level,
                incomplete,
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
        for follower in self.blocks[self.position + 1 : self.position + 1 + _LOOK_AHEAD]:
            if follower.kind == "heading":
                return False
            if follower.kind in ("item", "paragraph"):
                for piece in pieces(follower):
                    if group_field(piece.text)[0] is not None:
                        return True
        return False

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
        self.section_level = 0
        self.started = True

    # -- text ----------------------------------------------------------------------------------

    def in_persona(self, piece: Piece) -> None:
        index = self.persona or 0
        persona = self.out.personas[index]
        if opens_section(piece):
            form = "bullet" if piece.kind in ("bullet", "nested", "bare") else "paragraph"
            lines = [(piece.line, piece.text)]
            self.in_persona_heading(Block("heading", piece.line, piece.end_line, 0, lines, form))
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

    def in_group(self, piece: Piece, depth: int) -> None:
        group = self.group
        index = len(self.out.groups) - 1
        name, label, rest = group_field(piece.text)
        if name is None and (depth < 2 or label or self.field is None):
            self.mark(piece.lines, "unplaced")
            self.field = None
        elif (name or self.field) == "listings":
            self.field = "listings"
            start = len(group.listings)
            group.listings += [(piece, name) for name in listed(rest)]
            ordinals = range(start + 1, len(group.listings) + 1)
            owners = [("listing", index, "", ordinal) for ordinal in ordinals]
            self.mark(piece.lines, "listings", *owners)
        else:
            self.field = name or self.field
            owners = []
            if rest:
                group.fields.append((self.field, replace(piece, text=rest)))
                ordinal = self.next_ordinal("group_statement", index, self.field)
                owners = [("group_statement", index, self.field, ordinal)]
            self.mark(piece.lines, "group_statement", *owners)
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
        title, dash, text = piece.text.partition(" - ")
        if dash and piece.kind == "bullet" and not self.started:
            self.out.descriptions.append(Description(squeeze(title), squeeze(text), piece.line))
            self.mark(piece.lines, "group_description")
        else:
            self.mark(piece.lines, "unplaced" if self.started else "prose")
