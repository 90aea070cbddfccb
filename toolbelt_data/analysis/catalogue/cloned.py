"""A catalogue at a git address: the foundation's files, out of the cached clone.

They are the few that are read as YAML, written to a folder that is gone
afterwards. Nothing is checked out, and no link is followed.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from ...errors import SourceError, ToolbeltError
from ...source import cache, contents, is_address, repository
from .foundation import read_foundation
from .own import MAX_BYTES, Parts

_READ = re.compile(
    r"(?:data/)?(?:working-groups|definitions)/[^/\\]+\.ya?ml", re.DOTALL | re.IGNORECASE
)


def pinned_catalogue(source: str) -> str:
    """Name the commit of a catalogue at an address, so that whoever reads it reads the same.

    Parameters
    ----------
    source : str
        As :func:`catalogue` takes it.

    Returns
    -------
    str
        The address, ``#`` and the full name of its commit; what is no address
        stays as it is.

    Raises
    ------
    SourceError
        Where the address is not followed or cannot be cloned.

    Examples
    --------
    >>> pinned_catalogue("community/data")
    'community/data'
    """
    if not is_address(source):
        return source
    address, _, commit = _found(source)
    return f"{address}#{commit.name}"


def read_cloned(source: str) -> Parts:
    """Read offerings, kinds of person and problems from a repository at an address.

    Parameters
    ----------
    source : str
        The address; ``#`` and a commit, tag or branch may follow.

    Returns
    -------
    offerings, kinds, problems : dict of str to dict

    Raises
    ------
    SourceError
        Where the address is not followed or cannot be cloned, or a file says
        what it should not; names the address and the line.
    NothingToMeasure
        Where there is no catalogue.
    """
    address, clone, commit = _found(source)
    with tempfile.TemporaryDirectory(prefix="toolbelt-") as name:
        folder = Path(name)
        with cache.calling(clone, address):
            found = contents.files(clone, commit, _is_read, MAX_BYTES)
        for one in found:
            path = folder / one.path
            path.parent.mkdir(parents=True, exist_ok=True)
            if one.size > MAX_BYTES:
                said = f"{one.size:,} bytes, at most {MAX_BYTES:,} are read"
                raise SourceError(f"{address}: {one.path}", said, "split it")
            path.write_bytes(one.read())
        try:
            return read_foundation(folder)
        except ToolbeltError as error:
            place = Path(error.path).relative_to(folder).as_posix()
            called = address if place == "." else f"{address}: {place}"
            raise type(error)(called, error.found, error.mend, error.line) from None


def _found(source: str) -> tuple[str, Path, repository.Commit]:
    address, _, revision = source.partition("#")
    folder = cache.clone_of(address)
    with cache.calling(folder, address):
        return address, folder, cache.resolve(address, folder, revision or "HEAD")


def _is_read(path: str) -> bool:
    return _READ.fullmatch(path) is not None
