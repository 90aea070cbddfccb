"""Rules on names: of personas and groups, in headings, in the index and in texts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice, product
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from ..links import is_alike, key, same_name
from ..text import plain, squeeze
from ..vocabulary import split_name
from .facts import WORD, Facts, quoted
from .rule import Found, rule
from .texts import FIRST_PERSON, is_misspelled

# A capitalised word; as the subject of a sentence a verb follows, or it owns something.
_NAME = re.compile(
    r"(?<![\w-])(?P<name>[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)\b(?P<owns>['’]s)?"
    r"(?P<verb>\s+(?:is|was|has|had|does|can|could|will|would|should|must|may|might|[a-z]{3,}s)\b)?"
)
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ee]very|[Ee]ach|[Tt]his|[Oo]ur|[Mm]y)\s+$")
_LIKE = re.compile(r"\blike\s+$")
# Characters in front of a name that these two need.
_BEFORE = 8
_NAME_OF_ANCHOR = re.compile(r"^name-(\w+)|\b(\w+)-the-")
_PRONOUN = re.compile(r"\b(?:[Ss]he|[Hh]e|[Hh]er|[Hh]is|[Hh]ers|[Hh]im)\b")
_NO_NAMES = frozenset(
    "He She It We They You One This That These Those There Here Who What Which When Where Why How"  # noqa: SIM905
    " His Her Its Our Your Their My Some Most Many Each Every All Both Other Others None Nobody If"
    " Nothing Everybody Everyone Somebody Someone Anyone Not But And Also Then Now So As In".split()
)

# A name that owns something this often is a person's.
_OWNS_OFTEN = 3
# Fewer letters than these are too few to recognise a misspelled given name.
_MIN_SLIP = 4
# Words of two archetypes, in percent, that differ by a slip only: "admin" and "admnin".
_NEARLY = 85
# Of more people of one given name than this, each is compared with the first ones only.
_MOST_NAMESAKES = 20


class _Mention(NamedTuple):
    """A capitalised word in a statement, and what suggests that it names the persona."""

    at: Any
    is_subject: bool
    is_like: bool
    owns: bool
    has_pronoun: bool


@rule("TB401")
def other_name_in_body(facts: Facts) -> Iterator[Found]:
    people = {row.given_name for row in facts.personas if len(_may_be_given(row.name)) == 1}
    linked: dict[str, set[str]] = defaultdict(set)
    for link in facts.links:
        if named := _NAME_OF_ANCHOR.search((link.target_anchor or "").lower()):
            linked[link.persona_id or ""].add(named[1] or named[2])
    for row in facts.personas:
        texts = facts.statements_of[row.persona_id]
        name_words = {word.lower() for word in WORD.findall(row.name)}
        given = re.compile(rf"\b{re.escape(row.given_name or row.name)}\b")
        called = {text.statement_id for text in texts if given.search(text.text)}
        is_speaking = any(FIRST_PERSON.search(text.text) for text in texts)
        for name, mentions in _mentions(texts).items():
            lower = name.lower()
            if lower in name_words or facts.lower_words[lower] or _is_slip(name, row.given_name):
                continue
            found = [one for one in mentions if one.is_subject]
            named = [one for one in mentions if one.is_subject or one.is_like]
            if lower in linked[row.persona_id]:
                found = named if name in people else mentions
            elif name in people:
                # "Ada asks Mia" and "Ada writes, Mia reads" are about Mia.
                beside = any(one.at.statement_id in called for one in found)
                if is_speaking or beside or (called and named != mentions):
                    continue
            elif not _is_a_person(found) or (called and len(found) == 1):
                continue
            if found:
                count = len({one.at.statement_id for one in mentions})
                message = f"the text of {row.name} speaks of {name}"
                message += f", in {count} statements" if count > 1 else ""
                fix = (
                    f"write {row.given_name}, if the same person is meant" if row.given_name else ""
                )
                yield Found(found[0].at, message, fix, row[0], f"{row[0]} {name}")


@rule("TB402")
def name_spelled_two_ways(facts: Facts) -> Iterator[Found]:
    for row in facts.listings:
        persona = facts.persona.get(row.persona_id)
        if persona is not None and squeeze(row.name) != squeeze(plain(persona.name)):
            one, other = _given(row.name), _given(persona.name)
            fix = f"if they are two personas, describe {row.name} too; if not, use one name"
            where = f"in the heading in {persona.path}:{persona.line}"
            yield Found(
                row,
                f"{quoted(row.name)} in the index is {quoted(persona.name)} {where}",
                "" if one == other or _is_slip(one, other) else fix,
                known_by=f"{row.name} {persona.name}",
                column=facts.column(row, row.name),
            )
    people = {row.given_name for row in facts.personas}
    for text in facts.statements:
        persona = facts.persona[text.persona_id]
        given = persona.given_name
        name_words = {*WORD.findall(persona.name), f"{given}s", f"{given}es"}
        words = (word for word in WORD.findall(text.text) if word[0].isupper())
        for word in dict.fromkeys(re.sub(r"['’]s$", "", word) for word in words):
            is_known = word in name_words or word in people or facts.lower_words[word.lower()]
            if not is_known and _is_slip(word, given):
                message, known_by = f"{word} is {given} in the heading", f"{word} {text.text}"
                column = facts.column(text, word)
                yield Found(text, message, f"write {given}", known_by=known_by, column=column)


@rule("TB403")
def shared_given_name(facts: Facts) -> Iterator[Found]:
    people = [(row, row.name) for row in facts.listings if row.persona_id is None]
    people += [(row, plain(row.name)) for row in facts.personas]
    # In "Ada the Admin" the word before "the" is the given name. In "Corporate Ada" it may be
    # either word, and of two such names nobody can tell.
    holders: dict[tuple[str, bool], tuple[Any, str]] = {}
    for row, name in people:
        words = _may_be_given(name)
        is_sure = len(words) == 1
        shared = ((w, *holders[w, not is_sure]) for w in words if (w, not is_sure) in holders)
        shared = (one for one in shared if not same_name(name, one[2]))
        for word, before, other in islice(shared, 1):
            where = f"{quoted(other)} in {before.path}:{before.line}"
            message = f"{quoted(name)} shares the name {word} with {where}"
            fix = "use one spelling in both places" if is_alike(name, other, False) else ""
            column = facts.column(row, name)
            yield Found(row, message, fix, known_by=f"{name} {other}", column=column)
        for word, kind in product(words, {False, is_sure}):
            holders.setdefault((word, kind), (row, name))


@rule("TB405")
def persona_twice(facts: Facts) -> Iterator[Found]:
    namesakes: dict[str, list[Any]] = defaultdict(list)
    for row in facts.personas:
        near = namesakes[(row.given_name or row.name).lower()]
        before = next((one for one in near if _is_the_same(row, one)), None)
        if before is not None:
            name = "" if row.name == before.name else f", as {quoted(before.name)}"
            message = f"{quoted(row.name)} is described in {before.path}:{before.line} too{name}"
            yield Found(row, message, known_by=row.name)
        if len(near) < _MOST_NAMESAKES:
            near.append(row)


@rule("TB407")
def nameless_persona(facts: Facts) -> Iterator[Found]:
    for row in facts.personas:
        if not key(row.name):
            yield Found(row, "a persona without a name")


def _mentions(texts: list[Any]) -> dict[str, list[_Mention]]:
    """Return the mentions of each capitalised word in a persona's statements."""
    found: dict[str, list[_Mention]] = defaultdict(list)
    for row in texts:
        has_pronoun = bool(_PRONOUN.search(row.text))
        for match in _NAME.finditer(row.text):
            before = row.text[max(0, match.start() - _BEFORE) : match.start()]
            if match["name"] not in _NO_NAMES and not _ARTICLE.search(before):
                owns, is_subject = bool(match["owns"]), bool(match["owns"] or match["verb"])
                one = _Mention(row, is_subject, bool(_LIKE.search(before)), owns, has_pronoun)
                found[match["name"]].append(one)
    return found


