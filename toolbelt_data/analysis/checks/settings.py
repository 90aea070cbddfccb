"""Settings of checks: which rules are on, where, and how much they matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from ...errors import ParameterError
from ...settings import Settings, expect, known
from ..tables import SEVERITIES
from .rule import Rule
from .rules import BY_CODE

FAIL_ON = ("error", "warning", "note", "never")
"""The least severity at which a check fails."""


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What the documents' keepers say of checks.

    Attributes
    ----------
    ignore : frozenset of str
        Codes that are switched off.
    ignore_in : tuple of (str, frozenset of str)
        Patterns of paths, and the codes that are switched off there.
    severity : mapping of str to str
        Codes that matter more or less than usual.
    fail_on : str
        One of :data:`FAIL_ON`.
    baseline : str
        File of known findings, as written; empty where there is none.
    """

    ignore: frozenset[str] = frozenset()
    ignore_in: tuple[tuple[str, frozenset[str]], ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    fail_on: str = "error"
    baseline: str = ""

    @classmethod
    def of(cls, settings: Settings) -> CheckSettings:
        """Read the part of a source's settings that is about checks.

        Raises
        ------
        ParameterError
            Where a key, a code or a value is none that is known.

        Examples
        --------
        >>> CheckSettings.of(Settings("toolbelt.toml", check={"ignore": ["TB601"]})).ignore
        frozenset({'TB601'})
        """
        given, place = settings.check, f"{settings.place}: check"
        known(place, given, ("ignore", "ignore-in", "severity", "fail-on", "baseline"))
        within = expect(f"{place}.ignore-in", given.get("ignore-in", {}), dict, "a table")
        severity = expect(f"{place}.severity", given.get("severity", {}), dict, "a table")
        codes(f"{place}.severity", list(severity))
        for code, value in severity.items():
            one_of(f"{place}.severity.{code}", value, SEVERITIES)
        return cls(
            codes(f"{place}.ignore", given.get("ignore", [])),
            tuple((path, codes(f"{place}.ignore-in", names)) for path, names in within.items()),
            severity,
            one_of(f"{place}.fail-on", given.get("fail-on", "error"), FAIL_ON),
            expect(f"{place}.baseline", given.get("baseline", ""), str, "a file's name"),
        )

    def severity_of(self, rule: Rule) -> str:
        """Say how much a rule matters here."""
        return self.severity.get(rule.code, rule.severity)

    def drops(self, code: str, path: str) -> bool:
        """Tell whether a rule is switched off for a document."""
        return code in self.ignore or any(
            code in names and fnmatchcase(path, pattern) for pattern, names in self.ignore_in
        )


def codes(place: str, given: Any) -> frozenset[str]:
    """Read codes or names of rules.

    Raises
    ------
    ParameterError
        Where one is none.
    """
    by_name = {rule.name: rule.code for rule in BY_CODE.values()}
    found = set()
    for word in expect(place, given, list, "a list of codes"):
        expect(place, word, str, "a code")
        code = by_name.get(word, word)
        if code not in BY_CODE:
            raise ParameterError(place, f"{word!r} is no rule", "see docs/checks.md for the codes")
        found.add(code)
    return frozenset(found)


def one_of(place: str, value: Any, values: Iterable[str]) -> str:
    """Give a value back that is one of some.

    Raises
    ------
    ParameterError
        Where it is none.
    """
    if value not in tuple(values):
        raise ParameterError(place, f"{value!r} is none of them", f"use {', '.join(values)}")
    return value
