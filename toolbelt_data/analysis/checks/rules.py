"""Rules: all of them, in the order of their codes."""

from __future__ import annotations

from . import documents, index, links, markup, names, texts, unfinished
from .rule import Rule

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            thing
            for module in (documents, unfinished, index, links, names, texts, markup)
            for thing in vars(module).values()
            if isinstance(thing, Rule)
        ),
        key=lambda rule: rule.code,
    )
)
BY_CODE: dict[str, Rule] = {rule.code: rule for rule in RULES}
