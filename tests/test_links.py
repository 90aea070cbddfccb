"""Links and names: where a link leads, whom the index lists, which spellings mean one persona."""

import pytest

import toolbelt_data
from toolbelt_data.links import (
    Candidate,
    Resolver,
    is_alike,
    likeness,
    listed,
    own_repositories,
    same_name,
    target,
    title_key,
)
from toolbelt_data.text import slug, words_slug
from toolbelt_data.vocabulary import split_name

ROOT = {"personas/README.md", "personas/a.md", "use_cases/README.md"}
FOLDER = {"README.md", "a.md"}
HERE = {"o/r"}


@pytest.mark.parametrize(
    ("address", "known", "wanted"),
    [
        ("a.md", ROOT, ("personas/a.md", None)),
        ("./deep/../a.md#x%20y", ROOT, ("personas/a.md", "x y")),
        ("../use_cases/README.md", ROOT, ("use_cases/README.md", None)),
        ("#x", ROOT, ("personas/README.md", "x")),
        ("#", ROOT, (None, None)),
        ("", ROOT, (None, None)),
        ("/personas/a.md#x", ROOT, ("personas/a.md", "x")),
        ("https://github.com/o/r/blob/main/personas/a.md#x", ROOT, ("personas/a.md", "x")),
        ("https://github.com/o/r/blob/feature/b/personas/a.md", ROOT, ("personas/a.md", None)),
        ("https://gitlab.com/o/r/-/blob/main/personas/a.md", ROOT, ("personas/a.md", None)),
        ("https://raw.githubusercontent.com/o/r/main/personas/a.md", ROOT, ("personas/a.md", None)),
        ("https://github.com/o/r/edit/main/personas/gone.md", ROOT, ("personas/gone.md", None)),
        ("https://github.com/other/r/blob/main/personas/gone.md", ROOT, (None, None)),
        ("https://github.com/o/r/issues/3", ROOT, (None, None)),
        ("https://example.org/a.md", ROOT, (None, None)),
        ("mailto:ada@example.org", ROOT, (None, None)),
        ("http://[", ROOT, (None, None)),
        ("https://github.com/o/r/blob/main/personas/a.md", FOLDER, ("a.md", None)),
        ("https://github.com/o/r/blob/v1/a.md", FOLDER, ("a.md", None)),
        ("/personas/a.md", FOLDER, ("a.md", None)),
    ],
)
def test_where_a_link_leads(address, known, wanted):
    path = "README.md" if known is FOLDER else "personas/README.md"
    assert target(address, path, known, HERE) == wanted


def test_the_repository_of_the_documents_is_known_by_its_links_or_by_its_address():
    there = "https://github.com/{}/blob/main/personas/a.md"
    links = [there.format("o/r"), "https://github.com/x/y/blob/main/personas/elsewhere.md"]
    assert own_repositories(links, ROOT) == {"o/r"}
    own = "https://github.com/fork/r/blob/1a2b/"
    assert own_repositories(links, ROOT, own) == {"o/r", "fork/r"}
    assert own_repositories([there.format("o/other")], ROOT, own) == {"fork/r"}


def test_a_listing_of_another_repository_is_not_a_missing_document(documents):
    corpus = documents(
        README="## G\n- *Sub Personas*:"
        " [Bea the Builder](https://github.com/other/docs/blob/main/personas/bea.md)\n"
    )
    assert corpus.listings.target_path.isna().all()
    assert "TB303" not in set(toolbelt_data.check(corpus).code)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("[Ada (of Ops](a.md#ada), Bob, [Cy](c.md)", ["Ada (of Ops", "Bob", "Cy"]),
        ("Bob, Ada](a.md#ada), [Cy](c.md)", ["Bob", "Ada!", "Cy"]),
        ("[Ada, the Admin](a.md#ada), Bob", ["Ada, the Admin", "Bob"]),
        ("[Ada] (a.md#ada); Bob (Ops, Inc.) and more", ["Ada!", "Bob (Ops, Inc.) and more"]),
        ("Ada (forthcoming), Bob - runs servers, etc.", ["Ada", "Bob"]),
        ("[placeholder], none yet", []),
        ("![logo](a.png) **Ada**, [Bob][b]", ["logo Ada", "Bob"]),
    ],
)
def test_names_are_listed_with_malformed_links_marked(text, names):
    found = listed(text, {"B": {"href": "b.md", "title": ""}})
    assert [one.name + "!" * one.malformed for one in found] == names


@pytest.mark.parametrize(
    ("name", "given", "archetype"),
    [
        ("Ada The Admin", "Ada", "Admin"),
        ("Ada, an Admin", "Ada", "Admin"),
        ("Ada  a  Great Admin", "Ada", "Great Admin"),
        ("Olga OSPO", "Olga", "OSPO"),
        ("Theo theatre fan", "Theo", "theatre fan"),
        ("The Admin", None, "Admin"),
        ("Layperson", None, "Layperson"),
    ],
)
def test_a_name_is_given_name_and_archetype(name, given, archetype):
    found = split_name(name)
    assert (found.given_name, found.archetype) == (given, archetype)


