"""Sources: the bytes of an edition's documents, from a folder or a git revision."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import embedded, repository
from .errors import NothingToMeasure, SourceError

FOLDERS = ("personas", "use_cases")
"""The folders of a source that hold its documents."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A source at one revision.

    Attributes
    ----------
    name : str
        As it stands in a report's path: the folder's name, or
        ``<date>-<short commit>``.
    source : str
        The folder as it was named; empty for the embedded edition.
    revision : str or None
        The full name of the commit; None for a folder as it lies there.
    date : str or None
        The commit's date, ``YYYY-MM-DD``.
    embedded : bool
        Whether it is one of the editions that travel with the package.
    address : str
        Where the revision's documents are shown on the web, up to their paths;
        empty where that is not known.
    files : dict of str to bytes
        Each document's bytes by its path relative to the source's root.
    """

    name: str
    source: str
    revision: str | None = None
    date: str | None = None
    embedded: bool = False
    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def label(self) -> str:
        """The edition in words, without any path of the machine."""
        if self.embedded:
            return f"{self.name} (embedded: restated, not the original)"
        return self.name


def open_edition(
    source: str | os.PathLike[str] | None = None, revision: str | None = None
) -> Edition:
    """Read the documents of a source.

    Parameters
    ----------
    source : str or path-like, optional
        A folder that holds ``personas/`` or ``use_cases/``, or that is itself
        the folder of personas; or the name of an embedded edition. The latest
        embedded edition where it is left out.
    revision : str, optional
        A commit, tag or branch of the git repository that `source` lies in.

    Returns
    -------
    Edition
        Its files are the markdown documents, in the order of their paths.

    Raises
    ------
    SourceError
        Where the folder or the revision is not there or cannot be read.
    NothingToMeasure
        Where it holds no markdown document.

    Examples
    --------
    >>> open_edition().name
    '2025-05-29'
    """
    shown = "" if source is None else str(source)
    if revision and not shown:
        raise SourceError(
            f"revision {revision}", "of no source", "name its repository as the source"
        )
    root = Path(shown) if shown else embedded.edition()
    if shown in embedded.editions() and not root.exists():
        root = embedded.edition(shown)
    if "://" in shown or (not root.exists() and shown.startswith("git@")):
        raise SourceError(
            shown, "an address, and only folders are read", "clone it and give the clone's path"
        )
    if not root.is_dir():
        found = "not a folder" if root.exists() else "no such folder"
        raise SourceError(
            root,
            found,
            "give the folder that holds personas/, or none for the embedded edition",
        )
    if revision:
        commit = repository.resolve(root, revision)
        files = _documents(repository.markdown_files(root, commit))
        name = f"{commit.date}-{commit.name[:7]}"
        own = embedded.is_embedded(root)
        web = repository.web_address(root, commit)
        edition = Edition(name, shown, commit.name, commit.date, own, web, files)
    else:
        files = _documents(dict(_read_folder(root)))
        name = root.resolve().name or "root"
        edition = Edition(name, shown, embedded=embedded.is_embedded(root), files=files)
    if not edition.files:
        raise NothingToMeasure(
            root if not revision else f"{root} at {revision}",
            "no markdown document in personas/ or use_cases/, nor in the folder itself",
            "give the folder that holds the documents",
        )
    return edition


def _documents(files: dict[str, bytes]) -> dict[str, bytes]:
    """Keep the documents of a repository's root, or all files of a folder of personas."""
    kept = {
        path: content
        for path, content in files.items()
        if path.partition("/")[0] in FOLDERS and "/" in path
    }
    return dict(sorted((kept or files).items()))


def _read_folder(root: Path) -> Iterator[tuple[str, bytes]]:
    tops = [root / name for name in FOLDERS if (root / name).is_dir()] or [root]
    for top in tops:
        for folder, folders, names in os.walk(top, onerror=_refuse):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = Path(folder, name)
                if name.lower().endswith(".md") and _is_inside(path, root):
                    shown = path.relative_to(root).as_posix()
                    yield (
                        shown.encode("utf-8", "surrogateescape").decode("utf-8", "replace"),
                        (_read(path)),
                    )


def _is_inside(path: Path, root: Path) -> bool:
    """Leave out links that lead out of the source, and what is no file."""
    return path.is_file() and path.resolve().is_relative_to(root.resolve())


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        _refuse(error)
        raise


def _refuse(error: OSError) -> None:
    raise SourceError(
        error.filename, error.strerror or "cannot be read", "make it readable"
    ) from error
