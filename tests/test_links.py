"""Links and headings: where a link leads, and which anchor a heading has."""

import pytest

import toolbelt_data
from toolbelt_data.links import target
from toolbelt_data.text import slug, words_slug

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


def test_a_listing_of_another_repository_is_not_a_missing_document(documents):
    corpus = documents(
        README="## G\n- *Sub Personas*:"
        " [Bea the Builder](https://github.com/other/docs/blob/main/personas/bea.md)\n"
    )
    assert corpus.listings.target_path.isna().all()
    assert "TB303" not in set(toolbelt_data.check(corpus).code)


def test_slugs_keep_combining_marks_as_github_does():
    assert slug("Name: Jose\u0301, the C++ Admin") == "name-jose\u0301-the-c-admin"
    assert slug("Ada \u2764\ufe0f Admin") == "ada-\ufe0f-admin"
    assert words_slug("हिन्दी / देव") == "हिन्दी-देव"


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
