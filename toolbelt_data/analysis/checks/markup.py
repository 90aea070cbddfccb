"""Rules on markup: bullets and headings that do not show as they were meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise

from .evidence import HEADING_ROLES, Evidence, Heading, Line, words_of
from .rule import Found, rule
from .words import quoted

_ADA = "## Name: Ada the Admin\n### Role:\n- Runs servers\n"
_BULLET = re.compile(r"\s*(?:[-+•◦▪‣●]\s*|\*\s+|\*(?![^*]*\*|\*)|\d{1,9}[.)]\s+)(?P<text>\S.*)")
_MARKER = re.compile(r"(?P<before>[\s>]*)(?P<marker>[-*•◦▪‣●])(?P<after>\S+)")
_NO_SPACE = re.compile(r"(?P<before> {0,3})(?P<hashes>#{1,6})(?P<after>[^#\s]+)")
_INDENTED = re.compile(r" {1,3}(?P<hashes>#{1,6}\s)")
_SHORT_RULE = re.compile(r"\s{0,3}-+\s*")
_ORGANISATION = re.compile(r"open\s?ssf|open source security foundation", re.IGNORECASE)
# Lines that end in a hard break, or stand in a quotation, show as lines.
_BREAKS = re.compile(r"(?: {2}|\\|<br\s*/?>)[ \t]*\n|^\s*>", re.MULTILINE | re.IGNORECASE)
_DEEPEST = 6


@rule(
    "TB601",
    "empty-bullet",
    "note",
    what="A bullet has no text.",
    why="It shows as a dot without words.",
    mend="Write it, or take it out.",
    bad=f"{_ADA}- \n",
    good=_ADA,
)
def empty_bullet(evidence: Evidence) -> Iterator[Found]:
    written = {f"{row.persona_id}/{row.section}" for row in evidence.statements}
    owner: dict[str, str | None] = {}
    for line in evidence.all_lines():
        if line.role in ("section", "persona", "actor", "group"):
            owner[line.path] = next(iter(line.item_ids), None)
        if line.role == "empty_bullet":
            own = owner.get(line.path)
            left_over = own in written
            yield Found(
                line.path,
                line.line,
                "empty bullet" if left_over else "empty bullet where text is to come",
                "take it out" if left_over else "write it",
                own,
                about="empty bullet",
                old=line.text if left_over else None,
            )


@rule(
    "TB602",
    "bullet-without-space",
    "warning",
    what="A line begins with a bullet and has no space after it.",
    why="It shows as part of the line before, with a dash in the middle.",
    mend="Put a space after the bullet.",
    bad=f"{_ADA}-Keeps backups\n",
    good=f"{_ADA}- Keeps backups\n",
)
def bullet_without_space(evidence: Evidence) -> Iterator[Found]:
    kinds = {(row.path, row.line): row for row in evidence.statements if row.kind == "bare"}
    for line in evidence.all_lines():
        row = kinds.get((line.path, line.line))
        match = _MARKER.match(line.text)
        bare = row is not None or (line.role in ("need", "group_statement", "listings"))
        if not bare or match is None or match["after"].startswith(match["marker"]):
            continue
        if row is None and _shows_as_item(match, line):
            continue
        marker = match["marker"] if match["marker"] in "-*" else "-"
        yield Found(
            line.path,
            line.line,
            f"no space after the bullet of {quoted(line.text.strip())}",
            "put a space after it",
            next(iter(line.item_ids), None),
            old=match.group(),
            new=f"{match['before']}{marker} {match['after']}",
        )


@rule(
    "TB603",
    "section-as-bullet",
    "warning",
    what="A section is begun by a bullet instead of a heading.",
    why="What follows shows as part of the section before, and remedies are read as challenges.",
    mend="Make it a heading of the same level as the persona's other sections.",
    bad=f"{_ADA}- Challenges:\n- No time\n",
    good=f"{_ADA}\n### Challenges:\n- No time\n",
)
def section_as_bullet(evidence: Evidence) -> Iterator[Found]:
    for line in _no_headings(evidence, "section"):
        match = _BULLET.fullmatch(line.text)
        if match is not None and evidence.words.label(match["text"]):
            yield Found(
                line.path,
                line.line,
                f"the section {quoted(match['text'].strip())} is begun by a bullet",
                "make it a heading",
                next(iter(line.item_ids), None),
                old=line.text,
                new=_as_heading(evidence, line, match["text"]),
            )


@rule(
    "TB604",
    "heading-level-jump",
    "warning",
    what="A heading is more than one level below the heading before it.",
    why="Screen readers and tables of contents go by levels; a level that is left out looks like"
    " something that is missing.",
    mend="Go down one level at a time.",
    bad="## Name: Ada the Admin\n##### Role:\n- Runs servers\n",
    good=_ADA,
)
def heading_level_jump(evidence: Evidence) -> Iterator[Found]:
    for headings in evidence.headings.values():
        for before, heading in pairwise(headings):
            if heading.level > before.level + 1:
                yield Found(
                    heading.path,
                    heading.line,
                    f"heading {quoted(heading.text)} of level {heading.level}"
                    f" stands below one of level {before.level}",
                    f"make it level {before.level + 1}, and raise what stands below it as much",
                )


@rule(
    "TB606",
    "repeated-section",
    "warning",
    what="A persona has two headings that name the same section.",
    why="One of the two was most likely meant to be another section.",
    mend="Join the two, or give one its right name.",
    bad=f"{_ADA}### Role:\n- Answers the pager\n",
    good=f"{_ADA}- Answers the pager\n",
)
def repeated_section(evidence: Evidence) -> Iterator[Found]:
    seen: dict[str, int] = {}
    for line in evidence.all_lines():
        item = next(iter(line.item_ids), "")
        words = line.text.strip(" \t#-*+_")
        if line.role != "section" or not evidence.words.label(words):
            continue
        if item in seen:
            yield Found(
                line.path,
                line.line,
                f"{quoted(words)} has been opened in line {seen[item]} already",
                "join the two, or give one its right name",
                item,
            )
        seen.setdefault(item, line.line)


@rule(
    "TB607",
    "heading-without-space",
    "warning",
    what="The hashes of a heading have no space after them.",
    why="It shows as a paragraph that begins with hashes.",
    mend="Put a space after the hashes.",
    bad="## Name: Ada the Admin\n###Role:\n- Runs servers\n",
    good=_ADA,
)
def heading_without_space(evidence: Evidence) -> Iterator[Found]:
    for line in evidence.all_lines():
        match = _NO_SPACE.match(line.text) if line.role in HEADING_ROLES else None
        if match is not None:
            yield Found(
                line.path,
                line.line,
                f"no space after the hashes of {quoted(line.text.strip())}",
                "put a space after them",
                next(iter(line.item_ids), None),
                old=match.group(),
                new=f"{match['before']}{match['hashes']} {match['after']}",
            )


@rule(
    "TB608",
    "indented-heading",
    "note",
    what="A heading has spaces in front of its hashes.",
    why="It is a heading up to three spaces; with a fourth it is none.",
    mend="Take the spaces out.",
    bad="## Name: Ada the Admin\n ### Role:\n- Runs servers\n",
    good=_ADA,
)
def indented_heading(evidence: Evidence) -> Iterator[Found]:
    for line in evidence.all_lines():
        match = _INDENTED.match(line.text) if line.role in HEADING_ROLES - {"unplaced"} else None
        if match is not None:
            yield Found(
                line.path,
                line.line,
                f"space in front of the heading {quoted(line.text.strip())}",
                "take it out",
                next(iter(line.item_ids), None),
                old=match.group(),
                new=match["hashes"],
            )


@rule(
    "TB609",
    "bold-as-heading",
    "warning",
    what="A persona, section or use case is begun by a line in bold or a paragraph instead of a"
    " heading.",
    why="It is in no table of contents, has no anchor, and is no heading to a screen reader.",
    mend="Make it a heading.",
    bad="## Name: Ada the Admin\n\n**Role:**\n\n- Runs servers\n",
    good=_ADA,
)
def bold_as_heading(evidence: Evidence) -> Iterator[Found]:
    for line in _no_headings(evidence, "section", "persona", "actor"):
        text = line.text.strip()
        if not _BULLET.fullmatch(line.text) and not text.startswith("#") and text.strip("=-"):
            in_section = line.role == "section"
            yield Found(
                line.path,
                line.line,
                f"{quoted(text)} is a paragraph where a heading is meant",
                "make it a heading",
                next(iter(line.item_ids), None),
                old=line.text if in_section else None,
                new=_as_heading(evidence, line, text.strip("*_")) if in_section else None,
            )


@rule(
    "TB610",
    "paragraph-as-heading",
    "warning",
    what="A line of dashes right below a paragraph makes a heading of it.",
    why="A sentence shows in large letters; the rule or bullet that was meant is not there.",
    mend="Put an empty line between the two, or take the dashes out.",
    bad="## Name: Ada the Admin\n### Role:\nAda runs servers.\n---\n",
    good="## Name: Ada the Admin\n### Role:\nAda runs servers.\n\n---\n",
)
def paragraph_as_heading(evidence: Evidence) -> Iterator[Found]:
    kinds = {row.statement_id: row.kind for row in evidence.statements}
    for lines in evidence.lines.values():
        for line, after in pairwise(lines):
            if after.role != "rule" or not _SHORT_RULE.fullmatch(after.text):
                continue
            own = [kinds.get(item) for item in line.item_ids]
            if line.role == "prose" or {"paragraph", "line"} & set(own):
                if _BULLET.fullmatch(line.text):
                    continue
                yield Found(
                    line.path,
                    after.line,
                    f"makes a heading of {quoted(line.text.strip())}",
                    "put an empty line in between",
                    next(iter(line.item_ids), None),
                    about=line.text,
                    old=after.text,
                    new=f"\n{after.text}",
                )


@rule(
    "TB611",
    "lines-run-together",
    "note",
    what="Statements stand on lines of their own without bullets.",
    why="They show as one paragraph: where the lines end is lost.",
    mend="Make each line a bullet.",
    bad="## Name: Ada the Admin\n### Role:\nRuns servers.\nAnswers the pager.\n",
    good="## Name: Ada the Admin\n### Role:\n- Runs servers.\n- Answers the pager.\n",
)
def lines_run_together(evidence: Evidence) -> Iterator[Found]:
    run: list = []
    for row in [*evidence.statements, None]:
        if row is not None and row.kind == "line" and _follows(run, row):
            run.append(row)
            continue
        first, last = (run[0].line, run[-1].line) if run else (0, 0)
        old = evidence.text(run[0].path, first, last) if run else ""
        if len(run) > 1 and not _BREAKS.search(old):
            yield Found(
                run[0].path,
                first,
                f"these {len(run)} lines show as one paragraph",
                "make each line a bullet",
                run[0].statement_id,
                end_line=last,
                old=old,
                new="\n".join(f"- {line.lstrip()}" for line in old.split("\n")),
            )
        run = [row] if row is not None and row.kind == "line" else []


@rule(
    "TB612",
    "persona-among-sections",
    "warning",
    what="A persona's heading is of the same level as the sections of the persona before it.",
    why="It shows as one of that persona's sections.",
    mend="Give it the level of the other personas, or, where it is meant to stand below that"
    " persona, a deeper one.",
    bad=f"{_ADA}### Name: Bea the Builder\n#### Role:\n- Builds releases\n",
    good=f"{_ADA}## Name: Bea the Builder\n### Role:\n- Builds releases\n",
)
def persona_among_sections(evidence: Evidence) -> Iterator[Found]:
    for headings in evidence.headings.values():
        # The personas around, each with the levels of its sections.
        around: list[tuple[Heading, set[int]]] = []
        for heading in headings:
            if heading.role == "section" and around:
                around[-1][1].add(heading.level)
            if heading.role != "persona":
                continue
            while around and around[-1][0].level >= heading.level:
                around.pop()
            if around and heading.level <= max(around[-1][1], default=0):
                owner = around[-1][0]
                yield Found(
                    heading.path,
                    heading.line,
                    f"{quoted(heading.text)} shows as a section of {quoted(owner.text)}",
                    f"make it level {owner.level}, and raise what stands below it as much",
                )
            around.append((heading, set()))


@rule(
    "TB613",
    "misspelled-section",
    "note",
    what="The name of a section is misspelled in its heading.",
    why="It is understood here; a search or another tool does not find it.",
    mend="Write the section's name.",
    bad=f"{_ADA}### Chalenges:\n- No time\n",
    good=f"{_ADA}### Challenges:\n- No time\n",
)
def misspelled_section(evidence: Evidence) -> Iterator[Found]:
    for line in evidence.all_lines():
        if line.role != "section":
            continue
        section = next(iter(line.item_ids), "").rpartition("/")[2]
        words = [word.lower() for word in words_of(line.text)]
        if section == "remedies":
            slip = "help" in words and not _ORGANISATION.search(line.text)
        else:
            slip = section not in words and get_close_matches(section, words, 1, 0.85)
        if slip:
            meant = "How the OpenSSF can help" if section == "remedies" else section.capitalize()
            yield Found(
                line.path,
                line.line,
                f"{quoted(line.text.strip())} is read as {meant}",
                f"write {meant}",
                next(iter(line.item_ids), None),
            )


def _no_headings(evidence: Evidence, *roles: str) -> Iterator[Line]:
    """Give the lines of some roles that open something and are no headings to GitHub."""
    for path, lines in evidence.lines.items():
        shown = {heading.line for heading in evidence.headings[path]}
        for line in lines:
            above = line.line - 1 in shown and line.text.strip(" =-") == ""
            if line.role in roles and line.line not in shown and not above:
                yield line


def _as_heading(evidence: Evidence, line: Line, text: str) -> str:
    """Write a heading of the level of the sections around, set off from the line above."""
    level = None
    for heading in evidence.headings[line.path]:
        if heading.line > line.line and level is not None:
            break
        if heading.role == "section":
            level = heading.level
        elif heading.role == "persona":
            level = min(heading.level + 1, _DEEPEST)
    above = evidence.text(line.path, line.line - 1) if line.line > 1 else ""
    return ("\n" if above.strip() else "") + "#" * (level or 3) + f" {text.strip()}"


def _shows_as_item(match: re.Match[str], line: Line) -> bool:
    """Tell emphasis and real bullets at the beginning of a line from a bullet without space."""
    return match["marker"] == "*" and line.text.count("*") > 1


def _follows(run: list, row: object) -> bool:
    return not run or (run[-1].path == row.path and run[-1].line + 1 == row.line)
