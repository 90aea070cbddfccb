"""The corpus: an edition's documents as tables, read by :func:`load`.

Ids are assigned here, and references between documents are resolved.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape
from pathlib import PurePosixPath
from typing import Any

import pandas as pd

from . import tables
from .advice import advice
from .errors import NothingToMeasure, ParameterError, SourceError, did_you_mean
from .links import Candidate, Resolver, key, own_repositories, target, title_key
from .links import anchor as anchor_of
from .reader import Outline, Persona, Section, read_document
from .source import Edition, check_size, open_edition
from .text import decode, slug, words_slug
from .vocabulary import SECTIONS, Vocabulary, known_words, vocabulary_of

Names = str | Collection[str]
Row = tuple

MOST_REMEDIES = 50
"""How many remedies of a persona are paired with each of its challenges, the first ones.

Four times as many as any real persona has. Without a limit, 800 challenges and 800
remedies, 11 kB, would make 640,000 pairs.
"""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_ENDING = re.compile(r"(?<=\w{3})(?:izing|ing|ies|es|ed|s)(?!\S)")
_PARTS = re.compile(r"[.!?;,]\s+\S")
# A summary has this share of an item's words. In the real editions it is 0.80 to 1.00 of the items
# that are summed up, and 0.50 of the only other item beside them.
_SHARE = 0.78
_MIN_ITEMS = 2
_MIN_SHARE_OF_ITEMS = 2 / 3
# Statements with more after them are not tried: comparing all with all takes quadratic time.
_MOST_LATER = 150
_MOST_SHOWN = 5
_SIDES, _HEADS = ("left", "right"), ("table", "rows", "columns")
_NO_SECTION = Section(None, None, None, None, incomplete=False)


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """What the documents of one edition say, as tables.

    Attributes
    ----------
    edition : Edition
        The source and revision that it was read from.
    documents, groups, group_statements, listings, personas, sections, statements, \
