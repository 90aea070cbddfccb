"""The brief: contents of a report's first page and of each persona's page.

Everything comes from the tables of an Analysis, of the check and of a comparison.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from shlex import quote as shell_quote
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pandas as pd

from ..analysis import change_words, gap_effects
from ..analysis.recommendations import placed_verdicts
from ..spreadsheet import records
from ..text import plain

if TYPE_CHECKING:
    from ..analysis import Analysis
    from ..source import Edition
    from .site import Content

# Characters of an issue's text: a web server takes addresses of about 8,000.
_MOST = 1_500
_ANSWER = ("gaps", "reviewed", "unreviewed", "likely_gaps")
_NO_STEPS: dict[str, Any] = {"reviewed": [], "ideas": []}
_REVIEWED = {
    "reviewed": "Reviewers say {}",
    "outdated": "Reviewers said {} of an earlier wording",
    "proposed": "Proposed, not enough reviews yet",
}


def organisation(content: Content) -> str:
    """Return the name of the organisation whose remedies the report is about."""
    named = content.analysis.corpus.edition.settings.personas.get("organisation")
    return named[0] if named else "OpenSSF"


def findings_of(content: Content) -> pd.DataFrame:
    """Return the findings with their persona; of a part of an edition, only those with one."""
    people = content.analysis.corpus.personas[["path", "line", "end_line", "persona_id"]]
    found = content.findings.drop(columns="end_line").reset_index()
    found = pd.merge_asof(found.sort_values("line"), people.sort_values("line"), "line", by="path")
    outside = found.end_line.isna() | (found.line > found.end_line)
    found["persona_id"] = found.persona_id.mask(outside)
    part = content.analysis.corpus.unfiltered is not None
    return found[~outside | (not part)].sort_values("index", ignore_index=True)


def counts(content: Content) -> dict[str, int]:
    """Return the headline numbers by key; the next report compares them."""
    analysis = content.analysis
    every, found = _own(analysis.challenges), findings_of(content)
    known = every.coverage != "unreviewed"
    return {
        "gaps": len(analysis.gaps),
        "reviewed": int(known.sum()),
        "rated": int(every.basis.isin(["reviewed", "outdated"]).sum()),
        "unreviewed": int((~known).sum()),
        "likely_gaps": int(every.likely_gap.sum()),
        "partial": int((every.coverage == "partial").sum()),
        "challenges": len(every),
        "documented": int((analysis.corpus.personas.status == "documented").sum()),
        "personas": len(analysis.corpus.personas),
        "errors": int((found.severity == "error").sum()),
        "findings": len(found),
    }


def answer(n: dict[str, int]) -> str:
    """Return the report's answer in a sentence.

    Examples
    --------
    >>> n = {"challenges": 70, "reviewed": 47, "rated": 47, "unreviewed": 23, "likely_gaps": 3}
    >>> answer(n | {"gaps": 9})
    '9 of 47 reviewed challenges have no remedy; 23 are not reviewed yet, 3 of them likely gaps'
    >>> answer(n | {"gaps": 0, "unreviewed": 0})
    'All 47 reviewed challenges have a remedy'
    """
    gaps, known, unknown, likely = (n[key] for key in _ANSWER)
    if not n["challenges"]:
        return "No persona states a challenge yet"
    rest = f"{unknown}{{}} {'is' if unknown == 1 else 'are'} not reviewed yet"
    rest += f", {likely} of them {'a likely gap' if likely == 1 else 'likely gaps'}" * bool(likely)
    if not n["rated"]:
        parts = [rest.format(" challenge" + "s" * (unknown > 1))] * bool(unknown)
        alone = f"{gaps} {'belongs' if gaps == 1 else 'belong'} to personas without any remedy"
        return "; ".join([*parts, *[alone] * bool(gaps)])
    words = f"{gaps} of {known} reviewed challenges {'has' if gaps == 1 else 'have'} no remedy"
    words = words if gaps else f"All {known} reviewed challenges have a remedy"
    return words + f"; {rest.format('')}" * bool(unknown)


def changes_of(content: Content, n: dict[str, int]) -> dict[str, str]:
    """Describe how each number changed since the last report."""
    last = content.last
    if last is None:
        return {}
    since = day(last.date or last.edition)
    moved = {key: n[key] - was for key, was in last.headlines.items() if key in n}
    return {
        key: f"{'+' if by > 0 else '−'}{abs(by)} since {since}" if by else f"as on {since}"
        for key, by in moved.items()
    }


def day(written: str | None) -> str:
    """Write a date in words; return anything else unchanged.

    Examples
    --------
    >>> day("2025-06-10"), day("main")
    ('10 June 2025', 'main')
    """
    try:
        parsed = date.fromisoformat(written or "")
    except ValueError:
        return written or ""
    return f"{parsed.day} {parsed:%B} {parsed.year}"


def day_of(edition: Edition) -> str:
    """Return the day of an edition, `YYYY-MM-DD`, which is the name of an embedded one."""
    return edition.date or (edition.name if edition.embedded else "")


def cards(content: Content, challenges: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a card per challenge, in the order of the next steps; those decided come last."""
    analysis = content.analysis
    order = analysis.next_steps.explode("item_ids").groupby("item_ids").position.min()
    first = challenges.challenge_id.map(order).fillna(len(analysis.next_steps) + 1)
    steps = recommended(analysis)
    source = f" --source {shell_quote(content.address)}" * bool(content.address)
    shown = []
    for row in records(challenges.loc[first.sort_values(kind="stable").index]):
        card = row | steps.get(row["challenge_id"], _NO_STEPS) | {"text": plain(row["text"])}
        command = f"toolbelt-data decide {shell_quote(row['challenge_id'])} in-progress"
        command += f" --owner NAME --decisions decisions.csv{source}"
        shown.append(card | {"command": command, "issue": _issue(content, card)})
    return shown


