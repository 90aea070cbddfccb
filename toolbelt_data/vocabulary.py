"""Vocabulary: which words open a persona, a section, a group's field or a use case.

The words are data: ``vocabulary.toml``, and the table ``[personas]`` of the
settings beside the documents.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from .errors import ParameterError
from .settings import expect, known, strings
from .text import plain, squeeze, without_lead

SECTIONS = ("summary", "role", "background", "goals", "challenges", "remedies")
"""The sections of a persona, in the order in which they are shown."""

HEADED_SECTIONS = SECTIONS[1:]
"""The sections that a heading opens."""

# Longer headings are not matched, which keeps patterns with several * fast.
_LONGEST = 200
_LONGEST_LABEL = 80
# A word of a heading with a slip or two in it still names a section: "Challanges".
_NEARLY = 85
_MOST_WORDS = 6
# Where a pattern has a colon, a heading may have a dash; doubled for `re.sub`.
_COLON = r"(?>\\s*[:：]|\\s+[-–—](?!\\S))\\s*"
_DASH = re.compile(r"\s[-–—]\s")
_ACTOR = re.compile(r"as\s+(?:an?|the)\s+(?P<actor>\S.*)", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(
    r"(?P<mark>\*{1,3}|_{1,3}|)(?P<label>[^\s*_:：\[(][^*_:：\[(]{0,60}?)\s*"
    r"(?:(?P=mark)\s*[:：]|[:：]\s*(?P=mark)|(?P=mark)(?<=[*_])(?:\s+[-–—](?!\S)|\Z))"
    r"\s*(?P<rest>.*)",
    re.DOTALL,
)

# How documents mark something that is not written yet.
_LATER = (
    r"forthcoming|coming soon|placeholder|wip|tb[adc]|to ?do|(?:work )?in progress"
    r"|to be (?:added|completed|defined|determined|discussed|done|written)"
)
_ALONE = r"\s*(?:$|[,;:.!/–—-])"
_UNWRITTEN = (
    rf"(?P<forthcoming>(?:{_LATER})\b|(?:draft|incomplete|unfinished|pending){_ALONE})"
    rf"|(?P<future>(?:(?:for )?(?:the )?future(?: personas?| work)?|planned|later){_ALONE})"
)
# "(TBD owner)" says that the owner is unknown; it is part of the name.
_MARKER = re.compile(
    rf"(?!(?:tb[adc]|wip|to ?do)\s+(?!by\b|in\b|for\b|later\b)\w)(?:{_UNWRITTEN})", re.IGNORECASE
)
_BRACKET = re.compile(
    rf"\s*(?:\(([^()]*)\)|\[([^\[\]]*)\]|(?<=\s)[-–—]\s+({_UNWRITTEN}))\s*(?::\s*)?$", re.IGNORECASE
)
_INCOMPLETE = re.compile(
    rf"(?<!not )\b(?:incomplete|unfinished|work on this)\b|^(?:{_UNWRITTEN})", re.IGNORECASE
)
_PLACEHOLDER = re.compile(
    rf"[\[({{<]*\s*(?:{_LATER}|fixme|n/a|lorem ipsum\b.*)\s*[\])}}>]*[.:…!]*"
    r"|\[(?:insert|add|your|describe)\b[^\]]*\]|\.\.\.|…",
    re.IGNORECASE,
)


class PersonaName(NamedTuple):
    """A persona's name, its parts and its marker.

    Attributes
    ----------
    name : str
        Without ``Name:`` and without a marker such as ``(forthcoming)``.
    given_name : str or None
        "Ursula" of "Ursula the Upstream Maintainer"; None where the name is one
        word or begins with an article: then it names a kind of person.
    archetype : str
        "Upstream Maintainer"; the whole name where there is no given name.
    marker : str or None
        forthcoming, future or None.
    """

    name: str
    given_name: str | None
    archetype: str
    marker: str | None = None


class Vocabulary:
    """The words that open things in the documents of one source.

    Parameters
    ----------
    personas : mapping, optional
        The table ``[personas]`` of the settings.
    place : str, optional
        The settings file, for errors.

    Raises
    ------
    ParameterError
        Where a key is unknown or has the wrong type.

    Examples
    --------
    >>> words = Vocabulary({"organisation": ["CNCF"], "sections": {"goals": ["Needs*"]}})
    >>> words.section("How the CNCF can help"), words.section("Needs and wants")
    ('remedies', 'goals')
    """

    def __init__(self, personas: Mapping[str, Any] | None = None, place: str = "") -> None:
        base, table, place = known_words(), personas or {}, f"{place}: personas"
        known(place, table, [*base["personas"], "level", "except", "ignore", "sections"])
        for key in ("heading", "organisation", "required", "except", "ignore"):
            strings(f"{place}.{key}", table.get(key, []))
        self.level = expect(f"{place}.level", table.get("level", 0), int, "a level from 1 to 6")
        if not 0 <= self.level <= 6:
            found = f"{self.level} is not a level from 1 to 6"
            raise ParameterError(f"{place}.level", found, "write one")
        extra = expect(f"{place}.sections", table.get("sections", {}), dict, "a table")
        known(f"{place}.sections", extra, SECTIONS)
        extra = {name: strings(f"{place}.sections.{name}", ws) for name, ws in extra.items()}
        self.required = tuple(table.get("required", base["personas"]["required"]))
        known(f"{place}.required", self.required or ["[]"], HEADED_SECTIONS)
        self.organisation = [*base["personas"]["organisation"], *table.get("organisation", [])]
        self._heading = self._patterns(table.get("heading", base["personas"]["heading"]))
        self._except = self._patterns(table.get("except", []))
        ignored = {"ignored": self._patterns(table.get("ignore", []))}
        words = {name: [*base["sections"][name], *extra.get(name, [])] for name in SECTIONS}
        self._sections = ignored | {
            name: self._patterns(phrases) for name, phrases in words.items()
        }
        words |= {n: [*phrases, *extra.get(n, [])] for n, phrases in base["labels"].items()}
        self._labels = ignored | {name: self._patterns(phrases) for name, phrases in words.items()}
        self._words = {word: name for name, phrases in base["sections"].items() for word in phrases}

    def _patterns(self, patterns: Iterable[str]) -> re.Pattern[str]:
        """Compile patterns into one expression; ``*`` becomes a group that captures its text.

        Everything but the last ``*`` is atomic, so that matching takes time
        linear in the text.
        """
        return re.compile("|".join(map(self._pattern, patterns)) or r"(?!)", re.I | re.DOTALL)

    def _pattern(self, pattern: str) -> str:
        found, last = "", pattern.count("*")
        for number, part in enumerate(squeeze(pattern).split("*")):
            part = "".join(map(self._part, re.split(r"(\([^()]*\)|\{organisation\})", part)))
            found += part if not number else f"(.*){part}" if number == last else f"(?>(.*?){part})"
        return found

    def _part(self, part: str) -> str:
        if part == "{organisation}":
            return rf"\b{_either(self.organisation)}\b"
        if part.startswith("(") and part.endswith(")"):
            return _either(part[1:-1].split("|"))
        return re.sub(" ?[:：] ?", _COLON, re.escape(part).replace(r"\ ", " "))

    def persona(self, heading: str, level: int = 0) -> PersonaName | None:
        """Return the name of the persona that a heading opens, or None.

        Parameters
        ----------
        heading : str
            A heading's text with its markup.
        level : int, optional
            The heading's level, for settings that recognise personas by it.

        Examples
        --------
        >>> Vocabulary().persona("Name: Larry the Legacy Supplier (forthcoming)")
        PersonaName(name='Larry the Legacy Supplier', given_name='Larry', \
archetype='Legacy Supplier', marker='forthcoming')
        >>> Vocabulary().persona("2. Name - Olga OSPO").name, Vocabulary().persona("Role:")
        ('Olga OSPO', None)
        """
        words = without_lead(plain(heading))
        match = self._heading.fullmatch(words)
        by_level = 0 < level == self.level and not (
            self.excepts(heading) or self.section(heading) or self.related(heading)
        )
        if not match and not by_level:
            return None
        named = (one for one in (match.groups() if match else ()) if one is not None)
        return split_name(*split_marker(next(named, words).rstrip(" :")))

    def section(self, heading: str) -> str | None:
        """Return the section that a heading's words open, or None.

        Headings that the settings ignore open the section "ignored".

        Examples
        --------
        >>> words = Vocabulary()
        >>> words.section("How can the OpenSSF help? (incomplete)"), words.section("My Goals")
        ('remedies', None)
        """
        return _first(self._sections, section_words(heading))

    def label(self, text: str) -> str | None:
        """Return the section that the whole text of a bullet or label opens, or None.

        Examples
        --------
        >>> words = Vocabulary()
        >>> words.label("How the OpenSSF can help:"), words.label("OpenSSF can help fund audits")
        ('remedies', None)
        """
        return _first(self._labels, section_words(text)) if len(text) <= _LONGEST_LABEL else None

    def labelled(self, text: str) -> tuple[str | None, str]:
        """Split a text into the section that its label opens, or None, and what follows.

        Examples
        --------
        >>> Vocabulary().labelled("**Role:** Hacker"), Vocabulary().labelled("Goals:")
        (('role', 'Hacker'), ('goals', ''))
        """
        name, *rest = map(str.strip, re.split("[:：]", text, maxsplit=1))
        rest, mark = "".join(rest), re.match(r"[*_]*", name)[0]
        if not name.endswith(mark):
            rest = rest.removeprefix(mark) if rest.startswith(mark) else rest.removesuffix(mark)
        section = self.label(name.strip("*_ "))
        return section, rest.strip() if section else ""

    def related(self, heading: str) -> str | None:
        """Return the section that a longer or differently worded heading opens, or None.

        Examples
        --------
        >>> words = Vocabulary()
        >>> words.related("Personal Goals"), words.related("Pain Points"), words.related("Goalz")
        ('goals', 'challenges', None)
        """
        words = _few_words(heading)
        near = (self._nearly(word) for word in words[-1:] + words[:1])
        return next(filter(None, near), None) or section_of_end("related", heading)

    def _nearly(self, word: str) -> str | None:
        long = (name for name in ("background", "challenges") if fuzz.ratio(name, word) >= _NEARLY)
        return self._words.get(word) or next(long, None)

    def excepts(self, heading: str) -> bool:
        """Tell whether the settings say that a heading names no persona."""
        return self._except.fullmatch(section_words(heading)) is not None


def vocabulary_of(personas: Mapping[str, Any], place: str = "") -> Vocabulary:
    """Return the vocabulary of a source's settings; equal settings share one."""
    return _vocabulary(json.dumps(personas, sort_keys=True, default=str), place)