def test_case_spaces_and_punctuation_make_no_other_name():
    assert same_name("Ada the Admin", "ada, Admin")
    assert not same_name("", "-")
    assert not same_name("Ada the Admin", "Ida the Admin")
    assert title_key("Admin Personas") == title_key("The Admins (all)") == "admin"
    assert title_key("()") == ""


def test_given_name_and_archetype_are_compared_apart():
    assert likeness("Ada the Admin", "Ada the Baker")[0] == 1.0
    assert likeness("Ada the Admin", "Ada the Senior Admin") == (1.0, 1.0)
    assert likeness("Ada the Admin", "Admin")[0] == 0.0


@pytest.mark.parametrize(
    ("one", "other", "here", "alike"),
    [
        ("Stansilav the Student", "Stanislav the Student Maintainer", False, True),
        ("Alison the Solutions Architect", "Alex the Solution Architect", True, True),
        ("Alison the Solutions Architect", "Alex the Solution Architect", False, False),
        ("Ada the Admin", "Ada the Baker", True, False),
        ("Corporate Carl", "Carl the Consumer", False, False),
        ("", "", True, False),
    ],
)
def test_names_that_differ_may_mean_one(one, other, here, alike):
    assert is_alike(one, other, here) is is_alike(other, one, here) is alike


def test_a_name_is_resolved_by_link_then_words_then_likeness():
    people = [
        Candidate("ada", "Ada the Admin", "Name: Ada the Admin", "a.md"),
        Candidate("ada-2", "Ada the Admin", "Name: Ada the Admin", "b.md"),
        Candidate("stan", "Stanislav the Student", "Name: Stanislav the Student", "b.md"),
    ]
    wanted = {
        ("Ada the Admin", "b.md", "name-ada-the-admin"): ("ada-2", "anchor"),
        ("Ada the Admin", "b.md"): ("ada-2", "name"),
        ("Ada the Admin",): ("ada", "name"),
        ("Ada", "a.md", "name-ada-the-admin"): ("ada", "anchor"),
        ("Bob the Builder", "a.md", "name-ada-the-admin"): (None, "none"),
        ("Stansilav the Student",): ("stan", "fuzzy"),
        ("Steve the Student", "b.md"): ("stan", "fuzzy"),
        ("x" * 1_000_000,): (None, "none"),
    }
    resolver = Resolver(people)
    assert {one: resolver.find(*one) for one in wanted} == wanted


def test_a_name_is_compared_with_a_bounded_number_of_personas(monkeypatch):
    calls = []
    monkeypatch.setattr(
        toolbelt_data.links, "likeness", lambda *names: calls.append(names) or likeness(*names)
    )
    people = [Candidate(f"p{n}", f"Ada{n} the Admin{n}", "", "a.md") for n in range(2_000)]
    resolver = Resolver(people)
    for n in range(2_000):
        resolver.find(f"Adx{n} the Baker", "a.md")
    assert 0 < len(calls) <= 2_000 * 200


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Name: Jose\u0301 the Admin", "name-jose\u0301-the-admin"),
        ("Ada \u2764\ufe0f Admin", "ada-\ufe0f-admin"),
        ("हिन्दी", "हिन्दी"),
        ("C++ & C#", "c--c"),
    ],
)
def test_slugs_keep_combining_marks_as_github_does(text, anchor):
    assert slug(text) == anchor
    assert words_slug("हिन्दी / देव") == "हिन्दी-देव"


def test_right_links_to_headings_with_marks_are_no_findings(shared):
    for case in ("marks", "case"):
        corpus = toolbelt_data.load(shared / "cases" / "tools" / "06-anchors-marks-and-case" / case)
        assert "TB302" not in set(toolbelt_data.check(corpus).code)


def test_headings_and_links_are_tables_with_their_places(documents):
    corpus = documents(
        a="# T\n## Name: Ada\nSee [b](b.md#x)\nand [c](#t), [d](https://x.org).\n\n> # T\n"
    )
    assert corpus.headings[["line", "level", "text", "anchor"]].to_numpy().tolist() == [
        [1, 1, "T", "t"],
        [2, 2, "Name: Ada", "name-ada"],
        [6, 1, "T", "t-1"],
    ]
    found = corpus.links[["line", "ordinal", "text", "target_path", "target_anchor"]]
    assert found.fillna("").to_numpy().tolist() == [
        [3, 1, "b", "personas/b.md", "x"],
        [4, 1, "c", "personas/a.md", "t"],
        [4, 2, "d", "", ""],
    ]
