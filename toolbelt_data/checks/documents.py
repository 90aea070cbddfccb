"""Rules on documents as a whole: unreadable ones, unplaced lines, unwritten sections."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pandas as pd

from ..corpus import MOST_REMEDIES
from ..links import key
from .facts import Facts, Heading, Place, listed, quoted
from .rule import Found, rule

# Scripts in which a joiner (U+200C, U+200D) is spelling, from Hebrew to Vedic signs, and emoji,
# which are joined into sequences.
_JOINED = (
    r"\u0590-\u109f\u1700-\u1cff\u2190-\u2bff\ua800-\uabff\ufb1d-\ufdff\ufe0f\ufe70-\ufefc"
    r"\U00010a00-\U00011fff\U0001e800-\U0001faff"
)
# Control characters, zero-width and bidirectional ones, line and paragraph separators; joiners
# anywhere else; and tags, which can hide a text, outside of flags.
_CONTROLS = (
    r"[\x0b\x0c\x85\u2028\u2029]+"
    r"|[\x00-\x08\x0e-\x1f\x7f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    rf"|(?<![{_JOINED}])[\u200c\u200d](?![{_JOINED}])"
    r"|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0001-\U000e007f]+"
)
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_HIDDEN_AMONG_THOSE = re.compile(_CONTROLS)
# Marks of direction are fine in a text that runs from right to left.
_HIDDEN = re.compile(rf"[\u200e\u200f]|{_CONTROLS}")
_SPACES = "\x0b\x0c\x85\u2028\u2029"
_HELPS = re.compile(r"(?:how|what|where)\b.*\b(?:help|do|offer|provide)", re.IGNORECASE)
_HASHES = re.compile(r"\s*#+\s+")
_PERSON = re.compile(r"\w+,? (?:the|an?) \w")
_OPEN = re.compile(
    r"\{(?:[^\w{}]|[\d_])*+[^\W\d_][^{}]*\}|\[[^\[\]]*\?\](?!\()"
    r"|\b(?:TODO|FIX(?:ME)|XXX|TBD|TBC)\b|\?\?\?"
)
_CODE = re.compile(r"`[^`]*`|\$?\{\{[^{}]*\}\}")


@rule("TB101")
def unreadable_document(facts: Facts) -> Iterator[Found]:
    for row in facts.corpus.unread.itertuples(index=False):
        line = 1 if pd.isna(row.line) else int(row.line)
        yield Found(Place(row.path, line), row.found, row.fix, known_by="whole document")


@rule("TB102")
def unplaced_line(facts: Facts) -> Iterator[Found]:
    for first, last, heading in _unplaced(facts):
        if heading is None:
            message = f"{quoted(first.text.strip())} belongs to no persona, section or group"
            yield Found(first, message, end_line=last)


@rule("TB103")
def document_without_content(facts: Facts) -> Iterator[Found]:
    for row in facts.corpus.documents.itertuples(index=False):
        if row.kinds == ["other"]:
            message = "no persona, group or use case in this document"
            yield Found(Place(row.path, 1), message, known_by="whole document")


@rule("TB104")
def hidden_character(facts: Facts) -> Iterator[Found]:
    for line in facts.all_lines():
        text = line.text
        pattern = _HIDDEN_AMONG_THOSE if _RIGHT_TO_LEFT.search(text) else _HIDDEN
        found = [] if text.isprintable() else list(pattern.finditer(text))
        if found:
            start, end = found[0].start(), found[-1].end()
            new = pattern.sub(_space, text)[start : end - len(text) or None]
            names = ", ".join(dict.fromkeys(_name(match[0][0]) for match in found))
            message, old = f"hidden character {names}", text[start:end]
            yield Found(line, message, column=start + 1, old=old, new=new)


@rule("TB105")
def unknown_section(facts: Facts) -> Iterator[Found]:
    for first, last, heading in _unplaced(facts):
        if heading is not None:
            message = f"{quoted(heading.text)} is not a known section; what is below it is lost"
            fix = f"write {facts.title('remedies')}, or name the organisation in toolbelt.toml"
            yield Found(first, message, fix * bool(_HELPS.match(heading.text)), end_line=last)


@rule("TB106")
def heading_without_name(facts: Facts) -> Iterator[Found]:
    for heading, sections in _nameless(facts).items():
        if sections:
            titles = listed([quoted(words) for words in sections])
            message = f"{titles} {'belongs' if len(sections) == 1 else 'belong'} to no persona"
        else:
            message = f"{quoted(heading.text)} is in the index, and lacks Name: here"
        line = facts.text(heading)
        mark = _HASHES.match(line) if key(heading.text) in facts.unwritten else None
        fix, old, new = "", None, None
        if mark:
            fix, old = "begin the heading with Name:", line
            new = f"{mark[0]}Name: {line[mark.end() :]}"
        yield Found(heading, message, fix, known_by=heading.text, old=old, new=new)


def _nameless(facts: Facts) -> dict[Heading, list[str]]:
    """Return headings that seem to be personas', each with the sections below it."""
    found: dict[Heading, list[str]] = {}
    for heading in chain.from_iterable(facts.headings.values()):
        named = heading.role in ("heading", "title", "unplaced")
        if named and key(heading.text) in facts.unwritten:
            found[heading] = []
    for headings in facts.headings.values():
        above: list[Heading] = []
        sections: dict[Heading | None, dict[Heading, str]] = defaultdict(dict)
        for heading in headings:
            while above and above[-1].level >= heading.level:
                above.pop()
            section = heading.role in ("heading", "title") and facts.words.section(heading.text)
            if section and section != "ignored":
                sections[above[-1] if above else None][heading] = section
            else:
                above.append(heading)
        for parent, children in sections.items():
            # Any document may have goals, or a list of roles; two of these are a persona's.
            telling = {*children.values()} - {"background", "goals"}
            if len(telling) > 1 or (telling and parent and _PERSON.match(parent.text)):
                found[parent or next(iter(children))] = [heading.text for heading in children]
    return found


