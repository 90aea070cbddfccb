"""Check: apply every rule to a corpus, and return the findings as a table."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from ..corpus import Corpus
from ..errors import ParameterError, did_you_mean
from ..settings import Settings, expect, known, matches
from ..tables import FINDINGS
from ..text import squeeze
from . import documents, links, markup, names, texts  # noqa: F401 - each registers its rules
from .facts import Facts, item
from .rule import RULES, Found, Rule

SEVERITIES = FINDINGS.values("severity")
"""From the most to the least severe."""

_ORDINAL = re.compile(r"/\d+$")


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """The table ``[check]`` of the settings beside the documents.

    Attributes
    ----------
    ignore : frozenset of str
        Codes of rules that are switched off.
    ignore_in : mapping of str to frozenset of str
        Patterns of paths, and the codes that are switched off there.
    severity : mapping of str to str
        Severities that replace those of the rules, by code.
    fail_on : str
        The least severity that fails a check: one of :data:`SEVERITIES` or ``never``.
    baseline : str
        File of known findings, relative to the source; empty for none.
    """

    ignore: frozenset[str] = frozenset()
    ignore_in: Mapping[str, frozenset[str]] = field(default_factory=dict)
    severity: Mapping[str, str] = field(default_factory=dict)
    fail_on: str = "error"
    baseline: str = ""

    @classmethod
    def of(cls, settings: Settings) -> CheckSettings:
        """Read the part of a source's settings that is about checks.

        Raises
        ------
        ParameterError
            Where a key, a code or a value is unknown.

        Examples
        --------
        >>> CheckSettings.of(Settings("toolbelt.toml", check={"ignore": ["TB601"]})).ignore
        frozenset({'TB601'})
        """
        table, place = settings.check, f"{settings.place}: check"
        known(place, table, ("ignore", "ignore-in", "severity", "fail-on", "baseline"))
        within = expect(f"{place}.ignore-in", table.get("ignore-in", {}), dict, "a table")
        severity = expect(f"{place}.severity", table.get("severity", {}), dict, "a table")
        return cls(
            _codes(f"{place}.ignore", table.get("ignore", [])),
            {path: _codes(f"{place}.ignore-in", codes) for path, codes in within.items()},
            {
                _code(f"{place}.severity", word): _one_of(
                    f"{place}.severity.{word}", value, SEVERITIES
                )
                for word, value in severity.items()
            },
            _one_of(f"{place}.fail-on", table.get("fail-on", "error"), (*SEVERITIES, "never")),
            expect(f"{place}.baseline", table.get("baseline", ""), str, "a file's name"),
        )

    def ignoring(self, words: list[str]) -> CheckSettings:
        """Switch off more rules, by code or name, as ``--ignore`` does.

        Raises
        ------
        ParameterError
            Where there is no such rule.
        """
        return replace(self, ignore=self.ignore | _codes("--ignore", words))

    def severity_of(self, rule: Rule) -> str:
        """Return the severity of a rule here."""
        return self.severity.get(rule.code, rule.severity)

    def is_on(self, code: str, path: str) -> bool:
        """Tell whether a rule is on for a document."""
        patterns = (pattern for pattern, codes in self.ignore_in.items() if code in codes)
        return code not in self.ignore and not matches(path, patterns)


def check(corpus: Corpus, settings: CheckSettings | None = None) -> pd.DataFrame:
    """Find what is wrong in the documents.

    Parameters
    ----------
    corpus : Corpus
        Loaded with ``tolerant=True``, a document that cannot be read is a
        finding too. A part of an edition has the findings of the whole that
        concern its personas and groups.
    settings : CheckSettings, optional
        Default: those beside the documents.

    Returns
    -------
    pandas.DataFrame
        One row per finding, by path, line and code: code, rule, severity
        (error, warning, note), path, line, column, end_line, item_id, message,
        fix, fingerprint, old and new (a fix that needs no judgement).

    Raises
    ------
    ParameterError
        Where the settings name an unknown rule.

    Notes
    -----
    A fingerprint stays the same when lines move, when other findings are added
    or removed, and when a message is reworded. It is made of the rule's code,
    the item or else the document, and the words concerned.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> findings = check(load())
    >>> findings[findings.code == "TB204"].line.tolist()
    [72]
    """
    settings = settings or CheckSettings.of(corpus.edition.settings)
    facts = Facts(corpus.unfiltered or corpus)
    found = [
        (rule, one._replace(item_id=one.item_id or item(one.at)))
        for _, rule in sorted(RULES.items())
        for one in rule.find(facts)
        if settings.is_on(rule.code, one.at.path)
    ]
    if corpus.unfiltered:
        left, listings = _left(corpus), {row.item_id for row in facts.listings}
        found = [
            (rule, one)
            for rule, one in found
            if (one.item_id if one.item_id in listings else facts.owner(one.at)) in left
        ]
    # Sorting is stable: of one line and rule the order stays that of the rule.
    found.sort(key=lambda pair: (pair[1].at.path, pair[1].at.line, pair[0].code))
    return FINDINGS.frame(_rows(found, facts, settings))


def _left(corpus: Corpus) -> set[str]:
    """Return the ids of a part's personas and listings, and of the groups that are whole in it."""
    whole, personas = corpus.unfiltered or corpus, {*corpus.personas.persona_id}
    left = personas | {*corpus.listings.item_id}
    lost = whole.listings[~whole.listings.item_id.isin(left)].group_id.tolist()
    for persona_id, groups in zip(whole.personas.persona_id, whole.personas.group_ids, strict=True):
        lost += [] if persona_id in personas else groups
    return left | ({*corpus.groups.group_id} - {*lost})


