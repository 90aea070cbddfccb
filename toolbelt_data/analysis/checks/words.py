"""Words: how messages quote and list, and how texts are compared word for word."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

from ...text import plain
from .evidence import WORD

_VOWELS = "aeiou"


def quoted(text: str, limit: int = 60) -> str:
    """Put a text between quotation marks, cut where it is long.

    Examples
    --------
    >>> quoted("a long text", 8)
    '"a long…"'
    """
    return f'"{text if len(text) <= limit else text[: limit - 1].rstrip() + "…"}"'


def listed(words: Sequence[str], last: str = "and") -> str:
    """List words with commas and a word before the last.

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


@lru_cache(maxsize=4_000)
def bare_words(text: str) -> list[str]:
    """Give a text's words in small letters, without markup and punctuation.

    Examples
    --------
    >>> bare_words("**Hands-on** projects, guides.")
    ['hands', 'on', 'projects', 'guides']
    """
    return WORD.findall(plain(text).lower())


def is_misspelled(word: str, meant: str) -> bool:
    """Tell a word in which two letters are swapped, or a vowel or one of a pair is left out.

    Other words that are near are too often words of their own: "though" and
    "through", "Maria" and "Marie".

    Examples
    --------
    >>> is_misspelled("urusla", "ursula"), is_misspelled("securty", "security")
    (True, True)
    >>> is_misspelled("though", "through"), is_misspelled("rust", "rusty")
    (False, False)
    """
    return lacks_a_letter(word, meant) or is_swapped(word, meant)


def may_be_meant(word: str, known: Container[str]) -> set[str]:
    """Give every known word that a word may be a misspelling of, as :func:`is_misspelled` tells it.

    Examples
    --------
    >>> may_be_meant("srvers", {"servers", "server", "rivers"})
    {'servers'}
    """
    return {other for other in _near(word) if other in known and is_misspelled(word, other)}


def _near(word: str) -> Iterator[str]:
    """Give the words that have a letter more inside, a vowel or a neighbour's, or two swapped."""
    for place in range(1, len(word)):
        for letter in {*_VOWELS, word[place - 1], word[place]}:
            yield word[:place] + letter + word[place:]
        yield word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


def lacks_a_letter(word: str, meant: str) -> bool:
    """Tell a word in which a vowel, or one of a pair of letters, was left out inside.

    Examples
    --------
    >>> lacks_a_letter("favorite", "favourite"), lacks_a_letter("filing", "filling")
    (False, True)
    """
    place = _differ(word, meant)
    if not 0 < place < len(meant) - 2 or word[place:] != meant[place + 1 :]:
        return False
    if meant[place - 1 : place + 2] == "our":
        return False
    return meant[place] in _VOWELS or meant[place] in (meant[place - 1], meant[place + 1])


def is_swapped(word: str, meant: str) -> bool:
    """Tell a word in which two letters that stand together have changed places.

    Examples
    --------
    >>> is_swapped("sevrers", "servers")
    True
    """
    place = _differ(word, meant)
    after = slice(place, place + 2)
    return (
        place > 0 and word[after] == meant[after][::-1] and word[place + 2 :] == meant[place + 2 :]
    )


def _differ(word: str, other: str) -> int:
    """Give the first place where two words differ, 0 where one is the other's beginning."""
    pairs = enumerate(zip(word, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), 0)
