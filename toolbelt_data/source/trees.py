"""Trees: what a commit holds at a path, and which documents lie below a folder.

What two commits share is looked at once. Whoever means harm writes trees that
git itself never would: names that occur twice, or folders thousands deep.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from ..limits import MAX_DOCUMENTS
from .folder import is_markdown
from .objects import Entry, Objects, TooManyDocuments


class Trees:
    """Reads trees, each once.

    Parameters
    ----------
    objects : Objects
    """

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._entries: dict[str, list[Entry]] = {}
        self._documents: dict[str, tuple[tuple[bytes, str], ...]] = {}

    def at(self, tree: str, path: str) -> Entry | None:
        """Find what lies at a path, relative to a tree and written without ``.`` and ``..``.

        Raises
        ------
        SourceError
            Where a tree cannot be read.
        """
        found: Entry | None = Entry(b"", True, False, tree)
        for name in os.fsencode(path).split(b"/") if path else ():
            if found is None or not found.is_folder:
                return None
            inside = self._tree(found.target)
            found = next((entry for entry in inside if entry.name == name), None)
        return found

    def folders(self, tree: str, names: tuple[str, ...]) -> Iterator[Entry]:
        """Give the folders of these names that lie in a tree.

        Raises
        ------
        SourceError
            Where the tree cannot be read.
        """
        wanted = {name.encode() for name in names}
        return (one for one in self._tree(tree) if one.is_folder and one.name in wanted)

    def documents(self, tree: str) -> tuple[tuple[bytes, str], ...]:
        """Give the path and the blob of every document below a tree.

        Raises
        ------
        SourceError
            Where a tree cannot be read, or holds more documents than are read.
        """
        waiting = [tree]
        while waiting:
            name = waiting[-1]
            if name in self._documents:
                waiting.pop()
                continue
            entries = [one for one in self._tree(name) if not _is_hidden(one)]
            folders = dict.fromkeys(one.target for one in entries if one.is_folder)
            lacking = [folder for folder in folders if folder not in self._documents]
            waiting += lacking
            if not lacking:
                self._refuse_many(entries)
                self._documents[name] = tuple(self._below(entries))
        return self._documents[tree]

    def _refuse_many(self, entries: list[Entry]) -> None:
        number = sum(
            len(self._documents[one.target]) if one.is_folder else _is_document(one)
            for one in entries
        )
        if number > MAX_DOCUMENTS:
            found = f"a folder with {number:,} documents, at most {MAX_DOCUMENTS:,} are read"
            raise TooManyDocuments(self._objects.place, found, "name a folder that holds fewer")

    def _below(self, entries: list[Entry]) -> Iterator[tuple[bytes, str]]:
        for entry in entries:
            if entry.is_folder:
                for path, blob in self._documents[entry.target]:
                    yield entry.name + b"/" + path, blob
            elif _is_document(entry):
                yield entry.name, entry.target

    def _tree(self, name: str) -> list[Entry]:
        if name not in self._entries:
            self._entries[name] = self._objects.tree(name)
        return self._entries[name]


def _is_document(entry: Entry) -> bool:
    return entry.is_file and is_markdown(entry.name.decode("latin-1"))


def _is_hidden(entry: Entry) -> bool:
    return entry.is_folder and entry.name.startswith(b".")
