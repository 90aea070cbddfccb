"""The manifest: what a report was made of, and by what; the run: when and where."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from ..corpus import Corpus
from ..tables import VERSION
from .inputs import digest
from .parts import Made
from .redaction import shown, shown_all, shown_source
from .request import digest_of

_LIBRARIES = (
    "toolbelt-data",
    "pandas",
    "numpy",
    "markdown-it-py",
    "matplotlib",
    "nbconvert",
    "papermill",
    "ipykernel",
    "ipython",
    "jinja2",
    "pygments",
    "nh3",
    "itables",
    "xlsxwriter",
    "openpyxl",
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
    request, earlier = made.request, made.evidence.earlier
    edition = request.edition
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    content = {
        "edition": edition.name,
        "source": made.request.shown_source,
        "revision": edition.revision,
        "date": edition.date,
        "digest": digest_of(request.corpus),
        "compared_with": _compared(earlier.old) if earlier else None,
        "schema": VERSION,
        "parameters": {name: shown_all(own) for name, own in request.values.items()},
        "inputs": _inputs(made),
        "versions": versions(),
        "headlines": [asdict(line) for line in made.headlines],
        "failed": made.failed,
        "last": made.last.as_data() if made.last else None,
        "documents": request.documents,
        "notebooks": {name: own for name, (_, own) in made.inputs.notebooks.items()},
        "files": {path.relative_to(folder).as_posix(): digest(path) for path in files},
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
        "seconds": {
            run.notebook.name: round(run.seconds, 3)
            for run in made.executed
            if run.notebook.name not in made.kept
        },
        "kept": list(made.kept),
    }
    _write(folder / "run.json", content)


def read_lengths(folder: Path) -> dict[str, float]:
    """Give how long each notebook took in a report, in seconds; nothing where that is not known."""
    try:
        found = json.loads((folder / "run.json").read_text("utf-8"))["seconds"]
        return {str(name): float(seconds) for name, seconds in found.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return {}


def _compared(corpus: Corpus) -> dict[str, Any]:
    edition = corpus.edition
    return {
        "edition": edition.name,
        "source": shown_source(edition),
        "revision": edition.revision,
        "date": edition.date,
        "digest": digest_of(corpus),
    }


def _inputs(made: Made) -> dict[str, dict[str, str]]:
    """Name what was read beside the documents: its last part, and a digest of it.

    A catalogue may be many files, of which some say nothing: its digest is that
    of what was read of it.
    """
    found = {}
    for name, (_, own) in made.inputs.files.items():
        word = str(made.request.given.get(name) or "")
        found[name] = {"name": shown(word) or "embedded", "sha256": own}
    tables = {table.name: frame for table, frame in made.evidence.tables}
    read = tables["catalogue"].to_json(orient="records")
    found["catalogue"] = {
        "name": shown(made.request.catalogue) or "embedded",
        "sha256": sha256(read.encode()).hexdigest(),
    }
    return found


def _write(path: Path, content: Mapping[str, Any]) -> None:
    words = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    path.write_text(words, encoding="utf-8", newline="\n")
