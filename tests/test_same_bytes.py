"""The same bytes: wherever, whenever and by whomever a report is made; and nothing of where."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from notebooks_of_ones_own import write_notebook

from toolbelt_data.source import embedded_edition, package_folder

FIRST = 'source: str = ""\nold: str = ""\nreviews: str = ""'
SHOWS = """import toolbelt_data as t
print(len(t.load(source).statements), {"b", "a", "c"} and sorted({"b", "a", "c"}))"""
FAILS = "import pandas as pd; pd.read_csv(source + '/no such.csv')"
PLACES = [
    ("one", {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "1"}, "1"),
    ("another place", {"TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2"}, "4"),
]


def run(folder, environment, *words):
    return subprocess.run(
        [
            sys.executable, "-m", "toolbelt_data", "report", "--source", folder / "toolbelt",
            "--out", folder / "out", *words,
        ],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The same report after the same last one, in two places that have little in common."""
    last = tmp_path_factory.mktemp("last")
    shutil.copytree(embedded_edition("2025-04-04"), last / "toolbelt")
    done = run(last, {}, "--notebook", write_notebook(last, FIRST, "source"))
    assert done.returncode == 0, done.stderr
    reports = []
    for name, environment, jobs in PLACES:
        folder = tmp_path_factory.mktemp("at") / name
        (folder / "temporary").mkdir(parents=True)
        shutil.copytree(last / "out", folder / "out")
        shutil.copytree(embedded_edition(), folder / "toolbelt")
        shutil.copy(package_folder("data") / "reviews.csv", folder / "reviewed.csv")
        mine = write_notebook(folder, FIRST, SHOWS)
        fails = write_notebook(folder, FIRST, FAILS, name="fails")
        done = run(
            folder,
            environment | {"TMPDIR": str(folder / "temporary")},
            "--jobs", jobs, "-p", "reviews", folder / "reviewed.csv", "--notebook", mine,
            "--notebook", fails, "--notebook", "3",
        )  # fmt: skip
        assert done.returncode == 2, done.stderr
        assert done.stderr.startswith("toolbelt-data: fails.ipynb: cell [2] failed with FileNot")
        reports.append(folder / "out" / "toolbelt")
    return reports


def files(report):
    found = {p.relative_to(report).as_posix(): p for p in report.rglob("*") if p.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != "run.json"}


def test_two_places_give_the_same_bytes(made):
    one, other = map(files, made)
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    assert [name for name in one if name.startswith("older/") and name.endswith(".md")]


def test_no_file_names_a_place_of_the_machine(made):
    for report in made:
        folder = report.parent.parent
        strange = {str(folder), tempfile.gettempdir() + "/", str(Path.home()) + "/", sys.prefix}
        for name, data in files(report).items():
            assert not [place for place in strange if place.encode() in data], name


def test_a_local_path_is_shown_by_its_last_part(made):
    manifest = json.loads((made[0] / "manifest.json").read_text("utf-8"))
    old = manifest["compared_with"]["edition"]
    assert old == f"toolbelt-{manifest['last']['written']}"
    given = {"source": "toolbelt", "old": old, "reviews": "reviewed.csv"}
    assert manifest["parameters"]["mine"].items() >= given.items()
    assert manifest["inputs"]["reviews"]["name"] == "reviewed.csv"
    assert "<code>reviews=reviewed.csv</code>" in (made[0] / "index.html").read_text("utf-8")
    notebook = (made[0] / "notebooks" / "mine.ipynb").read_text("utf-8")
    assert 'source = \\"toolbelt\\"' in notebook


def test_the_manifest_has_the_digest_of_all_that_was_read_and_written(made):
    for report in made:
        manifest = json.loads((report / "manifest.json").read_text("utf-8"))
        folder, written = report.parent.parent, files(report)
        assert manifest["files"].keys() == written.keys() - {"manifest.json"}
        digests = {name: hashlib.sha256(data).hexdigest() for name, data in written.items()}
        assert manifest["files"].items() <= digests.items()
        for name, digest in manifest["documents"].items():
            data = (folder / "toolbelt" / name).read_bytes()
            assert hashlib.sha256(data).hexdigest() == digest
        lines = "".join(f"{d}  {name}\n" for name, d in sorted(manifest["documents"].items()))
        assert hashlib.sha256(lines.encode()).hexdigest() == manifest["digest"]
        judged = hashlib.sha256((folder / "reviewed.csv").read_bytes()).hexdigest()
        assert manifest["inputs"]["reviews"]["sha256"] == judged
        assert {line["page"] for line in manifest["headlines"]} == {
            "03-which-personas-are-placeholders"
        }
        mine = hashlib.sha256((folder / "mine.ipynb").read_bytes()).hexdigest()
        assert manifest["notebooks"]["mine"] == mine
