"""Listings: where a link of the index leads, and what becomes of a group's line of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolbelt_data import listings
from toolbelt_data.listings import listed, target

ROOT = frozenset({"personas/README.md", "personas/a.md", "use_cases/README.md"})
CASES_ALONE = frozenset({"use_cases/README.md"})
FOLDER = frozenset({"README.md", "a.md"})


@pytest.mark.parametrize(
    ("address", "known", "wanted"),
    [
        ("a.md", ROOT, ("personas/a.md", None)),
        ("a.md#x", ROOT, ("personas/a.md", "x")),
        ("./deep/../a.md#x%20y", ROOT, ("personas/a.md", "x y")),
        ("../use_cases/README.md", ROOT, ("use_cases/README.md", None)),
        ("#x", ROOT, ("personas/README.md", "x")),
        ("#", ROOT, (None, None)),
        ("", ROOT, (None, None)),
        ("/personas/a.md#x", ROOT, ("personas/a.md", "x")),
        ("https://github.com/o/r/blob/main/personas/a.md#x", ROOT, ("personas/a.md", "x")),
        ("https://github.com/o/r/blob/feature/b/personas/a.md", ROOT, ("personas/a.md", None)),
        (
            "https://github.com/o/r/blob/main/old/personas/x/personas/a.md",
            ROOT,
            ("personas/a.md", None),
        ),
        ("https://gitlab.com/o/r/-/blob/main/personas/a.md", ROOT, ("personas/a.md", None)),
        ("https://raw.githubusercontent.com/o/r/main/personas/a.md", ROOT, ("personas/a.md", None)),
        ("https://github.com/o/r/raw/main/personas/a.md", ROOT, ("personas/a.md", None)),
        ("https://github.com/o/r/edit/main/personas/gone.md", ROOT, ("personas/gone.md", None)),
        ("https://github.com/o/r/blob/main/docs/x.md", ROOT, (None, None)),
        ("https://github.com/o/r/issues/3", ROOT, (None, None)),
        ("https://example.org/a.md", ROOT, (None, None)),
        ("mailto:ada@example.org", ROOT, (None, None)),
        ("http://[", ROOT, (None, None)),
        ("https://github.com/o/r/blob/main/personas/a.md", CASES_ALONE, ("personas/a.md", None)),
        ("https://github.com/o/r/blob/main/personas/a.md", FOLDER, ("a.md", None)),
        ("https://github.com/o/r/blob/v1/a.md", FOLDER, ("a.md", None)),
        ("/personas/a.md", FOLDER, ("a.md", None)),
        ("/a.md", FOLDER, ("a.md", None)),
    ],
)
def test_where_a_link_leads(address, known, wanted):
    path = "README.md" if known is FOLDER else "personas/README.md"
    assert target(address, path, known) == wanted


PARTS = (
    *(
        "[",
        "]",
        "(",
        ")",
        "](",
        "Ada",
        "the Admin",
        ", ",
        "; ",
        " ",
        "\n",
        "a.md",
        "#x",
        "https://",
    ),
    *("example.org/", "//", "a..b/", "-", "_", "*", "!", "&amp;", "<b>", "%20", "é", "\xa0", ",("),
    *("[Ada](a.md#ada)", "[Bob](https://example.org/o/r/blob/main/personas/b.md#bob)", "[C]"),
)


@given(st.lists(st.sampled_from(PARTS), max_size=9).map("".join))
def test_plain_links_are_read_as_the_parser_reads_them(text):
    known = {"C": {"href": "c.md", "title": ""}}
    found = listed(text, known)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(listings, "_plain_runs", lambda _: [])
        assert listed(text, known) == found


def test_the_parser_is_not_asked_for_words_and_plain_links(monkeypatch):
    monkeypatch.setattr(listings, "_runs", None)
    found = listed("[Ada (of Ops)](a.md#ada), Bob, [Cy](https://example.org/c.md)")
    assert [(one.name, one.address) for one in found] == [
        ("Ada (of Ops)", "a.md#ada"),
        ("Bob", ""),
        ("Cy", "https://example.org/c.md"),
    ]
