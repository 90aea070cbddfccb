"""Rules: meaning and fix of each, from ``rules.toml``, with the function that finds it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from .facts import Facts


class Found(NamedTuple):
    """One place where a rule applies.

    Attributes
    ----------
    at : Any
        A row or line with ``path`` and ``line``.
    message : str
        What is wrong there, with the names and places that matter.
    fix : str
        How to fix it; default: the rule's.
    item_id : str or None
        The row of a table that it concerns; default: that at the place.
    known_by : str
        What identifies the finding when lines move; default: the lines' text.
    end_line : int or None
        The last line where there are several.
    column : int
        Where it begins on the line, counted from 1; with an `old`, where that begins.
    old, new : str or None
        A fix that needs no judgement: the text from that column on that it
        removes, and what replaces it; the lines are removed where `new` is None
        and `old` is not.
    """

    at: Any
    message: str
    fix: str = ""
    item_id: str | None = None
    known_by: str = ""
    end_line: int | None = None
    column: int = 1
    old: str | None = None
    new: str | None = None


Find = Callable[["Facts"], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding.

    Attributes
    ----------
    code : str
        ``TB`` and three digits; never used for another rule.
    name : str
        Words with hyphens.
    severity : str
        error: readers are misled or lost; warning: a gap or slip; note: worth knowing.
    meaning : str
        What is wrong and why it matters, in a sentence or two.
    fix : str
        How to fix it, in a clause.
    bad, good : str
        A document that the rule applies to, and one to which it does not; by
        default that of a persona who is described completely.
    find : callable
        Yields the places.
    """

    code: str
    name: str
    severity: str
    meaning: str
    fix: str
    bad: str
    good: str
    find: Find


RULES: dict[str, Rule] = {}
"""All rules by their codes."""


def _declared() -> dict[str, dict[str, str]]:
    """Read the rules' texts, and fill shared parts into their examples."""
    rules = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))
    parts = rules.pop("parts")
    for code, texts in rules.items():
        rules[code] = {"severity": "warning", "good": "{written}"} | texts
        for part, text in parts.items():
            for name in ("bad", "good"):
                rules[code][name] = rules[code][name].replace(f"{{{part}}}", text)
    return rules


_TEXTS = _declared()


def rule(code: str) -> Callable[[Find], Find]:
    """Register the function that finds where a rule applies."""

    def register(find: Find) -> Find:
        RULES[code] = Rule(code, find=find, **_TEXTS[code])
        return find

    return register
