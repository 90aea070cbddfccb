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
import os
import sys
import sysconfig
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import source_from_cache
from pathlib import Path
from types import FrameType
from typing import Any

from toolbelt_data.report.reuse.installed import PACKAGE
from toolbelt_data.report.reuse.looks import LOOKS
from toolbelt_data.report.reuse.seen import Seen

_ANEW = frozenset("wx")
# Where the package asks git: what it is told hangs on the commit, which may be known.
_GIT = os.path.join("toolbelt_data", "git.py")
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


class Watch:
    """Hears what this process reads, from when it begins."""

    def __init__(self) -> None:
        self.seen = Seen()
        self.begun = False
        self._away = False
        self._busy: set[int] = set()
        self._hears: dict[str, Callable[..., None]] = {
            "open": self._open,
            "os.listdir": self._list,
            "os.scandir": self._list,
            "os.mkdir": self._make,
            "os.chdir": self._go,
            "import": self._import,
        }

    def begin(self) -> None:
        """Watch from now on; nobody can end it, as nobody can who hides what he reads."""
        self.begun = True
        modules = dict(sys.modules)
        self.seen.seek(sys.path, *(name for name in modules if "." not in name))
        for one in modules.values():
            if isinstance(getattr(one, "__file__", None), str):
                self.seen.look("files", os.path.abspath(one.__file__))
        sys.addaudithook(self._heard)
        for name in ("stat", "lstat"):
            self._replace(name, self._ask)
        self._replace("getcwd", self._ask_where)

    def forget(self, folder: str) -> None:
        """Leave out what a kernel does as it starts, and a folder of its own."""
        self._away = False
        self.seen.forget(folder)

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
        if not asker.startswith((*self.seen.code, PACKAGE)):
            self.seen.ask("variables", os.fsdecode(name))

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
            self.seen.make(place)
            return
        with suppress(ValueError):  # of a module without its source
            place = source_from_cache(place) if place.endswith(".pyc") else place
        if self.seen.look("files", place) and LOOKS["kinds"](place) in _NO_FILE:
            self.seen.leave(f"what is no file: {place}")

    def _list(self, path: Any) -> None:
        if not _asker().f_code.co_filename.startswith(_IMPORTS):
            if isinstance(path, int):
                self.seen.leave("a folder by its number")
            else:
                self.seen.look("folders", self._place(os.curdir if path is None else path))

    def _make(self, path: Any, *_: Any) -> None:
        place = self._place(path)
        if not LOOKS["kinds"](place):
            # Where it is there already, it holds what others made.
            self.seen.make(place)

    def _import(self, name: str, file: str | None = None, path: Any = None, *_: Any) -> None:
        if file:
            self.seen.look("files", self._place(file))
        self.seen.asked.add(name.partition(".")[0])
        parent, _, last = name.rpartition(".")
        self.seen.seek(getattr(sys.modules.get(parent), "__path__", ()) if parent else path, last)

    def _ask(self, path: Any, *_: Any) -> None:
        if not isinstance(path, int):
            self.seen.look("kinds", self._place(path))

    def _leave(self, event: str, given: tuple[Any, ...]) -> None:
        frame = _asker()
        while frame is not None:
            if frame.f_code.co_filename.endswith(_GIT):
                if event == "subprocess.Popen":
                    words = list(given[1])
                    self.seen.repositories.add(os.path.abspath(words[words.index("-C") + 1]))
                return
            frame = frame.f_back
        self.seen.leave(f"{_OUTSIDE[event]}: {str(given[:1])[:200]}")

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
        self.seen.ask("here", "")


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
            _WATCH.seen.look("files", str(path))
        _WATCH.note_variables()

    def write(*_: Any) -> None:
        words = _WATCH.seen.as_words()
        with open(place, "w", encoding="ascii") as file:
            file.write(words)

    _WATCH.guarded(start)
    shell.events.register("post_run_cell", lambda *_: _WATCH.guarded(write))
