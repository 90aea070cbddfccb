"""The corpus: an edition's documents as tables, read by :func:`load`."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from . import schema, tables
from .collector import paused
from .errors import ParameterError, SourceError
from .limits import check_document
from .names import same_name, same_title
from .outline import Outline
from .reader import read_document
from .rows import Rows, TableRows
from .schema import Table
from .source import Edition, open_edition
from .text import split_lines
from .view import html_of

Names = str | Collection[str]


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """What the documents of one edition say, as tables.

    Attributes
    ----------
    edition : Edition
        The source and revision that it was read from.
    documents, groups, group_statements, listings, personas, sections, statements, \
use_cases, needs, lines : pandas.DataFrame
        The tables that :mod:`toolbelt_data.tables` declares.
    unread : pandas.DataFrame
        What `load` could not read and was told to pass over, as declared in
        :data:`toolbelt_data.tables.UNREAD`.
    schema : str
        Version of the tables.
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
    lines: pd.DataFrame
    unread: pd.DataFrame
    schema: str = schema.VERSION

    def tables(self) -> dict[str, pd.DataFrame]:
        """Give every table by its name, in the order in which they are shown."""
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

    def only(self, groups: Names = (), personas: Names = ()) -> Corpus:
        """Narrow the corpus to some groups or personas.

        Parameters
        ----------
        groups : str or collection of str, optional
            Ids or titles; all where it is empty.
        personas : str or collection of str, optional
            Ids or names; all where it is empty.

        Returns
        -------
        Corpus
            With the chosen groups, what the index says of them, and the
            personas that are in one and chosen themselves. Where personas are
            chosen, only their groups are left, and only the listings that mean
            them. Documents, lines, use cases and needs stay as they are.

        Raises
        ------
        ParameterError
            Where a name is of no group or persona.

        Examples
        --------
        >>> diana = load().only(personas="Diana the Weekend Warrior")
        >>> len(diana.personas), len(diana.groups), len(diana.listings)
        (1, 1, 1)
        """
        people, families, listings = self.personas, self.groups, self.listings
        if len(groups):
            chosen = _chosen("groups", groups, self.groups, "group_id", "title", same_title)
            families = _rows(families, "group_id", chosen)
            people = _rows(people, "group_id", chosen)
        if len(personas):
            chosen = _chosen("personas", personas, self.personas, "persona_id", "name", same_name)
            people = _rows(people, "persona_id", chosen)
            families = _rows(families, "group_id", set(people.group_id.dropna()))
            listings = _rows(listings, "persona_id", set(people.persona_id))
        kept, within = set(people.persona_id), set(families.group_id)
        return replace(
            self,
            groups=families,
            group_statements=_rows(self.group_statements, "group_id", within),
            listings=_rows(listings, "group_id", within),
            personas=people,
            sections=_rows(self.sections, "persona_id", kept),
            statements=_rows(self.statements, "persona_id", kept),
        )

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(frame)} {name}" for name, frame in self.tables().items())
        return f"Corpus of {self.edition.label}: {counts}"

    def _repr_html_(self) -> str:
        return html_of(self)


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
        address, which is cloned once. The embedded edition where it is left out.
    revision : str, optional
        A commit, tag, branch or day (``YYYY-MM-DD``), where the source is an
        address or the folder lies in a git repository.
    tolerant : bool, optional
        Whether to pass over what cannot be read: a document that is not
        readable or too large is left out, bytes that are not UTF-8 become
        U+FFFD, and ``unread`` says so.

    Returns
    -------
    Corpus
        Ten DataFrames; every row says where it came from by ``path``, ``line``
        and ``end_line``.

    Raises
    ------
    SourceError
        Where the source, its revision or one of its documents cannot be read.
    NothingToMeasure
        Where it holds no markdown document.

    Notes
    -----
    Documents are read as CommonMark with tables; `docs/reading.md` says what
    becomes of each way of writing.

    Examples
    --------
    >>> corpus = load()
    >>> corpus.personas.status.value_counts().to_dict()
    {'documented': 17, 'placeholder': 2, 'partial': 1}
    """
    edition = source if isinstance(source, Edition) else open_edition(source, revision)
    return corpus_of(edition, tolerant=tolerant)


def corpus_of(
    edition: Edition,
    read: Callable[[str], Outline] = read_document,
    frame: Callable[[Table, TableRows], pd.DataFrame] = Table.frame,
    *,
    tolerant: bool = False,
) -> Corpus:
    """Put an edition's corpus together.

    Parameters
    ----------
    edition : Edition
    read : callable, optional
        Gives the outline of a document's text; where a content was read
        before, that may be the outline of then.
    frame : callable, optional
        Gives the DataFrame of a table's rows, likewise.
    tolerant : bool, optional
        As :func:`load` takes it.

    Returns
    -------
    Corpus

    Raises
    ------
    SourceError
        Where one of the documents cannot be read.
    """
    with paused():
        return _corpus(edition, read, frame, tolerant)


def _corpus(edition: Edition, read, frame, tolerant: bool) -> Corpus:
    unread = dict(edition.unread)
    outlines = {}
    for path, data in sorted(edition.files.items()):
        if unread and not tolerant:
            break
        try:
            text = decode(path, data)
        except SourceError as error:
            unread[path] = error
            text = data.decode("utf-8", "replace")
        try:
            check_document(path, text, edition.settings.max_lines, edition.settings.max_width)
        except SourceError as error:
            unread[path] = error
            continue
        if tolerant or not unread:
            outlines[path] = read(text)
    if unread and not tolerant:
        raise next(iter(unread.values()))
    made = {
        table.name: frame(table, rows)
        for table, rows in zip(tables.ALL, Rows(outlines, edition.files).tables(), strict=True)
    }
    made[tables.UNREAD.name] = frame(tables.UNREAD, list(_unread(unread)))
    return Corpus(edition=edition, **made)


def _unread(errors: Mapping[str, SourceError]) -> Iterator[dict]:
    for path, error in errors.items():
        yield {"path": path, "line": error.line, "found": error.found, "mend": error.mend}


def decode(path: str, data: bytes) -> str:
    r"""Read a document's bytes as UTF-8.

    Raises
    ------
    SourceError
        Names the byte and the line that are not.

    Examples
    --------
    >>> decode("a.md", b"ok\n\xff")
    Traceback (most recent call last):
    toolbelt_data.errors.SourceError: a.md:2: not UTF-8 at byte 3 (0xff); save the file as UTF-8
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line = len(split_lines(before + "?"))
        raise SourceError(
            path,
            f"not UTF-8 at byte {error.start} (0x{data[error.start]:02x})",
            "save the file as UTF-8",
            line,
        ) from None


def _rows(frame: pd.DataFrame, column: str, chosen: Collection[str]) -> pd.DataFrame:
    return frame[frame[column].isin(list(chosen))].reset_index(drop=True)


def _chosen(
    parameter: str, given: Names, frame: pd.DataFrame, id_: str, name: str, same
) -> set[str]:
    """Find the rows that a parameter names by their id or their name."""
    pairs: Mapping[str, str] = dict(zip(frame[id_], frame[name], strict=True))
    found = set()
    for one in [given] if isinstance(given, str) else given:
        matches = {key for key, words in pairs.items() if key == one or same(words, one)}
        if not matches:
            known = ", ".join(pairs) or "none"
            raise ParameterError(
                f"parameter {parameter}", f"{one!r} is none of the {parameter}", f"use {known}"
            )
        found |= matches
    return found
