"""Likeness of texts, and which text is which."""

import pytest

from toolbelt_data.analysis.likeness import likeness, match


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("No budget for tools", "no BUDGET, for **tools**!", 1, 1),
        ("No budget for tools", "For tools no budget", 1, 1),
        ("No budget for tools", "No budgets for a tool", 0.7, 0.99),
        ("没有足够的时间来审查", "没有足够的时间审查", 0.7, 0.99),
        ("No budget for tools", "Alerts arrive at night", 0, 0.2),
        ("→", "No budget for tools", 0, 0),
        ("", "", 1, 1),
    ],
)
def test_texts_are_as_alike_as_their_words(one, other, least, most):
    assert least <= likeness(one, other) <= most
    assert likeness(one, other) == likeness(other, one)


def test_the_most_alike_texts_are_matched_first_and_each_once():
    old = {"a": "No budget for tools", "b": "There is no budget for tools"}
    new = {1: "There is no budget for a tool", 2: "Alerts arrive at night"}
    assert {key: found[0] for key, found in match(old, new).items()} == {"b": 1}
    assert match(old, {}) == match({}, new) == {}


def test_equal_texts_are_matched_in_their_order_whatever_they_hold():
    old, new = dict(enumerate(["→", "no time", "→"])), dict(enumerate(["→", "→", "→", "no time"]))
    assert match(old, new) == {0: (0, 1.0), 1: (3, 1.0), 2: (1, 1.0)}


def test_each_of_many_variants_meets_its_own_neighbour():
    """Each with each would be nine million comparisons."""
    words = [f"statement {n} about {n * 7919:x} and {n * 104729:x}" for n in range(3_000)]
    found = match(dict(enumerate(words)), dict(enumerate(f"a {text}" for text in words)))
    assert {key: other for key, (other, _) in found.items()} == {n: n for n in range(3_000)}
