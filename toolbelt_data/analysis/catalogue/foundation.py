"""The foundation's catalogue: YAML files as the repository ossf/community keeps them.

``working-groups/`` holds a file for each group with its projects, and one for
projects that are in none; ``definitions/`` names the kinds of person and the
problems that projects refer to. What it says is taken as it stands: an id that
nothing defines is a fact about that catalogue and no error here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import NothingToMeasure, SourceError
from .own import Parts, Stated, read_text, state
from .record import Record, by_id

_GROUPS, _DEFINITIONS = "working-groups", "definitions"
_MAX_FILES = 100
_MAX_DEPTH = 50
_SAID = {"name": "text", "kind": "text", "url": "text", "description": "text"} | dict.fromkeys(
    ("categories", "serves", "problems", "exact"), "texts"
)
_DEFINED = {"name": "text", "description": "text"}
# What the foundation calls otherwise.
_NAMES = {"personas": "serves", "summary": "description", "aliases": "exact"}


class _File(NamedTuple):
    """A file of the catalogue, and how it is called within it."""

    path: Path
    place: str


def read_foundation(folder: Path) -> Parts:
    """Read offerings, kinds of person and problems from the foundation's files.

    Parameters
    ----------
    folder : pathlib.Path
        The repository's root, its ``data/`` or what is below that.

    Returns
    -------
    offerings, kinds, problems : dict of str to dict
        An offering's working group is stated for each: None where it is in none.

    Raises
    ------
    SourceError
        Where a file cannot be read, is no YAML, or a part of it says what it
        should not; names the line.
    NothingToMeasure
        Where there is no catalogue in the folder.
    """
    data = _data(folder)
    groups: list[Record] = []
    projects: list[Record] = []
    member_of: dict[str, str | None] = {}
    for file in _files(data, _GROUPS):
        whole = _whole(file)
        if not whole.values.keys() & {"working_group", "projects"}:
            whole.refuse("neither working_group nor projects", "state one of them")
        group = _part(file, whole, "working_group")
        groups += group
        name = group[0].need("id") if group else None
        for record in _part(file, whole, "projects"):
            projects.append(record)
            member_of[record.need("id")] = name
    offerings = {
        name: state(record, _SAID) | {"listed": True, "working_group": member_of.get(name)}
        for name, record in by_id([*projects, *groups], "entry").items()
    }
    if not offerings:
        raise NothingToMeasure(folder, "a catalogue without any entry", "name another")
    return offerings, _defined(data, "personas"), _defined(data, "problems")


def _data(folder: Path) -> Path:
    """Find the folder that holds the working groups, from its repository or from below it."""
    for place in (folder / "data", folder, folder.resolve().parent):
        if (place / _GROUPS).is_dir():
            return place
    raise NothingToMeasure(
        folder,
        f"no {_GROUPS}/ in it, nor in data/",
        "give the folder of the foundation's catalogue, or a catalogue in TOML",
    )


def _files(data: Path, name: str) -> list[_File]:
    folder = data / name
    try:
        found = sorted(
            path
            for path in folder.iterdir()
            if path.suffix.lower() in (".yml", ".yaml") and not path.name.startswith(".")
        )
    except OSError as error:
        raise SourceError(folder, error.strerror or "cannot be read", "make it readable") from None
    if len(found) > _MAX_FILES:
        count = f"{len(found):,} files, at most {_MAX_FILES:,} are read"
        raise SourceError(folder, count, "name another folder")
    for path in found:
        if not path.resolve().is_relative_to(data.resolve()):
            raise SourceError(path, "a link that leads out of the catalogue", "put the file there")
    return [_File(path, path.relative_to(data).as_posix()) for path in found]


def _defined(data: Path, name: str) -> Stated:
    there = (data / _DEFINITIONS).is_dir()
    files = [one for one in (_files(data, _DEFINITIONS) if there else ()) if one.path.stem == name]
    records = [one for file in files for one in _records(file, _read(file.path))]
    return {key: state(one, _DEFINED) for key, one in by_id(records, "definition").items()}


def _whole(file: _File) -> Record:
    """Take a file's outermost table as a record, its values as they were read."""
    node = _read(file.path)
    if node is None or node.id != "mapping":
        found = "no table of names and values"
        raise SourceError(file.path, found, "state working_group or projects", 1)
    return _record(file, node, whole=True)


def _part(file: _File, whole: Record, key: str) -> list[Record]:
    """Give the records that stand under a name; a single one stands there as itself."""
    node = whole.values.get(key)
    if node is None or (node.id == "scalar" and not node.value):
        return []
    if node.id == "mapping" and key == "working_group":
        return [_record(file, node)]
    return list(_records(file, node))


def _records(file: _File, node: Any) -> Iterator[Record]:
    if node is None:
        return
    if node.id != "sequence":
        line = node.start_mark.line + 1
        raise SourceError(file.path, "no list", "write one entry after -", line)
    for one in node.value:
        if one.id != "mapping":
            line = one.start_mark.line + 1
            found = "an entry that is no table"
            raise SourceError(file.path, found, "give it id: and name:", line)
        yield _record(file, one)


def _record(file: _File, node: Any, whole: bool = False) -> Record:
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        name = str(_plain(file.path, key))
        name = _NAMES.get(name, name)
        if name in values:
            raise SourceError(
                file.path, f"{key.value} twice in one entry", "keep one of them", line
            )
        values[name] = value if whole else _plain(file.path, value)
        lines[name] = line
    return Record(str(file.path), node.start_mark.line + 1, values, lines, file.place)


def _plain(path: Path, node: Any, depth: int = 0) -> Any:
    """Make words, lists and tables of a node; other scalars stay what YAML takes them for."""
    import yaml

    if depth > _MAX_DEPTH:
        line = node.start_mark.line + 1
        raise SourceError(path, f"more than {_MAX_DEPTH} levels deep", "flatten it", line)
    if node.id == "sequence":
        return [_plain(path, one, depth + 1) for one in node.value]
    if node.id == "mapping":
        return {
            str(_plain(path, key, depth + 1)): _plain(path, value, depth + 1)
            for key, value in node.value
        }
    if node.tag == "tag:yaml.org,2002:str":
        return node.value
    try:
        return yaml.SafeLoader("").construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        found = f"{node.value!r} cannot be read: {_first(error)}"
        raise SourceError(path, found, "put it in quotes", node.start_mark.line + 1) from None


def _read(path: Path) -> Any:
    """Read a file as nodes, which know their lines; nothing in it is ever run."""
    import yaml

    class Loader(yaml.SafeLoader):
        """Refuses aliases, with which a few lines can stand for more than memory holds."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.AliasEvent):
                event = self.peek_event()
                line = event.start_mark.line + 1
                raise SourceError(path, f"an alias, *{event.anchor}", "write it out", line)
            return super().compose_node(parent, index)

    text = read_text(path)
    try:
        return Loader(text).get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        raise SourceError(path, f"no YAML: {_first(error)}", "mend it", line) from None
    except RecursionError:
        raise SourceError(path, "nested too deep to be read", "flatten it") from None


def _first(error: Exception) -> str:
    return getattr(error, "problem", None) or str(error).partition("\n")[0]
