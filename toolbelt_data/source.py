"""Sources: the bytes of an edition's documents, from a folder or a git revision."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from . import git
from .errors import NothingToMeasure, ParameterError, SourceError, ToolbeltError
from .git import File, is_address
from .settings import FILE, FOLDERS, Settings, matches, parse_settings

# The newest embedded edition.
LATEST = "2025-06-10"
# Bytes of one file. Markup such as brackets that nothing closes takes 30 seconds per megabyte.
MAX_BYTES = 10 * 2**20
# Lines of one document; each becomes a row of up to 3 kB. The longest real one has 330.
MAX_LINES = 200_000
# Bytes of the settings: each pattern in them is tried on each document.
MAX_SETTINGS = 200_000
# Documents of one edition, and their bytes: as many as a machine with 2 GB can read.
MAX_DOCUMENTS = 10_000
MAX_TOTAL = 256 * 2**20
# Folders that are not looked into. In a commit, .. and no name at all are names.
_SKIPPED = re.compile(
    r"(?:^|/)(?:\.[^/]*|node_modules|vendor|venv|site-packages|build|dist|target|__pycache__|)/"
)
_POINTER = b"version https://git-lfs.github.com/spec/v1"
# Files that decide which files are documents, as git's patterns.
DECISIVE = (FILE, *FOLDERS, ":(icase)*.md", ":(icase)*.markdown")


@dataclass(frozen=True, slots=True)
class Edition:
    """A source at one revision.

    Attributes
    ----------
    name : str
        The name in a report's path: the folder's name, or
        ``<date>-<short commit>``.
    source : str
        The folder or the git address as it was named; empty for the embedded edition.
    revision : str or None
        The full name of the commit; None for a folder's current files.
    date : str or None
        The commit's date, ``YYYY-MM-DD``.
    embedded : bool
        Whether it is one of the editions that ship with the package.
    address : str
        Where the revision's documents are shown on the web, up to their paths;
        empty if that is not known.
    files : dict of str to bytes
        Each document's bytes by its path relative to the source's root.
    unread : dict of str to SourceError
        Why a document's bytes are not among them, by its path.
    settings : Settings
        The settings at the source's root.
    excluded : list of str
        The paths that the settings leave out.
    root : pathlib.Path
        Where it was read from: the folder, or the cached clone of an address.
    whole : bool
        Whether all markdown below the source was read, because the source has
        neither the default folders nor settings that name documents.
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
    whole: bool = False

    @property
    def label(self) -> str:
        """The edition in words, without any path of the machine."""
        if self.embedded:
            return f"{self.name} (embedded: restated, not the original)"
        return f"{self.name} of {self.source}" if is_address(self.source) else self.name


def package_folder(name: str) -> Path:
    """Return a folder that ships with the package: ``data`` or ``notebooks``.

    In a checkout both are beside the package; in a wheel they are inside it.

    Examples
    --------
    >>> package_folder("data").is_dir()
    True
    """
    package = Path(__file__).resolve().parent
    bundled = package / "bundled" / name
    return bundled if bundled.is_dir() else package.parent / name


def embedded_edition(name: str = LATEST) -> Path:
    """Return the folder of an embedded edition.

    Examples
    --------
    >>> embedded_edition("2025-04-04").name
    '2025-04-04'
    """
    return package_folder("data") / "editions" / name


def embedded_editions() -> list[str]:
    """List the embedded editions, oldest first.

    Examples
    --------
    >>> embedded_editions()
    ['2025-04-04', '2025-05-29', '2025-06-10']
    """
    return sorted(path.name for path in embedded_edition("").iterdir() if path.is_dir())


def is_embedded(path: Path) -> bool:
    """Tell whether a folder is one of the embedded editions, or inside one."""
    return embedded_edition("").resolve() in path.resolve().parents


def default_source() -> Path | None:
    """Return the folder to read if no source is named.

    Returns
    -------
    pathlib.Path or None
        The current folder, or the nearest one above it in the same git
        repository, that has ``personas/``.
    """
    folders = [Path.cwd(), *Path.cwd().parents]
    top = next((n for n, folder in enumerate(folders) if (folder / ".git").exists()), 0)
    return next((one for one in folders[: top + 1] if (one / FOLDERS[0]).is_dir()), None)


