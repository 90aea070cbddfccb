"""Forks: kernels forked from a template, and the template, as seen by who asks for them.

A fork of a process that imported numpy, pandas and matplotlib has them at once,
where a kernel that starts from nothing imports them for a second or two. Only
Linux forks: macOS has libraries that a fork breaks, Windows forks nothing.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

from . import template

# What Jupyter sets for each kernel; all else a kernel shares with the template.
_OF_EACH_KERNEL = "JPY_"
# What a notebook writes that changes how libraries are imported.
_PREPARING = re.compile(
    r"environ|putenv|%env|set_env|sys\.path|sys\.modules|sys\.meta_path|importlib"
)
# Seconds that a template may take until it is ready; a kernel starts from nothing after these.
_PATIENCE = 60
# Seconds that a template may take to end the kernels that run.
_SHORT = 5


class Fork:
    """A kernel that was forked, with what :class:`subprocess.Popen` has for Jupyter."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int, owner: Template) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._owner = owner
        self._ended = Event()

    def poll(self) -> int | None:
        """Give the status that it ended with; None while it runs."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end."""
        if not self._ended.wait(timeout):
            raise subprocess.TimeoutExpired("kernel", timeout or 0)
        return int(self.returncode or 0)

    def send_signal(self, number: int) -> None:
        """Send a signal to it and to what it started."""
        if self.returncode is None:
            self._owner.ask({"pid": self.pid, "signal": int(number)})

    def kill(self) -> None:
        """Kill it, and what it started."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def ended(self, status: int) -> None:
        """Hear that it ended."""
        self.returncode = status
        self._ended.set()


class Template:
    """The process that kernels are forked from."""

    def __init__(self) -> None:
        self._environment, self._cwd = dict(os.environ), os.getcwd()  # noqa: PTH109
        self._forks: dict[int, Fork] = {}
        self._answers: SimpleQueue[int | None] = SimpleQueue()
        self._asking, self._starting = Lock(), Lock()
        self._process = subprocess.Popen(
            [sys.executable, str(Path(template.__file__).resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # An interrupt of the terminal is for who asks, and not for kernels.
            start_new_session=True,
        )
        self._fit = True
        self._hearing = Thread(target=self._hear, name="template", daemon=True)
        self._hearing.start()

    @property
    def fit(self) -> bool:
        """Whether kernels can be forked, as far as is known by now."""
        return self._fit

    def fork(self, command: Sequence[str], environment: dict[str, str], cwd: str) -> Fork | None:
        """Give a kernel, or None where it has to be started from nothing.

        Parameters
        ----------
        command : sequence of str
            What would start it.
        environment : dict of str to str
        cwd : str
        """
        words = _words_of(command)
        if words is None or cwd != self._cwd or not self._is_alike(environment):
            return None
        with self._starting:
            if not self._fit:
                return None
            self.ask({"argv": words, "env": environment, "cwd": cwd})
            try:
                pid = self._answers.get(timeout=_PATIENCE)
            except Empty:
                self._fit, pid = False, None
        return self._forks[pid] if pid else None

    def ask(self, words: dict[str, Any]) -> None:
        """Send a request; nothing happens where the template is gone."""
        with self._asking, suppress(OSError, ValueError):
            self._process.stdin.write(json.dumps(words).encode() + b"\n")
            self._process.stdin.flush()

    def close(self) -> None:
        """End the template, and every kernel that was forked from it."""
        self._fit = False
        if self._forks:
            with suppress(OSError, ValueError):
                self._process.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_SHORT)
        self._process.kill()
        self._process.wait()
        self._hearing.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                pipe.close()

    def _is_alike(self, environment: dict[str, str]) -> bool:
        """Whether libraries were imported under this environment too."""
        names = environment.keys() | self._environment.keys()
        return all(
            name.startswith(_OF_EACH_KERNEL) or environment.get(name) == self._environment.get(name)
            for name in names
        )

    def _hear(self) -> None:
        """Follow what the template says, until it says no more or nothing that it should."""
        with suppress(ValueError, LookupError, TypeError, AttributeError):
            for line in self._process.stdout:
                self._note(json.loads(line))
        # Kernels end with the template that they were forked from.
        self._fit = False
        for fork in self._forks.values():
            if fork.returncode is None:
                fork.ended(-signal.SIGKILL)
        self._answers.put(None)

    def _note(self, words: dict[str, Any]) -> None:
        if words["says"] == template.ENDED:
            self._forks[words["pid"]].ended(words["status"])
        elif words["says"] == template.FORKED:
            self._forks[words["pid"]] = Fork(words["pid"], self)
            self._answers.put(words["pid"])


@contextmanager
def warm() -> Iterator[Template | None]:
    """Start a template, and end it afterwards, at once where it was not needed.

    Yields
    ------
    Template or None
        None where kernels cannot be forked, so that each starts from nothing.
    """
    if sys.platform != "linux":
        yield None
        return
    try:
        started = Template()
    except OSError:
        yield None
        return
    try:
        yield started
    finally:
        started.close()


def is_suited(notebook: Path) -> bool:
    """Tell whether a notebook runs in a fork as in a kernel that starts from nothing.

    Libraries are imported by then: one that prepares how they are imported
    needs a kernel that has not done so.

    Examples
    --------
    >>> import tempfile
    >>> def suits(code):
    ...     with tempfile.TemporaryDirectory() as folder:
    ...         path = Path(folder, "mine.ipynb")
    ...         cells = [{"cell_type": "code", "source": [code]}]
    ...         path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    ...         return is_suited(path)
    >>> suits("import pandas"), suits("import os; os.environ['MPLBACKEND'] = 'svg'")
    (True, False)
    """
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
        code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (ValueError, LookupError, TypeError):
        return False
    return _PREPARING.search("\n".join(code)) is None


def _words_of(command: Sequence[str]) -> list[str] | None:
    """Give the words that follow where this interpreter is asked for ipykernel; else None."""
    python, *rest = command
    plain = ["-m", "ipykernel_launcher"]
    if python != sys.executable or rest[: len(plain)] != plain:
        return None
    return rest[len(plain) :]
