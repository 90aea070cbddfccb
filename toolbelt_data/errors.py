"""The exceptions of the package, in one family, so that one ``except`` clause catches them.

What cannot be read raises one of these; what can be read but looks wrong
becomes a finding and raises nothing.
"""

from __future__ import annotations

from collections.abc import Iterable


class ToolbeltError(ValueError):
    """An error in one line: the place, the problem and the fix.

    Parameters
    ----------
    path : str
        Where: a path, an address or the name of a parameter.
    found : str
        The problem.
    fix : str
        How to fix it.
    line : int, optional
        Line of `path`, counted from 1.

    Attributes
    ----------
    path, found, fix, line
        As passed in.

    Examples
    --------
    >>> print(ToolbeltError("personas/a.md", "not UTF-8", "save the file as UTF-8", line=3))
    personas/a.md:3: not UTF-8; save the file as UTF-8
    """

    def __init__(self, path: object, found: str, fix: str, line: int | None = None) -> None:
        self.path = str(path)
        self.found = found
        self.fix = fix
        self.line = line
        where = self.path if line is None else f"{self.path}:{line}"
        super().__init__(" ".join(f"{where}: {found}; {fix}".split()))

    def __reduce__(self) -> tuple:
        return type(self), (self.path, self.found, self.fix, self.line)


class SourceError(ToolbeltError):
    """A source, or a document of it, cannot be read."""


class NothingToMeasure(ToolbeltError):
    """A source was read, but contains nothing to measure."""


class SchemaError(ToolbeltError):
    """A table lacks a column, or has a type or value, that its declaration does not allow."""


class ParameterError(ToolbeltError):
    """A parameter is unknown, has the wrong type, or names something that does not exist."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Suggest the known words closest to a misspelled one; empty if none is close.

    Examples
    --------
    >>> did_you_mean("reprot", ["report", "check"]), did_you_mean("x", ["check"])
    ('did you mean report?', '')
    """
    from difflib import get_close_matches

    folded = {one.casefold(): one for one in known}
    wanted = word.casefold()
    close = [wanted] if wanted in folded else get_close_matches(wanted, folded)
    close = close or [one for one in folded if wanted and wanted in one]
    return f"did you mean {' or '.join(folded[one] for one in close[:3])}?" if close else ""
