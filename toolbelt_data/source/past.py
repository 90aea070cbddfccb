"""Past: the editions that a repository's documents went through, along first parents.

They are read by the rules of :mod:`toolbelt_data.source.edition`, only faster:
what two commits share is looked at once.
"""

from __future__ import annotations

import os
import posixpath
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from .. import embedded
from ..errors import NothingToMeasure, ParameterError, SourceError, ToolbeltError
from ..limits import MAX_BYTES, check_beside, check_document
from ..settings import FILES, Settings, find_settings
from . import repository
from .address import is_address
from .edition import Edition, beside, commit_of, require_documents, root_of, take
from .folder import FOLDERS, Found
from .objects import CommitObject, Entry, MissingObject, Objects
from .trees import Trees

# What is hidden where a folder cannot be read: nobody can tell which documents.
_ALL = ((b"", ""),)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An edition of the past.

    Attributes
    ----------
    edition : Edition
        As :func:`toolbelt_data.open_edition` gives it, without its address.
    subject : str or None
        The first line of the commit's message; None of an embedded edition.
    error : ToolbeltError or None
        Why it cannot be opened.
    hidden : tuple of (bytes, str)
        Path and blob of the documents that nobody looked at: for this reason,
        or as they are too large. One of no name stands for all.
    """

    edition: Edition
    subject: str | None
    error: ToolbeltError | None = None
    hidden: tuple[tuple[bytes, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it has no document."""
        return not (self.edition.files or self.hidden)

    def differs(self, before: Snapshot) -> bool:
        """Tell whether its documents, or which of them can be read, are others than before."""
        new, old = self.edition, before.edition
        limits = [(one.settings.max_lines, one.settings.max_width) for one in (new, old)]
        return (
            new.files != old.files
            or self.hidden != before.hidden
            or (self.error is None) != (before.error is None)
            or (limits[0] != limits[1] and _refused(new) != _refused(old))
        )


def _refused(edition: Edition) -> set[str]:
    """Give the documents that have more lines, or longer ones, than are read."""
    found = set()
    for path, data in edition.files.items():
        text = data.decode("utf-8", "replace")
        try:
            check_document(path, text, edition.settings.max_lines, edition.settings.max_width)
        except SourceError:
            found.add(path)
    return found