@lru_cache
def _vocabulary(personas: str, place: str) -> Vocabulary:
    return Vocabulary(json.loads(personas), place)


@cache
def known_words() -> dict[str, Any]:
    """Return the words of ``vocabulary.toml``."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _either(words: Iterable[str]) -> str:
    """Return an expression that matches the longest of some words."""
    return f"(?>{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})"


def _first(patterns: Mapping[str, re.Pattern[str]], words: str) -> str | None:
    if len(words) > _LONGEST:
        return None
    return next((name for name, one in patterns.items() if one.fullmatch(words)), None)


def section_of_end(table: str, heading: str) -> str | None:
    """Return the section that a heading's last words name in a table of the vocabulary, or None.

    Examples
    --------
    >>> section_of_end("suggested", "Key needs"), section_of_end("suggested", "Installation")
    ('goals', None)
    """
    words = _few_words(heading)
    ends = {" ".join(words[-number:]) for number in (1, 2, 3, 4)}
    return next((name for name, phrases in known_words()[table].items() if ends & {*phrases}), None)


def _few_words(heading: str) -> list[str]:
    words = re.findall(r"[^\W_]+", section_words(heading).lower())
    return words if len(words) <= _MOST_WORDS else []


def heading_words(heading: str) -> tuple[str, str]:
    """Split a heading into its words and a trailing bracket, without colons.

    Examples
    --------
    >>> heading_words("**Role** (incomplete, later):")
    ('Role', 'incomplete, later')
    """
    words, inside = split_bracket(plain(heading).rstrip(" :："))
    return words.rstrip(" :："), inside


def section_words(heading: str) -> str:
    """Return a heading's words without bracket, number in front and punctuation at the end."""
    return without_lead(heading_words(heading)[0]).rstrip(" .?!")


