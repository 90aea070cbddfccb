"""Editions: the bytes of a source's documents, from a folder or a git revision."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from pathlib import Path

from .. import embedded
from ..errors import NothingToMeasure, SourceError
from ..limits import check_size
from ..settings import Settings, find_settings
from . import cache, contents, folder, repository
from .address import is_address
from .folder import FOLDERS, Found

# What Git LFS keeps in place of a file: these lines and no other.
_POINTER = re.compile(
    rb"version https://git-lfs\.github\.com/spec/v1\r?\n(?:ext-\d-\S+ .*\n)*"
    rb"oid sha256:[0-9a-f]{64}\r?\nsize \d+\s*"
)


@dataclass(frozen=True, slots=True)
class Edition:
    """A source at one revision.

    Attributes
    ----------
    name : str
        As it stands in a report's path: the folder's name, or
        ``<date>-<short commit>``.
    source : str
        The folder or the git address as it was named; empty for the embedded edition.
    revision : str or None
        The full name of the commit; None for a folder as it lies there.
    date : str or None
        The commit's date, ``YYYY-MM-DD``; empty where it has none.
    embedded : bool
        Whether it is one of the editions that travel with the package.
    address : str
        Where the revision's documents are shown on the web, up to their paths;
        empty where that is not known.
    files : dict of str to bytes
        Each document's bytes by its path relative to the source's root.
    unread : dict of str to SourceError
        Why a document's bytes are not among them, by its path.
    settings : Settings
        What stands beside the documents.
    excluded : list of str
        The paths that the settings leave out.
    root : pathlib.Path
        Where it was read from: the folder, or the cached clone of an address.
    """

    name: str
    source: str
    revision: str | None = None
    date: str | None = None
    embedded: bool = False
    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict, repr=False)
    unread: dict[str, SourceError] = field(default_factory=dict, repr=False)
    settings: Settings = field(default_factory=Settings, repr=False)
    excluded: list[str] = field(default_factory=list, repr=False)
    root: Path = field(default=Path(), repr=False)

    @property
    def label(self) -> str:
        """The edition in words, without any path of the machine."""
        if self.embedded:
            return f"{self.name} (embedded: restated, not the original)"
        if is_address(self.source):
            return f"{self.name} of {self.source}"
        return self.name


def open_edition(
    source: str | os.PathLike[str] | None = None, revision: str | None = None
) -> Edition:
    """Read the documents of a source.

    Parameters
    ----------
    source : str or path-like, optional
        A folder that holds ``personas/`` or ``use_cases/``, or that is itself
        the folder of personas; a bare repository; a git address, which is
        cloned once into the user's cache; or the name of an embedded edition.
        The latest embedded edition where it is left out.
    revision : str, optional
        A commit, tag or branch of the git repository that `source` lies in, or
        a day, ``YYYY-MM-DD``: the newest commit along first parents of HEAD that
        was committed by then. HEAD where an address or a bare repository is
        named without one; the default branch's newest commit, for an address.

    Returns
    -------
    Edition
        Its files are the markdown documents, in the order of their paths.

    Raises
    ------
    SourceError
        Where the folder, the address or the revision is not there or cannot be read.
    NothingToMeasure
        Where it holds no markdown document.
    ParameterError
        Where the settings beside the documents cannot be read.

    Examples
    --------
    >>> open_edition().name
    '2025-06-10'
    """
    shown = "" if source is None else str(source)
    if revision and not shown:
        raise SourceError(
            f"revision {revision}", "of no source", "name its repository as the source"
        )
    elsewhere = is_address(shown)
    root = root_of(shown)
    if elsewhere or (repository.is_bare(root) and not folder.has_documents(root)):
        revision = revision or "HEAD"
    with cache.calling(root, shown if elsewhere else ""):
        edition, found = (
            _at_revision(root, shown, revision) if revision else _as_it_lies(root, shown)
        )
        take(edition, found)
    place = shown if elsewhere else str(root)
    require_documents(edition, f"{place} at {revision}" if revision else place)
    return edition


def root_of(source: str) -> Path:
    """Give the folder that a source names: an address's clone, a folder, an embedded edition.

    Raises
    ------
    SourceError
        Where there is none.
    """
    return cache.clone_of(source) if is_address(source) else _folder(source)


def commit_of(source: str, root: Path, revision: str) -> repository.Commit:
    """Find the commit that a revision of a source names.

    Raises
    ------
    SourceError
        Where it names none.
    """
    if is_address(source):
        return cache.resolve(source, root, revision)
    return repository.resolve(root, revision)


def _folder(shown: str) -> Path:
    root = Path(shown) if shown else embedded.edition()
    if shown in embedded.editions() and not os.path.exists(root):  # noqa: PTH110
        root = embedded.edition(shown)
    if not os.path.isdir(root):  # noqa: PTH112 - says no where the name is too long
        found = "not a folder" if os.path.exists(root) else "no such folder"  # noqa: PTH110
        raise SourceError(
            root,
            found,
            "give the folder that holds personas/, or none for the embedded edition",
        )
    return root


def _at_revision(root: Path, shown: str, revision: str) -> tuple[Edition, list[Found]]:
    commit = commit_of(shown, root, revision)
    own = embedded.is_embedded(root)
    settings = find_settings(partial(contents.file, root, commit), beside(root))
    found = contents.files(root, commit, folder.is_markdown, settings.max_bytes)
    web = repository.web_address(root, commit)
    edition = Edition(
        commit.label, shown, commit.name, commit.date, own, web, settings=settings, root=root
    )
    return edition, found


def _as_it_lies(root: Path, shown: str) -> tuple[Edition, list[Found]]:
    own = embedded.is_embedded(root)
    settings = Settings() if own else find_settings(folder.reader(root), beside(root))
    name = root.resolve().name or "root"
    edition = Edition(name, shown, embedded=own, settings=settings, root=root)
    return edition, list(folder.markdown_files(root))


def take(edition: Edition, found: list[Found]) -> None:
    """Read the documents of a repository's root, or all files of a folder of personas."""
    inside = [one for one in found if one.path.partition("/")[0] in FOLDERS and "/" in one.path]
    for one in sorted(inside or found, key=attrgetter("path")):
        if edition.settings.excludes(one.path):
            edition.excluded.append(one.path)
            continue
        try:
            check_size(one.path, one.size, edition.settings.max_bytes)
            if one.path in edition.files:
                raise SourceError(one.path, "a second document of this name", "rename one of them")
            edition.files[one.path] = _read(one)
        except SourceError as error:
            edition.unread[one.path] = error


def require_documents(edition: Edition, place: object) -> None:
    """Refuse an edition without any document.

    Raises
    ------
    NothingToMeasure
    """
    if not (edition.files or edition.unread):
        raise NothingToMeasure(
            place,
            "the settings exclude every document"
            if edition.excluded
            else "no markdown document in personas/ or use_cases/, nor in the folder itself",
            f"mend exclude in {edition.settings.place}"
            if edition.excluded
            else "give the folder that holds the documents",
        )


def _read(one: Found) -> bytes:
    data = one.read()
    if _POINTER.fullmatch(data):
        raise SourceError(
            one.path,
            "a pointer of Git LFS, not the document",
            "get the document with git lfs pull, or keep documents out of Git LFS",
        )
    return data


def beside(root: Path) -> dict[str, str]:
    """Say where settings may stand, and how a document is called from there.

    A folder of personas has them in the one above.
    """
    name = root.resolve().name
    return {"": "", "../": f"{name}/"} if name in FOLDERS else {"": ""}
