"""Redaction: paths of the machine, of which a report shows the last part and no more."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..source import Edition, is_address

_ABSOLUTE = re.compile(
    r"""(?P<before>\x1b\[[0-9;]*m|^|[^\w.:/~\\-])  # a colour of the terminal may end in a letter
    (?:~|[A-Za-z]:)?
    (?:[/\\][^/\\\s'"<>:\x1b]+)*[/\\]
    (?=[^/\\\s'"<>:\x1b])""",
    re.MULTILINE | re.VERBOSE,
)
_MEMORY = re.compile(r"\b0x[0-9a-f]{6,}\b")


def shown(value: Any) -> Any:
    """Give a parameter's value as a report shows it.

    Parameters
    ----------
    value : object
        Words that name a file or folder that is there, also with ``#`` and a
        revision, lose the folders before it; all else stays.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory(suffix="-toolbelt") as folder:
    ...     shown(f"{folder}#main").endswith("-toolbelt#main"), "/" in shown(folder)
    (True, False)
    >>> shown("https://github.com/ossf/toolbelt"), shown(0.31)
    ('https://github.com/ossf/toolbelt', 0.31)
    """
    if not isinstance(value, str) or is_address(value.partition("#")[0]):
        return value
    place, mark, revision = value.rpartition("#")
    if mark and _is_place(place):
        return f"{shown(place)}#{revision}"
    return Path(os.path.abspath(value)).name or value if _is_place(value) else value  # noqa: PTH100


def shown_all(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give parameters as a report shows them."""
    return {name: shown(value) for name, value in values.items()}


def shown_source(edition: Edition) -> str:
    """Name an edition's source: an address as it is, a folder by its last part."""
    if edition.embedded:
        return "embedded"
    return edition.source if is_address(edition.source) else Path(edition.source).name or "."


def without_folders(text: str, known: Iterable[str] = ()) -> str:
    """Take out of an error's words what differs from machine to machine.

    Parameters
    ----------
    text : str
    known : iterable of str
        Folders that the words may name though they hold spaces.

    Examples
    --------
    >>> without_folders("No such file: '/users/ada/x/gaps.csv'")
    "No such file: 'gaps.csv'"
    >>> without_folders("see https://openssf.org/a/b")
    'see https://openssf.org/a/b'
    """
    own = (str(Path.home()), tempfile.gettempdir(), str(Path.cwd()), sys.prefix, sys.base_prefix)
    for folder in sorted({*own, *known}, key=len, reverse=True):
        if " " in folder:
            text = text.replace(folder + os.sep, f"{os.sep}_{os.sep}")
    return _MEMORY.sub("0x…", _ABSOLUTE.sub(r"\g<before>", text))


def _is_place(words: str) -> bool:
    """Tell a path from other words: it has folders, and is there."""
    separate = {os.sep, os.altsep or os.sep}
    if words not in (".", "..") and separate.isdisjoint(words):
        return False
    return os.path.exists(words)  # noqa: PTH110 - says no where the name is too long
