"""Arguments: the parser of the command line; options that several commands share stand once."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Any, NoReturn

from .. import __version__
from ..errors import did_you_mean
from ..git import is_day
from . import commands

FORMATS = ("text", "json", "sarif", "github", "patch")
"""Of findings: for people; for programs; code scanning; GitHub's annotations; git apply."""


class _Parser(argparse.ArgumentParser):
    """Describes what is wrong with a command line in one line."""

    def error(self, message: str) -> NoReturn:
        choice = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)", message, re.DOTALL)
        if choice and (meant := did_you_mean(choice[1], re.findall(r"[\w-]+", choice[2]))):
            message = f"{message[: choice.start()]}unknown {choice[1]!r}; {meant}"
        line = f"{self.prog}: {' '.join(message.split())}; see {self.prog} --help"
        self.exit(2, f"{line}\n")


def _not_empty(what: str) -> Callable[[str], str]:
    def read(word: str) -> str:
        if not word.strip():
            raise argparse.ArgumentTypeError(f"is empty; name {what}")
        return word

    return read


_name = _not_empty("a file or folder")
_edition = _not_empty("a folder, an address or a revision")


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


def _option(metavar: str, about: str, read: Callable[[str], Any] = _name, **more: Any) -> dict:
    return {"metavar": metavar, "help": about, "type": read} | more


def _list(metavar: str, about: str, dest: str | None = None, **more: Any) -> dict:
    return _option(metavar, about, action="append", default=[], dest=dest, **more)


def _choice(choices: str, about: str = "default: text", **more: Any) -> dict:
    return {"choices": choices.split(), "help": about} | more


def _flag(about: str) -> dict:
    return {"action": "store_true", "help": about}


_SHARED = {
    "--source": _option(
        "PATH_OR_GIT_URL",
        "folder of the documents (their repository or its personas/), or a git address, which is"
        " cloned once; default: the folder or clone you are in, if it has personas/, else the"
        " embedded edition",
        str,
    ),
    "--revision": _option(
        "REV",
        "commit, tag, branch or date (YYYY-MM-DD) of the source's git repository; default: the"
        " files as they are, or the default branch of an address",
        str,
        default="",
    ),
    "--refresh": _flag("fetch the named git addresses again"),
    "--catalogue": _option(
        "PATH_OR_GIT_URL",
        "folder or git address of the foundation's catalogue (ossf/community), or a catalogue in"
        " TOML, that adds to the embedded one",
        str,
        default="",
    ),
    "--judgements": _option("FILE", "reviewers' judgements; default: those of the package"),
    "--persona": _list(
        "NAME",
        "only this persona (repeatable); default: all",
        "personas",
        read=_not_empty("a persona"),
    ),
    "--jobs": _option("N", "processes at once; default: one per core", _whole(1)),
    "--fail-over": _option("N", "exit with 1 if more gaps than this are undecided", _whole(0)),
    "--baseline": _option("FILE", "leave out the known findings in this file"),
    "--reviewer": _option("NAME", "who fills it in", str, default=""),
}
_SOURCE = ("--source", "--revision", "--refresh")
_ROWS = _choice("text json csv", "json and csv have every row; default: text", default="text")
_SEVERITIES = "error warning note never"
_FAIL_ON = "exit with 1 at findings this severe: error, warning, note, never; default: "


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
    below = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (about, shared, own) in _COMMANDS.items():
        _add(below, name, about, shared, own)
    about = "export, import and count reviews"
    review = below.add_parser("review", help=about, description=about)
    actions = review.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, (about, shared, own) in _REVIEW.items():
        _add(actions, name, about, (*_SOURCE, "--judgements", *shared), own)
    return top


def _add(below: Any, name: str, about: str, shared: tuple[str, ...], own: dict[str, dict]) -> None:
    command = below.add_parser(name, help=about, description=about)
    for names, given in ({one: _SHARED[one] for one in shared} | own).items():
        command.add_argument(*names.split(), **given)
    run = getattr(commands, command.prog.partition(" ")[2].replace(" ", "_"))
    command.set_defaults(run=run)


