"""Names: what of a writing is the given name, and which writings mean one persona."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolbelt_data.names import is_alike, likeness, parts, same_name, same_title, split_name


@pytest.mark.parametrize(
    ("name", "given", "archetype"),
    [
        ("Ada the Admin", "Ada", "Admin"),
        ("Ada The Admin", "Ada", "Admin"),
        ("Ada, an Admin", "Ada", "Admin"),
        ("Ada  a  Great Admin", "Ada", "Great Admin"),
        ("Olga OSPO", "Olga", "OSPO"),
        ("Theo theatre fan", "Theo", "theatre fan"),
        ("Layperson", None, "Layperson"),
    ],
)
def test_a_name_is_given_name_and_archetype(name, given, archetype):
    found = split_name(name)
    assert (found.given_name, found.archetype) == (given, archetype)


def test_what_is_the_same_and_what_is_not():
    assert same_name("Ada the Admin", "ada, Admin")
    assert not same_name("", "-")
    assert not same_name("Ada the Admin", "Ida the Admin")
    assert same_title("Admin Personas", "The Admins (all)")
    assert not same_title("", "()")


def test_likeness_is_of_both_parts_apart():
    assert likeness("Ada the Admin", "Ada the Baker")[0] == 1.0
    assert likeness("Ada the Admin", "Ada the Senior Admin")[1] == 1.0
    assert likeness("Ada the Senior Admin", "Ada the Admin")[1] == 1.0
    assert likeness("Ada the Admin", "Admin")[0] == 0.0
    assert likeness("Admin", "Ada the Admin")[0] == 0.0
    assert likeness("Ada the Admin", "Ada the Admin") == (1.0, 1.0)


@pytest.mark.parametrize(
    ("one", "other", "here", "alike"),
    [
        ("Stansilav the Student", "Stanislav the Student Maintainer", False, True),
        ("Alison the Solutions Architect", "Alex the Solution Architect", True, True),
        ("Alison the Solutions Architect", "Alex the Solution Architect", False, False),
        ("Ada the Admin", "Ada the Baker", True, False),
        ("Corporate Carl", "Carl the Consumer", False, False),
    ],
)
def test_names_that_differ_may_mean_one(one, other, here, alike):
    assert is_alike(one, other, here) is is_alike(other, one, here) is alike


NAMES = st.lists(
    st.sampled_from(["Ada", "Adda", "Bo", "the", "Site", "Sites", "Admin", "Admins", "Add", "of"]),
    max_size=4,
).map(" ".join)


@given(NAMES, NAMES, st.booleans())
def test_what_is_passed_over_early_is_not_alike(one, other, here):
    archetypes = [parts(name)[1] for name in (one, other)]
    whole = here and SequenceMatcher(None, *archetypes).ratio() >= 0.9
    assert is_alike(one, other, here) is (min(likeness(one, other)) >= 0.8 or whole)
