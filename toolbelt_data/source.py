"""Sources: the bytes of an edition's documents, from a folder or a git revision."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from . import git
from .errors import NothingToMeasure, ParameterError, SourceError, ToolbeltError
from .git import cache_folder, is_address, refresh  # noqa: F401 - part of this module's interface
from .settings import FILE, FOLDERS, Settings, matches, parse_settings

# The newest embedded edition.
LATEST = "2025-06-10"
# Bytes of one file. Markup such as brackets that nothing closes takes 30 seconds per megabyte.
MAX_BYTES = 10 * 2**20
# Lines of one document; each becomes a row of up to 3 kB. The longest real one has 330.
MAX_LINES = 200_000
# Bytes of the settings: each pattern in them is tried on each document.
MAX_SETTINGS = 200_000
# Documents of one edition, and their bytes: what a machine with 2 GB reads.
MAX_DOCUMENTS = 10_000
MAX_TOTAL = 256 * 2**20
_SKIPPED = frozenset(
    ("node_modules", "vendor", "venv", "site-packages", "build", "dist", "target", "__pycache__")
)
_POINTER = b"version https://git-lfs.github.com/spec/v1"
_LFS = (
    "a pointer of Git LFS, not the document",
    "get the document with git lfs pull, or keep documents out of Git LFS",
)
_IRREGULAR = ("not a regular file of the source", "put the file itself there")
# How bytes of a path that are not UTF-8 are shown.
_ODD = "backslashreplace"


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
        The commit's date, ``YYYY-MM-DD``.
    embedded : bool
        Whether it is one of the editions that travel with the package.
    address : str
        Where the revision's documents are shown on the web, up to their paths;
        empty if that is not known.
    files : dict of str to bytes
        Each document's bytes by its path relative to the source's root.
    unread : dict of str to SourceError
        Why a document's bytes are not among them, by its path.
    settings : Settings
        Those at the source's root.
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
    """Return a folder that travels with the package: ``data`` or ``notebooks``.

    In a checkout they stand beside the package; a wheel carries both inside it.

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
    """Tell whether a folder is one of the embedded editions, or lies in one."""
    return embedded_edition("").resolve() in path.resolve().parents


def default_source() -> Path | None:
    """Return the folder that stands in for a source that was not named.

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
        A commit, tag or branch of the git repository that `source` lies in, or
        a day, ``YYYY-MM-DD``: the newest commit along first parents of HEAD that
        was committed by then. Default: the folder as it lies there; HEAD of an
        address or a bare repository.

    Returns
    -------
    Edition
        Its documents are those that ``documents`` in the settings names, else
        ``personas/**/*.md`` and ``use_cases/**/*.md``, else ``**/*.md``.

    Raises
    ------
    SourceError
        If the source, its revision or its list of documents cannot be read.
    NothingToMeasure
        If it does not hold any document.
    ParameterError
        If the source is empty, or its settings cannot be read.

    Examples
    --------
    >>> open_edition().name
    '2025-06-10'
    """
    if revision and source is None:
        fix = "name its repository as the source"
        raise SourceError(f"revision {revision}", "of no source", fix)
    shown = "" if source is None else str(source)
    root = root_of(source)
    address = shown if is_address(shown) else ""
    if address or (git.is_bare(root) and not any((root / one).is_dir() for one in FOLDERS)):
        revision = revision or "HEAD"
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
    known = embedded_editions() if source is None else ()
    if _is_folder(word) or (is_address(word) and "#" not in word) or word in known:
        return open_edition(word)
    place, _, revision = word.rpartition("#")
    if place and (is_address(place) or _is_folder(place)):
        return open_edition(place, revision)
    if source is None:
        found = "no such folder, and no source is named whose revision it could be"
        fix = "name a folder, or the repository with --source"
        raise SourceError(word or "an empty name", found, fix)
    return open_edition(source, word)


def pinned(word: str, edition: Edition, source: str) -> str:
    """Return a word that means an edition for good, though a branch may move.

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
    if not edition.revision:
        return word
    own = edition.source == source
    return edition.revision if own else f"{edition.source}#{edition.revision}"


def root_of(source: str | os.PathLike[str] | None) -> Path:
    """Return the folder that a source names: a folder, an embedded edition, an address's clone.

    Raises
    ------
    SourceError
        If there is none.
    """
    shown = LATEST if source is None else str(source)
    if not shown:
        fix = "leave it out for the embedded edition, or name a folder"
        raise ParameterError("source", "is empty", fix)
    if is_address(shown):
        return git.clone_of(shown)
    if source is None or (shown in embedded_editions() and not os.path.exists(shown)):  # noqa: PTH110
        return embedded_edition(shown)
    if not _is_folder(shown):
        found = "not a folder" if os.path.exists(shown) else "no such folder"  # noqa: PTH110
        fix = "name the folder that holds personas/, or none for the embedded edition"
        raise SourceError(os.path.abspath(shown), found, fix)  # noqa: PTH100
    return Path(shown)


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
    ParameterError
        If the path leads out of the source.
    SourceError
        If there is no regular file there, or it is larger than a document may be.
    """
    parts = PurePosixPath(path).parts
    if not path.isprintable() or ".." in parts or Path(path).is_absolute() or "\\" in path:
        raise ParameterError(path, "not a path in the source", "name a file of the source")
    files = _Commit(edition.root, edition.revision) if edition.revision else _Folder(edition.root)
    data = files.beside(path)
    if data is None:
        raise SourceError(path, "no such file in the source", "add it, or remove its name")
    return data


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
    _require(path, len(data), MAX_BYTES, "bytes")
    _require(path, data.count(b"\n") + data.count(b"\r") - data.count(b"\r\n"), MAX_LINES, "lines")


