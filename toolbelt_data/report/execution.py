"""Execution: notebooks run by papermill, each in a kernel of its own."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

import nbformat
from traitlets.config import Config

from .. import errors
from ..errors import ToolbeltError
from .notebooks import Notebook

# What the name of a socket may have on Linux and macOS, less one for the end.
_LONGEST_SOCKET_NAME = 103
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
    error : str
        Why it failed, in a line; empty where it did not.
    """

    notebook: Notebook
    node: nbformat.NotebookNode
    seconds: float
    error: str = ""


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
    # papermill keeps a working directory for the whole process, which its threads may leave stale.
    folder = folder.resolve()
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
    from jupyter_core.utils import ensure_event_loop
    from papermill.exceptions import PapermillExecutionError

    target = folder / f"{notebook.name}.ipynb"
    start = monotonic()
    with tempfile.TemporaryDirectory(prefix="toolbelt-") as sockets:
        try:
            papermill.execute_notebook(
                str(notebook.path.resolve()),
                str(target),
                parameters=parameters,
                progress_bar=False,
                kernel_name="python3",
                request_save_on_cell_execute=False,
                record_timing=False,
                extra_arguments=["--log-level=CRITICAL"],
                config=_transport(sockets),
            )
        except PapermillExecutionError as error:
            raise _failure(notebook, error, bool(parameters)) from None
        except Exception as error:
            # Jupyter raises many things where a kernel is not there, does not start, or dies.
            found = f"its kernel failed with {type(error).__name__}: {error}"
            mend = "see that it runs in JupyterLab from the same environment"
            raise ToolbeltError(f"{notebook.name}.ipynb", found, mend) from error
        finally:
            ensure_event_loop().close()
    node = _without_traces(nbformat.read(target, as_version=4))
    nbformat.write(node, target)
    return Executed(notebook, node, monotonic() - start)


def _without_traces(node: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Take out what differs from run to run."""
    for part in [node, *node.cells]:
        for trace in _TRACES:
            part.metadata.pop(trace, None)
    for cell in node.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"  # papermill draws one at random
    return node


def _transport(folder: str) -> Config:
    """Talk to a kernel over sockets in files of a folder, where that can be.

    A TCP port is chosen before the kernel opens it; with several kernels
    starting at once another may take it in between. Files also keep what is
    said from everybody else on the machine.
    """
    name = str(Path(folder) / "kernel")
    short = len(os.fsencode(f"{name}-0")) < _LONGEST_SOCKET_NAME
    if os.name != "posix" or not short:
        return Config()
    return Config(KernelManager={"transport": "ipc", "ip": name})


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
