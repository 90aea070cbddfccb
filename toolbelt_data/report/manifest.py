"""The manifest: what a report was made of, and by what; the run: when and where."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..source import Edition, is_address
from .parts import Made

_LIBRARIES = (
    "toolbelt-data",
    "pandas",
    "numpy",
    "markdown-it-py",
    "matplotlib",
    "nbconvert",
)


def versions() -> dict[str, str]:
    """Give the versions of Python and of the libraries that shape a report."""
    found = {name: version(name) for name in _LIBRARIES}
    return {"python": platform.python_version(), **found}


def write_manifest(made: Made, folder: Path) -> None:
    """Write ``manifest.json``: the same words for the same edition, parameters and versions.

    Parameters
    ----------
    made : Made
    folder : pathlib.Path
        The report's folder, all else written; a digest of every file is taken.
    """
    corpus, edition = made.request.corpus, made.request.edition
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content = {
        "edition": edition.name,
        "source": _source(edition),
        "revision": edition.revision,
        "date": edition.date,
        "schema": corpus.schema,
        "parameters": made.request.values,
        "versions": versions(),
        "documents": dict(zip(corpus.documents.path, corpus.documents.sha256, strict=True)),
        "notebooks": {run.notebook.name: _digest(run.notebook.path) for run in made.executed},
        "files": {path.relative_to(folder).as_posix(): _digest(path) for path in files},
    }
    _write(folder / "manifest.json", content)


def write_run(made: Made, folder: Path, started: datetime) -> None:
    """Write ``run.json``: what differs from run to run.

    Parameters
    ----------
    made : Made
    folder : pathlib.Path
    started : datetime.datetime
    """
    content = {
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "source": made.request.source or "embedded",
        "host": platform.node(),
        "platform": platform.platform(),
        "seconds": {run.notebook.name: round(run.seconds, 3) for run in made.executed},
    }
    _write(folder / "run.json", content)


def _source(edition: Edition) -> str:
    """Name a source without any path of the machine."""
    if edition.embedded:
        return "embedded"
    return edition.source if is_address(edition.source) else Path(edition.source).name or "."


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write(path: Path, content: Mapping[str, Any]) -> None:
    words = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    path.write_text(words, encoding="utf-8", newline="\n")
