"""Run commands in fresh processes, and install the tools that the bench compares with."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PEERS = {"myst-nb": "1.4.0", "strictdoc": "0.30.4", "sphinx-needs": "9.1.0", "doorstop": "3.2"}
"""The tools to compare with, each in a throw-away environment of its own."""

MISSING: list[str] = []
"""Those that could not be installed."""


class BenchError(Exception):
    """Something that cannot be measured here."""


class Run(NamedTuple):
    """What a command took: seconds, seconds of CPU on all cores, bytes that a process held."""

    seconds: float = 0
    cpu: float = 0
    memory: float = 0
    output: str = ""

    def then(self, other: Run) -> Run:
        """Return what this run and another one after it took together."""
        seconds, cpu = self.seconds + other.seconds, self.cpu + other.cpu
        return Run(seconds, cpu, max(self.memory, other.memory), self.output + other.output)


def run(command: Sequence[str | Path], folder: Path, good: Sequence[int] = (0,)) -> Run:
    r"""Run a command in a fresh process.

    Parameters
    ----------
    command : sequence of str or path
    folder : pathlib.Path
        Where it runs.
    good : sequence of int
        Exit statuses that mean that it did its work.

    Raises
    ------
    BenchError
        If it fails, with the end of its output.

    Examples
    --------
    >>> run([sys.executable, "-c", "print(6 * 7)"], Path()).output
    '42\n'
    """
    with tempfile.TemporaryFile() as out:
        begin = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begin
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        output = out.read().decode("utf-8", "replace")
    if child.returncode not in good:
        words = " ".join(map(str, command))
        raise BenchError(f"{words}: exit status {child.returncode}: …{output[-2000:]}")
    unit = 1024 if sys.platform == "linux" else 1  # macOS counts bytes
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss * unit, output)


def take_turns(cases: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, Run]:
    """Run cases in turn, so that noise falls on all alike, and return the medians of each."""
    runs: dict[str, list[Run]] = {case: [] for case in cases}
    for number in range(rounds):
        for case, measure in cases.items():
            runs[case].append(measure())
            taken = f"{runs[case][-1].seconds:.2f} s"
            print(f"{number + 1}/{rounds} {case}: {taken}", file=sys.stderr, flush=True)
    return {
        case: Run(*(statistics.median(figures) for figures in list(zip(*own, strict=True))[:3]))
        for case, own in runs.items()
    }


def install(name: str, folder: Path, *more: str | Path) -> Path | None:
    """Install a peer into an environment below a folder, and return its folder of programs.

    None, with a line on stderr, if it cannot be installed.
    """
    place = folder / name
    pip = [place / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "-q"]
    try:
        run([sys.executable, "-m", "venv", place], folder)
        run([*pip, f"{name}=={PEERS[name]}", *more], folder)
    except BenchError as error:
        print(f"{name} cannot be installed here: {error}", file=sys.stderr)
        MISSING.append(name)
        return None
    return place / "bin"
