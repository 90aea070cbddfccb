"""Objects: commits, trees and blobs of a repository, through one process of git's.

A history reads thousands of objects; a process for each would take longer than
all the rest. Nothing but objects that are there is read: no hook runs, nothing
is fetched, nothing is written.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import NamedTuple

from ..errors import SourceError
from . import git
from .days import day_of

_PIECE = 2**20
_SUBJECT = 200
_MODE = re.compile(rb"[0-7]{1,6}|0[0-7]{6}")
_TYPE, _FOLDER, _FILE = 0o170000, 0o040000, 0o100000


class MissingObject(SourceError):
    """An object is not in the repository, or is not what it should be."""


class TooManyDocuments(MissingObject):
    """A folder of a commit holds more than is read."""


class CommitObject(NamedTuple):
    """A commit as it is kept.

    Attributes
    ----------
    name : str
        Its full name.
    tree : str
    parents : list of str
    date : str
        The committer's day, ``YYYY-MM-DD``; empty where the commit has none.
    subject : str
        The first line of its message, 200 characters at most.
    """

    name: str
    tree: str
    parents: list[str]
    date: str
    subject: str


class Entry(NamedTuple):
    """What a tree holds under one name: a folder, a regular file, or something else."""

    name: bytes
    is_folder: bool
    is_file: bool
    target: str


class Objects:
    """Reads objects by their full names.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in a repository's work tree, or a bare repository.
    place : str
        What it is called where something is wrong with it.

    Raises
    ------
    SourceError
        Where git is not installed.
    """

    def __init__(self, folder: Path, place: str) -> None:
        self._folder = folder
        self.place = place
        self._process = git.start(folder, "cat-file", "--batch")

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        with contextlib.suppress(BrokenPipeError), self._process:
            pass

    def commit(self, name: str) -> CommitObject:
        """Read a commit.

        Raises
        ------
        SourceError
            Where it cannot be read.
        """
        head, _, message = self._read(name, b"commit").partition(b"\n\n")
        given: dict[bytes, list[bytes]] = {}
        for line in head.split(b"\n"):
            word, _, value = line.partition(b" ")
            given.setdefault(word, []).append(value)
        if b"tree" not in given:
            raise self._missing(name)
        return CommitObject(
            name,
            given[b"tree"][0].decode("ascii", "replace"),
            [parent.decode("ascii", "replace") for parent in given.get(b"parent", [])],
            _day(given.get(b"committer", [b""])[0]),
            _subject(message, given.get(b"encoding", [b"utf-8"])[0]),
        )

    def tree(self, name: str) -> list[Entry]:
        """Read a tree.

        Raises
        ------
        SourceError
            Where it cannot be read.
        """
        data, size, position = self._read(name, b"tree"), len(name) // 2, 0
        found = []
        while position < len(data):
            end = data.find(b"\0", position)
            mode, _, path = data[position:end].partition(b" ")
            target = data[end + 1 : end + 1 + size]
            if not (_MODE.fullmatch(mode) and path and len(target) == size):
                raise self._missing(name)
            kind = int(mode, 8) & _TYPE
            found.append(Entry(path, kind == _FOLDER, kind == _FILE, target.hex()))
            position = end + 1 + size
        return found

    def blob(self, name: str, most: int | None = None) -> tuple[int, bytes | None]:
        """Read a file's bytes.

        Parameters
        ----------
        name : str
        most : int, optional
            Bytes that are kept of it; as many as there are where left out.

        Returns
        -------
        size : int
        data : bytes or None
            None where there are more than `most`.

        Raises
        ------
        SourceError
            Where it cannot be read.
        """
        size = self._ask(name, b"blob")
        if most is None or size <= most:
            return size, self._rest(name, size)
        left = size
        while left:
            left -= len(self._take(name, min(left, _PIECE)))
        self._take(name, 1)
        return size, None

    def _read(self, name: str, kind: bytes) -> bytes:
        return self._rest(name, self._ask(name, kind))

    def _ask(self, name: str, kind: bytes) -> int:
        """Ask for an object, and give its size; its bytes and a line end follow."""
        # Git ends where an object is not there and it may not fetch it; or somebody ended it.
        header = self._header(name) or self._header(name)
        words = header.split()
        if len(words) != 3:
            raise self._missing(name)
        if words[1] != kind:
            self._rest(name, int(words[2]))
            raise self._missing(name)
        return int(words[2])

    def _header(self, name: str) -> bytes:
        """Give the first line of git's answer; empty where git has ended, and is started anew."""
        header = b""
        with contextlib.suppress(OSError):
            self._process.stdin.write(name.encode() + b"\n")
            self._process.stdin.flush()
            header = self._process.stdout.readline()
        if not header:
            self.close()
            self._process = git.start(self._folder, "cat-file", "--batch")
        return header

    def _rest(self, name: str, size: int) -> bytes:
        data = self._take(name, size)
        self._take(name, 1)
        return data

    def _take(self, name: str, size: int) -> bytes:
        data = self._process.stdout.read(size)
        if len(data) != size:
            raise self._ended()
        return data

    def error(self, found: str) -> MissingObject:
        """Say what is wrong with the repository."""
        return MissingObject(self.place, found, "check the clone with git fsck")

    def _missing(self, name: str) -> MissingObject:
        return self.error(f"object {name} cannot be read")

    def _ended(self) -> SourceError:
        found = "git ended before it had read everything"
        return SourceError(self.place, found, "check the clone with git fsck")


def _day(committer: bytes) -> str:
    return day_of(committer.rpartition(b">")[2].decode("ascii", "replace"))


def _subject(message: bytes, encoding: bytes) -> str:
    # Four bytes make a character at most; who writes more of them writes no subject.
    line = message.lstrip(b"\n").partition(b"\n")[0][: 4 * _SUBJECT + 1]
    try:
        text = line.decode(encoding.decode("ascii"), "replace").strip()
    except (LookupError, UnicodeError):
        text = line.decode("utf-8", "replace").strip()
    return text if len(text) <= _SUBJECT else text[: _SUBJECT - 1].rstrip() + "…"
