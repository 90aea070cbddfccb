"""Wanted: what a report is asked for, in digests that tell whether the one in place is it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from ... import git
from ...errors import SourceError
from ...source import Edition, is_address
from ..inputs import Inputs
from ..last import Last
from ..request import Request
from .grounds import digest_of_words
from .looks import digest_of_file

# What a folder of the foundation's catalogue is read by.
_CATALOGUES = ("*.yml", "*.yaml", "*.toml")


class Wanted(NamedTuple):
    """What a report is asked for.

    Attributes
    ----------
    target : pathlib.Path
        The folder that it goes to, in full.
    whole : str
        The digest of all of it.
    notebooks : dict of str to str
        The digest of what each notebook is asked for, by its name.
    repositories : dict of str to frozenset of str
        The folders whose repositories that digest tells of, by the same.
    """

    target: Path
    whole: str
    notebooks: dict[str, str]
    repositories: dict[str, frozenset[str]]


def wanted_of(request: Request, inputs: Inputs, last: Last | None, target: Path) -> Wanted:
    """Take the digests of what a report is asked for.

    Parameters
    ----------
    request : Request
        Compared with what it is going to be compared with, by the place that
        this has in `target`.
    inputs : Inputs
    last : Last or None
        The report before.
    target : pathlib.Path

    Returns
    -------
    Wanted
    """
    edition = _words_of(request.edition)
    past = {place: _past(Path(place)) for place in sorted(_repositories(request))}
    notebooks, repositories = {}, {}
    for one in request.notebooks:
        follows = {"source", "old"} & one.parameters.keys()
        own, reads = inputs.notebooks[one.name][1], [edition, past] if follows else []
        notebooks[one.name] = digest_of_words(own, request.values[one.name], reads)
        repositories[one.name] = frozenset(map(os.path.realpath, past if follows else ()))
    whole = digest_of_words(
        list(notebooks.items()),
        [edition, past, request.documents, request.given, request.compared],
        {name: own for name, (_, own) in inputs.files.items()},
        _words_of_catalogue(request.catalogue),
        last.as_data() if last else None,
    )
    return Wanted(target, whole, notebooks, repositories)


def _words_of(edition: Edition) -> list[Any]:
    """Tell an edition by what it is called and by what it holds."""
    held = {path: sha256(data).hexdigest() for path, data in edition.files.items()}
    said = [edition.name, edition.label, edition.source, edition.revision, edition.date]
    beside = [edition.address, str(edition.settings), edition.excluded, sorted(edition.unread)]
    return [*said, *beside, held]


def _past(folder: Path) -> list[Any]:
    """Tell where a folder's repository stands; nothing outside of any."""
    try:
        commits = git.log(folder, "HEAD")
        return [commits, git.edge(folder, "HEAD"), git.web_address(folder, "")]
    except SourceError:
        return []


def _repositories(request: Request) -> Iterator[str]:
    """Name the folders in whose repositories the past is looked for."""
    if not request.edition.embedded:
        yield str(request.edition.root)
    word = str(request.given.get("old") or "")
    if word and not is_address(word) and Path(word).is_dir():
        yield word


def _words_of_catalogue(source: str) -> Any:
    """Tell a catalogue by its commit where it is an address, else by the files that it has."""
    path = Path(source)
    if not source or is_address(source):
        return source
    files = [path] if path.is_file() else [at for one in _CATALOGUES for at in path.rglob(one)]
    return {str(at): digest_of_file(str(at)) for at in files}
