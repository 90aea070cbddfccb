"""Check: every rule asked of a corpus, and what was found as a table."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

import pandas as pd

from ...corpus import Corpus
from ...text import squeeze
from ..tables import FINDINGS
from .evidence import Evidence, kept_part
from .rule import Found, Rule
from .rules import RULES
from .settings import CheckSettings

# Columns of a line in which the words of a finding are looked for; further right it has column 1.
_WIDEST = 10_000


def check(corpus: Corpus, settings: CheckSettings | None = None) -> pd.DataFrame:
    """Find what is worth mending in the documents.

    Parameters
    ----------
    corpus : Corpus
        Loaded with ``tolerant=True`` where a document that cannot be read is
        to be a finding too. Of a part of an edition, the findings of the whole
        that concern its personas and groups.
    settings : CheckSettings, optional
        Those beside the documents where left out.

    Returns
    -------
    pandas.DataFrame
        One row per finding, in the order of path, line and code: code, rule,
        severity (error, warning, note), path, line, column, end_line, item_id,
        message, fix, fingerprint, old and new (a mend that needs no judgement).

    Raises
    ------
    ParameterError
        Where the settings name a rule that is none.

    Notes
    -----
    A fingerprint stays when lines move, when other findings come or go, and
    when a message is worded anew. It is made of the rule's code, the item or
    else the document, and the words concerned.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> findings = check(load())
    >>> findings[findings.code == "TB204"].line.tolist()
    [72]
    """
    kept = CheckSettings.of(corpus.edition.settings) if settings is None else settings
    evidence = Evidence(corpus.unfiltered or corpus)
    found = _found(evidence, kept)
    if corpus.unfiltered:
        left = {*corpus.personas.persona_id, *corpus.groups.group_id}
        found = [one for one in found if evidence.owner(one[1].path, one[1].line) in left]
    return FINDINGS.frame(_rows(found, evidence, kept))


def severities(corpus: Corpus) -> Counter[str]:
    """Count what :func:`check` finds by severity, by the settings beside the documents.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> severities(load()) == Counter(check(load()).severity)
    True
    """
    kept = CheckSettings.of(corpus.edition.settings)
    return Counter(kept.severity_of(rule) for rule, _ in _found(Evidence(corpus), kept))


def _found(evidence: Evidence, settings: CheckSettings) -> list[tuple[Rule, Found]]:
    """Ask every rule that is on, and give what was found in the order of the documents."""
    found = [
        (one.path, one.line, rule.code, number, rule, one)
        for rule in RULES
        for number, one in enumerate(rule.find(evidence))
        if not settings.drops(rule.code, one.path)
    ]
    return [(rule, one) for *_, rule, one in sorted(found, key=lambda item: item[:4])]


def _rows(
    found: list[tuple[Rule, Found]], evidence: Evidence, settings: CheckSettings
) -> Iterator[dict]:
    count: Counter[str] = Counter()
    # A patch cannot name other paths, nor hold bytes that are no text.
    mendable = {path for path in evidence.lines if path.isprintable()}
    mendable -= set(evidence.corpus.unread.path)
    for rule, one in found:
        known = _known_by(rule, one, evidence)
        count[known] += 1
        mends = one.old is not None and one.path in mendable
        yield {
            "code": rule.code,
            "rule": rule.name,
            "severity": settings.severity_of(rule),
            "path": one.path,
            "line": one.line,
            "column": evidence.text(one.path, one.line).find(one.words, 0, _WIDEST) + 1 or 1,
            "end_line": one.end_line or one.line,
            "item_id": one.item_id,
            "message": squeeze(one.message),
            "fix": one.fix,
            "fingerprint": _digest(f"{known}\0{count[known]}"),
            "old": one.old if mends else None,
            "new": one.new if mends else None,
        }


def _known_by(rule: Rule, one: Found, evidence: Evidence) -> str:
    """Say what a finding is known by, whether the source is the repository or its personas."""
    owner = one.item_id or evidence.owner(one.path, one.line)
    place = kept_part(owner) if owner else one.path.removeprefix("personas/")
    about = one.about or evidence.text(one.path, one.line, one.end_line)
    return f"{rule.code}\0{place}\0{squeeze(about)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