def recommended(analysis: Analysis) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Return the recommendations by challenge: reviewed ones, and ideas of the program."""
    whole = analysis.whole.corpus
    verdicts = placed_verdicts(whole, analysis.verdicts).groupby(["challenge_id", "kind", "target"])
    who = verdicts.reviewer.agg(lambda names: ", ".join(sorted({*names}))).to_dict()
    people = whole.personas.set_index("persona_id").name
    owner = whole.statements.set_index("statement_id").persona_id
    address = analysis.catalogue.set_index("resource_id").url
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in records(analysis.recommendations):
        kind, target, text = row["kind"], row["target"], plain(row["text"] or "")
        note = (row["note"] or "").removeprefix(row["text"] or "").strip()
        if kind == "write":  # the text to write in the first sentence, the reason after it
            text, _, note = re.sub(r"([.!?]) ", r"\1\n", text, count=1).partition("\n")
        row |= {"text": text, "note": note, "who": who.get((row["challenge_id"], kind, target), "")}
        if kind == "reuse":
            row["owner_id"] = owner.get(target)
            row["owner"] = people.get(row["owner_id"])
        url = address.get(target) if kind == "point-to" else ""
        row["url"] = url if isinstance(url, str) and url.startswith("https://") else ""
        row["answer"] = _REVIEWED.get(row["basis"], "").format(row["verdict"])
        row["reasons"] = [plain(reason) for reason in row["reasons"]]
        lists = found.setdefault(row["challenge_id"], {"reviewed": [], "ideas": []})
        lists["ideas" if row["basis"] == "predicted" else "reviewed"].append(row)
    return found


def _issue(content: Content, card: dict[str, Any]) -> str:
    """Return the address of a filled-in new issue on GitHub."""
    if not content.address.startswith("https://github.com/"):
        return ""
    place = f"{card['path']}:{card['line']} ({card['challenge_id']})"
    steps = [f"Recommended: {one['text']}" for one in card["reviewed"][:1]]
    body = "\n\n".join([f"{card['persona']} says: {card['text']}", place, *steps])
    title = f"Challenge without a remedy: {card['text']}"[:120]
    return f"{content.address}/issues/new?" + urlencode({"title": title, "body": body[:_MOST]})


def first_page(content: Content, n: dict[str, int]) -> dict[str, Any]:
    """Return the variables of the first page's template."""
    analysis = content.analysis
    every = _own(analysis.challenges)
    found = findings_of(content)
    likely = every[every.likely_gap].sort_values("probability", kind="stable")
    improve = cards(content, every[every.coverage == "partial"])
    return {
        "answer": answer(n),
        "moved": changes_of(content, n),
        "gaps": cards(content, analysis.gaps),
        "likely": records(likely),
        "partial": [one for one in improve if one["reviewed"]],
        "not_needed": records(every[every.not_a_need]),
        "persons": _persons(analysis),
        "missing": _missing(content),
        "errors": records(found[found.severity == "error"]),
        "others": int((found.severity != "error").sum()),
        "changes": _changes(content),
    }


