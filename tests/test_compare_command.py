"""The command ``compare``: what changed, for people and for programs."""

import csv
import io
import json

import pytest
from repositories import begin, commit

from toolbelt_data.analysis.tables import TABLE

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
ALERTS = "Too many alerts to read in a working day"
TWO = ONE.replace("Ada the Admin", "Zoe the Admin").replace(
    ALERTS, "Far too many alerts to read in one working day"
)
NO_REMEDY = ONE.partition("### How")[0]


@pytest.fixture
def compared(told, tmp_path):
    """Compare two texts of a document."""

    def run(old, new, *words, path="a.md"):
        for name, file, text in (("then", "a.md", old), ("now", path, new)):
            (tmp_path / name / "personas").mkdir(parents=True, exist_ok=True)
            (tmp_path / name / "personas" / file).write_bytes(text.encode())
        return told("compare", tmp_path / "then", tmp_path / "now", *words)

    return run


def test_text_tells_changes_and_sums(compared):
    lines = compared(ONE, TWO).stdout.splitlines()
    assert "  renamed   personas/a.md:3  Ada the Admin → Zoe the Admin" in lines
    assert "            - Too many alerts to read in a working day" in lines
    assert "            + Far too many alerts to read in one working day" in lines
    assert lines[-3:] == [
        "from then to now: 2 changes",
        "  1 persona renamed: Ada the Admin → Zoe the Admin",
        "  1 statement reworded: Zoe the Admin",
    ]


def test_gaps_are_told_with_their_causes(compared):
    lines = compared(NO_REMEDY, ONE).stdout.splitlines()
    at = lines.index("Gaps")
    assert lines[at + 1 : at + 3] == [
        "  became unreviewed personas/a.md:7  No budget for any commercial security tools (none → unreviewed)",
        "                    a remedy was added: Publish free tools that a small team can run",
    ]
    assert lines[-1] == "gaps: 2 became unreviewed"


def test_no_change_is_told_and_so_are_other_line_endings(compared):
    assert compared(ONE, ONE).stdout == "No changes between then and now\n"
    assert compared(ONE, ONE.replace("\n", "\r\n")).stdout.splitlines() == [
        "from then to now: 0 changes",
        "  personas/a.md differs in what is not compared, such as white space or line endings",
    ]


def test_findings_that_only_one_edition_has_are_told(compared):
    done = compared(ONE.replace("Runs", "[a](gone.md)"), ONE.replace("Runs", "[b](lost.md)"))
    lines = done.stdout.splitlines()
    at = lines.index("Findings")
    assert [line.split()[:4] for line in lines[at + 1 : lines.index("", at)]] == [
        ["opened", "personas/a.md:5", "error", "TB303"],
        ["closed", "personas/a.md:5", "error", "TB303"],
    ]


def test_json_and_csv_have_every_change_and_effect(compared):
    rows = json.loads(compared(ONE, TWO + "- A guide\n", "--format", "json").stdout)
    assert [(row["number"], row["item"], row["change"], row["new_id"]) for row in rows] == [
        (1, "persona", "renamed", "zoe-the-admin"),
        (2, "statement", "added", "zoe-the-admin/remedies/2"),
        (3, "statement", "reworded", "zoe-the-admin/challenges/2"),
    ]
    done = compared(NO_REMEDY, ONE, "--format", "csv")
    sheet = list(csv.DictReader(io.StringIO(done.stdout)))
    names = TABLE["changes"].names
    assert list(sheet[0]) == [*names, "old_coverage", "new_coverage", "causes", "text"]
    gaps = [row for row in sheet if row["item"] == "gap"]
    assert [row["change"] for row in gaps] == ["became unreviewed"] * 2
    assert json.loads(gaps[0]["causes"])[0].startswith("a remedy was added: ")
    assert gaps[1]["text"] == ALERTS


def test_a_revision_is_compared_with_the_folder_and_a_word_alone_says_how(told, tmp_path):
    folder = begin(tmp_path / "toolbelt", a=ONE)
    commit(folder, "2025-01-03", a=TWO)
    for words in (["HEAD~1", "--source", folder], [f"{folder}#HEAD~1", folder]):
        assert "from 2025-01-02-" in told("compare", *words).stdout
    done = told("compare", "main", ".")
    assert done.returncode == 2
    assert ".#main" in done.stderr
