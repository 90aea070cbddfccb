"""Notebooks: a question each, parameters that explain themselves, outputs that hold anywhere."""

import ast
import re
import subprocess
import sys

import nbformat
import pytest

from toolbelt_data.notebook.parameters import declared
from toolbelt_data.source import package_folder

PATHS = sorted(package_folder("notebooks").glob("*.ipynb"))
CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d|0x[0-9a-f]{6,}|/home/|/root/|/work/|/tmp/|C:\\\\")


@pytest.fixture(params=PATHS, ids=lambda p: p.stem)
def node(request):
    return nbformat.read(request.param, as_version=4)


def codes(node):
    return [cell for cell in node.cells if cell.cell_type == "code"]


def test_there_are_notebooks():
    numbers = ["01", "02", "03", "04", "05", "06", "07", "08"]
    assert [path.stem.partition("-")[0] for path in PATHS] == [*numbers, "start"]


def test_the_notebook_to_start_with_leads_to_every_other_and_is_in_no_report():
    cells = nbformat.read(PATHS[-1], as_version=4).cells
    assert cells[0].metadata.tags == ["not-in-report"]
    words = "\n".join(cell.source for cell in cells)
    asked = dict(re.findall(r"^\| \[\d\d\]\((.*?)\) \| (.*) \|$", words, re.MULTILINE))
    for path in PATHS[:-1]:
        title = nbformat.read(path, as_version=4).cells[0].source.splitlines()[0]
        assert asked[path.name].removesuffix("?") in title


def test_make_lab_opens_the_notebook_to_start_with():
    done = subprocess.run(
        ["make", "--dry-run", "--always-make", "lab"],
        cwd=PATHS[0].parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "jupyter lab --notebook-dir=notebooks" in done.stdout
    assert "/lab/tree/start.ipynb" in done.stdout


def test_the_title_is_a_question_with_a_paragraph(node):
    title, blank, *rest = node.cells[0].source.splitlines()
    assert title.startswith("# ")
    assert title.endswith("?")
    assert blank == ""
    assert "cannot tell" in rest[0] or "says what is written" in rest[0]


def test_one_cell_declares_the_parameters_each_with_a_comment(node):
    tagged = [cell for cell in codes(node) if "parameters" in cell.metadata.get("tags", [])]
    assert tagged == codes(node)[:1]
    for line in tagged[0].source.splitlines():
        assert re.fullmatch(r"\w+: (str|int|float|bool) = \S.*  # \S.*", line), line


def test_every_section_is_a_question_but_the_answer(node):
    heads = [line for cell in node.cells if cell.cell_type == "markdown" for line in cell.source.splitlines() if line.startswith("## ")]  # fmt: skip
    assert heads[-1] == "## Answer"
    assert all(head.endswith("?") for head in heads[:-1])


def test_no_cell_is_long_and_no_answer_is_typed_in(node):
    for cell in codes(node):
        tree = ast.parse(cell.source)
        imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        imported = sum(node.end_lineno - node.lineno + 1 for node in imports)
        assert len(cell.source.splitlines()) - imported <= 12
    answer = next(cell for cell in codes(node) if "answer" in cell.metadata.get("tags", []))
    literals = [n.value for n in ast.walk(ast.parse(answer.source)) if isinstance(n, ast.Constant)]
    assert not any(re.search(r"\d", words) for words in literals if isinstance(words, str))


def test_every_cell_ran_in_order_and_no_output_is_of_one_machine(node):
    assert [cell.execution_count for cell in codes(node)] == list(range(1, len(codes(node)) + 1))
    for cell in codes(node):
        for output in cell.outputs:
            assert output.output_type in ("execute_result", "display_data")
            text = output.data.get("text/plain", "") + output.data.get("text/html", "")
            assert not CLOCK.search(text)
            assert text


def test_no_trace_of_a_run_is_kept(node):
    assert node.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert all(set(cell.metadata) <= {"tags"} for cell in node.cells)


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_papermill_shows_every_parameter_with_its_type_and_comment(path):
    done = subprocess.run(
        [sys.executable, "-m", "papermill", "--help-notebook", path],
        capture_output=True,
        text=True,
        check=True,
    )
    cells = nbformat.read(path, as_version=4).cells
    cell = next(one for one in cells if "parameters" in one.metadata.get("tags", []))
    said = " ".join(done.stdout.split())
    for one in declared(cell.source).values():
        default = repr(one.default).replace("'", '"')
        about = " ".join(one.about.split())
        assert f"{one.name}: {one.kind} (default {default}) {about}" in said
