"""Processes: editions counted on several cores.

Each process is a Python of its own that is handed editions and hands back
rows. It runs no line of the program that started it, so that neither a
notebook nor a script without a guard is run twice; and it ends when nobody is
left to hand it anything.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any

import pandas as pd

from ...errors import ToolbeltError
from ...source import Edition
from .counts import Counts, Row

_ENOUGH = 60
_CHUNKS = 4
_MAIN = f"from {__name__} import main; main()"


def worth(number: int) -> int:
    """Say how many processes are worth starting for a number of editions."""
    if number < _ENOUGH or not sys.executable:
        return 1
    available = getattr(os, "sched_getaffinity", None)
    return len(available(0)) if available else os.cpu_count() or 1


def counted_in_processes(
    editions: Sequence[Edition], judgements: pd.DataFrame, threshold: float, jobs: int
) -> list[Row]:
    """Count editions in several processes, as :class:`Counts` does in one.

    Parameters
    ----------
    editions : sequence of Edition
    judgements, threshold
        As :class:`Counts` takes them.
    jobs : int
        How many processes.

    Returns
    -------
    list of dict
        In the order of the editions.

    Raises
    ------
    ToolbeltError
        Where a process ends before its work is done.
    """
    size = -(-len(editions) // (jobs * _CHUNKS))
    chunks = deque(
        (start, editions[start : start + size]) for start in range(0, len(editions), size)
    )
    found: dict[int, list[Row]] = {}

    def serve(worker: _Worker) -> None:
        worker.give((judgements, threshold))
        while chunks:
            with contextlib.suppress(IndexError):
                start, chunk = chunks.popleft()
                found[start] = worker.ask(chunk)

    workers: list[_Worker] = []
    with ThreadPoolExecutor(jobs) as pool:
        try:
            workers.extend(_Worker() for _ in range(min(jobs, len(chunks))))
            for served in as_completed([pool.submit(serve, worker) for worker in workers]):
                served.result()
        finally:
            chunks.clear()
            for worker in workers:
                worker.end()
    return [row for start in sorted(found) for row in found[start]]


class _Worker:
    """A process that counts."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _MAIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
        )

    def give(self, thing: Any) -> None:
        """Hand something over.

        Raises
        ------
        ToolbeltError
            Where the process has ended.
        """
        try:
            pickle.dump(thing, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()
        except OSError:
            raise _ended() from None

    def ask(self, editions: Sequence[Edition]) -> list[Row]:
        """Have editions counted.

        Raises
        ------
        ToolbeltError
            Where the process ends before it has answered.
        """
        self.give(editions)
        try:
            return pickle.load(self._process.stdout)  # noqa: S301 - what our own process says
        except (EOFError, pickle.UnpicklingError):
            raise _ended() from None

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        with contextlib.suppress(BrokenPipeError), self._process:
            pass


def _ended() -> ToolbeltError:
    found = "a process that counts editions ended before its work was done"
    return ToolbeltError("history", found, "see what it said, or count in one process with jobs 1")


def main() -> None:
    """Count what is handed over by standard input, until nothing more comes."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # What is printed by accident is no answer.
    with contextlib.suppress(EOFError):
        counts = Counts(*pickle.load(sys.stdin.buffer))  # noqa: S301 - what our own program says
        while True:
            editions = pickle.load(sys.stdin.buffer)  # noqa: S301
            pickle.dump(list(counts.rows(editions)), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
