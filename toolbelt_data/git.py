"""Git: commits and files of a repository, read with the git program and without a checkout.

Whoever wrote a repository may have written its configuration too, so no hook,
monitor, pager or filter of it runs, and reading uses no network. Symbolic links
and submodules are never followed.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from .errors import SourceError, ToolbeltError

_CONFIG = (f"core.hooksPath={os.devnull}", "core.fsmonitor=false", "log.showSignature=false",
           "safe.bareRepository=all", "core.filesRefLockTimeout=10000")  # fmt: skip
# The last four: nobody is prompted for a password, neither in a terminal nor in a window.
_OFFLINE = {
    "LC_ALL": "C", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "", "SSH_ASKPASS_REQUIRE": "never", "GCM_INTERACTIVE": "never",
}  # fmt: skip
# How the user's own network is reached; other variables of git could name another repository.
_NETWORK = ("GIT_SSH", "GIT_SSL_", "GIT_PROXY_", "GIT_HTTP_")
# Bytes of one answer: a listing of some 600,000 files. A tree can repeat itself without end.
_MOST = 64 * 2**20

# The fix for an error of git's, by words of its message.
_FIXES = {
    "dubious ownership": "trust it with git config --global --add safe.directory and its path",
    "not a git repository": "name a clone: only a clone has revisions and a history",
    "promisor": "it is a partial clone: clone it again without --filter",
    "": "check the repository with git fsck",
}
_LOOKS_LIKE_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://|:)|[^/\\:@]*@[^:]*:")
_USER, _HOST = r"(?!-)[\w.-]+@", r"(?:(?!-)[\w.-]+|\[[0-9A-Fa-f:.]+\])"
# No space or control character, not even one that is written with %.
_LETTER = r"(?:[\w.~:+,=-]|%[2-9A-Fa-f][0-9A-Fa-f])"
_PATH = rf"/*{_LETTER}(?:{_LETTER}|/)*"
_ADDRESS = re.compile(
    rf"(?:https://|ssh://(?:{_USER})?){_HOST}(?::\d+)?/{_PATH}|{_USER}{_HOST}:(?!-){_PATH}"
    rf"|file:///{_PATH}"
)
_GITHUB = re.compile(
    r"(?:https://github\.com/|(?:ssh://)?git@github\.com[:/])([\w.-]+/[\w.-]+?)(?:\.git)?/?"
)
# Not: options, ranges, searches in messages, files of commits.
_REVISION = re.compile(r"(?![-^])(?:(?!\.\.|\^\{/|@\{)[^\s:?*\[\\])+")
_FETCH = (
    "fetch", "--quiet", "--force", "--prune", "--no-tags", "--no-auto-gc", "--no-write-fetch-head",
    "--no-recurse-submodules",
)  # fmt: skip
# HEAD on its own, because it may be detached and have commits that are on no branch.
_REFS = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*", "+HEAD:refs/toolbelt/head")
# A file in a clone that is touched whenever the clone was fetched.
_FETCHED = "toolbelt-fetched"


class Commit(NamedTuple):
    """A commit: its full name, the day on its committer's calendar, its subject."""

    name: str
    date: str
    subject: str


class File(NamedTuple):
    """A file: its path, size and blob; no size if it is not a regular file."""

    path: str
    size: int | None
    key: Any


