"""Wording: how alike two texts are, and which text of then became which of now."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import TypeVar

from .nearness import near

Then = TypeVar("Then", bound=Hashable)
Now = TypeVar("Now", bound=Hashable)

REWORDED = 0.63
"""Likeness from which a text counts as another one reworded, wherever it stands.

Different challenges, and different remedies, of an edition reach 0.60 at most,
but for those of a persona that stands twice in it; the restatement of a text,
sentence by sentence in other words, stays above 0.65.
"""

ENTIRELY_NEW = 0.25
"""Likeness below which a text counts as a different one, even in the same place.

Three in four pairs of different challenges or remedies of an edition are below,
nine in ten in the latest.
"""

_WORD = re.compile(r"\w+")
_READ = 2_000


@lru_cache(maxsize=4096)
def grams(text: str) -> frozenset[tuple[str, int]]:
    """Give the runs of three letters of a text's words, each with how often it came before.

    Parameters
    ----------
    text : str
        Its first 2,000 characters are read.

    Examples
    --------
    >>> sorted(grams("No, no!"))
    [(' no', 0), (' no', 1), ('no ', 0), ('no ', 1)]
    """
    words = f" {'  '.join(_WORD.findall(text[:_READ].lower()))} "
    runs = Counter([words[start : start + 3] for start in range(len(words) - 2)])
    once = [(run, number) for run, many in runs.items() for number in range(many)]
    return frozenset(one for one in once if "  " not in one[0])


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
    a, b = grams(one), grams(other)
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
    Those compared share a rare run of letters, as
    :func:`toolbelt_data.analysis.nearness.near` finds them. Of pairs
    that are as alike those come first whose places are nearest.

    Examples
    --------
    >>> reworded({"a": ["No budget for tools"]}, {1: "Too many alerts", 2: "No budget for a tool"})
    {'a': (2, 0.875)}
    """
    texts = [
        (place, key, grams(text))
        for place, (key, wordings) in enumerate(then.items())
        for text in wordings
    ]
    items = list(now)
    found = []
    pairs = near([text for *_, text in texts], [grams(text) for text in now.values()], REWORDED)
    for at, number, likeness in pairs:
        place, key, _ = texts[at]
        found.append((-likeness, abs(place - number), place + number, key, items[number]))
    matched: dict[Then, tuple[Now, float]] = {}
    taken = set()
    for likeness, _, _, key, item in sorted(found, key=itemgetter(0, 1, 2)):
        if key not in matched and item not in taken:
            matched[key] = item, -likeness
            taken.add(item)
    return matched
