"""Inputs of a report: what changes while it is made is told, and nothing is written."""

import hashlib
import json
import shutil
import time

import pytest
from notebooks_of_ones_own import write_notebook

from toolbelt_data import ToolbeltError
from toolbelt_data.report import making
from toolbelt_data.report.build import build_report
from toolbelt_data.report.evidence import gather
from toolbelt_data.report.inputs import inputs_of, require_unchanged
from toolbelt_data.report.request import settle_request
from toolbelt_data.source import embedded_edition, package_folder

FIRST = 'source: str = ""\nreviews: str = ""\ndecisions: str = ""\nold: str = ""'


@pytest.fixture
def place(tmp_path):
    """Copies of all that a report reads, and a notebook of one's own."""
    for name in ("reviews", "decisions"):
        shutil.copy(package_folder("data") / f"{name}.csv", tmp_path)
    shutil.copytree(embedded_edition(), tmp_path / "new")
    shutil.copytree(embedded_edition("2025-04-04"), tmp_path / "old")
    write_notebook(tmp_path, FIRST, "source")
    return tmp_path


def request_of(place):
    files = {name: str(place / f"{name}.csv") for name in ("reviews", "decisions")}
    parameters = files | {"source": str(place / "new"), "old": str(place / "old")}
    return settle_request(notebooks=[str(place / "mine.ipynb")], parameters=parameters)


def told(name):
    return f"{name}: was changed while the report was made; try again"


@pytest.mark.parametrize(
    "name",
    [
        "reviews.csv",
        "decisions.csv",
        "mine.ipynb",
        "new/personas/README.md",
        "new/personas/more.md",
    ],
)
def test_what_changed_is_named(place, name):
    request = request_of(place)
    inputs = inputs_of(request)
    require_unchanged(inputs, [request.corpus])
    with (place / name).open("a") as file:
        file.write("\n")
    with pytest.raises(ToolbeltError) as caught:
        require_unchanged(inputs, [request.corpus])
    assert str(caught.value) == told(place / name)


def test_what_is_gone_is_named_too(place):
    inputs = inputs_of(request_of(place))
    (place / "reviews.csv").unlink()
    with pytest.raises(ToolbeltError, match=r"reviews\.csv: was changed while"):
        require_unchanged(inputs, [])


def test_an_edition_compared_with_that_changes_stops_the_report(place, monkeypatch):
    changed = place / "old" / "personas" / "README.md"
    size = changed.stat().st_size
    changes = f"with open({str(changed)!r}, 'a') as file: file.write('x')"
    path = write_notebook(place, FIRST, changes, name="changes")

    def gather_late(*given):
        """Gather as on a busy machine: when the notebook has changed the edition already."""
        deadline = time.monotonic() + 60
        while changed.stat().st_size == size and time.monotonic() < deadline:
            time.sleep(0.01)
        return gather(*given)

    monkeypatch.setattr(making, "gather", gather_late)
    with pytest.raises(ToolbeltError) as caught:
        build_report(out=place / "out", notebooks=[path], parameters={"old": str(place / "old")})
    assert str(caught.value) == told(changed)
    assert not (place / "out").exists()


def test_the_manifest_has_the_digests_of_what_was_read(place):
    given = {"reviews": str(place / "reviews.csv")}
    mine = [str(place / "mine.ipynb")]
    report = build_report(out=place / "out", notebooks=mine, parameters=given).index.parent
    manifest = json.loads((report / "manifest.json").read_text("utf-8"))
    wanted = hashlib.sha256((place / "reviews.csv").read_bytes()).hexdigest()
    assert manifest["inputs"]["reviews"] == {"name": "reviews.csv", "sha256": wanted}
    assert manifest["inputs"]["decisions"]["name"] == "embedded"
    own = hashlib.sha256((place / "mine.ipynb").read_bytes()).hexdigest()
    assert manifest["notebooks"] == {"mine": own}
