"""Parsed: TOML files that travel with the package, kept as JSON, which is read ten times as fast.

What is kept says of which text it was made. Another text, such as a file that
somebody is editing, is parsed.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from ..source import package_folder

FOLDER = "parsed"
"""Where they are kept, beside the model."""


def files() -> list[Path]:
    """Give the files that are kept.

    Examples
    --------
    >>> [file.name for file in files()]
    ['catalogue.toml', 'helps.toml', 'roles.toml', 'subjects.toml', 'troubles.toml']
    """
    data = package_folder("data")
    return [data / "catalogue.toml", *sorted((data / "knowledge").glob("*.toml"))]


def parse(file: Path, text: str) -> dict[str, Any]:
    """Parse the text of a TOML file.

    Parameters
    ----------
    file : pathlib.Path
    text : str

    Raises
    ------
    ValueError, RecursionError
        As :func:`tomllib.loads` does.

    Notes
    -----
    A day in a text that is kept is given as it is written, ``YYYY-MM-DD``.

    Examples
    --------
    >>> parse(Path("a.toml"), "a = 1")
    {'a': 1}
    """
    kept = package_folder("data") / "model" / FOLDER / f"{file.stem}.json"
    try:
        tables = json.loads(kept.read_bytes())
        if tables["sha256"] == _digest(text):
            return tables["tables"]
    except (OSError, ValueError, LookupError, TypeError):
        pass
    return _parsed(text)


def written(text: str) -> str:
    """Write the tables of a TOML text as :func:`parse` reads them.

    Examples
    --------
    >>> print(written("a = 2026-08-11"), end="")  # doctest: +ELLIPSIS
    {"sha256": "...", "tables": {"a": "2026-08-11"}}
    """
    kept = {"sha256": _digest(text), "tables": _parsed(text)}
    return json.dumps(kept, ensure_ascii=False, default=str) + "\n"


def keep(folder: Path) -> None:
    """Write what :func:`parse` reads of each file below the folder of a model."""
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for file in files():
        text = written(file.read_text(encoding="utf-8"))
        kept = folder / FOLDER / f"{file.stem}.json"
        kept.write_text(text, encoding="utf-8", newline="\n")


def _parsed(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
