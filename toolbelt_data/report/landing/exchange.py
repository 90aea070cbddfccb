"""Exchange: two names in a folder change what they stand for, in one step where that can be."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

# linux/fs.h, fcntl.h and sys/stdio.h.
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
# What a system, or a file system, says that cannot do it.
_UNABLE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}


def exchange(one: Path, other: Path) -> bool:
    """Let two paths change places, so that neither is missing at any moment.

    Parameters
    ----------
    one, other : pathlib.Path
        Both are there, on one file system.

    Returns
    -------
    bool
        Whether it was done; False where the system or the file system cannot.

    Raises
    ------
    OSError
        Where it can and was refused.

    Notes
    -----
    ``renameat2`` of Linux 3.15 and glibc 2.28, and ``renamex_np`` of macOS
    10.12; Python has neither.
    """
    names = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            status = library.renamex_np(*names, ctypes.c_uint(_RENAME_SWAP))
        else:
            status = library.renameat2(
                ctypes.c_int(_AT_FDCWD), names[0], ctypes.c_int(_AT_FDCWD), names[1],
                ctypes.c_uint(_RENAME_EXCHANGE),
            )  # fmt: skip
    except (AttributeError, OSError, TypeError):  # no such function, or no such library
        return False
    if status == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNABLE:
        return False
    raise OSError(number, os.strerror(number), str(one), None, str(other))
