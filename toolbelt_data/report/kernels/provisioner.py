"""Provisioner: Jupyter's interface to a kernel's process, for kernels that are forked."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from jupyter_client.provisioning import LocalProvisioner

from .forks import Fork, Template

# Seconds between two looks at whether a kernel that was killed is gone.
_SOON = 0.002


class Forking(LocalProvisioner):
    """Launches a kernel by forking a template, or as Jupyter does where that cannot be.

    Parameters
    ----------
    template : Template
    **settings : object
        As Jupyter's own provisioner takes them.
    """

    def __init__(self, template: Template, **settings: Any) -> None:
        super().__init__(**settings)
        self._template = template

    async def launch_kernel(self, cmd: list[str], **options: Any) -> Any:
        """Launch a kernel; give how to connect to it."""
        environment = dict(options.get("env") or os.environ)
        # As Jupyter's launcher has it for a kernel that is not to outlive its starter.
        environment["JPY_PARENT_PID"] = str(os.getpid())
        cwd = str(options.get("cwd") or os.getcwd())  # noqa: PTH109
        fork = await asyncio.to_thread(self._template.fork, cmd, environment, cwd)
        if fork is None:
            return await super().launch_kernel(cmd, **options)
        self.process, self.pid, self.pgid, self.cwd = fork, fork.pid, None, cwd
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill the kernel and what it started; a fork is gone in no time."""
        await super().kill(restart)
        while isinstance(self.process, Fork) and self.process.poll() is None:
            await asyncio.sleep(_SOON)
