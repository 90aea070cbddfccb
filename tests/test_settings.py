"""Settings beside the documents: every refusal says the place, the finding and the mend."""

import pytest

from toolbelt_data.errors import ParameterError
from toolbelt_data.settings import find_settings


def settings(**files):
    return find_settings({name.replace("_", "."): text for name, text in files.items()}.get)


def test_the_first_file_that_says_something_counts():
    both = settings(
        toolbelt_toml=b"max-lines = 1", pyproject_toml=b"[tool.toolbelt]\nmax-lines = 2"
    )
    assert (both.place, both.max_lines) == ("toolbelt.toml", 1)
    one = settings(pyproject_toml=b"[tool.toolbelt]\nmax-width = 3\nexclude = ['a', 'b']")
    assert (one.place, one.max_width, one.exclude) == ("pyproject.toml", 3, ("a", "b"))


@pytest.mark.parametrize("text", [b"", b"[tool.other]", b"[project]\nname = 'x'"])
def test_a_pyproject_that_says_nothing_of_it_is_passed_over(text):
    assert settings(pyproject_toml=text).place == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"exclude = 'a'", "toolbelt.toml: exclude: 'a' is not a list of patterns; give a list of patterns"),
        (b"exclude = [1]", "toolbelt.toml: exclude: 1 is not a pattern; give a pattern"),
        (b"check = 3", "toolbelt.toml: check: 3 is not a table; give a table"),
        (b"max-bytes = 'x'", "toolbelt.toml: max-bytes: 'x' is not a whole number; give a whole number"),
        (b"max-lines = 1.5", "toolbelt.toml: max-lines: 1.5 is not a whole number; give a whole number"),
        (b"max-width = false", "toolbelt.toml: max-width: False is not a whole number; give a whole number"),
        (b"max-bytes = -1", "toolbelt.toml: max-bytes: -1 is less than 1; give a larger number"),
        (b"\xff", "toolbelt.toml: not UTF-8; save the file as UTF-8"),
        (b"a = ", "toolbelt.toml: no TOML: Invalid value (at end of document); mend it"),
    ],
)  # fmt: skip
def test_each_refusal_says_place_finding_and_mend(text, words):
    with pytest.raises(ParameterError) as refused:
        settings(toolbelt_toml=text)
    assert str(refused.value) == words


@pytest.mark.parametrize("text", [b"tool = 1", b"[tool]\ntoolbelt = 1"])
def test_a_pyproject_of_another_shape_is_refused(text):
    with pytest.raises(ParameterError) as refused:
        settings(pyproject_toml=text)
    assert str(refused.value) == "pyproject.toml: 1 is not a table; give a table"
