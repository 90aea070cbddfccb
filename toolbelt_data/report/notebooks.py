"""Notebooks: which there are, what they ask, and what they can be asked."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ParameterError, ToolbeltError
from ..notebook.parameters import Parameter, declared
from ..source import package_folder

TIMEOUT = 600
"""Seconds that a cell may take where nothing is said, so that no run hangs for ever."""

LEFT_OUT = "not-in-report"
"""The tag of a notebook's first cell by which its folder's report leaves it out."""

# Pages of a report that are no notebook's; on some systems case tells no names apart.
_TAKEN = frozenset({"index", "search", "everything"})


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook of the report.

    Attributes
    ----------
    path : pathlib.Path
    title : str
        The question in its first heading.
    parameters : dict of str to Parameter
        What its cell tagged ``parameters`` declares.
    reported : bool
        Whether it is part of the report of its folder: its first cell is not
        tagged ``not-in-report``.
    """

    path: Path
    title: str
    parameters: dict[str, Parameter]
    reported: bool = True

    @property
    def name(self) -> str:
        """The file's stem, such as ``01-whom-do-we-serve``."""
        return self.path.stem


def read_notebook(path: Path) -> Notebook:
    """Read a notebook's question and parameters.

    Raises
    ------
    ToolbeltError
        Where the file is not there, is no notebook, or has the name of another
        page of a report.

    Examples
    --------
    >>> read_notebook(find_notebooks()[0].path).title
    'Whom do we serve, and how completely is each persona written?'
    """
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = [("".join(c["source"]), c["cell_type"], c.get("metadata", {})) for c in cells]
        titles = (_title_of(text) for text, kind, _ in sources if kind == "markdown")
        title = next(filter(None, titles), path.stem)
        parameters: dict[str, Parameter] = {}
        for text, kind, about in sources:
            if kind == "code" and "parameters" in about.get("tags", []):
                parameters |= declared(text)
        first_tags = sources[0][2].get("tags", []) if sources else []
        reported = LEFT_OUT not in first_tags
    except OSError as error:
        raise ToolbeltError(
            path, error.strerror or "cannot be read", "give a notebook's name or path"
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, MemoryError):
        raise ToolbeltError(path, "not a notebook", "save it as .ipynb in JupyterLab") from None
    if path.stem.casefold() in _TAKEN:
        raise ToolbeltError(path, "a name that a report's own page has", "rename the notebook")
    return Notebook(path, title, parameters, reported)


def _title_of(text: str) -> str:
    first = next((line for line in text.splitlines() if line.startswith("# ")), "")
    return first.removeprefix("# ").strip()


def find_notebooks(names: Sequence[str] = ()) -> list[Notebook]:
    """Find the notebooks to run.

    Parameters
    ----------
    names : sequence of str
        Names or number of notebooks that come with the package, or paths; a
        folder stands for its notebooks, and the package's own is taken where
        empty. Of a folder, those are left out whose first cell is tagged
        ``not-in-report``.

    Returns
    -------
    list of Notebook

    Raises
    ------
    ToolbeltError
        Where one is not there, or a folder holds none.

    Examples
    --------
    >>> [notebook.name for notebook in find_notebooks(["03"])]
    ['03-which-personas-are-placeholders']
    """
    home = package_folder("notebooks")
    if not names:
        return _in_folder(home)
    found: dict[str, Notebook] = {}
    for name in names:
        path = Path(name)
        chosen = _in_folder(path) if path.is_dir() else [read_notebook(_path_of(name, home))]
        for notebook in chosen:
            if notebook.name in found and found[notebook.name].path != notebook.path:
                raise ToolbeltError(
                    notebook.path, "a second notebook of this name", "rename one of them"
                )
            found[notebook.name] = notebook
    return list(found.values())


def _in_folder(folder: Path) -> list[Notebook]:
    """Read those notebooks of a folder that are part of its report."""
    read = [read_notebook(path) for path in sorted(folder.glob("*.ipynb"))]
    found = [notebook for notebook in read if notebook.reported]
    if not found:
        raise ToolbeltError(
            folder, "holds no notebook for a report", "give a notebook, or a folder of them"
        )
    return found


def _path_of(name: str, home: Path) -> Path:
    """Find a notebook by its path, or by its name or number among the package's own."""
    path = Path(name)
    if path.is_file():
        return path
    own = sorted(home.glob("*.ipynb"))
    stem = name.removesuffix(".ipynb")
    matches = [one for one in own if stem == one.stem or stem.zfill(2) == one.stem[:2]]
    if not matches:
        known = ", ".join(one.name for one in _in_folder(home))
        raise ToolbeltError(f"notebook {name}", "no such notebook", f"use a path or {known}")
    return matches[0]


def settle(notebooks: Sequence[Notebook], given: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Give each notebook those of the parameters that it declares.

    Parameters
    ----------
    notebooks : sequence of Notebook
    given : mapping of str to object
        Words of a command line become values of the declared type.

    Returns
    -------
    dict of str to dict
        Parameters by the notebook's name.

    Raises
    ------
    ParameterError
        Where no notebook knows a parameter, or its value is of the wrong type.

    Examples
    --------
    >>> settle(find_notebooks(["02"]), {"today": "2026-01-01"})
    {'02-which-challenges-lack-a-remedy': {'today': '2026-01-01'}}
    """
    settled: dict[str, dict[str, Any]] = {notebook.name: {} for notebook in notebooks}
    for name, value in given.items():
        takers = [notebook for notebook in notebooks if name in notebook.parameters]
        if not takers:
            known = sorted({key for notebook in notebooks for key in notebook.parameters})
            raise ParameterError(
                f"parameter {name}", "no notebook has it", f"use one of {', '.join(known)}"
            )
        for notebook in takers:
            parameter = notebook.parameters[name]
            final = parameter.read(value) if isinstance(value, str) else value
            parameter.check(final)
            settled[notebook.name][name] = final
    return settled


def copy_notebooks(folder: Path) -> list[Path]:
    """Copy the notebooks that come with the package, to work on them.

    Raises
    ------
    ToolbeltError
        Where one of them is there already, or the folder cannot be written;
        then nothing is copied.
    """
    own = sorted(package_folder("notebooks").glob("*.ipynb"))
    for path in own:
        if (folder / path.name).exists():
            raise ToolbeltError(
                folder / path.name, "is there already", "move it away, or give another folder"
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copyfile(path, folder / path.name)) for path in own]
    except OSError as error:
        raise ToolbeltError(
            folder, error.strerror or "cannot be written", "give a folder that can be written"
        ) from None
