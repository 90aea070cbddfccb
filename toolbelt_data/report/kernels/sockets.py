"""Sockets: the folder in which a kernel's sockets lie, and what killed runs left of theirs."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout
from traitlets.config import Config

_PREFIX = "toolbelt-kernel-"
_LOCK = "lock"
# What the name of a socket may have on Linux and macOS, less one for the end.
_LONGEST_SOCKET_NAME = 103


@contextmanager
def socket_folder() -> Iterator[Path]:
    """Give a folder that nobody else can read; it goes at the end.

    Yields
    ------
    pathlib.Path
        Its name is short, as that of a socket has to be.
    """
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        lock = FileLock(Path(name, _LOCK), fallback_to_soft=False)
        with suppress(OSError):  # without locks it is never taken for one that was left
            lock.acquire()
        try:
            yield Path(name)
        finally:
            lock.release()


def clear_sockets() -> None:
    """Remove the folders of processes that were killed; those of live ones are locked."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError, Timeout):
            if _is_ours(folder) and (folder / _LOCK).is_file():
                with FileLock(folder / _LOCK, timeout=0, fallback_to_soft=False):
                    shutil.rmtree(folder, ignore_errors=True)


def transport(folder: Path) -> Config:
    """Talk to a kernel over sockets in files of a folder, where that can be.

    A TCP port is chosen before the kernel opens it; with several kernels
    starting at once another may take it in between. Files also keep what is
    said from everybody else on the machine. The key of what is said lies there too.
    """
    name = str(folder / "kernel")
    settings = {"connection_file": f"{name}.json"}
    short = len(os.fsencode(f"{name}-0")) < _LONGEST_SOCKET_NAME
    if os.name == "posix" and short:
        settings |= {"transport": "ipc", "ip": name}
    return Config(KernelManager=settings)


def _is_ours(folder: Path) -> bool:
    about = folder.lstat()
    return (
        folder.is_dir()
        and not folder.is_symlink()
        and (os.name != "posix" or about.st_uid == os.getuid())
    )
