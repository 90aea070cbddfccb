"""Known kernels: those of one report, how they are started, and that each is ended."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from threading import Lock
from typing import Any

from .forks import Fork, Template

# ipykernel looks each second whether its parent is another one by now. It takes for its
# parent the one that it has once it is ready: where that adopted it, it would live for ever.
_END_OF_ORPHANS = """\
try:
    __import__("os").kill({pid}, 0)
except ProcessLookupError:
    __import__("os")._exit(1)"""


# Where a kernel's Python has this package, it notes what a notebook reads.
_WATCH = """\
try:
    __import__("importlib").import_module("toolbelt_data.report.reuse.watch").tell({place!r})
except ImportError:
    pass"""


def arguments(read: Path) -> list[str]:
    """Give the words that a kernel starts with.

    They tell it to be quiet, to note what it reads, and to end where its
    starter has.

    Parameters
    ----------
    read : pathlib.Path
        The file to note it in.
    """
    lines = [_END_OF_ORPHANS.format(pid=os.getpid())] if os.name == "posix" else []
    lines.append(_WATCH.format(place=str(read)))
    return ["--log-level=CRITICAL", *(f"--IPKernelApp.exec_lines={line}" for line in lines)]


class Kernels:
    """The kernels of one report.

    Parameters
    ----------
    template : Template, optional
        What kernels are forked from where that can be; each starts from nothing otherwise.
    """

    def __init__(self, template: Template | None = None) -> None:
        self._template = template
        self._processes: list[Any] = []
        self._stopped = False
        self._lock = Lock()

    @property
    def forking(self) -> bool:
        """Whether kernels are forked rather than started from nothing."""
        return self._template is not None and self._template.fit

    def manager(self, forking: bool = True) -> type:
        """Give a class of managers whose kernels are known here, and forked where that can be."""
        from jupyter_client.manager import AsyncKernelManager

        from .client import RECONNECT, Prompt
        from .provisioner import Forking

        kernels, template = self, self._template if forking else None

        class Known(AsyncKernelManager):
            """Tells of each kernel that it launches."""

            def __init__(self, **settings: Any) -> None:
                super().__init__(**settings)
                self.client_factory = Prompt
                for option, value in RECONNECT.items():
                    self.context.setsockopt(option, value)

            async def _async_pre_start_kernel(self, **options: Any) -> Any:
                if template is not None and self.provisioner is None:
                    self.provisioner = Forking(template, kernel_spec=self.kernel_spec, parent=self)
                return await super()._async_pre_start_kernel(**options)

            async def _async_launch_kernel(self, kernel_cmd: list[str], **options: Any) -> None:
                # What notebooks say comes as output; this is what Jupyter says.
                options |= {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
                await super()._async_launch_kernel(kernel_cmd, **options)
                kernels.add(getattr(self.provisioner, "process", None))

        return Known

    def add(self, process: Any) -> None:
        """Know a kernel; where all are stopped already, stop it too."""
        with self._lock:
            self._processes.append(process)
            stopped = self._stopped
        if stopped:
            self.stop()

    def stop(self) -> None:
        """Kill every kernel that runs, and what it started."""
        with self._lock:
            self._stopped = True
            running = [one for one in self._processes if one is not None and one.poll() is None]
        for process in running:
            if isinstance(process, Fork):
                process.kill()
                continue
            try:
                # A kernel leads a group of its own.
                os.killpg(process.pid, signal.SIGKILL)
            except (AttributeError, OSError):
                process.kill()
