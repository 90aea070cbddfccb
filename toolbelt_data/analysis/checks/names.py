"""Rules on names: of personas and groups, in headings, in the index and in texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any, NamedTuple

from ...links import key, same_name
from ...text import plain, squeeze
from ...vocabulary import split_name
from .evidence import WORD, Evidence, words_of
from .rule import Found, rule
from .words import is_misspelled, quoted

_INDEX = "## Admins\n- *Common Challenges*: Time.\n- *Sub Personas*: "
_ADA = "## Name: Ada the Admin\n### Role:\n- Runs servers\n"
_BACKGROUND = "### Background:\n- {0} has run servers for years. She runs them alone.\n"

# A name stands as the subject of a sentence, or owns something.
_SUBJECT = re.compile(
    r"(?P<name>(?<![\w-])[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)(?P<owns>['’]s)?"
    r"(?P<after>\s+(?:is|was|has|had|does|can|could|will|would|should|must|may|might|[a-z]{3,}s)\b)?"
)
_PRONOUN = re.compile(r"\b(?:[Ss]he|[Hh]e|[Hh]er|[Hh]is|[Hh]ers|[Hh]im)\b")
_NO_NAMES = frozenset(
    "She They This That These Those There Who What Which When Where Why How Her His Its Their Our"  # noqa: SIM905
    " Your You One Some Most Many Each Every All Both None Nobody Nothing Everybody Everyone Other"
    " Somebody Someone Anyone Others Not But And Also Then Now Here".split()
)
_FIRST_PERSON = re.compile(r"\b(?:I|my|me|myself)\b")
# What is said to own something this often is somebody.
_OWNS_OFTEN = 3
_ARTICLE = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ee]very|[Ee]ach|[Tt]his|[Oo]ur|[Mm]y)\s+$")

# Fewer letters than these are too few to tell a slip of a given name.
_MIN_SLIP = 4

# Words of two archetypes are nearly the same where they are this alike: "admin" and "admnin".
_NEARLY = 0.85

# Of more people of one given name than this, each is compared with the first ones only.
_MOST_NAMESAKES = 20


class _Person(NamedTuple):
    """Somebody whom a heading or the index names, once however often."""

    name: str
    path: str
    line: int
    item_id: str


@rule(
    "TB401",
    "other-name-in-body",
    "warning",
    what="A persona's text calls the persona by another name than its heading.",
    why="The text was copied or the persona renamed; readers wonder whose words they read.",
    mend="Use one name throughout.",
    bad=_ADA
    + _BACKGROUND.format("Mia", "Mia")
    + "### Goals:\n- Mia wants calm nights. She sleeps.\n",
    good=_ADA
    + _BACKGROUND.format("Ada", "Ada")
    + "### Goals:\n- Ada wants calm nights. She sleeps.\n",
)
def other_name_in_body(evidence: Evidence) -> Iterator[Found]:
    people = {row.given_name for row in evidence.personas if len(_may_be_given(row.name)) == 1}
    for row in evidence.personas:
        texts = evidence.texts.get(row.persona_id, [])
        own = {word.lower() for word in WORD.findall(row.name)}
        spoken = " ".join(text.text for text in texts)
        called = row.given_name and re.search(rf"\b{re.escape(row.given_name)}\b", spoken)
        subjects: dict[str, list[Any]] = {}
        for text in texts:
            for name in _subjects(text.text):
                if name.lower() not in own and not evidence.lower_words[name.lower()]:
                    subjects.setdefault(name, []).append(text)
        for name, places in subjects.items():
            if _is_slip(name, row.given_name):
                continue
            if name in people:
                told = not called and not any(_FIRST_PERSON.search(text.text) for text in texts)
            else:
                told = _is_a_person(name, places) and (len(places) > 1 or not called)
            if not told:
                continue
            others = sum(1 for text in texts if re.search(rf"\b{name}\b", text.text))
            yield Found(
                places[0].path,
                places[0].line,
                f"the text of {row.name} speaks of {name}"
                + (f", in {others} statements" if others > 1 else ""),
                "use one name in heading and text",
                row.persona_id,
                about=f"{row.persona_id} {name}",
            )


@rule(
    "TB402",
    "name-spelled-two-ways",
    "warning",
    what="One persona's name is written in two ways: in the index and in the heading, or in the"
    " heading and in the text.",
    why="A search for one finds half; a link made of one leads nowhere.",
    mend="Choose one spelling.",
    bad=f"{_INDEX}Adda the Admin\n\n{_ADA}",
    good=f"{_INDEX}Ada the Admin\n\n{_ADA}",
)
def name_spelled_two_ways(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.listings:
        persona = evidence.persona.get(row.persona_id)
        if persona is not None and squeeze(row.name) != squeeze(plain(persona.name)):
            yield Found(
                row.path,
                row.line,
                f"the index has {quoted(row.name)}, the heading in"
                f" {persona.path}:{persona.line} {quoted(persona.name)}",
                "use one spelling in both places"
                if _given(row.name) == _given(persona.name)
                else "use one name in both places, or list them as two",
                row.item_id,
                about=f"{row.name} {persona.name}",
                words=row.name,
            )
    for row in evidence.personas:
        for text, word in _slips(evidence, row):
            yield Found(
                text.path,
                text.line,
                f"misspelled name: {word}, and the heading has {row.given_name}",
                f"write {row.given_name}",
                text.statement_id,
                about=f"{word} {text.text}",
                words=word,
            )


@rule(
    "TB403",
    "shared-given-name",
    "note",
    what="Two personas whom the headings or the index name have the same given name.",
    why="Whoever speaks of one of them may be understood to speak of the other.",
    mend="Give one of them another name.",
    bad=f"{_INDEX}Ada the Admin, Corporate Ada\n\n{_ADA}",
    good=f"{_INDEX}Ada the Admin, Corporate Cleo\n\n{_ADA}",
)
def shared_given_name(evidence: Evidence) -> Iterator[Found]:
    holders = _Holders()
    for person in _people(evidence):
        shared, before = holders.look_up(person)
        if before is not None:
            yield Found(
                person.path,
                person.line,
                f"{quoted(person.name)} shares the name {shared} with"
                f" {quoted(before.name)} in {before.path}:{before.line}",
                "give one of them another name, or make them one if they are the same",
                person.item_id,
                about=f"{person.name} {before.name}",
                words=person.name,
            )


@rule(
    "TB405",
    "persona-twice",
    "error",
    what="Two headings name the same persona, in two files or in one.",
    why="The persona counts twice, and the two texts drift apart.",
    mend="Keep one, with what is worth keeping of the other.",
    bad=f"{_ADA}\n{_ADA}",
    good=_ADA,
)
def persona_twice(evidence: Evidence) -> Iterator[Found]:
    seen: dict[str, list[Any]] = {}
    for row in evidence.personas:
        near = seen.setdefault((row.given_name or row.name).lower(), [])
        for before in near[:_MOST_NAMESAKES]:
            if same_name(row.name, before.name) or _is_the_same(row.archetype, before.archetype):
                yield Found(
                    row.path,
                    row.line,
                    f"{quoted(row.name)} is described in {before.path}:{before.line} already"
                    + ("" if row.name == before.name else f", as {quoted(before.name)}"),
                    "keep one of the two",
                    row.persona_id,
                    about=row.name,
                )
                break
        near.append(row)


@rule(
    "TB406",
    "title-spelled-two-ways",
    "note",
    what="A group has one title in the overview and another above its section.",
    why="Readers ask themselves whether these are two groups.",
    mend="Choose one title.",
    bad=f"# Personas\n\n- The Admins - I run servers\n\n{_INDEX}Ada the Admin\n\n{_ADA}",
    good=f"# Personas\n\n- Admins - I run servers\n\n{_INDEX}Ada the Admin\n\n{_ADA}",
)
def title_spelled_two_ways(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.rows("groups"):
        one, other = row.title, row.overview_title
        if other is not None and _letters(one) != _letters(other):
            yield Found(
                row.path,
                row.line,
                f"the heading has {quoted(one)}, the overview in line"
                f" {row.overview_line} {quoted(other)}",
                "write the title in one way",
                row.group_id,
                about=f"{one} {other}",
            )


@rule(
    "TB407",
    "nameless-persona",
    "error",
    what="A heading says `Name:` and no name.",
    why="The persona cannot be referred to.",
    mend="Write the name, or take the heading out.",
    bad="## Name:\n### Role:\n- Runs servers\n",
    good=_ADA,
)
def nameless_persona(evidence: Evidence) -> Iterator[Found]:
    for row in evidence.personas:
        if not key(row.name):
            yield Found(
                row.path, row.line, "a persona without a name", "write the name", row.persona_id
            )


@lru_cache(maxsize=4_000)
def _subjects(text: str) -> tuple[str, ...]:
    """Give the words of a text that stand where a person's name would."""
    return tuple(
        match["name"]
        for match in _SUBJECT.finditer(text)
        if match["name"] not in _NO_NAMES
        and (match["owns"] or match["after"])
        and not _ARTICLE.search(text[: match.start()])
    )


