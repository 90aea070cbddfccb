"""Run: commands in fresh processes, with the time, the CPU time and the memory they took."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Linux counts memory in KiB, macOS in bytes.
_MEMORY_UNIT = 1024 if sys.platform == "linux" else 1


class BenchError(Exception):
    """Something that cannot be measured here."""


@dataclass(frozen=True)
class Run:
    """What a run took.

    Attributes
    ----------
    seconds : float
        From its start to its end.
    cpu : float
        Seconds of CPU, of it and of every process that it waited for.
    memory : float
        Bytes: the most that a single process of it held at once.
    output : str
        What it printed; not kept.
    over : bool
        It was ended at its limit, and took at least as much as is said here.
    added : float
        Bytes that its work added to what stood before; 0 where that is not known.
    """

    seconds: float
    cpu: float
    memory: float
    output: str = ""
    over: bool = False
    added: float = 0

    def kept(self) -> dict:
        """Give what is kept of it."""
        return {name: value for name, value in vars(self).items() if name != "output"}

    def __add__(self, other: Run) -> Run:
        return Run(
            self.seconds + other.seconds,
            self.cpu + other.cpu,
            max(self.memory, other.memory),
            self.output + other.output,
            self.over or other.over,
            max(self.added, other.added),
        )


def run(
    command: Sequence[str | Path],
    folder: Path,
    variables: Mapping[str, str] | None = None,
    *,
    good: Iterable[int] = (0,),
    limit: float = 600,
) -> Run:
    r"""Run a command in a fresh process.

    Parameters
    ----------
    command : sequence of str or path
    folder : pathlib.Path
        Where it runs.
    variables : mapping of str to str, optional
        Its environment; this one's where left out.
    good : iterable of int
        Exit statuses that mean it did its work.
    limit : float
        Seconds after which it is ended.

    Returns
    -------
    Run

    Raises
    ------
    BenchError
        Where it fails, with the last of what it said.

    Examples
    --------
    >>> import sys
    >>> run([sys.executable, "-c", "print(6 * 7)"], Path()).output
    '42\n'
    """
    with tempfile.TemporaryFile() as out:
        begin = time.perf_counter()
        child = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            env=dict(variables) if variables is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        late = threading.Timer(limit, os.killpg, (child.pid, signal.SIGKILL))
        late.start()
        try:
            _, status, used = os.wait4(child.pid, 0)
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            raise
        finally:
            late.cancel()
        seconds = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        said = out.read().decode("utf-8", "replace")
    over = child.returncode == -signal.SIGKILL and seconds >= limit
    if child.returncode not in good and not over:
        words = " ".join(str(word) for word in command)
        raise BenchError(f"{words}: exit status {child.returncode}: …{said[-2_000:]}")
    cpu = used.ru_utime + used.ru_stime
    return Run(seconds, cpu, used.ru_maxrss * _MEMORY_UNIT, said, over)


def own_figures(done: Run) -> Run:
    """Give the figures that a run printed about the part of it that counts.

    Parameters
    ----------
    done : Run
        Whose last line is JSON, as work.py prints it.
    """
    if done.over:
        return done
    told = json.loads(done.output.splitlines()[-1])
    return Run(told["seconds"], told["cpu"], told["memory"], done.output, False, told["added"])


def median(runs: Iterable[Mapping], what: str) -> float:
    """Give the median of one figure of the runs.

    Examples
    --------
    >>> median([{"cpu": 1.0}, {"cpu": 9.0}, {"cpu": 2.0}], "cpu")
    2.0
    """
    return statistics.median(one[what] for one in runs)
