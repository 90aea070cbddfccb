"""``toolbelt-data report``: execute the notebooks and write the report."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from .common import add_catalogue, add_source, count, file, folder, say_advice, source_of
from .gates import add_baseline, add_fail_on, add_fail_over

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ..report.build import Report
    from ..report.shelf.growth import Before, Growth
    from ..report.shelf.keeper import Kept

NAME = "report"
HELP = "execute the notebooks, write DIR/<edition>/index.html and print its path"


def arguments(command: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_source(command)
    add_catalogue(command)
    command.add_argument(
        "--out", default="reports", metavar="DIR", type=folder, help="default: reports"
    )
    command.add_argument(
        "--jobs", type=count, metavar="N", help="notebooks at once; default: as many as cores"
    )
    command.add_argument(
        "--timeout",
        type=count,
        metavar="SECONDS",
        default=600,
        help="how long a cell of a notebook may take; default: 600",
    )
    command.add_argument(
        "--notebook",
        action="append",
        default=[],
        metavar="NAME_OR_PATH",
        dest="notebooks",
        help="run this one, or those of a folder (may be given again); default: all of notebooks/",
    )
    command.add_argument(
        "-p",
        "--parameter",
        action="append",
        nargs=2,
        default=[],
        metavar=("NAME", "VALUE"),
        dest="parameters",
        help="parameter of the notebooks (may be given again)",
    )
    command.add_argument(
        "--force", action="store_true", help="replace DIR/<edition> even if it is no report"
    )
    command.add_argument(
        "--afresh",
        action="store_true",
        help="make everything anew; what nothing has changed for is kept otherwise",
    )
    command.add_argument(
        "--keep",
        type=count,
        metavar="N",
        help="remove all reports of DIR but the newest N; default: none is removed",
    )
    command.add_argument(
        "--summary",
        action="append",
        default=[],
        metavar="FILE",
        type=file,
        dest="summaries",
        help="write what is new since the report before, as markdown, or as JSON where FILE ends"
        " in .json (may be given again)",
    )
    add_fail_over(command)
    add_fail_on(command, "never")
    add_baseline(command)
    command.add_argument(
        "--fail-on-growth",
        action="store_true",
        help="exit with 1 where undecided gaps or findings are more than in the report before",
    )


def run(given: argparse.Namespace) -> int:
    """Write the report and print where it is; give 2 where a notebook failed, 1 for a gate."""
    import signal

    # A scheduler that ends the run is heard as a person is who presses Ctrl-C.
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _run(given)
    finally:
        signal.signal(signal.SIGTERM, before)


def _run(given: argparse.Namespace) -> int:
    from pathlib import Path

    known: frozenset[str] = frozenset()
    if given.baseline:
        from ..findings import read_baseline

        known = read_baseline(Path(given.baseline))
    summaries = [Path(name) for name in given.summaries]
    _require_places(summaries)
    earlier = _before(given)
    report = _build(given)
    own = report.index.parent
    kept, failed_gates = None, []
    try:
        print(report.index, flush=True)
        growth = earlier.growth(own) if earlier else None
        if growth:
            _summarise(growth, summaries)
        if report.made or given.keep is not None or not _is_listed(own):
            kept = _keep_shelf(given, own)
        if growth:
            failed_gates = list(_failed_gates(given, growth, known))
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"{own} is written, and what comes after is not") from None
    say_advice(report.advice)
    _say(report, kept, failed_gates)
    return 2 if report.failed else int(bool(failed_gates))


def _require_places(summaries: Sequence[Path]) -> None:
    if summaries:
        from ..report.shelf.summary import require_place

        for path in summaries:
            require_place(path)


def _before(given: argparse.Namespace) -> Before | None:
    """Read what the report in place counts, where something is asked of the counts."""
    compared = bool(given.summaries or given.fail_on_growth)
    counted = given.fail_over is not None or given.fail_on not in (None, "never")
    if not compared and not counted:
        return None
    from ..report.shelf.growth import Before

    return Before.on(given.out) if compared else Before()


def _summarise(growth: Growth, summaries: Sequence[Path]) -> None:
    if summaries:
        from ..report.shelf.summary import write_summary

        for path in summaries:
            write_summary(growth, path)


def _keep_shelf(given: argparse.Namespace, own: Path) -> Kept:
    from ..report.shelf.keeper import keep_shelf

    return keep_shelf(given.out, own, given.keep)


def _is_listed(own: Path) -> bool:
    """Tell whether the list of reports leads to one; a run may have been killed in between."""
    import os
    from urllib.parse import quote

    try:
        listed = own.with_name("index.html").read_text("utf-8", errors="replace")
    except OSError:
        return False
    return f'href="{quote(os.fsencode(own.name), safe="")}/index.html"' in listed


def _build(given: argparse.Namespace) -> Report:
    from ..report.build import build_report

    parameters = dict(given.parameters)
    source = given.source if "source" in parameters else source_of(given)
    return build_report(
        source or "",
        given.revision,
        given.out,
        given.notebooks,
        parameters,
        given.jobs,
        given.force,
        given.catalogue,
        given.timeout,
        given.afresh,
    )


def _failed_gates(
    given: argparse.Namespace, growth: Growth, known: frozenset[str]
) -> Iterator[str]:
    """Say which of the gates that were asked for fails, and at which count."""
    from ..findings import severe, unknown

    gaps = growth.now.counts["undecided gaps"]
    if given.fail_over is not None and gaps > given.fail_over:
        yield f"--fail-over {given.fail_over}: {gaps} gaps are undecided"
    findings = len(severe(unknown(growth.now.findings, known), given.fail_on or "never"))
    if findings:
        yield f"--fail-on {given.fail_on}: findings as severe as that: {findings}"
    if given.fail_on_growth and growth.grew:
        yield f"--fail-on-growth: more than in the report before: {', '.join(growth.grew)}"


def _say(report: Report, kept: Kept | None, gates: Sequence[str]) -> None:
    """Say what was not done again, what failed and what did not happen; to a terminal what went."""
    from ..findings.visible import visible

    if kept and sys.stderr and sys.stderr.isatty():
        for path in kept.gone:
            print(f"{path}: removed", file=sys.stderr)
    failed = [
        f"{name}.ipynb: {words}; run it in JupyterLab to see where"
        for name, words in report.failed.items()
    ]
    held = [
        f"{path}: holds files that are no part of the report; it stays"
        for path in (kept.held if kept else ())
    ]
    for words in (*_unchanged(report), *failed, *held, *gates):
        print(f"toolbelt-data: {visible(words)}", file=sys.stderr)


def _unchanged(report: Report) -> Iterator[str]:
    if not report.made:
        yield f"{report.index.parent}: nothing has changed; --afresh makes it anew all the same"
    elif report.kept:
        number, all_of_them = len(report.kept), len(report.answers)
        yield f"{number} of {all_of_them} notebooks rest on nothing that has changed; not run again"
