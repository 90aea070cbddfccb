"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path


def add_source(command: argparse.ArgumentParser) -> None:
    """Add ``--source`` and ``--revision``."""
    command.add_argument(
        "--source",
        default="",
        metavar="PATH",
        help="folder of the documents: their repository or its personas/;"
        " the embedded edition where left out",
    )
    command.add_argument(
        "--revision",
        default="",
        metavar="REV",
        help="commit, tag or branch of the git repository that the source lies in",
    )


def add_catalogue(command: argparse.ArgumentParser) -> None:
    """Add ``--catalogue``."""
    command.add_argument(
        "--catalogue",
        default="",
        metavar="PATH",
        help="folder of the foundation's catalogue (a clone of ossf/community), or a catalogue in"
        " TOML, to lay over the embedded one",
    )


def folder(word: str) -> Path:
    """Read the name of a folder to write to; an empty one would be wherever one stands."""
    if not word.strip():
        raise argparse.ArgumentTypeError("names no folder")
    return Path(word)


def file(word: str) -> str:
    """Read the name of a file."""
    if not word.strip():
        raise argparse.ArgumentTypeError("names no file")
    return word


def count(word: str) -> int:
    """Read a whole number from 1."""
    if not word.isdecimal() or int(word) < 1:
        raise argparse.ArgumentTypeError(f"{word!r} is no whole number from 1")
    return int(word)


def count_from_0(word: str) -> int:
    """Read a whole number from 0."""
    if not word.isdecimal():
        raise argparse.ArgumentTypeError(f"{word!r} is no whole number from 0")
    return int(word)


def day(word: str) -> str:
    """Read a day, ``YYYY-MM-DD``."""
    try:
        if date.fromisoformat(word).isoformat() != word:
            raise ValueError
    except ValueError:
        raise argparse.ArgumentTypeError(f"{word!r} is no day as YYYY-MM-DD") from None
    return word
