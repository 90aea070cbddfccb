"""Evidence: what several rules need to know of a corpus, worked out once."""

from __future__ import annotations

import re
from collections import Counter, namedtuple
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import pandas as pd
from markdown_it import MarkdownIt

from ...corpus import Corpus
from ...links import anchor, key, own_repositories
from ...text import plain
from ...vocabulary import Vocabulary, vocabulary_of

HEADING_ROLES = frozenset(
    ("title", "heading", "persona", "section", "facet", "group", "actor", "unplaced")
)
_OWN_ANCHOR = re.compile(r"<[A-Za-z][^>]*?\b(?:id|name)\s*=\s*[\"']?(?P<name>[^\"'\s>]+)")
_TOPS = ("personas/", "use_cases/")
_ORDINAL = re.compile(r"/\d+$")
_INLINE = MarkdownIt("commonmark")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@lru_cache(maxsize=4_000)
def words_of(text: str) -> tuple[str, ...]:
    """Give a text's words, as they stand.

    Examples
    --------
    >>> words_of("Ada's *old* servers")
    ("Ada's", 'old', 'servers')
    """
    return tuple(WORD.findall(text))


class Line(NamedTuple):
    """A source line."""

    path: str
    line: int
    role: str
    item_ids: list[str]
    text: str


class Heading(NamedTuple):
    """A line that GitHub shows as a heading."""

    path: str
    line: int
    level: int
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a document or heading of the same source.

    Attributes
    ----------
    path, line : str, int
        Where it stands.
    words, address : str
        What it shows, and its target as written.
    target_path, target_anchor : str or None
    persona_id : str or None
        The persona that its words name, where they name one.
    item_id : str or None
        The listing that it is, where it is one.
    """

    path: str
    line: int
    words: str
    address: str
    target_path: str
    target_anchor: str | None
    persona_id: str | None
    item_id: str | None


class Evidence:
    """A corpus, and what rules ask of it again and again.

    Parameters
    ----------
    corpus : Corpus
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._rows: dict[str, list[Any]] = {}

    @cached_property
    def lines(self) -> dict[str, list[Line]]:
        """The lines of each document; line *n* stands at *n - 1*."""
        found: dict[str, list[Line]] = {path: [] for path in self.corpus.documents.path}
        frame = self.corpus.lines
        texts = frame.text.fillna("")
        for row in zip(frame.path, frame.line, frame.role, frame.item_ids, texts, strict=True):
            found[row[0]].append(Line(*row))
        return found

    def all_lines(self) -> Iterator[Line]:
        """Give the lines of every document."""
        for lines in self.lines.values():
            yield from lines

    def text(self, path: str, line: int, end_line: int | None = None) -> str:
        """Give the text of a line, or of several joined by line ends."""
        lines = self.lines.get(path, [])[line - 1 : end_line or line]
        return "\n".join(one.text for one in lines)

    def owner(self, path: str, line: int) -> str | None:
        """Give the persona, group or actor that a line stands below."""
        return self._owners.get(path, {}).get(line)

    @cached_property
    def _owners(self) -> dict[str, dict[int, str]]:
        found = {}
        for path, lines in self.lines.items():
            own = found[path] = {}
            last = ""
            for line in lines:
                if line.role in ("persona", "group", "actor"):
                    last = line.item_ids[0]
                if last:
                    own[line.line] = last
        return found

    @cached_property
    def personas(self) -> list[Any]:
        """The personas' rows."""
        return self.rows("personas")

    @cached_property
    def listings(self) -> list[Any]:
        """The listings' rows."""
        return self.rows("listings")

    @cached_property
    def statements(self) -> list[Any]:
        """The statements' rows."""
        return self.rows("statements")

    def rows(self, table: str) -> list[Any]:
        """Give the rows of a table of the corpus as named tuples, with None for a null."""
        if table not in self._rows:
            self._rows[table] = rows(getattr(self.corpus, table))
        return self._rows[table]

    @cached_property
    def persona(self) -> dict[str, Any]:
        """A persona's row by its id."""
        return {row.persona_id: row for row in self.personas}

    @cached_property
    def listing(self) -> dict[str, Any]:
        """A listing's row by its id."""
        return {row.item_id: row for row in self.listings}

    @cached_property
    def persona_named(self) -> dict[str, Any]:
        """The first persona's row of each name, the name reduced to its key."""
        named = (row for row in reversed(self.personas) if key(row.name))
        return {key(row.name): row for row in named}

    @cached_property
    def persona_at(self) -> dict[tuple[str, str], Any]:
        """A persona's row by its document and the anchor of its heading."""
        return {(row.path, anchor(row.heading)): row for row in reversed(self.personas)}

    @cached_property
    def name_of_anchor(self) -> dict[str, str]:
        """A name that a heading or the index has, by the anchor that it would have."""
        names = [row.name for row in [*self.personas, *self.listings]]
        return {anchor(name): name for name in reversed(names)}

    @cached_property
    def given_names(self) -> frozenset[str]:
        """The given names of the personas."""
        return frozenset(row.given_name for row in self.personas if row.given_name)

    @cached_property
    def texts(self) -> dict[str, list[Any]]:
        """The statements' rows of each persona."""
        found: dict[str, list[Any]] = {}
        for row in self.statements:
            found.setdefault(row.persona_id, []).append(row)
        return found

    @cached_property
    def group_titles(self) -> dict[str, str]:
        """A group's title by its id."""
        return dict(zip(self.corpus.groups.group_id, self.corpus.groups.title, strict=True))

    @cached_property
    def lower_words(self) -> Counter[str]:
        """How often each word stands in small letters: such a word is no name."""
        return Counter(
            word for line in self.all_lines() for word in words_of(line.text) if word[0].islower()
        )

    # -- headings ------------------------------------------------------------------------------

    @cached_property
    def words(self) -> Vocabulary:
        """The words that open things in these documents."""
        settings = self.corpus.edition.settings
        return vocabulary_of(settings.personas, settings.place)

    @cached_property
    def headings(self) -> dict[str, list[Heading]]:
        """What is read as a heading, by document."""
        found: dict[str, list[Heading]] = {path: [] for path in self.lines}
        for row in self.rows("headings"):
            role = self.lines[row.path][row.line - 1].role
            if role in HEADING_ROLES:
                heading = Heading(row.path, row.line, row.level, plain(row.text), role)
                found[row.path].append(heading)
        return found

    @cached_property
    def anchors(self) -> dict[str, set[str]]:
        """The anchors, in small letters, that a link to each document may name."""
        found: dict[str, set[str]] = {path: set() for path in self.lines}
        for row in self.rows("headings"):
            found[row.path].add(row.anchor)
        for line in self.all_lines():
            if "<" in line.text:
                names = _OWN_ANCHOR.finditer(line.text)
                found[line.path] |= {match["name"].lower() for match in names}
        return found

    # -- links ---------------------------------------------------------------------------------

    @cached_property
    def known_paths(self) -> frozenset[str]:
        """The documents that are there, those that cannot be read among them."""
        left_out = frozenset(self.corpus.edition.excluded)
        return frozenset(self.corpus.documents.path) | frozenset(self.corpus.unread.path) | left_out

    def is_inside(self, path: str) -> bool:
        """Tell whether a path is one at which this source would hold a document."""
        if not path.lower().endswith(".md") or path.startswith("../"):
            return False
        top = any(known.startswith(_TOPS) for known in self.known_paths)
        return path.startswith(_TOPS) if top else not path.startswith("use_cases/")

    def goes_on_as_link(self, line: Line, address: str) -> bool:
        """Tell whether a link that its line leaves open is closed by the next one."""
        both = self.text(line.path, line.line, line.line + 1)
        tokens = _INLINE.parseInline(both)[0].children or []
        return address in {token.attrGet("href") for token in tokens}

    @cached_property
    def own_repositories(self) -> set[str]:
        """The repositories that are this source."""
        edition = self.corpus.edition
        return own_repositories(self.corpus.links.address, self.known_paths, edition.address)

    @cached_property
    def links(self) -> list[Link]:
        """The links within the source: those of listings, and of every other line."""
        listed = {(row.path, line) for row in self.listings for line in _span(row)}
        found = [link for row in self.listings if (link := self._listing_link(row))]
        for row in self.rows("links"):
            if row.target_path is not None and (row.path, row.line) not in listed:
                named = self.persona_named.get(key(row.text))
                persona_id = named.persona_id if named else None
                where = row.path, row.line, row.text, row.address, row.target_path
                found.append(Link(*where, row.target_anchor, persona_id, None))
        return sorted(found, key=lambda link: (link.path, link.line))

    def _listing_link(self, row: Any) -> Link | None:
        if row.target_path is None:
            return None
        line = next((n for n in _span(row) if row.name in self.text(row.path, n)), row.line)
        return Link(
            row.path, line, row.name, row.address or "", row.target_path, row.target_anchor,
            row.persona_id, row.item_id,
        )  # fmt: skip


def rows(frame: pd.DataFrame) -> list[Any]:
    """Give a table's rows as named tuples, with None for a null."""
    row = _row_of(tuple(frame.columns))
    columns = [_values(frame[name]) for name in frame.columns]
    return [row(*values) for values in zip(*columns, strict=True)]


@lru_cache(maxsize=100)
def _row_of(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)


def _values(column: pd.Series) -> list[Any]:
    """Give a column's values, None for a null: what is not equal to itself, or pandas' own."""
    values = column.tolist()
    if column.dtype in ("int64", "bool"):
        return values
    return [None if value is pd.NA or value != value else value for value in values]


def kept_part(item_id: str) -> str:
    """Leave out of an id the number that changes when something is added in front.

    Examples
    --------
    >>> kept_part("ada-the-admin/goals/3"), kept_part("ada-the-admin")
    ('ada-the-admin/goals', 'ada-the-admin')
    """
    return _ORDINAL.sub("", item_id)


def _span(row: Any) -> range:
    return range(row.line, row.end_line + 1)