use_cases, needs, headings, links, lines : pandas.DataFrame
        The tables that :mod:`toolbelt_data.tables` declares.
    unread : pandas.DataFrame
        What `load` could not read and skipped, as declared in
        :data:`toolbelt_data.tables.UNREAD`.
    advice : str
        Which documents look like personas and were not read, and what settings
        would read them; empty where there are none.
    unfiltered : Corpus or None
        The corpus that :meth:`only` narrowed; None if this is the whole edition.
    """

    edition: Edition
    documents: pd.DataFrame
    groups: pd.DataFrame
    group_statements: pd.DataFrame
    listings: pd.DataFrame
    personas: pd.DataFrame
    sections: pd.DataFrame
    statements: pd.DataFrame
    use_cases: pd.DataFrame
    needs: pd.DataFrame
    headings: pd.DataFrame
    links: pd.DataFrame
    lines: pd.DataFrame
    unread: pd.DataFrame
    advice: str = ""
    unfiltered: Corpus | None = None

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return every table by its name, in the order in which they are shown."""
        return {table.name: getattr(self, table.name) for table in tables.ALL}

    def counts(self) -> pd.DataFrame:
        """Count the rows of each table.

        Returns
        -------
        pandas.DataFrame
            One row per table: table (str), one_row_per (str), rows (int64).

        Examples
        --------
        >>> load().counts().set_index("table").rows["personas"]
        np.int64(20)
        """
        return pd.DataFrame(
            [(t.name, t.row, len(getattr(self, t.name))) for t in tables.ALL],
            columns=["table", "one_row_per", "rows"],
        )

    def only(self, *, groups: Names | None = (), personas: Names | None = ()) -> Corpus:
        """Narrow the corpus to some groups or personas.

        Parameters
        ----------
        groups : str or collection of str, optional
            Ids or titles, in a string between commas; default: all.
        personas : str or collection of str, optional
            Ids or names, likewise; default: all.

        Returns
        -------
        Corpus
            With the chosen groups, what the index says of them, and the
            personas that are in one and chosen themselves. Where personas are
            chosen, only their groups are left, and only the listings that mean
            them. Documents, lines, headings, links, use cases and needs stay as
            they are; findings are those of the whole edition that concern what
            is left.

        Raises
        ------
        ParameterError
            Where a name is that of no group or persona.

        Examples
        --------
        >>> diana = load().only(personas="Diana the Weekend Warrior")
        >>> len(diana.personas), len(diana.groups), len(diana.listings)
        (1, 1, 1)
        """
        if not groups and not personas:
            return self
        people, families, listings = self.personas, self.groups, self.listings
        if groups:
            chosen = _chosen("groups", groups, families, "group_id", "title", title_key)
            families = _rows(families, "group_id", chosen)
            people = people[[not chosen.isdisjoint(ids) for ids in people.group_ids]]
        if personas:
            chosen = _chosen("personas", personas, self.personas, "persona_id", "name", key)
            people = _rows(people, "persona_id", chosen)
            families = _rows(families, "group_id", {one for ids in people.group_ids for one in ids})
            listings = _rows(listings, "persona_id", chosen)
        left, within = set(people.persona_id), set(families.group_id)
        return replace(
            self,
            groups=families,
            group_statements=_rows(self.group_statements, "group_id", within),
            listings=_rows(listings, "group_id", within),
            personas=people.reset_index(drop=True),
            sections=_rows(self.sections, "persona_id", left),
            statements=_rows(self.statements, "persona_id", left),
            unfiltered=self.unfiltered or self,
        )

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(frame)} {name}" for name, frame in self.tables().items())
        advice = f"; {self.advice}" if self.advice else ""
        return f"Corpus of {self.edition.label}: {counts}{advice}"

    def _repr_html_(self) -> str:
        edition = self.edition
        commit = f", revision {edition.revision[:12]} of {edition.date}" if edition.revision else ""
        left, right = (f'<td style="text-align:{side};vertical-align:top">' for side in _SIDES)
        rows = "".join(
            f"<tr>{left}<code>corpus.{name}</code></td>{right}{len(frame)}</td>"
            f"{left}{', '.join(frame)}</td></tr>"
            for name, frame in self.tables().items()
        )
        head = "".join(f'<th style="text-align:left">{word}</th>' for word in _HEADS)
        return (
            f"<p><strong>Corpus of {escape(edition.label)}</strong>{escape(commit)}</p>"
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            f"<p>{escape(self.advice)}</p>"
        )


def load(
    source: str | os.PathLike[str] | Edition | None = None,
    revision: str | None = None,
    *,
    tolerant: bool = False,
) -> Corpus:
    """Read an edition of the persona documents into tables.

    Parameters
    ----------
    source : str, path-like or Edition, optional
        A folder: the documents' repository, or its ``personas/``; or a git
        address, which is cloned once. Default: the newest embedded edition.
    revision : str, optional
        A commit, tag, branch or day (``YYYY-MM-DD``), where the source is an
        address or the folder is in a git repository.
    tolerant : bool, optional
        Whether to skip what cannot be read: a document that is not readable or
        too large is left out, bytes that are not UTF-8 become U+FFFD, and
        ``unread`` says so.

    Returns
    -------
    Corpus
        Twelve DataFrames; every row has its place, ``path``, ``line`` and
        ``end_line``.

    Raises
    ------
    SourceError
        Where the source, its revision or one of its documents cannot be read.
    NothingToMeasure
        Where there is no markdown document.
    ParameterError
        Where the settings beside the documents cannot be used.

    Notes
    -----
    Documents are read as CommonMark with tables; `docs/reading.md` shows how
    each way of writing is read.

    Examples
    --------
    >>> corpus = load()
    >>> corpus.personas.status.value_counts().to_dict()
    {'documented': 17, 'placeholder': 2, 'partial': 1}
    """
    edition = source if isinstance(source, Edition) else open_edition(source, revision)
    words = vocabulary_of(edition.settings.personas, edition.settings.place)
    unread, outlines = dict(edition.unread), {}
    for path, data in sorted(edition.files.items()):
        try:
            check_size(path, data)
            outlines[path] = read_document(data.decode("utf-8", "replace"), words)
            decode(path, data, "save the file as UTF-8, or exclude it in toolbelt.toml")
        except SourceError as error:
            unread[path] = error
    if unread and not tolerant:
        raise next(iter(unread.values()))
    rows = _Rows(edition, outlines, words)
    frames = {table.name: table.frame(getattr(rows, table.name)()) for table in tables.ALL}
    frames["unread"] = tables.UNREAD.frame(
        (path, error.line, error.found, error.fix) for path, error in unread.items()
    )
    return Corpus(edition, **frames, advice=advice(outlines, words))


