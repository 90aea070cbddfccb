"""The catalogue: what the OpenSSF offers, from ``data/catalogue.toml`` and another source."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from .. import git
from ..errors import NothingToMeasure, SourceError, did_you_mean
from ..source import package_folder
from ..text import decode
from .tables import TABLE

# Bytes of one catalogue. The embedded one has 56 kB, the foundation's 85 kB in eleven files.
MAX_BYTES = 2**20
KINDS = ("project", "framework", "guide", "course", "service", "initiative", "working-group")
_TEXTS = ("name", "kind", "url", "working_group", "description")
_LISTS = ("aliases", "exact", "plain", "unlike", "addresses", "serves", "themes", "helps")
# The files of data/knowledge/ whose ids a key lists.
_CONCEPTS = {"themes": "themes", "helps": "helps"}
# The foundation's names for keys. Its aliases are proper names, so capital letters count.
_RENAMED = {"personas": "serves", "summary": "description", "aliases": "exact"}
_FOLDER = "working-groups"
_FILE = re.compile(rf"(?:data/)?({_FOLDER}/[^/]+\.ya?ml)", re.IGNORECASE | re.DOTALL)
_WHAT = "a folder or git address of the foundation's catalogue, or a catalogue in TOML"

Rows = dict[str, dict[str, Any]]
"""The stated values of resources by their ids."""


def read_catalogue(source: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Read what the OpenSSF offers.

    Parameters
    ----------
    source : str or path-like, optional
        A catalogue that is merged into the embedded one by ids: its values
        replace embedded ones, embedded values that it lacks stay, and its
        further resources are added. One of: a folder of the foundation's
        catalogue as ossf/community keeps it; its git address, optionally with
        ``#`` and a revision; a TOML file of the embedded one's form.

    Returns
    -------
    pandas.DataFrame
        One row per resource, the embedded ones first: resource_id, resource
        (its name), kind, url, working_group, aliases, exact, plain, unlike,
        addresses, serves, themes, helps, description, listed, path, line.

    Raises
    ------
    SourceError
        If a file cannot be read or has a wrong value; names file and line.
    NothingToMeasure
        If there is no catalogue in the folder or repository.

    Examples
    --------
    >>> resources = read_catalogue().set_index("resource_id")
    >>> resources.resource["slsa"], int(resources.listed.sum())
    ('SLSA', 37)
    """
    rows = _rows_of(*_embedded())
    if source not in (None, ""):
        rows = _merged(rows, source)
    empty = {key: [] for key in _LISTS} | {"kind": "project", "listed": False}
    return TABLE["catalogue"].frame(
        {**empty, **row, "resource_id": name, "resource": row["name"]} for name, row in rows.items()
    )


def catalogue_date() -> str:
    """Return the date of the embedded catalogue's facts.

    Examples
    --------
    >>> catalogue_date()
    '2026-08-11'
    """
    return str(_embedded()[2]["dated"])


def pinned_catalogue(source: str) -> str:
    """Pin a catalogue at an address to its present commit, so that every kernel reads the same.

    Parameters
    ----------
    source : str
        As :func:`read_catalogue` takes it.

    Returns
    -------
    str
        The address, ``#`` and the full name of its commit; other sources unchanged.

    Raises
    ------
    SourceError
        If the address is not allowed or cannot be cloned.

    Examples
    --------
    >>> pinned_catalogue("community/data")
    'community/data'
    """
    if not git.is_address(source):
        return source
    address, _, commit = _commit(source)
    return f"{address}#{commit}"


@cache
def _embedded() -> tuple[Path, str, dict[str, Any]]:
    """Return path, text and tables of the embedded catalogue, which takes 20 ms to parse."""
    path = package_folder("data") / "catalogue.toml"
    text = path.read_text("utf-8")
    return path, text, tomllib.loads(text)


