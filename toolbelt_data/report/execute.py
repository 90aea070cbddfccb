"""Execute: notebooks run in parallel by papermill's client, without traces of the machine."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from html import unescape
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import quote

import nbformat
from jupyter_core.utils import ensure_event_loop
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager
from papermill.parameterize import parameterize_notebook

from .kernels import KernelManager, stop_kernels
from .notebooks import Notebook, shown

TIMEOUT = 600
"""Seconds that a cell may take by default, so that no run hangs for ever."""

# Papermill's notes, times, and the state of widgets, which no page shows.
_TRACES = ("papermill", "execution", "widgets")
_MEMORY = re.compile(r"\b0x[0-9a-f]{6,}\b")
_CELL_FILE = re.compile(r"ipykernel_\d+/\d+\.py")
# As `show` writes it: a link from JupyterLab to the document.
_PLACE = re.compile(
    r'(<a class="place" href=")(?!https:)[^"]*'
    r'(" title="(?P<path>[^"]*):(?P<line>\d+)(?P<old> \(.*?\))?")'
)
_STYLER_ID = re.compile(r"\bT_[0-9a-f]{5}(?=[_\" ])")
_INJECTED = "injected-parameters"
# Characters of a message; an error may quote its whole input.
_LONGEST = 1_000


class Executed(NamedTuple):
    """A notebook after its run.

    Attributes
    ----------
    notebook : Notebook
    node : nbformat.NotebookNode
        With the outputs of the cells that ran, without what differs from run to run.
    seconds : float
    error : str
        One line that names the cell and the reason; empty if the notebook finished.
    """

    notebook: Notebook
    node: nbformat.NotebookNode
    seconds: float
    error: str = ""


def execute(
    notebooks: Iterable[Notebook],
    parameters: Mapping[str, Mapping[str, Any]],
    folder: Path,
    jobs: int | None = None,
    timeout: int = TIMEOUT,
    progress: bool = False,
) -> list[Executed]:
    """Run notebooks, each in its own folder, and write them with their outputs.

    Parameters
    ----------
    notebooks : iterable of Notebook
    parameters : mapping of str to mapping
        Values by the notebook's name.
    folder : pathlib.Path
        Where the executed notebooks are written.
    jobs : int, optional
        How many run at once. Default: one per core.
    timeout : int, optional
        Seconds that a cell may take.
    progress : bool, optional
        Whether to show a progress bar, if stderr is a terminal.

    Returns
    -------
    list of Executed
        In the order of the notebooks. A failed one has an error.

    Raises
    ------
    OSError
        If a kernel cannot be started or a file cannot be written.
    """
    from tqdm import tqdm

    folder.mkdir(parents=True, exist_ok=True)
    todo = [(one, parameters[one.name]) for one in notebooks]
    with ThreadPoolExecutor(jobs or os.cpu_count()) as pool:
        try:
            runs = pool.map(lambda one: _execute(*one, folder, timeout), todo)
            shown = tqdm(runs, "notebooks", len(todo), disable=None if progress else True)
            return list(shown)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            stop_kernels()
            raise


def _execute(
    notebook: Notebook, parameters: Mapping[str, Any], folder: Path, timeout: int
) -> Executed:
    start = monotonic()
    node, error = _run(notebook, parameters, timeout)
    if error and not any(map(_began, node.cells)):
        node, error = _run(notebook, parameters, timeout)  # another program took its port
    _clean(node, notebook, parameters)
    error = _without_folders(error, _folders(notebook, parameters))
    text = nbformat.writes(node) + "\n"
    (folder / f"{notebook.name}.ipynb").write_bytes(text.encode("utf-8", "replace"))
    return Executed(notebook, node, monotonic() - start, error)


def _run(
    notebook: Notebook, parameters: Mapping[str, Any], timeout: int
) -> tuple[nbformat.NotebookNode, str]:
    node = nbformat.read(notebook.path, as_version=4)
    node.metadata["papermill"] = {}
    for number, cell in enumerate(node.cells, 1):
        cell.setdefault("id", f"cell-{number}")
        cell.metadata.setdefault("tags", [])
    node.nbformat_minor = max(5, node.nbformat_minor)
    if parameters:
        node = parameterize_notebook(node, {}, kernel_name="python3", language="python")
        cell = next(cell for cell in node.cells if _is_injected(cell))
        cell.update(id=_INJECTED, source=_assignments(parameters))
    kernel = KernelManager(kernel_name="python3")
    run = NotebookExecutionManager(node, progress_bar=False)
    run.notebook_start()
    client = PapermillNotebookClient(
        run,
        km=kernel,
        timeout=timeout,
        iopub_timeout=timeout,
        coalesce_streams=True,
        record_timing=False,
        shutdown_kernel="immediate",
        extra_arguments=["--quiet"],
        resources={"metadata": {"path": str(notebook.path.resolve().parent)}},
    )
    try:
        client.execute(cleanup_kc=True)
        return node, _failure(node)
    except TimeoutError:
        return node, _stopped(node, f"took longer than {timeout} s")
    except Exception as error:  # Jupyter raises many things if a kernel dies or does not start
        if isinstance(error, OSError):
            raise
        return node, _stopped(node, _death(kernel, error))
    finally:
        _close(ensure_event_loop())


def _close(loop: asyncio.AbstractEventLoop) -> None:
    """Close the event loop of this thread, with the tasks that a dead kernel left in it."""
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.close()


def _assignments(parameters: Mapping[str, Any]) -> str:
    """Return parameters as Python; dates must not depend on the notebook's imports."""
    lines = (
        f'{name} = __import__("datetime").date.fromisoformat("{value}")'
        if isinstance(value, date)
        else f"{name} = {value!r}"
        for name, value in parameters.items()
    )
    return "\n".join(["# Parameters", *lines])