def run(
    folder: Path, *words: str, stdin: bytes = b"", most: int = _MOST, **variables: str
) -> bytes:
    """Run git and return its output.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in a repository's work tree, or a bare repository.
    *words : str
        The command and its arguments.
    stdin : bytes, optional
        Standard input.
    most : int, optional
        Bytes of output beyond which git is stopped.
    **variables : str
        Variables of git's environment. Without any it cannot use the network.

    Raises
    ------
    SourceError
        If git is not installed, fails or answers with too much.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= _OFFLINE | variables
    command = ["git", "--no-pager", "-C", str(folder)]
    command += [word for setting in _CONFIG for word in ("-c", setting)]
    # Files, because pipes for input and errors could fill up while the output is read.
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as errors:
        source.write(stdin)
        source.seek(0)
        streams = {"stdin": source, "stdout": subprocess.PIPE, "stderr": errors}
        try:
            process = subprocess.Popen([*command, *words], env=env, **streams)
        except OSError:
            raise SourceError(folder, "git is not installed", "install git") from None
        with process:
            output = process.stdout.read(most + 1)
            if len(output) > most:
                process.kill()
                found = f"git {words[0]} answers with more than {most:,} bytes"
                raise SourceError(folder, found, "name a smaller repository")
        errors.seek(0)
        if process.returncode:
            raise _failure(folder, errors.read(_MOST).decode("utf-8", "replace"))
    return output


def _attempt(folder: Path, *words: str) -> str:
    """Return git's output as text; an empty one if it fails."""
    try:
        return os.fsdecode(run(folder, *words).removesuffix(b"\n"))
    except SourceError:
        return ""


def _failure(folder: Path, message: str) -> SourceError:
    """Return git's message as an error of one line with its fix."""
    lines = re.findall(r"^(?:fatal|error): (.*?)\.?$", message, re.MULTILINE)
    lines = lines or message.splitlines()[-1:] or ["git failed"]
    found, fix = next((line, _FIXES[key]) for key in _FIXES for line in lines if key in line)
    found = re.sub(r"//[^/\s@]*@", "//…@", found)
    return SourceError(folder, "".join(one if one.isprintable() else "?" for one in found), fix)


def prefix(folder: Path) -> str | None:
    """Return a folder's path in its repository.

    Returns
    -------
    str or None
        Empty at the top, else ending in a slash. None outside of a repository,
        or if git is not installed.

    Raises
    ------
    SourceError
        If git refuses the repository, as it does if it belongs to somebody else.
    """
    try:
        return os.fsdecode(run(folder, "rev-parse", "--show-prefix").removesuffix(b"\n"))
    except SourceError as error:
        if re.match("not a git repository|git is not installed", error.found):
            return None
        raise


def web_address(folder: Path, commit: str) -> str:
    """Return the address at which GitHub shows a folder of a commit.

    Returns
    -------
    str
        Ends in a slash; a document's path follows. Empty if the repository was
        not cloned from GitHub.
    """
    host = _GITHUB.fullmatch(_attempt(folder, "config", "--get", "remote.origin.url"))
    inside = quote(prefix(folder) or "")
    return f"https://github.com/{host[1]}/blob/{commit}/{inside}" if host else ""


def log(folder: Path, revision: str, *paths: str, most: int = -1) -> list[Commit]:
    """List commits along first parents, newest first; long subjects are cut.

    Parameters
    ----------
    folder : pathlib.Path
    revision : str
        Where the list begins.
    *paths : str
        Patterns of git's: only commits that change such a file of the folder.
    most : int, optional
        How many commits. Default: all.

    Raises
    ------
    SourceError
        If the revision does not name a commit.
    """
    how = ("--first-parent", "-z", "--encoding=UTF-8", "--format=%H%x09%cs%x09%<(200,trunc)%s")
    output = run(folder, "log", *how, f"--max-count={most}", revision, "--", *paths)
    commits = (line.split("\t", 2) for line in output.decode("utf-8", "replace").split("\0")[:-1])
    return [Commit(name, day, subject.rstrip()) for name, day, subject in commits]


def edge(folder: Path, revision: str) -> str | None:
    """Return the commit at which a shallow clone begins along first parents, else None."""
    words = ("--first-parent", "--max-parents=0", "--format=raw", revision, "--")
    oldest = run(folder, "log", *words).decode("utf-8", "replace")
    # The raw commit names the parents that a shallow clone lacks.
    return oldest.split()[1] if "\nparent " in oldest else None