def _merged(embedded: Rows, source: str | os.PathLike[str]) -> Rows:
    is_address = git.is_address(str(source))
    if is_address or os.path.isdir(source):  # noqa: PTH112 - False if the name is too long
        files = _from_git(str(source)) if is_address else _from_folder(Path(source))
        other = _from_foundation(files, source)
        served = {kind for row in other.values() for kind in row.get("serves", ())}
        for name, row in embedded.items():
            row["listed"] = False
            if "serves" in other.get(name, ()):
                # The foundation has no words for some kinds of person: those stay.
                other[name]["serves"] += [kind for kind in row["serves"] if kind not in served]
    else:
        other = _from_toml(Path(source))
    for name, row in other.items():
        old = embedded.get(name, row)
        embedded[name] = new = {**old, **row}
        # Texts may still use its former name and address.
        for key, form, forms in (("name", "name", "exact"), ("url", "url", "addresses")):
            if key in old and old[key] != new[form]:
                new[forms] = [*new.get(forms, ()), old[key]]
    return embedded


def _from_toml(path: Path) -> Rows:
    text = decode(path, _read([path])[0]).removeprefix("\ufeff")
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(path, f"not TOML: {error}", "fix the syntax") from None
    listed = tables.get("resource", [])
    is_known = tables.keys() <= {"dated", "resource"} and isinstance(listed, list)
    if not is_known or not all(isinstance(row, dict) for row in listed):
        raise SourceError(path, "not a catalogue of resources", "use [[resource]] tables")
    rows = _rows_of(path, text, tables)
    folder = package_folder("data") / "knowledge"
    known = {key: tomllib.loads((folder / f"{file}.toml").read_text("utf-8"))
             for key, file in _CONCEPTS.items()}  # fmt: skip
    for keys, row in zip(listed, rows.values(), strict=True):
        used = [("key", key, ("id", "listed", *_TEXTS, *_LISTS)) for key in keys]
        used += [("kind", row.get("kind", KINDS[0]), KINDS)]
        used += [(key, one, ids) for key, ids in known.items() for one in row.get(key, ())]
        for key, word, words in used:
            if word not in words:
                fix = did_you_mean(word, words) or f"use one of {', '.join(words)}"
                raise SourceError(path, f"{key} {word!r} is not known", fix, row["line"])
    return rows


def _rows_of(path: Path, text: str, tables: dict[str, Any]) -> Rows:
    """Check the resources of a TOML file's tables."""
    # tomllib has no line numbers; the headings are in the order of the tables.
    heads = re.finditer(r"^[ \t]*\[\[[ \t]*resource[ \t]*\]\]", text, re.MULTILINE)
    rows = tables.get("resource", [])
    lines = [text.count("\n", 0, head.start()) + 1 for head in heads] + [1] * len(rows)
    numbered = zip(rows, lines, strict=False)
    return _by_id((path, path.name, {**row, "line": line}) for row, line in numbered)


def _from_foundation(files: Mapping[Any, tuple[str, bytes]], source: Any) -> Rows:
    """Read the foundation's files: place and bytes by the name that errors show."""
    entries = []
    for shown, (place, data) in files.items():
        whole = _yaml(shown, decode(shown, data))
        if not isinstance(whole, dict) or not {"working_group", "projects"} & whole.keys():
            raise SourceError(shown, "no working_group or projects", "state one of them")
        group, projects = whole.get("working_group") or {}, whole.get("projects") or []
        if not isinstance(group, dict) or not isinstance(projects, list):
            raise SourceError(shown, "projects is not a list of entries", "write each after -")
        for entry in [*projects, *([group] if group else [])]:
            if not isinstance(entry, dict):
                raise SourceError(shown, "an entry that is not a table", "write id: and name:")
            row = {_RENAMED.get(key, key): value for key, value in entry.items()}
            membership = {"working_group": group.get("id")} if entry is not group else {}
            entries.append((shown, place, {**row, "listed": True, **membership}))
    if not entries:
        raise NothingToMeasure(source, "a catalogue without any entry", f"name {_WHAT}")
    return {name: {"working_group": None, **row} for name, row in _by_id(entries).items()}


