"""Installed: what belongs to this Python and to what is installed in it, told by paths.

A kernel imports this module: it needs nothing but the standard library.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path
from typing import Any

PACKAGE = str(Path(__file__).absolute().parents[2]) + os.sep
"""The folder of this package, with a separator at its end."""

# What is read there belongs to the system, or to a distribution that is known by its modules.
_SYSTEM = ("/proc", "/dev", "/sys")
_INSTALLED = ("stdlib", "platstdlib", "purelib", "platlib")
_SHARED = ("share", "etc", "bin")
# Asked once: it takes longer than all else that is done after a cell.
_PACKAGES = tuple({f"{sysconfig.get_path(name)}{os.sep}" for name in ("purelib", "platlib")})


def module_tops() -> list[str]:
    """List the first parts of the paths of installed modules that this process imported."""
    return sorted({_top(one) for one in list(sys.modules.values())} - {""})


def folders_installed() -> tuple[str, ...]:
    """List the folders of what is installed, each with a separator at its end."""
    found = {sysconfig.get_path(name) for name in _INSTALLED}
    found |= {os.path.join(sys.prefix, name) for name in _SHARED}
    real = {os.path.realpath(place) for place in found}
    # A package may have been installed without a copy: its own folder is no part of these.
    return tuple(f"{place}{os.sep}" for place in sorted({*found, *real, *_SYSTEM}))


def _top(module: Any) -> str:
    """Give the first part of an installed module's path below the folder of packages."""
    path = getattr(module, "__file__", None) or ""
    for folder in _PACKAGES:
        if isinstance(path, str) and path.startswith(folder):
            return path[len(folder) :].partition(os.sep)[0]
    return ""
