"""Arguments: the parser of the command line, from the declarations in ``arguments.toml``."""

from __future__ import annotations

import argparse
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from .. import __version__
from ..errors import did_you_mean
from ..git import is_day
from . import commands

_DECLARED = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
FORMATS: list[str] = _DECLARED["commands"]["check"]["--format"]["choices"]
"""Formats of findings: for people, programs, code scanning, GitHub's annotations, git apply."""


def _filled(word: str) -> str:
    if not word.strip():
        raise argparse.ArgumentTypeError("is empty; name one, or leave it out")
    return word


def _day(word: str) -> str:
    if not is_day(word):
        raise argparse.ArgumentTypeError(f"{word!r} is not a day as YYYY-MM-DD")
    return word


def _whole(least: int) -> Callable[[str], int]:
    def read(word: str) -> int:
        if not word.isdecimal() or int(word) < least:
            raise argparse.ArgumentTypeError(f"{word!r} is not a whole number from {least}")
        return int(word)

    return read


def _kind(word: str) -> str:
    return word.replace(" ", "-")


_TYPES = {"text": str, "day": _day, "whole": _whole(0), "count": _whole(1), "kind": _kind}


class _Parser(argparse.ArgumentParser):
    """Print errors in a command line as one line each."""

    def error(self, message: str) -> NoReturn:
        choice = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)", message, re.DOTALL)
        if choice and (suggestion := did_you_mean(choice[1], re.findall(r"[\w-]+", choice[2]))):
            message = f"{message[: choice.start()]}unknown {choice[1]!r}; {suggestion}"
        line = f"{self.prog}: {' '.join(message.split())}; see {self.prog} --help"
        self.exit(2, f"{line}\n")


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = _Parser(
        prog="toolbelt-data",
        description="Which challenges of open source people lack a remedy:"
        " persona documents as tables and as a report.",
        epilog="Exit status: 0 clean; 1 the requested gate failed; 2 usage, unreadable source or"
        " failed notebook; 3 nothing was read.",
    )
    top.add_argument("--version", action="version", version=f"toolbelt-data {__version__}")
    groups = {"": top.add_subparsers(dest="command", required=True, metavar="COMMAND")}
    for name, declaration in _DECLARED["commands"].items():
        group, _, last = name.rpartition(" ")
        command = groups[group].add_parser(
            last, help=declaration["help"], description=declaration["help"]
        )
        if "options" not in declaration:
            groups[name] = command.add_subparsers(dest="action", required=True, metavar="ACTION")
            continue
        command.set_defaults(run=getattr(commands, name.replace(" ", "_")))
        for option in declaration["options"]:
            command.add_argument(*option.split(), **_keywords(option, declaration.get(option, {})))
    return top


def _keywords(option: str, overrides: dict[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments of argparse for an option of a command."""
    keywords = _DECLARED["options"][option] | overrides
    if keywords.get("action") != "store_true":
        keywords["type"] = _TYPES.get(keywords.get("type"), _filled)
    if isinstance(keywords.get("metavar"), list):
        keywords["metavar"] = tuple(keywords["metavar"])
    return keywords
