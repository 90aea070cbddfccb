"""Texts: gaps, changes and histories for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..analysis import Analysis, Comparison, change_words
from ..analysis.tables import TABLE
from ..checks.formats import without
from ..spreadsheet import records
from ..text import visible

_WIDTH = 100
_ROOM = 84
_INLINE = 50

# -- gaps


def gap_text(analysis: Analysis) -> str:
    """Describe challenges by coverage, gaps first, with recommendations; the last lines count them.

    Parameters
    ----------
    analysis : Analysis
    """
    challenges = analysis.challenges[~analysis.challenges.summary]
    unreviewed = challenges[challenges.coverage == "unreviewed"]
    likely = unreviewed[unreviewed.likely_gap]
    sections = {
        "Gaps": analysis.gaps,
        "Likely gaps: predicted, not reviewed": likely,
        "Not reviewed": unreviewed[~unreviewed.likely_gap],
        "Partly covered": challenges[challenges.coverage == "partial"],
        "Without a remedy, and not a need": challenges[challenges.not_a_need],
    }
    advice = dict([*analysis.recommendations.groupby("challenge_id")])
    lines: list[str] = []
    for title, rows in sections.items():
        lines += [f"{title} ({len(rows)})"] if len(rows) else []
        for _, own in rows.groupby("persona_id", sort=False):
            lines.append(f"  {visible(own.persona.iloc[0])}")
            for row in records(own):
                lines += _challenge(row, advice.get(row["challenge_id"]))
        lines += [""] if len(rows) else []
    reviewed, gaps = len(challenges) - len(unreviewed), len(analysis.gaps)
    edition = visible(analysis.corpus.edition.label)
    counted = f"{edition}: {gaps} of {reviewed} reviewed challenges have no remedy"
    if not reviewed:
        counted = (
            f"{edition}: nothing is reviewed yet; likely gaps, predicted: {len(likely)} of"
            f" {len(unreviewed)} challenges; toolbelt-data review export lists them first"
        )
    elif len(unreviewed):
        counted += f"; {len(unreviewed)} not reviewed yet, likely gaps among them: {len(likely)}"
    if decided := int((analysis.gaps.decision_state == "standing").sum()):
        counted += f"; gaps with a decision that stands: {decided}"
    return "\n".join([*lines, counted])


def _challenge(row: dict[str, Any], advice: pd.DataFrame | None) -> Iterator[str]:
    yield f"    {_place(row)}  {_cut(row['text'])}"
    if row["decision"]:
        owner = f", {visible(row['owner'])}" if row["owner"] else ""
        until = f", until {row['until']}" if row["until"] else ""
        yield f"{'':>8}decided: {row['decision']}{owner}{until} ({row['decision_state']})"
    for one in records(advice) if advice is not None else ():
        basis = one["verdict"] or one["basis"]
        target = f" {visible(one['target'])}" if one["kind"] in ("reuse", "point-to") else ""
        why = "; ".join(one["reasons"]) if one["basis"] == "predicted" else ""
        text = _cut(one["text"] or one["note"] or "", 70)
        yield f"{'':>8}{one['kind']}{target} ({basis}): {text}{visible(f' ({why})') if why else ''}"


# -- changes

_HOLDERS = {"statement": "persona", "group_statement": "group", "need": "use_case"}


def change_text(
    both: Comparison, effects: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame
) -> str:
    """Describe what changed between two editions, the most important in words at the end.

    Parameters
    ----------
    both : Comparison
    effects : pandas.DataFrame
        As :func:`toolbelt_data.analysis.gap_effects` returns it.
    old, new : pandas.DataFrame
        Findings of either edition.
    """
    changes = both.changes
    lines: list[str] = []
    for item in TABLE["changes"].values("item"):
        title, own = f"{item}s".replace("_", " ").capitalize(), changes[changes["item"] == item]
        if item in _HOLDERS:
            lines += _block(title, _texts(own, changes[changes["item"] == _HOLDERS[item]]))
        else:
            lines += _block(title, (line for row in records(own) for line in _change(row, "  ")))
    lines += _block("Gaps", _gaps(effects))
    lines += _block("Findings", _findings(old, new))
    before, after = (visible(corpus.edition.label) for corpus in (both.old, both.new))
    uncompared = [] if len(changes) else [*_uncompared(both)]
    if not (lines or len(changes) or uncompared):
        return f"No changes between {before} and {after}"
    lines.append(f"from {before} to {after}: {_number(len(changes), 'change')}")
    lines += [f"  {visible(words)}" for words in change_words(changes)]
    lines += uncompared
    if doubtful := int(changes.doubtful.sum()):
        lines.append(f"  {doubtful} marked with ? may be two different things: look at both texts")
    counts = effects.change.value_counts(sort=False)
    if len(counts):
        lines.append(
            f"gaps: {', '.join(f'{number} {change}' for change, number in counts.items())}"
        )
    return "\n".join(lines)


def _block(title: str, lines: Iterator[str]) -> list[str]:
    shown = [*lines]
    return [title, *shown, ""] if shown else []


def _texts(own: pd.DataFrame, holders: pd.DataFrame) -> Iterator[str]:
    """Describe changed texts; of those added or removed with their holder only the number."""
    known = {*zip(holders.new_id.fillna(holders.old_id), holders.change, strict=True)}
    ids = (one.partition("/")[0] for one in own.new_id.fillna(own.old_id))
    pairs_of = zip(ids, own.change, strict=True)
    together = pd.Series([one in known and one[1] != "moved" for one in pairs_of], own.index, bool)
    for (whose, change), part in own[together].groupby(["whose", "change"], sort=False):
        yield f"  {visible(whose)} {change} with {len(part)}"
    for whose, part in own[~together].groupby("whose", sort=False):
        yield f"  {visible(whose)}"
        for row in records(part):
            yield from _change(row | {"whose": None}, "    ")


def _change(row: dict[str, Any], margin: str) -> Iterator[str]:
    old, new = (
        "" if row[f"{when}_text"] in (None, row[f"{when}_path"]) else row[f"{when}_text"]
        for when in ("old", "new")
    )
    whose = row["whose"]
    head = f"{margin}{row['change']:<9}{'?' if row['doubtful'] else ' '}{_places(row)}"
    if row["item"] == "document":
        yield head
        return
    if not (row["old_path"] and row["new_path"]):
        yield f"{head}  {_cut(new or old, max(_WIDTH - len(head), 40))}"
        return
    if whose and whose != new:
        head += f"  {visible(whose)}"
    if row["item"] == "section":
        head += f", {row['new_id'].rpartition('/')[2]}"
    if old == new:
        yield head
    elif len(old) + len(new) <= _INLINE:
        yield f"{head}  {visible(old)} → {visible(new)}"
    else:
        yield head
        for sign, text in zip("-+", _differing(visible(old), visible(new)), strict=True):
            yield f"{margin}{'':>10}{sign} {text}"


def _places(row: dict[str, Any]) -> str:
    old, new = (
        f"{visible(row[f'{when}_path'])}:{row[f'{when}_line']}" if row[f"{when}_path"] else ""
        for when in ("old", "new")
    )
    return f"{old} → {new}" if old and new and old != new else new or old


def _differing(old: str, new: str) -> list[str]:
    """Cut two texts to the part around the first word in which they differ."""
    start = 0
    if max(len(old), len(new)) > _ROOM:
        pairs_of = enumerate(zip(old, new, strict=False))
        short = min(len(old), len(new))
        same = next((n for n, (one, other) in pairs_of if one != other), short)
        start = old.rfind(" ", 0, max(same - 24, 0)) + 1
    return [_cut(("…" if start else "") + text[start:], _ROOM) for text in (old, new)]


def _gaps(effects: pd.DataFrame) -> Iterator[str]:
    """Describe what became of gaps, each with its causes."""
    for row in records(effects):
        row |= {name: row[f"new_{name}"] or row[f"old_{name}"] for name in ("path", "line")}
        coverage = " → ".join(filter(None, (row["old_coverage"], row["new_coverage"])))
        yield f"  {row['change']:<17} {_place(row)}  {_cut(row['text'], 60)} ({coverage})"
        yield from (f"{'':>20}{_cut(cause, _ROOM)}" for cause in row["causes"])


def _findings(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[str]:
    """Describe the findings that only one of two editions has."""
    for word, one, other in (("opened", new, old), ("closed", old, new)):
        for row in records(without(one, other.fingerprint)):
            said = f"{row['severity']} {row['code']} {_cut(row['message'])}"
            yield f"  {word:<11} {_place(row)}  {said}"


def _uncompared(both: Comparison) -> Iterator[str]:
    """Name the documents that differ although nothing that is compared does."""
    documents = [corpus.documents.set_index("path").sha256 for corpus in (both.old, both.new)]
    for path in documents[1].index:
        if documents[0].get(path) != documents[1][path]:
            yield (
                f"  {visible(path)} differs in what is not compared, such as white space or line"
                " endings"
            )


# -- history

_COUNTS = ["personas", "documented", "statements", "challenges", "gaps", "unreviewed", "unwritten"]


def history_text(history: pd.DataFrame) -> str:
    """Lay a history out as a table, with a last line that sums it up.

    Parameters
    ----------
    history : pandas.DataFrame
        As :func:`toolbelt_data.analysis.history` returns it, with at least one row.

    Examples
    --------
    >>> from toolbelt_data.analysis import history
    >>> print(history_text(history()).splitlines()[-1])
    3 editions, 2025-04-04 to 2025-06-10: from 5 gaps in 31 challenges to 10 gaps in 70 challenges
    """
    embedded, unread = history.subject.isna(), history.error.notna()
    subject = history.subject.fillna("").map(lambda text: _cut(text, 50))
    subject = subject.mask(unread, "not read: " + history.error.fillna("").map(visible))
    shown = history.rename(columns={"revision": "commit", "listings_unwritten": "unwritten"})
    shown = shown[["date", "commit", *_COUNTS, "errors", "warnings", "subject"]].astype(object)
    shown["commit"] = shown.commit.str[:7].mask(embedded, "")
    shown["subject"] = subject.str.ljust(subject.str.len().max())
    for name in ("challenges", "gaps"):
        change = history[name].dropna().diff().reindex(history.index).fillna(0)
        words = change.map(lambda number: f"{number:+d}" if number else "")
        shown.insert(shown.columns.get_loc(name) + 1, "+/-", words, allow_duplicates=True)
    table = shown.where(shown.notna(), "").to_string(index=False)
    read, dates = history[~unread], [history.date.iloc[0], history.date.iloc[-1]]
    end = f"{_number(len(history), 'edition')}, {' to '.join(dict.fromkeys(dates))}"
    if len(read) < len(history):
        end += f", {len(history) - len(read)} of them not read"
    counts = [
        f"{_number(row['gaps'], 'gap')} in {_number(row['challenges'], 'challenge')}"
        for row in records(read)
    ]
    if counts:
        end += f": {counts[0]}" if len(counts) == 1 else f": from {counts[0]} to {counts[-1]}"
    return "\n".join([*(line.rstrip() for line in table.splitlines()), end])


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"


def _place(row: dict[str, Any]) -> str:
    return f"{visible(row['path'])}:{row['line']}"


def _cut(text: str, room: int = _WIDTH) -> str:
    shown = visible(text)
    return shown if len(shown) <= room else shown[: room - 1].rstrip() + "…"
