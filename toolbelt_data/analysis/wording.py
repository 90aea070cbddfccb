"""Wording: how alike two texts are, and which text of then became which of now."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

Then = TypeVar("Then", bound=Hashable)
Now = TypeVar("Now", bound=Hashable)

REWORDED = 0.63
"""Likeness from which a text counts as another one reworded, wherever it stands.

Different challenges, and different remedies, of either edition reach 0.60 at
most (a text that sums up others and one of these), and 0.40 otherwise; the
restatement of a text, sentence by sentence in other words, stays above 0.65.
"""

ENTIRELY_NEW = 0.25
"""Likeness below which a text counts as a different one, even in the same place.

Nine in ten pairs of different challenges or remedies of an edition are below.
"""

_WORD = re.compile(r"\w+")
_READ = 2_000


@lru_cache(maxsize=4096)
def _grams(text: str) -> frozenset[tuple[str, int]]:
    """Give the runs of three letters of a text's words, each with how often it came before."""
    count: Counter[str] = Counter()
    found = []
    for word in _WORD.findall(text.lower()):
        padded = f" {word} "
        for start in range(len(padded) - 2):
            gram = padded[start : start + 3]
            found.append((gram, count[gram]))
            count[gram] += 1
    return frozenset(found)


def alike(one: str, other: str) -> float:
    """Tell how alike two texts are, from 0 to 1.

    Parameters
    ----------
    one, other : str
        Their first 2,000 characters are read.

    Returns
    -------
    float
        Share of the runs of three letters within words that both have, each
        counted as often as it occurs (Dice's coefficient). Order, case and
        punctuation do not matter; slips and endings matter little.

    Examples
    --------
    >>> round(alike("No budget for tools", "There is no budget for tools."), 2)
    0.82
    >>> round(alike("No budget for tools", "Too many alerts"), 2)
    0.14
    """
    a, b = _grams(one[:_READ]), _grams(other[:_READ])
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def reworded(
    then: Mapping[Then, Collection[str]], now: Mapping[Now, str]
) -> dict[Then, tuple[Now, float]]:
    """Match texts of then with texts of now, one to one, the most alike first.

    Parameters
    ----------
    then : mapping to collection of str
        What each was worded like.
    now : mapping to str

    Returns
    -------
    dict
        For each that is found again, which it is and how alike, at least
        :data:`REWORDED`.

    Notes
    -----
    A text of now is compared with those of then that share a run of letters
    with it, so the cost grows with what they have in common.

    Examples
    --------
    >>> reworded({"a": ["No budget for tools"]}, {1: "Too many alerts", 2: "No budget for a tool"})
    {'a': (2, 0.875)}
    """
    texts = [(key, _grams(text[:_READ])) for key, wordings in then.items() for text in wordings]
    holders: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for number, (_, grams) in enumerate(texts):
        for gram in grams:
            holders[gram].append(number)
    found = []
    for place, (item, text) in enumerate(now.items()):
        grams = _grams(text[:_READ])
        shared = Counter(number for gram in grams for number in holders.get(gram, ()))
        for number, common in shared.items():
            key, other = texts[number]
            likeness = 2 * common / (len(grams) + len(other))
            if likeness >= REWORDED:
                found.append((-likeness, number, place, key, item))
    matched: dict[Then, tuple[Now, float]] = {}
    taken = set()
    for likeness, _, place, key, item in sorted(found, key=itemgetter(0, 1, 2)):
        if key not in matched and place not in taken:
            matched[key] = item, -likeness
            taken.add(place)
    return matched