def split_name(name: str, marker: str | None = None) -> PersonaName:
    """Split a persona's name into given name and archetype.

    Examples
    --------
    >>> split_name("Olga OSPO").archetype, split_name("The Admin").given_name
    ('OSPO', None)
    """
    name = squeeze(name)
    given, _, rest = name.partition(" ")
    if given.lower() in ("the", "a", "an") and rest and not rest.lower().startswith("the "):
        return PersonaName(name, None, rest, marker)
    rest = re.sub(r"^(?:the|an?)\s+", "", rest, flags=re.IGNORECASE)
    if not rest:
        return PersonaName(name, None, name, marker)
    return PersonaName(name, given.rstrip(","), rest, marker)


def actor_name(heading: str) -> str | None:
    """Return the use case's actor that a heading names, or None.

    Examples
    --------
    >>> actor_name("As an Open Source Consumer :")
    'Open Source Consumer'
    """
    named, _ = split_marker(plain(heading).rstrip(" :："))
    match = _ACTOR.fullmatch(without_lead(named.rstrip(" :：")))
    return match["actor"] if match else None


def field_of(words: str) -> str | None:
    """Return the field of a group that a label names, or None; sub-personas are "listings".

    Examples
    --------
    >>> field_of("Primary Motivation"), field_of("Sub Personas"), field_of("Colour")
    ('motivation', 'listings', None)
    """
    words = plain(words).lower().rstrip(" :：")
    for name, labels in known_words()["fields"].items():
        if len(words.split()) <= 4 and re.search(rf"\b(?:{'|'.join(labels)})\b", words):
            return name
    return None


