"""Machine: what the figures were taken on."""

from __future__ import annotations

import os
import platform
import re
from pathlib import Path

_CPU = Path("/proc/cpuinfo")
_SYSTEM = Path("/etc/os-release")


def machine() -> dict[str, str]:
    """Describe this machine, without its name.

    Examples
    --------
    >>> sorted(machine())
    ['Python', 'cores', 'memory', 'processor', 'system']
    """
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    model = _found(r"^model name\s*:\s*(.+)$", _CPU) or platform.processor() or platform.machine()
    system = _found(r'^PRETTY_NAME="?([^"\n]+)', _SYSTEM) or platform.system()
    return {
        "processor": model,
        "cores": str(os.cpu_count()),
        "memory": f"{pages / 2**30:.0f} GiB",
        "system": f"{system}, {platform.system()} {platform.release().split('-')[0]}",
        "Python": platform.python_version(),
    }


def _found(form: str, path: Path) -> str | None:
    found = re.search(form, path.read_text("utf-8"), re.MULTILINE) if path.exists() else None
    return found[1].strip() if found else None
