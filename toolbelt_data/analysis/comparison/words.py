"""Words: what changed, in a few phrases, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

_NAMED = 3
_DID = {
    "added": ("came", "came"),
    "removed": ("went", "went"),
    "filled": ("got a text", "got a text"),
    "emptied": ("lost its text", "lost their text"),
    "moved": ("moved to another file", "moved to another file"),
    "reworded": ("was reworded", "were reworded"),
    "nested": (
        "stands below another persona now, or below none",
        "stand below another persona now, or below none",
    ),
    "persona moved": ("moved to another file or group", "moved to another file or group"),
    "group filled": ("got its first persona", "got their first persona"),
    "group emptied": ("lost its last persona", "lost their last persona"),
    "listing filled": ("means a persona now", "mean a persona now"),
    "listing emptied": ("means no persona any more", "mean no persona any more"),
    "listing moved": ("moved to another group", "moved to another group"),
}
_NOUNS = {
    "persona": ("persona", "personas"),
    "group": ("group", "groups"),
    "use_case": ("use case", "use cases"),
    "statement": ("statement", "statements"),
    "group_statement": ("statement of the index", "statements of the index"),
    "need": ("need", "needs"),
    "section": ("section", "sections"),
    "facet": ("sub-heading", "sub-headings"),
    "listing": ("sub-persona of the index", "sub-personas of the index"),
    "document": ("document", "documents"),
}
_TEXTS = ("statement", "group_statement", "need")
_CHANGES = ("added", "removed", "renamed", "filled", "emptied", "nested", "moved", "reworded")


def change_words(changes: pd.DataFrame) -> list[str]:
    """Say in phrases what changed, who came and went before all else.

    Parameters
    ----------
    changes : pandas.DataFrame
        As :func:`toolbelt_data.analysis.compare` gives it.

    Returns
    -------
    list of str
        Empty where nothing changed, and nowhere else.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import compare
    >>> for words in change_words(compare(load("2025-05-29"), load("2025-06-10")))[4:6]:
    ...     print(words)
    statements: 57 removed, 10 reworded
    4 sub-personas of the index came (Software Developer/Maintainer, Open Source Professional)
    """
    by = dict(list(changes.groupby(["item", "change"], sort=False)))
    return [
        words
        for item in _NOUNS
        for words in (_of_texts(by, item) if item in _TEXTS else _of_things(by, item))
    ]


def _of_things(by: dict, item: str) -> Iterator[str]:
    for change in _CHANGES:
        part = by.get((item, change))
        if part is None:
            continue
        several = len(part) > 1
        counted = f"{len(part)} {_NOUNS[item][several]}"
        if change == "renamed" or (item, change) == ("document", "moved"):
            shown = [f"{row.old_text} is {row.new_text} now" for row in part.itertuples()]
            yield f"{counted} {change}: {_listed(shown)}"
            continue
        did = _DID.get(f"{item} {change}", _DID[change])[several]
        yield f"{counted} {did}{_named(part, item)}"


def _named(part: pd.DataFrame, item: str) -> str:
    """Name the things that changed, or those that they belong to."""
    if item == "document":
        return f": {_listed(list(part.new_text.fillna(part.old_text)))}"
    if item in ("persona", "group", "use_case"):
        return f": {_listed(list(part.whose))}"
    return _owners(part)


def _of_texts(by: dict, item: str) -> Iterator[str]:
    parts = {change: by[item, change] for change in _CHANGES if (item, change) in by}
    if parts:
        counts = ", ".join(f"{len(part)} {change}" for change, part in parts.items())
        yield f"{_NOUNS[item][1]}: {counts}{_owners(pd.concat(parts.values()))}"


def _owners(part: pd.DataFrame) -> str:
    """Name those that things belong to, where they are few."""
    whose = list(dict.fromkeys(part.whose))
    return f" ({', '.join(whose)})" if len(whose) <= _NAMED else ""


def _listed(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
