"""Grounds: what a result rests on, and whether all of that is as it was."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from .looks import LOOKS, digest_of_file

_PACKAGE = Path(__file__).absolute().parents[2]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a result rests on.

    Attributes
    ----------
    asked : str
        The digest of what it was asked for.
    seen : dict of str to dict
        Digests of what was read, by the way of looking and the place, as
        :mod:`toolbelt_data.report.reuse.looks` has them; empty for what was not
        there.
    """

    asked: str
    seen: dict[str, dict[str, str]]

    @classmethod
    def of(cls, content: Any) -> Grounds | None:
        """Read what :meth:`as_data` gave; None of anything else."""
        try:
            seen = {way: dict(places) for way, places in content["seen"].items()}
            return cls(str(content["asked"]), seen) if seen.keys() <= LOOKS.keys() else None
        except (AttributeError, TypeError, KeyError, ValueError):
            return None

    def as_data(self) -> dict[str, Any]:
        """Give it as JSON can hold it."""
        return asdict(self)

    def moved(self, before: Path, now: Path) -> Grounds:
        """Say that what lay in a folder lies in another from now on.

        Examples
        --------
        >>> Grounds("", {"files": {"/a/b": "1"}}).moved(Path("/a"), Path("/c")).seen == {
        ...     "files": {str(Path("/c/b")): "1"}
        ... }
        True
        """
        old, new = str(before), str(now)

        def there(path: str) -> str:
            inside = path == old or path.startswith(old + os.sep)
            return new + path[len(old) :] if inside else path

        return replace(
            self,
            seen={
                way: {there(path): own for path, own in places.items()}
                for way, places in self.seen.items()
            },
        )


class Looking:
    """Looks whether grounds are as they were, at each place once."""

    def __init__(self) -> None:
        self._looks: dict[str, Callable[[str], str]] = {
            way: lru_cache(maxsize=None)(look) for way, look in LOOKS.items()
        }

    def hold(self, grounds: Grounds, asked: str) -> bool:
        """Tell whether a result holds that has these grounds and is asked for in these words."""
        return grounds.asked == asked and all(
            self._looks[way](place) == own
            for way, places in grounds.seen.items()
            for place, own in places.items()
        )


def digest_of_words(*content: Any) -> str:
    """Give one digest of what JSON can hold, of this Python and of this machine's kind.

    Examples
    --------
    >>> digest_of_words({"a": 1}) == digest_of_words({"a": 2})
    False
    """
    about = [sys.version, sys.prefix, platform.machine(), str(_PACKAGE)]
    about.append(os.environ.get("PYTHONPATH", ""))
    words = json.dumps([*content, about], sort_keys=True, default=str, ensure_ascii=True)
    return sha256(words.encode()).hexdigest()


def of_watch(
    words: Mapping[str, Any],
    asked: str,
    records: Mapping[str, Collection[str]],
    known: Collection[str],
) -> Grounds | None:
    """Make grounds of what a watch told; None where it read what no digest can be taken of.

    Parameters
    ----------
    words : mapping
        As :meth:`toolbelt_data.report.reuse.seen.Seen.as_words` has them.
    asked : str
        The digest of what was asked for.
    records : mapping of str to collection of str
        As :func:`records` gives them.
    known : collection of str
        Folders whose repositories that digest tells of.
    """
    if not words or words["outside"] or words["prefix"] != sys.prefix:
        return None
    if {os.path.realpath(place) for place in words["repositories"]} - set(known):
        return None
    files = words["seen"]["files"] | files_of(words["installed"], records)
    return Grounds(asked, words["seen"] | {"files": files})


def files_of(modules: Iterable[str], records: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Give the digest of what tells the version of each module that is installed.

    That is the list of files of each distribution that has a part in it, and
    the module's own beginning where no list names it.
    """
    found: set[str] = set()
    for name in modules:
        found.update(records.get(name) or _beginning_of(name))
    return {path: digest_of_file(path) for path in found}


def records() -> dict[str, set[str]]:
    """Find the lists of files of installed distributions, by what they install.

    Returns
    -------
    dict of str to set of str
        Paths of ``RECORD`` by the first part of the paths of what is installed.
    """
    found: dict[str, set[str]] = {}
    for folder in map(Path, sys.path):
        for path in folder.glob("*.dist-info/RECORD"):
            for line in path.read_text("utf-8", errors="replace").splitlines():
                found.setdefault(line.split("/", 1)[0].split(",", 1)[0], set()).add(str(path))
    return found


def _beginning_of(name: str) -> Iterable[str]:
    places = (Path(folder, name, *below) for folder in sys.path for below in ((), ("__init__.py",)))
    return [str(place) for place in places if place.is_file()][:1]
