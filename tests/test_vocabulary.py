"""Personas of other projects: what settings read, and what is said before there are any."""

import pytest

import toolbelt_data
from toolbelt_data import ParameterError
from toolbelt_data.vocabulary import Vocabulary

# A list of numbered people, each with needs and frustrations.
NUMBERED = (
    "# Our users\n\n## Introduction\nWhom we talked to.\n\n"
    "## 1. Release manager\n### Needs\n- Ship on Fridays\n### Pain points\n- Flaky tests\n"
    "### Frustrations\n- Long queues\n### How we can help\n- A faster queue\n\n"
    "## 2. Auditor\n### Needs and wants\n- A list of parts\n### Pain points\n- Nobody keeps one\n"
)
# People of another foundation.
FOUNDATION = (
    "# Profiles\n\n## Profile: Lee the Lecturer\n### Role\n- Teaches\n### Challenges\n- Old material\n"
    "### What the Harbour Foundation offers\n- New material\n### Quote\n> I teach.\n"
)


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


def suggested(source):
    """Return the line of settings that would read a source."""
    return toolbelt_data.load(source).advice.split("put `")[1].split("` into")[0]


def test_numbered_people_are_read_with_the_settings_that_are_suggested(tmp_path):
    source = write(tmp_path / "s", personas__people=NUMBERED)
    corpus = toolbelt_data.load(write(source, suggested(source)))
    assert "unplaced" not in set(corpus.lines.role[4:])
    assert statements(corpus) == {
        ("release-manager", "goals"): "Ship on Fridays",
        ("release-manager", "challenges"): "Long queues",
        ("release-manager", "remedies"): "A faster queue",
        ("auditor", "goals"): "A list of parts",
        ("auditor", "challenges"): "Nobody keeps one",
    }


def test_five_lines_of_settings_read_a_list_of_another_foundation(tmp_path):
    settings = (
        'documents = ["docs/people.md"]\n[personas]\nheading = ["Profile: *"]\nignore = ["Quote"]\n'
        'organisation = ["Harbour Foundation"]\nrequired = ["role", "challenges"]\n'
    )
    source = write(tmp_path / "s", settings, docs__people=FOUNDATION, README="# Read me\n")
    corpus = toolbelt_data.load(source)
    assert corpus.documents.path.tolist() == ["docs/people.md"]
    assert corpus.personas[["name", "status"]].values.tolist() == [
        ["Lee the Lecturer", "documented"]
    ]
    assert statements(corpus)["lee-the-lecturer", "remedies"] == "New material"
    assert corpus.lines.role.tolist()[-2:] == ["ignored", "ignored"]


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
        ("Key (needs|wants)", "Key wants (draft)", "goals"),
        ("Needs", "Needs of others", None),
        ("Needs*", "Needs" + "x" * 1_000, None),
    ],
)
def test_a_pattern_has_stars_and_alternatives(pattern, heading, section):
    assert Vocabulary({"sections": {"goals": [pattern]}}).section(heading) == section


@pytest.mark.parametrize(
    ("personas", "message"),
    [
        ({"headings": []}, "toolbelt.toml: personas: unknown setting 'headings'; use heading,"),
        ({"heading": "Name: *"}, "personas.heading: 'Name: *' is not a list of texts"),
        ({"level": 7}, "personas.level: 7 is not a level from 1 to 6"),
        ({"required": ["rôle"]}, "personas.required: unknown setting 'rôle'; use role,"),
        ({"sections": {"aims": ["x"]}}, "personas.sections: unknown setting 'aims'; use summary,"),
        ({"sections": {"goals": "x"}}, "personas.sections.goals: 'x' is not a list of texts"),
        ({"organisation": [3]}, "personas.organisation: 3 is not a text"),
    ],
)
def test_what_settings_get_wrong_is_refused_in_one_line(personas, message):
    with pytest.raises(ParameterError) as error:
        Vocabulary(personas, "toolbelt.toml")
    assert message in str(error.value)


@pytest.mark.parametrize("command", ["gaps", "check", "tables", "report", "review"])
def test_every_command_says_which_documents_were_not_read(command, told, tmp_path):
    source = write(tmp_path / "s", personas__a="# Nothing\n\nHere.\n", personas__b=NUMBERED)
    words = {"tables": ["--out", "o"], "report": ["--out", "o"], "review": ["status"]}
    found = told(command, *words.get(command, []), "--source", source)
    assert (found.returncode, found.stderr.count("\n")) == (3, 1)
    seen = 'personas/b.md ("1. Release manager", "Needs", "Pain points"'
    assert f"s: no persona in 2 documents; nothing is read from {seen}" in found.stderr


def test_a_command_goes_on_where_some_documents_are_read(told, tmp_path):
    good = "## Name: Ada the Admin\n### Challenges\n- Pagers\n"
    source = write(tmp_path / "s", personas__good=good, personas__b=NUMBERED)
    found = told("gaps", "--source", source)
    assert (found.returncode, "Pagers" in found.stdout) == (0, True)
    assert found.stderr.startswith("toolbelt-data: nothing is read from personas/b.md")
    assert "nothing is read from" in repr(toolbelt_data.load(source))


def test_a_folder_without_persona_folders_needs_a_persona(told, tmp_path):
    source = write(tmp_path / "s", README="## As a User\n- x\n", node_modules__x="## Name: Ada\n")
    assert told("check", "--source", source).returncode == 3
    write(source, team="## Name: Bea the Builder\n")
    assert toolbelt_data.load(source).personas.name.tolist() == ["Bea the Builder"]


@pytest.mark.parametrize(
    ("pattern", "heading"),
    [
        ("*a*a*a*a*a*a*b", "a" * 199),
        ("(ab|abab|ababab)" * 14, "ab" * 95),
        ("*x" * 300 + "y", "x" * 190),
    ],
)
def test_no_pattern_takes_longer_than_the_text_is_long(pattern, heading):
    one = [pattern]
    words = Vocabulary({"sections": {"goals": one}, "heading": one, "ignore": one})
    assert words.persona(heading * 50 + "c") is None
    assert words.section(heading + "c") in (None, "goals")


def test_what_is_suggested_reads_labels_brackets_and_sections_of_those_that_are_read(tmp_path):
    labels = "## Intro (v1) or | more (\n\nx\n\n## Ben\n\n- **Role**: x\n- **Frustrations**: z\n"
    source = write(tmp_path / "a", personas__a=labels)
    write(source, suggested(source))
    found = statements(toolbelt_data.load(source))
    assert found == {("ben", "role"): "x", ("ben", "challenges"): "z"}
    part = "## Name: Dana\n### Barriers\n- b\n### How Acme helps\n- c\n"
    source = write(tmp_path / "b", personas__b=part)
    write(source, suggested(source))
    corpus = toolbelt_data.load(source)
    assert ([*statements(corpus).values()], corpus.advice) == (["b", "c"], "")
