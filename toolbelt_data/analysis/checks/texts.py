"""Rules on texts: copies, sums of what follows, sentences that break off, slips of the pen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

from .evidence import WORD, Evidence, words_of
from .rule import Found, rule
from .words import bare_words, may_be_meant, quoted

_ADA = "## Name: Ada the Admin\n### Challenges:\n"
_GROUP = "## {0}\n- *Primary Motivation*: {1}\n- *Common Challenges*: {2}\n\n"

# Fewer words than these may be the same by chance.
_MIN_COPY = 3
_MIN_PART = 5
_MIN_STATEMENT = 4

_BREAKS_OFF = re.compile(r"\b(?:to|and|or|the|an?|because|than)$")
_FIRST_PERSON = re.compile(r"\b(?:my|me|myself)\b|\bI\b(?=['’ ][a-z])")
# "Phase I" is no person.
_NUMERAL = re.compile(r"\b[A-Z][a-z]+ I\b")
_QUOTATION = re.compile(r"\"[^\"]*\"|“[^”]*”|‘[^’]*’")

_DOUBLED = re.compile(r"\b(?P<word>[^\W\d_]+)\s+(?P=word)\b", re.IGNORECASE)
_MAY_BE_DOUBLED = frozenset(("that", "had", "very"))

# A word met once is taken for one met this often that it is a misspelling of; a long one for any.
_OFTEN = 4
_LONG = 8
_MIN_LETTERS = 6


@rule(
    "TB501",
    "copied-field",
    "note",
    what="A field of a group says word for word what the same field of another group says, or"
    " begins with all of it.",
    why="It was copied and never adapted: the index does not tell what sets the group apart.",
    mend="Write what is true of this group.",
    bad=_GROUP.format("Admins", "Quiet nights at home.", "Old servers.")
    + _GROUP.format("Builders", "Quiet nights at home.", "Slow builds."),
    good=_GROUP.format("Admins", "Quiet nights at home.", "Old servers.")
    + _GROUP.format("Builders", "Releases on time.", "Slow builds."),
)
def copied_field(evidence: Evidence) -> Iterator[Found]:
    whole: dict[tuple[str, tuple[str, ...]], Any] = {}
    began: dict[tuple[str, tuple[str, ...]], Any] = {}
    for row in evidence.rows("group_statements"):
        words = tuple(bare_words(row.text))
        before, how = whole.get((row.field, words)), "repeats the text"
        if before is None:
            starts = (words[:size] for size in range(len(words) - 1, _MIN_PART - 1, -1))
            before = next((whole[row.field, s] for s in starts if (row.field, s) in whole), None)
            how = "begins with the whole text"
        if before is None and len(words) >= _MIN_PART:
            before, how = began.get((row.field, words)), "is the beginning of the text"
        if before is not None and before.group_id != row.group_id:
            title = evidence.group_titles[before.group_id]
            yield Found(
                row.path,
                row.line,
                f"{quoted(row.text)} {how} of {title} in line {before.line}",
                "write what is true of this group",
                row.item_id,
                about=row.text,
            )
        if len(words) >= _MIN_COPY:
            whole.setdefault((row.field, words), row)
        for size in range(_MIN_PART, len(words)):
            began.setdefault((row.field, words[:size]), row)


@rule(
    "TB502",
    "copied-statement",
    "note",
    what="A statement or need says word for word what another one of its kind says.",
    why="It counts twice; and where it was copied from another persona, it may not be true of"
    " this one.",
    mend="Keep it where it belongs, or say it in this persona's words.",
    bad=f"{_ADA}- Old servers that nobody may touch\n- Old servers that nobody may touch\n",
    good=f"{_ADA}- Old servers that nobody may touch\n",
)
def copied_statement(evidence: Evidence) -> Iterator[Found]:
    for items in (evidence.statements, evidence.rows("needs")):
        seen: dict[tuple[str, ...], Any] = {}
        for row in items:
            words = tuple(bare_words(row.text))
            if len(words) < _MIN_STATEMENT:
                continue
            before = seen.setdefault(words, row)
            if before is not row:
                yield Found(
                    row.path,
                    row.line,
                    f"{quoted(row.text)} stands word for word in {before.path}:{before.line} too",
                    "keep it where it belongs, or say how it is true of each",
                    row[0],
                )


@rule(
    "TB503",
    "restating-statement",
    "note",
    what="A statement sums up the ones that follow it in its section.",
    why="The section says the same twice. It is left out of every count here, and counted by"
    " whoever counts by hand.",
    mend="Give what the summary alone says an item of its own; then take it out, or move it to the"
    " background.",
    bad=f"{_ADA}- Ada has old servers, no budget for tools and too many alerts.\n- Old servers\n"
    "- No budget for tools\n- Too many alerts\n",
    good=f"{_ADA}- Old servers\n- No budget for tools\n- Too many alerts\n",
)
def restating_statement(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.statements:
        if row.sums_up:
            yield Found(
                row.path,
                row.line,
                f"repeats what {len(row.sums_up)} statements after it say one by one:"
                f" {quoted(row.text)}",
                "give what it alone says an item of its own, then take it out",
                row.statement_id,
                end_line=row.end_line,
            )


@rule(
    "TB504",
    "broken-off-statement",
    "note",
    what="A statement ends where its sentence cannot end.",
    why="A sentence was spread over several bullets, each of which is read alone.",
    mend="Make each bullet a sentence, or nest the bullets that go on below it.",
    bad=f"{_ADA}- Ada has no time to\n- upgrade the servers\n",
    good=f"{_ADA}- Ada has no time to upgrade the servers\n",
)
def broken_off_statement(evidence: Evidence) -> Iterator[Found]:
    for row, after in pairwise([*evidence.statements, None]):
        broken = _BREAKS_OFF.search(row.text)
        if broken and (broken.group().lower() != "to" or _goes_on(row, after)):
            yield Found(
                row.path,
                row.line,
                f'breaks off: "… {" ".join(row.text.split()[-6:])}"',
                "end the sentence, or nest what goes on below it",
                row.statement_id,
                end_line=row.end_line,
            )


@rule(
    "TB505",
    "mixed-voice",
    "note",
    what="A statement speaks of the persona by name and in the first person at once.",
    why="It was pasted together; readers cannot tell who speaks.",
    mend="Choose one voice.",
    bad=f"{_ADA}- Ada has to keep my servers up\n",
    good=f"{_ADA}- Ada has to keep old servers up\n",
)
def mixed_voice(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.statements:
        given = evidence.persona[row.persona_id].given_name
        words, own = _own_words(row.text)
        names = own and given and re.search(rf"\b{re.escape(given)}\b", words)
        if names and not re.search(rf"\bI(?:['’]m| am) {re.escape(given)}\b", words):
            yield Found(
                row.path,
                row.line,
                f'speaks of {given} and says "{own}"',
                "choose one voice",
                row.statement_id,
            )


@rule(
    "TB506",
    "misspelled-word",
    "note",
    what="A word stands once in all documents, and is another word of them with a letter left out"
    " or two letters swapped.",
    why="It is most likely a slip; a search does not find it.",
    mend="Spell it as elsewhere. (A spell checker finds more: this rule knows only the words of"
    " the documents.)",
    bad=f"{_ADA}- Old servers\n- Slow servers\n- Loud servers\n- Hot servers\n- Cheap sevrers\n",
    good=f"{_ADA}- Old servers\n- Slow servers\n- Loud servers\n- Hot servers\n- Cheap servers\n",
)
def misspelled_word(evidence: Evidence) -> Iterator[Found]:
    written = list(_written(evidence))
    count = Counter(chain.from_iterable(_small_words(text) for _, text in written))
    first = {word: one for one in reversed(written) for word in _small_words(one[1])}
    names = {word.lower() for row in evidence.personas for word in WORD.findall(row.name)}
    for word, number in count.items():
        if number > 1 or len(word) < _MIN_LETTERS or word in names:
            continue
        meant = sorted(
            other
            for other in may_be_meant(word, count) - names
            if count[other] >= _OFTEN or len(word) >= _LONG
        )
        if meant:
            row, text = first[word]
            slip = words_of(text)[_small_words(text).index(word)]
            yield Found(
                row.path,
                row.line,
                f"{quoted(slip)} may be {quoted(meant[0])}, as elsewhere",
                f"write {meant[0]}, if that is meant",
                row[0],
                about=slip,
                words=slip,
            )


@rule(
    "TB507",
    "doubled-word",
    "note",
    what="A word stands twice in a row.",
    why="It is a slip of the hand.",
    mend="Take one of the two out.",
    bad=f"{_ADA}- Old servers that the the budget forgot\n",
    good=f"{_ADA}- Old servers that the budget forgot\n",
)
def doubled_word(evidence: Evidence) -> Iterator[Found]:
    for row, text in _written(evidence):
        for twice in _doubled(text):
            yield Found(
                row.path,
                row.line,
                f"{quoted(twice)} has a word twice",
                "take one of the two out",
                row[0],
                about=twice,
                words=twice,
            )


def _written(evidence: Evidence) -> Iterator[tuple[Any, str]]:
    """Give every text with its row."""
    for table in ("group_statements", "statements", "needs"):
        yield from ((row, row.text) for row in evidence.rows(table))
    for row in evidence.rows("groups"):
        if row.description:
            yield row._replace(line=row.overview_line), row.description


@lru_cache(maxsize=4_000)
def _small_words(text: str) -> tuple[str, ...]:
    """Give a text's words in small letters."""
    return tuple(word.lower() for word in words_of(text))


@lru_cache(maxsize=4_000)
def _own_words(text: str) -> tuple[str, str]:
    """Give a text without what it quotes, and the word by which it speaks of its speaker."""
    words = _NUMERAL.sub(" ", _QUOTATION.sub(" ", text))
    found = _FIRST_PERSON.search(words)
    return words, found.group() if found else ""


@lru_cache(maxsize=4_000)
def _doubled(text: str) -> tuple[str, ...]:
    found = _DOUBLED.finditer(text)
    return tuple(one.group() for one in found if one["word"].lower() not in _MAY_BE_DOUBLED)


def _goes_on(row: Any, after: Any) -> bool:
    """Tell whether the next statement of a section begins in the middle of a sentence."""
    same = after is not None and (after.persona_id, after.section) == (row.persona_id, row.section)
    return same and after.text[0].islower()
