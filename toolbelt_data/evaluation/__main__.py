"""``python -m toolbelt_data.evaluation``: makes the model anew, or measures it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ..corpus import load
from ..errors import NothingToMeasure, ToolbeltError
from ..source import embedded_edition, package_folder


def main(words: Sequence[str] | None = None) -> int:
    """Run a command; 2 where it cannot, 3 where nothing is there to measure."""
    top = argparse.ArgumentParser(prog="toolbelt_data.evaluation", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)
    model = commands.add_parser("model", help="make the model anew")
    model.add_argument("--out", type=Path, default=package_folder("data") / "model")
    model.set_defaults(run=_model)
    evaluate = commands.add_parser("evaluate", help="measure it, and print what was measured")
    evaluate.add_argument("--source", nargs="+", default=[], metavar="FOLDER")
    evaluate.add_argument("--out", type=Path, help="write the page of the documentation here")
    evaluate.set_defaults(run=_evaluate)
    given = top.parse_args(words)
    try:
        given.run(given)
    except ToolbeltError as error:
        print(f"toolbelt_data.evaluation: {error}", file=sys.stderr)
        return 3 if isinstance(error, NothingToMeasure) else 2
    return 0


def _model(given: argparse.Namespace) -> None:
    from ..analysis import parsed
    from .training import keep, train

    made = train([load(embedded_edition())])
    keep(made, given.out)
    parsed.keep(given.out)
    print(f"{given.out}: threshold {made.bears.threshold:g}")


def _evaluate(given: argparse.Namespace) -> None:
    from .page import figures, page
    from .results import measure

    results = measure(given.source)
    if given.out:
        given.out.write_text(page(results), encoding="utf-8", newline="\n")
    else:
        print(figures(results))


if __name__ == "__main__":
    sys.exit(main())
