"""Words: what changed, in a few phrases, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

_NAMED = 3
_LATER = ("filled", "emptied", "nested", "moved")
_DID = {
    "added": ("came", "came"),
    "removed": ("went", "went"),
    "filled": ("got a text", "got a text"),
    "emptied": ("lost its text", "lost their text"),
    "nested": ("stands elsewhere", "stand elsewhere"),
    "moved": ("moved to another file or group", "moved to another file or group"),
    "group filled": ("got its first persona", "got their first persona"),
    "group emptied": ("lost its last persona", "lost their last persona"),
    "listing filled": ("means a persona now", "mean a persona now"),
    "listing emptied": ("means no persona any more", "mean no persona any more"),
}
_NOUNS = {
    "persona": ("persona", "personas"),
    "group": ("group", "groups"),
    "listing": ("listing", "listings"),
    "use_case": ("use case", "use cases"),
    "statement": ("statement", "statements"),
    "need": ("need", "needs"),
    "group_statement": ("statement of the index", "statements of the index"),
    "section": ("section", "sections"),
}
_TEXTS = ("statement", "group_statement", "need")
_DONE = ("added", "removed", "reworded", "moved")


def change_words(changes: pd.DataFrame) -> list[str]:
    """Say in phrases what changed, who came and went before all else.

    Parameters
    ----------
    changes : pandas.DataFrame
        As :func:`toolbelt_data.analysis.compare` gives it.

    Returns
    -------
    list of str
        Empty where nothing changed.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import compare
    >>> for words in change_words(compare(load("2025-04-04"), load("2025-05-29")))[:3]:
    ...     print(words)
    3 personas came: Alex the Solution Architect, Priya the AI/ML Engineer, Marcus the Test Engineer
    4 personas went: Finn the Finder, Otto the Organization-Consumer, Layperson and 1 more
    1 persona got a text: Stanislav the Student Maintainer
    """
    by = dict(list(changes.groupby(["item", "change"], sort=False)))
    return [
        *_holders(by, "persona"),
        *_holders(by, "group"),
        *_holders(by, "use_case"),
        *_texts(by),
        *_holders(by, "listing", named=False),
    ]


def _holders(by: dict, item: str, named: bool = True) -> Iterator[str]:
    for change in ("added", "removed"):
        yield from _phrase(by, item, change, named)
    renamed = by.get((item, "renamed"))
    if renamed is not None:
        shown = [f"{row.old_text} is {row.new_text}" for row in renamed.itertuples()]
        yield f"{_count(len(shown), item)} renamed: {_listed(shown)}"
    for change in _LATER:
        yield from _phrase(by, item, change, named)


def _phrase(by: dict, item: str, change: str, named: bool) -> Iterator[str]:
    part = by.get((item, change))
    if part is None:
        return
    did = _DID.get(f"{item} {change}", _DID[change])[len(part) > 1]
    words = f"{_count(len(part), item)} {did}"
    yield f"{words}: {_listed(list(part.whose))}" if named else words


def _texts(by: dict) -> Iterator[str]:
    for item in _TEXTS:
        counts = [(len(by[item, did]), did) for did in _DONE if (item, did) in by]
        if counts:
            yield f"{_NOUNS[item][1]}: " + ", ".join(f"{number} {did}" for number, did in counts)


def _count(number: int, item: str) -> str:
    return f"{number} {_NOUNS[item][number != 1]}"


def _listed(names: list[str]) -> str:
    if len(names) <= _NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
