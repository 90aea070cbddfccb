"""Files: one written whole, or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from ..errors import ParameterError

_MEND = "name another file"


def write_whole(path: Path, data: bytes, was: bytes | None = None) -> None:
    """Write a file beside its place first, so that it appears whole or stays as it was.

    Parameters
    ----------
    path : pathlib.Path
        A link is followed; the file that it leads to is replaced.
    data : bytes
    was : bytes, optional
        What the file held when it was read; where it holds something else by
        now, nothing is written.

    Raises
    ------
    ParameterError
        Where the file cannot be written, or was written by somebody else
        meanwhile.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise ParameterError(path, "not a file", _MEND)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.unlink(missing_ok=True)  # an earlier process of this number was killed
        with beside.open("xb") as file:
            file.write(data)
        if target.exists():
            shutil.copymode(target, beside)
        if was is not None and target.read_bytes() != was:
            raise ParameterError(path, "was changed meanwhile, and nothing is written", "try again")
        beside.replace(target)
    except OSError as error:
        raise ParameterError(path, error.strerror or "not written", _MEND) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
