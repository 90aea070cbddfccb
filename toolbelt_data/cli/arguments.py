"""Arguments: the parser of the command line; options that several commands share stand once."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from .. import __version__
from ..errors import did_you_mean
from ..git import is_day
from . import commands

FORMATS = ("text", "json", "sarif", "github", "patch")
"""Of findings: for people; for programs; code scanning; GitHub's annotations; git apply."""

DECISIONS = ("accepted", "out-of-scope", "in-progress")
_ROWS = ("text", "json", "csv")
_SEVERITIES = ("error", "warning", "note", "never")


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


class _Parser(argparse.ArgumentParser):
    """Describes what is wrong with a command line in one line."""

    def error(self, message: str) -> NoReturn:
        choice = re.search(r"invalid choice: '(.*)' \(choose from (.*)\)", message, re.DOTALL)
        if choice and (meant := did_you_mean(choice[1], re.findall(r"[\w-]+", choice[2]))):
            message = f"{message[: choice.start()]}unknown {choice[1]!r}; {meant}"
        line = f"{self.prog}: {' '.join(message.split())}; see {self.prog} --help"
        self.exit(2, f"{line}\n")

    def option(
        self, name: str, metavar: str, about: str, read: Callable[[str], Any] = _name, **more: Any
    ) -> _Parser:
        """Add an option with a value, or without `--` an argument."""
        self.add_argument(name, metavar=metavar, help=about, type=read, **more)
        return self

    def many(self, name: str, metavar: str, about: str, **more: Any) -> _Parser:
        """Add an option that may be repeated."""
        return self.option(name, metavar, about, action="append", default=[], **more)

    def choice(self, name: str, choices: Iterable[str], default: str) -> None:
        """Add an option with one of some values."""
        self.add_argument(name, choices=choices, default=default, help=f"default: {default}")

    def flag(self, name: str, about: str) -> _Parser:
        """Add an option without a value."""
        self.add_argument(name, action="store_true", help=about)
        return self


def _shared() -> _Parser:
    return _Parser(add_help=False)


