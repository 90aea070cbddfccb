"""Reader: the outline of one document, every line accounted for.

The persona, group or actor that is open decides what the next heading or line
belongs to. An outline depends on the text and the vocabulary alone; ids and
references between documents come later.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from .links import Listed, key, listed
from .markdown import Block, Document, Link, Piece, parse, pieces
from .text import plain, shows_nothing, squeeze
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

Owner = tuple[str, int, str]
"""What a line belongs to: personas, groups or actors, the position there, and the id's ending."""

_TEXTS = ("item", "paragraph", "row")
# A group's fields begin right below its heading, perhaps after some prose.
_LOOK_AHEAD = 40
_LONGEST_NAME = 100
# The next name of a list begins within so many characters, which include the link's address.
_FARTHEST = 2_000
# No space after the hashes, one that CommonMark takes for none, or too many hashes.
_HASHES = re.compile(r"(?P<hashes>##+)\s*(?P<text>[^#\s].*)")
# Right below a paragraph an empty bullet, or a short rule, makes a heading of it.
_LEFTOVERS = ("-", "--", "---")
_BOLD = re.compile(r"(?P<mark>\*\*|__)(?P<text>(?:(?!(?P=mark)).)+)(?P=mark)\s*(?:[:：]\s*)?")


class Statement(NamedTuple):
    """A statement of a persona's section or a group's field, or an actor's need."""

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
class Part:
    """A persona, group or actor: its position among its kind, its lines and its statements."""

    index: int
    level: int
    line: int
    end_line: int
    statements: list[Statement] = field(default_factory=list, kw_only=True)
    ordinals: Counter[str] = field(default_factory=Counter, kw_only=True)


@dataclass(slots=True)
class Persona(Part):
    """A persona and its sections."""

    heading: str
    name: PersonaName
    parent: int | None
    sections: dict[str, Section] = field(default_factory=dict)
    section_level: int = 0
    kind: ClassVar[str] = "personas"


@dataclass(slots=True)
class Group(Part):
    """A family of personas in the index."""

    title: str
    roles: str | None
    listings: list[tuple[Piece, Listed]] = field(default_factory=list)
    kind: ClassVar[str] = "groups"


@dataclass(slots=True)
class Actor(Part):
    """The subject of a use case with its needs."""

    name: str
    kind: ClassVar[str] = "actors"