_COMMANDS = {
    "report": (
        "execute the notebooks, write DIR/<edition>/index.html and print its path",
        (*_SOURCE, "--catalogue", "--jobs", "--fail-over", "--baseline"),
        {
            "--out": _option("DIR", "default: reports", default="reports"),
            "--timeout": _option(
                "SECONDS", "limit for one cell; default: 600", _whole(1), default=600
            ),
            "--notebook": _list(
                "NAME_OR_PATH",
                "run this one, or those of a folder (repeatable); default: all",
                "notebooks",
            ),
            "-p --parameter": {
                "metavar": ("NAME", "VALUE"),
                "nargs": 2,
                "action": "append",
                "default": [],
                "dest": "parameters",
                "help": "parameter of the notebooks (repeatable)",
            },
            "--force": _flag("replace DIR/<edition> even if it is not a report"),
            "--afresh": _flag("rebuild everything"),
            "--keep": _option(
                "N", "remove all reports but the newest N; default: remove none", _whole(1)
            ),
            "--summary": _list(
                "FILE",
                "write what is new since the last report, as markdown, or as JSON if FILE ends in"
                " .json (repeatable)",
                "summaries",
            ),
            "--fail-on": _choice(_SEVERITIES, f"{_FAIL_ON}never", metavar="SEVERITY"),
            "--fail-on-growth": _flag(
                "exit with 1 if gaps or findings are more than in the last report"
            ),
        },
    ),
    "check": (
        "find what is wrong in the documents, where, and how to fix it",
        (*_SOURCE, "--persona", "--baseline"),
        {
            "--format": _choice(" ".join(FORMATS), default="text"),
            "--fail-on": _choice(
                _SEVERITIES, f"{_FAIL_ON}the settings' value, else error", metavar="SEVERITY"
            ),
            "--ignore": _list(
                "CODE", "code or name of a rule to switch off (repeatable)", read=str
            ),
            "--write-baseline": _option(
                "FILE", "write today's findings to a baseline; exit with 0"
            ),
        },
    ),
    "gaps": (
        "list the challenges that have no remedy, and what would serve them",
        (*_SOURCE, "--persona", "--catalogue", "--judgements", "--fail-over"),
        {
            "--format": _ROWS,
            "--dispositions": _option("FILE", "decisions about gaps"),
            "--today": _option(
                "DATE", "day for which decisions count; default: the edition's", _day
            ),
        },
    ),
    "compare": (
        "show what changed from one edition to another, in the texts, gaps and findings",
        ("--refresh", "--judgements"),
        {
            "old": _option(
                "OLD",
                "the earlier edition: a folder, a git address, an embedded edition's name, or a"
                " revision of --source; default: HEAD",
                _edition,
                nargs="?",
            ),
            "new": _option(
                "NEW", "the later edition; default: --source as it is", _edition, nargs="?"
            ),
            "--source": _option(
                "PATH_OR_GIT_URL",
                "repository of the revisions; default: the clone you are in",
                str,
            ),
            "--format": _ROWS,
        },
    ),
    "history": (
        "count personas, challenges, gaps and findings of each edition of the documents",
        (*_SOURCE, "--judgements", "--jobs"),
        {
            "--since": _option("DATE", "leave out the editions before this day", _day),
            "--picture": _option("FILE", "also draw it, with the largest changes, as PNG"),
            "--format": _ROWS,
        },
    ),
    "tables": (
        "write every table, and a datapackage.json that describes them, to a folder",
        (*_SOURCE, "--catalogue"),
        {
            "--out": _option("DIR", "folder to write to", required=True),
            "--format": _choice("csv json parquet xlsx", "default: csv", default="csv"),
        },
    ),
    "notebooks": (
        "copy the package's notebooks to a folder, or write a new one there",
        (),
        {
            "--out": _option("DIR", "folder to write to", required=True),
            "--new": _option("NAME", "write a new notebook of this name instead", str),
        },
    ),
}
_REVIEW = {
    "export": (
        "write a sheet of the pairs to review, the most useful ones first",
        ("--reviewer", "--persona"),
        {
            "--out": _option("FILE", "a .csv or .xlsx; default: CSV on stdout"),
            "--limit": _option("N", "at most this many pairs", _whole(1)),
            "--show": _flag("show suggestions and other reviewers' levels"),
        },
    ),
    "import": (
        "read a filled-in sheet into the file of judgements",
        ("--reviewer",),
        {
            "sheet": _option("FILE", "the .csv or .xlsx file"),
            "--date": _option("DATE", "day of the review; default: today", _day),
            "--update": _flag("replace the reviewer's own earlier levels, which are kept as well"),
            "--partial": _flag("import the other rows if some are refused"),
        },
    ),
    "status": (
        "show how far the review is",
        (),
        {"--format": _choice("text json", default="text")},
    ),
}