_REFRESH = _shared().flag("--refresh", "fetch the named git addresses again")
_SOURCE = _shared().option(
    "--source",
    "PATH_OR_GIT_URL",
    "folder of the documents (their repository or its personas/), or a git address, which is"
    " cloned once; default: the folder or clone you are in, if it has personas/, else the embedded"
    " edition",
    str,
)
_SOURCE.option(
    "--revision",
    "REV",
    "commit, tag, branch or date (YYYY-MM-DD) of the source's git repository; default: the files as"
    " they are, or the default branch of an address",
    str,
    default="",
)
_CATALOGUE = _shared().option(
    "--catalogue",
    "PATH_OR_GIT_URL",
    "folder or git address of the foundation's catalogue (ossf/community), or a catalogue in TOML,"
    " that adds to the embedded one",
    str,
    default="",
)
_REVIEWS = _shared().option("--reviews", "FILE", "ratings of pairs; default: the package's")
_VERDICTS = _shared().option(
    "--recommendations", "FILE", "verdicts on recommendations; default: the package's"
)
_DECISIONS = _shared().option("--decisions", "FILE", "decisions about gaps; default: none")
_DECISIONS.option(
    "--today", "DATE", "day on which they are evaluated; default: the edition's", _day
)
_PERSONA = _shared().many(
    "--persona",
    "NAME",
    "only this persona (repeatable); default: all",
    read=_not_empty("a persona"),
    dest="personas",
)
_FAIL_OVER = _shared().option(
    "--fail-over", "N", "exit with 1 if more gaps than this are undecided", _whole(0)
)
_BASELINE = _shared().option("--baseline", "FILE", "leave out the known findings in this file")
_REVIEWER = _shared().option("--reviewer", "NAME", "who fills it in", str, default="")
_FROM = (_SOURCE, _REFRESH)
_SAID = (_REVIEWS, _VERDICTS)


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

    def command(name: str, about: str, *parents: _Parser, to: Any = below) -> _Parser:
        made = to.add_parser(name, help=about, description=about, parents=parents)
        run = made.prog.partition(" ")[2].replace(" ", "_")
        made.set_defaults(run=getattr(commands, run, None))
        return made

    about = "execute the notebooks, write DIR/<edition>/index.html and print its path"
    decided = (*_SAID, _DECISIONS)
    one = command("report", about, *_FROM, _CATALOGUE, *decided, _FAIL_OVER, _BASELINE)
    one.option("--out", "DIR", "default: reports", default="reports")
    about = "run this one, or those of a folder (repeatable); default: all"
    one.many("--notebook", "NAME_OR_PATH", about, dest="notebooks")
    about = "parameter of the notebooks (repeatable)"
    more = {"nargs": 2, "action": "append", "default": [], "dest": "parameters", "help": about}
    one.add_argument("-p", "--parameter", metavar=("NAME", "VALUE"), **more)
    one.option("--jobs", "N", "notebooks at once; default: one per core", _whole(1))
    one.flag("--rebuild", "rebuild everything")
    about = "remove all reports but the newest N; default: remove none"
    one.option("--keep", "N", about, _whole(1))
    about = (
        "write what is new since the last report, as markdown, or as JSON if FILE ends in .json"
        " (repeatable)"
    )
    one.many("--summary", "FILE", about, dest="summaries")
    fail_on = f"exit with 1 at findings this severe: {', '.join(_SEVERITIES)}; default: "
    one.option("--fail-on", "SEVERITY", f"{fail_on}never", str, choices=_SEVERITIES)
    about = "exit with 1 if gaps or findings are more than in the last report"
    one.flag("--fail-on-growth", about)

    about = "find what is wrong in the documents, where, and how to fix it"
    one = command("check", about, *_FROM, _PERSONA, _BASELINE)
    one.choice("--format", FORMATS, "text")
    about = f"{fail_on}the settings' value, else error"
    one.option("--fail-on", "SEVERITY", about, str, choices=_SEVERITIES)
    one.many("--ignore", "CODE", "code or name of a rule to switch off (repeatable)", read=str)
    one.option("--write-baseline", "FILE", "write today's findings to a baseline; exit with 0")

    about = "list challenges by coverage, gaps first, with recommendations"
    one = command("gaps", about, *_FROM, _CATALOGUE, *decided, _PERSONA, _FAIL_OVER)
    one.choice("--format", _ROWS, "text")

    one = command("decide", "record what was decided about a gap", *_FROM)
    one.option("challenge", "CHALLENGE", "its id, or its path:line", _not_empty("a challenge"))
    about, kinds = "accepted, out-of-scope or in-progress", DECISIONS
    one.option("kind", "KIND", about, lambda word: word.replace(" ", "-"), choices=kinds)
    one.option("--owner", "NAME", "who works on it", str)
    one.option("--link", "URL", "where it is worked on", str)
    one.option("--until", "DATE", "its last day; default: no end", _day)
    one.option("--note", "TEXT", "why", str)
    one.option("--decisions", "FILE", "the CSV file to write to; it may be new")

    about = "show what changed from one edition to another, in the texts, gaps and findings"
    one = command("compare", about, _REFRESH, *_SAID)
    about = (
        "the earlier edition: a folder, a git address, an embedded edition's name, or a revision of"
        " --source; default: HEAD"
    )
    one.option("old", "OLD", about, _edition, nargs="?")
    about = "the later edition; default: --source as it is"
    one.option("new", "NEW", about, _edition, nargs="?")
    about = "repository of the revisions; default: the clone you are in"
    one.option("--source", "PATH_OR_GIT_URL", about, str)
    one.choice("--format", _ROWS, "text")

    about = "count personas, challenges, gaps and findings of each edition of the documents"
    one = command("history", about, *_FROM, *_SAID)
    one.option("--since", "DATE", "leave out the editions before this day", _day)
    one.flag("--changes-only", "leave out the editions that change no number")
    one.choice("--format", _ROWS, "text")

    about = "write every table, and a datapackage.json that describes them, to a folder"
    one = command("tables", about, *_FROM, _CATALOGUE, *decided)
    one.option("--out", "DIR", "folder to write to", required=True)
    one.choice("--format", ("csv", "json", "parquet", "xlsx"), "csv")

    about = "copy the package's notebooks to a folder, or write a new one there"
    one = command("notebooks", about)
    one.option("--out", "DIR", "folder to write to", required=True)
    one.option("--new", "NAME", "write a new notebook of this name instead", str)

    about = "export, import and count reviews"
    review = below.add_parser("review", help=about, description=about)
    to = review.add_subparsers(dest="action", required=True, metavar="ACTION")
    about = "write a sheet of pairs and recommendations to review, the most useful ones first"
    one = command("export", about, *_FROM, _CATALOGUE, *_SAID, _REVIEWER, _PERSONA, to=to)
    about = "a new .xlsx with both and a legend, or .csv with one; default: CSV on stdout"
    one.option("--out", "FILE", about)
    about = "what a CSV has: pairs or recommendations; default: pairs"
    one.option("--what", "SHEET", about, str, choices=("pairs", "recommendations"), default="pairs")
    one.option("--limit", "N", "at most this many rows of each", _whole(1))
    one.flag("--show", "show probabilities, and what other reviewers said")
    about = "read a filled-in sheet into --reviews and --recommendations, files that may be new"
    one = command("import", about, *_FROM, _CATALOGUE, *_SAID, _REVIEWER, to=to)
    one.option("sheet", "FILE", "the .csv or .xlsx file")
    one.option("--date", "DATE", "day of the review; default: today", _day)
    one.flag("--update", "replace what the reviewer said of the same texts before")
    one.flag("--partial", "import the other rows if some are refused")
    one = command("status", "show how far the review is", *_FROM, _REVIEWS, to=to)
    one.choice("--format", ("text", "json"), "text")
    return top
