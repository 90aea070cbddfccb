"""Settings: one file at the root of the source, and a line for everything that is wrong in it."""

import pytest

from toolbelt_data import ParameterError, open_edition
from toolbelt_data.settings import Settings


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "a.md").touch()

    def read(data, name="toolbelt.toml"):
        (tmp_path / name).write_bytes(data)
        return open_edition(tmp_path).settings

    return read


def test_all_tables_of_the_file_are_kept_as_written(settings):
    found = settings(
        b"\xef\xbb\xbfexclude = ['b.md']\n[personas]\nheading = ['*']\n[check]\nfail-on = 'note'"
    )
    assert found == Settings(
        "toolbelt.toml", (), ("b.md",), {"heading": ["*"]}, {"fail-on": "note"}
    )


def test_no_other_file_is_looked_at(settings):
    assert settings(b"[tool.toolbelt]\nexclude = ['*']", "pyproject.toml") == Settings()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"exclude = 'a'", "toolbelt.toml: exclude: 'a' is not a list of texts; write a list of texts"),
        (b"documents = [1]", "toolbelt.toml: documents: 1 is not a text; write a text"),
        (b"check = 3", "toolbelt.toml: check: 3 is not a table; write a table"),
        (b"max-bytes = 1", "toolbelt.toml: unknown setting 'max-bytes'; use documents, exclude, personas, check"),
        (b"\xff", "toolbelt.toml: not UTF-8; save the file as UTF-8"),
        (b"a = ", "toolbelt.toml: not TOML: Invalid value (at end of document); fix the file"),
        (b"a = " + b"[" * 100_000, "toolbelt.toml: not TOML: maximum recursion depth exceeded"),
    ],
)  # fmt: skip
def test_each_refusal_says_place_problem_and_fix(settings, text, words):
    with pytest.raises(ParameterError) as refused:
        settings(text)
    assert str(refused.value).startswith(words)
