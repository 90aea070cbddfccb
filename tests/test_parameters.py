"""Parameters: told before a kernel starts and inside one in the same words."""

import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from toolbelt_data import ParameterError
from toolbelt_data.notebook import check_parameters
from toolbelt_data.notebook.parameters import Parameter, declared, names_of
from toolbelt_data.report.notebooks import find_notebooks, settle
from toolbelt_data.source import package_folder

CELL = """top: int = 3  # how many
share: float = 0.5
name: str = "x"
loud: bool = False
other = 1
"""


def test_a_cell_declares_its_annotated_literals():
    found = declared(CELL)
    assert {p.name: (p.kind, p.default) for p in found.values()} == {
        "top": ("int", 3),
        "share": ("float", 0.5),
        "name": ("str", "x"),
        "loud": ("bool", False),
    }
    assert declared("%matplotlib inline\nx: int = 1") == {}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("top", 2.5, "parameter top: 2.5 is a float; give an int"),
        ("top", True, "parameter top: True is a bool; give an int"),
        ("share", "high", "parameter share: 'high' is a str; give a float"),
        ("name", 3, "parameter name: 3 is an int; give a str"),
        ("loud", 1, "parameter loud: 1 is an int; give a bool"),
    ],
)
def test_a_value_of_the_wrong_type_is_told(name, value, said):
    with pytest.raises(ParameterError) as caught:
        check_parameters([CELL], {name: value})
    assert str(caught.value) == said


def test_a_whole_number_is_a_float_and_other_names_are_no_parameters():
    check_parameters([CELL], {"share": 1, "other": "anything"})


def test_words_of_a_command_line_become_the_declared_types():
    notebooks = find_notebooks(["07"])
    values = settle(notebooks, {"severity": "error", "revision": "20250404"})
    assert values[notebooks[0].name] == {"severity": "error", "revision": "20250404"}


def test_a_parameter_goes_to_the_notebooks_that_have_it():
    values = settle(find_notebooks(), {"reviews": "r.csv", "groups": "x"})
    assert [sorted(given) for given in values.values()] == [
        ["groups"],
        ["groups", "reviews"],
        ["groups"],
        ["groups"],
        ["groups"],
        ["reviews"],
        [],
        ["groups", "reviews"],
    ]


def test_an_unknown_parameter_is_told_with_those_that_are_known():
    with pytest.raises(ParameterError) as caught:
        settle(find_notebooks(["01"]), {"colour": "red"})
    assert str(caught.value) == (
        "parameter colour: no notebook has it; use one of groups, personas, revision, source"
    )


def test_names_are_split_at_commas():
    assert names_of(" a, b c ,,") == ["a", "b c"]


@pytest.mark.parametrize("notebook", find_notebooks(), ids=lambda n: n.name)
def test_plain_papermill_fails_in_the_first_code_cell_in_the_same_words(notebook, tmp_path):
    with pytest.raises(PapermillExecutionError) as caught:
        papermill.execute_notebook(
            str(notebook.path), str(tmp_path / "out.ipynb"), {"source": 7}, progress_bar=False
        )
    assert caught.value.ename == "ParameterError"
    assert caught.value.evalue == "parameter source: 7 is an int; give a str"
    codes = [c for c in papermill.iorw.load_notebook_node(str(tmp_path / "out.ipynb")).cells if c.cell_type == "code"]  # fmt: skip
    failed = [number for number, cell in enumerate(codes) if cell.metadata.papermill.exception]
    tags = [cell.metadata.tags for cell in codes]
    assert (tags[:2], failed[0]) == ([["parameters"], ["injected-parameters"]], 2)


def test_papermill_shows_what_each_parameter_is():
    path = package_folder("notebooks") / "02-which-challenges-lack-a-remedy.ipynb"
    shown = papermill.inspect_notebook(str(path))
    assert {name: one["inferred_type_name"] for name, one in shown.items()} == {
        "source": "str",
        "revision": "str",
        "groups": "str",
        "personas": "str",
        "reviews": "str",
        "recommendations": "str",
        "decisions": "str",
        "catalogue": "str",
        "today": "str",
    }
    assert all(one["help"] for one in shown.values())


@pytest.mark.parametrize("word", ["nan", "inf", "-inf", "1e999"])
def test_a_number_is_finite(word):
    with pytest.raises(ParameterError, match=f"'{word}' is a str; give a float"):
        Parameter("threshold", "float", 0.05).read(word)
