"""Git: commits and files of a repository, read with the git program and without a checkout.

Whoever wrote a repository may have written its configuration too, so no hook,
monitor, pager or filter of it runs, and reading uses no network. Symbolic links
and submodules are never followed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

from .errors import SourceError, ToolbeltError

_CONFIG = (f"core.hooksPath={os.devnull}", "core.fsmonitor=false", "log.showSignature=false",
           "safe.bareRepository=all", "core.filesRefLockTimeout=10000")  # fmt: skip
# The last four: nobody is prompted for a password, neither in a terminal nor in a window.
_OFFLINE = {
    "LC_ALL": "C", "GIT_ALLOW_PROTOCOL": "none", "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1", "GIT_LITERAL_PATHSPECS": "1", "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
}  # fmt: skip
# How the user's own network is reached; other variables of git could name another repository.
_NETWORK = ("GIT_SSH", "GIT_SSL_", "GIT_PROXY_", "GIT_HTTP_")
# Bytes of one answer: a listing of some 600,000 files. A tree can repeat itself without end.
_MOST = 64 * 2**20

# What git says, what is said of it, and the fix.
_FAILURES = (
    (
        "dubious ownership",
        "a repository that belongs to somebody else",
        "trust it with git config --global --add safe.directory and its path",
    ),
    (
        "not a git repository",
        "not in a git repository",
        "name a clone: only a clone has revisions and a history",
    ),
    ("promisor|lazy fetch", "a partial clone that lacks a file", "clone it again without --filter"),
    ("Not a valid object name", "the commit has no such folder", "name one that it has"),
)
_LOOKS_LIKE_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://|:)|[^/\\:@]*@[^:]*:")
_USER, _HOST, _PATH = r"(?!-)[\w.-]+@", r"(?:(?!-)[\w.-]+|\[[0-9A-Fa-f:.]+\])", r"[^?#]*[^?#/]/*"
_ADDRESS = re.compile(
    rf"(?:https://|ssh://(?:{_USER})?){_HOST}(?::\d+)?/{_PATH}|{_USER}{_HOST}:(?!-){_PATH}"
    rf"|file:///{_PATH}"
)
_GITHUB = re.compile(
    r"(?:https://github\.com/|(?:ssh://)?git@github\.com[:/])([\w.-]+/[\w.-]+?)(?:\.git)?/?"
)
# Words that do not name a single commit: options, ranges, searches in messages, files of commits.
_NOT_A_REVISION = re.compile(r"[-^]|.*(?:\.\.|:|\^\{/|@\{|[\s?*\[\\])")
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


def run(
    folder: Path, *words: str, given: bytes = b"", most: int = _MOST, network: bool = False
) -> bytes:
    """Run git and return its output.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in a repository's work tree, or a bare repository.
    *words : str
        The command and its arguments.
    given : bytes, optional
        Standard input.
    most : int, optional
        Bytes of output beyond which git is stopped.
    network : bool, optional
        Whether git may use the network, by the user's own ssh, proxies and certificates.

    Raises
    ------
    SourceError
        If git is not installed, fails or answers with too much.
    """
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= _OFFLINE | (_online(folder) if network else {})
    command = ["git", "--no-pager", "-C", str(folder)]
    command += [word for setting in _CONFIG for word in ("-c", setting)]
    # Files, because pipes for input and errors could fill up while the output is read.
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stderr:
        stdin.write(given)
        stdin.seek(0)
        streams = {"stdin": stdin, "stdout": subprocess.PIPE, "stderr": stderr}
        try:
            process = subprocess.Popen([*command, *words], env=env, **streams)
        except OSError:
            raise SourceError(folder, "git is not installed", "install git") from None
        with process:
            output = process.stdout.read(most + 1)
            if len(output) > most:
                process.kill()
        stderr.seek(0)
        said = stderr.read(_MOST).decode("utf-8", "replace")
    if len(output) > most:
        found = f"git {words[0]} answers with more than {most:,} bytes"
        raise SourceError(folder, found, "name a smaller repository")
    if process.returncode:
        raise _failure(folder, said)
    return output


def _online(folder: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name.startswith(_NETWORK)}
    if "GIT_SSH" not in own:
        set_up = _attempt(folder, "config", "--global", "--get", "core.sshCommand")
        own["GIT_SSH_COMMAND"] = own.get("GIT_SSH_COMMAND") or set_up or "ssh"
        own["GIT_SSH_COMMAND"] += " -oBatchMode=yes"
    return own | {"GIT_ALLOW_PROTOCOL": "https:ssh:file"}


def _attempt(folder: Path, *words: str) -> str:
    """Return git's output as text; an empty one if it fails."""
    try:
        return os.fsdecode(run(folder, *words).removesuffix(b"\n"))
    except SourceError:
        return ""


