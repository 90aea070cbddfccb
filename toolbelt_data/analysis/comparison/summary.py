"""Summary: a comparison counted, by kind of thing and by persona."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from ..tables import CHANGES_OF, ITEMS, TABLE
from .comparison import Comparison


def change_counts(changes: pd.DataFrame) -> pd.DataFrame:
    """Count the changes of each kind of thing.

    Parameters
    ----------
    changes : pandas.DataFrame
        As :func:`toolbelt_data.analysis.compare` gives it.

    Returns
    -------
    pandas.DataFrame
        One row per kind of thing that changed: item, a column per change, and
        doubtful (int64).

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import compare
    >>> found = change_counts(compare(load("2025-04-04"), load("2025-05-29")))
    >>> found.set_index("item").loc["persona", ["added", "removed", "moved"]].tolist()
    [13, 3, 10]
    """
    counts = Counter(zip(changes["item"], changes.change, strict=True))
    doubtful = Counter(changes["item"][changes.doubtful])
    return TABLE["change_counts"].frame(
        {"item": item, **{change: counts[item, change] for change in CHANGES_OF}}
        | {"doubtful": doubtful[item]}
        for item in ITEMS
        if any(counts[item, change] for change in CHANGES_OF)
    )


def persona_changes(both: Comparison) -> pd.DataFrame:
    """Count what became of each persona's statements.

    Parameters
    ----------
    both : Comparison

    Returns
    -------
    pandas.DataFrame
        One row per persona of either edition, those of now first: name,
        old_name, state (stayed, added, removed), and the counts kept, reworded,
        added, removed (int64). A statement that went to another persona is
        removed from the one and added to the other here.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> found = persona_changes(Comparison(load("2025-04-04"), load("2025-05-29")))
    >>> found.set_index("name").loc["Stanislav the Student Maintainer", "added"]
    np.int64(22)
    """
    kind = both.personas
    owners = kind.owners
    kept: Counter[str] = Counter()
    reworded: Counter[str] = Counter()
    for match in kind.texts:
        before, after = owners[0][match.old.id].id, owners[1][match.new.id].id
        if kind.now.get(before) == after:
            (kept if match.old.words == match.new.words else reworded)[after] += 1
    rows = []
    before_of = {one.new.id: one.old for one in kind.identities}
    for one in kind.new.values():
        old = before_of.get(one.id)
        same = kept[one.id] + reworded[one.id]
        rows.append(
            {
                "name": one.name,
                "old_name": old.name if old and old.name != one.name else None,
                "state": "stayed" if old else "added",
                "kept": kept[one.id],
                "reworded": reworded[one.id],
                "added": len(one.texts) - same,
                "removed": len(old.texts) - same if old else 0,
            }
        )
    rows += [
        {
            "name": one.name,
            "old_name": None,
            "state": "removed",
            "kept": 0,
            "reworded": 0,
            "added": 0,
            "removed": len(one.texts),
        }
        for one in kind.removed
    ]
    return TABLE["persona_changes"].frame({"number": n, **row} for n, row in enumerate(rows, 1))
