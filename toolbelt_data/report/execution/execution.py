"""Execution: notebooks run by papermill, each in a kernel of its own."""

from __future__ import annotations

import json
import logging
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Any, NamedTuple

import nbformat

from ..kernels.forks import Template, is_suited
from ..kernels.known import Kernels, arguments
from ..kernels.sockets import clear_sockets, socket_folder, transport
from ..notebooks import TIMEOUT, Notebook
from ..redaction import shown_all, without_folders
from . import failures

# What a run leaves behind that is not the notebook's: times, paths of the machine, versions.
_TRACES = ("papermill", "execution", "widgets")
# What a notebook may say of the files that its pictures become.
_NAMES_OF_FILES = {"filename", "filenames"}
# Seconds: a machine may have much else to do when a kernel starts or has said much.
_PATIENCE = 120
# Where a kernel notes what it read, beside its sockets.
_READ = "read.json"


class Executed(NamedTuple):
    """A notebook after its run.

    Attributes
    ----------
    notebook : Notebook
    node : nbformat.NotebookNode
        With outputs, and without what differs from run to run or from machine
        to machine; as far as it came where it failed.
    seconds : float
    error : str
        Why it failed, in a line; empty where it came to its end.
    read : dict
        What its kernel read, as :mod:`toolbelt_data.report.reuse.watch` tells
        it; empty where nothing is known of it.
    """

    notebook: Notebook
    node: nbformat.NotebookNode
    seconds: float
    error: str = ""
    read: Mapping[str, Any] = MappingProxyType({})


@contextmanager
def executing(
    notebooks: list[Notebook],
    parameters: Mapping[str, Mapping[str, Any]],
    folder: Path,
    jobs: int,
    timeout: int = TIMEOUT,
    template: Template | None = None,
    lengths: Mapping[str, float] | None = None,
) -> Iterator[Iterator[Executed]]:
    """Run notebooks, several at once, while other things are done.

    Parameters
    ----------
    notebooks : list of Notebook
    parameters : mapping of str to mapping
        By the notebook's name.
    folder : pathlib.Path
        Where the executed notebooks go.
    jobs : int
        How many run at once.
    timeout : int
        Seconds that a cell may take.
    template : Template, optional
        As :func:`warm` gives it. Kernels start from nothing where left out.
    lengths : mapping of str to float, optional
        How long each took before, by its name: the longest begin first, so
        that none is left alone at the end. One that is not named may be long.

    Yields
    ------
    iterator of Executed
        Gives each notebook as it ends; one that failed says so. It raises
        ParameterError, SourceError or NothingToMeasure where a notebook does:
        what was asked for cannot be given; and OSError where a file cannot be
        written or a kernel cannot be started.

    Notes
    -----
    No kernel outlives the context, however it ends; those of a process that
    is killed see that it went and end themselves.
    """
    # papermill keeps a working directory for the whole process, which its threads may leave stale.
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    clear_sockets()
    kernels = Kernels(template)
    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        try:
            runs = {
                one.name: pool.submit(
                    _execute_one, one, dict(parameters[one.name]), folder, timeout, kernels
                )
                for one in _longest_first(notebooks, lengths or {})
            }
            yield _as_they_end([runs[one.name] for one in notebooks])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            kernels.stop()
            raise


def _as_they_end(runs: list[Future[Executed]]) -> Iterator[Executed]:
    """Give each notebook as it ends; where one raises, raise what the first in order does."""
    for run in as_completed(runs):
        if run.exception() is not None:
            for each in runs:
                each.result()
        yield run.result()


def read_executed(data: bytes) -> nbformat.NotebookNode:
    """Read a notebook that was executed and kept."""
    return nbformat.reads(data.decode("utf-8"), as_version=4)


def _longest_first(notebooks: list[Notebook], lengths: Mapping[str, float]) -> list[Notebook]:
    return sorted(notebooks, key=lambda one: -lengths.get(one.name, math.inf))


