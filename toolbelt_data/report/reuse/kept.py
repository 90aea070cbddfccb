"""Kept: what of the report in place holds still.

A note tells what it rests on. It counts for the very report that it was written
for; without it, everything is made anew.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...source import package_folder
from .grounds import Grounds, Looking, files_of, of_watch, records
from .installed import module_tops
from .looks import digest_of_file
from .note import read_note, read_object
from .wanted import Wanted

if TYPE_CHECKING:
    from ..execution import Executed
    from ..notebooks import Notebook

_PACKAGE = Path(__file__).parents[2]


class Kept(NamedTuple):
    """What of the report in place holds still.

    Attributes
    ----------
    whole : bool
        Whether all of it does.
    notebooks : dict of str to Grounds
        Those that do, by name.
    answers : dict of str to str
        The closing answers of the report in place, by the notebook's name.
    """

    whole: bool
    notebooks: dict[str, Grounds]
    answers: dict[str, str]


NOTHING = Kept(False, {}, {})
"""Where there is no report in place, or nothing is known of it."""


def kept_of(wanted: Wanted) -> Kept:
    """Look what of the report in place holds still.

    Parameters
    ----------
    wanted : Wanted

    Returns
    -------
    Kept
        Nothing where a file of the report is not as it was written.
    """
    note = read_note(wanted.target)
    if not note or not _is_as_written(wanted.target, note.get("manifest")):
        return NOTHING
    look = Looking()
    known = {name: Grounds.of(own) for name, own in _dict(note.get("notebooks")).items()}
    held = {
        name: known[name]
        for name, asked in wanted.notebooks.items()
        if known.get(name) and look.hold(known[name], asked)
    }
    around = Grounds.of(note.get("whole"))
    whole = around is not None and look.hold(around, wanted.whole)
    answers = {name: str(words) for name, words in _dict(note.get("answers")).items()}
    return Kept(whole and held.keys() == wanted.notebooks.keys(), held, answers)


def taken_over(
    notebooks: Iterable[Notebook], kept: Kept, target: Path, folder: Path
) -> dict[str, Executed]:
    """Copy the executed notebooks that hold still, and read them.

    Parameters
    ----------
    notebooks : iterable of Notebook
        Those that are asked for.
    kept : Kept
    target : pathlib.Path
        The report in place.
    folder : pathlib.Path
        Where executed notebooks go.

    Returns
    -------
    dict of str to Executed
        By the notebook's name.
    """
    from ..execution import Executed, read_executed

    found = {}
    for one in notebooks:
        if one.name in kept.notebooks:
            data = (target / "notebooks" / f"{one.name}.ipynb").read_bytes()
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{one.name}.ipynb").write_bytes(data)
            found[one.name] = Executed(one, read_executed(data), 0.0)
    return found


def code_now() -> dict[str, str]:
    """Take the digests of the package and of its data, as they are before anything runs."""
    code = [path for path in _PACKAGE.rglob("*") if path.suffix != ".pyc"]
    data = list(package_folder("data").rglob("*"))
    return {str(path): digest_of_file(str(path)) for path in {*code, *data} if path.is_file()}


def note_of(
    wanted: Wanted,
    code: Mapping[str, str],
    executed: Iterable[Executed],
    kept: Kept,
    answers: Mapping[str, str],
    work: Path,
) -> dict[str, Any]:
    """Tell what a report rests on, before it takes its place and another run can take it.

    Parameters
    ----------
    wanted : Wanted
    code : mapping of str to str
        What :func:`code_now` gave before anything ran.
    executed : iterable of Executed
    kept : Kept
        What was taken over from the report before.
    answers : mapping of str to str
    work : pathlib.Path
        Where it was made.

    Returns
    -------
    dict
        As :func:`kept_of` reads it.
    """
    lists = records()
    notebooks = {}
    for run in executed:
        name = run.notebook.name
        new = of_watch(run.read, wanted.notebooks[name], lists, wanted.repositories[name])
        found = new.moved(work.absolute(), wanted.target) if new else kept.notebooks.get(name)
        if found and not run.error:
            notebooks[name] = found.as_data()
    return {
        "manifest": digest_of_file(str(work / "manifest.json")),
        "whole": _around(wanted, code, lists).as_data(),
        "notebooks": notebooks,
        "answers": dict(answers),
    }


def _around(
    wanted: Wanted, code: Mapping[str, str], lists: Mapping[str, Collection[str]]
) -> Grounds:
    """Give the grounds of what a report is beside its notebooks."""
    loaded = {getattr(one, "__file__", None) for one in list(sys.modules.values())}
    command = str(_PACKAGE / "cli")
    files = {
        path: own
        for path, own in code.items()
        if (path in loaded or not path.endswith(".py")) and not path.startswith(command)
    }
    return Grounds(wanted.whole, {"files": files | files_of(module_tops(), lists)})


def _is_as_written(target: Path, digest: Any) -> bool:
    """Tell whether a report is the one that a note is about, to the last file."""
    place = target / "manifest.json"
    # What differs from run to run is in no manifest.
    if not read_object(target / "run.json"):
        return False
    if target.is_symlink() or not digest or digest_of_file(str(place)) != digest:
        return False
    files = _dict(read_object(place).get("files"))
    return bool(files) and all(digest_of_file(str(target / at)) == own for at, own in files.items())


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