def _failure(folder: Path, said: str) -> SourceError:
    """Turn git's messages into one line."""
    for words, found, fix in _FAILURES:
        if re.search(words, said):
            return SourceError(folder, found, fix)
    lines = said.splitlines() or ["git failed"]
    line = next((one for one in lines if one.startswith(("fatal: ", "error: "))), lines[-1])
    line = re.sub(r"//[^/\s@]*@", "//…@", re.sub(r"^(fatal|error): ", "", line).rstrip("."))
    shown = "".join(one if one.isprintable() else "?" for one in line)
    return SourceError(folder, shown, "check the repository with git fsck")


def is_bare(folder: Path) -> bool:
    """Tell whether a folder is a bare repository."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir()


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
        if error.found in ("not in a git repository", "git is not installed"):
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


def log(folder: Path, revision: str, *limits: str) -> list[Commit]:
    """List commits along first parents, newest first; long subjects are cut."""
    how = ("--first-parent", "-z", "--encoding=UTF-8", "--format=%H%x09%cs%x09%<(200,trunc)%s")
    listed = run(folder, "log", *how, *limits, revision, "--").decode("utf-8", "replace")
    commits = (Commit(*line.split("\t", 2)) for line in listed.split("\0") if line)
    return [one._replace(subject=one.subject.rstrip()) for one in commits]


def edge(folder: Path, oldest: str) -> str | None:
    """Return the oldest commit's name if a shallow clone begins there, else None."""
    header = run(folder, "cat-file", "commit", oldest).partition(b"\n\n")[0]
    return oldest if b"\nparent " in header else None


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
    if not revision.isprintable() or not revision or _NOT_A_REVISION.match(revision):
        fix = "name a commit, a tag, a branch or a date"
        raise SourceError(folder, f"{revision!r} is not a git revision", fix)
    found = find(folder, revision)
    day = _day(revision)
    fetched = _fetched(folder) if address else ""
    if found is None and address and (not day or day >= fetched):
        _fetch(address, folder, f"try again: the clone, of {fetched}, is too old for {revision!r}")
        found = find(folder, revision)
    commits = log(folder, "HEAD") if day and not found and find(folder, "HEAD") else []
    found = found or next((one for one in commits if one.date <= day), None)
    if found is None:
        since = f": the first commit is of {commits[-1].date}" if commits else ""
        fix = "see git log, git tag and git branch --all"
        if _attempt(folder, "rev-parse", "--is-shallow-repository") == "true":
            fix = "the clone is shallow: fetch the rest with git fetch --unshallow"
        raise SourceError(folder, f"the repository has no revision {revision!r}{since}", fix)
    return found


def find(folder: Path, name: str) -> Commit | None:
    """Find the commit that a name means; None if the repository has none of that name."""
    try:
        found = run(folder, "rev-parse", "--verify", f"{name}^{{commit}}").decode().split()[-1]
    except SourceError as error:
        if "single revision" in error.found or "expected commit type" in error.found:
            return None
        raise
    return log(folder, found, "--max-count=1")[0]


def _day(revision: str) -> str:
    with suppress(ValueError):
        return revision if date.fromisoformat(revision).isoformat() == revision else ""
    return ""


def tree_names(folder: Path, paths: list[str]) -> list[bytes]:
    """Return name and type of the object at each path, such as ``HEAD:personas``, or nothing."""
    given = b"".join(os.fsencode(path) + b"\n" for path in paths)
    answers = run(folder, "cat-file", "--batch-check", given=given).splitlines()
    return [b"" if one.endswith(b" missing") else one.rpartition(b" ")[0] for one in answers]


