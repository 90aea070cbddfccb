"""Settings: what the documents' keepers say of them in a file beside them.

`toolbelt.toml`, or the table `[tool.toolbelt]` of `pyproject.toml`, stands in
the source's folder; where that folder is `personas/` itself, in the one above.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any

from .errors import ParameterError
from .limits import MAX_BYTES, MAX_LINES, MAX_WIDTH

FILES = ("toolbelt.toml", "pyproject.toml")
"""Where settings are looked for, in this order."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a source is to be read and checked.

    Attributes
    ----------
    place : str
        The file that they come from; empty where there is none.
    prefix : str
        What stands in front of a document's path as it is called there.
    exclude : tuple of str
        Patterns of documents that are left out; ``*`` stands for any characters.
    max_bytes, max_lines, max_width : int
        The largest document that is read, and its longest line in characters.
    check : mapping
        What is said of checks, as it stands there.
    """

    place: str = ""
    exclude: tuple[str, ...] = ()
    max_bytes: int = MAX_BYTES
    max_lines: int = MAX_LINES
    max_width: int = MAX_WIDTH
    check: Mapping[str, Any] = field(default_factory=dict)
    prefix: str = ""

    def excludes(self, path: str) -> bool:
        """Tell whether a document is left out.

        Examples
        --------
        >>> Settings(exclude=("personas/drafts/*",)).excludes("personas/drafts/a.md")
        True
        """
        return any(fnmatchcase(self.prefix + path, pattern) for pattern in self.exclude)


def find_settings(
    read: Callable[[str], bytes | None], folders: Mapping[str, str] = MappingProxyType({"": ""})
) -> Settings:
    r"""Read the first settings that there are.

    Parameters
    ----------
    read : callable
        Gives a file's bytes by its path, None where it is not there.
    folders : mapping of str to str
        Where to look, each ending in a slash or empty, and what stands in
        front of a document's path as it is called there.

    Returns
    -------
    Settings

    Raises
    ------
    ParameterError
        Where they are no TOML, or a key or value is unknown.

    Examples
    --------
    >>> files = {"pyproject.toml": b"[tool.toolbelt]\nexclude = ['old.md']"}
    >>> find_settings(files.get).exclude
    ('old.md',)
    """
    for folder, prefix in folders.items():
        for name in FILES:
            data = read(folder + name)
            if data is None:
                continue
            given = _parsed(folder + name, data)
            if name == "pyproject.toml":
                tools = expect(folder + name, given.get("tool", {}), dict, "a table")
                given = tools.get("toolbelt")
            if given is not None:
                return replace(_settings(folder + name, given), prefix=prefix)
    return Settings()


def _parsed(place: str, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ParameterError(place, "not UTF-8", "save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise ParameterError(place, f"no TOML: {error}", "mend it") from None


def _settings(place: str, given: Any) -> Settings:
    expect(place, given, dict, "a table")
    known(place, given, ("exclude", "max-bytes", "max-lines", "max-width", "check"))
    exclude = expect(f"{place}: exclude", given.get("exclude", []), list, "a list of patterns")
    patterns = tuple(expect(f"{place}: exclude", one, str, "a pattern") for one in exclude)
    limits = {"max-bytes": MAX_BYTES, "max-lines": MAX_LINES, "max-width": MAX_WIDTH}
    most = [_limit(f"{place}: {name}", given.get(name, usual)) for name, usual in limits.items()]
    check = expect(f"{place}: check", given.get("check", {}), dict, "a table")
    return Settings(place, patterns, *most, check)


def _limit(place: str, value: Any) -> int:
    if expect(place, value, int, "a whole number") < 1:
        raise ParameterError(place, f"{value} is less than 1", "give a larger number")
    return value


def known(place: str, given: Mapping[str, Any], names: Iterable[str]) -> None:
    """Raise where a table has a key that is none of some names.

    Raises
    ------
    ParameterError
    """
    for key in given:
        if key not in names:
            raise ParameterError(place, f"no setting {key!r}", f"use {', '.join(names)}")


def expect(place: str, value: Any, kind: type, words: str) -> Any:
    """Give a value back, or raise where it is not of a type.

    Raises
    ------
    ParameterError
    """
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ParameterError(place, f"{value!r} is not {words}", f"give {words}")
    return value
