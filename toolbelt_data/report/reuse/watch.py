"""The watch: what a notebook's kernel reads, noted from inside it.

Python tells whoever asks of each file that is opened, folder that is listed,
module that is asked for, program that is started and address that is called
(PEP 578). Whether a file is there, where relative paths begin and what a
variable of the environment says is asked of functions that tell nobody: these
are replaced in a kernel. What a notebook read by other ways than these is not
seen: files that a library in C opens, clocks, chance.

A kernel imports this module: it needs nothing but the standard library.
"""

from __future__ import annotations

import functools
import json
import os
import sys
import sysconfig
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from importlib.util import source_from_cache
from pathlib import Path
from types import FrameType
from typing import Any

from toolbelt_data.report.reuse.looks import LOOKS

# What is read there belongs to the system, or to a distribution that is known by its modules.
_SYSTEM = ("/proc", "/dev", "/sys")
_INSTALLED = ("stdlib", "platstdlib", "purelib", "platlib")
_SHARED = ("share", "etc", "bin")
_ANEW = frozenset("wx")
# Where the package asks git: what it is told hangs on the commit, which may be known.
_GIT = os.path.join("toolbelt_data", "source", "git.py")
# Where it counts editions in processes: these hang on its own files, and on what they are given.
_COUNTING = os.path.join("toolbelt_data", "analysis", "history", "processes.py")
_PACKAGE = str(Path(__file__).absolute().parents[2]) + os.sep
# What looks for modules lists folders, of which only the modules matter that are asked for.
_IMPORTS = ("<frozen importlib", os.path.join(sysconfig.get_path("stdlib"), "importlib"))
# The standard library passes a question on for somebody else.
_STANDARD = ("<frozen ", sysconfig.get_path("stdlib") + os.sep)
_HERE = sys._getframe().f_code.co_filename
_NO_FILE = ("folder", "other")
_OUTSIDE = {
    "subprocess.Popen": "a program",
    "os.system": "a program",
    "os.exec": "a program",
    "os.fork": "a program",
    "os.forkpty": "a program",
    "os.posix_spawn": "a program",
    "os.spawn": "a program",
    "os.startfile": "a program",
    "pty.spawn": "a program",
    "socket.connect": "an address",
    "socket.sendto": "an address",
    "socket.sendmsg": "an address",
    "socket.getaddrinfo": "an address",
    "socket.gethostbyname": "an address",
    "urllib.Request": "an address",
    "sqlite3.connect": "a database",
}
# Loaded where a process is started by multiprocessing, of which Python does not tell.
_PROCESSES = "multiprocessing.popen_fork"


