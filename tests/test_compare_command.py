"""The command ``compare``: what changed, told to people and to programs."""

import csv
import io
import json

import pytest

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
    assert "  renamed   personas/a.md:3  Ada the Admin → Zoe the Admin" in lines
    assert "    reworded  personas/a.md:8" in lines
    assert "              - Too many alerts to read in a working day" in lines
    assert "              + Far too many alerts to read in one working day" in lines
    assert "from then to now: 2 changes" in lines
    assert "  1 persona renamed: Ada the Admin is Zoe the Admin now" in lines
    assert lines[-2].startswith("gaps: ")
    assert lines[-2].count(" of 2") == 2
    assert lines[-1].startswith("judgements: 0 kept, 0 became suspect, 0 without their pair")


def test_the_embedded_editions_by_their_names(told):
    done = told("compare", "2025-04-04", "2025-05-29")
    lines = done.stdout.splitlines()
    assert "  Daniel the Data Scientist added with 42" in lines
    assert lines[-3:] == [
        "documented in full: 6 of 13 personas then, 20 of 23 now",
        "gaps: 7 of 31 challenges then, 13 of 82 now",
        "judgements: 131 kept, 0 became suspect, 0 without their pair; 194 of 226 new pairs judged",
    ]
    assert any(line.startswith("  renamed  ?") and "Tomo the CTO" in line for line in lines)


def test_an_edition_compared_with_itself_has_no_change(told, folders):
    assert told("compare", folders[0], folders[0]).stdout == "No changes between then and then\n"


def test_other_line_endings_alone_are_told_of(told, folders):
    path = folders[1] / "personas" / "a.md"
    path.write_bytes(ONE.replace("\n", "\r\n").encode())
    assert told("compare", *folders).stdout.splitlines()[:2] == [
        "from then to now: 0 changes",
        "  personas/a.md differs in what is not compared, such as white space or line endings",
    ]


def test_a_long_text_is_told_from_its_first_difference_on(told, folders):
    same = "Answers the same question every day, and every day to somebody else who never reads, "
    for folder, last in zip(folders, ("on Monday", "on Friday"), strict=True):
        path = folder / "personas" / "a.md"
        path.write_text(ONE.replace("Too many alerts to read in a working day", same + last))
    assert told("compare", *folders).stdout.splitlines()[:5] == [
        "Statements",
        "  Ada the Admin",
        "    reworded  personas/a.md:8",
        "              - …else who never reads, on Monday",
        "              + …else who never reads, on Friday",
    ]


def test_a_long_text_that_only_grew_is_told_from_there_on(told, folders):
    text = " ".join(["Answers the same question every day, and every day to somebody else"] * 2)
    for folder, last in zip(folders, ("", " again"), strict=True):
        path = folder / "personas" / "a.md"
        path.write_text(ONE.replace("Too many alerts to read in a working day", text + last))
    assert told("compare", *folders).stdout.splitlines()[3:5] == [
        "              - …every day to somebody else",
        "              + …every day to somebody else again",
    ]


def test_a_persona_that_moved_is_told_once_where_from_and_where_to(told, folders):
    (folders[1] / "personas" / "a.md").unlink()
    (folders[1] / "personas" / "b.md").write_text("# Others\n\n" + ONE.partition("\n\n")[2])
    lines = told("compare", *folders).stdout.splitlines()
    assert "  moved     personas/a.md:3 → personas/b.md:3  Ada the Admin" in lines
    assert "  moved     personas/a.md:1 → personas/b.md:1" in lines


def test_gaps_that_a_suggestion_closed_are_said_to_be_that(told, folders):
    start = ONE.partition("### How")[0]
    (folders[0] / "personas" / "a.md").write_text(start)
    (folders[1] / "personas" / "a.md").write_text(ONE)
    lines = told("compare", *folders).stdout.splitlines()
    coverage = lines[lines.index("Coverage") : lines.index("Findings")]
    closed = sum(line.startswith("  closed") for line in coverage)
    assert closed > 0
    said = f"  {closed} of the {closed} that closed or opened rest on suggestions, which are weak"
    assert said in lines


def test_findings_that_only_one_edition_has_are_told(told, folders):
    for folder, words in zip(folders, ("[a](gone.md)", "[b](lost.md)"), strict=True):
        (folder / "personas" / "a.md").write_text(ONE.replace("Runs", words))
    lines = told("compare", *folders).stdout.splitlines()
    at = lines.index("Findings")
    found = [line.split()[:4] for line in lines[at + 1 : lines.index("", at)]]
    assert found == [
        ["opened", "personas/a.md:5", "error", "TB303"],
        ["closed", "personas/a.md:5", "error", "TB303"],
    ]


def test_json_and_csv_have_every_change(told, folders):
    rows = json.loads(told("compare", *folders, "--format", "json").stdout)
    assert [(row["change"], row["item"], row["new_id"]) for row in rows] == [
        ("renamed", "persona", "zoe-the-admin"),
        ("reworded", "statement", "zoe-the-admin/challenges/2"),
    ]
    sheet = list(csv.DictReader(io.StringIO(told("compare", *folders, "--format", "csv").stdout)))
    assert list(sheet[0]) == TABLE["changes"].names
    assert [row["old_text"] for row in sheet] == [row["old_text"] for row in rows]


def test_words_of_documents_cannot_steer_a_terminal(told, folders):
    path = folders[1] / "personas" / "a.md"
    path.write_text(TWO.replace("Zoe", "Zo\x1b[31me"))
    out = told("compare", *folders).stdout
    assert "\x1b" not in out
    assert r"Zo\x1b[31me" in out
