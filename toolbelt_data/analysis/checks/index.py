"""Rules on the index: groups and sub-personas that it names once, twice or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...links import key, title_key
from ...vocabulary import overview
from .evidence import WORD, Evidence
from .rule import Found, rule
from .words import quoted

_ADA = "## Name: Ada the Admin\n### Role:\n- Runs servers\n"
_BEA = "## Name: Bea the Builder\n### Role:\n- Builds releases\n"
_SHORT_WORD = 3
_INDEX = "## Admins\n- *Common Challenges*: Time.\n- *Sub Personas*: Ada the Admin"


@rule(
    "TB301",
    "persona-not-in-index",
    "warning",
    what="A persona is written, and the index, which names others, does not name it.",
    why="Whoever starts at the index never finds the persona.",
    mend="Add the name, with a link, to the *Sub Personas* of its group.",
    bad=f"{_INDEX}\n\n{_ADA}\n{_BEA}",
    good=f"{_INDEX}, Bea the Builder\n\n{_ADA}\n{_BEA}",
)
def persona_not_in_index(evidence: Evidence) -> Iterator[Found]:
    named = {row.persona_id for row in evidence.listings}
    for row in evidence.personas:
        if named and row.persona_id not in named:
            group = evidence.group_titles.get(row.group_id)
            where = f" of {group}" if group else ""
            when = " once it is written" if row.status == "placeholder" else ""
            yield Found(
                row.path,
                row.line,
                f"{row.name} is missing from the index",
                f"add the name, with a link, to the sub-personas{where}{when}",
                row.persona_id,
            )


@rule(
    "TB306",
    "group-without-overview",
    "note",
    what="A group has a section, and the overview that describes the other groups leaves it out.",
    why="Readers choose their group in the overview.",
    mend="Add a line `- Title - I am …` to the overview.",
    bad=f"# Personas\n\n- Builders - I build releases\n\n{_INDEX}\n\n{_ADA}",
    good=f"# Personas\n\n- Admins - I run servers\n\n{_INDEX}\n\n{_ADA}",
)
def group_without_overview(evidence: Evidence) -> Iterator[Found]:
    described: dict[str, set[str]] = {}
    for path, _, title in _overviews(evidence):
        described.setdefault(path, set()).add(title_key(title))
    for row in evidence.rows("groups"):
        above = described.get(row.path, set())
        if row.description is None and above and title_key(row.title) not in above:
            yield Found(
                row.path,
                row.line,
                f"group {quoted(row.title)} is not in the overview above",
                "describe it there in a line",
                row.group_id,
            )


@rule(
    "TB307",
    "overview-without-group",
    "warning",
    what="The overview describes a group that has no section below it.",
    why="The index says nothing of what these people need, and lists nobody.",
    mend="Write the group's section, or take the line out.",
    bad=f"# Personas\n\n- Admins - I run servers\n- Builders - I build\n\n{_INDEX}\n\n{_ADA}",
    good=f"# Personas\n\n- Admins - I run servers\n\n{_INDEX}\n\n{_ADA}",
)
def overview_without_group(evidence: Evidence) -> Iterator[Found]:
    titles = {title_key(row.title) for row in evidence.rows("groups")}
    for path, line, title in _overviews(evidence):
        if titles and title_key(title) not in titles and _is_title(title):
            yield Found(
                path,
                line,
                f"group {quoted(title)} is described and has no section",
                "write its section, or take the line out",
                about=title,
            )


@rule(
    "TB308",
    "listed-twice",
    "warning",
    what="The index names the same sub-persona twice.",
    why="The persona is counted twice, and it is not clear which group it belongs to.",
    mend="Take one of the two out.",
    bad=f"{_INDEX}, Ada the Admin\n\n{_ADA}",
    good=f"{_INDEX}\n\n{_ADA}",
)
def listed_twice(evidence: Evidence) -> Iterator[Found]:
    seen: dict[str, Any] = {}
    for row in evidence.listings:
        names = [f"id {row.persona_id}"] if row.persona_id else []
        names.append(f"name {key(row.name) or row.name}")
        before = next((seen[name] for name in names if name in seen), None)
        if before is not None:
            yield Found(
                row.path,
                row.line,
                f"{quoted(row.name)} is named in {before.path}:{before.line} already,"
                f" under {evidence.group_titles[before.group_id]}",
                "take one of the two out",
                row.item_id,
                about=row.name,
                words=row.name,
            )
        for name in names:
            seen.setdefault(name, row)


def _is_title(words: str) -> bool:
    """Tell a group's title from the beginning of a sentence: its long words have capitals."""
    long = [word for word in WORD.findall(words) if len(word) > _SHORT_WORD]
    return 2 * sum(word[0].isupper() for word in long) > len(long)


def _overviews(evidence: Evidence) -> Iterator[tuple[str, int, str]]:
    """Give path, line and title of each line that describes a group."""
    for line in evidence.all_lines():
        if line.role == "group_description":
            yield line.path, line.line, overview(line.text.lstrip(" \t-*+"))[0]
