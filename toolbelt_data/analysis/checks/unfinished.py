"""Rules on what is named and not written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ...vocabulary import HEADED_SECTIONS
from .evidence import Evidence
from .rule import Found, rule
from .words import listed, quoted

_TITLES = {
    "summary": "the summary",
    "role": "Role",
    "background": "Background",
    "goals": "Goals",
    "challenges": "Challenges",
    "remedies": "How the OpenSSF can help",
}
_LEFT = re.compile(
    r"\{[^{}]*[^\W\d_][^{}]*\}|\[[^\[\]]*\?\](?!\()|\b(?:TODO|FIX(?:ME)|XXX|TBD|TBC)\b|\?\?\?"
)
_CODE = re.compile(r"`[^`]*`|\$?\{\{.*?\}\}")
_WRITTEN = (
    "### Role:\n- Runs servers\n### Background:\n- Ten years of it\n### Goals:\n- Calm nights\n"
    "### Challenges:\n- No time\n### How the OpenSSF can help:\n- Share checklists\n"
)
_ADA = f"## Name: Ada the Admin\n{_WRITTEN}"


@rule(
    "TB201",
    "placeholder-persona",
    "warning",
    what="A persona is named, and none of role, background, goals, challenges and remedies"
    " is written.",
    why="Readers take the persona for described; no challenge can be counted.",
    mend="Write the sections, or take the persona out until somebody does.",
    bad="## Name: Ada the Admin (forthcoming)\n- Keeps servers up\n",
    good=_ADA,
)
def placeholder_persona(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.personas:
        if row.status == "placeholder":
            marked = f", marked {row.marker}," if row.marker else ""
            yield Found(
                row.path,
                row.line,
                f"{row.name}{marked} is a placeholder: none of the five sections is written",
                "write the sections, or take the persona out",
                row.persona_id,
            )


@rule(
    "TB202",
    "placeholder-section",
    "warning",
    what="A section has its heading and no statement below it.",
    why="An empty section looks forgotten, and a challenge without written remedies cannot be"
    " told from one without any.",
    mend="Write it, or say in brackets behind the heading that it is incomplete, and why.",
    bad=_ADA.replace("- Calm nights", "- [placeholder]"),
    good=_ADA,
)
def placeholder_section(evidence: Evidence) -> Iterator[Found]:
    for row in _sections(evidence, "empty"):
        name = evidence.persona[row.persona_id].name
        yield Found(
            row.path,
            row.line,
            f'{name}: section "{_TITLES[row.section]}" has no text',
            "write it, or mark the heading (incomplete)",
            f"{row.persona_id}/{row.section}",
        )


@rule(
    "TB203",
    "missing-section",
    "warning",
    what="A persona that is written in part lacks one of the five sections.",
    why="The persona does not count as documented, and questions about that section have no"
    " answer.",
    mend="Add the heading and write the section.",
    bad=_ADA.replace("### Goals:\n- Calm nights\n", ""),
    good=_ADA,
)
def missing_section(evidence: Evidence) -> Iterator[Found]:
    lost: dict[str, list[str]] = {}
    for row in _sections(evidence, "missing"):
        lost.setdefault(row.persona_id, []).append(_TITLES[row.section])
    for persona_id, titles in lost.items():
        row = evidence.persona[persona_id]
        yield Found(
            row.path,
            row.line,
            f"{row.name} has no section {listed([quoted(title) for title in titles])}",
            "add the heading and write the section",
            persona_id,
            about=" ".join(titles),
        )


@rule(
    "TB204",
    "incomplete-section",
    "warning",
    what="A section's heading says that it is not finished.",
    why="Somebody meant to come back to it.",
    mend="Finish the section and take the bracket out of the heading.",
    bad=_ADA.replace("### Challenges:", "### Challenges: (incomplete, more to come)"),
    good=_ADA,
)
def incomplete_section(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.rows("sections"):
        if row.marker == "incomplete":
            name = evidence.persona[row.persona_id].name
            yield Found(
                row.path,
                row.line,
                f'{name}: section "{_TITLES[row.section]}" is marked incomplete',
                "finish it and take the bracket out",
                f"{row.persona_id}/{row.section}",
            )


@rule(
    "TB205",
    "placeholder-use-case",
    "warning",
    what="A use case names an actor and states no need.",
    why="It promises something that nobody can read.",
    mend="Write what the actor needs, or take the use case out.",
    bad="# Use Cases\n\n## As a Reviewer:\n- [placeholder]\n",
    good="# Use Cases\n\n## As a Reviewer:\n- I need to know who wrote a patch.\n",
)
def placeholder_use_case(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.rows("use_cases"):
        if row.status == "placeholder":
            yield Found(
                row.path,
                row.line,
                f"use case of {quoted(row.actor)} states no need",
                "write the needs, or take the use case out",
                row.actor_id,
            )


@rule(
    "TB206",
    "unwritten-listing",
    "warning",
    what="The index names a sub-persona that no document describes.",
    why="Readers look for somebody who is not there.",
    mend="Write the persona, or take the name out of the index until somebody does.",
    bad="## Admins\n- *Common Challenges*: Time.\n- *Sub Personas*: Ada the Admin\n",
    good=f"## Admins\n- *Common Challenges*: Time.\n- *Sub Personas*: Ada the Admin\n\n{_ADA}",
)
def unwritten_listing(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.listings:
        if row.persona_id is None:
            yield Found(
                row.path,
                row.line,
                f"{quoted(row.name)} is named under {evidence.group_titles[row.group_id]},"
                " and no document describes that persona",
                "write the persona, or take the name out",
                row.item_id,
                about=row.name,
                words=row.name,
            )


@rule(
    "TB207",
    "outdated-marker",
    "note",
    what="A persona's heading says that it is yet to come, and all five sections are written.",
    why="Readers pass over a persona that is there.",
    mend="Take the bracket out of the heading.",
    bad=_ADA.replace("the Admin", "the Admin (forthcoming)"),
    good=_ADA,
)
def outdated_marker(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.personas:
        if row.marker and row.status == "documented":
            yield Found(
                row.path,
                row.line,
                f"{row.name} is marked {row.marker}, and all five sections are written",
                "take the bracket out of the heading",
                row.persona_id,
            )


@rule(
    "TB208",
    "open-question",
    "note",
    what="A text holds an editor's note or question that was never settled.",
    why="Readers cannot tell what is meant.",
    mend="Answer it and take the brackets out.",
    bad=_ADA.replace("- No time", "- No time for {upgrades or audits?}"),
    good=_ADA,
)
def open_question(evidence: Evidence) -> Iterator[Found]:
    for table in ("statements", "needs", "group_statements"):
        for row in evidence.rows(table):
            found = _left_open(row.text)
            if found:
                yield Found(
                    row.path,
                    row.line,
                    f"{quoted(found)} is an editor's note or question",
                    "answer it and take it out",
                    row[0],
                    about=f"{found} {row.text}",
                    words=found,
                )


@lru_cache(maxsize=4_000)
def _left_open(text: str) -> str:
    """Give the first note or question of an editor; empty where there is none."""
    found = _LEFT.search(_CODE.sub("", text))
    return found.group() if found else ""


def _sections(evidence: Evidence, status: str) -> Iterator:
    """Give the sections of a status, those of personas left out that are placeholders."""
    for row in evidence.rows("sections"):
        if (
            row.status == status
            and row.section in HEADED_SECTIONS
            and evidence.persona[row.persona_id].status != "placeholder"
        ):
            yield row
