"""A catalogue at a git address: the foundation's files, out of the cached clone.

They are the few that are read as YAML, written to a folder that is gone
afterwards. Nothing is checked out, and no link is followed.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from ... import git
from ...errors import SourceError, ToolbeltError
from ...source import is_address
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
        for place, data in _files(address, clone, commit).items():
            path = folder / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        try:
            return read_foundation(folder)
        except ToolbeltError as error:
            place = Path(error.path).relative_to(folder).as_posix()
            called = address if place == "." else f"{address}: {place}"
            raise type(error)(called, error.found, error.fix, error.line) from None


def _found(source: str) -> tuple[str, Path, git.Commit]:
    address, _, revision = source.partition("#")
    folder = git.clone_of(address)
    with git.calling(folder, address):
        return address, folder, git.resolve(folder, revision or "HEAD", address)


def _files(address: str, clone: Path, commit: git.Commit) -> dict[str, bytes]:
    with git.calling(clone, address):
        listed = git.files(clone, commit.name)
        found = [one for one in listed if one.size is not None and _READ.fullmatch(one.path)]
        for path, size, _ in found:
            if size > MAX_BYTES:
                words = f"{size:,} bytes, at most {MAX_BYTES:,} are read"
                raise SourceError(f"{address}: {path}", words, "split it")
        contents = git.read(clone, {blob: size for _, size, blob in found})
    return {path: contents[blob] for path, _, blob in found}