def _rows(
    found: list[tuple[Rule, Found]], facts: Facts, settings: CheckSettings
) -> Iterator[dict[str, Any]]:
    count: Counter[str] = Counter()
    # A patch cannot name paths with control characters, or contain bytes that are not text.
    patched = {path for path in facts.lines if path.isprintable()} - {*facts.corpus.unread.path}
    for rule, one in found:
        path, line, text = one.at.path, int(one.at.line), facts.text(one.at, one.end_line)
        owner = one.item_id or facts.owner(one.at)
        place = _ORDINAL.sub("", owner) if owner else path.removeprefix("personas/")
        known_by = f"{rule.code}\0{place}\0{squeeze(one.known_by or text)}"
        count[known_by] += 1
        digest = f"{known_by}\0{count[known_by]}".encode("utf-8", "surrogatepass")
        yield {
            "code": rule.code,
            "rule": rule.name,
            "severity": settings.severity_of(rule),
            "path": path,
            "line": line,
            "column": one.column,
            "end_line": one.end_line or line,
            "item_id": one.item_id,
            "message": squeeze(one.message),
            "fix": one.fix or rule.fix,
            "fingerprint": hashlib.sha256(digest).hexdigest()[:16],
            "old": one.old if path in patched else None,
            "new": one.new if path in patched and one.old is not None else None,
        }


def _codes(place: str, words: Any) -> frozenset[str]:
    """Return the codes of rules that are named by code or name."""
    return frozenset(_code(place, word) for word in expect(place, words, list, "a list of codes"))


def _code(place: str, word: Any) -> str:
    by_name = {rule.name: rule.code for rule in RULES.values()}
    code = by_name.get(expect(place, word, str, "a code"), word)
    if code not in RULES:
        fix = did_you_mean(word, [*RULES, *by_name]) or "see docs/checks.md for the codes"
        raise ParameterError(place, f"there is no rule {word!r}", fix)
    return code


def _one_of(place: str, value: Any, values: tuple[str, ...]) -> str:
    if value not in values:
        raise ParameterError(place, f"unknown value {value!r}", f"use {', '.join(values)}")
    return value
