"""Seen: what a kernel looked at, what it made itself, and what lies beyond looking.

A kernel imports this module: it needs nothing but the standard library.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable

from toolbelt_data.report.reuse.installed import PACKAGE, folders_installed, module_tops
from toolbelt_data.report.reuse.looks import LOOKS

# Loaded where a process is started by multiprocessing, of which Python does not tell.
_PROCESSES = "multiprocessing.popen_fork"


class Seen:
    """What was looked at.

    Attributes
    ----------
    places : dict of str to dict
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
    code : tuple of str
        Folders of what is installed.
    """

    def __init__(self) -> None:
        self.places: dict[str, dict[str, str]] = {way: {} for way in LOOKS}
        self.asked: set[str] = set()
        self.sought: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self.repositories: set[str] = set()
        self.outside = ""
        self.code = folders_installed()
        self._own: set[str] = set()

    def look(self, way: str, place: str) -> bool:
        """Look at a place of files, where that is to be done; tell whether it was done now."""
        if place in self.places[way] or self._is_own(os.path.abspath(place)):
            return False
        self.ask(way, place)
        return True

    def ask(self, way: str, name: str) -> None:
        """Look once at what is no place of files, such as a variable."""
        if name not in self.places[way]:
            self.places[way][name] = LOOKS[way](name)

    def make(self, place: str) -> None:
        """Know a place as made by this process."""
        self._own.add(os.path.abspath(place))

    def seek(self, path: Iterable[str] | None, *names: str) -> None:
        """Note where modules are looked for, but among what is installed."""
        folders = map(str, path or ())
        strange = tuple(one for one in folders if not f"{one}{os.sep}".startswith(self.code))
        if strange:
            self.sought[strange].update(names)

    def leave(self, what: str) -> None:
        """Note what no digest can be taken of."""
        self.outside = self.outside or what

    def forget(self, folder: str) -> None:
        """Leave out what a kernel that starts reads of itself, and of a folder of its own."""
        self.outside = ""
        self.repositories.clear()
        self.places["here"].clear()
        self.make(folder)
        inside = f"{folder}{os.sep}"
        for places in self.places.values():
            for place in [one for one in places if f"{one}{os.sep}".startswith(inside)]:
                del places[place]

    def as_words(self) -> str:
        """Give it as JSON."""
        known = {name.partition(".")[0] for name, one in list(sys.modules.items()) if one}
        places = {way: dict(found) for way, found in self.places.items()}
        places["absent"] = dict.fromkeys(sorted(self.asked - known), "")
        for folders, names in list(self.sought.items()):
            place = json.dumps([folders, sorted(names)])
            places["modules"][place] = LOOKS["modules"](place)
        if _PROCESSES in sys.modules:
            self.leave("a program: multiprocessing")
        content = {
            "seen": places,
            "installed": module_tops(),
            "repositories": sorted(self.repositories),
            "prefix": sys.prefix,
            "outside": self.outside,
        }
        return json.dumps(content, ensure_ascii=True)

    def _is_own(self, place: str) -> bool:
        """Tell whether what lies there was made by this process or belongs to what is installed."""
        if place.startswith(self.code) and not place.startswith(PACKAGE):
            # What a distribution says of itself may be asked without an import.
            return os.path.basename(place) != "METADATA"
        above = place
        while above not in self._own:
            above, last = os.path.split(above)
            if not last:
                return False
        return True