def require_read(corpus: Corpus, personas: bool = False) -> None:
    """Raise if the documents contain no persona, or nothing at all; suggest settings.

    Parameters
    ----------
    corpus : Corpus
    personas : bool, optional
        Whether a persona is needed. Else a group or a use case is enough, unless
        the source is a folder with neither ``personas/`` nor ``use_cases/``.

    Raises
    ------
    NothingToMeasure
    """
    enough = [] if personas or corpus.edition.whole else [corpus.groups, corpus.use_cases]
    if any(map(len, [corpus.personas, *enough])):
        return
    number = len(corpus.documents)
    seen = ", ".join(f'"{one}"' for one in corpus.headings.text.head(_MOST_SHOWN))
    raise NothingToMeasure(
        corpus.edition.root if corpus.edition.whole else corpus.edition.label,
        f"no persona in {number} document{'s' * (number != 1)}"
        + (f" (headings: {seen})" if seen and not corpus.advice else ""),
        corpus.advice
        or "begin a persona's heading with Name:, or set the words in toolbelt.toml"
        " (docs/reading.md)",
    )


class _Rows:
    """The rows of every table, built from the outlines of one edition by path.

    A row has its values in the order in which the table's columns are declared.
    """

    def __init__(self, edition: Edition, outlines: Mapping[str, Outline], words: Vocabulary):
        self.outlines, self.files, self.words = outlines, edition.files, words
        self.ids = {kind: _ids(outlines, kind, slug_of) for kind, slug_of in _SLUGS.items()}
        self.known = {*outlines, *edition.unread, *edition.excluded}
        addresses = [link.address for one in outlines.values() for link in one.links]
        self.repositories = own_repositories(addresses, self.known, edition.address)
        # The groups that list each persona, and whether the spelling differs; `listings`, which is
        # made before `personas`, fills it.
        self.groups_of: dict[str, list[tuple[bool, str]]] = defaultdict(list)

    def each(self, kind: str) -> Iterator[tuple[str, Any, str]]:
        """Yield path, part and id of all personas, groups or actors."""
        for path, one in self.outlines.items():
            for part, part_id in zip(getattr(one, kind), self.ids[kind][path], strict=True):
                yield path, part, part_id

    def documents(self) -> Iterator[Row]:
        for path, one in self.outlines.items():
            is_use_case = one.actors or path.startswith("use_cases/")
            kinds = {"index": one.groups, "personas": one.personas, "use_cases": is_use_case}
            found, data = [kind for kind, there in kinds.items() if there], self.files[path]
            digest = hashlib.sha256(data).hexdigest()
            yield path, found or ["other"], one.title, len(data), len(one.lines), digest

    def groups(self) -> Iterator[Row]:
        for path, group, group_id in self.each("groups"):
            about = self.outlines[path].descriptions.get(key(group.title), (None,) * 3)
            yield group_id, group.title, group.roles, *about, *_place(path, group)

    def group_statements(self) -> Iterator[Row]:
        for path, group, group_id in self.each("groups"):
            for piece, field, _, number in group.statements:
                item_id = f"{group_id}/{field}/{number}"
                yield item_id, group_id, field, number, piece.text, *_place(path, piece)

    def listings(self) -> Iterator[Row]:
        resolver = Resolver(
            Candidate(persona_id, persona.name.name, persona.heading, path)
            for path, persona, persona_id in self.each("personas")
        )
        for path, group, group_id in self.each("groups"):
            for number, (piece, one) in enumerate(group.listings, 1):
                ids = f"{group_id}/listing/{number}", group_id, number
                leads = target(one.address, path, self.known, self.repositories)
                persona_id, how = resolver.find(one.name, *leads)
                self.groups_of[persona_id].append((how == "fuzzy", group_id))
                link = one.name, one.address or None, *leads, one.malformed
                yield *ids, *link, persona_id, how, *_place(path, piece)

    def personas(self) -> Iterator[Row]:
        titled = {
            title_key(one.title): group_id for _, one, group_id in [*self.each("groups")][::-1]
        }
        titled[""] = None
        titles = {path: title_key(one.title or "") for path, one in self.outlines.items()}
        for path, persona, persona_id in self.each("personas"):
            listed = sorted(self.groups_of[persona_id], key=lambda one: one[0])
            found = [titled.get(titles[path]), *(group_id for _, group_id in listed)]
            groups = [*dict.fromkeys(filter(None, found))]
            name, parent = persona.name, persona.parent
            above = None if parent is None else self.ids["personas"][path][parent]
            names = name.name, persona.heading, name.given_name, name.archetype
            belongs = groups[0] if groups else None, groups, above
            about = persona.level, name.marker, _status(persona, self.words.required)
            yield persona_id, *names, *belongs, *about, *_place(path, persona)

    def sections(self) -> Iterator[Row]:
        for path, persona, persona_id in self.each("personas"):
            for name, one, number, status in _sections(persona):
                marker = "incomplete" if one.incomplete else None
                about = one.heading, marker, number, status, one.form
                yield persona_id, name, *about, *_place(path, one)

    def statements(self) -> Iterator[Row]:
        for path, persona, persona_id in self.each("personas"):
            texts = {name: [] for name in SECTIONS}
            for one in persona.statements:
                texts[one.section].append(one.piece.text)
            sums = {name: summed_up(stated) for name, stated in texts.items()}
            for piece, section, facet, number in persona.statements:
                prefix = f"{persona_id}/{section}"
                items = [f"{prefix}/{one + 1}" for one in sums[section].get(number - 1, [])]
                ids = f"{prefix}/{number}", persona_id, section, facet, number
                yield *ids, piece.kind, piece.text, items, *_place(path, piece)

    def use_cases(self) -> Iterator[Row]:
        for path, actor, actor_id in self.each("actors"):
            status = "written" if actor.statements else "placeholder"
            yield actor_id, actor.name, status, *_place(path, actor)

    def needs(self) -> Iterator[Row]:
        for path, actor, actor_id in self.each("actors"):
            for piece, _, _, number in actor.statements:
                need_id = f"{actor_id}/need/{number}"
                yield need_id, actor_id, number, piece.text, *_place(path, piece)

    def headings(self) -> Iterator[Row]:
        for path, one in self.outlines.items():
            count: Counter[str] = Counter()
            for heading in one.headings:
                name = anchor_of(heading.text)
                anchor = f"{name}-{count[name]}" if count[name] else name
                count[name] += 1
                yield heading.level, heading.text, anchor, *_place(path, heading)

    def links(self) -> Iterator[Row]:
        for path, one in self.outlines.items():
            count: Counter[int] = Counter()
            for line, text, address in one.links:
                number = count[line] = count[line] + 1
                leads = target(address, path, self.known, self.repositories)
                yield number, text, address, *leads, path, line, line

    def lines(self) -> Iterator[Row]:
        for path, one in self.outlines.items():
            rows = zip(one.roles, one.owners, one.lines, strict=True)
            for number, (role, owners, text) in enumerate(rows, 1):
                ids = [self.ids[kind][path][at] + end for kind, at, end in owners]
                yield path, number, role, ids, text


