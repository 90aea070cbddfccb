"""Contents: the files of a commit, read without a checkout.

Git is asked for objects only: the work tree, hooks and filters have no part in
it, links are not followed, and nothing is written.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from pathlib import Path

from ..errors import SourceError
from ..limits import check_beside
from . import git
from .folder import Found
from .objects import MissingObject, Objects, TooManyDocuments
from .repository import Commit, no_folder, prefix, unreadable
from .trees import Trees

_REGULAR = (b"100644", b"100755")


def files(folder: Path, commit: Commit, wanted: Callable[[str], bool], limit: int) -> list[Found]:
    """Find files of a commit below a folder.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in the work tree: only what lies below it is found.
    commit : Commit
    wanted : callable
        Tells by its path whether a file is.
    limit : int
        Bytes beyond which a file is found and never read.

    Returns
    -------
    list of Found
        By path relative to `folder`. Symbolic links and submodules are left
        out; what git cannot give raises when it is read.

    Raises
    ------
    SourceError
        Where the folder is not in the commit or git fails.
    """
    inside = prefix(folder) or ""
    tree = f"{commit.name}:{inside}" if inside else f"{commit.name}^{{tree}}"
    _refuse_many(folder, tree)
    listed = git.run(folder, "ls-tree", "-r", "-z", "--full-tree", tree)
    if listed.returncode and b"Not a valid object name" in listed.stderr:
        raise no_folder(folder, commit, inside)
    if listed.returncode:
        raise unreadable(folder, listed)
    entries = []
    for entry in listed.stdout.split(b"\0"):
        about, _, path = entry.partition(b"\t")
        mode, _, rest = about.partition(b" ")
        shown = path.decode("utf-8", "backslashreplace")
        if mode in _REGULAR and wanted(shown):
            entries.append((shown, rest.split()[1]))
    names = dict.fromkeys(name for _, name in entries)
    sizes = _sizes(folder, names)
    read = _blobs(folder, [name for name in names if sizes.get(name, 0) <= limit])
    return [
        Found(path, sizes.get(name, 0), partial(_taken, path, read, name)) for path, name in entries
    ]


def _refuse_many(folder: Path, tree: str) -> None:
    """Refuse a tree with more documents than are read, before git lists them all.

    What else may be wrong with it, git says best.
    """
    name = git.run(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{tree}^{{tree}}"
    )
    with closing(Objects(folder, str(folder))) as objects:
        try:
            Trees(objects).documents(name.stdout.decode().strip())
        except TooManyDocuments:
            raise
        except MissingObject:
            return


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

    Raises
    ------
    SourceError
        Where git cannot give it, or it is larger than a document may be.
    """
    inside = posixpath.normpath((prefix(folder) or "") + path)
    listed = git.run(folder, "ls-tree", "-z", "--full-tree", commit.name, "--", inside).stdout
    mode, _, rest = listed.partition(b"\t")[0].partition(b" ")
    if mode not in _REGULAR:
        return None
    name = rest.split()[1]
    check_beside(path, _sizes(folder, [name]).get(name, 0))
    return _taken(path, _blobs(folder, [name]), name)


def _sizes(folder: Path, names: Iterable[bytes]) -> dict[bytes, int]:
    answer = git.run(folder, "cat-file", "--batch-check", given=b"\n".join([*names, b""])).stdout
    told = (line.split() for line in answer.splitlines())
    return {words[0]: int(words[2]) for words in told if len(words) == 3}


def _blobs(folder: Path, names: Iterable[bytes]) -> dict[bytes, bytes | SourceError]:
    """Read objects, or say of each why git does not give it."""
    wanted = list(names)
    found: dict[bytes, bytes | SourceError] = {}
    while wanted:
        done = git.run(folder, "cat-file", "--batch", given=b"\n".join([*wanted, b""]))
        answer, position = done.stdout, 0
        for name in wanted:
            end = answer.find(b"\n", position)
            header = answer[position:end].split()
            size = int(header[2]) if end >= 0 and len(header) == 3 else 0
            if header[1:2] == [b"blob"] and len(answer) > end + 1 + size:
                found[name] = answer[end + 1 : end + 1 + size]
                position = end + 1 + size + 1
                continue
            found[name] = unreadable(folder, done, f"object {name.decode()}")
            # Git goes on after an object that is missing, and ends at one that is damaged.
            position = end + 1 if header[1:] == [b"missing"] else len(answer)
            if position == len(answer):
                break
        wanted = [name for name in wanted if name not in found]
    return found


def _taken(path: str, read: dict[bytes, bytes | SourceError], name: bytes) -> bytes:
    found = read[name]
    if isinstance(found, SourceError):
        raise SourceError(path, found.found, found.mend)
    return found
