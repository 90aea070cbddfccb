"""Settings: what ``toolbelt.toml`` at the root of a source says about reading and checking it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from .errors import ParameterError

FILE = "toolbelt.toml"
FOLDERS = ("personas", "use_cases")
"""The folders of a source that contain its documents by default."""

_MOST, _LONGEST = 1_000, 1_000
_KEYS = ("documents", "exclude", "personas", "check")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a source is to be read and checked.

    Attributes
    ----------
    place : str
        The file that they come from; empty where there is none.
    documents : tuple of str
        Patterns of the documents; empty for the default folders.
    exclude : tuple of str
        Patterns of documents that are left out.
    personas, check : mapping
        The tables of these names, as written.

    Notes
    -----
    In a pattern ``*`` stands for any characters, slashes too.
    """

    place: str = ""
    documents: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    personas: Mapping[str, Any] = field(default_factory=dict)
    check: Mapping[str, Any] = field(default_factory=dict)


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Tell whether a path matches one of some patterns.

    Examples
    --------
    >>> matches("personas/a.md", ["personas/**/*.md"]), matches("personas/a/b.md", ["*/a/*"])
    (True, True)
    """
    # ``**/`` stands for no folder, too.
    both = (one for pattern in patterns for one in (pattern, pattern.replace("**/", "")))
    return any(fnmatchcase(path, one.removeprefix("./")) for one in both)


def parse_settings(data: bytes, place: str = FILE) -> Settings:
    """Parse the bytes of a settings file.

    Raises
    ------
    ParameterError
        Names the key that is unknown or has the wrong type.

    Examples
    --------
    >>> parse_settings(b"exclude = ['old.md']").exclude
    ('old.md',)
    """
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ParameterError(place, "not UTF-8", "save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise ParameterError(place, f"not TOML: {error}", "fix the file") from None
    known(place, table, _KEYS)
    lists = [strings(f"{place}: {key}", table.get(key, [])) for key in _KEYS[:2]]
    tables = [expect(f"{place}: {key}", table.get(key, {}), dict, "a table") for key in _KEYS[2:]]
    return Settings(place, *lists, *tables)


def strings(place: str, value: Any) -> tuple[str, ...]:
    """Return a list of texts as a tuple; raise ParameterError if it is something else."""
    items = expect(place, value, list, "a list of texts")
    if len(items) > _MOST:
        raise ParameterError(place, f"{len(items):,} texts, at most {_MOST:,} are read", "use *")
    for item in items:
        if len(expect(place, item, str, "a text")) > _LONGEST:
            raise ParameterError(place, f"a text of {len(item):,} characters", "shorten it")
    return tuple(items)


def known(place: str, table: Mapping[str, Any], names: Iterable[str]) -> None:
    """Raise ParameterError if a table has a key that is not one of some names."""
    for key in table:
        if key not in names:
            raise ParameterError(place, f"unknown setting {key!r}", f"use {', '.join(names)}")


def expect(place: str, value: Any, kind: type, words: str) -> Any:
    """Return a value; raise ParameterError if it has the wrong type."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ParameterError(place, f"{value!r} is not {words}", f"write {words}")
    return value
