"""The watch: what a notebook's kernel reads, noted from inside it.

Python tells whoever asks of each file that is opened, folder that is listed,
module that is asked for, program that is started and address that is called
(PEP 578). What a notebook read by other ways than these is not seen: files
that a library in C opens, clocks, chance.

A kernel imports this module: it needs nothing but the standard library.
"""

from __future__ import annotations

import json
import os
import stat
import sys
import sysconfig
import threading
from collections.abc import Callable
from hashlib import file_digest, sha256
from importlib.util import source_from_cache
from pathlib import Path
from typing import Any

# What is read there belongs to the system, or to a distribution that is known by its modules.
_SYSTEM = ("/proc", "/dev", "/sys")
_INSTALLED = ("stdlib", "platstdlib", "purelib", "platlib")
_SHARED = ("share", "etc", "bin")
_WRITES = frozenset("wax")
# Where the package asks git: what it is told hangs on the commit, which is known.
_GIT = os.path.join("toolbelt_data", "source", "git.py")
_PACKAGE = str(Path(__file__).absolute().parents[2]) + os.sep
# Asked once: it takes longer than all else that is done after a cell.
_PACKAGES = tuple({f"{sysconfig.get_path(name)}{os.sep}" for name in ("purelib", "platlib")})
_OUTSIDE = {
    "subprocess.Popen": "a program",
    "os.system": "a program",
    "os.exec": "a program",
    "os.posix_spawn": "a program",
    "os.spawn": "a program",
    "os.startfile": "a program",
    "pty.spawn": "a program",
    "socket.connect": "an address",
    "urllib.Request": "an address",
    "sqlite3.connect": "a database",
}


class Watch:
    """What was read since it began.

    Attributes
    ----------
    files, folders : dict of str to str
        The digest, taken before it was first read, by the path; empty for what
        was not there.
    asked : set of str
        Modules that were asked for, by the first part of their names.
    outside : str
        What was read that no digest can be taken of; empty for nothing.
    """

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.folders: dict[str, str] = {}
        self.asked: set[str] = set()
        self.outside = ""
        self.begun = False
        self._own: set[str] = set()
        self._busy: set[int] = set()
        self._hears: dict[str, Callable[..., None]] = {
            "open": self._open,
            "os.listdir": self._list,
            "os.scandir": self._list,
            "os.mkdir": self._make,
            "import": self._import,
        }
        self._code = _installed()

    def begin(self) -> None:
        """Watch from now on; nobody can end it, as nobody can who hides what he reads."""
        self.begun = True
        sys.addaudithook(self._heard)

    def forget(self, folder: str) -> None:
        """Leave out what was read of a folder that is this process's own, and what was outside."""
        self.outside = ""
        self._own.add(folder)
        inside = f"{folder}{os.sep}"
        self.files = {at: own for at, own in self.files.items() if not at.startswith(inside)}

    def as_words(self) -> str:
        """Give what was read as JSON."""
        known = {name.partition(".")[0] for name, one in list(sys.modules.items()) if one}
        content = {
            "files": self.files,
            "folders": self.folders,
            "absent": sorted(self.asked - known),
            "modules": module_tops(),
            "outside": self.outside,
        }
        return json.dumps(content, ensure_ascii=True)

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        hear = self._hears.get(event)
        if hear is None and event not in _OUTSIDE:
            return
        thread = threading.get_ident()
        if thread in self._busy:
            return
        self._busy.add(thread)
        try:
            if hear:
                hear(*given)
            else:
                self._leave(event, given)
        except (OSError, ValueError, TypeError):
            # Such as a path with a null in it, of which Python itself tells in a moment.
            return
        finally:
            self._busy.discard(thread)

    def _open(self, path: Any, mode: str | None, flags: int) -> None:
        if isinstance(path, int) or path is None:
            return
        place = _place(path)
        writes = _WRITES & set(mode) if mode else flags & (os.O_WRONLY | os.O_RDWR)
        if writes:
            self._own.add(place)
        elif not self._is_known(place):
            if place.endswith(".pyc") and "__pycache__" in place:
                place = source_from_cache(place)
            self.files.setdefault(place, self._digest(place))

    def _list(self, path: Any) -> None:
        # The machinery of imports lists the folders that modules may lie in.
        if isinstance(path, int) or "importlib" in sys._getframe(2).f_code.co_filename:
            return
        place = _place(os.curdir if path is None else path)
        if not self._is_known(place):
            self.folders.setdefault(place, digest_of_names(place))

    def _make(self, path: Any, *_: Any) -> None:
        self._own.add(_place(path))

    def _import(self, name: str, *_: Any) -> None:
        self.asked.add(name.partition(".")[0])

    def _leave(self, event: str, given: tuple[Any, ...]) -> None:
        frame = sys._getframe(2)
        while frame is not None:
            if frame.f_code.co_filename.endswith(_GIT):
                return
            frame = frame.f_back
        self.outside = self.outside or f"{_OUTSIDE[event]}: {str(given[0])[:200]}"

    def _is_known(self, place: str) -> bool:
        """Tell whether what lies there was made by this process or belongs to what is installed."""
        if place in self.files:
            return True
        if place.startswith(self._code) and not place.startswith(_PACKAGE):
            return True
        above = place
        while above not in self._own:
            above, last = os.path.split(above)
            if not last:
                return False
        return True

    def _digest(self, place: str) -> str:
        try:
            regular = stat.S_ISREG(os.stat(place).st_mode)
        except OSError:
            return ""
        if not regular:
            self.outside = self.outside or f"what is no file: {place}"
            return ""
        return digest_of_file(place)


def digest_of_file(place: str) -> str:
    """Give a file's SHA-256; nothing where it cannot be read."""
    try:
        with open(place, "rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def digest_of_names(place: str) -> str:
    """Give the SHA-256 of the names in a folder; nothing where it cannot be listed."""
    try:
        names = sorted(os.fsencode(name) for name in os.listdir(place))
    except OSError:
        return ""
    return sha256(b"\0".join(names)).hexdigest()


def module_tops() -> list[str]:
    """List the first parts of the paths of installed modules that this process imported."""
    return sorted({_top(one) for one in list(sys.modules.values())} - {""})


def _place(path: Any) -> str:
    return os.path.abspath(os.fsdecode(path))


def _installed() -> tuple[str, ...]:
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


_WATCH = Watch()


def begin() -> None:
    """Begin to watch this process, where that was not begun."""
    if not _WATCH.begun:
        _WATCH.begin()


def tell(place: str) -> None:
    """Write what was read after each cell from now on; called in a kernel, as it starts.

    Parameters
    ----------
    place : str
        The file to write to.
    """
    from IPython import get_ipython

    begin()
    # A kernel that starts reads where it is called from, and opens its own history.
    _WATCH.forget(os.path.dirname(place))

    def write(*_: Any) -> None:
        words = _WATCH.as_words()
        with open(place, "w", encoding="ascii") as file:
            file.write(words)

    get_ipython().events.register("post_run_cell", write)
