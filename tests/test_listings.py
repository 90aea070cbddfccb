"""Listings: where a link of the index leads, and what becomes of a group's line of names."""

import pytest

from toolbelt_data.listings import target

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
