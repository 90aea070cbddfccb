"""Notebooks: finding them, and the parameters that each declares."""

from __future__ import annotations

import ast
import json
import math
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ..errors import ParameterError, ToolbeltError
from ..source import package_folder

LEFT_OUT = "not-in-report"
"""The tag of the first cell of a notebook that reports leave out."""

# Pages of a report that do not show a notebook; some systems ignore case in names.
_TAKEN = frozenset({"index", "search"})
_NAME = re.compile(r"\w[\w-]*")
_TYPES = {"str": str, "int": int, "float": float, "bool": bool, "date": date}


@dataclass(frozen=True)
class Parameter:
    """A parameter as the cell tagged ``parameters`` declares it.

    Attributes
    ----------
    name : str
    kind : ast.expr or None
        Its annotation, else the type of its default; None if any value fits.
    default : object
        None if it is computed.
    """

    name: str
    kind: ast.expr | None
    default: Any = None

    def __str__(self) -> str:
        return self.name if self.kind is None else f"{self.name}: {ast.unparse(self.kind)}"


@dataclass(frozen=True)
class Notebook:
    """A notebook of the report.

    Attributes
    ----------
    path : pathlib.Path
    title : str
        The question in its first heading.
    parameters : dict of str to Parameter
    reported : bool
        Whether the report of its folder has it.
    """

    path: Path
    title: str
    parameters: dict[str, Parameter]
    reported: bool = True

    @property
    def name(self) -> str:
        """The file's stem, such as ``01-whom-do-we-serve``."""
        return self.path.stem


def find_notebooks(names: Sequence[str] = ()) -> list[Notebook]:
    """Find the notebooks to run.

    Parameters
    ----------
    names : sequence of str
        Names or numbers of the package's notebooks, or paths; a folder means its notebooks,
        except those whose first cell is tagged ``not-in-report``. Default: the package's.

    Returns
    -------
    list of Notebook

    Raises
    ------
    ToolbeltError
        If one is missing, cannot be run as Python, or has a name that is taken.

    Examples
    --------
    >>> [notebook.name for notebook in find_notebooks(["3"])]
    ['03-which-personas-are-placeholders']
    """
    home = package_folder("notebooks")
    found: dict[str, Notebook] = {}
    for name in names or [home]:
        path = Path(name)
        for one in _in_folder(path) if path.is_dir() else [_read(_path_of(str(name), home))]:
            if found.setdefault(one.name, one).path != one.path:
                raise ToolbeltError(one.path, "a second notebook of this name", "rename one")
    return list(found.values())


def _in_folder(folder: Path) -> list[Notebook]:
    found = [one for one in map(_read, sorted(folder.glob("*.ipynb"))) if one.reported]
    if not found:
        raise ToolbeltError(folder, "no notebook for a report in it", "name one, or its folder")
    return found


def _path_of(name: str, home: Path) -> Path:
    if Path(name).is_file():
        return Path(name)
    stem = name.removesuffix(".ipynb")
    known = sorted(path.stem for path in home.glob("*.ipynb"))
    for one in known:
        if stem == one or (stem.isdecimal() and one.startswith(f"{stem.zfill(2)}-")):
            return home / f"{one}.ipynb"
    fix = f"name a path, or one of {', '.join(known)}"
    raise ToolbeltError(f"notebook {name}", "no such notebook", fix)


def _read(path: Path) -> Notebook:
    try:
        node = json.loads(path.read_bytes())
        cells = [
            (one["cell_type"], "".join(one["source"]), one.get("metadata", {}).get("tags", []))
            for one in node["cells"]
        ]
        about = node.get("metadata", {})
        kernel = about.get("kernelspec", {})
        language = kernel.get("language") or about.get("language_info", {}).get("name") or "python"
    except OSError as error:
        raise ToolbeltError(path, error.strerror or "cannot be read", "name another") from None
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ToolbeltError(path, "not a notebook", "save it as .ipynb in JupyterLab") from None
    if language.lower() != "python":
        problem = f"needs the kernel {kernel.get('name') or language} for {language}"
        raise ToolbeltError(path, problem, "leave it out: a report runs Python notebooks")
    if path.stem.casefold() in _TAKEN:
        raise ToolbeltError(path, "the name of another page of the report", "rename it")
    prose = "\n".join(text for kind, text, _ in cells if kind == "markdown")
    title = re.search(r"^# +(.+?)\s*$", prose, re.MULTILINE)
    declared: dict[str, Parameter] = {}
    for kind, text, tags in cells:
        if kind == "code" and "parameters" in tags:
            declared |= _declared(text)
    reported = not cells or LEFT_OUT not in cells[0][2]
    return Notebook(path, title[1] if title else path.stem, declared, reported)


def _declared(code: str) -> dict[str, Parameter]:
    try:
        body = ast.parse(code).body
    except (SyntaxError, ValueError):
        return {}
    found = {}
    for node in body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=kind, value=value) if value:
                found[name] = Parameter(name, kind, _literal(value))
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                default = _literal(value)
                kind = None if default is None else ast.Name(type(default).__name__)
                found[name] = Parameter(name, kind, default)
    return found


