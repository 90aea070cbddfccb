"""Inputs: the files that a report reads, and that they stay the same while it is made.

The kernels read them again, each in its own time: of a file that changes
meanwhile one page would show this, and another that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import file_digest, sha256
from pathlib import Path
from typing import NamedTuple

from ..analysis.reviews import default_file
from ..corpus import Corpus
from ..errors import ToolbeltError
from ..source import open_edition
from .request import Request, digests_of

_FILES = {
    "reviews": "reviews",
    "recommendations": "recommendation_reviews",
    "decisions": "decisions",
}


class Inputs(NamedTuple):
    """What a report reads beside the documents, as it was before anything ran.

    Attributes
    ----------
    files : dict of str to (pathlib.Path, str)
        Reviews, verdicts and decisions: the file and its digest, by the parameter's name.
    notebooks : dict of str to (pathlib.Path, str)
        The same of each notebook, by its name.
    """

    files: dict[str, tuple[Path, str]]
    notebooks: dict[str, tuple[Path, str]]


def inputs_of(request: Request) -> Inputs:
    """Take the digests of what a report is going to read.

    Examples
    --------
    >>> from toolbelt_data.report.request import settle_request
    >>> [path.name for path, _ in inputs_of(settle_request()).files.values()]
    ['reviews.csv', 'recommendations.csv', 'decisions.csv']
    """
    words = {name: str(request.given.get(name) or "") for name in _FILES}
    files = {
        name: Path(word) if word else default_file(_FILES[name]) for name, word in words.items()
    }
    return Inputs(
        {name: (path, _digest_now(path)) for name, path in files.items()},
        {one.name: (one.path, _digest_now(one.path)) for one in request.notebooks},
    )


def require_unchanged(inputs: Inputs, read: Iterable[Corpus]) -> None:
    """Raise where something was changed since it was read first.

    Parameters
    ----------
    inputs : Inputs
    read : iterable of Corpus
        The editions that the report is of; those of a commit cannot change.

    Raises
    ------
    ToolbeltError
        Names the file.
    """
    for path, before in [*inputs.files.values(), *inputs.notebooks.values()]:
        if _digest_now(path) != before:
            raise _changed(path)
    for corpus in read:
        for path in _changed_documents(corpus):
            raise _changed(path)


def _changed_documents(corpus: Corpus) -> Iterator[Path]:
    edition = corpus.edition
    if edition.embedded or edition.revision:
        return
    files = open_edition(edition.root).files
    now = {path: sha256(data).hexdigest() for path, data in files.items()}
    before = digests_of(corpus)
    for path in sorted(now.keys() | before.keys()):
        if now.get(path) != before.get(path):
            yield edition.root / path


def _changed(path: Path) -> ToolbeltError:
    return ToolbeltError(path, "was changed while the report was made", "try again")


def _digest_now(path: Path) -> str:
    """Give a file's digest; nothing where it cannot be read, which its reader says."""
    try:
        return digest(path)
    except OSError:
        return ""


def digest(path: Path) -> str:
    """Give a file's SHA-256."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
