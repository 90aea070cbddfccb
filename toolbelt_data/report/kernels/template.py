"""Template: a process that has imported what notebooks use, and of which kernels are forked.

It runs as a program of its own that imports nothing of this package, so that
each kernel imports the package itself. It runs no notebook and starts no thread:
a kernel is born with what any kernel has that imported the same libraries.
Requests come and answers go as lines of JSON, over the pipes it is started with.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import importlib.util
import json
import os
import select
import signal
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

FORKED, ENDED = "forked", "ended"
"""What a template says of a kernel."""

# Those of a kernel itself, as far as it has them, and those of this package's notebooks.
_LIBRARIES = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger", "ipykernel.zmqshell",
    "IPython.core.debugger", "IPython.core.completerlib", "IPython.extensions.storemagic",
    "sqlite3", "tornado.platform.asyncio", "zmq.utils.garbage",
    "pandas", "numpy.random", "matplotlib", "markdown_it",
)  # fmt: skip
# As ipykernel sets it; read where matplotlib is imported.
_BACKEND = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
# linux/prctl.h: the process is sent a signal when its parent ends.
_PR_SET_PDEATHSIG = 1
_AT_ONCE = 65_536


def main() -> None:
    """Import, and fork kernels until nobody is there to ask for one."""
    # A program's folder stands first in the path, unless Python is told to be safe.
    if sys.path[:1] == [os.path.dirname(os.path.abspath(__file__))]:  # noqa: PTH100, PTH120
        del sys.path[0]
    channel = _Channel()
    _watch()
    said, settings = _warm()
    if not said and _serve(channel, settings):
        from ipykernel import kernelapp

        kernelapp.launch_new_instance()


def _watch() -> None:
    """Note what is read from now on, in modules that kernels find under their own names."""
    for part in ("looks", "installed", "seen", "watch"):
        name = f"toolbelt_data.report.reuse.{part}"
        place = Path(__file__).absolute().parents[1] / "reuse" / f"{part}.py"
        described = importlib.util.spec_from_file_location(name, place)
        if described is None or described.loader is None:
            return
        sys.modules[name] = module = importlib.util.module_from_spec(described)
        described.loader.exec_module(module)
    module.begin()


def _warm() -> tuple[list[Any], dict[str, str]]:
    """Import the libraries; give what they warn of, and what they set in the environment.

    What a library warns of belongs into the notebook that imports it.
    """
    said: list[Any] = []
    show, warnings.showwarning = warnings.showwarning, lambda *words, **_: said.append(words)
    # ipykernel reads it once: a kernel ends where this process has.
    before = {**_BACKEND, **os.environ, "JPY_PARENT_PID": str(os.getpid())}
    os.environ.update(before)
    for name in _LIBRARIES:
        with suppress(ImportError):
            importlib.import_module(name)
    _touch()
    warnings.showwarning = show
    gc.collect()
    gc.freeze()
    settings = {name: value for name, value in os.environ.items() if before.get(name) != value}
    return said, settings


def _touch() -> None:
    """Import what these libraries leave for later, by use where that leaves no trace."""
    import io

    import matplotlib.figure
    import pandas

    table = pandas.DataFrame({"words": ["a"], "numbers": [1.5]})
    table.to_html()
    table.to_string()
    table.style.to_html()
    figure = matplotlib.figure.Figure()
    figure.subplots().plot([1, 2])
    figure.savefig(io.BytesIO(), format="png")


class _Channel:
    """The pipes to who started this process, in the place of which it has none."""

    def __init__(self) -> None:
        self.requests, self._answers = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1):
            os.dup2(nothing, number)
        os.close(nothing)
        self.wake, self._woken = os.pipe()
        for number in (self.wake, self._woken):
            os.set_blocking(number, False)
        signal.set_wakeup_fd(self._woken)
        self._rest = b""

    def say(self, words: dict[str, Any]) -> None:
        """Write an answer."""
        os.write(self._answers, json.dumps(words).encode() + b"\n")

    def hear(self) -> list[dict[str, Any]] | None:
        """Give the requests that came; None where no more can come."""
        read = os.read(self.requests, _AT_ONCE)
        *lines, self._rest = (self._rest + read).split(b"\n")
        return [json.loads(line) for line in lines] if read else None

    def close(self) -> None:
        """Leave the pipes to the process that this one was forked from."""
        signal.set_wakeup_fd(-1)
        for number in (self.requests, self._answers, self.wake, self._woken):
            os.close(number)


def _serve(channel: _Channel, settings: dict[str, str]) -> bool:
    """Fork kernels, send them signals and tell of their ends; say whether this is a kernel."""
    running: set[int] = set()
    ours = os.getpid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        select.select([channel.requests, channel.wake], [], [])
        _tell_ends(channel, running)
        if not select.select([channel.requests], [], [], 0)[0]:
            continue
        requests = channel.hear()
        if requests is None:
            for pid in running:
                _send(pid, signal.SIGKILL)
            return False
        for request in requests:
            if "signal" in request:
                if request["pid"] in running:
                    _send(request["pid"], request["signal"])
                continue
            pid = _fork()
            if not pid:
                channel.close()
                _become({**request, "env": {**request["env"], **settings}}, ours)
                return True
            running.add(pid)
            channel.say({"says": FORKED, "pid": pid})


def _fork() -> int:
    with warnings.catch_warnings():
        # OpenBLAS has threads, and sees to them where a process forks.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _tell_ends(channel: _Channel, running: set[int]) -> None:
    try:
        os.read(channel.wake, _AT_ONCE)
    except BlockingIOError:
        return
    for pid in list(running):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            running.discard(pid)
            status = os.waitstatus_to_exitcode(status)
            channel.say({"says": ENDED, "pid": pid, "status": status})


def _send(pid: int, number: int) -> None:
    """Send a signal to a kernel and to what it started; it leads a group of its own."""
    try:
        os.killpg(pid, number)
    except OSError:
        # It was forked a moment ago, or is gone and waits to be told.
        os.kill(pid, number)


def _become(request: dict[str, Any], parent: int) -> None:
    """Turn a process that was just forked into what Popen starts for a kernel."""
    os.setsid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(request["env"])
    os.chdir(request["cwd"])
    command = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(command.origin if command else ""), *request["argv"]]
    # Python's own draws begin anew in a fork; numpy's do not.
    sys.modules["numpy"].random.seed()


if __name__ == "__main__":
    main()