def resolve(folder: Path, revision: str, address: str = "") -> Commit:
    """Find the commit that a revision names.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in a repository's work tree, or a bare repository.
    revision : str
        A commit, tag or branch; or a day, ``YYYY-MM-DD``: the newest commit
        along first parents of HEAD that was committed by then.
    address : str, optional
        Where `folder` was cloned from. It is fetched if the clone lacks the
        revision, or may lack commits of the day.

    Raises
    ------
    SourceError
        If the folder is not in a repository, or the revision does not name a commit.
    """
    if not revision.isprintable() or not _REVISION.fullmatch(revision):
        fix = "name a commit, a tag, a branch or a date"
        raise SourceError(folder, f"{revision!r} is not a git revision", fix)
    found, is_dated = find(folder, revision), is_day(revision)
    if found is None and address:
        fetched = _fetched(folder)
        if not is_dated or revision >= fetched:
            fix = f"try again: the clone, of {fetched}, is too old for {revision!r}"
            _fetch(address, folder, fix)
            found = find(folder, revision)
    since = ""
    if found is None and is_dated and find(folder, "HEAD"):
        commits = log(folder, "HEAD")
        found = next((one for one in commits if one.date <= revision), None)
        since = f": the first commit is of {commits[-1].date}"
    if found is None:
        fix = "see git log, git tag and git branch --all"
        if _attempt(folder, "rev-parse", "--is-shallow-repository") == "true":
            fix = "the clone is shallow: fetch the rest with git fetch --unshallow"
        raise SourceError(folder, f"the repository has no revision {revision!r}{since}", fix)
    return found


def find(folder: Path, name: str) -> Commit | None:
    """Find the commit that a name means; None if the repository has none of that name."""
    try:
        return log(folder, f"{name}^{{commit}}", most=1)[0]
    except SourceError as error:
        if re.search("bad revision|expected commit type", error.found):
            return None
        raise


def is_day(word: str) -> bool:
    """Tell whether a word is a day of the calendar.

    Examples
    --------
    >>> [is_day(word) for word in ("2025-02-28", "2025-02-30", "20250228", "main")]
    [True, False, False, False]
    """
    with suppress(ValueError):
        return date.fromisoformat(word).isoformat() == word
    return False


def files(folder: Path, commit: str) -> Iterator[File]:
    """List the files of a commit below a folder.

    Raises
    ------
    SourceError
        If git cannot read the list.
    """
    for line in run(folder, "ls-tree", "-r", "-l", "-z", commit).split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        mode, _, blob, size = about.split()
        # Of a file that is missing or damaged, git 2.39 says BAD; reading it fails.
        number = int(size) if size.isdigit() else 0
        is_regular = mode in (b"100644", b"100755")
        shown = path.decode("utf-8", "backslashreplace")
        yield File(shown, number if is_regular else None, blob.decode())


def read(folder: Path, sizes: Mapping[str, int]) -> dict[str, bytes]:
    """Read blobs of known sizes.

    Raises
    ------
    SourceError
        If git cannot read one.
    """
    names = "".join(f"{blob}\n" for blob in sizes).encode()
    most = sum(sizes.values()) + 100 * len(sizes)
    output = run(folder, "cat-file", "--batch", stdin=names, most=most) if sizes else b""
    found, position = {}, 0
    for blob, size in sizes.items():
        header = f"{blob} blob {size}\n".encode()
        if not output.startswith(header, position):
            raise _failure(folder, f"object {blob} cannot be read")
        begin = position + len(header)
        found[blob], position = output[begin : begin + size], begin + size + 1
    return found


def is_address(source: str) -> bool:
    """Tell whether a source is written as an address, whether or not it is allowed.

    Examples
    --------
    >>> [is_address(one) for one in ("../a", "c:/docs", "./git@host:a", "git@host:a", "ext::a")]
    [False, False, False, True, True]
    """
    return _LOOKS_LIKE_ADDRESS.match(source) is not None


