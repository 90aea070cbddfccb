"""Execution: notebooks run by papermill, each in a kernel of its own."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import nbformat

from .. import errors
from ..errors import ToolbeltError
from .notebooks import Notebook

# What a run leaves behind that is not the notebook's: times, paths of the machine, versions.
_TRACES = ("papermill", "execution", "widgets")


class Executed(NamedTuple):
    """A notebook after its run.

    Attributes
    ----------
    notebook : Notebook
    node : nbformat.NotebookNode
        With outputs, and without what differs from run to run.
    seconds : float
    """

    notebook: Notebook
    node: nbformat.NotebookNode
    seconds: float


def execute(
    notebooks: list[Notebook], parameters: Mapping[str, Mapping[str, Any]], folder: Path, jobs: int
) -> list[Executed]:
    """Run notebooks, several at once.

    Parameters
    ----------
    notebooks : list of Notebook
    parameters : mapping of str to mapping
        By the notebook's name.
    folder : pathlib.Path
        Where the executed notebooks go.
    jobs : int
        How many run at once.

    Returns
    -------
    list of Executed
        In the order of `notebooks`.

    Raises
    ------
    ToolbeltError
        Where a cell fails: what the kernel said, and which notebook and cell.
    """
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("papermill").setLevel(logging.ERROR)
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        runs = [
            pool.submit(_execute_one, notebook, dict(parameters[notebook.name]), folder)
            for notebook in notebooks
        ]
        return [run.result() for run in runs]


def _execute_one(notebook: Notebook, parameters: dict[str, Any], folder: Path) -> Executed:
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from jupyter_core.utils import ensure_event_loop
    from papermill.exceptions import PapermillExecutionError

    target = folder / f"{notebook.name}.ipynb"
    start = monotonic()
    try:
        papermill.execute_notebook(
            str(notebook.path),
            str(target),
            parameters=parameters,
            progress_bar=False,
            kernel_name="python3",
            request_save_on_cell_execute=False,
            record_timing=False,
            extra_arguments=["--log-level=CRITICAL"],
        )
    except PapermillExecutionError as error:
        raise _failure(notebook, error, bool(parameters)) from None
    except NoSuchKernel:
        raise ToolbeltError(
            notebook.name, "no kernel named python3", "pip install ipykernel"
        ) from None
    finally:
        ensure_event_loop().close()
    node = nbformat.read(target, as_version=4)
    for part in [node, *node.cells]:
        for trace in _TRACES:
            part.metadata.pop(trace, None)
    for cell in node.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"  # papermill draws one at random
    nbformat.write(node, target)
    return Executed(notebook, node, monotonic() - start)


def _failure(notebook: Notebook, error: Any, injected: bool) -> ToolbeltError:
    """Say what the kernel said: our own errors in their words, others with their place.

    A cell is counted as its writer sees it: without the one that sets parameters.
    """
    family = getattr(errors, error.ename, None)
    if isinstance(family, type) and issubclass(family, ToolbeltError):
        place, _, rest = str(error.evalue).partition(": ")
        found, _, mend = rest.rpartition("; ")
        return family(place, found, mend)
    return ToolbeltError(
        f"{notebook.name}.ipynb",
        f"cell [{error.exec_count - injected}] failed with {error.ename}: {error.evalue}",
        "run it in JupyterLab to see where",
    )