def _by_id(entries: Iterable[tuple[Any, str, dict[str, Any]]]) -> Rows:
    """Check entries, each with its file, and return their values by id."""
    found: Rows = {}
    for shown, place, entry in entries:
        line = entry["line"]
        row: dict[str, Any] = {"path": place, "line": line}
        if "listed" in entry:
            row["listed"] = entry["listed"]
            if not isinstance(row["listed"], bool):
                raise SourceError(shown, "listed is not a truth value", "write true or false", line)
        for key in ("id", *_TEXTS):
            value = entry.get(key)
            if not isinstance(value, str | None):
                raise SourceError(shown, f"{key} is not a text", "put it in quotes", line)
            if value and value.strip():
                row[key] = " ".join(value.split())
        for key in _LISTS:
            values = entry.get(key)
            if values:
                values = values if isinstance(values, list) else [None]
                # The foundation may write a note beside an id.
                texts = [one.get("id") if isinstance(one, dict) else one for one in values]
                if not all(isinstance(one, str) for one in texts):
                    raise SourceError(shown, f"{key} is not a list of texts", "write one", line)
                row[key] = [*dict.fromkeys(" ".join(one.split()) for one in texts)]
        if "id" not in row or "name" not in row:
            raise SourceError(shown, "an entry without id or name", "add both", line)
        name = row.pop("id")
        if name in found:
            raise SourceError(shown, f"a second entry {name}", "keep one of them", line)
        found[name] = row
    return found


def _yaml(shown: Any, text: str) -> Any:
    """Parse YAML; every scalar stays a text, and every mapping gets its line."""
    try:
        import yaml
    except ModuleNotFoundError:
        fix = "install toolbelt-data[report]"
        raise SourceError(shown, "reading YAML needs pyyaml", fix) from None

    class Loader(yaml.BaseLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                # A few lines of aliases can expand to more than fits into memory.
                mark = self.peek_event().start_mark
                raise yaml.MarkedYAMLError(problem="an alias is not read", problem_mark=mark)
            return super().compose_node(parent, index)

        def construct_mapping(self, node: Any, deep: bool = False) -> dict:
            return {**super().construct_mapping(node, deep), "line": node.start_mark.line + 1}

    try:
        return Loader(text).get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        found = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark else None
        raise SourceError(shown, f"not YAML: {found}", "fix the syntax", line) from None
    except RecursionError:
        raise SourceError(shown, "nested too deep", "flatten it") from None


def _from_folder(folder: Path) -> dict[Path, tuple[str, bytes]]:
    """Read the foundation's files below its repository or its ``data/``; links are not followed."""
    data = folder / "data" if (folder / "data" / _FOLDER).is_dir() else folder
    paths = [path for path in sorted((data / _FOLDER).glob("*")) if not path.is_symlink()]
    places = {path: _FILE.fullmatch(f"{_FOLDER}/{path.name}") for path in paths}
    paths = [path for path in paths if places[path]]
    if not paths:
        raise NothingToMeasure(folder, f"no files in {_FOLDER}/", f"name {_WHAT}")
    return {path: (places[path][1], data) for path, data in zip(paths, _read(paths), strict=True)}


def _from_git(source: str) -> dict[str, tuple[str, bytes]]:
    address, folder, commit = _commit(source)
    with git.calling(folder, address):
        listed = [one for one in git.files(folder, commit) if one.size is not None]
        found = {one: match for one in listed if (match := _FILE.fullmatch(one.path))}
        if not found:
            raise NothingToMeasure(address, f"no files in {_FOLDER}/", f"name {_WHAT}")
        if sum(one.size for one in found) > MAX_BYTES:
            raise SourceError(address, f"more than {MAX_BYTES:,} bytes", "split the catalogue")
        contents = git.read(folder, {one.key: one.size for one in found})
    return {f"{address}: {one.path}": (found[one][1], contents[one.key]) for one in found}


def _commit(source: str) -> tuple[str, Path, str]:
    """Return address, clone and commit that a source names."""
    address, _, revision = source.partition("#")
    folder = git.clone_of(address)
    with git.calling(folder, address):
        return address, folder, git.resolve(folder, revision or "HEAD", address).name


def _read(paths: Iterable[Path]) -> list[bytes]:
    """Read files that together are not too large."""
    contents, left = [], MAX_BYTES
    for path in paths:
        try:
            with path.open("rb") as file:
                contents.append(file.read(left + 1))
        except (OSError, ValueError) as error:
            found = getattr(error, "strerror", None) or "not a file's name"
            raise SourceError(path, found, f"name {_WHAT}") from None
        left -= len(contents[-1])
        if left < 0:
            raise SourceError(path, f"more than {MAX_BYTES:,} bytes", "split the catalogue")
    return contents