def group_field(text: str) -> tuple[str | None, str]:
    """Split a bullet of a group into its field, or None, and the text after the label.

    Examples
    --------
    >>> group_field("*Sub Personas:* Olga OSPO"), group_field("*Common Challenges* - time")
    (('listings', 'Olga OSPO'), ('challenges', 'time'))
    """
    match = _LABEL.fullmatch(text.strip())
    field = field_of(match["label"]) if match else None
    return (field, squeeze(match["rest"])) if field else (None, "")


def overview(text: str) -> tuple[str, str]:
    """Split the index's line about a group, "Title - sentence", at the first spaced dash.

    Examples
    --------
    >>> overview("Data Operations - I build pipelines"), overview("Nothing of the kind")
    (('Data Operations', 'I build pipelines'), ('Nothing of the kind', ''))
    """
    title, _, sentence = _DASH.sub("\n", text, count=1).partition("\n")
    return squeeze(title), squeeze(sentence)


def split_bracket(words: str) -> tuple[str, str]:
    """Split words from a trailing bracket, or from a marker after a dash, without its colon.

    Examples
    --------
    >>> split_bracket("Role (incomplete):"), split_bracket("Role - incomplete")
    (('Role', 'incomplete'), ('Role', 'incomplete'))
    """
    closed = words.rstrip(" :").endswith((")", "]"))
    bracket = _BRACKET.search(words) if closed or _DASH.search(words) else None
    if bracket is None or not words[: bracket.start()].strip():
        return words, ""
    inside = next((found for found in bracket.groups() if found), "")
    return words[: bracket.start()].rstrip(" ,"), inside.strip()


def split_marker(words: str) -> tuple[str, str | None]:
    """Split a name from its marker: forthcoming, future or None.

    Examples
    --------
    >>> split_marker("Ada (coming soon)"), split_marker("Ada (TBD owner)")
    (('Ada', 'forthcoming'), ('Ada (TBD owner)', None))
    """
    rest, inside = split_bracket(words)
    match = _MARKER.match(inside)
    return (rest, match.lastgroup) if match else (words, None)


def is_incomplete(inside: str) -> bool:
    """Tell whether a bracket in a section's heading says that it is not finished.

    Examples
    --------
    >>> is_incomplete("incomplete, to be discussed"), is_incomplete("current and future")
    (True, False)
    """
    return bool(_INCOMPLETE.search(inside))


def is_placeholder(text: str) -> bool:
    """Tell whether a text is only a placeholder: "[placeholder]", "TBD", "???".

    Examples
    --------
    >>> is_placeholder("[Placeholder]"), is_placeholder("A placeholder persona confuses readers")
    (True, False)
    """
    words = plain(text[:_LONGEST])
    return not re.search(r"\w", words) or bool(_PLACEHOLDER.fullmatch(words))
