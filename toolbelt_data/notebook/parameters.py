"""Parameters: what a notebook can be asked, and whether what was given fits.

A notebook declares its parameters in the cell tagged ``parameters`` as
annotated literals. The same declaration is read before a kernel starts, from
the notebook's file, and inside one, from the cells that ran; so a wrong type
is told in the same words in both places.
"""

from __future__ import annotations

import ast
import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import ParameterError

_KINDS = {"str": str, "int": int, "float": float, "bool": bool}
_TRUTHS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as its notebook declares it.

    Attributes
    ----------
    name : str
    kind : str
        str, int, float or bool.
    default : object
        Its value where none is given.
    about : str
        The comment on its line.
    """

    name: str
    kind: str
    default: Any
    about: str = ""

    def check(self, value: Any) -> None:
        """Raise where a value is of the wrong type; a whole number passes for a float.

        Raises
        ------
        ParameterError

        Examples
        --------
        >>> Parameter("threshold", "float", 0.05).check("high")
        Traceback (most recent call last):
        toolbelt_data.errors.ParameterError: parameter threshold: 'high' is a str; give a float
        """
        kind = _KINDS[self.kind]
        fits = isinstance(value, kind) or (kind is float and isinstance(value, int))
        if not fits or (isinstance(value, bool) and kind is not bool):
            found = f"{value!r} is {_a(type(value).__name__)}"
            raise ParameterError(f"parameter {self.name}", found, f"give {_a(self.kind)}")

    def read(self, word: str) -> Any:
        """Make a value of a word from a command line.

        Raises
        ------
        ParameterError
            Where the word is no value of the parameter's type.

        Examples
        --------
        >>> Parameter("threshold", "float", 0.05).read("0.2")
        0.2
        """
        try:
            if self.kind == "bool":
                return _TRUTHS[word.lower()]
            value = _KINDS[self.kind](word)
            if isinstance(value, float) and not math.isfinite(value):
                raise ValueError
            return value
        except (KeyError, ValueError):
            self.check(word)
            raise  # pragma: no cover - a word that cannot be read never passes the check


def declared(code: str) -> dict[str, Parameter]:
    """Read the parameters that a cell declares.

    Parameters
    ----------
    code : str
        The cell's source.

    Returns
    -------
    dict of str to Parameter
        Empty where the cell is not plain Python.

    Examples
    --------
    >>> declared('top: int = 3  # how many to show')["top"].about
    'how many to show'
    """
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):  # the second where it holds a null
        return {}
    lines = code.splitlines()
    found = {}
    for node in tree.body:
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        kind = node.annotation.id if isinstance(node.annotation, ast.Name) else ""
        if kind not in _KINDS or node.value is None:
            continue
        about = lines[node.end_lineno - 1][node.end_col_offset :].strip().removeprefix("#").strip()
        name = node.target.id
        try:
            default = ast.literal_eval(node.value)
        except (ValueError, TypeError):  # what is computed cannot be asked for
            continue
        found[name] = Parameter(name, kind, default, about)
    return found


def check_parameters(cells: Iterable[str] | None = None, values: Mapping[str, Any] | None = None):
    """Raise where a parameter of the running notebook has a value of the wrong type.

    Parameters
    ----------
    cells : iterable of str, optional
        Sources of the cells that ran; those of the running kernel where left out.
    values : mapping of str to object, optional
        The names and their values; those of the running kernel where left out.

    Raises
    ------
    ParameterError

    Examples
    --------
    >>> check_parameters(["top: int = 3"], {"top": 5})
    """
    main = vars(sys.modules["__main__"])
    cells = main.get("In", ()) if cells is None else cells
    values = main if values is None else values
    for cell in cells:
        for parameter in declared(cell).values():
            if parameter.name in values:
                parameter.check(values[parameter.name])


def names_of(words: str) -> list[str]:
    """Split a parameter that holds several names.

    Examples
    --------
    >>> names_of("Carl the Consumer, Diana the Weekend Warrior")
    ['Carl the Consumer', 'Diana the Weekend Warrior']
    """
    return [name.strip() for name in words.split(",") if name.strip()]


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "int" else f"a {kind}"
