"""Change words: every change has a phrase, and what did not happen has none."""

import pytest

from toolbelt_data.analysis import change_words
from toolbelt_data.analysis.tables import CHANGES_OF, ITEMS, TABLE


def row(item, change, whose="Ada", old="x", new="y"):
    return {
        "item": item,
        "change": change,
        "whose": None if item == "document" else whose,
        "old_text": None if change == "added" else old,
        "new_text": None if change == "removed" else new,
        "confidence": 1.0,
        "doubtful": False,
    }


def words(*rows):
    return change_words(
        TABLE["changes"].frame({"number": n, **one} for n, one in enumerate(rows, 1))
    )


@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("change", CHANGES_OF)
def test_any_change_has_one_phrase(item, change):
    (one,) = words(row(item, change))
    (two,) = words(row(item, change), row(item, change))
    assert one != two
    assert "2" in two


def test_no_change_has_no_words():
    assert words() == []


def test_texts_name_those_that_they_belong_to_where_they_are_few():
    few = [row("statement", "added", name) for name in "ABC"]
    assert words(*few, row("statement", "removed", "A")) == [
        "statements: 3 added, 1 removed (A, B, C)"
    ]
    assert words(*few, row("statement", "reworded", "D")) == ["statements: 3 added, 1 reworded"]


def test_what_came_is_told_before_what_changed_and_personas_before_documents():
    told = words(
        row("document", "added", new="b.md"),
        row("listing", "reworded", "Operators"),
        row("section", "filled"),
        row("persona", "renamed", "Zoe", "Ada", "Zoe"),
        row("persona", "added", "Bob"),
    )
    assert told == [
        "1 persona came: Bob",
        "1 persona renamed: Ada is Zoe now",
        "1 section got a text (Ada)",
        "1 sub-persona of the index was reworded (Operators)",
        "1 document came: b.md",
    ]
