"""Words: what of a statement tells something, and in which parts it says it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from ...text import plain

EMPTY = frozenset(
    """
    a an the of to for in on and or with by at from as is are be am was were it its their our your
    my his her this that these those i we you he she they them
    """.split()  # noqa: SIM905
)
"""Words that tell nothing."""

LONGEST = 400
"""Most words of a statement that are read: whole documents are no statements."""

_WORD = re.compile(r"[^\W_]+")
_PART_END = re.compile(r"(?<=[.;:!?])\s+|\s+[–—-]\s+")
_SHORTEST_PART = 5
_ENDINGS = """
    ization isation ations ation ments ment ings ing ities ity ness ers er ies ied ed es s ly able
    ible al ive
    """.split()  # noqa: SIM905
_LONGEST_STEM = 7
_GRAMS = (4, 5)


def words(text: str) -> list[str]:
    """Give the words of a text that tell something, in lower case, the first 400 at most.

    Examples
    --------
    >>> words("I can't find *time* for the CI/CD")
    ['can', 't', 'find', 'time', 'ci', 'cd']
    """
    found = _WORD.findall(plain(text).lower())
    return [word for word in found if word not in EMPTY][:LONGEST]


@lru_cache(maxsize=4_000)
def stem(word: str) -> str:
    """Cut a word's ending off, so that its forms fall together; rough, and enough here.

    Examples
    --------
    >>> stem("maintainers"), stem("maintaining"), stem("tools"), stem("audited")
    ('maintai', 'maintai', 'tool', 'audit')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    if word.endswith("e") and len(word) > 4:
        word = word[:-1]
    return word[:_LONGEST_STEM]


def stems(text: str) -> list[str]:
    """Give the stems of a text's words, each once, in the order of the alphabet.

    Examples
    --------
    >>> stems("Tools for testing and tests")
    ['test', 'tool']
    """
    return stems_of(words(text))


def stems_of(told: Iterable[str]) -> list[str]:
    """Give the stems of words, each once, in the order of the alphabet.

    Examples
    --------
    >>> stems_of(["tools", "testing", "tests"])
    ['test', 'tool']
    """
    return sorted({stem(word) for word in told})


def parts(text: str) -> list[str]:
    """Split a statement where a sentence or a thought ends, in parts of five words or more.

    Examples
    --------
    >>> parts("There is no time for it. Tests are in poor shape - nobody mends them. Sigh.")
    ['There is no time for it.', 'Tests are in poor shape nobody mends them. Sigh.']
    """
    found: list[str] = []
    begun = ""
    for piece in _PART_END.split(" ".join(text.split()[:LONGEST])):
        begun = f"{begun} {piece}".strip()
        if len(begun.split()) >= _SHORTEST_PART:
            found.append(begun)
            begun = ""
    if begun and found:
        found[-1] += f" {begun}"
    elif begun or not found:
        found.append(begun)
    return found


def grams(told: Iterable[str]) -> Counter[str]:
    """Count the runs of four and five characters within words, ends included.

    Examples
    --------
    >>> sorted(grams(["test"]))
    [' tes', ' test', 'est ', 'test', 'test ']
    """
    counts: Counter[str] = Counter()
    for word in told:
        padded = f" {word} "
        for size in _GRAMS:
            if len(padded) <= size:
                counts[padded] += 1
                break
            for start in range(len(padded) - size + 1):
                counts[padded[start : start + size]] += 1
    return counts