def files(folder: Path, commit: str) -> Iterator[tuple[bytes, str, int | None]]:
    """List what a commit holds below a folder: path, blob and size; no size if not a regular file.

    Raises
    ------
    SourceError
        If the commit lacks the folder, or git cannot read it.
    """
    tree = f"{commit}:{prefix(folder) or ''}"
    for line in run(folder, "ls-tree", "-r", "-l", "-z", "--full-tree", tree).split(b"\0")[:-1]:
        about, _, path = line.partition(b"\t")
        mode, _, blob, size = about.split()
        # Of a file that is missing or damaged, git 2.39 says BAD; reading it fails.
        number = int(size) if size.isdigit() else 0
        yield path, blob.decode(), number if mode in (b"100644", b"100755") else None


def read(folder: Path, sizes: Mapping[str, int]) -> dict[str, bytes]:
    """Read blobs of known sizes.

    Raises
    ------
    SourceError
        If git cannot read one.
    """
    given = "".join(f"{blob}\n" for blob in sizes).encode()
    most = sum(sizes.values()) + 100 * len(sizes)
    output = run(folder, "cat-file", "--batch", given=given, most=most) if sizes else b""
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
    >>> [is_address(one) for one in ("../toolbelt", "git@example.org:a/b", "ext::program")]
    [False, True, True]
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
    >>> check_address("http://github.com/ossf/toolbelt")
    Traceback (most recent call last):
    toolbelt_data.errors.SourceError: http://github.com/ossf/toolbelt: http can be read and \
changed on its way; use https://
    """
    fix = "use https://host/path, ssh://host/path, git@host:path or file:///path"
    if not unquote(address).isprintable() or re.search(r"\s", address):
        found = "an address with a space or a control character"
    elif re.match(r"[^/:]*::", address):
        found = f"{address.partition('::')[0]}:: can run a program"
    elif address.startswith("http://"):
        found, fix = "http can be read and changed on its way", "use https://"
    elif re.match(r"https://.*@|[^:]+://[^@]*:[^@]*@", address):
        found = "a name or password in an address would end up in reports"
        fix = "leave it out and keep it in git's credential helper"
    elif not _ADDRESS.fullmatch(address):
        found = "not an address of a repository"
    else:
        return
    shown = re.sub(r"//.*@", "//…@", address, flags=re.DOTALL)
    raise SourceError(shown if shown.isprintable() else repr(shown), found, fix)


def cache_folder() -> Path:
    """Return the user's cache folder; the variable ``TOOLBELT_CACHE`` names another."""
    named = os.environ.get("TOOLBELT_CACHE")
    if named:
        return Path(named).absolute()
    from platformdirs import user_cache_path

    return user_cache_path("toolbelt-data", appauthor=False)


def clone_of(address: str) -> Path:
    """Return the cached clone of an address, a bare repository; clone it if there is none.

    Raises
    ------
    SourceError
        If the address is not allowed or cannot be cloned.
    """
    check_address(address)
    plain, cache = address.rstrip("/"), cache_folder()
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", re.split(r"[/:]", plain)[-1].removesuffix(".git"))[:40]
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    folder = cache / f"{stem.strip('-') or 'clone'}-{digest}"
    if folder.is_dir():
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=cache))
    except OSError as error:
        found = error.strerror or "cannot be written"
        raise SourceError(cache, found, "name another folder in TOOLBELT_CACHE") from None
    try:
        # Moved into place when it is complete, so that half a clone is never used.
        run(staging, "init", "--quiet", "--bare", "--template=")
        run(staging, "config", "remote.origin.url", address)
        _fetch(address, staging, "check the address, the network and your rights")
        with suppress(OSError):  # another process was faster
            staging.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
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
    try:
        run(folder, *_FETCH, "--", address, *_REFS, network=True)
        run(folder, "update-ref", "--no-deref", "HEAD", "refs/toolbelt/head")
    except SourceError as error:
        raise SourceError(address, f"cannot be fetched: {error.found}", fix) from None
    (folder / _FETCHED).touch()


def _fetched(folder: Path) -> str:
    """Return the earliest day on any calendar on which a clone was fetched; empty if unknown."""
    try:
        seconds = (folder / _FETCHED).stat().st_mtime
    except OSError:
        return ""
    return datetime.fromtimestamp(seconds - 12 * 3600, UTC).date().isoformat()


@contextmanager
def calling(folder: Path, address: str) -> Iterator[None]:
    """Name an address, instead of its clone's folder, in errors.

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
