"""Git: documents read out of a repository at a revision, without a checkout.

Git itself is asked, for objects only: the work tree, its hooks and its
configuration of filters have no part in it, and nothing is written.
"""

from __future__ import annotations

import os
import posixpath
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from ..errors import SourceError

_HEX = re.compile(rb"[0-9a-f]{40,64}")
_GITHUB = re.compile(
    r"(?:https://github\.com/|(?:ssh://)?git@github\.com[:/])(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?"
)
_REGULAR = (b"100644", b"100755")


class Commit(NamedTuple):
    """A commit's full name and the date on which it was made (``YYYY-MM-DD``)."""

    name: str
    date: str


def resolve(folder: Path, revision: str) -> Commit:
    """Find the commit that a revision names.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in a repository's work tree, or a bare repository.
    revision : str
        A commit, tag or branch.

    Raises
    ------
    SourceError
        Where git is not installed, the folder is in no repository, or the
        revision names no commit of it.
    """
    if revision.startswith("-") or not revision.strip() or not revision.isprintable():
        raise SourceError(
            folder, f"{revision!r} is no git revision", "give a commit, a tag or a branch"
        )
    if _git(folder, "rev-parse", "--git-dir").returncode:
        raise SourceError(
            folder, "not in a git repository", "leave the revision out, or give a clone's path"
        )
    found = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    name = found.stdout.strip()
    if found.returncode or not _HEX.fullmatch(name):
        raise SourceError(
            folder,
            f"the repository has no revision {revision!r}",
            "see git log, git tag and git branch --all for those it has",
        )
    dated = _git(folder, "log", "-1", "--format=%cs", name.decode())
    return Commit(name.decode(), dated.stdout.decode().strip())


def markdown_files(folder: Path, commit: Commit) -> dict[str, bytes]:
    """Read every markdown file of a commit below a folder.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in the work tree: only what lies below it is read.
    commit : Commit

    Returns
    -------
    dict of str to bytes
        By path relative to `folder`. Symbolic links and submodules are left out.

    Raises
    ------
    SourceError
        Where the folder is not in the commit or git fails.
    """
    prefix = _prefix(folder)
    tree = f"{commit.name}:{prefix}" if prefix else commit.name
    listed = _git(folder, "ls-tree", "-r", "-z", "--full-tree", tree)
    if listed.returncode:
        raise no_folder(folder, commit, prefix)
    entries = {}
    for entry in listed.stdout.split(b"\0"):
        about, _, path = entry.partition(b"\t")
        mode, _, rest = about.partition(b" ")
        if mode in _REGULAR and path.lower().endswith(b".md"):
            entries[path.decode("utf-8", "backslashreplace")] = rest.split()[1]
    return dict(zip(entries, _blobs(folder, entries.values()), strict=True))


def no_folder(folder: Path, commit: Commit, prefix: str) -> SourceError:
    """Say that a commit has no such folder."""
    return SourceError(
        folder,
        f"commit {commit.name[:12]} has no folder {prefix or '/'}",
        "name a folder that the revision holds, or the repository's root",
    )


def file(folder: Path, commit: Commit, path: str) -> bytes | None:
    """Read one file of a commit.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in the work tree, or a bare repository.
    commit : Commit
    path : str
        Relative to `folder`; may lead out of it by ``../``.

    Returns
    -------
    bytes or None
        None where the commit has no such file.
    """
    inside = posixpath.normpath(_prefix(folder) + path)
    listed = _git(folder, "ls-tree", "-z", "--full-tree", commit.name, "--", inside).stdout
    mode, _, rest = listed.partition(b"\t")[0].partition(b" ")
    if mode not in _REGULAR:
        return None
    return _blobs(folder, [rest.split()[1]])[0]


def prefix(folder: Path) -> str | None:
    """Give a folder's path in its repository.

    Returns
    -------
    str or None
        Empty at the top, else ending in a slash; None outside of any
        repository, or where git is not installed.
    """
    try:
        found = _git(folder, "rev-parse", "--show-prefix")
    except SourceError:
        return None
    return None if found.returncode else _text(found.stdout)


def shallow(folder: Path) -> frozenset[str]:
    """Give the full names of the commits at which a shallow clone begins; none of a whole one.

    Raises
    ------
    SourceError
        Where git is not installed.
    """
    told = _git(folder, "rev-parse", "--git-path", "shallow")
    try:
        return frozenset((folder / _text(told.stdout)).read_text("ascii").split())
    except OSError:
        return frozenset()


def web_address(folder: Path, commit: Commit) -> str:
    """Give the address at which the repository's host shows a folder of a commit.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in the work tree, or a bare repository.
    commit : Commit

    Returns
    -------
    str
        Ends in a slash, a document's path follows; empty where the repository
        was not cloned from GitHub.
    """
    origin = _git(folder, "config", "--get", "remote.origin.url").stdout.decode().strip()
    host = _GITHUB.fullmatch(origin)
    if host is None:
        return ""
    prefix = _prefix(folder)
    return f"https://github.com/{host['name']}/blob/{commit.name}/{quote(prefix)}"


def _prefix(folder: Path) -> str:
    return _text(_git(folder, "rev-parse", "--show-prefix").stdout)


def _text(output: bytes) -> str:
    """Read a line of git's as the name of a file."""
    return os.fsdecode(output.removesuffix(b"\n"))


def _blobs(folder: Path, names: Iterable[bytes]) -> list[bytes]:
    wanted = list(names)
    answer = _git(folder, "cat-file", "--batch", given=b"\n".join([*wanted, b""])).stdout
    found, position = [], 0
    for name in wanted:
        end = answer.find(b"\n", position)
        header = answer[position:end].split()
        if end < 0 or len(header) != 3:
            raise SourceError(
                folder, f"object {name.decode()} cannot be read", "check the clone with git fsck"
            )
        size = int(header[2])
        found.append(answer[end + 1 : end + 1 + size])
        position = end + 1 + size + 1
    return found


def _git(folder: Path, *words: str, given: bytes | None = None) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(folder), "-c", "core.fsmonitor=false", *words]
    try:
        return subprocess.run(
            command,
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            check=False,
            env=kept | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"},
        )
    except OSError:
        raise SourceError(
            folder, "a revision needs git, which is not installed", "install git"
        ) from None
