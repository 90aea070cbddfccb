"""Results: what was measured of each section, kept until the page is written."""

from __future__ import annotations

import datetime
import json
import shutil
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from .environment import BUILD
from .machine import machine
from .run import BenchError
from .section import Section
from .state import state


def measure(section: Section, *, quick: bool) -> dict:
    """Measure a section, round by round, so that noise falls on every case alike.

    Parameters
    ----------
    section : Section
    quick : bool
        One round of the smallest.

    Returns
    -------
    dict
        Its result, as it is kept.
    """
    for environment in section.environments:
        if not environment.made:
            _say(f"{section.name}: set up {environment.name}")
            environment.make()
    place = BUILD / "work" / section.name
    section.prepare(quick)
    cases: dict[str, list[dict]] = {}
    slow: set[str] = set()
    rounds = 1 if quick else section.rounds
    for number in range(rounds):
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for case, step in section.steps(place, quick):
            if case in slow:
                continue
            begin = time.perf_counter()
            done = step()
            if done.over or time.perf_counter() - begin > section.slow:
                slow.add(case)
            cases.setdefault(case, []).append(done.kept())
            _say(f"{section.name} {number + 1}/{rounds}: {case}: {done.seconds:.2f} s")
    shutil.rmtree(place, ignore_errors=True)
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "state": state(),
        "quick": quick,
        "machine": machine(),
        "versions": {package: where.version(package) for where, package in section.versions},
        "cases": cases,
        "facts": section.facts(),
    }


def keep(name: str, result: Mapping) -> None:
    """Keep a section's result."""
    path = _path(name, result["quick"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def kept(names: Iterable[str], *, quick: bool) -> dict[str, dict]:
    """Give the results that are kept, by section."""
    paths = {name: _path(name, quick) for name in names}
    return {
        name: json.loads(path.read_text("utf-8")) for name, path in paths.items() if path.exists()
    }


def require_whole(names: Iterable[str], results: Mapping[str, Mapping]) -> None:
    """Refuse to make a page of results that are not all there, or not of one state and machine.

    Raises
    ------
    BenchError
    """
    missing = [name for name in names if name not in results]
    if missing:
        raise BenchError(f"not measured: {', '.join(missing)}; run make bench without SECTION")
    for what in ("state", "machine"):
        if len({json.dumps(one[what], sort_keys=True) for one in results.values()}) > 1:
            raise BenchError(f"sections are of more than one {what}; run make bench again")


def _path(name: str, quick: bool) -> Path:
    return BUILD / ("tried" if quick else "results") / f"{name}.json"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
