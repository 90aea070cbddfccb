"""Advice: which documents look like personas but were not read, and settings that read them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import NamedTuple

from .reader import Outline
from .text import plain, without_lead
from .vocabulary import Vocabulary, section_of_end, section_words

_LABEL = re.compile(r"[\s>*+-]{0,20}(?:\*\*|__)(?P<words>[^*_:]{2,60}):?(?:\*\*|__)")
_COLON = re.compile(r"[^:–—-]{2,30}?\s*[:–—-]\s+")
_HELPS = re.compile(
    r"(?:how|what|where)\b.{1,80}\b(?:helps?|offers?|provides?)\b.{0,20}", re.IGNORECASE
)
_MOST = 5
_MOST_NAMED = 50
_BOLD, _CELL = 7, 8


class _Seen(NamedTuple):
    """A heading, a label in bold or a table's column, and what it probably is.

    `section` is the section that its words mean; `names` tells whether it is
    directly above sections, and so names a persona.
    """

    level: int
    words: str
    section: str | None
    names: bool
    unplaced: bool


Found = Mapping[str, list[_Seen]]


def advice(outlines: Mapping[str, Outline], words: Vocabulary) -> str:
    r"""Return which documents were not read, and what to put into ``toolbelt.toml``, in one line.

    Parameters
    ----------
    outlines : mapping of str to Outline
        By path.
    words : Vocabulary
        The vocabulary with which they were read.

    Returns
    -------
    str
        Empty where every document that looks like personas was read.

    Examples
    --------
    >>> from toolbelt_data.reader import read_document
    >>> text = "# Us\n## Ben the Builder\n### Needs\n- Fast builds\n### Frustrations\n- Waits\n"
    >>> found, _, fix = advice({"a.md": read_document(text)}, Vocabulary()).partition("; ")
    >>> found
    'nothing is read from a.md ("Ben the Builder", "Needs", "Frustrations")'
    >>> fix
    'put `personas = {level = 2, sections = {goals = ["Needs"]}}` into toolbelt.toml'
    """
    unread, partly = {}, {}
    for path, one in sorted(outlines.items()):
        if not (one.personas or one.groups or one.actors):
            unread[path] = _seen(one, words)
        elif "unplaced" in one.roles:
            partly[path] = [seen for seen in _seen(one, words) if seen.unplaced and seen.section]
    partly = {path: found for path, found in partly.items() if found}
    whole = {path: one for path, one in unread.items() if _look_like_personas(one)}
    if not whole and not partly:
        return ""
    found = [f"nothing is read from {_listed(whole)}"] if whole else []
    found += [f"not all is read from {_listed(partly)}"] if partly else []
    settings = _settings(whole, unread, partly, words)
    fix = f"put `{settings}` into toolbelt.toml" if settings else "give each persona a heading"
    return f"{' and '.join(found)}; {fix}"


def _listed(found: Found) -> str:
    shown = []
    for path, seen in [*found.items()][:_MOST]:
        words = [one.words for one in seen if one.names or one.section][:_MOST]
        shown.append(f"{path} ({_toml(words)[1:-1]})")
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return ", ".join(shown) + more


def _seen(outline: Outline, words: Vocabulary) -> list[_Seen]:
    found = [(one.line, one.level, plain(one.text)) for one in outline.headings]
    for number, (line, role) in enumerate(zip(outline.lines, outline.roles, strict=True), 1):
        if match := _LABEL.match(line):
            found.append((number, _BOLD, match["words"].strip()))
        if role == "table_head":
            found += [(number, _CELL, cell.strip()) for cell in line.split("|")]
    found.sort()
    sections = [_section(text, words) for *_, text in found]
    names, above = set(), []
    for at, (_, level, _) in enumerate(found):
        while above and found[above[-1]][1] >= level:
            above.pop()
        if sections[at] and above:
            names.add(above[-1])
        elif not sections[at]:
            above.append(at)
    return [
        _Seen(level, text, sections[at], at in names, outline.roles[number - 1] == "unplaced")
        for at, (number, level, text) in enumerate(found)
    ]


def _section(text: str, words: Vocabulary) -> str | None:
    if _HELPS.fullmatch(text):
        return "remedies"
    return words.section(text) or words.related(text) or section_of_end("suggested", text)


def _look_like_personas(seen: list[_Seen]) -> bool:
    """Tell whether sections are a persona's; an ordinary document may have Background and Goals."""
    sections = {one.section for one in seen} - {None}
    return len(sections) > 1 and bool(sections & {"role", "challenges", "remedies"})


def _settings(whole: Found, unread: Found, partly: Found, words: Vocabulary) -> str:
    """Return a line of TOML that would read the documents; empty where none would."""
    seen = [one for found in whole.values() for one in found if one.level != _CELL]
    people = [one for one in seen if one.names]
    settings: dict[str, object] = {}
    names = [without_lead(one.words) for one in people]
    prefixes = {match[0].strip() if (match := _COLON.match(one)) else "" for one in names}
    if len(names) > 1 and len(prefixes) == 1 and prefixes != {""}:
        settings["heading"] = [f"{prefixes.pop()} *"]
    elif people:
        level = settings["level"] = Counter(one.level for one in people).most_common(1)[0][0]
        others = (one for found in unread.values() for one in found if one.level == level)
        if left_out := _patterns(one.words for one in others if not (one.names or one.section)):
            settings["except"] = left_out
    sections: dict[str, list[str]] = {}
    for one in chain(seen, *partly.values()):
        known = words.section(one.words) or (one.level != _BOLD and words.related(one.words))
        if one.section and not known:
            sections.setdefault(one.section, []).append(one.words)
    if sections:
        settings["sections"] = {name: _patterns(headings) for name, headings in sections.items()}
    return f"personas = {_toml(settings)}" if settings else ""


def _patterns(texts: Iterable[str]) -> list[str]:
    """Return distinct headings as patterns, with special characters replaced by ``*``."""
    found = (re.sub(r"[*(){}|]+", "*", section_words(one)) for one in texts)
    return [*dict.fromkeys(found)][:_MOST_NAMED]


def _toml(value: object) -> str:
    """Write a value as TOML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