def summed_up(texts: list[str]) -> dict[int, list[int]]:
    """Find the summary statements of a section, which say what later ones say one by one.

    If summaries were counted too, a section would have more challenges, and
    more gaps, than it states.

    Parameters
    ----------
    texts : list of str
        The section's statements in order.

    Returns
    -------
    dict of int to list of int
        Position of each summary, and the positions of the items that it sums up.

    Notes
    -----
    A summary has several parts, is longer than each item, and at least two and
    at least two in three of the statements after it have nearly all of their
    words in it. At most 150 statements follow it.

    Examples
    --------
    >>> summed_up(["She lacks time. She also lacks money for tools.",
    ...            "Lacks time", "Lacks money for tools"])
    {0: [1, 2]}
    """
    first = max(0, len(texts) - _MOST_LATER - 1)
    long = [n for n in range(first, len(texts) - _MIN_ITEMS) if _PARTS.search(texts[n])]
    words = {n: _words(texts[n]) for n in range(min(long, default=len(texts)), len(texts))}
    found = {}
    for summary in long:
        whole, later = words[summary], range(summary + 1, len(texts))
        shorter = (n for n in later if 0 < len(words[n]) < len(whole))
        items = [n for n in shorter if len(words[n] & whole) >= _SHARE * len(words[n])]
        if len(items) >= max(_MIN_ITEMS, _MIN_SHARE_OF_ITEMS * len(later)):
            found[summary] = items
    return found


