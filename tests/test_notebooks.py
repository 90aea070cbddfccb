"""Notebooks: a question each, an analysis that one can read, and the same answer everywhere."""

import ast
import re
from pathlib import Path

import nbformat
import papermill
import pytest

ROOT = Path(__file__).parent.parent
SHIPPED = [*sorted(path.stem for path in ROOT.glob("notebooks/0[1-8]-*.ipynb")), "start"]
MACHINE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d|0x[0-9a-f]{6,}|/home/|/root/|/tmp/|C:\\\\")


@pytest.fixture(params=SHIPPED)
def node(request):
    return nbformat.read(ROOT / "notebooks" / f"{request.param}.ipynb", as_version=4)


def codes(node):
    return [cell for cell in node.cells if cell.cell_type == "code"]


def tagged(node, tag):
    return [cell for cell in codes(node) if tag in cell.metadata.get("tags", [])]


def test_the_title_and_every_section_is_a_question_and_limitations_close_it(node):
    heads = re.findall(r"^#+ .*", "\n".join(cell.source for cell in node.cells), re.MULTILINE)
    assert node.cells[0].source.startswith(heads[0])
    *questions, last = heads
    assert all(head.endswith("?") for head in questions)
    assert last.endswith(("What this cannot tell", "?"))
    assert len(heads) <= 9


@pytest.mark.parametrize("name", SHIPPED)
def test_papermill_shows_every_parameter_with_its_type_and_comment(name):
    found = papermill.inspect_notebook(str(ROOT / "notebooks" / f"{name}.ipynb"))
    assert {"source", "revision", "groups", "personas"} <= {*found}
    shown = {
        (one["inferred_type_name"], one["default"], bool(one["help"])) for one in found.values()
    }
    assert shown == {("str", '""', True)}


def test_cells_are_short_and_hold_the_analysis_not_helpers(node):
    for cell in codes(node):
        tree = ast.parse(cell.source)
        assert len(cell.source.splitlines()) <= 10
        assert not any(isinstance(one, ast.FunctionDef) for one in ast.walk(tree))


def test_the_finding_comes_first(node):
    if "not-in-report" not in node.cells[0].metadata.get("tags", []):
        (finding,) = tagged(node, "finding")
        shown = [cell for cell in codes(node) if cell.outputs]
        assert shown[0] is finding


def test_outputs_are_of_no_machine_and_of_no_run(node):
    assert [cell.execution_count for cell in codes(node)] == list(range(1, len(codes(node)) + 1))
    for output in (output for cell in codes(node) for output in cell.outputs):
        assert output.output_type in ("execute_result", "display_data", "stream")
        data = output.get("data", {})
        words = data.get("text/plain", "") + data.get("text/html", "") + output.get("text", "")
        assert words
        assert not MACHINE.search(words)


def run(name, monkeypatch, **given):
    """Run the cells of a notebook in this process, and return its variables."""
    monkeypatch.chdir(ROOT / "notebooks")
    names = {}
    for cell in codes(nbformat.read(f"{name}.ipynb", as_version=4)):
        exec(cell.source, names)  # noqa: S102
        if "parameters" in cell.metadata.get("tags", []):
            names.update(given)
    return names


TEXTS = {
    "no challenge": "## Name: Ada\n### Role\n- a\n",
    "nothing reviewed": "## Name: Ada\n### Challenges\n- Lacks time\n- b\n### How the OpenSSF can help\n- c\n",
    "nothing of all": "# Text\n",
}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", SHIPPED)
def test_each_runs_on_small_editions_and_on_a_part(name, monkeypatch, tmp_path):
    for text in TEXTS.values():
        (tmp_path / "personas").mkdir(exist_ok=True)
        (tmp_path / "personas" / "a.md").write_text(text, encoding="utf-8")
        run(name, monkeypatch, source=str(tmp_path))
    names = run(name, monkeypatch, personas="Diana the Weekend Warrior, Carl the Consumer")
    assert len(names["part" if "part" in names else "corpus"].personas) == 2


def test_coverage_is_derived_from_pairs_where_nothing_is_reviewed(monkeypatch, tmp_path):
    (tmp_path / "personas").mkdir()
    text = TEXTS["nothing reviewed"] + "\n## Name: Bo\n### Challenges\n- d\n"
    (tmp_path / "personas" / "a.md").write_text(text, encoding="utf-8")
    names = run("02-which-challenges-lack-a-remedy", monkeypatch, source=str(tmp_path))
    assert [*names["derived"]] == ["unreviewed", "unreviewed", "none"]


@pytest.mark.parametrize("name", SHIPPED)
def test_plain_papermill_runs_each_on_another_source(name, tmp_path):
    source = ROOT / "data" / "editions" / "2025-04-04"
    path, out = ROOT / "notebooks" / f"{name}.ipynb", tmp_path / "out.ipynb"
    how = {"cwd": path.parent, "progress_bar": False}
    node = papermill.execute_notebook(path, out, {"source": str(source)}, **how)
    said = node.cells[-1].get("outputs") or [{"text": "2025-04-04"}]
    assert "2025-04-04" in said[0]["text"]
