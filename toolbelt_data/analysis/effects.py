"""Effects: gaps that the changes between two editions opened and closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pandas as pd

from .compare import Comparison
from .coverage import gaps
from .tables import TABLE

# Causes of one effect, and letters of each: where a whole section was rewritten every challenge
# beside it has all of its changes as causes.
_MOST_CAUSES, _LETTERS = 5, 300
_COLUMNS = {"id": "challenge_id", "path": "path", "line": "line", "coverage": "coverage"}
Causes = dict[tuple[str, str], list[str]]


def gap_effects(both: Comparison, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Return which gaps were opened and closed, and whose coverage became known or unknown.

    Parameters
    ----------
    both : Comparison
    old, new : pandas.DataFrame
        The challenges of either edition, by the same reviews.

    Returns
    -------
    pandas.DataFrame
        One row per effect, as `TABLE["gap_effects"]` declares. A gap is *opened* or *closed* where
        the coverage is known on both sides and the documents changed around the challenge; it is
        *added* or *removed* with its challenge. A challenge *became unreviewed* or was
        *newly reviewed*: neither counts as opened or closed.

    Examples
    --------
    >>> from toolbelt_data import Analysis, compare
    >>> both = compare("2025-05-29", "2025-06-10")
    >>> frames = (Analysis(corpus).challenges for corpus in (both.old, both.new))
    >>> gap_effects(both, *frames).change.tolist()
    ['removed']
    """
    then, now = (
        {row.challenge_id: row for row in side[~side.summary].itertuples()}
        for side in (one.assign(gap=one.index.isin(gaps(one).index)) for one in (old, new))
    )
    became = {other: one for one, (other, _) in both.matches["statement"].items()}
    pairs = [(then.pop(became.get(id_), None), row) for id_, row in now.items()]
    pairs += [(row, None) for row in then.values()]
    about, people = _changes(both.changes), both.matches["persona"]
    ids = {*people}, {other for other, _ in people.values()}
    rows = []
    for one, other in pairs:
        causes = _causes(one, other, ids, about)
        if effect := _effect(one, other, bool(causes)):
            sides = ("old", one), ("new", other)
            rows.append({
                "change": effect, "causes": causes or ["its reviews changed"],
                "whose": (other or one).persona, "text": (other or one).text,
                **{f"{when}_{name}": row and getattr(row, column) for when, row in sides
                   for name, column in _COLUMNS.items()},
            })  # fmt: skip
    order = TABLE["gap_effects"].values("change")
    rows.sort(key=lambda row: order.index(row["change"]))
    return TABLE["gap_effects"].frame({"number": n, **row} for n, row in enumerate(rows, 1))


def _effect(one: Any, other: Any, changed: bool) -> str:
    """Return the effect on a challenge; empty if there is none."""
    was, now = (bool(row) and row.gap for row in (one, other))
    if not one or not other:
        return "added" if now else "removed" if was else ""
    known = one.coverage != "unreviewed", other.coverage != "unreviewed"
    if known == (True, False):
        return "became unreviewed"
    if known == (False, True) or (was != now and not changed):
        return "newly reviewed"
    return "" if was == now else "opened" if now else "closed"


def _changes(changes: pd.DataFrame) -> Causes:
    """Describe the changes of statements, by their ids and by their sections' in either edition."""
    about: Causes = defaultdict(list)
    for row in changes[changes["item"] == "statement"].itertuples():
        text = row.old_text if row.change == "removed" else row.new_text
        if row.change == "moved":
            text = f"{row.old_text} → {row.new_text}"
        text = text if len(text) <= _LETTERS else f"{text[:_LETTERS]}…"
        for when, id_ in (("old", row.old_id), ("new", row.new_id)):
            # A text that only changed its number among its neighbours changes no coverage.
            if isinstance(id_, str) and not (row.change == "moved" and ", number " in text):
                section = id_.rpartition("/")[0]
                what = "a remedy" if section.endswith("/remedies") else "the challenge"
                for place in (id_, section):
                    about[when, place].append(f"{what} was {row.change}: {text}")
    return about


def _causes(one: Any, other: Any, people: tuple[set[str], ...], about: Causes) -> list[str]:
    """Return what changed around a challenge: it, and the remedies that address it, or any."""
    if not one and other.persona_id not in people[1]:
        return ["its persona was added"]
    if not other and one.persona_id not in people[0]:
        return ["its persona was removed"]
    sides = [(when, row) for when, row in (("old", one), ("new", other)) if row]
    found = _few(about.get((when, row.challenge_id), []) for when, row in sides)
    if not one or not other:
        return found or ["it summed up others" if other else "it sums up others now"]
    addressing = (about.get((when, id_), []) for when, row in sides for id_ in row.remedies)
    section = (about.get((when, f"{row.persona_id}/remedies"), []) for when, row in sides)
    return [*dict.fromkeys([*found, *(_few(addressing) or _few(section))])]


def _few(lists: Iterable[list[str]]) -> list[str]:
    first = [*dict.fromkeys(one for causes in lists for one in causes[: _MOST_CAUSES + 1])]
    return [*first[:_MOST_CAUSES], *["more was changed beside that"] * (len(first) > _MOST_CAUSES)]
