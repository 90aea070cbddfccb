"""Notebooks of one's own: begun with a command, in the report by lying in the folder."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from notebooks_of_ones_own import write_notebook

from toolbelt_data import ParameterError, ToolbeltError
from toolbelt_data.report.build import build_report
from toolbelt_data.report.notebooks import LEFT_OUT, copy_notebooks, find_notebooks, read_notebook
from toolbelt_data.report.skeleton import write_skeleton
from toolbelt_data.source import package_folder

ROOT = Path(__file__).parent.parent
# What JupyterLab 4 lays into a notebook that it saves.
SAVED = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
        "version": "3.99.0",
    },
    "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}},
}
TIMES = {"iopub.execute_input": "2026-01-02T03:04:05.678901Z"}


def test_the_package_has_its_numbered_notebooks_in_the_report_and_one_to_start_with():
    own = sorted(package_folder("notebooks").glob("*.ipynb"))
    left = [path.stem for path in own if not read_notebook(path).reported]
    assert left == ["start"]
    assert [one.path for one in find_notebooks()] == [path for path in own if path.stem != "start"]


def test_copied_out_they_are_found_as_a_folder(tmp_path):
    copied = copy_notebooks(tmp_path)
    assert tmp_path / "start.ipynb" in copied
    write_skeleton("my-question", tmp_path)
    (tmp_path / ".ipynb_checkpoints").mkdir()
    shutil.copy(tmp_path / "my-question.ipynb", tmp_path / ".ipynb_checkpoints" / "a.ipynb")
    found = [one.path.name for one in find_notebooks([str(tmp_path)])]
    assert found == [*sorted(p.name for p in copied if p.stem != "start"), "my-question.ipynb"]


def test_one_that_is_left_out_runs_where_it_is_named():
    assert [one.name for one in find_notebooks(["start"])] == ["start"]


def test_a_folder_without_notebooks_is_told(tmp_path):
    with pytest.raises(ToolbeltError) as caught:
        find_notebooks([str(tmp_path)])
    assert str(caught.value) == (
        f"{tmp_path}: holds no notebook for a report; give a notebook, or a folder of them"
    )


def test_the_name_of_a_folder_and_a_notebook_of_it_are_no_two_notebooks(tmp_path):
    path = write_skeleton("mine", tmp_path)
    assert len(find_notebooks([str(tmp_path), str(path)])) == 1
    other = write_skeleton("mine", tmp_path / "other")
    with pytest.raises(ToolbeltError, match="a second notebook of this name; rename one of them"):
        find_notebooks([str(tmp_path), str(other)])


def test_a_new_notebook_is_valid_and_asks_by_its_name(tmp_path):
    path = write_skeleton("09-who-writes-tests", tmp_path)
    nbformat.validate(nbformat.read(path, as_version=4))
    found = read_notebook(path)
    assert (found.title, sorted(found.parameters)) == ("Who writes tests?", ["revision", "source"])
    assert found.reported


def test_a_new_notebook_replaces_none(tmp_path):
    path = write_skeleton("mine.ipynb", tmp_path)
    before = path.read_bytes()
    with pytest.raises(ToolbeltError) as caught:
        write_skeleton("mine", tmp_path)
    assert str(caught.value) == f"{path}: is there already; take another name"
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["", "a/b", "../a", "a b", ".", "<b>", "-a"])
def test_a_name_that_is_none_of_a_notebook_is_refused(tmp_path, name):
    with pytest.raises(ParameterError, match="is no name; use letters, digits and hyphens"):
        write_skeleton(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_begins_a_notebook_and_copies_none(told, tmp_path):
    done = told("notebooks", "--new", "mine", "--out", "nb")
    assert (done.returncode, done.stdout) == (0, f"{Path('nb', 'mine.ipynb')}\n")
    assert [path.name for path in (tmp_path / "nb").iterdir()] == ["mine.ipynb"]


def test_a_notebook_put_into_the_folder_of_a_checkout_is_in_its_report(tmp_path):
    copy = tmp_path / "checkout"
    for name in ("toolbelt_data", "data"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    write_skeleton("09-who-has-no-remedy", copy / "notebooks")
    for name in ("03-which-personas-are-placeholders", "start"):
        shutil.copy(ROOT / "notebooks" / f"{name}.ipynb", copy / "notebooks")
    done = subprocess.run(
        [sys.executable, "-m", "toolbelt_data", "report", "--source", "2025-04-04"],
        cwd=copy, env=os.environ | {"PYTHONPATH": str(copy)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    folder = (copy / done.stdout.strip()).parent
    names = {path.name for path in folder.glob("[0-9s]*.html")}
    assert {"03-which-personas-are-placeholders.html", "09-who-has-no-remedy.html"} <= names
    assert "start.html" not in names
    index = (folder / "index.html").read_text("utf-8")
    assert index.count('href="09-who-has-no-remedy.html"') == 2  # the navigation, and its card
    assert "Who has no remedy?" in index
    assert "challenges have no remedy. Say here what that is worth" in index
    assert 'href="09-who-has-no-remedy.html"' in (
        folder / "03-which-personas-are-placeholders.html"
    ).read_text("utf-8")


def test_what_jupyterlab_saves_into_a_notebook_changes_no_page(tmp_path):
    path = write_skeleton("mine", tmp_path / "one")
    plain = build_report(out=tmp_path / "plain", notebooks=[str(path)]).index.parent
    node = json.loads(path.read_text("utf-8"))
    node["metadata"] = SAVED
    for number, cell in enumerate(node["cells"], 1):
        cell["metadata"] |= {"editable": True, "slideshow": {"slide_type": ""}}
        if cell["cell_type"] == "code":
            cell["metadata"]["execution"] = TIMES
            cell["execution_count"] = 40 + number
            cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": ["of then\n"]}]
    other = tmp_path / "two" / "mine.ipynb"
    other.parent.mkdir()
    other.write_text(json.dumps(node), encoding="utf-8")
    saved = build_report(out=tmp_path / "saved", notebooks=[str(other)]).index.parent
    for page in ("index.html", "mine.html"):
        assert (saved / page).read_bytes() == (plain / page).read_bytes()
    assert "3.99.0" not in (saved / "notebooks" / "mine.ipynb").read_text("utf-8")
    assert "2026-01-02" not in (saved / "notebooks" / "mine.ipynb").read_text("utf-8")


def test_a_tag_of_the_first_cell_alone_leaves_a_notebook_out(tmp_path):
    path = write_skeleton("mine", tmp_path)
    node = json.loads(path.read_text("utf-8"))
    node["cells"][1]["metadata"]["tags"].append(LEFT_OUT)
    path.write_text(json.dumps(node), encoding="utf-8")
    assert read_notebook(path).reported
    node["cells"][0]["metadata"]["tags"] = [LEFT_OUT]
    path.write_text(json.dumps(node), encoding="utf-8")
    assert not read_notebook(path).reported


@pytest.mark.parametrize("name", ["index", "search", "everything", "Index"])
def test_a_notebook_takes_the_name_of_no_other_page(tmp_path, name):
    path = write_skeleton(name, tmp_path)
    with pytest.raises(ToolbeltError) as caught:
        find_notebooks([str(path)])
    assert str(caught.value) == (
        f"{path}: a name that a report's own page has; rename the notebook"
    )


CELL = {"cell_type": "code", "source": "1", "metadata": {}}


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        "[]",
        json.dumps({"cells": [[]]}),
        json.dumps({"cells": [CELL | {"metadata": None}]}),
        json.dumps({"cells": [CELL | {"metadata": {"tags": 5}}]}),
        json.dumps({"cells": [CELL | {"source": None}]}),
    ],
    ids=["deep", "list", "cell", "metadata", "tags", "source"],
)
def test_what_is_no_notebook_is_told_in_a_line(tmp_path, content):
    path = tmp_path / "mine.ipynb"
    path.write_text(content)
    with pytest.raises(ToolbeltError) as caught:
        read_notebook(path)
    assert str(caught.value) == f"{path}: not a notebook; save it as .ipynb in JupyterLab"


def test_what_is_computed_is_no_parameter(tmp_path):
    path = Path(write_notebook(tmp_path, 'x: int = len("ab")\ny: int = 3'))
    assert list(read_notebook(path).parameters) == ["y"]


def test_a_picture_names_no_file_of_the_report(tmp_path):
    shows = "from IPython.display import display\n" + "".join(
        f"display({{'image/png': 'eA=='}}, metadata={about!r}, raw=True)\n"
        for about in (
            {"filename": "same"},
            {"filename": "same"},
            {"filename": 5},
            {"filename": "x" * 300},
            {"filename": "a\0b"},
            {"filename": "../../trend.png"},
            {"filenames": ["x"]},
        )
    )
    path = write_notebook(tmp_path, 'source: str = ""', shows)
    report = build_report(out=tmp_path / "out", notebooks=[path])
    assert report.failed == {}
    figures = {one.name for one in (report.index.parent / "figures").iterdir()}
    assert figures == {f"mine_2_{number}.png" for number in range(7)}


def test_a_notebook_without_a_number_is_called_by_its_title_alone(tmp_path):
    path = write_skeleton("who-reads-us", tmp_path / "own")
    found = build_report(out=tmp_path / "out", notebooks=[str(path)])
    index = found.index.read_text("utf-8")
    assert (
        index.count('<a href="who-reads-us.html">Who reads us?</a>') == 2
    )  # the navigation, and its card
    assert "question-number" not in index
