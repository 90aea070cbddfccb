"""Grounds: what a result rests on, and whether all of that is as it was."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .watch import digest_of_file, digest_of_names


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a result rests on.

    Attributes
    ----------
    asked : str
        The digest of what it was asked for.
    files, folders : dict of str to str
        Digests of what was read, and of the names in what was listed, by the
        path; empty for what was not there.
    absent : tuple of str
        Modules that were asked for and are not installed.
    """

    asked: str
    files: dict[str, str]
    folders: dict[str, str]
    absent: tuple[str, ...] = ()

    @classmethod
    def of(cls, content: Any) -> Grounds | None:
        """Read what :meth:`as_data` gave; None of anything else."""
        try:
            asked, files, folders = content["asked"], content["files"], content["folders"]
            return cls(str(asked), dict(files), dict(folders), tuple(map(str, content["absent"])))
        except (TypeError, KeyError, ValueError):
            return None

    def as_data(self) -> dict[str, Any]:
        """Give it as JSON can hold it."""
        return asdict(self)

    def moved(self, before: Path, now: Path) -> Grounds:
        """Say that what lay in a folder lies in another from now on.

        Examples
        --------
        >>> Grounds("", {"/a/b": "1"}, {}).moved(Path("/a"), Path("/c")).files == {
        ...     str(Path("/c/b")): "1"
        ... }
        True
        """
        old, new = str(before), str(now)

        def there(path: str) -> str:
            inside = path == old or path.startswith(old + os.sep)
            return new + path[len(old) :] if inside else path

        files = {there(path): own for path, own in self.files.items()}
        return replace(
            self, files=files, folders={there(path): own for path, own in self.folders.items()}
        )


class Looking:
    """Looks whether grounds are as they were, at each place once."""

    def __init__(self) -> None:
        self._file: Callable[[str], str] = lru_cache(maxsize=None)(digest_of_file)
        self._folder: Callable[[str], str] = lru_cache(maxsize=None)(digest_of_names)
        self._absent: Callable[[str], bool] = lru_cache(maxsize=None)(_is_absent)

    def hold(self, grounds: Grounds, asked: str) -> bool:
        """Tell whether a result holds that has these grounds and is asked for in these words."""
        return (
            grounds.asked == asked
            and all(self._file(path) == own for path, own in grounds.files.items())
            and all(self._folder(path) == own for path, own in grounds.folders.items())
            and all(map(self._absent, grounds.absent))
        )


def digest_of_words(*content: Any) -> str:
    """Give one digest of what JSON can hold, of this Python and of this machine's kind.

    Examples
    --------
    >>> digest_of_words({"a": 1}) == digest_of_words({"a": 2})
    False
    """
    about = [sys.version, sys.prefix, platform.machine()]
    words = json.dumps([*content, about], sort_keys=True, default=str, ensure_ascii=True)
    return sha256(words.encode()).hexdigest()


def of_watch(words: Mapping[str, Any], asked: str, records: Mapping[str, str]) -> Grounds | None:
    """Make grounds of what a watch told; None where it read what no digest can be taken of.

    Parameters
    ----------
    words : mapping
        As :meth:`toolbelt_data.report.reuse.watch.Watch.as_words` has them.
    asked : str
        The digest of what was asked for.
    records : mapping of str to str
        As :func:`records` gives them.
    """
    if not words or words.get("outside"):
        return None
    files = words["files"] | files_of(words["modules"], records)
    return Grounds(asked, files, words["folders"], tuple(words["absent"]))


def files_of(modules: Iterable[str], records: Mapping[str, str]) -> dict[str, str]:
    """Give the digest of the list of files of each distribution that holds one of the modules."""
    found = {records[name] for name in modules if name in records}
    return {path: digest_of_file(path) for path in found}


def records() -> dict[str, str]:
    """Find the list of files of each installed distribution, by what it installs.

    Returns
    -------
    dict of str to str
        Path of ``RECORD`` by the first part of the paths of what is installed.
    """
    found = {}
    for folder in map(Path, sys.path):
        for path in sorted(folder.glob("*.dist-info/RECORD")):
            for line in path.read_text("utf-8", errors="replace").splitlines():
                found.setdefault(line.split("/", 1)[0].split(",", 1)[0], str(path))
    return found


def _is_absent(name: str) -> bool:
    try:
        return find_spec(name) is None
    except (ImportError, ValueError):
        return True
