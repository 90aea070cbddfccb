"""What a careful reader would say of names, links, markers and prose."""

import pytest

import toolbelt_data
from toolbelt_data import Corpus
from toolbelt_data.corpus import summed_up
from toolbelt_data.source import Edition, embedded_edition


def load(**files) -> Corpus:
    given = {name.replace("__", "/") + ".md": text.encode() for name, text in files.items()}
    return toolbelt_data.load(Edition("test", "", files=dict(sorted(given.items()))))


def persona(name, body=""):
    return f"## Name: {name}\n{body}\n"


@pytest.mark.parametrize(
    "blank", ["\u0085", "\x1c", "\x1d", "\x1e", "\x1f", "\xa0", "\u2028", "\u200b"]
)
def test_lines_of_strange_blanks_shift_no_line_number(blank):
    corpus = load(a=f"## Name: A B\n### Role\n\n{blank}\ntext\n\n- b")
    assert corpus.statements.line.tolist() == [5, 7]
    assert corpus.lines.role.tolist()[3] == "blank"


def test_many_pictures_in_a_line_are_read_at_all():
    corpus = load(a=persona("A B", "![a](b) " * 60 + "x\n\n" + "[![a](b)](c) " * 60 + "y"))
    assert len(corpus.statements) == 2


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (
            ["She lacks time, money for tools, and support.", "Lacks time", "Money for tools"],
            {0: [1, 2]},
        ),
        (
            [
                "Finn maintains three security tools. He reports every vulnerability to projects.",
                "Projects ignore the vulnerability reports",
                "Security tools are hard to maintain",
                "Reporting is slow",
            ],
            {},
        ),
        (
            [
                "OpenSSF tools are hard to set up. Documentation of the tools is missing.",
                "Tools break CI",
                "Documentation missing",
                "No budget",
            ],
            {},
        ),
        (["One. Two.", "One"], {}),
    ],
)
def test_prose_sums_up_only_what_follows_it_item_by_item(texts, found):
    assert summed_up(texts) == found


@pytest.mark.parametrize(
    ("heading", "name", "marker"),
    [
        ("Tim the Tool (Wipro)", "Tim the Tool (Wipro)", None),
        ("Ophelia IT (Infrastructure Engineer)", "Ophelia IT (Infrastructure Engineer)", None),
        ("Uma the User (WIP)", "Uma the User", "forthcoming"),
        ("Vic the Vendor [placeholder]", "Vic the Vendor", "forthcoming"),
        ("Wim (future)", "Wim", "future"),
        ("Xena the X (Futures trader)", "Xena the X (Futures trader)", None),
        ("Yan the Y (Draft Officer)", "Yan the Y (Draft Officer)", None),
    ],
)
def test_only_a_marker_is_left_out_of_a_name(heading, name, marker):
    row = load(a=persona(heading)).personas.fillna("none").iloc[0]
    assert (row["name"], row.marker) == (name, marker or "none")


@pytest.mark.parametrize(
    ("bracket", "status"),
    [
        ("(incomplete, we agreed to go on)", "incomplete"),
        ("(TBD)", "incomplete"),
        ("(current and future)", "written"),
        ("(to be fair)", "written"),
        ("(not incomplete)", "written"),
    ],
)
def test_only_a_marker_makes_a_section_incomplete(bracket, status):
    corpus = load(a=persona("A B", f"### Goals {bracket}\n- x"))
    assert corpus.sections.set_index("section").status["goals"] == status


def test_a_name_held_twice_takes_the_stem_the_path_or_a_number():
    corpus = load(b=persona("Ann Bee"), z=persona("Ann Bee") + persona("Cy") + persona("Cy"))
    assert corpus.personas.persona_id.tolist() == ["ann-bee-b", "ann-bee-z", "cy-z", "cy-z-1"]
    more = load(b=persona("Ann Bee"), z=persona("Ann Bee"), deep__b=persona("Ann Bee"))
    assert more.personas.persona_id.tolist() == ["ann-bee-b", "ann-bee-deep-b", "ann-bee-z"]


def test_a_plain_name_keeps_its_id_when_another_would_get_it():
    before = load(z=persona("Dev Ops"))
    after = load(a=persona("Dev"), ops=persona("Dev"), z=persona("Dev Ops"))
    assert before.personas.persona_id.tolist() == ["dev-ops"]
    assert after.personas.set_index("path").persona_id["z.md"] == "dev-ops"


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("a.md#n", "personas/a.md"),
        ("../personas/a.md#n", "personas/a.md"),
        ("/personas/a.md#n", "personas/a.md"),
        ("#n", "personas/README.md"),
        ("https://example.org/page", None),
        ("https://[broken", None),
    ],
)
def test_a_link_of_the_index_leads_to_a_document(link, path):
    corpus = load(personas__README=f"## G\n- Sub Personas: [Ann Bee]({link})\n")
    found = corpus.listings.target_path.fillna("none").tolist()
    assert found == [path or "none"]


