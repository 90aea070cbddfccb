"""Texts: gaps, changes, histories and reviews for people at a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import pandas as pd

from ..analysis import Analysis, Comparison, change_words
from ..analysis.tables import TABLE
from ..checks.formats import without
from ..spreadsheet import records
from ..text import number, visible

_WIDTH = 100
_INLINE = 50
_MOST = 10

# -- gaps and reviews


def gap_text(analysis: Analysis) -> str:
    """List challenges by coverage, gaps first, with recommendations; the last line counts them.

    Parameters
    ----------
    analysis : Analysis
    """
    every = analysis.challenges[~analysis.challenges.summary]
    open_, partial = every.coverage == "unreviewed", every.coverage == "partial"
    sections = {
        "Gaps": analysis.gaps,
        "Likely gaps: predicted, not reviewed": every[open_ & every.likely_gap],
        "Not reviewed": every[open_ & ~every.likely_gap],
        "Partly covered": every[partial & (every.unreviewed == 0)],
        "At least partly covered: some pairs are not reviewed": every[
            partial & (every.unreviewed > 0)
        ],
        "Without a remedy, and not a need": every[every.not_a_need],
    }
    steps: dict[str, list[dict[str, Any]]] = {}
    for step in records(analysis.recommendations):
        steps.setdefault(step["challenge_id"], []).append(step)
    lines: list[str] = []
    for title, rows in sections.items():
        lines += [f"{title} ({len(rows)})"] if len(rows) else []
        for _, challenges in groupby(records(rows), key=itemgetter("persona_id")):
            for place, row in enumerate(challenges):
                lines += [f"  {visible(row['persona'])}"] if place == 0 else []
                lines += _challenge(row, steps.get(row["challenge_id"], []))
        lines += [""] if len(rows) else []
    gaps, likely = len(analysis.gaps), int((open_ & every.likely_gap).sum())
    reviewed, edition = int((~open_).sum()), visible(analysis.corpus.edition.label)
    counted = f"{edition}: {gaps} of {reviewed} reviewed challenges have no remedy"
    if gaps and not every.basis.isin(["reviewed", "outdated"]).any():
        counted = f"{edition}: challenges of personas without any remedy: {gaps}"
    if not reviewed:
        counted = (
            f"{edition}: nothing is reviewed yet; likely gaps, predicted: {likely} of"
            f" {len(every)} challenges; toolbelt-data review export lists them first"
        )
    elif open_.any():
        counted += f"; {open_.sum()} not reviewed yet, likely gaps among them: {likely}"
    if decided := int((analysis.gaps.decision_state == "standing").sum()):
        counted += f"; gaps with a standing decision: {decided}"
    return "\n".join([*lines, counted])


def _challenge(row: dict[str, Any], steps: list[dict[str, Any]]) -> Iterator[str]:
    yield f"    {_place(row)}  {_cut(row['text'])}"
    if row["decision"]:
        until = row["until"] and f"until {row['until']}"
        decision = ", ".join(filter(None, (row["decision"], row["owner"], until)))
        yield f"{'':>8}decided: {visible(decision)} ({row['decision_state']})"
    for one in steps:
        words = [one["kind"], *[one["target"]] * (one["kind"] in ("reuse", "point-to"))]
        why = "; ".join(one["reasons"]) if one["basis"] == "predicted" else ""
        text = _cut(one["text"] or one["note"] or "", 70) + (why and f" ({why})")
        yield visible(f"{'':>8}{' '.join(words)} ({one['verdict'] or one['basis']}): {text}")


def import_text(
    sheet: Path, rows: Iterable[tuple[str, str, str]], files: Collection[Path], is_done: bool
) -> str:
    """List the outcome of each row of a sheet; the last line counts them.

    Parameters
    ----------
    sheet : pathlib.Path
    rows : iterable of (str, str, str)
        As :func:`toolbelt_data.review.take` returns them.
    files : collection of pathlib.Path
        The files that are written.
    is_done : bool
        Whether the accepted rows are imported, even if others are refused.
    """
    would = {} if is_done else {"added": "would add", "replaced": "would replace"}
    found = [(place, would.get(outcome, outcome), words) for place, outcome, words in rows]
    lines = [f"{one[0]}: {one[1]}: {one[2]}" for one in found if one[1] != "blank"]
    counts = Counter(outcome for place, outcome, _ in found if place != str(sheet))
    summary = ", ".join(f"{outcome} {count}" for outcome, count in counts.items()) or "no rows"
    end = f"written to {' and '.join(map(str, files))}" if files else "nothing to write"
    end = end if is_done else "nothing is written: correct the refused rows, or use --partial"
    return "\n".join(map(visible, [*lines, f"{sheet}: {summary}; {end}"]))


def coverage_text(before: pd.DataFrame, after: pd.DataFrame) -> str:
    """List the challenges whose coverage changed, one per line.

    Parameters
    ----------
    before, after : pandas.DataFrame
        :attr:`Analysis.challenges` of the same documents.
    """
    was = before.coverage.mask(before.not_a_need, "not a need")
    now = after.coverage.mask(after.not_a_need, "not a need")
    changed = after.assign(was=was, now=now).query("was != now")
    return "".join(
        f"{visible(row.challenge_id)}: coverage {row.was} → {row.now}\n"
        for row in changed.itertuples()
    )


def status_text(edition: str, found: dict[str, pd.DataFrame]) -> str:
    """Show the progress of a review as tables.

    Parameters
    ----------
    edition : str
        Its label.
    found : dict of str to pandas.DataFrame
        As :func:`toolbelt_data.review.status` returns it.
    """
    titles = {
        "disputed": "Pairs about which reviewers disagree",
        "nowhere": "Reviews that apply to nothing in these documents",
    }
    lines = [visible(edition)]
    for name, frame in found.items():
        if frame.empty:
            continue
        shown = frame.head(_MOST if name in titles else len(frame)).astype(str).map(visible)
        total = frame.select_dtypes("number").sum()
        counts = ", ".join(f"{count} {word}" for word, count in total.items() if count)
        lines += ["", titles.get(name, counts), shown.to_string(index=False)]
        if len(shown) < len(frame):
            lines.append(f"and {len(frame) - len(shown)} more; --format json has all")
    return "\n".join(lines)


# -- changes


def change_text(
    both: Comparison, effects: pd.DataFrame, old: pd.DataFrame, new: pd.DataFrame
) -> str:
    """List the changes between two editions, with a summary at the end.

    Parameters
    ----------
    both : Comparison
    effects : pandas.DataFrame
        As :func:`toolbelt_data.analysis.gap_effects` returns it.
    old, new : pandas.DataFrame
        Findings of either edition.
    """
    changes = both.changes
    parts = {
        f"{item}s".replace("_", " ").capitalize(): [*_changes(changes, item)]
        for item in TABLE["changes"].values("item")
    }
    parts |= {"Gaps": [*_gaps(effects)], "Findings": [*_findings(old, new)]}
    lines = [line for title, rows in parts.items() if rows for line in (title, *rows, "")]
    before, after = (visible(corpus.edition.label) for corpus in (both.old, both.new))
    uncompared = [] if len(changes) else [*_uncompared(both)]
    if not (lines or len(changes) or uncompared):
        return f"No changes between {before} and {after}"
    lines.append(f"from {before} to {after}: {number(len(changes), 'change')}")
    lines += [f"  {visible(words)}" for words in change_words(changes)]
    lines += uncompared
    if doubtful := int(changes.doubtful.sum()):
        lines.append(f"  {doubtful} marked with ? may be two different things: look at both texts")
    if len(effects):
        counts = effects.change.value_counts(sort=False)
        lines.append(f"gaps: {', '.join(f'{count} {change}' for change, count in counts.items())}")
    return "\n".join(lines)


_HOLDERS = {"statement": "persona", "group_statement": "group", "need": "use_case"}


def _changes(changes: pd.DataFrame, item: str) -> Iterator[str]:
    """List the changes of a kind; those that go with their holder are only counted."""
    rows, holders = changes[changes["item"] == item], changes[changes["item"] == _HOLDERS.get(item)]
    known = {*zip(holders.new_id.fillna(holders.old_id), holders.change, strict=True)}
    ids = (one.partition("/")[0] for one in rows.new_id.fillna(rows.old_id))
    pairs = zip(ids, rows.change, strict=True)
    together = pd.Series([one in known and one[1] != "moved" for one in pairs], rows.index, bool)
    for (whose, change), part in rows[together].groupby(["whose", "change"], sort=False):
        yield f"  {visible(whose)} {change} with {len(part)}"
    for row in records(rows[~together]):
        yield from _change(row)


def _change(row: dict[str, Any]) -> Iterator[str]:
    # For a move to another document the texts are the paths, which are shown anyway.
    old, new = (
        "" if row[f"{when}_text"] in (None, row[f"{when}_path"]) else row[f"{when}_text"]
        for when in ("old", "new")
    )
    places = (_place(row, f"{when}_") for when in ("old", "new") if row[f"{when}_path"])
    head = (
        f"  {row['change']:<9}{'?' if row['doubtful'] else ' '}{' → '.join(dict.fromkeys(places))}"
    )
    if row["whose"] and row["whose"] not in (old, new):
        head += f"  {visible(row['whose'])}"
    if row["item"] == "section":
        head += f", {row['new_id'].rpartition('/')[2]}"
    if not (old or new):
        yield head
    elif not (old and new) or old == new:
        yield f"{head}  {_cut(new or old)}"
    elif len(old) + len(new) <= _INLINE:
        yield f"{head}  {visible(old)} → {visible(new)}"
    else:
        yield head
        # Long ones are shown from a few words before the first difference on.
        same = [one == other for one, other in zip([*old, None], [*new, None], strict=False)]
        start = old.rfind(" ", 0, max(same.index(False) - 24, 0)) + 1
        start = start if max(len(old), len(new)) > _WIDTH else 0
        for sign, text in (("-", old), ("+", new)):
            yield f"{'':>12}{sign} {_cut('…' * bool(start) + text[start:])}"


def _gaps(effects: pd.DataFrame) -> Iterator[str]:
    """List the effects on gaps, each with its causes."""
    for row in records(effects):
        place = _place(row, "new_" if row["new_path"] else "old_")
        coverage = " → ".join(filter(None, (row["old_coverage"], row["new_coverage"])))
        yield f"  {row['change']:<17} {place}  {_cut(row['text'], 60)} ({coverage})"
        yield from (f"{'':>20}{_cut(cause)}" for cause in row["causes"])


def _findings(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[str]:
    """List the findings that only one of two editions has."""
    for word, one, other in (("opened", new, old), ("closed", old, new)):
        for row in records(without(one, other.fingerprint)):
            finding = f"{row['severity']} {row['code']} {_cut(row['message'])}"
            yield f"  {word:<11} {_place(row)}  {finding}"


def _uncompared(both: Comparison) -> Iterator[str]:
    """List the documents that differ although nothing that is compared does."""
    old, new = (corpus.documents.set_index("path").sha256 for corpus in (both.old, both.new))
    for path in new.index[new != old.reindex(new.index)]:
        words = "differs in what is not compared, such as white space or line endings"
        yield f"  {visible(path)} {words}"


# -- history


def history_text(history: pd.DataFrame) -> str:
    """Show a history as a table, with a last line that sums it up.

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
    unread = history.error.notna()
    subject = history.subject.fillna("").map(lambda text: _cut(text, 50))
    subject = subject.mask(unread, "not read: " + history.error.fillna("").map(visible))
    shown = history.assign(
        commit=history.revision.str[:7].mask(history.subject.isna(), ""),
        unwritten=history.listings_unwritten,
        subject=subject.str.ljust(subject.str.len().max()),
    )
    names = "date commit personas documented statements challenges gaps unreviewed unwritten errors"
    shown = shown[[*names.split(), "warnings", "subject"]].astype(object)
    for name in ("challenges", "gaps"):
        change = history[name].dropna().diff().reindex(history.index).fillna(0)
        words = change.map(lambda more: f"{more:+d}" if more else "")
        shown.insert(shown.columns.get_loc(name) + 1, "+/-", words, allow_duplicates=True)
    table = shown.where(shown.notna(), "").to_string(index=False)
    read = records(history[~unread])
    end = number(len(history), "edition")
    end += f", {' to '.join(dict.fromkeys(history.date.iloc[[0, -1]]))}"
    if len(read) < len(history):
        end += f", {len(history) - len(read)} of them not read"
    counts = [
        f"{number(row['gaps'], 'gap')} in {number(row['challenges'], 'challenge')}"
        for row in read[:1] + read[1:][-1:]
    ]
    if counts:
        end += f": {'from ' * (len(counts) > 1)}{' to '.join(counts)}"
    return "\n".join([*(line.rstrip() for line in table.splitlines()), end])


def _place(row: dict[str, Any], when: str = "") -> str:
    return f"{visible(row[f'{when}path'])}:{row[f'{when}line']}"


def _cut(text: str, room: int = _WIDTH) -> str:
    """Shorten a text anywhere: textwrap.shorten removes a text without spaces."""
    shown = visible(text)
    return shown if len(shown) <= room else shown[: room - 1].rstrip() + "…"