class Watch:
    """What was read since it began.

    Attributes
    ----------
    seen : dict of str to dict
        Digests, taken before anything was read, by the way of looking and the
        place, as :mod:`toolbelt_data.report.reuse.looks` has them.
    asked : set of str
        Modules that were asked for, by the first part of their names.
    sought : dict of tuple to set of str
        Names of modules by the folders in which they were looked for.
    repositories : set of str
        Folders about which git was asked.
    outside : str
        What was read that no digest can be taken of; empty for nothing.
    """

    def __init__(self) -> None:
        self.seen: dict[str, dict[str, str]] = {way: {} for way in LOOKS}
        self.sought: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self.repositories: set[str] = set()
        self.asked: set[str] = set()
        self.outside = ""
        self.begun = False
        self._away = False
        self._own: set[str] = set()
        self._busy: set[int] = set()
        self._hears: dict[str, Callable[..., None]] = {
            "open": self._open,
            "os.listdir": self._list,
            "os.scandir": self._list,
            "os.mkdir": self._make,
            "os.chdir": self._go,
            "import": self._import,
        }
        self._code = _installed()

    def begin(self) -> None:
        """Watch from now on; nobody can end it, as nobody can who hides what he reads."""
        self.begun = True
        modules = dict(sys.modules)
        self._seek(sys.path, *(name for name in modules if "." not in name))
        for one in modules.values():
            if isinstance(getattr(one, "__file__", None), str):
                self.note("files", os.path.abspath(one.__file__))
        sys.addaudithook(self._heard)
        for name in ("stat", "lstat"):
            self._replace(name, self._ask)
        self._replace("getcwd", self._ask_where)

    def forget(self, folder: str) -> None:
        """Leave out what a kernel that starts reads of itself, and of a folder of its own."""
        self.outside = ""
        self.repositories.clear()
        self.seen["here"].clear()
        self._own.add(folder)
        inside = f"{folder}{os.sep}"
        for way in ("files", "kinds"):
            self.seen[way] = {
                at: own
                for at, own in self.seen[way].items()
                if not f"{at}{os.sep}".startswith(inside)
            }

    def note_variables(self) -> None:
        """Note from now on which variables of the environment a notebook asks for."""
        watch = self

        class Variables(dict):
            """Tells of each variable that is asked for."""

            def __getitem__(self, name: Any) -> Any:
                watch.guarded(watch.ask_variable, name)
                return super().__getitem__(name)

            def __contains__(self, name: object) -> bool:
                watch.guarded(watch.ask_variable, name)
                return super().__contains__(name)

        kept = getattr(os.environ, "_data", None)
        if type(kept) is dict:
            os.environ._data = Variables(kept)

    def as_words(self) -> str:
        """Give what was read as JSON."""
        known = {name.partition(".")[0] for name, one in list(sys.modules.items()) if one}
        if _PROCESSES in sys.modules:
            self.outside = self.outside or "a program: multiprocessing"
        seen = {way: dict(places) for way, places in self.seen.items()}
        seen["absent"] = dict.fromkeys(sorted(self.asked - known), "")
        for folders, names in list(self.sought.items()):
            place = json.dumps([folders, sorted(names)])
            seen["modules"][place] = LOOKS["modules"](place)
        content = {
            "seen": seen,
            "installed": module_tops(),
            "repositories": sorted(self.repositories),
            "prefix": sys.prefix,
            "outside": self.outside,
        }
        return json.dumps(content, ensure_ascii=True)

    def guarded(self, hear: Callable[..., None], *given: Any) -> None:
        """Let something be noted, and hear nothing of what is read for that."""
        thread = threading.get_ident()
        if thread in self._busy:
            return
        self._busy.add(thread)
        try:
            hear(*given)
        except (OSError, ValueError, TypeError):
            # Such as a path with a null in it, of which Python itself tells in a moment.
            return
        finally:
            self._busy.discard(thread)

    def ask_variable(self, name: Any) -> None:
        """Note a variable that a notebook asks for itself, and no library for it."""
        asker = _asker(_STANDARD).f_code.co_filename
        if not asker.startswith((*self._code, _PACKAGE)):
            self.note("variables", os.fsdecode(name))

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        hear = self._hears.get(event)
        if hear:
            self.guarded(hear, *given)
        elif event in _OUTSIDE:
            self.guarded(self._leave, event, given)

    def _open(self, path: Any, mode: str | None, flags: int) -> None:
        if isinstance(path, int) or path is None:
            return
        place = self._place(path)
        if _ANEW & set(mode) if mode else flags & (os.O_TRUNC | os.O_EXCL):
            self._own.add(os.path.abspath(place))
            return
        with suppress(ValueError):  # of a module without its source
            place = source_from_cache(place) if place.endswith(".pyc") else place
        if self.note("files", place) and LOOKS["kinds"](place) in _NO_FILE:
            self.outside = self.outside or f"what is no file: {place}"

    def _list(self, path: Any) -> None:
        if not _asker().f_code.co_filename.startswith(_IMPORTS):
            if isinstance(path, int):
                self.outside = self.outside or "a folder by its number"
            else:
                self.note("folders", self._place(os.curdir if path is None else path))

    def _make(self, path: Any, *_: Any) -> None:
        place = self._place(path)
        if not LOOKS["kinds"](place):
            # Where it is there already, it holds what others made.
            self._own.add(os.path.abspath(place))

    def _import(self, name: str, file: str | None = None, path: Any = None, *_: Any) -> None:
        if file:
            self.note("files", self._place(file))
        self.asked.add(name.partition(".")[0])
        parent, _, last = name.rpartition(".")
        self._seek(getattr(sys.modules.get(parent), "__path__", ()) if parent else path, last)

    def _seek(self, path: Iterable[str] | None, *names: str) -> None:
        """Note where modules are looked for, but among what is installed."""
        folders = tuple(map(str, path or ()))
        strange = tuple(one for one in folders if not f"{one}{os.sep}".startswith(self._code))
        if strange:
            self.sought[strange].update(names)

    def _ask(self, path: Any, *_: Any) -> None:
        if not isinstance(path, int):
            self.note("kinds", self._place(path))

    def _leave(self, event: str, given: tuple[Any, ...]) -> None:
        frame = _asker()
        while frame is not None:
            if frame.f_code.co_filename.endswith(_GIT):
                if event == "subprocess.Popen":
                    words = list(given[1])
                    self.repositories.add(os.path.abspath(words[words.index("-C") + 1]))
                return
            if frame.f_code.co_filename.endswith(_COUNTING):
                for place in _files_of_package():
                    self.note("files", place)
                return
            frame = frame.f_back
        self.outside = self.outside or f"{_OUTSIDE[event]}: {str(given[:1])[:200]}"

    def _replace(self, name: str, hear: Callable[..., None]) -> None:
        """Hear of each call of a function of the module ``os``."""
        plain = getattr(os, name)

        @functools.wraps(plain)
        def heard(*given: Any, **named: Any) -> Any:
            self.guarded(hear, *given, *(named[one] for one in ("path",) if one in named))
            return plain(*given, **named)

        setattr(os, name, heard)
        for family in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
            if plain in family:
                family.add(heard)

    def _place(self, path: Any) -> str:
        """Give a path as it is looked at again: from the folder that the kernel began in."""
        word = os.fsdecode(path)
        return os.path.abspath(word) if self._away else os.path.normpath(word)

    def _go(self, path: Any) -> None:
        self._away = True
        if isinstance(path, int) or not os.path.isabs(path):
            self._ask_where()

    def _ask_where(self) -> None:
        self.note("here", "")

    def note(self, way: str, place: str) -> bool:
        """Look at a place, where that was not done yet; tell whether it was done now."""
        if place in self.seen[way] or self._is_own(os.path.abspath(place)):
            return False
        self.seen[way][place] = LOOKS[way](place)
        return True

    def _is_own(self, place: str) -> bool:
        """Tell whether what lies there was made by this process or belongs to what is installed."""
        if place.startswith(self._code) and not place.startswith(_PACKAGE):
            # What a distribution says of itself may be asked without an import.
            return os.path.basename(place) != "METADATA"
        above = place
        while above not in self._own:
            above, last = os.path.split(above)
            if not last:
                return False
        return True