def _is_injected(cell: nbformat.NotebookNode) -> bool:
    return _INJECTED in cell.metadata.get("tags", [])


def _began(cell: nbformat.NotebookNode) -> bool:
    started = cell.metadata.get("papermill", {}).get("start_time")
    return bool(started and cell.cell_type == "code" and cell.source.strip())


def _last(node: nbformat.NotebookNode) -> tuple[str, nbformat.NotebookNode | None]:
    """Return the last cell that ran, and its number as the notebook's author counts it."""
    begun = [cell for cell in node.cells if _began(cell)]
    number = sum(not _is_injected(cell) for cell in begun)
    return f"cell [{number}]" if number else "its parameters", begun[-1] if begun else None


def _failure(node: nbformat.NotebookNode) -> str:
    """Return why a notebook stopped; empty if it did not."""
    where, cell = _last(node)
    if not node.metadata["papermill"]["exception"] or cell is None:
        return ""
    for output in cell.outputs:
        if output.output_type == "error":
            return _line(f"{where} failed with {output.ename}: {output.evalue}")
    lines = "".join(one.text for one in cell.outputs if one.get("name") == "stderr").split("\n")
    return _line(f"{where} failed with {next(filter(None, lines), 'an error')}")


def _stopped(node: nbformat.NotebookNode, reason: str) -> str:
    where, cell = _last(node)
    words = _line(f"{where} {reason}")
    if cell is not None:
        output = nbformat.v4.new_output("error", ename="Stopped", evalue=words, traceback=[words])
        cell.outputs.append(output)
    return words


def _death(kernel: KernelManager, error: Exception) -> str:
    code = kernel.exitcode
    if code is None:
        return f"stopped with {type(error).__name__}: {error}"
    if code == -signal.SIGKILL:
        return "ended its kernel, which was killed: it probably ran out of memory"
    name = f"with {signal.Signals(-code).name}" if code < 0 else f"with exit status {code}"
    return f"ended its kernel {name}"


def _line(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _clean(node: nbformat.NotebookNode, notebook: Notebook, parameters: Mapping[str, Any]) -> None:
    """Remove what differs from run to run and from machine to machine."""
    folders = _folders(notebook, parameters)
    for part in [node, *node.cells]:
        for trace in _TRACES:
            part.metadata.pop(trace, None)
    for cell in node.cells:
        if _is_injected(cell):
            cell.source = _assignments({name: shown(value) for name, value in parameters.items()})
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                output.evalue = _without_folders(output.evalue, folders)
                output.traceback = [_without_folders(one, folders) for one in output.traceback]
            elif output.get("name") == "stderr":
                output.text = _without_folders(output.text, folders)
            data = output.get("data", {})
            if "text/plain" in data:
                data["text/plain"] = _MEMORY.sub("0x…", data["text/plain"])
            if html := data.get("text/html"):
                data["text/html"] = _PLACE.sub(_linked, _numbered(html))


def _linked(place: re.Match[str]) -> str:
    """Link a place to its line in the report."""
    folder, path = "older" if place["old"] else "sources", quote(unescape(place["path"]))
    return f"{place[1]}../{folder}/{path}.html#L{place['line']}{place[2]}"


def _numbered(html: str) -> str:
    """Replace the random ids that pandas gives to a styled table."""
    known: dict[str, int] = {}
    return _STYLER_ID.sub(lambda one: f"T_{known.setdefault(one[0], len(known)):05}", html)


def _folders(notebook: Notebook, parameters: Mapping[str, Any]) -> list[str]:
    """List the folders whose paths name the machine, longest first."""
    named = [Path(one) for one in parameters.values() if isinstance(one, str)]
    known = [path.parent for path in named if path.is_absolute()]
    known += [notebook.path.resolve().parent, Path.cwd(), Path.home(), Path(sys.prefix)]
    known += [Path(sys.base_prefix), Path(tempfile.gettempdir()), Path(__file__).parents[2]]
    return sorted({str(path) for path in known if len(path.parts) > 1}, key=len, reverse=True)


def _without_folders(text: str, folders: Iterable[str]) -> str:
    for folder in folders:
        text = text.replace(f"{folder}{os.sep}", "")
    return _MEMORY.sub("0x…", _CELL_FILE.sub("cell.py", text))