def open_edition(
    source: str | os.PathLike[str] | None = None, revision: str | None = None
) -> Edition:
    """Read the documents of a source.

    Parameters
    ----------
    source : str or path-like, optional
        A folder of documents; a bare repository; a git address, which is cloned
        once into the user's cache; or the name of an embedded edition.
        Default: the newest embedded edition.
    revision : str, optional
        A commit, tag or branch of the git repository that `source` is in, or
        a day, ``YYYY-MM-DD``: the newest commit along first parents of HEAD that
        was committed by then. Default: the folder's current files; HEAD of an
        address or a bare repository.

    Returns
    -------
    Edition
        Its documents are those that ``documents`` in the settings names, else
        ``personas/**/*.md`` and ``use_cases/**/*.md``, else ``**/*.md``.

    Raises
    ------
    SourceError
        If the source, its revision or its list of documents cannot be read;
        an embedded edition has no revisions.
    NothingToMeasure
        If it does not contain any document.
    ParameterError
        If the source is empty, or its settings cannot be read.

    Examples
    --------
    >>> open_edition().name
    '2025-06-10'
    """
    shown, root = "" if source is None else str(source), root_of(source, revision)
    address = shown if is_address(shown) else ""
    if not revision and (root / "HEAD").is_file() and (root / "objects").is_dir():
        revision = "HEAD"  # of a bare repository, such as the clone of an address
    with git.calling(root, address):
        if revision:
            commit = git.resolve(root, revision, address)
            edition = replace(_at(root, shown, commit), address=git.web_address(root, commit.name))
            return _filled(edition, _Commit(root, commit.name))
        name = root.resolve().name or "root"
        return _filled(Edition(name, shown, embedded=is_embedded(root), root=root), _Folder(root))


def open_named(word: str, source: str | os.PathLike[str] | None = None) -> Edition:
    """Read the edition that a word means.

    Parameters
    ----------
    word : str
        A folder, a git address or the name of an embedded edition, the first two
        also with ``#`` and a revision; else a revision of the source.
    source : str or path-like, optional
        The repository that a revision is of.

    Raises
    ------
    SourceError
        If it is neither, or cannot be read.

    Examples
    --------
    >>> open_named("2025-04-04").name
    '2025-04-04'
    """

    def is_source(place: str) -> bool:
        known = embedded_editions() if source is None else ()
        return is_address(place) or _is_folder(place) or place in known

    place, _, revision = word.rpartition("#")
    if is_source(place) and not _is_folder(word):
        return open_edition(place, revision)
    if is_source(word):
        return open_edition(word)
    if source is None:
        found = "no such folder, and no source is named whose revision it could be"
        fix = f"name a folder, a revision of a folder as in .#{word}, or --source"
        raise SourceError(word or "an empty name", found, fix)
    return open_edition(source, word)


def pinned(word: str, edition: Edition, source: str) -> str:
    """Return a word that means the same edition even after a branch has moved.

    Parameters
    ----------
    word : str
        As :func:`open_named` takes it.
    edition : Edition
        What it means now.
    source : str
        The repository that a revision is of; empty for none.

    Examples
    --------
    >>> pinned("main", Edition("2025-01-02-1234567", "toolbelt", "1234567890"), "toolbelt")
    '1234567890'
    >>> pinned("other.git", Edition("2025-01-02-1234567", "other.git", "1234567890"), "toolbelt")
    'other.git#1234567890'
    """
    if edition.revision and edition.source != source:
        return f"{edition.source}#{edition.revision}"
    return edition.revision or word


def root_of(source: str | os.PathLike[str] | None, revision: str | None = None) -> Path:
    """Return the folder that a source names: a folder, an embedded edition, an address's clone.

    Raises
    ------
    SourceError
        If there is none, or a revision of an embedded edition is named.
    """
    shown = LATEST if source is None else str(source)
    if not shown:
        fix = "leave it out for the embedded edition, or name a folder"
        raise ParameterError("source", "is empty", fix)
    if is_address(shown):
        return git.clone_of(shown)
    if source is not None and _is_folder(shown):
        return Path(shown)
    if shown in embedded_editions():
        if revision:
            found = f"the embedded edition {shown} has no revisions"
            raise SourceError(f"revision {revision}", found, "name its repository as the source")
        return embedded_edition(shown)
    found = "not a folder" if os.path.exists(shown) else "no such folder"  # noqa: PTH110
    fix = "name the folder that holds personas/, or none for the embedded edition"
    raise SourceError(os.path.abspath(shown), found, fix)  # noqa: PTH100


def _is_folder(word: str) -> bool:
    return os.path.isdir(word)  # noqa: PTH112 - says no if the name is too long


