"""Cache: clones of addresses, whole and bare, in the user's own folder of caches."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import CompletedProcess

from ..errors import SourceError
from . import git, remains, repository
from .address import check_address

# git-upload-pack reads the other repository's configuration: no transport is open to it.
_SERVED = "--upload-pack=GIT_ALLOW_PROTOCOL=none git-upload-pack"
_REFS = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
# A HEAD that is on no branch has commits of its own.
_HEAD = "+HEAD:refs/toolbelt/head"
_TRIES = 3


def clone_of(address: str) -> Path:
    """Give the cached clone of an address; it is made where there is none.

    Parameters
    ----------
    address : str
        As :func:`toolbelt_data.load` takes it.

    Returns
    -------
    pathlib.Path
        A bare repository with all branches and tags; its HEAD is the default branch.

    Raises
    ------
    SourceError
        Where the address is not followed or cannot be cloned.
    """
    check_address(address)
    folder = home() / _name(address)
    if not folder.is_dir():
        _clone(address, folder)
    return folder


def refresh(address: str) -> None:
    """Fetch the cached clone of an address anew; it is made where there is none.

    Parameters
    ----------
    address : str
        As :func:`toolbelt_data.load` takes it.

    Raises
    ------
    SourceError
        Where the address is not followed or cannot be reached.

    Notes
    -----
    Branches and tags become those of the address, as does the default branch.
    Commits that nothing there leads to any longer stay, so that whoever reads
    one of them can go on.
    """
    check_address(address)
    folder = home() / _name(address)
    if repository.is_bare(folder):
        _fetch(address, folder, "the cached clone can still be used without --refresh")
    else:
        shutil.rmtree(folder, ignore_errors=True)
        _clone(address, folder)


def resolve(address: str, folder: Path, revision: str) -> repository.Commit:
    """Find the commit that a revision names; one that the clone lacks is fetched once.

    Parameters
    ----------
    address : str
    folder : pathlib.Path
        Its clone.
    revision : str
        As :func:`toolbelt_data.source.repository.resolve` takes it.

    Raises
    ------
    SourceError
        Where neither the clone nor the address has it.
    """
    try:
        return repository.resolve(folder, revision)
    except repository.NoRevisionError as error:
        _fetch(address, folder, f"{error.found} as cached: name one that it has")
    return repository.resolve(folder, revision)


@contextmanager
def calling(folder: Path, address: str) -> Iterator[None]:
    """Call a clone by its address, wherever something is wrong with it.

    Raises
    ------
    SourceError
    """
    try:
        yield
    except SourceError as error:
        if error.path != str(folder):
            raise
        damaged = address and isinstance(error, repository.DamagedError)
        mend = f"remove its clone, {folder}, to have it cloned anew" if damaged else error.mend
        raise SourceError(address or folder, error.found, mend) from None


def _fetch(address: str, folder: Path, mend: str) -> None:
    """Bring a clone up to date, or say the mend where the address cannot be reached."""
    remains.clear_clone(folder)
    for _ in range(_TRIES):
        heads = done = git.reach(
            folder, "ls-remote", *_served(address), "--symref", "--", address, "HEAD"
        )
        if not heads.returncode:
            done = git.reach(
                folder, "fetch", *_served(address), "--quiet", "--force", "--prune", "--no-tags",
                "--no-auto-gc", "--no-write-fetch-head", "--no-recurse-submodules", "--",
                address, *_REFS, *([_HEAD] if heads.stdout else []),
            )  # fmt: skip
        # Another process that fetches the same moves what this one is about to move.
        if not (done.returncode and b"cannot lock ref" in done.stderr):
            break
    if done.returncode:
        raise _not_fetched(address, done, mend)
    first = heads.stdout.decode("utf-8", "surrogateescape").partition("\n")[0].split("\t")[0]
    branch = first.removeprefix("ref: ")
    if branch != first:
        done = git.run(folder, "symbolic-ref", "HEAD", branch)
    elif first:
        done = git.run(folder, "update-ref", "--no-deref", "HEAD", first)
    if done.returncode:
        raise _not_fetched(address, done, mend)


def _not_fetched(address: str, done: CompletedProcess, mend: str) -> SourceError:
    lock = remains.lock_of(done)
    if lock:
        mend = f"try again, or remove {lock} where nobody else is fetching"
        return SourceError(address, "cannot be fetched: its clone is locked", mend)
    return SourceError(address, f"cannot be fetched: {git.why(done)}", mend)


def _clone(address: str, folder: Path) -> None:
    """Clone beside the folder and move the clone in place, so that it is whole or not there."""
    cache = folder.parent
    try:
        cache.mkdir(parents=True, exist_ok=True)
        remains.clear_cache(cache)
        beside = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=cache))
    except OSError as error:
        raise SourceError(
            cache, error.strerror or "cannot be written", "name another folder by TOOLBELT_CACHE"
        ) from None
    try:
        done = git.reach(
            cache, "clone", *_served(address), "--quiet", "--bare", "--template=",
            "--origin=origin", "--no-recurse-submodules", "--", address, str(beside),
        )  # fmt: skip
        if done.returncode:
            raise SourceError(
                address,
                f"cannot be cloned: {git.why(done)}",
                "check the address, the network and your rights",
            )
        try:
            beside.rename(folder)
        except OSError:
            # Another process was faster.
            if not folder.is_dir():
                raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _served(address: str) -> tuple[str, ...]:
    return (_SERVED,) if address.startswith("file:") else ()


def home() -> Path:
    """Give the user's own folder of caches; the variable ``TOOLBELT_CACHE`` names another."""
    named = os.environ.get("TOOLBELT_CACHE")
    if named:
        return Path(named).absolute()
    from platformdirs import user_cache_path

    return user_cache_path("toolbelt-data", appauthor=False)


def _name(address: str) -> str:
    """Name a clone's folder so that people know it and no two addresses share it."""
    address = address.rstrip("/")
    last = re.split(r"[/:]", address)[-1].removesuffix(".git")
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", last)[:40].strip("-") or "clone"
    return f"{stem}-{hashlib.sha256(address.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
