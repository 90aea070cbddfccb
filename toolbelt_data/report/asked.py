"""Asked: a request beside the report that is in place."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from .inputs import Inputs, inputs_of
from .last import Last, compared_with, last_report
from .request import Request
from .reuse.kept import NOTHING, Kept, kept_of
from .reuse.wanted import Wanted, wanted_of


class Asked(NamedTuple):
    """A request beside the report that is in place.

    Attributes
    ----------
    request : Request
    last : Last or None
        The report that this one follows.
    inputs : Inputs
    wanted : Wanted
    kept : Kept
        What of the report in place holds still.
    """

    request: Request
    last: Last | None
    inputs: Inputs
    wanted: Wanted
    kept: Kept


def ask(request: Request, out: Path, target: Path, rebuild: bool) -> Asked:
    """Look what the report in place followed, and what of it holds still.

    Parameters
    ----------
    request : Request
    out : pathlib.Path
        The folder of reports.
    target : pathlib.Path
        The report's own folder.
    rebuild : bool
        Whether nothing is to be kept.

    Returns
    -------
    Asked
    """
    last = last_report(request, out)
    # What it compares with lies there once it is in place.
    placed = compared_with(request, last, target)
    inputs = inputs_of(request)
    wanted = wanted_of(placed, inputs, last, target.absolute())
    return Asked(request, last, inputs, wanted, NOTHING if rebuild else kept_of(wanted))
