"""The manifest: what a report was made of, and by what; the run: when and where."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..corpus import Corpus
from ..source import Edition, is_address
from .execution import Executed

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


def write_manifest(
    folder: Path,
    corpus: Corpus,
    parameters: Mapping[str, Mapping[str, Any]],
    executed: Sequence[Executed],
) -> None:
    """Write ``manifest.json``: the same words for the same edition, parameters and versions.

    Parameters
    ----------
    folder : pathlib.Path
        The report's folder, all else written; a digest of every file is taken.
    corpus : Corpus
    parameters : mapping of str to mapping
        What was given, by the notebook's name.
    executed : sequence of Executed
    """
    edition = corpus.edition
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content = {
        "edition": edition.name,
        "source": _source(edition),
        "revision": edition.revision,
        "date": edition.date,
        "schema": corpus.schema,
        "parameters": parameters,
        "versions": versions(),
        "documents": dict(zip(corpus.documents.path, corpus.documents.sha256, strict=True)),
        "notebooks": {run.notebook.name: _digest(run.notebook.path) for run in executed},
        "files": {path.relative_to(folder).as_posix(): _digest(path) for path in files},
    }
    _write(folder / "manifest.json", content)


def write_run(folder: Path, source: str, started: datetime, executed: Sequence[Executed]) -> None:
    """Write ``run.json``: what differs from run to run."""
    content = {
        "started": started.isoformat(timespec="seconds"),
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "source": source or "embedded",
        "host": platform.node(),
        "platform": platform.platform(),
        "seconds": {run.notebook.name: round(run.seconds, 3) for run in executed},
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
