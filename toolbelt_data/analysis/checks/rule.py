"""Rules: what a check looks for, why, and how to mend it, declared beside the code that looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .evidence import Evidence


class Found(NamedTuple):
    """One place where a rule applies.

    Attributes
    ----------
    path : str
    line : int
        Counted from 1.
    message : str
        What is wrong there, with the names and places that matter.
    fix : str
        What to do about it, in one clause.
    item_id : str or None
        The row of a table that it concerns.
    about : str
        What the finding is known by when lines move; the line's text where empty.
    end_line : int or None
        The last line where there are several.
    old, new : str or None
        A mend that needs no judgement: the words on those lines that it takes
        away and what takes their place; the lines go where `new` is None and
        `old` is not.
    words : str
        The words on the line that it is about; the whole line where empty.
    """

    path: str
    line: int
    message: str
    fix: str
    item_id: str | None = None
    about: str = ""
    end_line: int | None = None
    old: str | None = None
    new: str | None = None
    words: str = ""


Find = Callable[["Evidence"], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Something to look for.

    Attributes
    ----------
    code : str
        ``TB`` and three digits; never given to another rule.
    name : str
        Words with hyphens.
    severity : str
        error: readers are misled or lost; warning: a gap or slip; note: worth knowing.
    what, why, mend : str
        A sentence or two each, for the rule's page.
    bad, good : str
        A document that the rule applies to, and one mended. A byte that is
        not UTF-8 stands in `bad` as a lone surrogate.
    find : callable
        Gives the places.
    """

    code: str
    name: str
    severity: str
    what: str
    why: str
    mend: str
    bad: str
    good: str
    find: Find


def rule(
    code: str, name: str, severity: str, *, what: str, why: str, mend: str, bad: str, good: str
) -> Callable[[Find], Rule]:
    """Declare a rule around the function that finds where it applies."""
    return lambda find: Rule(code, name, severity, what, why, mend, bad, good, find)
