"""Hostile sizes: work that grows with the square of a document would not end here.

Nothing is timed. A test reads what is so large that the square of it could not be
done.
"""

import pytest

import toolbelt_data
from toolbelt_data import Analysis, check
from toolbelt_data.analysis import compare
from toolbelt_data.checks import CheckSettings
from toolbelt_data.corpus import summed_up
from toolbelt_data.source import Edition

ADA = "## Name: Ada the Admin\n### Goals\n"
GROUP = "## Admins\n- *Common Challenges*: Time.\n- *Sub Personas*: "


def made(text):
    return toolbelt_data.load(Edition("made", "", files={"a.md": text.encode()}))


# Each of these once took hours, or would with the most likely mistake.
SHAPES = {
    "heading of dots": "# " + "." * 400_000,
    "heading of leads": "# " + "1. " * 100_000 + "a",
    "fences": "".join(f"```a{n}\n# h\n" for n in range(8_000)),
    "fence in a fence": "````\n" + "```\n# h\n" * 20_000,
    "brackets": ADA + "- " + "[" * 50_000,
    "emphasis": ADA + "- " + "*a " * 60_000,
    "backticks": ADA + "- " + "` `` " * 40_000,
    "comments": ADA + "<!--\n" * 60_000,
    "tags": "<div " + "<" * 300_000,
    "summaries": "<div>" + "<summary>a\n" * 40_000,
    "cells": "| a " * 40_000 + "|\n" + "|---" * 40_000 + "|\n",
    "rows": "|a|b|\n|-|-|\n" + "|c|d|\n" * 30_000,
    "nested lists": ADA + "".join("  " * (n % 300) + "- a\n" for n in range(3_000)),
    "underlines": ADA + "words\n-\n" * 10_000,
    "front matter": "---\n" + "a: b\n" * 100_000,
    "spaces in front of a line": ADA + "- a\n" + " " * 200_000 + "b\n",
    "definitions": "".join(f"[a{n}]: b\n" for n in range(30_000)),
    "listing without end": GROUP + "x" * 500_000 + ", Bob",
    "listing of brackets": GROUP + "[Ada],(" + "/" * 300_000,
    "listing of halves": GROUP + "a](b.md)," * 30_000,
    "listings on lines": GROUP + "Ada the Admin,\n  " * 20_000,
    "listings and personas": GROUP
    + ", ".join(f"Ada{n} the Bx" for n in range(6_000))
    + "\n\n"
    + "".join(f"## Name: Adb{n} the Cy\n" for n in range(3_000)),
    "same names": "## Name: Ada\n" * 20_000,
    "names in bold": "**Name: Ada**\n" * 20_000,
    "labels": "## Name: Ada\n" + "**Role:** x\n" * 6_000,
    "organisations": ADA + "### How " + "open ssf " * 50_000,
    "brackets of a heading": ADA + "### Role (" + " : " * 300_000 + "x",
    "spaces of a clause": ADA + "a." + ")" * 200_000 + " " * 200_000 + "x\nb",
    "markers": "## Name: a" + " - tbd" * 60_000 + "x",
    "groups": "".join(f"- Group{n} - we are\n" for n in range(3_000))
    + "".join(f"## Group{n}\n- x\n" for n in range(3_000)),
    "summaries of a section": ADA + "- First, second, third thing\n" * 20_000,
}


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_a_document_of_any_shape_is_read_in_time_linear_in_its_bytes(text):
    assert len(made(text).lines) == text.count("\n") + (not text.endswith("\n"))


def test_a_long_section_is_not_compared_with_itself():
    tail = ["First, second, third thing", "First second", "Third thing"]
    found = summed_up(["First, second, third thing", *["First second"] * 300_000, *tail])
    assert found == {300_001: [300_002, 300_003]}


# -- comparing editions ----------------------------------------------------------------------------


def several(form, number):
    return "".join(form.format(n, n * 7919) for n in range(number))


PERSON, LISTED = (
    "## Name: Ada{0:x} the {1:x} {2}\n### Goals\n- {2} {0:x} of {1:x}\n",
    "Ada{0} the {2}{1:x}, ",
)
TEXTS = [f"- text {n} of {n * 7919:x}\n" for n in range(4_000)]
PAIRS = {
    "texts in another order": [ADA + "".join(TEXTS), ADA + "".join(TEXTS[::-1])],
    "every other reworded": [
        ADA + several(f"- {{0}} {word} {{1:x}}\n- {{0}} of\n", 2_500) for word in ("of", "and")
    ],
    "nothing alike": [ADA + several(f"- {word} {{1:x}}\n", 3_000) for word in ("never", "quite")],
    "one name": ["## Name: Ada the Admin\n" * number for number in (2_000, 2_001)],
    "names alike": [several(PERSON.replace("{2}", word), 1_500) for word in ("Admin", "Operator")],
    "listings": [GROUP + several(LISTED.replace("{2}", word), 2_000) for word in ("A", "B")],
}  # fmt: skip


@pytest.mark.parametrize("texts", PAIRS.values(), ids=PAIRS)
def test_editions_of_any_shape_are_compared_in_time_linear_in_their_texts(texts):
    both = compare(*map(made, texts))
    for item in ("persona", "statement", "listing"):
        pairs = list(both.matches[item].values())
        assert len({other for other, _ in pairs}) == len(pairs)


# -- limits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        ">" * 100_000 + " x",
        "\n".join(">" * (1 + n % 90) + " x" for n in range(4_000)),
        "- " + "[" * 50_000 + "]" * 50_000,
        "- *Sub Personas*: " + "[" * 25_000 + "](x)" * 25_000,
        "\n".join("#" * (1 + n % 8) + f" heading {n}" for n in range(10_000)),
    ],
    ids=["quotes", "lines of quotes", "brackets", "links", "headings"],
)
def test_what_is_nested_deeply_is_read_and_checked(text):
    data = f"## Name: Ada the Admin\n### Goals:\n{text}\n".encode()
    corpus = toolbelt_data.load(toolbelt_data.Edition("t", "", files={"a.md": data}))
    assert len(corpus.lines) == 2 + len(text.split("\n"))
    assert check(corpus, CheckSettings()).fingerprint.is_unique


def test_many_challenges_and_remedies_are_not_paired_each_with_each():
    lists = "".join(f"- c{n}\n" for n in range(2_000)), "".join(f"- r{n}\n" for n in range(2_000))
    challenges, remedies = lists
    corpus = made(ADA + f"### Challenges\n{challenges}### How the OpenSSF can help\n{remedies}")
    assert len(Analysis(corpus).pairs) == 2_000 * 50
    found = check(corpus, CheckSettings()).query("code == 'TB108'")
    assert found[["line", "item_id"]].to_numpy().tolist() == [[2_004, "ada-the-admin/remedies"]]


def test_many_people_are_compared_by_keys():
    """Six thousand of one given name: each with each would be eighteen million comparisons."""
    people = "".join(f"## Name: Ada the Admin{n:x}\n" for n in range(6_000))
    corpus = toolbelt_data.load(toolbelt_data.Edition("t", "", files={"a.md": people.encode()}))
    found = check(corpus, CheckSettings()).code.value_counts()
    assert found["TB403"] == 5_999