def test_each_name_of_a_list_has_its_own_lines():
    corpus = load(
        a="## Admins\n- *Common Challenges*: Time.\n"
        "- *Sub Personas*: Ada the Admin, *Bea* the\n  Builder,\n  [Cy the Cook](#cy), Dee\n"
    )
    places = corpus.listings[["name", "line", "end_line"]].to_numpy().tolist()
    assert places == [
        ["Ada the Admin", 3, 3],
        ["Bea the Builder", 3, 4],
        ["Cy the Cook", 5, 5],
        ["Dee", 5, 5],
    ]
    assert corpus.lines.item_ids.str.len().tolist() == [1, 1, 2, 1, 2]


def test_the_words_of_a_listing_win_over_its_link():
    index = "## G\n- Sub Personas: [Finn the Finder](s.md#name-yasmine-the-lead)\n"
    both = load(README=index, s=persona("Yasmine the Lead") + persona("Finn the Finder"))
    assert both.listings.persona_id.tolist() == ["finn-the-finder"]
    alone = load(README=index, s=persona("Yasmine the Lead"))
    assert alone.listings.resolution.tolist() == ["none"]


def test_a_persona_is_in_the_group_of_its_files_title_and_in_those_that_list_it():
    index = "## Platform Engineer\n- Sub Personas: Ann Bee\n## Student\n- Sub Personas: Cy Dee\n"
    corpus = load(
        README=index,
        students="# Students\n" + persona("Ann Bee") + persona("Eve Fox"),
        others="# Others\n" + persona("Gus Hay"),
    )
    groups = corpus.personas.set_index("persona_id").group_ids.to_dict()
    assert groups == {
        "ann-bee": ["student", "platform-engineer"],
        "eve-fox": ["student"],
        "gus-hay": [],
    }
    assert corpus.personas.group_id.fillna("none").tolist() == ["none", "student", "student"]


def test_an_older_embedded_edition_says_so_too():
    edition = toolbelt_data.open_edition(embedded_edition("2025-04-04"))
    assert edition.embedded
    assert "restated" in edition.label


def test_a_rule_or_a_definition_after_a_persona_is_not_part_of_it():
    corpus = load(a=persona("A B", "### Role\n- x\n\n---\n\n[d]: e"))
    assert corpus.personas.end_line.tolist() == [3]
    assert corpus.lines.role.tolist()[-3:] == ["rule", "blank", "definition"]


@pytest.mark.parametrize("heading", ["Name: Cy the Dev\n-", "Goals\n---", "As a User\n-"])
def test_an_underlined_heading_that_names_something_is_one(heading):
    corpus = load(a=persona("A B", f"### Role\n- x\n\n{heading}\n- y"))
    assert corpus.lines.role[4] in ("persona", "section", "actor")
    assert corpus.lines.role[5] == corpus.lines.role[4]


def test_an_underlined_sentence_is_a_paragraph_and_a_rule():
    corpus = load(a=persona("A B", "### Role\n- x\n\nRuns servers.\n---\n\nWords\n==="))
    assert corpus.statements.text.tolist() == ["x", "Runs servers."]
    assert corpus.lines.role.tolist()[4:] == ["statement", "rule", "blank", "heading", "heading"]


def test_a_long_line_in_a_list_is_not_taken_for_a_name():
    corpus = load(a=persona("A B", f"### Role\n- Name: Cy\n\nName: {'x' * 300}"))
    assert corpus.personas.name.tolist() == ["A B"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("---\nkey: value\n---\n", "front_matter"),
        ("---\nWords of a note.\n---\n", "rule"),
        ("---\nkey: value\nWords of a note.\n---\n", "rule"),
        ("Words.\nkey: value\n---\n", "prose"),
    ],
)
def test_only_keys_between_rules_at_the_beginning_are_front_matter(text, first):
    assert load(a=text).lines.role[0] == first


def test_a_fence_that_is_closed_keeps_the_headings_in_it():
    text = persona("A B", "### Role\n- x\n\n```\n## Name: C D\n```")
    assert load(a=text).personas.name.tolist() == ["A B"]
