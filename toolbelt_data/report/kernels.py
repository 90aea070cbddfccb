"""Kernels: forked on Linux from a server that has imported what notebooks use.

On other systems each kernel starts as a process of its own, with the same outputs. Kernels end with
the process that started them.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import threading
from contextlib import suppress
from multiprocessing import forkserver
from pathlib import Path
from types import ModuleType
from typing import Any

import zmq
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

FORKED = sys.platform == "linux"
"""Whether kernels are forked."""

_context = multiprocessing.get_context("forkserver") if FORKED else None
_starting = threading.Lock()
_kernels: list[Any] = []
_PRELOAD = [
    __name__,
    "toolbelt_data.analysis",
    "toolbelt_data.notebook",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "IPython.core.completerlib",
    "pandas.io.formats.style",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "markdown_it",
]


def warm() -> None:
    """Start the server that kernels are forked from; it imports while the caller goes on."""
    if not FORKED:
        return
    before = os.environ.get("MPLBACKEND")
    with _starting:
        _context.set_forkserver_preload(_PRELOAD)
        # As ipykernel sets it; matplotlib reads it where it is imported.
        os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
        forkserver.ensure_running()
        if before is None:
            del os.environ["MPLBACKEND"]


def stop_kernels() -> None:
    """Kill every forked kernel and what it started."""
    for process in _kernels:
        if process.is_alive():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


class _Popen:
    """A multiprocessing.Process with the interface of subprocess.Popen that Jupyter uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: Any) -> None:
        self._process, self.pid = process, process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int | None:
        self._process.join(timeout)
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.killpg(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class _Forked(LocalProvisioner):
    """Start a kernel as a fork of the server."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        env = {**(kwargs.get("env") or os.environ)}
        env.pop("JPY_PARENT_PID", None)
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        what = arguments, env, str(kwargs.get("cwd") or Path.cwd())
        process = await asyncio.to_thread(_started, what)
        self.process, self.pid, self.pgid = _Popen(process), process.pid, process.pid
        return self.connection_info


class KernelManager(AsyncKernelManager):
    """Start a kernel, and receive its messages however fast they come."""

    exitcode: int | None = None

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        if FORKED and self.provisioner is None:
            self.provisioner = _Forked(kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**kwargs)

    pre_start_kernel = _async_pre_start_kernel

    def client(self, **kwargs: Any) -> Any:
        """Return a client that queues every message."""
        client = super().client(**kwargs)
        client.context.setsockopt(zmq.RCVHWM, 0)
        return client

    async def is_alive(self) -> bool:
        """Tell whether the kernel runs; record the exit code of one that ended."""
        process = getattr(self.provisioner, "process", None)
        self.exitcode = process.poll() if process else self.exitcode
        return await super().is_alive()


def _started(what: tuple[list[str], dict[str, str], str]) -> Any:
    """Start a process without running the caller's script again, as multiprocessing would."""
    warm()
    process = _context.Process(target=_kernel, args=what)
    with _starting:
        main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
        try:
            process.start()
        finally:
            sys.modules["__main__"] = main
    _kernels.append(process)
    return process


def _kernel(arguments: list[str], env: dict[str, str], folder: str) -> None:
    """Run a kernel, which ends with the process that started it."""
    os.setsid()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    from ipykernel.kernelapp import IPKernelApp

    class App(IPKernelApp):
        def init_iopub(self, context: zmq.Context) -> None:
            context.setsockopt(zmq.SNDHWM, 0)  # queue whatever a cell writes
            super().init_iopub(context)

    App.launch_instance(argv=arguments)


def _end_with_parent() -> None:
    multiprocessing.parent_process().join()
    os.killpg(0, signal.SIGKILL)
