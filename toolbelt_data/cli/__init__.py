"""The command line: words in, the library called, one clear line where it fails.

Exit status: 0 clean; 1 the gate that was asked for failed; 2 usage, unreadable
source or failed notebook; 3 nothing there to measure.
"""

from __future__ import annotations

import argparse
import gc
import io
import sys
from typing import TYPE_CHECKING

from .. import __version__
from ..errors import NothingToMeasure, ToolbeltError
from . import check, compare, gaps, history, notebooks, report, review, tables
from .common import refresh_addresses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType
    from typing import Any, NoReturn

COMMANDS = (report, check, gaps, compare, history, tables, review, notebooks)
"""The modules of the commands, each with NAME, HELP, ``arguments`` and ``run``."""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with a command line in one line."""

    def error(self, message: str) -> NoReturn:
        line = f"{self.prog}: {' '.join(message.split())}; see {self.prog} --help"
        self.exit(2, f"{line}\n")


class _Command(_Parser):
    """Learns its arguments when it is asked to read some, as one command of many is."""

    module: ModuleType | None = None

    def parse_known_args(self, *words: Any, **more: Any) -> Any:
        """Read the arguments, those that are known."""
        module, self.module = self.module, None
        if module:
            module.arguments(self)
        return super().parse_known_args(*words, **more)


def parser() -> argparse.ArgumentParser:
    """Make the parser of all commands."""
    top = _Parser(
        prog="toolbelt-data",
        description="Which challenges of open source people lack a remedy:"
        " persona documents as tables and as a report.",
        epilog="Exit status: 0 clean; 1 the gate that was asked for failed; 2 usage, unreadable"
        " source or failed notebook; 3 nothing there to measure.",
    )
    top.add_argument("--version", action="version", version=f"toolbelt-data {__version__}")
    commands = top.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=_Command
    )
    for module in COMMANDS:
        command = commands.add_parser(module.NAME, help=module.HELP, description=module.HELP)
        command.module = module
        command.set_defaults(run=module.run)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    words : sequence of str, optional
        The command line without the program's name; the process's own where
        left out.

    Returns
    -------
    int
        The exit status.
    """
    given = parser().parse_args(words)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        refresh_addresses(given)
        # Documents become very many objects, none of which is in a cycle.
        gc.set_threshold(50_000, 20, 100)
        status = given.run(given) or 0
        print(end="", flush=True)
        return status
    except ToolbeltError as error:
        _complain(str(error))
        return 3 if isinstance(error, NothingToMeasure) else 2
    except BrokenPipeError:
        sys.stderr.close()
        return 2
    except OSError as error:
        print(f"toolbelt-data: standard output: {error.strerror}; write elsewhere", file=sys.stderr)
        sys.stdout = None
        return 2
    except KeyboardInterrupt as ended:
        words = str(ended) or "nothing was written"
        _complain(f"interrupted; {words}")
        return 130


def _complain(words: str) -> None:
    from ..findings.visible import visible

    print(f"toolbelt-data: {visible(words)}", file=sys.stderr)
