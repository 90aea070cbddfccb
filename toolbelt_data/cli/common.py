"""Arguments that several commands share."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ..corpus import Corpus

_ADDRESSED = ("source", "catalogue", "old", "new")


def add_source(command: argparse.ArgumentParser) -> None:
    """Add ``--source``, ``--revision`` and ``--refresh``."""
    command.add_argument(
        "--source",
        metavar="PATH_OR_GIT_URL",
        help="folder of the documents: their repository or its personas/; or a git address,"
        " which is cloned once; default: the folder or clone you are in, if it has personas/,"
        " else the embedded edition",
    )
    command.add_argument(
        "--revision",
        default="",
        metavar="REV",
        help="commit, tag, branch or date (YYYY-MM-DD) of the git repository that the source lies"
        " in; the default branch of an address where left out",
    )
    add_refresh(command)


def source_of(given: argparse.Namespace, fallback: str | None = None) -> str | None:
    """Return the source of a command; say which one it is if none was named.

    Parameters
    ----------
    given : argparse.Namespace
    fallback : str, optional
        What is read if no folder stands in. Default: the newest embedded edition.

    Raises
    ------
    ParameterError
        If an empty one was named.
    """
    from ..errors import ParameterError
    from ..source import LATEST, Edition, default_source

    if given.source == "":
        fix = "leave it out for the embedded edition, or name a folder"
        raise ParameterError("--source", "is empty", fix)
    if given.source is not None:
        return given.source
    found = default_source()
    label = Edition(LATEST, "", embedded=True).label if fallback is None else fallback
    if found or label:
        print(f"toolbelt-data: reading {found or label}", file=sys.stderr)
    return str(found) if found else None


def corpus_of(given: argparse.Namespace, tolerant: bool = False) -> Corpus:
    """Load the source of a command, and say on stderr which documents were not read.

    Raises
    ------
    NothingToMeasure
        Where nothing was read.
    """
    from ..corpus import load, require_read

    corpus = load(source_of(given), given.revision or None, tolerant=tolerant)
    if corpus.unread.empty:
        require_read(corpus)
    say_advice(corpus.advice)
    return corpus


def say_advice(advice: str) -> None:
    """Print on stderr which documents were not read, if there are any."""
    if advice:
        from ..findings.visible import visible

        print(f"toolbelt-data: {visible(advice)}", file=sys.stderr)


def add_refresh(command: argparse.ArgumentParser) -> None:
    """Add ``--refresh``."""
    command.add_argument(
        "--refresh", action="store_true", help="fetch the addresses that are named anew"
    )


def add_catalogue(command: argparse.ArgumentParser) -> None:
    """Add ``--catalogue``."""
    command.add_argument(
        "--catalogue",
        default="",
        metavar="PATH_OR_GIT_URL",
        help="folder or git address of the foundation's catalogue (ossf/community), or a catalogue"
        " in TOML, to lay over the embedded one",
    )


def add_judgements(command: argparse.ArgumentParser) -> None:
    """Add ``--judgements``."""
    command.add_argument(
        "--judgements",
        metavar="FILE",
        type=file,
        help="reviewers' judgements; those that travel with the package where left out",
    )


def add_format(command: argparse.ArgumentParser, about: str) -> None:
    """Add ``--format`` with text, JSON and CSV."""
    command.add_argument("--format", default="text", choices=("text", "json", "csv"), help=about)


def refresh_addresses(given: argparse.Namespace) -> None:
    """Fetch what a command line names by address anew, where it asks for that.

    Raises
    ------
    ParameterError
        Where it names no address.
    SourceError
        Where one cannot be reached.
    """
    if not getattr(given, "refresh", False):
        return
    from ..errors import ParameterError
    from ..git import is_address, refresh

    named = [(getattr(given, name, "") or "").partition("#")[0] for name in _ADDRESSED]
    addresses = dict.fromkeys(filter(is_address, named))
    if not addresses:
        raise ParameterError(
            "--refresh", "no address is named", "name one with --source, or leave it out"
        )
    for address in addresses:
        refresh(address)


def folder(word: str) -> Path:
    """Read the name of a folder to write to; an empty one would be wherever one stands."""
    from pathlib import Path

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
    from ..git import is_day

    if not is_day(word):
        raise argparse.ArgumentTypeError(f"{word!r} is no day as YYYY-MM-DD")
    return word
