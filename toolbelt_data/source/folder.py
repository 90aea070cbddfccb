"""Folders: the markdown documents of a source as they lie there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple, NoReturn

from ..errors import SourceError
from ..limits import check_beside

FOLDERS = ("personas", "use_cases")
"""The folders of a source that hold its documents."""


class Found(NamedTuple):
    """A document that is there, before its bytes are read."""

    path: str
    size: int
    read: Callable[[], bytes]


def reader(root: Path) -> Callable[[str], bytes | None]:
    """Give what reads a file beside the documents; None where there is none.

    Raises
    ------
    SourceError
        What is given raises it, where the file cannot be read, or is larger than
        a document may be.
    """

    def read(path: str) -> bytes | None:
        try:
            check_beside(path, (root / path).stat().st_size)
            return (root / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            return _refuse(error)

    return read


def is_markdown(path: str) -> bool:
    """Tell by its path whether a file is a document: markdown in no hidden folder.

    A commit can hold paths that no file of a folder has, from the root of the
    system or out of the folder. Nothing may ever be written by them.
    """
    folders = path.split("/")[:-1]
    strange = any(not name or name.startswith(".") for name in folders)
    return path.lower().endswith(".md") and not strange


def has_documents(root: Path) -> bool:
    """Tell whether a folder has one of :data:`FOLDERS`."""
    return any((root / name).is_dir() for name in FOLDERS)


def markdown_files(root: Path) -> Iterator[Found]:
    """Find a source's documents, without reading them.

    Parameters
    ----------
    root : pathlib.Path
        A folder with those of :data:`FOLDERS`, or a folder of documents itself.

    Yields
    ------
    Found
        In no order. Links that lead out of the source are left out; what
        the system refuses is found too, and raises when it is read.
    """
    tops = [root / name for name in FOLDERS if (root / name).is_dir()] or [root]
    refused: list[OSError] = []
    for top in tops:
        for folder, folders, names in os.walk(top, onerror=refused.append):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in names:
                path = Path(folder, name)
                try:
                    if is_markdown(name) and _is_inside(path, root):
                        yield Found(_shown(path, root), path.stat().st_size, partial(_read, path))
                except OSError as error:
                    refused.append(error)
    for error in refused:
        yield Found(_shown(Path(error.filename), root), 0, partial(_refuse, error))


def _shown(path: Path, root: Path) -> str:
    shown = path.relative_to(root).as_posix()
    return shown.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _is_inside(path: Path, root: Path) -> bool:
    """Leave out links that lead out of the source, and what is no file."""
    return path.is_file() and path.resolve().is_relative_to(root.resolve())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        return _refuse(error)


def _refuse(error: OSError) -> NoReturn:
    raise SourceError(
        error.filename, error.strerror or "cannot be read", "make it readable"
    ) from error
