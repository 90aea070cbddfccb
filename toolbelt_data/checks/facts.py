"""Facts: what several rules need to know about a corpus, each computed once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, namedtuple
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd

from ..corpus import Corpus
from ..links import anchor, key, own_repositories
from ..text import plain
from ..vocabulary import Vocabulary, vocabulary_of

HEADING_ROLES = frozenset(
    ("title", "heading", "persona", "section", "facet", "group", "actor", "unplaced")
)
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_OWN_ANCHOR = re.compile(r"\b(?:id|name)\s*=\s*[\"']?([^\"'\s>]+)")
_HTML_HEADING = re.compile(r"<h[1-6]\b[^<>]*>((?:(?!</?h[1-6]).)*)</h", re.IGNORECASE)
_ADDRESS = re.compile(r"\]\([^()\s]*\)|https?://\S+|<[^<>]*>|#[\w-]+")
# Words are searched in so many columns of a line, to stay linear.
WIDEST = 10_000


class Place(NamedTuple):
    """A line of a document."""

    path: str
    line: int


class Heading(NamedTuple):
    """A line that is read as a heading, with the words that it shows."""

    path: str
    line: int
    level: int
    text: str
    role: str


class Link(NamedTuple):
    """A link to a document or heading of the same source.

    Attributes
    ----------
    path, line, target_path, target_anchor, address
        As in the tables of links and listings.
    words : str
        The words that it shows.
    persona_id : str or None
        The persona that its words name, if they name one.
    item_id : str or None
        The listing that it is, if it is one.
    """

    path: str
    line: int
    target_path: str
    target_anchor: str | None
    address: str
    words: str
    persona_id: str | None
    item_id: str | None = None


class Facts:
    """A corpus, its tables as rows, and what rules derive from them.

    Parameters
    ----------
    corpus : Corpus

    Attributes
    ----------
    personas, sections, statements, groups, group_statements, listings, \
