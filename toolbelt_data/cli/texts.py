"""Texts: gaps, changes and histories for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..analysis import (
    Comparison,
    change_words,
    coverage_effects,
    gap_moves,
    gaps_of,
    judgement_effects,
    pairs,
    read_judgements,
)
from ..analysis.tables import ITEMS
from ..checks import CheckSettings, check
from ..checks.formats import without
from ..corpus import Corpus
from ..spreadsheet import records
from ..text import visible

_WIDTH = 100
_ROOM = 84
_INLINE = 50

# -- gaps


def gap_text(corpus: Corpus, gaps: pd.DataFrame, proposals: pd.DataFrame) -> str:
    """Describe gaps with their classes, decisions and proposals; the last lines count them.

    Parameters
    ----------
    corpus : Corpus
    gaps : pandas.DataFrame
        As :func:`toolbelt_data.analysis.gaps` returns it, without summary challenges.
    proposals : pandas.DataFrame
        As :func:`toolbelt_data.analysis.propose` returns it.
    """
    names = dict(zip(corpus.personas.persona_id, corpus.personas.name, strict=True))
    remedies = {
        row.statement_id: f" ({row.path}:{row.line})"
        for row in corpus.statements[corpus.statements.section == "remedies"].itertuples()
    }
    offered = dict([*proposals.groupby("challenge_id")])
    without = gaps[gaps.coverage == "none"]
    lines: list[str] = []
    for persona, own in without.groupby("persona_id", sort=False):
        lines.append(visible(names[persona]))
        for row in records(own):
            lines.append(f"  {row['class']:<9} {_place(row)}  {_cut(row['text'])}")
            if row["disposition"]:
                lines.append(f"{'':>12}decided: {visible(row['disposition'])}")
            for one in records(offered.get(row["challenge_id"], proposals[:0])):
                what = f"{one['kind']} {one['proposal']}{remedies.get(one['proposal'], '')}"
                why = f" ({'; '.join(one['reasons'])})" if one["reasons"] else ""
                lines.append(f"{'':>12}{visible(what)}: {_cut(one['text'], 70)}{visible(why)}")
        lines.append("")
    parts = [f"{count} {name}" for name, count in without["class"].value_counts().items()]
    if decided := int(without.decided.sum()):
        parts.append(f"{decided} decided")
    lines.append(
        f"{visible(corpus.edition.label)}: {len(without)} of {len(gaps)} challenges have no remedy"
        + (f": {', '.join(parts)}" if parts else "")
    )
    if guessed := int((gaps.basis == "suggested").sum()):
        lines.append(
            f"the coverage of {guessed} is suggested, not judged; suggestions overlook most gaps,"
            f" and {int(gaps.doubtful.sum())} that count as covered are doubtful"
        )
    return "\n".join(lines)


# -- changes

_HOLDERS = {"statement": "persona", "group_statement": "group", "need": "use_case"}


def change_text(both: Comparison, changes: pd.DataFrame, judgements: str | None = None) -> str:
    """Describe the changes of two editions, what they mean for gaps and findings, and sums.

    Parameters
    ----------
    both : Comparison
    changes : pandas.DataFrame
        As :func:`toolbelt_data.analysis.changes_of` returns it.
    judgements : str, optional
        File of judgements; default: those of the package.
    """
    editions = both.old, both.new
    lines: list[str] = []
    for item in ITEMS:
        title, own = f"{item}s".replace("_", " ").capitalize(), changes[changes["item"] == item]
        if item in _HOLDERS:
            lines += _block(title, _texts(own, changes[changes["item"] == _HOLDERS[item]]))
        else:
            lines += _block(title, (line for row in records(own) for line in _change(row, "  ")))
    reviews = read_judgements(judgements)
    levels = [pairs(corpus, reviews) for corpus in editions]
    gaps = [gaps_of(corpus, own) for corpus, own in zip(editions, levels, strict=True)]
    effects = coverage_effects(both, *gaps)
    settings = CheckSettings.of(both.new.edition.settings)
    lines += _block("Coverage", _coverage(effects))
    lines += _block("Findings", _findings(*(check(corpus, settings) for corpus in editions)))
    old, new = (visible(corpus.edition.label) for corpus in editions)
    uncompared = [] if len(changes) else [*_uncompared(both)]
    if not (lines or len(changes) or uncompared):
        return f"No changes between {old} and {new}"
    lines.append(f"from {old} to {new}: {_number(len(changes), 'change')}")
    lines += [f"  {visible(words)}" for words in change_words(changes)]
    lines += uncompared
    if doubtful := int(changes.doubtful.sum()):
        lines.append(f"  {doubtful} marked with ? may be two different things: look at both texts")
    lines += [*_sums(both, effects), _kept(judgement_effects(both, *levels))]
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
        (row[f"{when}_text"] or "").removeprefix(f"{row[f'{when}_path']}, ")
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


def _coverage(effects: pd.DataFrame) -> Iterator[str]:
    """Describe the challenges whose coverage differs, and gaps added or removed."""
    for row in records(effects[~effects.effect.isin(["same", "new", "removed"])]):
        yield f"  {row['effect']:<11} {_place(row)}  {_cut(row['text'], 60)}"
        yield from (f"{'':>14}{_cut(reason, _ROOM)}" for reason in row["reasons"])


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


def _sums(both: Comparison, effects: pd.DataFrame) -> Iterator[str]:
    people = [corpus.personas.status.eq("documented") for corpus in (both.old, both.new)]
    then, now = (f"{own.sum()} of {len(own)}" for own in people)
    yield f"documented in full: {then} personas then, {now} now"
    known = [effects[f"{when}_coverage"].dropna().eq("none") for when in ("old", "new")]
    then, now = (f"{own.sum()} of {len(own)}" for own in known)
    yield f"gaps: {then} challenges then, {now} now"
    moves = gap_moves(effects)
    if moves.guessed:
        yield (
            f"  {moves.guessed} of the {moves.crossed} that closed or opened"
            " rest on suggestions, which are weak"
        )


def _kept(judgements: pd.DataFrame) -> str:
    was = judgements[judgements.old_state == "judged"].new_state.value_counts()
    added = judgements[judgements.old_state.isna()].new_state
    said = (
        f"judgements: {was.get('judged', 0)} kept, {was.get('suspect', 0)} became suspect,"
        f" {was.get('gone', 0)} without their pair"
    )
    if added.empty:
        return said
    return f"{said}; {added.eq('judged').sum()} of {len(added)} new pairs judged"


# -- history

_COUNTS = ["personas", "documented", "statements", "challenges", "gaps", "unwritten"]


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
    3 editions, 2025-04-04 to 2025-06-10: from 7 gaps in 31 challenges to 12 gaps in 70 challenges
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