def check_address(address: str) -> None:
    """Refuse an address that is not allowed; a password in it is not repeated.

    Raises
    ------
    SourceError

    Examples
    --------
    >>> check_address("https://github.com/ossf/toolbelt")
    >>> check_address("http://github.com/a/b")
    Traceback (most recent call last):
    toolbelt_data.errors.SourceError: http://github.com/a/b: an address of a kind that is not \
allowed; use https://host/path, ssh://host/path, git@host:path or file:///path, no password
    """
    if not _ADDRESS.fullmatch(address):
        shown = re.sub(r"//.*@", "//…@", address, flags=re.DOTALL)
        place = shown if shown.isprintable() else repr(shown)
        fix = "use https://host/path, ssh://host/path, git@host:path or file:///path, no password"
        raise SourceError(place, "an address of a kind that is not allowed", fix)


def cache_folder() -> Path:
    """Return the user's cache folder; the variable ``TOOLBELT_CACHE`` names another."""
    from platformdirs import user_cache_dir

    default = user_cache_dir("toolbelt-data", appauthor=False)
    return Path(os.environ.get("TOOLBELT_CACHE") or default).absolute()


def clone_of(address: str) -> Path:
    """Return the cached clone of an address, a bare repository; clone it if there is none.

    Raises
    ------
    SourceError
        If the address is not allowed or cannot be cloned.
    """
    check_address(address)
    plain, cache = address.rstrip("/"), cache_folder()
    stem = re.findall(r"[A-Za-z0-9_-]+", plain.removesuffix(".git"))[-1][:40]
    folder = cache / f"{stem}-{hashlib.sha256(plain.encode()).hexdigest()[:16]}"
    if folder.is_dir():
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        staging = tempfile.TemporaryDirectory(prefix=f"{folder.name}.", dir=cache)
    except OSError as error:
        found = error.strerror or "cannot be written"
        raise SourceError(cache, found, "name another folder in TOOLBELT_CACHE") from None
    with staging as name:
        # Moved into place when it is complete, so that half a clone is never used.
        run(Path(name), "init", "--quiet", "--bare", "--template=")
        run(Path(name), "config", "remote.origin.url", address)
        _fetch(address, Path(name), "check the address, the network and your rights")
        with suppress(OSError):  # another process was faster
            Path(name).rename(folder)
    return folder


def refresh(address: str) -> None:
    """Update the cached clone of an address, or clone it.

    Branches, tags and the default branch become those of the address. Commits
    that are on no branch any longer stay, for whoever reads one of them.

    Parameters
    ----------
    address : str
        As :func:`toolbelt_data.load` takes it.

    Raises
    ------
    SourceError
        If the address is not allowed or cannot be reached.
    """
    _fetch(address, clone_of(address), "the cached clone can still be used without --refresh")


def _fetch(address: str, folder: Path, fix: str) -> None:
    env = {name: value for name, value in os.environ.items() if name.startswith(_NETWORK)}
    if "GIT_SSH" not in env:
        ssh = env.get("GIT_SSH_COMMAND") or _attempt(folder, "config", "core.sshCommand") or "ssh"
        env["GIT_SSH_COMMAND"] = f"{ssh} -oBatchMode=yes"
    try:
        run(folder, *_FETCH, "--", address, *_REFS, **env, GIT_ALLOW_PROTOCOL="https:ssh:file")
        run(folder, "update-ref", "--no-deref", "HEAD", "refs/toolbelt/head")
    except SourceError as error:
        raise SourceError(address, f"cannot be fetched: {error.found}", fix) from None
    (folder / _FETCHED).touch()


def _fetched(folder: Path) -> str:
    """Return the earliest day on any calendar on which a clone was fetched."""
    seconds = (folder / _FETCHED).stat().st_mtime
    return datetime.fromtimestamp(seconds - 12 * 3600, UTC).date().isoformat()


@contextmanager
def calling(folder: Path, address: str) -> Iterator[None]:
    """Replace the folder of a clone by its address in errors.

    Raises
    ------
    ToolbeltError
    """
    try:
        yield
    except ToolbeltError as error:
        if not address or error.path != str(folder):
            raise
        found = error.found.replace(str(folder), address)
        raise type(error)(address, found, error.fix) from None
