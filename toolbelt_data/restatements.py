"""Restatements: a prose statement that says at once what the items after it say one by one.

Some sections open with a paragraph and then repeat it as a list. Counted
twice, such a section has more challenges, and more gaps, than it states.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .text import remembered

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDINGS = ("izing", "ing", "ies", "es", "ed", "s")
_LAST = frozenset(ending[-1] for ending in _ENDINGS)
_MOST_STEMS = 65_536
# What has several parts has a stop between them.
_PARTS = re.compile(r"[.!?;,]\s+\S")
# Words that say nothing of what a statement is about.
_EMPTY = frozenset(
    "a all also an and any are as at be been but by can could do does for from had has have her his"  # noqa: SIM905
    " how i if in into is it its itself like may me more most my no nor not of on or other our own"
    " she so such that the their them themselves there these they this those to too up us was we"
    " were what when where which while who will with within would you your he him".split()
)
# An item counts as restated when this share of its words stands in the prose. In the real editions
# the items that are restated reach 0.80 to 1.00, and the one among them that is not has 0.50.
_SHARE = 0.78
_MIN_ITEMS = 2
_MIN_SHARE_OF_ITEMS = 2 / 3
# What has more after it is no summary of it; to compare all with all would take the time squared.
_MAX_LATER = 150


def restated(texts: Sequence[str]) -> dict[int, list[int]]:
    """Find the statements of one section that sum up later ones of it.

    Parameters
    ----------
    texts : sequence of str
        The section's statements in order.

    Returns
    -------
    dict of int to list of int
        Position of each statement that sums others up, and the positions of those.

    Notes
    -----
    A statement sums up others when it has several parts, is longer than each
    of them, and at least two and at least two in three of those after it have
    nearly all of their words in it. It has at most 150 after it.

    Examples
    --------
    >>> restated(["She lacks time. She also lacks money for tools.",
    ...           "Lacks time", "Lacks money for tools"])
    {0: [1, 2]}
    """
    found = {}
    said: dict[int, frozenset[str]] = {}

    def words_of(position: int) -> frozenset[str]:
        if position not in said:
            said[position] = _content(texts[position])
        return said[position]

    for position, text in enumerate(texts):
        later = range(position + 1, len(texts))
        if not _MIN_ITEMS <= len(later) <= _MAX_LATER or not _PARTS.search(text):
            continue
        own = words_of(position)
        least = max(_MIN_ITEMS, _MIN_SHARE_OF_ITEMS * len(later))
        summed: list[int] = []
        for other in later:
            words = words_of(other)
            if words and len(words) < len(own) and len(words & own) >= _SHARE * len(words):
                summed.append(other)
            elif len(summed) + len(texts) - other - 1 < least:
                break
        else:
            found[position] = summed
    return found


@remembered
def _content(text: str) -> frozenset[str]:
    """Give the words that matter, cut to their stem's length so that "use" meets "using"."""
    return frozenset(map(_stem, {*_WORD.findall(text.lower())} - _EMPTY))


@lru_cache(maxsize=_MOST_STEMS)
def _stem(word: str) -> str:
    if word[-1] not in _LAST:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
