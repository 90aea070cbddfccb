"""The command ``compare``: what changed, told to people and to programs."""

import csv
import io
import json

import pytest

from toolbelt_data.analysis.tables import CHANGES

ONE = """# Personas

## Name: Ada the Admin
### Role:
- Runs the servers of a small school
### Challenges:
- No budget for any commercial security tools
- Too many alerts to read in a working day
### How the OpenSSF can help:
- Publish free tools that a small team can run
"""
TWO = ONE.replace("Ada the Admin", "Zoe the Admin").replace(
    "Too many alerts to read in a working day", "Far too many alerts to read in one working day"
)


@pytest.fixture
def folders(tmp_path):
    for name, text in (("then", ONE), ("now", TWO)):
        (tmp_path / name / "personas").mkdir(parents=True)
        (tmp_path / name / "personas" / "a.md").write_text(text)
    return tmp_path / "then", tmp_path / "now"


def test_text_tells_changes_effects_and_numbers(told, folders):
    done = told("compare", *folders)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert "  renamed   personas/a.md:3  Zoe the Admin: Ada the Admin → Zoe the Admin" in lines
    assert "    reworded  personas/a.md:8" in lines
    assert "              - Too many alerts to read in a working day" in lines
    assert "              + Far too many alerts to read in one working day" in lines
    assert "from then to now: 2 changes" in lines
    assert "  1 persona renamed: Ada the Admin is Zoe the Admin" in lines
    assert lines[-2].startswith("gaps: ")
    assert lines[-2].endswith(" of 2 challenges then, 1 of 2 now") or lines[-2].count(" of 2") == 2
    assert lines[-1].startswith("judgements: 0 kept, 0 suspect, 0 without their pair")


def test_the_embedded_editions_by_their_names(told):
    done = told("compare", "2025-04-04", "2025-05-29")
    lines = done.stdout.splitlines()
    assert "  Finn the Finder went with 27" in lines
    assert lines[-2:] == [
        "gaps: 7 of 31 challenges then, 9 of 44 now",
        "judgements: 95 kept, 0 suspect, 36 without their pair; of 68 new pairs 68 are judged",
    ]
    assert any(line.startswith("  renamed  ?") and "Tomo the CTO" in line for line in lines)


def test_an_edition_compared_with_itself_has_no_change(told, folders):
    done = told("compare", folders[0], folders[0])
    assert done.stdout.splitlines()[0] == "from then to then: 0 changes"


def test_json_and_csv_have_every_change(told, folders):
    rows = json.loads(told("compare", *folders, "--format", "json").stdout)
    assert [(row["change"], row["item"], row["new_id"]) for row in rows] == [
        ("renamed", "persona", "zoe-the-admin"),
        ("reworded", "statement", "zoe-the-admin/challenges/2"),
    ]
    sheet = list(csv.DictReader(io.StringIO(told("compare", *folders, "--format", "csv").stdout)))
    assert list(sheet[0]) == CHANGES.names
    assert [row["old_text"] for row in sheet] == [row["old_text"] for row in rows]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere", "then"], "nowhere: no such folder, and no source is named"),
        (["then", ""], "an empty name: no such folder"),
        (["then", "v9", "--source", "then"], "then"),
        (["then"], "the following arguments are required: NEW"),
    ],
)
def test_what_names_no_edition_is_refused(told, folders, words, said):
    done = told("compare", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_words_of_documents_cannot_steer_a_terminal(told, folders):
    path = folders[1] / "personas" / "a.md"
    path.write_text(TWO.replace("Zoe", "Zo\x1b[31me"))
    out = told("compare", *folders).stdout
    assert "\x1b" not in out
    assert r"Zo\x1b[31me" in out
