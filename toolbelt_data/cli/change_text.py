"""Change text: what changed between two editions, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..analysis import Comparison, change_words, gap_moves
from ..findings.visible import visible
from ..spreadsheet import records
from .excerpts import cut, differing

_TITLES = {
    "document": "Documents",
    "group": "Groups",
    "group_statement": "Statements of the index",
    "listing": "Sub-personas of the index",
    "persona": "Personas",
    "section": "Sections",
    "facet": "Sub-headings",
    "statement": "Statements",
    "use_case": "Use cases",
    "need": "Needs",
}
_HOLDERS = {"statement": "persona", "group_statement": "group", "need": "use_case"}
_DID = {"added": "came", "removed": "went"}
_WIDTH = 100
_SHORT = 50
_ROOM = _WIDTH - 16


def change_text(
    both: Comparison, changes: pd.DataFrame, coverage: pd.DataFrame, judgements: pd.DataFrame
) -> str:
    """Write the changes of two editions, what they mean for coverage, and a summary.

    Parameters
    ----------
    both : Comparison
    changes, coverage, judgements : pandas.DataFrame
        As :func:`toolbelt_data.analysis.compare`, ``coverage_effects`` and
        ``judgement_effects`` give them.

    Returns
    -------
    str
        Lines, those of the summary last.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import changes_of, coverage_effects, gaps
    >>> from toolbelt_data.analysis import judgement_effects, pairs
    >>> both = Comparison(load("2025-04-04"), load("2025-05-29"))
    >>> levels = pairs(both.old), pairs(both.new)
    >>> coverage = coverage_effects(both, gaps(both.old), gaps(both.new))
    >>> text = change_text(both, changes_of(both), coverage, judgement_effects(both, *levels))
    >>> print(text.splitlines()[-2])
    gaps: 7 of 31 challenges then, 13 of 82 now
    """
    lines: list[str] = []
    for item, title in _TITLES.items():
        own = changes[changes["item"] == item]
        if own.empty:
            continue
        lines.append(title)
        if item in _HOLDERS:
            lines += _texts(own, _came_or_went(changes, _HOLDERS[item]))
        else:
            lines += [line for row in records(own) for line in _change(row, "  ", True)]
        lines.append("")
    effects = list(_coverage(coverage))
    if effects:
        lines += ["Coverage", *effects, ""]
    names = [visible(corpus.edition.label) for corpus in (both.old, both.new)]
    changed = f"{len(changes)} change{'' if len(changes) == 1 else 's'}"
    lines.append(f"from {names[0]} to {names[1]}: {changed}")
    lines += [f"  {visible(words)}" for words in change_words(changes)]
    if changes.empty:
        lines += [f"  {visible(words)}" for words in _uncompared(both)]
    doubtful = int(changes.doubtful.sum())
    if doubtful:
        are = "is" if doubtful == 1 else "are"
        lines.append(f"  {doubtful} marked with ? {are} doubtful: look whether the two are one")
    lines += [_personas(both), *_gaps(coverage), _judgements(judgements)]
    return "\n".join(lines) + "\n"


def _came_or_went(changes: pd.DataFrame, item: str) -> dict[str, str]:
    """Give the holders that came or went, by their ids, and what they did."""
    own = changes[(changes["item"] == item) & changes.change.isin(_DID)]
    ids = own.new_id.where(own.change == "added", own.old_id)
    return dict(zip(ids, own.change, strict=True))


def _texts(own: pd.DataFrame, holders: dict[str, str]) -> Iterator[str]:
    """Tell what became of texts, but only the number of those that came or went with theirs."""
    ids = own.new_id.where(own.change != "removed", own.old_id).str.partition("/")[0]
    together = own.change == ids.map(holders)
    for whose, part in own[together].groupby("whose", sort=False):
        yield f"  {visible(whose)} {_DID[part.change.iloc[0]]} with {len(part)}"
    for whose, part in own[~together].groupby("whose", sort=False):
        yield f"  {visible(whose)}"
        for row in records(part):
            yield from _change(row, "    ", False)


def _change(row: dict[str, Any], margin: str, named: bool) -> Iterator[str]:
    mark = "?" if row["doubtful"] else " "
    old, new = row["old_text"], row["new_text"]
    one_sided = new if old is None else old if new is None else None
    head = f"{margin}{row['change']:<9}{mark}{_place(row)}"
    if one_sided is not None:
        yield f"{head}  {_short(one_sided, len(head))}"
        return
    if row["item"] == "persona" and row["change"] == "moved":
        old = old.removeprefix(f"{row['old_path']}, ")
        new = new.removeprefix(f"{row['new_path']}, ")
    whose = row["whose"] if named else None
    about = f"{head}  {visible(whose)}" if whose and whose != new else head
    if row["item"] == "section":
        about += f", {row['new_id'].rpartition('/')[2]}"
    if old == new or row["item"] == "document":
        yield about
    elif len(old) + len(new) <= _SHORT:
        said = f"{visible(old)} → {visible(new)}"
        line = f"{about}{'  ' if about == head else ': '}{said}"
        yield from [line] if len(line) <= _WIDTH else [about, f"{margin}{'':>10}{said}"]
    else:
        yield about
        for sign, text in zip("-+", differing(visible(old), visible(new), _ROOM), strict=True):
            yield f"{margin}{'':>10}{sign} {text}"


def _place(row: dict[str, Any]) -> str:
    """Tell where it stood and stands, a document that is the same once."""
    old, new = (row["old_path"], row["old_line"]), (row["new_path"], row["new_line"])
    if not old[0] or not new[0] or old == new:
        path, line = new if new[0] else old
        return f"{visible(path)}:{line}"
    there = new[1] if old[0] == new[0] else f"{visible(new[0])}:{new[1]}"
    return f"{visible(old[0])}:{old[1]} → {there}"


def _short(text: str, used: int) -> str:
    return cut(visible(text), max(_WIDTH - used - 2, 40))


def _coverage(coverage: pd.DataFrame) -> Iterator[str]:
    """Tell the challenges whose coverage differs, or that came or went as gaps."""
    quiet = ("same", "new", "removed")
    for row in records(coverage[~coverage.effect.isin(quiet)]):
        place = f"{visible(row['path'])}:{row['line']}"
        yield f"  {row['effect']:<11} {place}  {_short(row['text'], len(place) + 16)}"
        for reason in row["reasons"]:
            yield f"{'':>14}{_short(reason, 14)}"


def _uncompared(both: Comparison) -> Iterator[str]:
    """Name the documents that differ although nothing that is compared does."""
    then, now = (
        dict(zip(corpus.documents.path, corpus.documents.sha256, strict=True))
        for corpus in (both.old, both.new)
    )
    for path, digest in now.items():
        if then.get(path) != digest:
            yield f"{path} differs in what is not compared, such as white space or line endings"


def _personas(both: Comparison) -> str:
    people = [corpus.personas.status for corpus in (both.old, both.new)]
    then, now = (f"{int((own == 'documented').sum())} of {len(own)}" for own in people)
    return f"documented in full: {then} personas then, {now} now"


def _gaps(coverage: pd.DataFrame) -> Iterator[str]:
    parts = []
    for when in ("old", "new"):
        known = coverage[f"{when}_coverage"].dropna()
        parts.append(f"{int((known == 'none').sum())} of {len(known)}")
    yield f"gaps: {parts[0]} challenges then, {parts[1]} now"
    moves = gap_moves(coverage)
    if moves.guessed:
        yield (
            f"  {moves.guessed} of the {moves.crossed} that closed or opened"
            " rest on suggestions, which are weak"
        )


def _judgements(judgements: pd.DataFrame) -> str:
    was = judgements[judgements.old_state == "judged"]
    counts = was.new_state.value_counts()
    come = judgements[judgements.old_state.isna()].new_state.value_counts()
    told = (
        f"judgements: {counts.get('judged', 0)} kept, {counts.get('suspect', 0)} became suspect,"
        f" {counts.get('gone', 0)} without their pair"
    )
    if come.empty:
        return told
    pairs = "new pair" if come.sum() == 1 else "new pairs"
    return f"{told}; {come.get('judged', 0)} of {come.sum()} {pairs} judged"