use_cases, needs : list
        The rows of these tables as named tuples, with None for a null.
    lines : dict of str to list
        The rows of each document's lines; line *n* is at position *n - 1*.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.personas = rows(corpus.personas)
        self.sections = rows(corpus.sections)
        self.statements = rows(corpus.statements)
        self.groups = rows(corpus.groups)
        self.group_statements = rows(corpus.group_statements)
        self.listings = rows(corpus.listings)
        self.use_cases = rows(corpus.use_cases)
        self.needs = rows(corpus.needs)
        self.lines: dict[str, list[Any]] = {path: [] for path in corpus.documents.path}
        for line in rows(corpus.lines):
            self.lines[line.path].append(line)
        settings = corpus.edition.settings
        self.words: Vocabulary = vocabulary_of(settings.personas, settings.place)
        self.persona = {row.persona_id: row for row in self.personas}
        self.group = {row.group_id: row for row in self.groups}

    def all_lines(self, *roles: str) -> Iterator[Any]:
        """Yield the lines of every document, or those of some roles."""
        for lines in self.lines.values():
            yield from (line for line in lines if not roles or line.role in roles)

    def text(self, at: Any, end_line: int | None = None) -> str:
        """Return the text of the line of a place, or of several joined by line ends."""
        lines = self.lines.get(at.path, [])[at.line - 1 : end_line or at.line]
        return "\n".join(line.text for line in lines)

    def column(self, at: Any, words: str) -> int:
        """Return where words begin on the line of a place; 1 if they are not found there."""
        return self.text(at).find(words, 0, WIDEST) + 1 or 1

    def title(self, section: str) -> str:
        """Return the heading of a section."""
        if section != "remedies":
            return section.capitalize()
        names = self.corpus.edition.settings.personas.get("organisation") or ["OpenSSF"]
        return f"How the {names[0]} can help"

    def owner(self, at: Any) -> str | None:
        """Return the id of the persona, group or actor that a place belongs to."""
        return self._owners.get((at.path, at.line))

    @cached_property
    def _owners(self) -> dict[tuple[str, int], str]:
        found, owner = {}, None
        for line in self.all_lines():
            owner = None if line.line == 1 else owner
            owner = line.item_ids[0] if line.role in ("persona", "group", "actor") else owner
            found[line.path, line.line] = owner
        return found

    @cached_property
    def statements_of(self) -> dict[str, list[Any]]:
        """The statements of each persona."""
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self.statements:
            found[row.persona_id].append(row)
        return found

    @cached_property
    def persona_named(self) -> dict[str, Any]:
        """The first persona of each name, by the name's key."""
        return {key(row.name): row for row in reversed(self.personas) if key(row.name)}

    @cached_property
    def unwritten(self) -> set[str]:
        """The keys of the names in the index that no document describes."""
        return {key(row.name) for row in self.listings if row.persona_id is None} - {""}

    @cached_property
    def persona_at(self) -> dict[tuple[str, str], Any]:
        """The persona of each document and anchor."""
        return {(row.path, anchor(row.heading)): row for row in reversed(self.personas)}

    @cached_property
    def lower_words(self) -> Counter[str]:
        """How often each word occurs in small letters outside of addresses: it is not a name."""
        texts = (_ADDRESS.sub(" ", line.text) for line in self.all_lines())
        return Counter(word for text in texts for word in WORD.findall(text) if word[0].islower())

    @cached_property
    def headings(self) -> dict[str, list[Heading]]:
        """The headings by document, including lines that are only read as headings."""
        found: dict[str, list[Heading]] = {path: [] for path in self.lines}
        for row in rows(self.corpus.headings):
            role = self.lines[row.path][row.line - 1].role
            if role in HEADING_ROLES:
                heading = Heading(row.path, row.line, row.level, plain(row.text), role)
                found[row.path].append(heading)
        return found

    @cached_property
    def anchors(self) -> dict[str, set[str]]:
        """The anchors, in small letters, that a link to each document may name."""
        found: dict[str, set[str]] = {path: set() for path in self.lines}
        for path, name in zip(self.corpus.headings.path, self.corpus.headings.anchor, strict=True):
            found[path].add(name)
        for path, lines in self.lines.items():
            text = "\n".join(line.text for line in lines)
            found[path] |= {anchor(words) for words in _HTML_HEADING.findall(text)}
            tags = _TAG.findall(text)
            found[path] |= {name.lower() for tag in tags for name in _OWN_ANCHOR.findall(tag)}
        return found

    @cached_property
    def known_paths(self) -> frozenset[str]:
        """The documents that exist, including those that are excluded or cannot be read."""
        corpus = self.corpus
        return frozenset((*corpus.documents.path, *corpus.unread.path, *corpus.edition.excluded))

    @cached_property
    def own_repositories(self) -> set[str]:
        """The repositories that are this source."""
        addresses, edition = self.corpus.links.address, self.corpus.edition
        return own_repositories(addresses, self.known_paths, edition.address)

    @cached_property
    def links(self) -> list[Link]:
        """The links within the source: those of listings, and of every other line."""

        def link(row: Any, *rest: str | None) -> Link:
            address = row.address or ""
            return Link(row.path, row.line, row.target_path, row.target_anchor, address, *rest)

        found, listed = [], set()
        for row in self.listings:
            found.append(link(row, row.name, row.persona_id, row.item_id))
            listed |= {(row.path, line) for line in range(row.line, row.end_line + 1)}
        for row in rows(self.corpus.links):
            if (row.path, row.line) not in listed:
                named = self.persona_named.get(key(row.text))
                found.append(link(row, row.text, named and named.persona_id))
        inside = (one for one in found if one.target_path is not None)
        return sorted(inside, key=lambda one: (one.path, one.line))


def rows(frame: pd.DataFrame) -> list[Any]:
    """Return a table's rows as named tuples, with None for a null."""
    row = namedtuple("Row", frame.columns)
    columns = (
        [None if value is pd.NA or value != value else value for value in frame[name].tolist()]
        for name in frame.columns
    )
    return [row(*values) for values in zip(*columns, strict=True)]


def item(at: Any) -> str | None:
    """Return the id of a table's row, or of the first row that a line belongs to."""
    if isinstance(at, Place | Heading):
        return None
    if isinstance(at, Link):
        return at.item_id
    return next(iter(at.item_ids), None) if hasattr(at, "item_ids") else at[0]


def listed(words: list[str]) -> str:
    """Return words joined by commas and "and".

    Examples
    --------
    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def quoted(text: str, limit: int = 60) -> str:
    """Return a text in quotation marks, cut if it is long.

    Examples
    --------
    >>> quoted("a long text", 8)
    '"a long…"'
    """
    return f'"{text if len(text) <= limit else text[: limit - 1].rstrip() + "…"}"'
