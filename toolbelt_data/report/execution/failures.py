"""Failures: why a notebook did not come to its end, in a line and in its cells."""

from __future__ import annotations

import binascii
import json
from typing import Any

import nbformat

from ... import errors
from ...errors import NothingToMeasure, ParameterError, SourceError, ToolbeltError
from ..notebooks import Notebook

# A notebook that raises one of these says that the request cannot be met.
_OF_THE_REQUEST = (ParameterError, SourceError, NothingToMeasure)
_IN_BASE64 = ("image/png", "image/jpeg", "image/gif", "application/pdf")
# Characters of what is told; an error may quote all that it choked on.
_LONGEST = 1_000


def of_the_request(error: Any) -> ToolbeltError | None:
    """Give what a notebook said of the request in our own words; None for any other error.

    Parameters
    ----------
    error : papermill.exceptions.PapermillExecutionError
    """
    family = getattr(errors, error.ename, None)
    if family not in _OF_THE_REQUEST:
        return None
    place, _, rest = _in_a_line(error.evalue).partition(": ")
    found, _, mend = rest.rpartition("; ")
    return family(place, found, mend) if found else None


def told(error: Exception, node: nbformat.NotebookNode, seconds: int) -> str:
    """Say in a line why a notebook stopped.

    A cell is counted as its writer sees it: without the one that sets parameters.

    Parameters
    ----------
    error : Exception
        What papermill or Jupyter raised.
    node : nbformat.NotebookNode
        The notebook as far as it came.
    seconds : int
        How long a cell may take.
    """
    from papermill.exceptions import PapermillExecutionError

    cell = f"cell [{_count_to_last(node)}]"
    if isinstance(error, PapermillExecutionError):
        words = f"{cell} failed with {error.ename}: {error.evalue}"
    elif isinstance(error, TimeoutError):
        words = f"{cell} took longer than {seconds} s"
    else:
        # Jupyter raises many things where a kernel is not there, does not start, or dies.
        words = f"its kernel failed with {type(error).__name__}: {error}"
    return _in_a_line(words)


def _in_a_line(words: object) -> str:
    line = " ".join(str(words).split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def mark(node: nbformat.NotebookNode, words: str) -> None:
    """Put an error below the last cell that ran, where it tells of none itself."""
    cells = _begun(node)
    if cells and not any(output.output_type == "error" for output in cells[-1].outputs):
        cells[-1].outputs.append(_error(words))


def replace_unreadable(node: nbformat.NotebookNode) -> str:
    """Put an error in the place of each output that no page could show.

    Returns
    -------
    str
        Which cell gave the first of them; empty where all can be read.
    """
    told = ""
    codes = [cell for cell in node.cells if cell.cell_type == "code" and not _is_injected(cell)]
    for number, cell in enumerate((cell for cell in codes if cell.source.strip()), 1):
        for place, output in enumerate(cell.outputs):
            found = _unreadable(output)
            if found:
                words = f"cell [{number}] gave an output that cannot be read: {found}"
                cell.outputs[place] = _error(words)
                told = told or words
    return told


def blank(notebook: Notebook) -> nbformat.NotebookNode:
    """Give a notebook of which nothing ran."""
    node = nbformat.read(notebook.path, as_version=4)
    for cell in node.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return node


def _error(words: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("error", ename="Failed", evalue=words, traceback=[words])


def _unreadable(output: nbformat.NotebookNode) -> str:
    try:
        json.dumps(output, ensure_ascii=False).encode("utf-8")
        for kind in _IN_BASE64:
            if kind in output.get("data", {}):
                binascii.a2b_base64(output.data[kind])
    except (TypeError, ValueError) as error:
        return str(error)
    return ""


def _is_injected(cell: nbformat.NotebookNode) -> bool:
    return "injected-parameters" in cell.metadata.get("tags", [])


def _begun(node: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """List the cells of code that ran or began to, as papermill noted."""
    return [
        cell
        for cell in node.cells
        if cell.cell_type == "code"
        and cell.source.strip()
        and cell.metadata.get("papermill", {}).get("status", "pending") != "pending"
    ]


def _count_to_last(node: nbformat.NotebookNode) -> int:
    return sum(not _is_injected(cell) for cell in _begun(node))
