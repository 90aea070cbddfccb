"""Personas of other projects: what settings read, and what is said before there are any."""

import pytest

import toolbelt_data
from toolbelt_data import ParameterError
from toolbelt_data.reader import read_document
from toolbelt_data.vocabulary import Vocabulary

# A list of numbered people, each with needs and frustrations.
NUMBERED = """# Our users

## Introduction
Whom we talked to.

## 1. Release manager
### Needs
- Ship on Fridays
### Pain points
- Flaky tests
### Frustrations
- Long queues
### How we can help
- A faster queue

## 2. Auditor
### Needs and wants
- A list of parts
### Pain points
- Nobody keeps one
"""
# A file for each person, whose fields are labels in bold.
LABELLED = """# Kim, the Integrator

**Job:** Puts parts together

**Motivations:**
- Few surprises

**Barriers:**
- Licences differ
"""
# People of another foundation.
FOUNDATION = """# Profiles

## Profile: Lee the Lecturer
### Role
- Teaches
### Challenges
- Old material
### What the Harbour Foundation offers
- New material
### Quote
> I teach.
"""


def write(folder, settings="", **files):
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if settings:
        (folder / "toolbelt.toml").write_text(settings, encoding="utf-8")
    return folder


def statements(corpus):
    return {
        (row.persona_id, row.section): row.text
        for row in corpus.statements.drop_duplicates(["persona_id", "section"], keep="last").itertuples()
    }  # fmt: skip


def suggested(stderr):
    """Take the line of TOML out of a message."""
    return stderr.split("put `")[1].split("` into")[0]


def test_numbered_people_are_read_with_the_settings_that_the_message_names(told, tmp_path):
    source = write(tmp_path / "s", personas__people=NUMBERED)
    before = told("gaps", "--source", source)
    assert before.returncode == 3
    assert 'personas/people.md ("1. Release manager", "Needs", "Pain points"' in before.stderr
    write(source, suggested(before.stderr))
    corpus = toolbelt_data.load(source)
    assert "unplaced" not in set(corpus.lines.role[4:])
    assert statements(corpus) == {
        ("release-manager", "goals"): "Ship on Fridays",
        ("release-manager", "challenges"): "Long queues",
        ("release-manager", "remedies"): "A faster queue",
        ("auditor", "goals"): "A list of parts",
        ("auditor", "challenges"): "Nobody keeps one",
    }
    assert told("gaps", "--source", source).returncode == 0


def test_labels_in_bold_are_read_with_settings(told, tmp_path):
    source = write(tmp_path / "s", personas__kim=LABELLED)
    before = told("check", "--source", source)
    assert before.returncode == 3
    write(source, suggested(before.stderr))
    corpus = toolbelt_data.load(source)
    assert statements(corpus) == {
        ("kim-the-integrator", "role"): "Puts parts together",
        ("kim-the-integrator", "goals"): "Few surprises",
        ("kim-the-integrator", "challenges"): "Licences differ",
    }
    assert "unplaced" not in set(corpus.lines.role)


def test_five_lines_of_settings_read_a_list_of_another_foundation(told, tmp_path):
    source = write(tmp_path / "s", docs__people=FOUNDATION, README="# Read me\n")
    assert told("tables", "--source", source, "--out", tmp_path / "o").returncode == 3
    write(
        source,
        'documents = ["docs/people.md"]\n[personas]\nheading = ["Profile: *"]\n'
        'organisation = ["Harbour Foundation"]\nrequired = ["role", "challenges"]\n'
        'ignore = ["Quote"]\n',
    )
    corpus = toolbelt_data.load(source)
    assert corpus.documents.path.tolist() == ["docs/people.md"]
    assert corpus.personas[["name", "status"]].to_numpy().tolist() == [
        ["Lee the Lecturer", "documented"]
    ]
    assert statements(corpus)["lee-the-lecturer", "remedies"] == "New material"
    (source / "docs" / "people.md").write_text(FOUNDATION + "\n# Quote\nNobody's.\n")
    assert toolbelt_data.load(source).lines.role.tolist()[-2:] == ["ignored", "ignored"]
    (source / "docs" / "people.md").write_text(FOUNDATION)
    assert corpus.lines.role.tolist()[-2:] == ["ignored", "ignored"]
    assert told("gaps", "--source", source).returncode == 0


def test_a_level_adds_to_the_headings_and_leaves_out_what_except_names():
    words = Vocabulary({"level": 2, "except": ["Introduction", "About *"]})
    assert words.persona("1. Ben", 2).name == "Ben"
    assert words.persona("Name: Ada", 3).name == "Ada"
    for heading in ("Introduction", "About us", "Goals:"):
        assert words.persona(heading, 2) is None
    assert words.persona("Ben", 3) is None


@pytest.mark.parametrize(
    ("pattern", "heading", "section"),
    [
        ("Needs*", "Needs and wants", "goals"),
        ("Needs*", "3. needs:", "goals"),
        ("Key (needs|wants)", "Key wants (draft)", "goals"),
        ("Wish (list|box)", "Wish box", "goals"),
        ("Needs", "Needs of others", None),
        ("Needs*", "Needs" + "x" * 1_000, None),
    ],
)
def test_a_pattern_has_stars_and_alternatives(pattern, heading, section):
    assert Vocabulary({"sections": {"goals": [pattern]}}).section(heading) == section


