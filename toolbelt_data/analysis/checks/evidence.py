"""Evidence: what several rules need to know of a corpus, worked out once."""

from __future__ import annotations

import re
from collections import Counter, namedtuple
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd
from markdown_it import MarkdownIt

from ...corpus import Corpus
from ...listings import target
from ...names import anchor, key
from ...text import LONGEST_MARKUP, plain, remembered, squeeze

HEADING_ROLES = frozenset(
    ("title", "heading", "persona", "section", "facet", "group", "actor", "unplaced")
)
_NO_LINKS = ("code", "comment", "front_matter", "html", "definition")
_ATX = re.compile(r" {0,3}(?P<hashes>#{1,6})(?:[ \t]+(?P<text>.*?))?(?:[ \t]+#+)?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_OWN_ANCHOR = re.compile(r"<[A-Za-z][^>]*?\b(?:id|name)\s*=\s*[\"']?(?P<name>[^\"'\s>]+)")
_HOSTED = re.compile(r"https?://[\w.-]+/(?P<name>[\w.-]+/[\w.-]+)/(?:-/)?(?:blob|tree|raw|edit)/")
_TOPS = ("personas/", "use_cases/")
_ORDINAL = re.compile(r"/\d+$")
_INLINE = MarkdownIt("commonmark")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@remembered
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
    def headings(self) -> dict[str, list[Heading]]:
        """What is a heading to GitHub, by document."""
        return {path: list(_headings(lines)) for path, lines in self.lines.items()}

    @cached_property
    def anchors(self) -> dict[str, set[str]]:
        """The anchors that a link to each document may name."""
        found = {}
        for path, headings in self.headings.items():
            count: Counter[str] = Counter()
            names = set()
            for heading in headings:
                name = anchor(heading.text)
                names.add(f"{name}-{count[name]}" if count[name] else name)
                count[name] += 1
            for line in self.lines[path]:
                if "<" in line.text:
                    names |= {match["name"] for match in _OWN_ANCHOR.finditer(line.text)}
            found[path] = names
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
    def own_repository(self) -> str:
        """Owner and name of the repository that most links of a host lead to."""
        count: Counter[str] = Counter()
        for line in self.all_lines():
            count.update(match["name"] for match in _HOSTED.finditer(line.text))
        return count.most_common(1)[0][0] if count else ""

    def _is_own(self, address: str) -> bool:
        hosted = _HOSTED.match(address)
        return hosted is None or hosted["name"] == self.own_repository

    @cached_property
    def links(self) -> list[Link]:
        """The links within the source: those of listings, and of every other line."""
        listed = {(row.path, line) for row in self.listings for line in _span(row)}
        found = [link for row in self.listings if (link := self._listing_link(row))]
        for line in self.all_lines():
            if len(line.text) > LONGEST_MARKUP:
                continue
            if "](" in line.text and line.role not in _NO_LINKS and line[:2] not in listed:
                found += self._line_links(line)
        return sorted(found, key=lambda link: (link.path, link.line))

    def _listing_link(self, row: Any) -> Link | None:
        if row.target_path is None or not self._is_own(row.address or ""):
            return None
        line = next((n for n in _span(row) if row.name in self.text(row.path, n)), row.line)
        return Link(
            row.path, line, row.name, row.address or "", row.target_path, row.target_anchor,
            row.persona_id, row.item_id,
        )  # fmt: skip

    def _line_links(self, line: Line) -> Iterator[Link]:
        words, address = "", None
        for token in _INLINE.parseInline(line.text)[0].children or []:
            if token.type == "link_open":
                words, address = "", str(token.attrGet("href") or "")
            elif token.type == "link_close" and address is not None:
                path, anchor_ = target(address, line.path, self.known_paths)
                if path is not None and self._is_own(address):
                    named = self.persona_named.get(key(words))
                    persona_id = named.persona_id if named else None
                    yield Link(
                        line.path, line.line, squeeze(words), address, path, anchor_,
                        persona_id, None,
                    )  # fmt: skip
                address = None
            else:
                words += token.content


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


def _headings(lines: list[Line]) -> Iterator[Heading]:
    for line, after in pairwise([*lines, None]):
        if line.role not in HEADING_ROLES:
            continue
        atx = _ATX.fullmatch(line.text)
        if atx is not None:
            yield Heading(
                line.path, line.line, len(atx["hashes"]), plain(atx["text"] or ""), line.role
            )
        elif after is not None and after.role == line.role and _UNDERLINE.fullmatch(after.text):
            level = 1 if after.text.strip()[0] == "=" else 2
            yield Heading(line.path, line.line, level, plain(line.text), line.role)