def _require(path: str, number: int, most: int, what: str) -> None:
    if number > most:
        fix = f"split it, or exclude it in {FILE}"
        raise SourceError(path, f"{number:,} {what}, at most {most:,} are read", fix)


class _Folder:
    """The files of a folder as they lie there."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def has(self, name: str) -> bool:
        return (self.root / name).is_dir()

    def find(self, tops: list[str]) -> Iterator[tuple[str, int | SourceError, Path]]:
        """Find the files in some folders; links that lead out of the source are left out."""
        errors: list[OSError] = []
        for top in tops:
            for folder, folders, names in os.walk(self.root / top, onerror=errors.append):
                folders[:] = sorted(name for name in folders if _is_entered(name))
                for path in (Path(folder, name) for name in names):
                    try:
                        if path.is_file() and self._is_inside(path):
                            yield self._shown(path), path.stat().st_size, path
                    except OSError as error:
                        errors.append(error)
        for error in errors:
            path = Path(error.filename)
            yield self._shown(path), _unreadable(self._shown(path), error), path

    def _is_inside(self, path: Path) -> bool:
        root, target = self.root.resolve(), path.resolve()
        if not target.is_relative_to(root):
            return False
        return all(map(_is_entered, target.relative_to(root).parts[:-1]))

    def _shown(self, path: Path) -> str:
        return os.fsencode(path.relative_to(self.root).as_posix()).decode("utf-8", _ODD)

    def read(self, sizes: Mapping[Path, int]) -> dict[Path, bytes | SourceError]:
        found: dict[Path, bytes | SourceError] = {}
        for path in sizes:
            try:
                found[path] = _bytes_of(path)
            except OSError as error:
                found[path] = _unreadable(self._shown(path), error)
        return found

    def beside(self, path: str) -> bytes | None:
        """Read one file, which must be neither a link nor reached by one that leads out."""
        place = self.root / path
        try:
            plain = stat.S_ISREG(place.lstat().st_mode)
            if not plain or not place.parent.resolve().is_relative_to(self.root.resolve()):
                raise SourceError(path, *_IRREGULAR)
            data = _bytes_of(place, getattr(os, "O_NOFOLLOW", 0))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise _unreadable(path, error) from None
        check_size(path, data)
        return data


class _Commit:
    """The files of a folder at a commit; `seen` has blobs that were read before."""

    def __init__(self, root: Path, commit: str, seen: dict[str, bytes] | None = None) -> None:
        self.root = root
        self.seen = {} if seen is None else seen
        self.listed = [
            (path.decode("utf-8", _ODD), size, blob) for path, blob, size in git.files(root, commit)
        ]

    def has(self, name: str) -> bool:
        return any(path.startswith(f"{name}/") for path, _, _ in self.listed)

    def find(self, tops: list[str]) -> Iterator[tuple[str, int | SourceError, str]]:
        for path, size, blob in self.listed:
            *folders, _ = path.split("/")
            wanted = tops == [""] or (folders[:1] and folders[0] in tops)
            if size is not None and wanted and all(map(_is_entered, folders)):
                yield path, size, blob

    def read(self, sizes: Mapping[str, int]) -> dict[str, bytes]:
        new = {blob: size for blob, size in sizes.items() if blob not in self.seen}
        self.seen |= git.read(self.root, new)
        return self.seen

    def beside(self, path: str) -> bytes | None:
        for shown, size, blob in self.listed:
            if shown == path:
                if size is None:
                    raise SourceError(path, *_IRREGULAR)
                _require(path, size, MAX_BYTES, "bytes")
                return self.read({blob: size})[blob]
        return None


def _is_entered(name: str) -> bool:
    """Tell whether a folder is looked into; in a commit, ``..`` and no name at all are names."""
    return bool(name) and not name.startswith(".") and name not in _SKIPPED


def _bytes_of(path: Path, flags: int = 0) -> bytes:
    """Read a regular file, as far as it matters; anything else would wait or never end."""
    for name in ("O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name, 0)
    with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(0, _IRREGULAR[0], str(path))
        return file.read(MAX_BYTES + 1)


def _unreadable(path: str, error: OSError) -> SourceError:
    return SourceError(path, error.strerror or "cannot be read", "make it readable")


def _filled(edition: Edition, files: _Folder | _Commit) -> Edition:
    """Read the documents of an edition.

    Raises
    ------
    SourceError, ParameterError, NothingToMeasure
    """
    data = None if edition.embedded else files.beside(FILE)
    _require(FILE, len(data or b""), MAX_SETTINGS, "bytes")
    settings = Settings() if data is None else parse_settings(data)
    tops = [] if settings.documents else [name for name in FOLDERS if files.has(name)]
    whole = not tops and not settings.documents
    found = (one for one in files.find(tops or [""]) if _is_document(*one[:2], settings))
    try:
        listed = sorted(islice(found, MAX_DOCUMENTS + 1), key=itemgetter(0))
    except RecursionError:
        fix = "name a folder with fewer levels"
        raise SourceError(edition.root, "folders nested too deep", fix) from None
    if len(listed) > MAX_DOCUMENTS:
        words = f"more than {MAX_DOCUMENTS:,} documents"
        raise SourceError(edition.root, words, f"name fewer by documents in {FILE}")
    for pattern in settings.documents:
        if not any(matches(path, [pattern]) for path, _, _ in listed):
            words = f"{pattern!r} does not match any markdown file"
            raise ParameterError(f"{FILE}: documents", words, "correct it or remove it")
    edition = replace(edition, settings=settings, whole=whole)
    keys: dict[str, Any] = {}
    sizes: dict[Any, int] = {}
    for path, size, key in listed:
        if matches(path, settings.exclude):
            edition.excluded.append(path)
            continue
        try:
            if isinstance(size, SourceError):
                raise size
            if path in keys:
                raise SourceError(path, "a second document of this name", "rename one of them")
            _require(path, size, MAX_BYTES, "bytes")
            keys[path], sizes[key] = key, size
        except SourceError as error:
            edition.unread[path] = error
    if sum(sizes[key] for key in keys.values()) > MAX_TOTAL:
        words = f"more than {MAX_TOTAL:,} bytes of documents"
        raise SourceError(edition.root, words, f"name fewer by documents in {FILE}")
    contents = files.read(sizes)
    for path, key in keys.items():
        data = contents[key]
        if isinstance(data, SourceError):
            edition.unread[path] = data
        elif data.startswith(_POINTER):
            edition.unread[path] = SourceError(path, *_LFS)
        else:
            edition.files[path] = data
    if not (edition.files or edition.unread):
        words, fix = "no markdown document in it", "name the folder that holds the documents"
        if edition.excluded:
            words, fix = "the settings exclude every document", f"correct exclude in {FILE}"
        raise NothingToMeasure(edition.root, words, fix)
    return edition


def _is_document(path: str, size: int | SourceError, settings: Settings) -> bool:
    if isinstance(size, SourceError):
        return True
    if settings.documents:
        is_markdown = path.lower().endswith((".md", ".markdown"))
        return is_markdown and matches(path, settings.documents)
    return path.lower().endswith(".md")


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
    root, shown = root_of(source), str(source)
    address = shown if is_address(shown) else ""
    with git.calling(root, address):
        head = git.resolve(root, revision, address)
        commits = git.log(root, head.name)[::-1]
        edge = git.edge(root, commits[0].name)
        changed = _changed(root, commits)
    place = address or root.resolve().name
    found: list[Snapshot] = []
    seen: dict[str, bytes] = {}
    before: tuple = ({}, [], None)
    for number, (commit, is_there) in enumerate(changed):
        # The next one is compared with this one.
        if max(one.date for one, _ in changed[number : number + 2]) < since:
            continue
        edition, error, hidden = _at(root, shown, commit), None, None
        try:
            with git.calling(root, place):
                if not is_there:
                    raise NothingToMeasure(root, "the commit has no such folder", "name another")
                hidden = commit.name
                files = _Commit(root, commit.name, seen)
                hidden = [one for one in files.listed if one[0].lower().endswith(".md")]
                edition, hidden = _filled(edition, files), None
        except ToolbeltError as caught:
            error = caught
            hidden = None if isinstance(error, NothingToMeasure) else hidden
        now = edition.files, [str(one) for one in edition.unread.values()], hidden
        if commit.date >= since and now != before:
            found.append(Snapshot(edition, commit.subject, error))
        before = now
    return found, edge


def _at(root: Path, shown: str, commit: git.Commit) -> Edition:
    name = f"{commit.date}-{commit.name[:7]}"
    return Edition(name, shown, commit.name, commit.date, is_embedded(root), root=root)


def _changed(root: Path, commits: list[git.Commit]) -> list[tuple[git.Commit, bool]]:
    """Leave out commits in which nothing that documents depend on differs from the one before."""
    parts = ("", FILE, *FOLDERS)
    inside = git.prefix(root) or ""
    names = git.tree_names(root, [f"{c.name}:{inside}{part}" for c in commits for part in parts])
    found, before = [], None
    for number, commit in enumerate(commits):
        whole, settings, *folders = names[number * len(parts) : (number + 1) * len(parts)]
        simple = not settings and any(one.endswith(b" tree") for one in folders)
        now = folders if simple else [whole]
        if now != before:
            found.append((commit, bool(whole)))
        before = now
    return found
