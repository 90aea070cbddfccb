"""Rules on texts: copies, summaries, sentences that break off, misspelled words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from rapidfuzz.distance import OSA

from ..links import same_name
from ..text import plain
from .facts import WORD, Facts, quoted
from .rule import Found, rule

# Fewer words than these may be the same by chance.
_MIN_COPY = 3
_MIN_STATEMENT = 4

_BREAKS_OFF = re.compile(r"\b(?:to|and|or|the|an?|because|than)$")
FIRST_PERSON = re.compile(r"\b(?:my|me|myself)\b|\bI\b(?=['’ ][a-z])")
# "Phase I" is not a person, and a quotation is somebody else's.
_NOT_OWN = re.compile(r"\b[A-Z][a-z]+ I\b|\"[^\"]*\"|“[^“”]*”|‘[^‘’]*’")

# "Ha ha" and "Walla Walla" are right; two articles or prepositions in a row hardly ever are.
_DOUBLED = re.compile(
    r"\b(a|an|and|are|as|at|be|by|for|from|in|into|is|it|of|on|or|our|the|their|this|to|was|we"
    r"|with|you)\s+\1\b",
    re.IGNORECASE,
)

_VOWELS = "aeiou"
# A word that occurs once may be a slip of one that occurs this often; a long one, of any.
_OFTEN = 4
_LONG = 8
_MIN_LETTERS, _MAX_LETTERS = 6, 40


@rule("TB501")
def copied_field(facts: Facts) -> Iterator[Found]:
    first: dict[tuple[str, str], Any] = {}
    for row in facts.group_statements:
        words = bare_words(row.text)
        before = first.setdefault((row.field, " ".join(words)), row)
        if len(words) >= _MIN_COPY and row.group_id != before.group_id:
            where = f"{facts.group[before.group_id].title} in line {before.line}"
            message = f"{quoted(row.text)} repeats the text of {where}"
            yield Found(row, message, known_by=row.text)


@rule("TB502")
def copied_statement(facts: Facts) -> Iterator[Found]:
    for items in (facts.statements, facts.needs):
        first: dict[str, Any] = {}
        for row in items:
            words = bare_words(row.text)
            before = first.setdefault(" ".join(words), row)
            is_copy = before is not row and len(words) >= _MIN_STATEMENT
            if is_copy and not _may_share(facts, row, before):
                where = f"{before.path}:{before.line}"
                yield Found(row, f"{quoted(row.text)} is in {where} too, word for word")


@rule("TB503")
def summary_statement(facts: Facts) -> Iterator[Found]:
    for row in facts.statements:
        if row.sums_up:
            message = f"sums up {len(row.sums_up)} statements after it: {quoted(row.text)}"
            yield Found(row, message, end_line=row.end_line)


@rule("TB504")
def broken_off_statement(facts: Facts) -> Iterator[Found]:
    for row, after in pairwise([*facts.statements, None]):
        broken = _BREAKS_OFF.search(row.text)
        if broken and (broken.group() != "to" or _goes_on(row, after)):
            message = f'breaks off: "… {" ".join(row.text.split()[-6:])}"'
            yield Found(row, message, end_line=row.end_line)


@rule("TB505")
def mixed_voice(facts: Facts) -> Iterator[Found]:
    for row in facts.statements:
        words, given = _NOT_OWN.sub(" ", row.text), facts.persona[row.persona_id].given_name
        first_person = FIRST_PERSON.search(words)
        if not first_person or not given or not re.search(rf"\b{re.escape(given)}\b", words):
            continue
        if not re.search(rf"\bI(?:['’]m| am) {re.escape(given)}\b", words):
            message = f'speaks of {given} and says "{first_person.group()}"'
            yield Found(row, message)


@rule("TB506")
def misspelled_word(facts: Facts) -> Iterator[Found]:
    written = [(row, WORD.findall(text)) for row, text in _written(facts)]
    count = Counter(word.lower() for _, words in written for word in words)
    names = {(row.given_name or "").lower() for row in facts.personas}
    for row, slip in ((row, word) for row, words in written for word in words):
        word = slip.lower()
        if count[word] > 1 or not _MIN_LETTERS <= len(word) <= _MAX_LETTERS or word in names:
            continue
        near = {other for other in _near(word) if other in count} - names
        near = {other for other in near if count[other] >= _OFTEN or len(word) >= _LONG}
        for intended in sorted(near)[:1]:
            message = f"{quoted(slip)} may be {quoted(intended)}, as elsewhere"
            fix = f"write {intended}, if that is meant"
            yield Found(row, message, fix, known_by=slip, column=facts.column(row, slip))


@rule("TB507")
def doubled_word(facts: Facts) -> Iterator[Found]:
    for row, text in _written(facts):
        for match in _DOUBLED.finditer(text):
            message, column = f"repeated word {quoted(match[0])}", facts.column(row, match[0])
            yield Found(row, message, known_by=match[0], column=column)


def _may_share(facts: Facts, row: Any, other: Any) -> bool:
    """Tell whether texts may be shared: remedies, or those of a persona that is described twice."""
    one, two = facts.persona.get(row[1]), facts.persona.get(other[1])
    if one is two or one is None or two is None:
        return False
    return row.section == other.section == "remedies" or same_name(one.name, two.name)


def _written(facts: Facts) -> Iterator[tuple[Any, str]]:
    """Yield every text with its row."""
    for row in (*facts.group_statements, *facts.statements, *facts.needs):
        yield row, row.text
    for row in facts.groups:
        if row.description:
            yield row._replace(line=row.overview_line), row.description


def _goes_on(row: Any, after: Any) -> bool:
    """Tell whether the next statement of a section begins in the middle of a sentence."""
    same = after is not None and (after.persona_id, after.section) == (row.persona_id, row.section)
    return same and after.text[0].islower()


def bare_words(text: str) -> list[str]:
    """Return a text's words in lower case, without markup and punctuation.

    Examples
    --------
    >>> bare_words("**Hands-on** projects, guides.")
    ['hands', 'on', 'projects', 'guides']
    """
    return WORD.findall(plain(text).lower())


def is_misspelled(word: str, intended: str) -> bool:
    """Tell whether a word has two letters swapped, or lacks a vowel or one of a pair of letters.

    Other words that are near are too often words of their own: "though" and
    "through", "Maria" and "Marie".

    Examples
    --------
    >>> is_misspelled("urusla", "ursula"), is_misspelled("securty", "security")
    (True, True)
    >>> is_misspelled("though", "through"), is_misspelled("favorite", "favourite")
    (False, False)
    """
    return OSA.distance(word, intended, score_cutoff=1) == 1 and intended in _near(word)


def _near(word: str) -> Iterator[str]:
    """Yield words with two letters swapped, or with a letter more inside: a vowel or a pair's."""
    for place in range(1, len(word)):
        before, one, after = word[:place], word[place], word[place + 1 :]
        if after and after[0] != one:
            yield before + after[0] + one + after[1:]
        for letter in _VOWELS + before[-1] + one if after else "":
            # "favorite" is American.
            if before[-1] + letter + one != "our":
                yield before + letter + one + after
