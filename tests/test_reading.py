"""What a careful reader would say of names, links, markers and prose."""

import pytest

import toolbelt_data
from toolbelt_data import Corpus
from toolbelt_data.corpus import summed_up
from toolbelt_data.source import Edition


def load(**files) -> Corpus:
    given = {name.replace("__", "/") + ".md": text.encode() for name, text in files.items()}
    return toolbelt_data.load(Edition("test", "", files=dict(sorted(given.items()))))


def persona(name, body=""):
    return f"## Name: {name}\n{body}\n"


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (
            "She lacks time, money for tools, and support. | Lacks time | Money for tools",
            {0: [1, 2]},
        ),
        ("Finn keeps three tools. He reports flaws. | Flaws are ignored | Keeping is hard", {}),
        ("Tools are hard to set up. Pages on tools lack. | Tools break | Pages lack | No time", {}),
        ("One. Two. | One", {}),
    ],
)
def test_prose_sums_up_only_what_follows_it_item_by_item(texts, found):
    assert summed_up(texts.split(" | ")) == found


@pytest.mark.parametrize(
    ("heading", "name", "given", "archetype", "marker"),
    [
        ("Ada The Admin", "Ada The Admin", "Ada", "Admin", ""),
        ("The Admin", "The Admin", "", "Admin", ""),
        ("Layperson", "Layperson", "", "Layperson", ""),
        ("Yan the Y (Draft Officer)", "Yan the Y (Draft Officer)", "Yan", "Y (Draft Officer)", ""),
        ("Uma the User (TBD owner)", "Uma the User (TBD owner)", "Uma", "User (TBD owner)", ""),
        ("Uma the User (TBD by May)", "Uma the User", "Uma", "User", "forthcoming"),
        ("Vic the Vendor [placeholder]", "Vic the Vendor", "Vic", "Vendor", "forthcoming"),
        ("Wim (future)", "Wim", "", "Wim", "future"),
        ("Xena (Futures trader)", "Xena (Futures trader)", "Xena", "(Futures trader)", ""),
    ],
)
def test_a_heading_says_name_given_name_archetype_and_marker(
    heading, name, given, archetype, marker
):
    found = load(a=persona(heading)).personas[["name", "given_name", "archetype", "marker"]]
    assert found.fillna("").values.tolist() == [[name, given, archetype, marker]]


@pytest.mark.parametrize(
    ("bracket", "status"),
    [
        ("(incomplete, we agreed to go on)", "incomplete"),
        ("(TBD)", "incomplete"),
        ("(current and future)", "written"),
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
