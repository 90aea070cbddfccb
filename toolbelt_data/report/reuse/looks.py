"""Looks: the ways of looking at a place, each with a digest of what is seen there.

A kernel looks before a notebook reads, and the next report looks once more.
A kernel imports this module: it needs nothing but the standard library.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from hashlib import file_digest, sha256
from importlib.util import find_spec


def digest_of_file(place: str) -> str:
    """Give a file's SHA-256; nothing where it cannot be read."""
    try:
        with open(place, "rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return ""


def digest_of_names(place: str) -> str:
    """Give the SHA-256 of what a folder holds, by name and kind; nothing where it is none."""
    try:
        with os.scandir(place) as entries:
            names = sorted((os.fsencode(one.name), one.is_dir()) for one in entries)
    except (OSError, ValueError):
        return ""
    return sha256(b"\0".join(name + b"/" * folder for name, folder in names)).hexdigest()


def kind_of(place: str) -> str:
    """Tell what lies at a place: a folder, a file of so many bytes, or nothing.

    Examples
    --------
    >>> kind_of(os.devnull), kind_of(os.curdir), kind_of("no such file")
    ('other', 'folder', '')
    """
    try:
        about = os.stat(place)
    except (OSError, ValueError):
        return ""
    if stat.S_ISDIR(about.st_mode):
        return "folder"
    return f"file {about.st_size}" if stat.S_ISREG(about.st_mode) else "other"


def modules_found(sought: str) -> str:
    """Give the SHA-256 of where modules are found first.

    Parameters
    ----------
    sought : str
        The folders to look in and the names to look for, as JSON.
    """
    folders, names = json.loads(sought)
    wanted, found = set(names), {}
    for folder in folders:
        here: dict[str, list[str]] = {}
        for entry in sorted(_names_in(folder or os.curdir)):
            name = entry.partition(".")[0]
            if name in wanted and name not in found:
                here.setdefault(name, []).append(entry)
        place = os.path.abspath(folder)
        found |= {name: [place, *entries] for name, entries in here.items()}
    return sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()


def is_installed(name: str) -> str:
    """Tell where a module is found that is installed; nothing where it is not."""
    try:
        found = find_spec(name)
    except (ImportError, ValueError, AttributeError):
        return ""
    return str(found.origin or "there") if found else ""


def digest_of_variable(name: str) -> str:
    """Give the SHA-256 of a variable of the environment; nothing where it is not set."""
    value = os.environ.get(name)
    return "" if value is None else sha256(os.fsencode(value)).hexdigest()


def working_folder(_: str) -> str:
    """Give the folder that relative paths begin at."""
    return os.getcwd()


LOOKS: Mapping[str, Callable[[str], str]] = {
    "files": digest_of_file,
    "folders": digest_of_names,
    "kinds": kind_of,
    "modules": modules_found,
    "absent": is_installed,
    "variables": digest_of_variable,
    "here": working_folder,
}
"""The ways of looking, by the names that notes have for them."""


def _names_in(folder: str) -> Iterable[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return ()
