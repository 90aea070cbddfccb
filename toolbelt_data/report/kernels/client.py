"""Client: how the driver hears that a kernel is ready, without waits in which nothing comes."""

from __future__ import annotations

from queue import Empty
from time import monotonic

import zmq
from jupyter_client.asynchronous import AsyncKernelClient

# Milliseconds until a socket looks again whether the kernel listens by now; 100 by itself.
RECONNECT = {zmq.RECONNECT_IVL: 5}
# Seconds to wait for an answer before asking again.
_ANSWER, _ECHO = 1.0, 0.2


class Prompt(AsyncKernelClient):
    """A client that begins when its kernel is ready.

    Jupyter's own waits until the kernel has been silent for a while. What it
    says until then belongs to no cell, and is passed over where outputs are read.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers, and what it shows arrives here."""
        deadline = monotonic() + (float("inf") if timeout is None else timeout)
        while True:
            self.kernel_info()
            try:
                await self.get_shell_msg(timeout=_ANSWER)
                await self.get_iopub_msg(timeout=_ECHO)
                return
            except Empty:
                if not await self.is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info") from None
                if monotonic() > deadline:
                    raise RuntimeError(f"Kernel didn't respond in {timeout} seconds") from None