def _execute_one(
    notebook: Notebook, parameters: dict[str, Any], folder: Path, timeout: int, kernels: Kernels
) -> Executed:
    from papermill.exceptions import PapermillExecutionError

    target = folder / f"{notebook.name}.ipynb"
    start, forking = monotonic(), kernels.forking
    read: dict[str, Any] = {}
    caught = _try(notebook, parameters, target, timeout, kernels, read)
    if caught is not None and forking and not kernels.forking:
        # The template ended, and its kernels with it; that is nothing of the notebook's.
        caught = _try(notebook, parameters, target, timeout, kernels, read)
    if isinstance(caught, PapermillExecutionError):
        refused = failures.of_the_request(caught)
        if refused:
            raise refused from None
    node, words = _as_far_as_it_came(target, notebook), ""
    known = [str(folder), str(notebook.path.resolve().parent), *_folders_of(parameters)]
    if caught is not None:
        words = without_folders(failures.told(caught, node, timeout), known)
        failures.mark(node, words)
    words = failures.replace_unreadable(node) or words
    _clean(node, shown_all(parameters), known)
    nbformat.write(node, target)
    return Executed(notebook, node, monotonic() - start, words, read)


def _try(
    notebook: Notebook,
    parameters: dict[str, Any],
    target: Path,
    timeout: int,
    kernels: Kernels,
    read: dict[str, Any],
) -> Exception | None:
    """Run a notebook, and note what its kernel read.

    Gives what it failed with, other than that a file cannot be written.
    """
    read.clear()
    try:
        read.update(_run(notebook, parameters, target, timeout, kernels))
    except Exception as error:
        if isinstance(error, OSError) and not isinstance(error, TimeoutError):
            raise
        return error
    return None


def _run(
    notebook: Notebook, parameters: dict[str, Any], target: Path, timeout: int, kernels: Kernels
) -> Mapping[str, Any]:
    """Run a notebook, and give what its kernel read."""
    import papermill
    from jupyter_core.utils import ensure_event_loop

    from . import engine

    with socket_folder() as sockets:
        try:
            papermill.execute_notebook(
                _plain(notebook.path.resolve()),
                _plain(target),
                parameters=parameters,
                engine_name=engine.NAME,
                progress_bar=False,
                kernel_name="python3",
                record_timing=False,
                # All that a notebook showed is here by then.
                shutdown_kernel="immediate",
                start_timeout=_PATIENCE,
                execution_timeout=timeout,
                iopub_timeout=_PATIENCE,
                kernel_manager_class=kernels.manager(forking=is_suited(notebook.path)),
                extra_arguments=arguments(sockets / _READ),
                config=transport(sockets),
            )
            return _told(sockets / _READ)
        finally:
            ensure_event_loop().close()


def _told(place: Path) -> Mapping[str, Any]:
    """Read what a kernel noted; nothing where it noted nothing."""
    try:
        return json.loads(place.read_text("ascii"))
    except (OSError, ValueError):
        return {}


def _plain(path: Path) -> str:
    """Write a path so that papermill, which fills in braces, leaves it as it is."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _as_far_as_it_came(target: Path, notebook: Notebook) -> nbformat.NotebookNode:
    """Read what was written; it may have come to nothing that can be read."""
    try:
        return nbformat.read(target, as_version=4)
    except (OSError, ValueError, KeyError, AttributeError):
        return failures.blank(notebook)


def _folders_of(parameters: Mapping[str, Any]) -> Iterable[str]:
    words = [word.partition("#")[0] for word in parameters.values() if isinstance(word, str)]
    return [str(Path(word).parent) for word in words if word and os.path.isabs(word)]  # noqa: PTH117


def _clean(
    node: nbformat.NotebookNode, parameters: Mapping[str, Any], known: Iterable[str]
) -> None:
    """Take out what differs from run to run, and from machine to machine."""
    from papermill.execute import remove_error_markers
    from papermill.translators import translate_parameters

    remove_error_markers(node)
    for part in [node, *node.cells]:
        for trace in _TRACES:
            part.metadata.pop(trace, None)
    for cell in node.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell["id"] = "injected-parameters"  # papermill draws one at random
            cell.source = translate_parameters("python3", "python", parameters, "Parameters")
        for output in cell.get("outputs", []):
            for name in _NAMES_OF_FILES & output.get("metadata", {}).keys():
                del output.metadata[name]  # a report names its own
            if output.output_type == "error":
                output.evalue = without_folders(output.evalue, known)
                output.traceback = [without_folders(line, known) for line in output.traceback]
            elif output.get("name") == "stderr":
                output.text = without_folders(output.text, known)
