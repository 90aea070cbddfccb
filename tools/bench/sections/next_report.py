"""Next report: a second report of the same, or of what changed a little."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

from ..environment import REPORT, ROOT
from ..section import Cases, Row, Section, Steps
from .whole_report import notebooks, report

_BASE = "report:papermill"


def steps(place: Path, quick: bool) -> Steps:
    """Write a report, and then one after each change, over the same folder."""
    own = notebooks(place / "notebooks", few=quick)
    editions = sorted((ROOT / "data" / "editions").iterdir())
    source = Path(shutil.copytree(editions[-1], place / editions[-1].name))
    reviews = Path(shutil.copy(ROOT / "data" / "reviews.csv", place))
    words = ("--notebook", own[0].parent, "--source", source, "-p", "reviews", reviews)
    yield "first", lambda: report(place / "reports", *words)
    yield "nothing", lambda: report(place / "reports", *words)
    change_notebook(own[1])
    yield "notebook", lambda: report(place / "reports", *words)
    change_review(reviews)
    yield "review", lambda: report(place / "reports", *words)
    change_document(sorted((source / "personas").glob("*.md"))[-1])
    yield "document", lambda: report(place / "reports", *words)


def change_notebook(path: Path) -> None:
    """Add a comment to the notebook's last cell of code."""
    node = json.loads(path.read_text("utf-8"))
    cell = [cell for cell in node["cells"] if cell["cell_type"] == "code"][-1]
    text = "".join(cell["source"])
    cell["source"] = f"# Looked at again.\n{text}"
    path.write_text(json.dumps(node, indent=1), encoding="utf-8")


def change_review(path: Path) -> None:
    """Give the first review another rating."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["rating"] = "1" if rows[0]["rating"] != "1" else "2"
    with path.open("w", encoding="utf-8", newline="") as file:
        sheet = csv.DictWriter(file, rows[0])
        sheet.writeheader()
        sheet.writerows(rows)


def change_document(path: Path) -> None:
    """Add a paragraph to a document's end."""
    with path.open("ab") as file:
        file.write(b"\nWritten on the next day.\n")


def rows(_: Cases) -> list[Row]:
    """Give the lines of the table."""
    return [
        Row("nothing", "again, where nothing changed", _BASE, 0.03),
        Row("notebook", "after a comment in one notebook", _BASE),
        Row("review", "after another rating of one pair", _BASE),
        Row("document", "after a line more in one document", _BASE),
        Row("first", "the first time, for comparison", _BASE),
    ]


SECTION = Section(
    name="again",
    title="The next report",
    words="`toolbelt-data report` over the report that stands there, with copies of the documents,"
    " the notebooks and the reviews. Ratios are to `papermill` and `nbconvert` as above.",
    environments=(REPORT,),
    steps=steps,
    rows=rows,
)
