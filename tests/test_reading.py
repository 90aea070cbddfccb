"""What a careful reader would say of names, links, markers and prose."""

import pytest

import toolbelt_data
from toolbelt_data import Corpus, embedded
from toolbelt_data.restatements import restated
from toolbelt_data.source import Edition


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
def test_prose_restates_only_what_follows_it_item_by_item(texts, found):
    assert restated(texts) == found


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
        ("https://github.com/o/r/blob/feature/x/personas/a.md#n", "personas/a.md"),
        ("https://raw.githubusercontent.com/o/r/main/personas/a.md#n", "personas/a.md"),
        ("https://gitlab.com/o/r/-/blob/main/personas/a.md#n", "personas/a.md"),
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


def test_the_words_of_a_listing_win_over_its_link():
    index = "## G\n- Sub Personas: [Finn the Finder](s.md#name-yasmine-the-lead)\n"
    both = load(README=index, s=persona("Yasmine the Lead") + persona("Finn the Finder"))
    assert both.listings.persona_id.tolist() == ["finn-the-finder"]
    alone = load(README=index, s=persona("Yasmine the Lead"))
    assert alone.listings.resolution.tolist() == ["none"]


def test_a_persona_is_in_the_group_that_lists_it_else_in_that_of_its_files_title():
    index = "## Platform Engineer\n- Sub Personas: Ann Bee\n## Student\n- Sub Personas: Cy Dee\n"
    corpus = load(
        README=index,
        students="# Students\n" + persona("Ann Bee") + persona("Eve Fox"),
        others="# Others\n" + persona("Gus Hay"),
    )
    groups = corpus.personas.set_index("persona_id").group_id.fillna("none").to_dict()
    assert groups == {"ann-bee": "platform-engineer", "eve-fox": "student", "gus-hay": "none"}


def test_an_older_embedded_edition_says_so_too():
    edition = toolbelt_data.open_edition(embedded.edition("2025-04-04"))
    assert edition.embedded
    assert "restated" in edition.label
