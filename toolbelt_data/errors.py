"""What can go wrong, in one family, so that one ``except`` clause catches it.

Two kinds of trouble are kept apart: what cannot be read raises one of these;
what can be read but looks wrong becomes a row of findings and raises nothing.
"""

from __future__ import annotations


class ToolbeltError(ValueError):
    """A one-line account of what cannot be done: the place, the finding and the mend.

    Parameters
    ----------
    path : str
        Where: a path, an address or the name of a parameter.
    found : str
        What was found there.
    mend : str
        What to do about it.
    line : int, optional
        Line of `path` that the finding stands on, counted from 1.

    Attributes
    ----------
    path, found, mend, line
        As passed in.

    Examples
    --------
    >>> print(ToolbeltError("personas/a.md", "not UTF-8", "save the file as UTF-8", line=3))
    personas/a.md:3: not UTF-8; save the file as UTF-8
    """

    def __init__(self, path: object, found: str, mend: str, line: int | None = None) -> None:
        self.path = str(path)
        self.found = found
        self.mend = mend
        self.line = line
        where = self.path if line is None else f"{self.path}:{line}"
        super().__init__(" ".join(f"{where}: {found}; {mend}".split()))

    def __reduce__(self) -> tuple:
        return type(self), (self.path, self.found, self.mend, self.line)


class SourceError(ToolbeltError):
    """A source, or a document of it, cannot be read."""


class NothingToMeasure(ToolbeltError):
    """A source was read and holds nothing that the question could be asked of."""


class SchemaError(ToolbeltError):
    """A table does not have the columns, types or values that its schema declares."""


class ParameterError(ToolbeltError):
    """A parameter is unknown, of the wrong type, or names what is not there."""
