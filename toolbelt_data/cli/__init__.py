"""The command line: read arguments, call the library, print, return an exit status.

Exit status: 0 clean; 1 the requested gate failed; 2 usage, unreadable source or
failed notebook; 3 nothing was read.
"""

from __future__ import annotations

import gc
import io
import sys
from collections.abc import Sequence

from ..errors import NothingToMeasure, ToolbeltError
from .arguments import parser
from .commands import warn

__all__ = ["main", "parser"]


def main(words: Sequence[str] | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    words : sequence of str, optional
        The command line without the program's name; default: the process's own.

    Returns
    -------
    int
        The exit status.
    """
    args = parser().parse_args(words)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # Programs read UTF-8, whatever the terminal shows.
    if getattr(args, "format", "text") != "text" and isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    # Documents become very many objects, few of them in reference cycles.
    gc.set_threshold(50_000, 20, 100)
    try:
        status = args.run(args) or 0
        print(end="", flush=True)
        return status
    except ToolbeltError as error:
        warn(str(error))
        return 3 if isinstance(error, NothingToMeasure) else 2
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("toolbelt_data"):
            raise
        warn(f"{error.name} is not installed; run pip install 'toolbelt-data[report]'")
        return 2
    except BrokenPipeError:
        sys.stderr.close()
        return 2
    except OSError as error:
        warn(f"standard output: {error.strerror}; write elsewhere")
        sys.stdout = None
        return 2
    except KeyboardInterrupt as ended:
        warn(f"interrupted; {str(ended) or 'nothing was written'}")
        return 130