@dataclass(slots=True)
class Outline:
    """The contents of one document.

    Attributes
    ----------
    lines : list of str
        The source lines without their ends.
    headings : list of Heading
    links : list of Link
    roles : list of str
        The role of each line, one of those of the table `lines`.
    owners : list of list of Owner
        What each line belongs to. Lines with the same owners may share a list.
    title : str or None
        The first heading that is neither a persona's nor a group's nor an actor's.
    descriptions : dict of str to (str, str, int)
        Sentence, title and line of what the index says of a group, by the title's
        key; the first where several have the same.
    personas, groups, actors : list
    """

    lines: list[str]
    headings: list[Block]
    links: list[Link]
    roles: list[str]
    owners: list[list[Owner]]
    title: str | None = None
    descriptions: dict[str, tuple[str, str, int]] = field(default_factory=dict)
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
    """Walk over the blocks of a document, and track what is open."""

    def __init__(self, document: Document, words: Vocabulary) -> None:
        lines, blocks = document.lines, document.blocks
        headings = [block for block in blocks if block.kind == "heading"]
        # One list for all lines: `mark` replaces it and never adds to it.
        roles, owners = [""] * len(lines), [[]] * len(lines)
        self.out = Outline(lines, headings, document.links, roles, owners)
        self.words = words
        # The next block is the last one.
        self.ahead = blocks[::-1]
        self.references = document.references
        # The personas around the next heading; each has a deeper level than the one before.
        self.around: list[Persona] = []
        self.close(1)

    def close(self, level: int) -> None:
        """Close what is open, and the personas that a heading of this level ends."""
        self.part: Persona | Group | Actor | None = None
        # Of a persona the section, of a group the field; "ignored" for text that is left out.
        self.section: str | None = None
        self.section_level = 0
        self.facet: str | None = None
        self.around = [one for one in self.around if one.level < level]

    def run(self) -> Outline:
        """Read every block, then name the lines that are in none of them."""
        while self.ahead:
            first, *rest = self.split(self.ahead.pop())
            self.ahead += reversed(rest)
            if first.kind == "heading":
                self.heading(first)
            elif first.kind in _TEXTS:
                self.text(first)
            else:
                self.mark(first, first.kind)
        roles = zip(self.out.roles, self.out.lines, strict=True)
        self.out.roles = [role or _role_of_rest(line) for role, line in roles]
        return self.out

    # -- lines ---------------------------------------------------------------------------------

    def places(self, piece: Piece, names: list[Listed]) -> Iterator[Piece]:
        """Yield the lines of each name of a list, which may run over many lines."""
        raw = "\n".join(self.out.lines[number - 1] for number in piece.lines)
        position = row = 0
        for words in (one.name.split() for one in names):
            start = max(raw.find(words[0], position, position + _FARTHEST), position)
            end = max(raw.find(words[-1], start, start + _FARTHEST), start)
            row += raw.count("\n", position, start)
            last, position = row + raw.count("\n", start, end), end
            yield piece._replace(lines=piece.lines[row : last + 1])
            row = last

    def mark(self, part: Block | Piece, role: str, *endings: str) -> None:
        """Set the role of a part's lines, and extend what is open to its end.

        A line keeps its first role and collects owners: what is open, by the
        endings of ids.
        """
        owners = [(self.part.kind, self.part.index, ending) for ending in endings]
        numbers = part.lines if isinstance(part, Piece) else range(part.line, part.end_line + 1)
        for row in (number - 1 for number in numbers):
            self.out.roles[row] = self.out.roles[row] or role
            self.out.owners[row] = [*dict.fromkeys(self.out.owners[row] + owners)]
        if self.part and role not in ("rule", "definition"):
            self.part.end_line = max(self.part.end_line, part.end_line)
            if isinstance(self.part, Persona) and (one := self.part.sections.get(self.section)):
                one.end_line = max(one.end_line, part.end_line)

    def mark_section(self, part: Block | Piece, role: str) -> None:
        """Mark what belongs to the open section as a whole, or to none."""
        if self.section in (None, "ignored"):
            self.mark(part, self.section or "unplaced")
        else:
            self.mark(part, role, f"/{self.section}" if isinstance(self.part, Persona) else "")

    def state(self, piece: Piece, role: str = "statement") -> None:
        """Add a statement to what is open, unless it is a placeholder."""
        if self.section in (None, "ignored") or is_placeholder(piece.text):
            self.mark_section(piece, "placeholder")
            return
        self.part.ordinals[self.section] += 1
        ordinal = self.part.ordinals[self.section]
        self.part.statements.append(Statement(piece, self.section, self.facet, ordinal))
        self.mark(piece, role, f"/{self.section}/{ordinal}")

    # -- blocks --------------------------------------------------------------------------------

    def split(self, block: Block) -> list[Block]:
        """Split a block at headings that CommonMark does not recognise."""
        under = self.out.lines[block.end_line - 1].strip(" \t>")
        if block.form == "setext" and under in _LEFTOVERS and not self.is_heading(block):
            kind = "empty_bullet" if under == "-" else "rule"
            words = Block("paragraph", block.line, block.end_line - 1, lines=block.lines)
            return [words, Block(kind, block.end_line, block.end_line)]
        if block.kind not in ("item", "paragraph"):
            return [block]
        found: list[Block] = []
        for number, line in block.lines:
            whole = block.kind == "paragraph" or number > block.line
            if hidden := self.hidden_heading(line.strip(), whole):
                level, text = hidden
                found.append(Block("heading", number, number, level, [(number, text)], "paragraph"))
            elif found and found[-1].kind != "heading":
                found[-1].add([(number, line)])
            else:
                kind, start = ("paragraph", number) if found else (block.kind, block.line)
                found.append(Block(kind, start, number, block.level, [(number, line)]))
        return found

    def is_heading(self, block: Block) -> bool:
        """Tell whether a setext heading is one, or a paragraph with a leftover below it."""
        persona = self.words.persona(block.text, block.level)
        known = persona or self.words.section(block.text) or actor_name(block.text)
        return bool(known) or not isinstance(self.part, Persona)

    def hidden_heading(self, line: str, whole: bool) -> tuple[int, str] | None:
        """Return level and text of a heading that a line hides.

        Such as ``##Exec``, which lacks the space after its hashes; and where it is
        a whole line a plain ``Name: …`` that names a persona or, inside a persona,
        one in bold that names a section. A section's level is 0: that of the
        persona's other sections.
        """
        if bare := _HASHES.fullmatch(line):
            return min(len(bare["hashes"]), 6), bare["text"].strip(" #")
        if not whole or len(line) > 2 * _LONGEST_NAME:
            return None
        if line[-1:] not in ".!?;" and self.words.persona(line):
            return 2, line
        bold = isinstance(self.part, Persona) and _BOLD.fullmatch(line)
        return (0, line) if bold and self.words.label(line) else None

    def text(self, block: Block) -> None:
        parts = [block]
        if isinstance(self.part, Group):
            parts = _split(block, group_field)
        elif self.may_be_labelled():
            parts = _split(block, self.words.labelled)
        for part in parts:
            for piece in pieces(part):
                if isinstance(self.part, Persona):
                    self.in_persona(piece)
                elif isinstance(self.part, Group):
                    self.in_group(piece, part.level)
                elif self.part:
                    self.state(piece, "need")
                else:
                    self.outside(piece)

    # -- headings ------------------------------------------------------------------------------

    def heading(self, block: Block) -> None:
        below = self.part is not None and block.level > self.part.level
        if name := self.words.persona(block.text, block.level):
            self.start_persona(block, name)
        elif isinstance(self.part, Persona) and self.in_persona_heading(block):
            pass
        elif actor := actor_name(block.text):
            self.start("actor", block, Actor, actor)
            self.section = "need"
        elif self.is_group(block):
            title, roles = heading_words(block.text)
            self.start("group", block, Group, title, squeeze(roles) or None)
        elif isinstance(self.part, Group) and below and (name := field_of(block.text)):
            self.section, self.section_level = name, block.level
            self.mark(block, "group_statement")
        elif isinstance(self.part, Actor) and below:
            self.mark(block, "heading")
        else:
            self.other_heading(block)

    def start(self, role: str, block: Block, kind: type[Part], *fields: Any) -> None:
        self.close(block.level)
        others = getattr(self.out, kind.kind)
        self.part = kind(len(others), block.level, block.line, block.end_line, *fields)
        others.append(self.part)
        self.mark(block, role, "")

    def start_persona(self, block: Block, name: PersonaName) -> None:
        self.close(block.level)
        parent = self.around[-1] if self.around else None
        inside = parent and 0 < parent.section_level < block.level
        self.start("persona", block, Persona, block.text, name, parent.index if inside else None)
        self.section = "summary"
        self.around.append(self.part)

    def in_persona_heading(self, block: Block) -> bool:
        """Read a heading as one of the open persona's; False where it closes the persona."""
        persona = self.part
        level = block.level or persona.section_level or persona.level + 1
        section, rest = self.words.section(block.text), ""
        if not section:
            section, rest = self.words.labelled(block.text)
        inside = self.section not in (None, "summary") and level > self.section_level
        closes = level <= persona.level
        if not inside and (not closes or 0 < persona.section_level <= persona.level):
            section = section or self.words.related(block.text)
        if closes and not section:
            return False
        if section:
            if closes:
                # By its level it belongs to a persona around that lacks the section.
                around = (one for one in self.around[::-1] if one.level < level)
                self.part = next((one for one in around if section not in one.sections), persona)
            self.start_section(block, section, level)
            if rest and not rest.endswith((":", "…", "...")):
                self.in_persona(Piece((block.line,), rest, "line"))
        else:
            self.section = self.section if inside else None
            self.facet = heading_words(block.text)[0] if inside else None
            self.mark_section(block, "facet")
        return True

    def start_section(self, block: Block, section: str, level: int) -> None:
        self.section, self.facet, self.section_level = section, None, level
        if section != "ignored":
            new = Section(block.text, block.line, block.end_line, block.form, incomplete=False)
            found = self.part.sections.setdefault(section, new)
            found.incomplete |= is_incomplete(heading_words(block.text)[1])
        if block.level:
            self.part.section_level = max(self.part.section_level, level)
        self.mark_section(block, "section")

    def is_group(self, block: Block) -> bool:
        """Tell whether a heading opens a group: fields follow, or the index described it."""
        if key(heading_words(block.text)[0]) in self.out.descriptions:
            return True
        fields: set[str | None] = set()
        for follower in reversed(self.ahead[-_LOOK_AHEAD:]):
            if follower.kind == "heading":
                if follower.level <= block.level or not field_of(follower.text):
                    break
                fields.add(field_of(follower.text))
            elif follower.kind in _TEXTS:
                parts = _split(follower, group_field)
                fields.update(_field(piece)[0] for part in parts for piece in pieces(part))
        return "listings" in fields or len(fields - {None}) > 1

    def other_heading(self, block: Block) -> None:
        is_title = self.out.title is None and not self.started
        self.close(block.level)
        if is_title:
            self.out.title = squeeze(plain(block.text))
        if self.words.excepts(block.text) or self.words.section(block.text) == "ignored":
            self.section = "ignored"
        self.mark(block, "title" if is_title else "heading")

    # -- text ----------------------------------------------------------------------------------

    @property
    def started(self) -> bool:
        return bool(self.out.personas or self.out.groups or self.out.actors)

    def in_persona(self, piece: Piece) -> None:
        section, rest = self.section_of(piece)
        if section:
            end = piece.line if rest else piece.end_line
            block = Block("heading", piece.line, end, 0, [(piece.line, piece.text)], _form(piece))
            self.start_section(block, section, self.part.section_level or self.part.level + 1)
            if rest:
                self.in_persona(piece._replace(text=rest))
        else:
            self.state(piece)

    def section_of(self, piece: Piece) -> tuple[str | None, str]:
        """Split a piece into the section that its label opens, or None, and what follows."""
        section, rest = self.words.label(piece.text), ""
        if section:
            set_off = piece.text[0] in "*_" or piece.text.rstrip("*_ ").endswith((":", "："))
            opens = piece.kind != "row" and (piece.kind != "line" or set_off)
        else:
            opened = self.part.sections.get(self.section)
            same = opened is None or opened.form == _form(piece)
            opens = self.may_be_labelled() and piece.kind != "nested" and same
            section, rest = self.words.labelled(_as_label(piece)) if opens else (None, "")
        return (section, rest) if opens else (None, "")

    def may_be_labelled(self) -> bool:
        """Tell whether labels may open sections: only if no heading of the persona did."""
        return isinstance(self.part, Persona) and not self.part.section_level

    def in_group(self, piece: Piece, depth: int) -> None:
        name, rest = _field(piece)
        if name is None and (self.section is None or (depth < 2 and not self.section_level)):
            self.section = None
            self.mark(piece, "unplaced")
            return
        self.section = name or self.section
        if self.section == "listings":
            self.mark(piece, "listings")
            names = listed(rest, self.references)
            endings: dict[int, list[str]] = defaultdict(list)
            for one, place in zip(names, self.places(piece, names), strict=True):
                self.part.listings.append((place, one))
                for number in place.lines:
                    endings[number].append(f"/listing/{len(self.part.listings)}")
            for number, of_line in endings.items():
                self.mark(piece._replace(lines=(number,)), "listings", *of_line)
        elif rest:
            self.state(piece._replace(text=rest), "group_statement")
        else:
            self.mark(piece, "group_statement")

    def outside(self, piece: Piece) -> None:
        """Mark text before or outside of personas, groups and actors."""
        title, text = overview(piece.text)
        if text and piece.kind == "bullet" and not self.started:
            self.out.descriptions.setdefault(key(title), (text, title, piece.line))
            self.mark(piece, "group_description")
        elif self.started:
            self.mark_section(piece, "")
        else:
            self.mark(piece, "prose")


def _split(block: Block, begins: Callable[[str], tuple]) -> list[Block]:
    """Split a block before each line that begins a section or a field."""
    found = [replace(block, lines=block.lines[:1])]
    for number, line in block.lines[1:]:
        if begins(line)[0]:
            found.append(Block("paragraph", number, number))
        found[-1].add([(number, line)])
    return found


def _field(piece: Piece) -> tuple[str | None, str]:
    """Split a bullet or a table's row into the field that its label names, and the text."""
    name, rest = group_field(_as_label(piece))
    return name, rest if name else piece.text


def _form(piece: Piece) -> str:
    return "bullet" if piece.kind in ("bullet", "nested", "bare") else "paragraph"


def _as_label(piece: Piece) -> str:
    return piece.text.replace(" | ", ": ", 1) if piece.kind == "row" else piece.text


def _role_of_rest(line: str) -> str:
    """Return the role of a line that is in no block."""
    return "blank" if shows_nothing(line.lstrip(" \t-*+>")) else "unplaced"