def read_beside(edition: Edition, path: str) -> bytes:
    """Read a file that an edition's settings name.

    Parameters
    ----------
    edition : Edition
    path : str
        Relative to the source's root.

    Raises
    ------
    SourceError
        If no regular file of the source is there, or it is larger than a document may be.
    """
    files = _Commit(edition.root, edition.revision) if edition.revision else _Folder(edition.root)
    return _read_one(files, path, MAX_BYTES)


def check_size(path: str, data: bytes) -> None:
    r"""Refuse a document of too many bytes or lines.

    Raises
    ------
    SourceError

    Examples
    --------
    >>> check_size("a.md", b"one\r\ntwo\rthree\n")
    >>> check_size("a.md", b"\n" * 200_001)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    toolbelt_data.errors.SourceError: a.md: 200,001 lines, at most 200,000 are read; split it...
    """
    lines = data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n")
    for number, most, what in ((len(data), MAX_BYTES, "bytes"), (lines, MAX_LINES, "lines")):
        if number > most:
            raise _too_large(path, number, most, what)


def _too_large(path: str, number: int, most: int, what: str) -> SourceError:
    fix = f"split it, or exclude it in {FILE}"
    return SourceError(path, f"{number:,} {what}, at most {most:,} are read", fix)


class _Folder:
    """The current files of a folder, and why some cannot be read."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.unread: dict[str, SourceError] = {}

    def has(self, top: str) -> bool:
        return (self.root / top).is_dir() and not (self.root / top).is_symlink()

    def get(self, path: str) -> File | None:
        """Find one file; a link, or a file outside of the source, has no size."""
        place = self.root / path
        if not os.path.lexists(place):
            return None
        is_plain = place.is_file() and self.root in place.parents and place.resolve() == place
        return File(path, place.stat().st_size if is_plain else None, place)

    def find(self, tops: tuple[str, ...]) -> Iterator[File]:
        """Find the files below some folders; links that lead out of the source are left out."""
        for top in tops:
            for folder, below, names in os.walk(self.root / top, onerror=self._leave_out):
                below[:] = (one for one in below if not _SKIPPED.match(f"{one}/"))
                for path in (Path(folder, name) for name in names):
                    if path.is_file() and self._is_inside(path.resolve()):
                        yield File(self._shown(path), path.stat().st_size, path)

    def _is_inside(self, path: Path) -> bool:
        inside = path.relative_to(self.root).as_posix() if self.root in path.parents else "../"
        return not _SKIPPED.search(inside)

    def _shown(self, path: Path) -> str:
        inside = path.relative_to(self.root).as_posix()
        return os.fsencode(inside).decode("utf-8", "backslashreplace")

    def _leave_out(self, error: OSError) -> None:
        path = self._shown(Path(error.filename))
        self.unread[path] = SourceError(path, error.strerror, "make it readable")

    def read(self, files: list[File]) -> dict[str, bytes]:
        found = {}
        for path, _, place in files:
            try:
                with place.open("rb") as file:
                    found[path] = file.read(MAX_BYTES + 1)
            except OSError as error:
                self._leave_out(error)
        return found


class _Commit:
    """The files of a folder at a commit; `seen` has blobs that were read before."""

    def __init__(self, root: Path, commit: str, seen: dict[str, bytes] | None = None) -> None:
        self.root = root
        self.unread: dict[str, SourceError] = {}
        self.seen = {} if seen is None else seen
        self.listed = {one.path: one for one in git.files(root, commit)}

    def has(self, top: str) -> bool:
        return any(path.startswith(top) for path in self.listed)

    def get(self, path: str) -> File | None:
        return self.listed.get(path)

    def find(self, tops: tuple[str, ...]) -> Iterator[File]:
        for path, one in self.listed.items():
            if path.startswith(tops) and one.size is not None and not _SKIPPED.search(path):
                yield one

    def read(self, files: list[File]) -> dict[str, bytes]:
        new = {one.key: one.size for one in files if one.key not in self.seen}
        self.seen |= git.read(self.root, new)
        return {one.path: self.seen[one.key] for one in files}


def _read_one(files: _Folder | _Commit, path: str, most: int) -> bytes:
    """Read a file other than a document: the settings, or a file that they name."""
    file = files.get(path)
    if file is None:
        raise SourceError(path, "no such file in the source", "add it, or remove its name")
    if file.size is None:
        raise SourceError(path, "not a regular file of the source", "replace it by the file")
    if file.size > most:
        raise _too_large(path, file.size, most, "bytes")
    contents = files.read([file])
    if path not in contents:
        raise files.unread[path]
    return contents[path]


def _filled(edition: Edition, files: _Folder | _Commit) -> Edition:
    """Read the documents of an edition.

    Raises
    ------
    SourceError, ParameterError, NothingToMeasure
    """
    file = files.get(FILE)
    settings = parse_settings(_read_one(files, FILE, MAX_SETTINGS)) if file else Settings()
    patterns = settings.documents
    endings = (".md", ".markdown") if patterns else (".md",)
    tops = () if patterns else tuple(f"{name}/" for name in FOLDERS if files.has(f"{name}/"))
    found = (
        one
        for one in files.find(tops or ("",))
        if one.path.lower().endswith(endings) and (not patterns or matches(one.path, patterns))
    )
    excluded, wanted = [], []
    listed = sorted(islice(found, MAX_DOCUMENTS + 1))
    for one in listed:
        if matches(one.path, settings.exclude):
            excluded.append(one.path)
        elif one.size > MAX_BYTES:
            files.unread[one.path] = _too_large(one.path, one.size, MAX_BYTES, "bytes")
        else:
            wanted.append(one)
    if len(listed) > MAX_DOCUMENTS or sum(one.size for one in wanted) > MAX_TOTAL:
        words = f"more than {MAX_DOCUMENTS:,} documents or {MAX_TOTAL:,} bytes of them"
        raise SourceError(edition.root, words, f"name fewer by documents in {FILE}")
    for pattern in patterns:
        if not any(matches(one.path, [pattern]) for one in listed):
            words = f"{pattern!r} does not match any markdown file"
            raise ParameterError(f"{FILE}: documents", words, "correct it or remove it")
    contents = files.read(wanted)
    for path in [path for path, data in contents.items() if data.startswith(_POINTER)]:
        fix = "get the document with git lfs pull, or keep documents out of Git LFS"
        files.unread[path] = SourceError(path, "a pointer of Git LFS, not the document", fix)
        del contents[path]
    errors = sorted(files.unread.items())
    unread = {path: error for path, error in errors if not matches(path, settings.exclude)}
    if not contents and not unread:
        where = f" at {edition.name}" if edition.revision else ""
        named = "name the folder that holds the documents"
        fix = f"correct exclude in {FILE}" if excluded else named
        raise NothingToMeasure(edition.root, f"no markdown document in it{where}", fix)
    whole = not tops and not patterns
    return replace(
        edition, files=contents, unread=unread, settings=settings, excluded=excluded, whole=whole
    )


class Snapshot(NamedTuple):
    """An edition of a history, the subject of its commit, and why it cannot be opened."""

    edition: Edition
    subject: str | None
    error: ToolbeltError | None = None


def snapshots(
    source: str | os.PathLike[str], revision: str = "HEAD", since: str = ""
) -> tuple[list[Snapshot], str | None]:
    """Read each edition whose documents differ from those of its first parent.

    Parameters
    ----------
    source : str or path-like
        A folder in a repository's work tree, a bare repository, or a git address.
    revision : str
        The commit, tag, branch or day that the history leads to.
    since : str
        Day, ``YYYY-MM-DD``; editions of earlier days are left out.

    Returns
    -------
    list of Snapshot
        Oldest first.
    str or None
        The full name of the commit at which a shallow clone begins; None if the
        history leads back to a root.

    Raises
    ------
    SourceError
        If the folder is not in a repository, or the revision is not one of it.
    """
    root, shown = root_of(source, revision), str(source)
    address = shown if is_address(shown) else ""
    with git.calling(root, address):
        head = git.resolve(root, revision, address)
        commits = git.log(root, head.name, *DECISIVE)[::-1]
        edge = git.edge(root, head.name)
    found: list[Snapshot] = []
    seen: dict[str, bytes] = {}
    before: tuple = ({}, [], None)
    for number, commit in enumerate(commits):
        # The next one is compared with this one.
        if max(one.date for one in commits[number : number + 2]) < since:
            continue
        edition, error = _at(root, shown, commit), None
        try:
            with git.calling(root, address or root.resolve().name):
                edition = _filled(edition, _Commit(root, commit.name, seen))
        except ToolbeltError as caught:
            error = caught
        is_unknown = error is not None and not isinstance(error, NothingToMeasure)
        unread = [str(one) for one in edition.unread.values()]
        now = edition.files, unread, commit.name if is_unknown else None
        if commit.date >= since and now != before:
            found.append(Snapshot(edition, commit.subject, error))
        before = now
    return found, edge


def _at(root: Path, shown: str, commit: git.Commit) -> Edition:
    name = f"{commit.date}-{commit.name[:7]}"
    return Edition(name, shown, commit.name, commit.date, is_embedded(root), root=root)