def _is_a_person(name: str, places: list[Any]) -> bool:
    """Tell a name from a thing: texts go on with a pronoun for it.

    At the beginning of a sentence any word has a capital letter; there it
    takes a sentence after it that begins with the pronoun, or two places.
    """
    inside = rf"[^.!?:;\s][\"'’”)]*\s+{name}\b"
    goes_on = rf"\b{name}\b[^.!?]*[.!?]\s+(?:She|He)\b"
    owns = sum(len(re.findall(rf"\b{name}['’]s\b", text.text)) for text in places)
    return owns >= _OWNS_OFTEN or any(
        _PRONOUN.search(text.text)
        and (len(places) > 1 or re.search(inside, text.text) or re.search(goes_on, text.text))
        for text in places
    )


def _is_the_same(one: str, other: str) -> bool:
    """Tell whether two archetypes are one but for slips: word by word they are nearly the same."""
    words, others = key(one).split(), key(other).split()
    return len(words) == len(others) and all(
        SequenceMatcher(None, a, b).ratio() >= _NEARLY for a, b in zip(words, others, strict=True)
    )


def _given(name: str) -> str:
    return (split_name(name).given_name or name).lower()


def _is_slip(word: str, given: str | None) -> bool:
    """Tell a misspelled given name; in capitals throughout a word is an abbreviation."""
    if given is None or min(len(word), len(given)) < _MIN_SLIP or word.isupper():
        return False
    one, other = word.lower(), given.lower()
    return is_misspelled(one, other) or is_misspelled(other, one)


