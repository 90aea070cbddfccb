"""Editions: two of them side by side, and the history that they stand in."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from ..analysis import Comparison, change_words, gap_moves, history, load_both
from ..analysis.history import Counts, edition_before, has_past, is_checked_out
from ..analysis.tables import TABLE
from ..corpus import Corpus
from ..source import open_edition, open_named
from ..spreadsheet import records
from .shown import count_of

_TOLD = 3


def open_both(old: str = "", new: str = "", source: str = "", revision: str = "") -> Comparison:
    """Load the two editions that a notebook's parameters name.

    Parameters
    ----------
    old, new : str
        Paths, or revisions of `source`; where `old` is empty the edition before
        `new`, and where `new` is empty that of `source` and `revision`. An
        edition that none came before is compared with itself.
    source, revision : str
        As :func:`toolbelt_data.load` takes them; empty for none.

    Returns
    -------
    Comparison

    Raises
    ------
    SourceError, NothingToMeasure

    Examples
    --------
    >>> open_both().old.edition.name
    '2025-05-29'
    """
    if new:
        later = open_named(new, source or None)
    else:
        later = open_edition(source or None, revision or None)
    earlier = open_named(old, source or None) if old else edition_before(later)
    return load_both(earlier, later)


def told_editions(both: Comparison) -> str:
    """Say which two editions are compared.

    Examples
    --------
    >>> told_editions(open_both()).partition(" (")[0]
    'From edition 2025-05-29'
    """
    if both.old is both.new:
        return f"No edition before {both.new.edition.label} is known; name one with old."
    return f"From edition {both.old.edition.label} to {both.new.edition.label}"


def told_changes(both: Comparison, changes: pd.DataFrame) -> str:
    """Say in a sentence what changed most, and since when.

    Parameters
    ----------
    both : Comparison
    changes : pandas.DataFrame
        As :func:`toolbelt_data.analysis.changes_of` gives them.

    Examples
    --------
    >>> from toolbelt_data.analysis import changes_of
    >>> both = open_both()
    >>> told_changes(both, changes_of(both)).partition(":")[0]
    'Since edition 2025-05-29'
    """
    if both.old is both.new:
        return told_editions(both)
    words = change_words(changes)[:_TOLD] or ["nothing that is compared changed"]
    return f"Since edition {both.old.edition.name}: {'; '.join(words)}."


def told_gaps(effects: pd.DataFrame) -> str:
    """Say how many gaps came and went, and what of it nobody judged.

    Parameters
    ----------
    effects : pandas.DataFrame
        As :func:`toolbelt_data.analysis.coverage_effects` gives it.

    Examples
    --------
    >>> from toolbelt_data.analysis import coverage_effects, gaps
    >>> both = open_both()
    >>> told_gaps(coverage_effects(both, gaps(both.old), gaps(both.new)))
    '0 gaps came, 1 went.'
    """
    moves = gap_moves(effects)
    said = f"{count_of(moves.came, 'gap')} came, {moves.went} went."
    if not moves.guessed:
        return said
    return (
        f"{said} {moves.guessed} of the {moves.crossed} that closed or opened rest on suggestions,"
        " which are weak."
    )


def with_places(
    changes: pd.DataFrame, items: str = "", kinds: str = "", people: Collection[str] | None = None
) -> pd.DataFrame:
    """Choose changes and say where each thing stood and stands.

    Parameters
    ----------
    changes : pandas.DataFrame
        As :func:`toolbelt_data.analysis.compare` gives it.
    items, kinds : str
        Kinds of things and of changes between spaces; all where empty.
    people : collection of str, optional
        Names whose rows come first.

    Returns
    -------
    pandas.DataFrame
        With ``before`` and ``place`` (str, ``path:line``, null where the thing
        was or is not there); ``whose`` names the section too.
    """
    chosen = changes
    if items:
        chosen = chosen[chosen["item"].isin(items.split())]
    if kinds:
        chosen = chosen[chosen.change.isin(kinds.split())]
    if people is not None:
        later = ~chosen.whose.isin(list(people))
        chosen = chosen.loc[later.sort_values(kind="stable").index]
    places = {
        name: [
            None if pd.isna(path) else f"{path}:{line}"
            for path, line in zip(chosen[f"{when}_path"], chosen[f"{when}_line"], strict=True)
        ]
        for name, when in (("before", "old"), ("place", "new"))
    }
    whose = [
        f"{row.whose}, {row.new_id.rpartition('/')[2]}" if row.item == "section" else row.whose
        for row in chosen.itertuples(index=False)
    ]
    return chosen.assign(**places, whose=whose, item=chosen["item"].str.replace("_", " "))


def open_history(
    corpus: Corpus, judgements: pd.DataFrame, threshold: float, since: str = ""
) -> pd.DataFrame:
    """Count the editions up to one; that one alone where it stands in no repository.

    Parameters
    ----------
    corpus : Corpus
    judgements : pandas.DataFrame
        As :func:`toolbelt_data.analysis.read_judgements` gives it.
    threshold : float
        Score from which a suggestion's level is 1.
    since : str
        First day, ``YYYY-MM-DD``; empty for all.

    Returns
    -------
    pandas.DataFrame
        As :func:`toolbelt_data.analysis.history` gives it. Where a folder's
        documents were changed since they were checked out, a last row called
        like the folder has them, with the day of the row before.

    Raises
    ------
    SourceError, ParameterError
    """
    edition = corpus.edition
    how = {"since": since or None, "judgements": judgements, "threshold": threshold}
    if edition.embedded and not edition.revision:
        past = history(**how)
        return past[past.revision <= edition.name].reset_index(drop=True)
    if edition.revision:
        return history(edition.source, edition.revision, **how)
    counts = {"revision": edition.name, "date": "", **Counts(judgements, threshold).of(corpus)}
    if not has_past(edition):
        return TABLE["history"].frame([counts])
    past = history(edition.source, **how)
    if is_checked_out(edition):
        return past
    day = past.date.iloc[-1] if len(past) else ""
    return TABLE["history"].frame([*records(past), counts | {"date": day}])


def told_trend(past: pd.DataFrame) -> str:
    """Read a history in a sentence.

    Examples
    --------
    >>> told_trend(history())
    '3 editions from 2025-04-04 to 2025-06-10: gaps went from 7 of 31 to 12 of 70 challenges.'
    """
    known = past[past.error.isna()]
    if known.empty:
        return "No edition could be read."
    first, last = known.iloc[0], known.iloc[-1]
    if len(past) == 1:
        return "No other edition is known."
    broken = len(past) - len(known)
    beside = f" {count_of(broken, 'edition')} could not be read." if broken else ""
    return (
        f"{count_of(len(past), 'edition')} from {first.date} to {last.date}: gaps went from"
        f" {first.gaps} of {first.challenges} to {last.gaps} of {last.challenges} challenges."
        + beside
    )