def _literal(node: ast.expr | str) -> Any:
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def settle(
    notebooks: Sequence[Notebook], parameters: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """Return for each notebook the values of the parameters that it declares.

    Parameters
    ----------
    notebooks : sequence of Notebook
    parameters : mapping of str to object
        A word of the command line becomes a value of the declared type.

    Returns
    -------
    dict of str to dict
        Parameters by the notebook's name.

    Raises
    ------
    ParameterError
        If no notebook declares a parameter, or its value is of another type.

    Examples
    --------
    >>> settle(find_notebooks(["2"]), {"today": "2026-01-01"})
    {'02-which-challenges-lack-a-remedy': {'today': '2026-01-01'}}
    """
    settled: dict[str, dict[str, Any]] = {one.name: {} for one in notebooks}
    every = {name: one for book in notebooks for name, one in book.parameters.items()}
    for name, value in parameters.items():
        if name not in every:
            fix = f"use one of {', '.join(map(str, every.values())) or 'none: there are none'}"
            raise ParameterError(f"parameter {name}", "no notebook declares it", fix)
        for one in notebooks:
            if name in one.parameters:
                settled[one.name][name] = _checked(one, name, value)
    return settled


def _checked(notebook: Notebook, name: str, value: Any) -> Any:
    declared = notebook.parameters[name]
    try:
        return _fit(declared.kind, value)
    except ValueError:
        known = ", ".join(map(str, notebook.parameters.values()))
        problem = f"{value!r} does not fit {ast.unparse(declared.kind)}"
        fix = f"{notebook.name} declares {known}"
        raise ParameterError(f"parameter {name}", problem, fix) from None


def _fit(kind: ast.expr | None, value: Any) -> Any:
    """Return a value as a declared type; ValueError if it is not one."""
    match kind:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            try:
                return _fit(left, value)
            except ValueError:
                return _fit(right, value)
        case ast.Constant(value=None):
            return _chosen({"none": None}, value)
        case ast.Subscript(value=outer, slice=inner):
            name = _word(outer)
        case _:
            name, inner = _word(kind), None
    if name == "Optional":
        return _fit(ast.BinOp(inner, ast.BitOr(), ast.Constant(None)), value)
    if name == "Literal":
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        return _chosen({str(one): one for one in map(_literal, parts)}, value)
    if name == "list":
        return _fit_list(inner, value)
    if name in _TYPES:
        return _fit_type(_TYPES[name], value)
    literal = _literal(value) if isinstance(value, str) else None
    return value if literal is None else literal


def _fit_list(kind: ast.expr | None, value: Any) -> list[Any]:
    if isinstance(value, str):
        listed = _literal(value)
        value = listed if isinstance(listed, list) else [one.strip() for one in value.split(",")]
    if not isinstance(value, list):
        raise ValueError
    return [_fit(kind, one) for one in value]


def _fit_type(kind: type, value: Any) -> Any:
    if kind is bool:
        return _chosen({"true": True, "false": False}, value)
    if isinstance(value, str):
        value = date.fromisoformat(value) if kind is date else kind(value)
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind or (kind is float and not math.isfinite(value)):
        raise ValueError
    return value


def _chosen(values: Mapping[str, Any], value: Any) -> Any:
    for word, one in values.items():
        if (type(value) is type(one) and value == one) or (
            isinstance(value, str) and value.lower() == word.lower()
        ):
            return one
    raise ValueError


def _word(kind: ast.expr | None) -> str:
    """Return the name of a type, without the module's name in front."""
    return kind.id if isinstance(kind, ast.Name) else getattr(kind, "attr", "")


def shown(value: Any) -> Any:
    """Return a parameter as a report shows it: of an absolute path only the name.

    Examples
    --------
    >>> shown("https://github.com/ossf/toolbelt"), shown(0.31), shown("/srv/toolbelt#main")
    ('https://github.com/ossf/toolbelt', 0.31, 'toolbelt#main')
    """
    return Path(value).name if isinstance(value, str) and Path(value).is_absolute() else value


def copy_notebooks(folder: Path) -> list[Path]:
    """Copy the package's notebooks, to work on them.

    Raises
    ------
    ToolbeltError
        If one of them exists already (nothing is copied), or the folder cannot be written.
    """
    sources = sorted(package_folder("notebooks").glob("*.ipynb"))
    for place in (folder / path.name for path in sources):
        if place.exists():
            raise ToolbeltError(place, "exists already", "move it away, or name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copyfile(path, folder / path.name)) for path in sources]
    except OSError as error:
        raise ToolbeltError(folder, error.strerror or "", "name another folder") from None


def new_notebook(name: str, folder: Path) -> Path:
    """Write a starter notebook with a title made from its name.

    Parameters
    ----------
    name : str
        Such as ``09-who-writes-tests``: letters, digits, hyphens and underscores.
    folder : pathlib.Path
        Created if it is missing.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ToolbeltError
        If the name is invalid, the file exists already, or it cannot be written.
    """
    stem = name.removesuffix(".ipynb")
    path = folder / f"{stem}.ipynb"
    if not _NAME.fullmatch(stem):
        raise ParameterError("--new", f"{name!r} is not a name", "use letters, digits and hyphens")
    if path.exists():
        raise ToolbeltError(path, "exists already", "name another")
    words = re.sub(r"^\d+[-_]", "", stem).replace("-", " ").replace("_", " ")
    template = (Path(__file__).parent / "templates" / "new.ipynb").read_text("utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(template.replace("TITLE", f"{words[:1].upper()}{words[1:]}?"), "utf-8")
    except OSError as error:
        raise ToolbeltError(path, error.strerror or "", "name another folder") from None
    return path