def _slips(evidence: Evidence, row: Any) -> Iterator[tuple[Any, str]]:
    """Give the words of a persona's texts that are nearly the persona's given name."""
    if row.given_name is None:
        return
    own = set(WORD.findall(row.name)) | {f"{row.given_name}s", f"{row.given_name}es"}
    for text in evidence.texts.get(row.persona_id, []):
        for word in _capital_words(text.text):
            if (
                word not in own
                and word not in evidence.given_names
                and _is_slip(word, row.given_name)
                and not evidence.lower_words[word.lower()]
            ):
                yield text, word


@lru_cache(maxsize=4_000)
def _capital_words(text: str) -> tuple[str, ...]:
    """Give the words with a capital letter, each once, without the 's of what they own."""
    words = (re.sub(r"['’]s$", "", word) for word in words_of(text))
    return tuple(word for word in dict.fromkeys(words) if word[0].isupper())


def _people(evidence: Evidence) -> list[_Person]:
    listed_ = [
        _Person(row.name, row.path, row.line, row.item_id)
        for row in evidence.listings
        if row.persona_id is None
    ]
    written = [
        _Person(plain(row.name), row.path, row.line, row.persona_id) for row in evidence.personas
    ]
    return listed_ + written


class _Holders:
    """Who has which given name, of the people met so far.

    In "Ada the Admin" the given name is the word before "the". Of a name like
    "Corporate Ada" it may be any word, and of two such nobody can tell.
    """

    def __init__(self) -> None:
        self.sure: dict[str, _Person] = {}
        self.any: dict[str, _Person] = {}

    def look_up(self, person: _Person) -> tuple[str, _Person | None]:
        """Give the name that somebody before has too, and who; remember this person."""
        words = _may_be_given(person.name)
        sure = len(words) == 1
        known = self.any if sure else self.sure
        found = [(word, known[word]) for word in words if word in known]
        for kept, names in ((self.sure, words if sure else []), (self.any, words)):
            for word in names:
                kept.setdefault(word, person)
        others = ((word, one) for word, one in found if not same_name(person.name, one.name))
        return next(others, ("", None))


def _may_be_given(name: str) -> list[str]:
    words = WORD.findall(name)
    if len(words) > 2 and words[1].lower() in ("the", "a", "an"):
        return words[:1]
    return [word for word in words if word[0].isupper()]


def _letters(title: str) -> str:
    """Leave out of a title what makes no other spelling: case and brackets."""
    return squeeze(re.sub(r"[()]+", "", plain(title).lower()))
