"""Repositories: which commit of a git repository is meant, and where its host shows it."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from subprocess import CompletedProcess
from typing import NamedTuple
from urllib.parse import quote

from ..errors import SourceError
from . import git
from .days import day_of

_HEX = re.compile(r"[0-9a-f]{40,64}")
_GITHUB = re.compile(
    r"(?:https://github\.com/|(?:ssh://)?git@github\.com[:/])(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?/?"
)
# What names no single commit: options, ranges, searches in messages, files in commits.
_NO_REVISION = re.compile(r"[-^]|.*(?:\.\.|:|\^\{/|[\s?*\[\\])")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Commit(NamedTuple):
    """A commit's full name and the date on which it was made (``YYYY-MM-DD``, or empty)."""

    name: str
    date: str

    @property
    def label(self) -> str:
        """What an edition at this commit is called."""
        return f"{self.date or 'undated'}-{self.name[:7]}"


class NoRevisionError(SourceError):
    """A repository has no such revision; where it was cloned from may have it."""


class DamagedError(SourceError):
    """A repository cannot give what it should hold."""


def is_bare(folder: Path) -> bool:
    """Tell whether a folder is a bare repository, by what git keeps in one."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir()


def resolve(folder: Path, revision: str) -> Commit:
    """Find the commit that a revision names.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in a repository's work tree, or a bare repository.
    revision : str
        A commit, tag or branch; or a day, ``YYYY-MM-DD``: the newest commit
        along first parents of HEAD that was committed by then.

    Raises
    ------
    SourceError
        Where git is not installed, the folder is in no repository, or the
        revision names no commit of it.
    """
    if not revision.isprintable() or not revision or _NO_REVISION.match(revision):
        raise SourceError(
            folder, f"{revision!r} is no git revision", "give a commit, a tag, a branch or a date"
        )
    there = git.run(folder, "rev-parse", "--is-shallow-repository")
    if there.returncode:
        raise _no_repository(folder, there)
    shallow = there.stdout.strip() == b"true"
    found = _commits(folder, revision, "--max-count=1")
    if not found and _is_date(revision):
        return _by_date(folder, revision, shallow)
    if found:
        return found[0]
    if not _commits(folder, "--all", "--max-count=1"):
        raise NoRevisionError(folder, "a repository without a commit", "commit the documents")
    raise NoRevisionError(
        folder,
        f"the repository has no revision {revision!r}" + ", and is shallow" * shallow,
        "fetch the rest with git fetch --unshallow"
        if shallow
        else "see git log, git tag and git branch --all for those it has",
    )


def _commits(folder: Path, revision: str, *limits: str) -> list[Commit]:
    """List commits from a revision on, newest first; none where there is no such revision."""
    start = revision
    if revision != "--all":
        named = git.run(
            folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        start = named.stdout.decode("ascii", "replace").split("\n")[-2:][0]
        if b" is corrupt" in named.stderr or b"promisor remote" in named.stderr:
            raise unreadable(folder, named)
        if named.returncode or not _HEX.fullmatch(start):
            return []
    how = ("--date=raw", "--format=%H %cd", "--first-parent")
    listed = git.run(folder, "rev-list", *how, *limits, start)
    if listed.returncode:
        raise unreadable(folder, listed)
    lines = listed.stdout.decode("ascii", "replace").splitlines()
    told = (line.partition(" ") for line in lines if not line.startswith("commit "))
    return [Commit(name, day_of(raw)) for name, _, raw in told]


def _by_date(folder: Path, day: str, shallow: bool) -> Commit:
    commits = _commits(folder, "HEAD")
    if not commits:
        raise NoRevisionError(folder, "HEAD has no commit", "name a commit, a tag or a branch")
    chosen = next((one for one in commits if one.date and one.date <= day), None)
    if chosen is None:
        first = f"the first commit is of {commits[-1].date or 'no day'}"
        raise SourceError(
            folder,
            f"nothing was committed by {day}: {first}" + ", and the clone is shallow" * shallow,
            "fetch the rest with git fetch --unshallow" if shallow else "give a later date",
        )
    return chosen


def _is_date(revision: str) -> bool:
    try:
        return bool(_DATE.fullmatch(revision) and date.fromisoformat(revision))
    except ValueError:
        return False


def prefix(folder: Path) -> str | None:
    """Give a folder's path in its repository.

    Returns
    -------
    str or None
        Empty at the top, else ending in a slash; None outside of any
        repository, or where git is not installed.
    """
    try:
        found = git.run(folder, "rev-parse", "--show-prefix")
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
    told = git.run(folder, "rev-parse", "--git-path", "shallow")
    try:
        return frozenset((folder / _text(told.stdout)).read_text("ascii").split())
    except OSError:
        return frozenset()


def state(folder: Path) -> str:
    """Tell in a line what a repository says of a folder beside the objects that it holds.

    Parameters
    ----------
    folder : pathlib.Path
        Need not lie in a repository.

    Returns
    -------
    str
        The commit that is checked out, where a shallow clone begins, and where
        it was cloned from; empty outside of any repository.
    """
    if prefix(folder) is None:
        return ""
    asked = (("rev-parse", "HEAD"), ("config", "--get", "remote.origin.url"))
    told = [_text(git.run(folder, *words).stdout).strip() for words in asked]
    return " ".join([*told, *sorted(shallow(folder))])


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
    origin = (
        git.run(folder, "config", "--get", "remote.origin.url")
        .stdout.decode("utf-8", "replace")
        .strip()
    )
    host = _GITHUB.fullmatch(origin)
    if host is None:
        return ""
    inside = prefix(folder) or ""
    return f"https://github.com/{host['name']}/blob/{commit.name}/{quote(inside)}"


def _text(output: bytes) -> str:
    """Read a line of git's as the name of a file."""
    return os.fsdecode(output.removesuffix(b"\n"))


def no_folder(folder: Path | str, commit: Commit, prefix: str) -> SourceError:
    """Say that a commit has no such folder."""
    return SourceError(
        folder,
        f"commit {commit.name[:12]} has no folder {prefix or '/'}",
        "name a folder that the revision holds, or the repository's root",
    )


def unreadable(
    folder: Path, done: CompletedProcess, what: str = "part of the commit"
) -> DamagedError:
    """Say that git does not give what the repository should hold."""
    if b"promisor" in done.stderr or b"lazy fetching" in done.stderr:
        return DamagedError(
            folder, f"a partial clone that lacks {what}", "clone it anew without --filter"
        )
    return DamagedError(folder, f"{what} cannot be read", "check the clone with git fsck")


def _no_repository(folder: Path, done: CompletedProcess) -> SourceError:
    if b"dubious ownership" in done.stderr:
        return SourceError(
            folder,
            "a repository that belongs to somebody else",
            "trust it with git config --global --add safe.directory and its path",
        )
    if b"not a git repository" in done.stderr:
        return DamagedError(
            folder, "not in a git repository", "leave the revision out, or give a clone's path"
        )
    return SourceError(folder, f"git refuses it: {git.why(done)}", "mend the repository")
