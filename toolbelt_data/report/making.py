"""Making: a report written anew, but for what of the one in place holds still."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from itertools import chain
from pathlib import Path

from .asked import Asked
from .evidence import editions_compared, gather
from .execution import executing
from .inputs import require_unchanged
from .kernels.forks import Template
from .landing import landing
from .last import compared_with, copy_compared
from .manifest import read_lengths, write_manifest, write_run
from .parts import Made, write_parts
from .reuse.kept import code_now, note_of, taken_over
from .reuse.note import write_note


def make(
    ask: Callable[[], Asked],
    target: Path,
    jobs: int | None,
    timeout: int,
    started: datetime,
    template: Template | None,
) -> Made:
    """Run what has to be run, and put the report in its place.

    Parameters
    ----------
    ask : callable
        Gives what is asked for beside the report that is in place; called once
        no other run can change that.
    target : pathlib.Path
    jobs : int or None
        How many notebooks run at once; as many as cores where None.
    timeout : int
        Seconds that a cell may take.
    started : datetime.datetime
    template : Template or None
        What kernels are forked from, where that can be.

    Returns
    -------
    Made
    """
    with landing(target) as work:
        code, asked = code_now(), ask()
        request = compared_with(asked.request, asked.last, work)
        copy_compared(request, asked.last, work)
        old = taken_over(request.notebooks, asked.kept, target, work / "notebooks")
        fresh = [one for one in request.notebooks if one.name not in old]
        values, folder, at_once = request.values, work / "notebooks", jobs or os.cpu_count() or 1
        lengths = read_lengths(target)
        # Read before any kernel runs, so that a change by one of them is seen.
        both = editions_compared(request)
        with executing(fresh, values, folder, at_once, timeout, template, lengths) as coming:
            # Kernels are at work meanwhile.
            evidence = gather(request, both)
            made = Made(request, asked.inputs, evidence, [], asked.last, tuple(old))
            made = write_parts(made, chain(old.values(), coming), work)
        require_unchanged(asked.inputs, [request.corpus, *evidence.editions])
        write_manifest(made, work)
        write_run(made, work, started)
        note = note_of(asked.wanted, code, made.executed, asked.kept, made.answers, work)
    write_note(asked.wanted.target, note)
    return made
