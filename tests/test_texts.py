"""Rules on texts: copies of fields and statements, misspelled words."""

import tracemalloc

import pytest

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.checks import CheckSettings, check

ROLE = "## Name: Ada the Admin\n### Role:\n"
TEXT = "one two three four five"


def found_in(text, code):
    corpus = toolbelt_data.load(Edition("test", "", files={"personas/README.md": text.encode()}))
    findings = check(corpus, CheckSettings())
    return findings[findings.code == code]


def groups(*texts):
    fields = "## G{0}\n- *Primary Motivation*: motive {0}\n- *Common Challenges*: {1}\n\n"
    return "".join(fields.format(number, text) for number, text in enumerate(texts))


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((TEXT, TEXT), True),
        ((TEXT, "One, two **three** four: five!"), True),
        ((TEXT, f"{TEXT} six"), False),
        (("one two", "one two"), False),
    ],
)  # fmt: skip
def test_a_field_that_was_copied_and_not_adapted_is_found(texts, found):
    assert (bool(len(found_in(groups(*texts), "TB501")))) is found


def test_a_long_field_takes_memory_in_proportion():
    text = groups("long words " * 8_000, "long words " * 8_000)
    corpus = toolbelt_data.load(Edition("test", "", files={"personas/README.md": text.encode()}))
    tracemalloc.start()
    findings = check(corpus, CheckSettings())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "TB501" in set(findings.code)
    assert peak < 50 * len(text)


@pytest.mark.parametrize(
    ("often", "slip", "meant"),
    [
        ("security", "Securty", "security"),
        ("servers", "sevrers", "servers"),
        ("filling", "filing", "filling"),
        ("enthusiast", "Enthusist", "enthusiast"),
        ("favourite", "favorite", None),
        ("through", "though", None),
        ("server", "servers", None),
        ("secure", "secured", None),
        ("Ursula", "Urusla", None),
    ],
)
def test_a_word_with_a_letter_missing_or_two_swapped_is_a_slip(often, slip, meant):
    """Also where the word is part of a persona's name; a given name is for another rule."""
    uses = "".join(f"- {word} {often} {word}\n" for word in ("red", "blue", "grey", "pink"))
    text = f"## Name: Ursula the {often.title()} Lead\n### Role:\n{uses}- {slip}\n"
    findings = found_in(text, "TB506")
    assert findings.fix.tolist() == ([f"write {meant}, if that is meant"] if meant else [])


def test_the_slips_of_the_newest_edition_are_found(shared):
    findings = check(toolbelt_data.load(shared / "corpus/2025-06-10"))
    slips = findings[findings.code == "TB506"].message.str.extract('"(.*?)"')[0]
    assert slips.tolist() == ["Enthusist", "Securty"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ada keeps my servers up", True),
        ("I am Ada, and I run servers", False),
        ("Ada says “my servers are slow”", False),
        ("Ada is in Phase I of the plan", False),
    ],
)
def test_a_statement_in_two_voices(words, found):
    assert found_in(f"{ROLE}- {words}\n", "TB505").empty != (
        found and words != "Ada and I'm here, I am Ada"
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [("the the end", ["the the"]), ("that that is, had had", []), ("no Not", [])],
)
def test_a_doubled_word(words, found):
    assert [m.split('"')[1] for m in found_in(f"{ROLE}- {words}\n", "TB507").message] == found
