"""Notebooks of a report: found by name, and given parameters of the declared types."""

import json
import re
from datetime import date
from pathlib import Path

import nbformat
import pytest
from conftest import write_notebook

from toolbelt_data.errors import ParameterError, ToolbeltError
from toolbelt_data.report.notebooks import copy_notebooks, find_notebooks, new_notebook, settle

DECLARED = """
from datetime import date
from typing import Literal
kind: Literal["a", "b"] = "a"
most: int | None = None
days: list[str] = []
numbers: list[int] = [1]
share: float = 0.5
loud: bool = False
day: date = date(2025, 1, 2)
plain = 5
open = None
"""


@pytest.fixture
def declaring(tmp_path):
    return find_notebooks([write_notebook(tmp_path, DECLARED)])


def names(*chosen):
    return [notebook.name[:2] for notebook in find_notebooks(chosen)]


def test_the_report_has_the_numbered_notebooks():
    assert names() == [f"0{number}" for number in range(1, 9)]


@pytest.mark.parametrize("name", ["3", "03", "03-which-personas-are-placeholders"])
def test_a_notebook_is_found_by_number_or_name(name):
    assert names(name) == ["03"]


@pytest.mark.parametrize("name", ["st", "0", "nowhere.ipynb"])
def test_a_part_of_a_name_is_not_a_name(name):
    with pytest.raises(ToolbeltError, match="no such notebook; name a path, or one of 01-whom"):
        find_notebooks([name])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book: book.write_text("{"), "not a notebook"),
        (lambda book: book.rename(book.with_name("index.ipynb")), "the name of another page"),
        (lambda book: in_r(book), "needs the kernel ir for R"),
    ],
)
def test_what_cannot_be_run_is_refused_in_a_line(tmp_path, change, said):
    change(Path(write_notebook(tmp_path, "1")))
    with pytest.raises(ToolbeltError, match=said):
        find_notebooks([str(tmp_path)])


def in_r(book):
    node = json.loads(book.read_text())
    node["metadata"]["kernelspec"] = {"name": "ir", "language": "R", "display_name": "R"}
    book.write_text(json.dumps(node))


@pytest.mark.parametrize(
    ("name", "word", "value"),
    [
        ("kind", "b", "b"),
        ("most", "none", None),
        ("days", "Monday, Tuesday", ["Monday", "Tuesday"]),
        ("share", "1", 1.0),
        ("loud", "True", True),
        ("day", "2026-01-02", date(2026, 1, 2)),
        ("plain", "6", 6),
        ("open", "[1]", [1]),
    ],
)
def test_a_word_becomes_a_value_of_the_declared_type(declaring, name, word, value):
    assert settle(declaring, {name: word}) == {"mine": {name: value}}


@pytest.mark.parametrize(
    ("name", "word"),
    [("kind", "c"), ("most", "many"), ("numbers", "1,x"), ("share", "nan"), ("loud", 1),
     ("day", "2026-13-01"), ("plain", "six"), ("plain", True)],
)  # fmt: skip
def test_another_type_is_refused_with_what_is_declared(declaring, name, word):
    said = f"parameter {name}: {word!r} does not fit .*; mine declares kind: Literal"
    with pytest.raises(ParameterError, match=re.compile(said)):
        settle(declaring, {name: word})


def test_an_unknown_parameter_is_refused_with_those_that_are_declared(declaring):
    with pytest.raises(ParameterError, match=r"no notebook declares it; use one of kind: Literal"):
        settle(declaring, {"sauce": "x"})


def test_a_parameter_goes_to_the_notebooks_that_declare_it():
    given = settle(find_notebooks(), {"since": "2025-01-01", "groups": "x"})
    assert [one[:2] for one, own in given.items() if "since" in own] == ["06"]
    assert given["01-whom-do-we-serve"] == {"groups": "x"}


def test_notebooks_are_copied_and_none_is_replaced(tmp_path):
    copied = copy_notebooks(tmp_path / "mine")
    assert [path.name[:2] for path in copied][-2:] == ["08", "st"]
    assert names(str(tmp_path / "mine")) == names()
    with pytest.raises(ToolbeltError, match="exists already"):
        copy_notebooks(tmp_path / "mine")


def test_a_new_notebook_asks_by_its_name(tmp_path):
    path = new_notebook("09-who-writes-tests", tmp_path / "mine")
    nbformat.validate(nbformat.read(path, as_version=4))
    (found,) = find_notebooks([str(path)])
    assert found.title == "Who writes tests?"