class Past:
    """Reads the snapshots of a source; closes what it opened at the end of a ``with`` block.

    Parameters
    ----------
    source : str or path-like
        A folder in a repository's work tree, a bare repository, or a git address.
    revision : str
        The commit, tag, branch or day that the past leads to.

    Attributes
    ----------
    edge : str or None
        The full name of the commit at which a shallow clone begins; None where
        the past leads back to a root.

    Raises
    ------
    SourceError
        Where the folder is in no repository, or the revision is none of it.
    """

    def __init__(self, source: str | os.PathLike[str], revision: str = "HEAD") -> None:
        self._source = str(source)
        self._root = root_of(self._source)
        prefix = repository.prefix(self._root)
        if prefix is None and shutil.which("git"):
            raise SourceError(
                self._root,
                "in no git repository, so without a history",
                "give a clone's path, or no source for the embedded editions",
            )
        self._prefix = prefix or ""
        self._head = commit_of(self._source, self._root, revision)
        self._embedded = embedded.is_embedded(self._root)
        self._shallow = repository.shallow(self._root)
        self._blobs: dict[str, tuple[int, bytes | None]] = {}
        self.edge: str | None = None
        # What is said of an edition is kept in tables, and names no folder of this machine.
        self._place = self._source if is_address(self._source) else self._root.resolve().name
        self._objects = Objects(self._root, self._place)
        self._trees = Trees(self._objects)

    def __enter__(self) -> Past:
        return self

    def __exit__(self, *exception: object) -> None:
        self._objects.close()

    def snapshots(self, since: str = "") -> Iterator[Snapshot]:
        """Give each snapshot whose documents are others than its first parent's, oldest first.

        Parameters
        ----------
        since : str
            Day, ``YYYY-MM-DD``; those of earlier days, or of none, are left out, wherever
            they stand. All where empty.

        Raises
        ------
        SourceError
            Where a commit of the past cannot be read.
        """
        commits = self._commits()
        held: _Held | None = None
        opened: Snapshot | None = None
        for number, commit in enumerate(commits):
            if commit.date < since:
                held = opened = None
                continue
            if opened is None and number:
                held = self._held(commits[number - 1])
                opened = self._open(commits[number - 1], held)
            before, now = held, self._held(commit)
            if now == before:
                continue
            snapshot = self._open(commit, now)
            if snapshot.differs(opened) if opened else not snapshot.is_empty:
                yield snapshot
            held, opened = now, snapshot

    def _commits(self) -> list[CommitObject]:
        """Give the commits along first parents, oldest first."""
        found = [self._objects.commit(self._head.name)]
        while found[-1].parents and found[-1].name not in self._shallow:
            found.append(self._objects.commit(found[-1].parents[0]))
        self.edge = found[-1].name if found[-1].parents else None
        return found[::-1]

    def _open(self, commit: CommitObject, held: _Held) -> Snapshot:
        """Open a commit's edition as :func:`open_edition` does, or say why it cannot be."""
        at = repository.Commit(commit.name, commit.date)
        given = (at.label, self._source, *at, self._embedded)
        edition = Edition(*given)
        if held.fault:
            return Snapshot(edition, commit.subject, MissingObject(self._place, *held.fault), _ALL)
        if held.documents is None:
            error = repository.no_folder(self._place, at, self._prefix)
            return Snapshot(edition, commit.subject, error)
        try:
            settings = find_settings(partial(self._file, commit.tree), beside(self._root))
            edition = Edition(*given, settings=settings)
            take(edition, [self._found(*one, settings) for one in held.documents])
            require_documents(edition, f"{self._place} at {commit.name}")
        except NothingToMeasure as error:
            return Snapshot(edition, commit.subject, error)
        except (MissingObject, ParameterError) as error:
            return Snapshot(Edition(*given), commit.subject, error, held.documents)
        hidden = tuple(one for one in held.documents if _decoded(one[0]) in edition.unread)
        return Snapshot(edition, commit.subject, hidden=hidden)

    def _found(self, path: bytes, blob: str, settings: Settings) -> Found:
        """Say what :func:`take` needs to know of a document."""
        size, data = self._blobs.get(blob, (0, None))
        if data is None and size <= settings.max_bytes:
            size, data = self._blobs[blob] = self._objects.blob(blob, settings.max_bytes)
        return Found(_decoded(path), size, partial(bytes, data or b""))

    def _held(self, commit: CommitObject) -> _Held:
        """Give all of a commit that its edition depends on."""
        try:
            settings = tuple(
                self._at(commit.tree, folder + name)
                for folder in beside(self._root)
                for name in FILES
            )
            top = self._at(commit.tree, "")
            if top is None or not top.is_folder:
                return _Held(None, settings)
            inside = [
                (folder.name + b"/" + path, blob)
                for folder in self._trees.folders(top.target, FOLDERS)
                for path, blob in self._trees.documents(folder.target)
            ]
            return _Held(tuple(inside) or self._trees.documents(top.target), settings)
        except MissingObject as error:
            return _Held(None, (), (error.found, error.mend))

    def _file(self, tree: str, path: str) -> bytes | None:
        """Read a file beside the documents; None where there is none."""
        found = self._at(tree, path)
        if found is None or not found.is_file:
            return None
        size, data = self._objects.blob(found.target, MAX_BYTES)
        try:
            check_beside(path, size)
        except SourceError as error:
            raise MissingObject(path, error.found, error.mend) from None
        return data

    def _at(self, tree: str, path: str) -> Entry | None:
        """Find what a commit holds at a path relative to the source's root."""
        inside = posixpath.normpath(self._prefix + path)
        return self._trees.at(tree, "" if inside == "." else inside)


def _decoded(path: bytes) -> str:
    return path.decode("utf-8", "backslashreplace")


class _Held(NamedTuple):
    """What of a commit its edition depends on.

    Attributes
    ----------
    documents : tuple of (bytes, str) or None
        Path and blob of each; None where the source's folder is not there.
    settings : tuple of Entry or None
        What stands where settings may.
    fault : tuple of str
        Why nobody can tell, and the mend; empty where somebody can.
    """

    documents: tuple[tuple[bytes, str], ...] | None
    settings: tuple[Entry | None, ...]
    fault: tuple[str, ...] = ()
