"""Rules on documents as a whole: what cannot be read, what has no place, what is there unseen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from ...links import key
from .evidence import Evidence, Heading, Line
from .rule import Found, rule
from .words import quoted

# Line and paragraph separators, zero-width and bidirectional controls, and control characters;
# the joiner that emoji are made with is left out.
# U+200C between two letters of a script such as Persian belongs to the spelling.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x85\xad\u200b\u200e\u200f\u2028-\u202e\u2060"
    r"\u2066-\u2069\ufeff]|^\u200c|(?<=[\x00-\u02af])\u200c|\u200c(?=[\x00-\u02af]|$)"
)
_HELPS = re.compile(r"(?:how|what|where)\b.*\b(?:help|do|offer|provide)", re.IGNORECASE)
_HASHES = re.compile(r"\s*#+\s+")
_SPACES = "\x0b\x0c\x85\u2028\u2029"


@rule(
    "TB101",
    "unreadable-document",
    "error",
    what="A document cannot be read: it is not UTF-8, too large, or not open to the reader.",
    why="What stands in it is in no table and no report, or stands there with characters lost.",
    mend="Save the file as UTF-8; split a file that is too large.",
    bad="## Name: Ren\udce9e the Reviewer\n",
    good="## Name: Renée the Reviewer\n### Role:\n- Reads patches\n",
)
def unreadable_document(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.corpus.unread.itertuples(index=False):
        line = 1 if pd.isna(row.line) else int(row.line)
        yield Found(row.path, line, row.found, row.fix, about="whole document")


@rule(
    "TB102",
    "unplaced-line",
    "warning",
    what="Lines belong to no persona, section, group or use case.",
    why="Nobody can tell whose words they are; they are in no count and no report.",
    mend="Move them below the heading that they belong to, or take them out.",
    bad="## Name: Ada the Admin\n### Role:\n- Runs servers\n\n## Notes\nAsk Ada about this.\n",
    good="## Name: Ada the Admin\n### Role:\n- Runs servers\n- Can be asked about this\n",
)
def unplaced_line(evidence: Evidence) -> Iterator[Found]:
    for path, first, last, heading in _unplaced(evidence):
        if heading is None:
            text = evidence.text(path, first).strip()
            yield Found(
                path,
                first,
                f"{quoted(text)} belongs to nothing",
                "move it below the heading it belongs to, or take it out",
                end_line=last,
            )


@rule(
    "TB103",
    "document-without-content",
    "note",
    what="A document holds no persona, no group of the index and no use case.",
    why="It was meant to be written, or stands in a folder that it does not belong to.",
    mend="Write it, move it, or name it under `exclude` in the settings.",
    bad="# Drafts\n\nNothing here yet.\n",
    good="# Drafts\n\n## Name: Ada the Admin\n### Role:\n- Runs servers\n",
)
def document_without_content(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.corpus.documents.itertuples(index=False):
        if row.kinds == ["other"]:
            yield Found(
                row.path,
                1,
                "no persona, group or use case in this document",
                "write it, or leave it out with exclude in the settings",
                about="whole document",
            )


@rule(
    "TB104",
    "hidden-character",
    "warning",
    what="A line holds characters that nobody sees: a line separator, a zero-width or"
    " bidirectional control, or another control character.",
    why="They break searches and tools, and bidirectional ones can make a text read otherwise"
    " than it is.",
    mend="Take them out; put a space where words would meet.",
    bad="## Name: Ada the Admin\n### Role:\n- Runs servers\u2028and their backups\n",
    good="## Name: Ada the Admin\n### Role:\n- Runs servers and their backups\n",
)
def hidden_character(evidence: Evidence) -> Iterator[Found]:
    for line in evidence.all_lines():
        found = list(_HIDDEN.finditer(line.text))
        if found:
            names = ", ".join(dict.fromkeys(_name(match.group()) for match in found))
            old = line.text[found[0].start() : found[-1].end()]
            yield Found(
                line.path,
                line.line,
                f"hidden character {names}",
                "take it out",
                next(iter(line.item_ids), None),
                old=old,
                new=_clean(line.text, found[0].start(), old),
            )


@rule(
    "TB105",
    "unknown-section",
    "warning",
    what="A heading below a persona names no section that is known, and stands in none.",
    why="What stands below it counts for nothing: it may be a remedy that nobody sees.",
    mend="Use one of Role, Background, Goals, Challenges, How the OpenSSF can help; or make it"
    " a sub-heading of one of these.",
    bad="## Name: Ada the Admin\n### Wishes:\n- A quieter pager\n",
    good="## Name: Ada the Admin\n### Goals:\n- A quieter pager\n",
)
def unknown_section(evidence: Evidence) -> Iterator[Found]:
    for path, first, last, heading in _unplaced(evidence):
        if heading is not None:
            fix = "use Role, Background, Goals, Challenges or How the OpenSSF can help"
            if _HELPS.match(heading.text):
                fix += ", or name the organisation in toolbelt.toml"
            yield Found(
                path,
                first,
                f"heading {quoted(heading.text)} opens no known section,"
                " and what stands below it belongs to nothing",
                fix,
                end_line=last,
            )


@rule(
    "TB106",
    "section-without-persona",
    "warning",
    what="A heading names a section, and no persona is open above it.",
    why="The section belongs to nobody: most likely the persona's heading lacks its `Name:`.",
    mend="Begin the persona's heading with `Name:`, or move the section below its persona.",
    bad="## Ada the Admin\n### Challenges:\n- No time\n",
    good="## Name: Ada the Admin\n### Challenges:\n- No time\n",
)
def section_without_persona(evidence: Evidence) -> Iterator[Found]:
    for headings in evidence.headings.values():
        named = [one for one in headings if one.role in ("heading", "title")]
        sections = {heading: evidence.words.section(heading.text) for heading in named}
        sections = {one: None if name == "ignored" else name for one, name in sections.items()}
        # Any document may have Background and Goals right below its title.
        ordinary = {*sections.values()} <= {None, "background", "goals"} and not any(
            before.level > 1 and before.level < one.level and sections[one]
            for before, one in pairwise(named)
        )
        for heading in [] if ordinary else named:
            if sections[heading]:
                yield Found(
                    heading.path,
                    heading.line,
                    f"section {quoted(heading.text)} belongs to no persona",
                    "begin the persona's heading with Name:",
                )


@rule(
    "TB107",
    "heading-without-name",
    "warning",
    what="A heading is a name of the index and does not begin with `Name:`.",
    why="It is not read as a persona, and the sections below it belong to nobody.",
    mend="Begin the heading with `Name:`.",
    bad="## Staff\n- *Common Challenges*: Time.\n- *Sub Personas*: Ada the Admin\n\n"
    "## Ada the Admin\n### Challenges:\n- No time\n",
    good="## Staff\n- *Common Challenges*: Time.\n- *Sub Personas*: Ada the Admin\n\n"
    "## Name: Ada the Admin\n### Challenges:\n- No time\n",
)
def heading_without_name(evidence: Evidence) -> Iterator[Found]:
    lost = {key(row.name) for row in evidence.listings if row.persona_id is None} - {""}
    for headings in evidence.headings.values():
        for heading in headings:
            if heading.role in ("heading", "title", "unplaced") and key(heading.text) in lost:
                line = evidence.text(heading.path, heading.line)
                mark = _HASHES.match(line)
                yield Found(
                    heading.path,
                    heading.line,
                    f"{quoted(heading.text)} is a name of the index and lacks Name:",
                    f"write Name: {heading.text}",
                    old=line if mark else None,
                    new=f"{mark.group()}Name: {line[mark.end() :]}" if mark else None,
                )


def _unplaced(evidence: Evidence) -> Iterator[tuple[str, int, int, Heading | None]]:
    """Give the runs of lines that have no place, each with the heading that begins it."""
    for path, lines in evidence.lines.items():
        headings = {heading.line: heading for heading in evidence.headings[path]}
        run: list[Line] = []
        for line in lines:
            if line.role == "unplaced":
                if run and line.line in headings:
                    yield path, run[0].line, run[-1].line, headings.get(run[0].line)
                    run = []
                run.append(line)
            elif run and line.role != "blank":
                yield path, run[0].line, run[-1].line, headings.get(run[0].line)
                run = []
        if run:
            yield path, run[0].line, run[-1].line, headings.get(run[0].line)


def _name(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" {name.lower()}" if name else "")


def _clean(text: str, start: int, old: str) -> str:
    """Put a space for what stands for one, unless there is one beside it already."""
    new = ""
    for position, character in enumerate(old, start):
        if not _HIDDEN.match(character):
            new += character
        elif character in _SPACES and not (
            text[position - 1 : position].isspace() or text[position + 1 : position + 2].isspace()
        ):
            new += " "
    return new