def module_tops() -> list[str]:
    """List the first parts of the paths of installed modules that this process imported."""
    return sorted({_top(one) for one in list(sys.modules.values())} - {""})


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
    for name in ("purelib", "platlib"):
        folder = f"{sysconfig.get_path(name)}{os.sep}"
        if isinstance(path, str) and path.startswith(folder):
            return path[len(folder) :].partition(os.sep)[0]
    return ""


def _files_of_package() -> Iterator[str]:
    """Name the package's modules and the files that travel with it."""
    package = Path(_PACKAGE)
    for place in (package, package.parent / "data"):
        for kind in ("*.py", "*.csv", "*.toml", "*.json"):
            yield from map(str, place.rglob(kind))


def _asker(between: tuple[str, ...] = ()) -> FrameType:
    """Give the frame that a question comes from."""
    frame = sys._getframe(1)
    while frame.f_back and frame.f_code.co_filename.startswith((_HERE, *between)):
        frame = frame.f_back
    return frame


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
    shell = get_ipython()

    def start() -> None:
        # A kernel that starts reads where it is called from, and opens its own history.
        _WATCH.forget(os.path.dirname(place))
        # What was run before, where this process is watched from here on only.
        for path in Path(shell.profile_dir.location).rglob("*.*py"):
            _WATCH.note("files", str(path))
        _WATCH.note_variables()

    def write(*_: Any) -> None:
        words = _WATCH.as_words()
        with open(place, "w", encoding="ascii") as file:
            file.write(words)

    _WATCH.guarded(start)
    shell.events.register("post_run_cell", lambda *_: _WATCH.guarded(write))