@rule("TB108")
def unpaired_remedies(facts: Facts) -> Iterator[Found]:
    count = Counter(row.persona_id for row in facts.statements if row.section == "remedies")
    for row in facts.sections:
        if row.section == "remedies" and count[row.persona_id] > MOST_REMEDIES:
            number = f"{count[row.persona_id]} remedies; the first {MOST_REMEDIES}"
            yield _of_section(facts, row, f"has {number} are paired with challenges")


def _unplaced(facts: Facts) -> Iterator[tuple[Any, int, Heading | None]]:
    """Yield the first line of each run of lines without a place, its last, and its heading.

    Lines below a heading that lacks `Name:` are left out: that is a finding of its own.
    """
    nameless = _nameless(facts)
    for path, lines in facts.lines.items():
        headings = {heading.line: heading for heading in facts.headings[path]}
        run, level = [], 0
        for line in [*(line for line in lines if line.role != "blank"), None]:
            heading = headings.get(line.line) if line else None
            ends = heading and (heading.level <= level or heading.role == "persona")
            if ends or (heading and not level):
                level = heading.level if heading in nameless else 0
            lost = line is not None and line.role == "unplaced" and not level
            if run and (not lost or heading):
                yield run[0], run[-1].line, headings.get(run[0].line)
                run = []
            if lost:
                run.append(line)


def _name(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" {name.lower()}" if name else "")


def _space(match: re.Match[str]) -> str:
    """Return a space for a character that separates words, unless a space is beside it."""
    beside = match.string[max(match.start() - 1, 0)], match.string[match.end() : match.end() + 1]
    return " " if match[0][0] in _SPACES and not any(map(str.isspace, beside)) else ""


@rule("TB201")
def placeholder_persona(facts: Facts) -> Iterator[Found]:
    for row in facts.personas:
        if row.status == "placeholder":
            marked = f", marked {row.marker}," if row.marker else ""
            message = f"{row.name}{marked} is a placeholder: none of the sections is written"
            yield Found(row, message)


@rule("TB202")
def placeholder_section(facts: Facts) -> Iterator[Found]:
    for row in _sections(facts, "empty"):
        # One that is marked incomplete is one finding already.
        if row.marker is None:
            yield _of_section(facts, row, "has no text")


@rule("TB203")
def missing_section(facts: Facts) -> Iterator[Found]:
    lost: dict[str, list[str]] = defaultdict(list)
    for row in _sections(facts, "missing"):
        if row.section in facts.words.required:
            lost[row.persona_id].append(facts.title(row.section))
    for persona_id, titles in lost.items():
        row = facts.persona[persona_id]
        message = f"{row.name} lacks {listed([quoted(title) for title in titles])}"
        yield Found(row, message, known_by=" ".join(titles))


@rule("TB204")
def incomplete_section(facts: Facts) -> Iterator[Found]:
    for row in facts.sections:
        if row.marker == "incomplete":
            yield _of_section(facts, row, "is marked incomplete")


@rule("TB205")
def placeholder_use_case(facts: Facts) -> Iterator[Found]:
    for row in facts.use_cases:
        if row.status == "placeholder":
            message = f"use case of {quoted(row.actor)} lists no needs"
            yield Found(row, message)


@rule("TB206")
def unwritten_listing(facts: Facts) -> Iterator[Found]:
    for row in facts.listings:
        if row.persona_id is None:
            group = facts.group[row.group_id].title
            message = f"{quoted(row.name)}, listed under {group}, is not described in any document"
            column = facts.column(row, row.name)
            yield Found(row, message, known_by=row.name, column=column)


@rule("TB207")
def outdated_marker(facts: Facts) -> Iterator[Found]:
    for row in facts.personas:
        if row.marker and row.status == "documented":
            message = f"{row.name} is marked {row.marker}, but all sections are written"
            yield Found(row, message)


@rule("TB208")
def open_question(facts: Facts) -> Iterator[Found]:
    for row in (*facts.statements, *facts.needs, *facts.group_statements):
        if match := _OPEN.search(_CODE.sub("", row.text)):
            message = f"{quoted(match[0])} is an unresolved note or question"
            known_by = f"{match[0]} {row.text}"
            column = facts.column(row, match[0])
            yield Found(row, message, known_by=known_by, column=column)


def _sections(facts: Facts, status: str) -> Iterator[Any]:
    """Yield the sections of a status; a placeholder persona is one finding already."""
    for row in facts.sections:
        if row.status == status and facts.persona[row.persona_id].status != "placeholder":
            yield row


def _of_section(facts: Facts, row: Any, words: str) -> Found:
    message = f'{facts.persona[row.persona_id].name}: section "{facts.title(row.section)}" {words}'
    return Found(row, message, item_id=f"{row.persona_id}/{row.section}")