def _is_a_person(mentions: list[_Mention]) -> bool:
    """Tell whether a word names a person: it owns something often, or "she" is beside it."""
    statements = {one.at.statement_id for one in mentions}
    return sum(one.owns for one in mentions) >= _OWNS_OFTEN or (
        len(statements) > 1 and any(one.has_pronoun for one in mentions)
    )


def _is_the_same(row: Any, other: Any) -> bool:
    """Tell whether two personas have one name, or archetypes that differ by slips only."""
    words, others = key(row.archetype).split(), key(other.archetype).split()
    return same_name(row.name, other.name) or (
        len(words) == len(others)
        and all(fuzz.ratio(a, b) >= _NEARLY for a, b in zip(words, others, strict=True))
    )


def _given(name: str) -> str:
    return (split_name(name).given_name or name).lower()


def _is_slip(word: str, given: str | None) -> bool:
    """Tell whether a word is a misspelled given name; all capitals are an abbreviation."""
    if given is None or min(len(word), len(given)) < _MIN_SLIP or word.isupper():
        return False
    one, other = word.lower(), given.lower()
    return is_misspelled(one, other) or is_misspelled(other, one)


def _may_be_given(name: str) -> list[str]:
    """Return the words of a name that may be the given name."""
    words = WORD.findall(name)
    if len(words) > 2 and words[1].lower() in ("the", "a", "an"):
        return words[:1]
    return [word for word in words if word[0].isupper()]
