"""Likeness: how alike two texts are, and which texts of two editions match."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from typing import TypeVar

Old = TypeVar("Old", bound=Hashable)
New = TypeVar("New", bound=Hashable)

REWORDED = 0.63
"""Likeness from which a text counts as another one reworded, wherever it is.

Different challenges, and different remedies, of an edition reach 0.60 at most;
the restatement of a text, sentence by sentence in other words, stays above 0.65.
"""

_WORD = re.compile(r"\w+")
_READ = 2_000
# How many candidates the rare features of a text may bring, and how many of them are compared with
# it. They bound the time, and lose 2 of 100 matches in ten reworded copies of the documents.
_LOOKED_UP = 500
_COMPARED = 25


@lru_cache(maxsize=4096)
def trigrams(text: str) -> frozenset[str]:
    """Return the trigrams of a text's words; repeated ones are numbered."""
    words = f" {'  '.join(_WORD.findall(text[:_READ].lower()))} "
    trigrams = (words[start : start + 3] for start in range(len(words) - 2))
    counts = Counter(one for one in trigrams if "  " not in one)
    return frozenset(
        f"{one}{number}" if number else one
        for one, count in counts.items()
        for number in range(count)
    )


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are: Dice's coefficient of their trigrams.

    Parameters
    ----------
    one, other : str
        Their first 2,000 characters are read.

    Returns
    -------
    float
        0 to 1: the share of trigrams within words that both have, each counted
        as often as it occurs. The order of words, case and punctuation do not
        matter; slips and endings matter little.

    Examples
    --------
    >>> round(likeness("No budget for tools", "There is no budget for tools."), 2)
    0.82
    >>> round(likeness("No budget for tools", "Too many alerts"), 2)
    0.14
    """
    return _dice(trigrams(one), trigrams(other)) if one != other else 1.0


def match(
    old: Mapping[Old, str], new: Mapping[New, str], least: float = REWORDED
) -> dict[Old, tuple[New, float]]:
    """Match texts one to one, the most alike first.

    Parameters
    ----------
    old, new : mapping to str
        Texts by their keys, in the order of their documents.
    least : float, optional
        Likeness below which two texts are different ones.

    Returns
    -------
    dict
        For each key of `old` that has a match, the key of `new` and the
        likeness. Equal texts are matched first, in their order. Of pairs that
        are as alike those come first whose places are nearest.

    Notes
    -----
    A text is compared with the 25 texts that share most of its rarest trigrams,
    so that time grows with the number of texts and not with its square.

    Examples
    --------
    >>> match({"a": "No budget for tools"}, {1: "Too many alerts", 2: "No budget for a tool"})
    {'a': (2, 0.875)}
    """
    keys: tuple[dict, dict] = {}, {}
    for side, texts in zip(keys, (old, new), strict=True):
        for key, text in texts.items():
            side.setdefault(text, []).append(key)
    found: dict[Old, tuple[New, float]] = {}

    def pair(one: str, other: str, alike: float) -> None:
        mine, yours = keys[0][one], keys[1][other]
        taken = min(len(mine), len(yours))
        found.update((mine[at], (yours[at], alike)) for at in range(taken))
        del mine[:taken], yours[:taken]

    for text in keys[0].keys() & keys[1].keys():
        pair(text, text, 1.0)
    left = [[text for text, those in side.items() if those] for side in keys]
    pairs = near(*([trigrams(text) for text in side] for side in left), least)
    ranked = sorted(
        (-alike, abs(one - other), one + other, one, other) for one, other, alike in pairs
    )
    for alike, _, _, one, other in ranked:
        pair(left[0][one], left[1][other], -alike)
    return {key: found[key] for key in old if key in found}


def near(
    old: Sequence[Set[str]], new: Sequence[Set[str]], least: float
) -> Iterator[tuple[int, int, float]]:
    """Find the pairs that are alike, without comparing each with each.

    Parameters
    ----------
    old, new : sequence of set of str
        The features of each text or document, such as its trigrams or lines.
    least : float
        Likeness below which a pair is left out.

    Yields
    ------
    tuple of int, int, float
        Positions in `old` and `new`, and their likeness: Dice's coefficient.

    Examples
    --------
    >>> list(near([{"a", "b"}, {"c"}], [{"a", "b", "x"}], 0.5))
    [(0, 0, 0.8)]
    """
    number = Counter(one for side in (old, new) for features in side for one in features)
    having = defaultdict(list)
    for place, features in enumerate(old):
        for one in features:
            having[one].append(place)
    for place, features in enumerate(new):
        shared: Counter[int] = Counter()
        room = _LOOKED_UP
        for one in sorted(features, key=lambda one: (number[one], one)):
            shared.update(having[one][:room])
            room -= len(having[one])
            if room <= 0:
                break
        for at in sorted(shared, key=lambda at: (-shared[at], abs(at - place), at))[:_COMPARED]:
            alike = _dice(old[at], features)
            if alike >= least:
                yield at, place, alike


def _dice(one: Set[str], other: Set[str]) -> float:
    both = len(one) + len(other)
    return 2 * len(one & other) / both if both else 1.0