def _words(text: str) -> set[str]:
    """Return the words that matter, without endings, so that "use" meets "using"."""
    words = {*_WORD.findall(text.lower())}.difference(known_words()["stop_words"]["words"])
    return {*_ENDING.sub("", " ".join(words)).split()}


def _place(path: str, item: Any) -> Row:
    return path, item.line, item.end_line


def _sections(persona: Persona) -> Iterator[tuple[str, Section, int, str]]:
    """Yield each section's name, what its heading says, its number of statements and status."""
    count = Counter(statement.section for statement in persona.statements)
    for name in SECTIONS:
        one = persona.sections.get(name, _NO_SECTION)
        if count[name]:
            status = "incomplete" if one.incomplete else "written"
        else:
            status = "missing" if one is _NO_SECTION else "empty"
        yield name, one, count[name], status


def _status(persona: Persona, required: Collection[str]) -> str:
    written = [one == "written" for name, *_, one in _sections(persona) if name in required]
    return "documented" if all(written) else "partial" if any(written) else "placeholder"


_SLUGS: dict[str, Callable[[Any], str]] = {
    "personas": lambda persona: slug(persona.name.name),
    "groups": lambda group: words_slug(group.title),
    "actors": lambda actor: slug(actor.name),
}


def _ids(
    outlines: Mapping[str, Outline], kind: str, slug_of: Callable[[Any], str]
) -> dict[str, list[str]]:
    """Return ids that are unique in the edition, and stay when another file is added.

    A slug that occurs once is the id. One that occurs twice takes its file's
    stem, or its whole path where files of one stem have it, and a number where
    one file has it twice.
    """
    wanted = [
        (path, slug_of(part) or "unnamed")
        for path, one in outlines.items()
        for part in getattr(one, kind)
    ]
    count = Counter(name for _, name in wanted)
    holders = Counter((name, PurePosixPath(path).stem) for path, name in {*wanted})
    taken = {name for name, number in count.items() if number == 1}
    numbers: Counter[str] = Counter()
    found: dict[str, list[str]] = {path: [] for path in outlines}
    for path, name in wanted:
        if count[name] > 1:
            place = PurePosixPath(path).with_suffix("")
            end = place.stem if holders[name, place.stem] == 1 else str(place).replace("/", " ")
            base = name = f"{name}-{slug(end)}"
            while name in taken:
                numbers[base] += 1
                name = f"{base}-{numbers[base]}"
            taken.add(name)
        found[path].append(name)
    return found


def _rows(frame: pd.DataFrame, column: str, chosen: Iterable[str]) -> pd.DataFrame:
    return frame[frame[column].isin([*chosen])].reset_index(drop=True)


def _chosen(
    parameter: str, names: Names, frame: pd.DataFrame, id_: str, name: str, reduced: Callable
) -> set[str]:
    """Return the ids of the rows that a parameter names by id or name."""
    found = set()
    for one in filter(None, map(str.strip, names.split(","))) if isinstance(names, str) else names:
        alike = frame[name].map(reduced) == (reduced(one) or None)
        matches = frame[id_][alike | (frame[id_] == one)]
        if matches.empty:
            fix = did_you_mean(one, frame[name]) or f"use {', '.join(frame[id_]) or 'none'}"
            raise ParameterError(
                f"parameter {parameter}", f"{one!r} is not one of the {parameter}", fix
            )
        found.update(matches)
    return found