def _persons(analysis: Analysis) -> list[dict[str, Any]]:
    """Return the personas with the number of their gaps."""
    gaps = analysis.gaps.persona_id.value_counts()
    people = analysis.corpus.personas
    return records(people.assign(gaps=people.persona_id.map(gaps).fillna(0).astype(int)))


def _missing(content: Content) -> dict[str, list[dict[str, Any]]]:
    """Return the people who are named but not described, by where they are named."""
    corpus = content.analysis.corpus
    titles = corpus.groups.set_index("group_id").title
    listed = corpus.listings[corpus.listings.persona_id.isna()].drop_duplicates("name")
    found = {
        f"The index names under {titles[group]}": records(rows)
        for group, rows in listed.groupby("group_id", sort=False)
    }
    empty = corpus.personas[corpus.personas.status == "placeholder"]
    found["Personas with no section written"] = records(empty)
    if corpus.unfiltered is None:
        cases = content.analysis.use_case_coverage
        cases = cases[cases.coverage == "none"].rename(columns={"actor": "name"})
        found["Use cases without a persona like it"] = records(cases)
    return {words: rows for words, rows in found.items() if rows}


def _changes(content: Content) -> dict[str, Any] | None:
    """Return the changes of the documents, and their effects on the gaps."""
    both, analysis = content.comparison, content.analysis
    if both is None:
        return None
    changes, whole = both.changes, analysis.whole
    effects = gap_effects(both, whole.on(both.old).challenges, whole.challenges)
    if analysis.corpus.unfiltered is not None:
        names = {*analysis.corpus.personas.name}
        changes, effects = (one[one.whose.isin(names)] for one in (changes, effects))
    since = day(both.old.edition.date or both.old.edition.name)
    new = effects.change.isin(["opened", "added"]).any()
    return {
        "since": since,
        "none_new": ""
        if new or analysis.gaps.empty
        else f"No new gaps since {since} ({len(analysis.gaps)} open).",
        "effects": [row | {"text": plain(row["text"])} for row in records(effects)],
        "words": change_words(changes),
    }


def persona_pages(content: Content) -> Iterator[dict[str, Any]]:
    """Yield the variables of the template of each persona's page."""
    analysis, corpus = content.analysis, content.analysis.corpus
    titles = corpus.groups.set_index("group_id").title
    resources = analysis.catalogue.set_index("resource_id").resource
    named = analysis.mentions.assign(resource=analysis.mentions.resource_id.map(resources))
    cases = analysis.use_case_coverage.explode("personas").rename(
        columns={"personas": "persona_id"}
    )
    steps = recommended(analysis)
    statements, sections = _by_persona(corpus.statements), _by_persona(corpus.sections)
    challenges, pairs = _by_persona(analysis.challenges), _by_persona(analysis.pairs)
    findings, cases = _by_persona(findings_of(content)), _by_persona(cases)
    mentions = _by_persona(named.drop_duplicates(["resource_id", "item_id"]))
    for one in records(corpus.personas):
        persona_id = one["persona_id"]
        texts = {row["statement_id"]: plain(row["text"]) for row in statements[persona_id]}
        rows = [row | {"text": texts[row["statement_id"]]} for row in statements[persona_id]]
        yield {
            "persona": one,
            "families": [titles[group] for group in one["group_ids"] if group in titles],
            "sections": [
                row | {"texts": [text for text in rows if text["section"] == row["section"]]}
                for row in sections[persona_id]
            ],
            "challenges": {
                row["challenge_id"]: row | steps.get(row["challenge_id"], _NO_STEPS)
                for row in challenges[persona_id]
            },
            "pairs": {(row["challenge_id"], row["remedy_id"]): row for row in pairs[persona_id]},
            "texts": texts,
            "findings": findings[persona_id],
            "use_cases": cases[persona_id],
            "mentions": mentions[persona_id],
        }


def _by_persona(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in records(frame):
        found[row["persona_id"]].append(row)
    return found


def _own(challenges: pd.DataFrame) -> pd.DataFrame:
    return challenges[~challenges.summary]
