"""Rules on markup: bullets and headings that markdown shows as something else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Any

from .facts import HEADING_ROLES, Facts, Heading, item, quoted
from .rule import Found, rule

_SIGNS = "•◦▪▫■□●○‣·∙►▸➤➢"
_BULLET = re.compile(
    rf"\s*(?:[-+{_SIGNS}]\s*|\*\s+|\*(?![^*]*\*|\*)|\d{{1,9}}[.)]\s+)(?P<text>\S.*)"
)
# A bullet or number without a space, or a bullet that markdown does not know.
_MARKER = re.compile(
    rf"(?P<before>[\s>]*)(?P<marker>[-*]|\d{{1,2}}[.)](?=[A-Z])|[{_SIGNS}]\ufe0f?\s*)(?P<after>\S+)"
)
_NO_SPACE = re.compile(r"(?P<before> {0,3})(?P<hashes>#{1,6})(?P<after>[^#\s]+)")
_INDENTED = re.compile(r" {1,3}(?P<hashes>#{1,6}\s)")
# Lines that end in a hard break, or are in a quotation, show as lines.
_BREAKS = re.compile(r"(?:  |\\|<br\s*/?>[ \t]*)\n|^[ \t]*>", re.MULTILINE | re.IGNORECASE)
_EMPHASIS = re.compile(r"\*|(?<!\w)_+|_+(?!\w)")
_ADDRESS = re.compile(r"\]\(\S*|https?://\S+")
# Texts are wrapped to lines as short as a commit message's, or as long as wide code's.
_NARROWEST, _WIDEST = 72, 120
_DEEPEST = 6


@rule("TB601")
def empty_bullet(facts: Facts) -> Iterator[Found]:
    written = {f"{row.persona_id}/{row.section}" for row in facts.statements}
    for lines in facts.lines.values():
        owner = None
        for line in lines:
            if line.role in ("section", "persona", "actor", "group"):
                owner = item(line)
            elif line.role == "empty_bullet":
                fix, old = ("remove it", line.text) if owner in written else ("write it", None)
                yield Found(line, "empty bullet", fix, owner, known_by="empty bullet", old=old)


@rule("TB602")
def bullet_without_space(facts: Facts) -> Iterator[Found]:
    bare = {(row.path, row.line) for row in facts.statements if row.kind == "bare"}
    for line in facts.all_lines():
        sure = (line.path, line.line) in bare
        likely = sure or line.role in ("need", "group_statement", "listings")
        match = _MARKER.match(line.text) if likely else None
        if not match:
            continue
        marker, after = match["marker"].strip(), match["after"]
        emphasis = marker == "*" and line.text.count("*") > 1 and not sure
        if after.startswith(marker) or emphasis:
            continue
        known = marker[0] in "-*" or marker[0].isdigit()
        text, fix = quoted(line.text.strip()), ""
        message = f"no space after the bullet of {text}"
        if not known:
            message = f"{text} begins with a sign that markdown does not take for a bullet"
            fix = "begin it with a hyphen and a space"
        new = f"{match['before']}{marker if known else '-'} {after}"
        yield Found(line, message, fix, old=match[0], new=new)


@rule("TB603")
def section_as_bullet(facts: Facts) -> Iterator[Found]:
    for line, mark in _unheaded(facts, "section"):
        match = _BULLET.fullmatch(line.text)
        if match and facts.words.label(match["text"]):
            text = match["text"].strip()
            message = f"the section {quoted(text)} begins with a bullet"
            yield Found(line, message, old=line.text, new=mark + text)


@rule("TB604")
def heading_level_jump(facts: Facts) -> Iterator[Found]:
    for headings in facts.headings.values():
        for before, heading in pairwise(headings):
            if heading.level > before.level + 1:
                message = f"heading {quoted(heading.text)} is of level {heading.level}"
                message += f", the one before it of level {before.level}"
                yield Found(heading, message, _level_fix(before.level + 1))


@rule("TB606")
def repeated_section(facts: Facts) -> Iterator[Found]:
    seen: dict[str | None, int] = {}
    for line in facts.all_lines("section"):
        words, section = line.text.strip(" \t#-*+_"), item(line)
        if facts.words.label(words):
            first = seen.setdefault(section, line.line)
            if first != line.line:
                yield Found(line, f"{quoted(words)} repeats the section in line {first}")


@rule("TB607")
def heading_without_space(facts: Facts) -> Iterator[Found]:
    for line in facts.all_lines(*HEADING_ROLES):
        if match := _NO_SPACE.match(line.text):
            message = f"no space after the hashes of {quoted(line.text.strip())}"
            new = f"{match['before']}{match['hashes']} {match['after']}"
            yield Found(line, message, old=match[0], new=new)


@rule("TB608")
def indented_heading(facts: Facts) -> Iterator[Found]:
    for line in facts.all_lines(*HEADING_ROLES - {"unplaced"}):
        if match := _INDENTED.match(line.text):
            message = f"space in front of the heading {quoted(line.text.strip())}"
            yield Found(line, message, old=match[0], new=match["hashes"])


@rule("TB609")
def bold_as_heading(facts: Facts) -> Iterator[Found]:
    for line, mark in _unheaded(facts, "section", "persona", "actor"):
        text = line.text.strip()
        if not text.startswith(("#", "<h")) and not _BULLET.fullmatch(line.text):
            message = f"{quoted(text)} is meant as a heading but is not one"
            old = line.text if line.role == "section" and text[0] not in "|>" else None
            rest = facts.words.labelled(text)[1]
            title = _EMPHASIS.sub("", text[: text.rindex(rest)]).strip()
            new = mark + title + f"\n\n{rest}" * bool(rest)
            yield Found(line, message, old=old, new=new)


@rule("TB611")
def lines_run_together(facts: Facts) -> Iterator[Found]:
    rows = enumerate(row for row in facts.statements if row.kind == "line")
    for _, pairs in groupby(rows, lambda pair: (pair[1].path, pair[1].line - pair[0])):
        run = [row for _, row in pairs]
        first, last = run[0], run[-1].line
        old = facts.text(first, last)
        if len(run) > 1 and not _BREAKS.search(old):
            new = "\n".join(f"- {line.lstrip()}" for line in old.split("\n"))
            message = f"these {len(run)} lines show as one paragraph"
            yield Found(first, message, end_line=last, old=old, new=new)
    for row in (*facts.statements, *facts.needs, *facts.group_statements):
        lines = facts.lines[row.path][row.line - 1 : row.end_line]
        for line, after in pairwise(lines):
            if row[0] in line.item_ids and row[0] in after.item_ids and _parts(line, after):
                message = f"{quoted(after.text.strip())} shows as part of the line above"
                fix = "begin it with a bullet, or join it to the line above"
                yield Found(after, message, fix, row[0])
                break


def _parts(line: Any, after: Any) -> bool:
    """Tell whether two lines are two texts, not a sentence that was wrapped before a name."""
    words = after.text.lstrip(" \t-–—\"“'‘(*_")
    ended = line.text.rstrip(" \t\"'’”)]*_")[-1:] in (*".!?:;,…", "")
    if not words[:1].isupper() or ended or _BREAKS.search(line.text + "\n"):
        return False
    fits = len(line.text.rstrip()) + 1 + len(words.split(None, 1)[0]) <= _NARROWEST
    return fits or len(_ADDRESS.sub("", line.text)) > _WIDEST


@rule("TB612")
def persona_among_sections(facts: Facts) -> Iterator[Found]:
    for headings in facts.headings.values():
        # The personas around, each with the level of its deepest section.
        around: list[tuple[Heading, int]] = []
        for heading in headings:
            if heading.role == "section" and around:
                owner, deepest = around[-1]
                around[-1] = owner, max(deepest, heading.level)
            if heading.role != "persona":
                continue
            while around and around[-1][0].level >= heading.level:
                around.pop()
            if around and heading.level <= around[-1][1]:
                owner = around[-1][0]
                message = f"{quoted(heading.text)} shows as a section of {quoted(owner.text)}"
                yield Found(heading, message, _level_fix(owner.level))
            around.append((heading, 0))


def _level_fix(level: int) -> str:
    return f"make it level {level}, and raise the headings below it as much"


def _unheaded(facts: Facts, *roles: str) -> Iterator[tuple[Any, str]]:
    """Yield the lines that open something but are not headings to GitHub.

    Each comes with the marks that make it a heading of the level of the sections above.
    """
    for path, lines in facts.lines.items():
        shown = {heading.line: heading for heading in facts.headings[path]}
        level, above = 3, ""
        for line in lines:
            heading = shown.get(line.line)
            if heading and heading.role in ("section", "persona"):
                level = min(heading.level + (heading.role == "persona"), _DEEPEST)
            elif line.role in roles and not heading and line.text.strip(" =-"):
                yield line, ("\n" if above.strip() else "") + "#" * level + " "
            above = line.text