@pytest.mark.parametrize(
    ("personas", "said"),
    [
        ({"headings": []}, "toolbelt.toml: personas: unknown setting 'headings'; use heading,"),
        ({"heading": "Name: *"}, "personas.heading: 'Name: *' is not a list of texts"),
        ({"level": True}, "personas.level: True is not a level from 1 to 6"),
        ({"level": 7}, "personas.level: 7 is not a level from 1 to 6"),
        ({"required": ["rôle"]}, "personas.required: unknown setting 'rôle'; use role,"),
        ({"required": []}, "personas.required: unknown setting '[]'; use role,"),
        ({"sections": {"aims": ["x"]}}, "personas.sections: unknown setting 'aims'; use summary,"),
        ({"sections": {"goals": "x"}}, "personas.sections.goals: 'x' is not a list of texts"),
        ({"organisation": [3]}, "personas.organisation: 3 is not a text"),
    ],
)
def test_what_settings_get_wrong_is_said_in_one_line(personas, said):
    with pytest.raises(ParameterError) as error:
        Vocabulary(personas, "toolbelt.toml")
    assert said in str(error.value)


@pytest.mark.parametrize("command", ["gaps", "check", "tables", "report", "review"])
def test_every_command_says_which_documents_were_not_read(command, told, tmp_path):
    source = write(tmp_path / "s", personas__a="# Nothing\n\nHere.\n", personas__b=NUMBERED)
    words = {"tables": ["--out", "o"], "report": ["--out", "o"], "review": ["status"]}
    found = told(command, *words.get(command, []), "--source", source)
    assert found.returncode == 3
    assert found.stderr.count("\n") == 1
    assert "s: no persona in 2 documents; nothing is read from" in found.stderr
    assert "personas/b.md (" in found.stderr


@pytest.mark.parametrize("command", ["gaps", "check"])
def test_a_command_goes_on_where_some_documents_are_read(command, told, tmp_path):
    good = "## Name: Ada the Admin\n### Challenges\n- Pagers\n"
    source = write(tmp_path / "s", personas__good=good, personas__b=NUMBERED)
    found = told(command, "--source", source)
    assert found.returncode == 0
    assert "Pagers" in found.stdout or "Ada" in found.stdout
    assert found.stderr.startswith("toolbelt-data: nothing is read from personas/b.md")
    assert "nothing is read from" in repr(toolbelt_data.load(source))


def test_a_folder_without_persona_folders_needs_a_persona(told, tmp_path):
    source = write(tmp_path / "s", README="## As a User\n- x\n", node_modules__x="## Name: Ada\n")
    assert told("check", "--source", source).returncode == 3
    write(source, team="## Name: Bea the Builder\n")
    assert toolbelt_data.load(source).personas.name.tolist() == ["Bea the Builder"]


def test_no_document_of_the_embedded_editions_is_taken_for_another_projects():
    for name in ("2025-04-04", "2025-05-29", "2025-06-10"):
        assert toolbelt_data.load(name).advice == ""


@pytest.mark.parametrize(
    ("pattern", "heading"),
    [
        ("*a*a*a*a*a*a*b", "a" * 199),
        ("(ab|abab|ababab)" * 14, "ab" * 95),
        ("*x" * 300 + "y", "x" * 190),
    ],
)
def test_no_pattern_takes_longer_than_the_text_is_long(pattern, heading):
    words = Vocabulary(
        {"sections": {"goals": [pattern]}, "heading": [pattern], "ignore": [pattern]}
    )
    assert words.persona(heading * 50 + "c") is None
    assert words.section(heading + "c") in (None, "goals")


def test_a_bracket_that_is_not_closed_is_a_character_like_any_other():
    assert Vocabulary({"heading": ["Who (((: *"]}).persona("Who (((: Ada").name == "Ada"


def test_what_is_suggested_reads_labels_brackets_and_sections_of_those_that_are_read(
    told, tmp_path
):
    labels = "## Intro (v1) or | more (\n\nx\n\n## Ben\n\n- **Role**: x\n- **Frustrations**: z\n"
    source = write(tmp_path / "a", personas__a=labels)
    write(source, suggested(told("gaps", "--source", source).stderr))
    assert statements(toolbelt_data.load(source)) == {
        ("ben", "role"): "x",
        ("ben", "challenges"): "z",
    }
    part = "## Name: Dana\n### Barriers\n- b\n### How Acme helps\n- c\n"
    source = write(tmp_path / "b", personas__b=part)
    before = told("check", "--source", source)
    assert 'not all is read from personas/b.md ("Barriers", "How Acme helps")' in before.stderr
    write(source, suggested(before.stderr))
    assert [*statements(toolbelt_data.load(source)).values()] == ["b", "c"]
    assert told("check", "--source", source).stderr == ""


def test_a_label_of_an_ignored_section_is_left_out_as_its_heading_is():
    words = Vocabulary({"ignore": ["Quote"]})
    text = "## Name: Ada\n**Role:** x\n\n**Quote:** y\n\n**Goals:** z\n"
    assert read_document(text, words).roles == [
        *("persona", "section", "blank", "ignored", "blank", "section")
    ]
