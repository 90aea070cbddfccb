"""``python -m bench``: measure what is not measured yet, and write the page."""

from __future__ import annotations

import argparse
import sys

from .environment import ROOT
from .page import page
from .results import keep, kept, measure, require_whole
from .run import BenchError
from .sections import ALL
from .state import state

PAGE = ROOT / "docs" / "benchmarks.md"


def main(words: list[str] | None = None) -> int:
    """Measure and write; give 2 where that could not be done."""
    names = [section.name for section in ALL]
    given = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    given.add_argument(
        "sections", nargs="*", metavar="SECTION", help=f"measure anew: {', '.join(names)}"
    )
    given.add_argument("--quick", action="store_true", help="one small round; print the page")
    asked = given.parse_args(words)
    if unknown := sorted(set(asked.sections) - set(names)):
        given.error(f"{unknown[0]}: no section; there are {', '.join(names)}")
    try:
        return _bench(asked.sections, asked.quick, names)
    except BenchError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 2


def _bench(chosen: list[str], quick: bool, names: list[str]) -> int:
    now = state()
    there = {} if quick else kept(names, quick=False)
    done = [name for name, result in there.items() if result["state"] == now]
    failed = []
    for section in ALL:
        if section.name in chosen or (not chosen and section.name not in done):
            try:
                keep(section.name, measure(section, quick=quick))
            except BenchError as error:
                failed.append(f"{section.name}: {error}")
    if failed:
        raise BenchError("\n".join(failed))
    results = kept(chosen if quick and chosen else names, quick=quick)
    if quick:
        print(page(ALL, results), end="")
        return 0
    require_whole(names, results)
    PAGE.write_text(page(ALL, results), encoding="utf-8", newline="\n")
    print(PAGE.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
