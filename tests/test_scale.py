"""Hostile sizes: work that grows with the square of a document would not end here.

Nothing is timed. A test counts the work, or reads what is so large that the
square of it could not be done.
"""

from collections import Counter

import pytest

import toolbelt_data
from toolbelt_data import check
from toolbelt_data.analysis import Comparison, compare
from toolbelt_data.analysis.comparison import alignment, evidence, index
from toolbelt_data.analysis.nearness import COMPARED, LOOKED_UP, near
from toolbelt_data.analysis.wording import REWORDED, grams
from toolbelt_data.checks import CheckSettings
from toolbelt_data.corpus import summed_up
from toolbelt_data.source import Edition

ADA = "## Name: Ada the Admin\n### Goals\n"
GROUP = "## Admins\n- *Common Challenges*: Time.\n- *Sub Personas*: "


@pytest.fixture
def count(monkeypatch):
    """Count the calls of a function that a module uses."""
    calls = Counter()

    def counted(module, name):
        whole = getattr(module, name)

        def call(*given):
            calls[name] += 1
            return whole(*given)

        monkeypatch.setattr(module, name, call)
        return calls

    return counted


def made(text):
    return toolbelt_data.load(Edition("made", "", files={"a.md": text.encode()}))


# Each of these once took hours, or would with the most likely mistake.
SHAPES = {
    "heading of dots": "# " + "." * 400_000,
    "heading of leads": "# " + "1. " * 100_000 + "a",
    "fences": "".join(f"```a{n}\n# h\n" for n in range(8_000)),
    "fences of two kinds": "```a\n# h\n~~~b\n" * 15_000,
    "fence in a fence": "````\n" + "```\n# h\n" * 20_000,
    "brackets": ADA + "- " + "[" * 50_000,
    "images": ADA + "![a](" * 20_000,
    "emphasis": ADA + "- " + "*a " * 60_000,
    "backticks": ADA + "- " + "` `` " * 40_000,
    "comments": ADA + "<!--\n" * 60_000,
    "tags": "<div " + "<" * 300_000,
    "summaries": "<div>" + "<summary>a\n" * 40_000,
    "cells": "| a " * 40_000 + "|\n" + "|---" * 40_000 + "|\n",
    "rows": "|a|b|\n|-|-|\n" + "|c|d|\n" * 30_000,
    "quotes": ">" * 100_000 + " x",
    "nested lists": ADA + "".join("  " * (n % 300) + "- a\n" for n in range(3_000)),
    "empty bullets": ADA + "-\n" * 60_000,
    "bullets": ADA + "- a\n" * 20_000,
    "spaces in front of a line": ADA + "- a\n" + " " * 200_000 + "b\n",
    "definitions": "".join(f"[a{n}]: b\n" for n in range(30_000)),
    "listing without end": GROUP + "x" * 500_000 + ", Bob",
    "listing of brackets": GROUP + "[Ada],(" + "/" * 300_000,
    "listing of halves": GROUP + "a](b.md)," * 30_000,
    "listings on lines": GROUP + "Ada the Admin,\n  " * 20_000,
    "listings in one line": GROUP + "A*d*a the Admin, " * 20_000,
    "listings and personas": GROUP
    + ", ".join(f"Ada{n} the Bx" for n in range(6_000))
    + "\n\n"
    + "".join(f"## Name: Adb{n} the Cy\n" for n in range(3_000)),
    "same names": "## Name: Ada\n" * 20_000,
    "names in bold": "**Name: Ada**\n" * 20_000,
    "names in plain": "Name: Ada the Admin\n" * 15_000,
    "labels": "## Name: Ada\n" + "**Role:** x\n" * 6_000,
    "hashes": "##Foo\n" * 30_000,
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


@pytest.mark.parametrize("first", ["<b", "<?", "<div", "<![CDATA[ x"])
def test_a_document_may_begin_with_a_tag_that_is_not_closed(first):
    assert made(first).lines.text.tolist() == [first]


# -- comparing editions ----------------------------------------------------------------------------


def ada(texts):
    return made("## Name: Ada the Admin\n### Goals\n" + "".join(f"- {text}\n" for text in texts))


def test_equal_statements_are_matched_without_comparing(count):
    calls = count(alignment, "alike")
    found = compare(
        ada(["the same words once more"] * 5_000), ada(["the same words once more"] * 4_990)
    )
    assert found.change.tolist() == ["removed"] * 10
    assert not calls


def test_a_long_section_in_another_order_is_matched_and_sorted_once(count):
    calls = count(alignment, "alike")
    texts = [f"statement {n} of {n * n}" for n in range(5_000)]
    found = compare(ada(texts), ada([*texts[2_500:], *texts[:2_500]]))
    assert set(found.change) == {"moved"}
    assert len(found) == 2_500
    assert not calls


def test_texts_between_the_same_neighbours_are_compared_up_to_a_limit(count):
    calls = count(alignment, "alike")
    few = ["nothing like that"] * 100, ["quite another matter"] * 100
    compare(*map(ada, few))
    assert calls.pop("alike") == alignment.MOST
    compare(*(ada(texts * 20) for texts in few))
    assert calls["alike"] == 2_000


def test_a_text_is_compared_with_those_that_share_its_rare_runs():
    then = [grams(f"statement {n} about {n * 7919:x} and {n * 104729:x}") for n in range(3_000)]
    now = [grams(f"a statement {n} about {n * 7919:x} and {n * 104729:x}") for n in range(3_000)]
    found = list(near(then, now, REWORDED))
    assert len(found) <= 3_000 * COMPARED
    best = {}
    for at, number, likeness in found:
        best[number] = max(best.get(number, (0, 0)), (likeness, at))
    assert [best[number][1] for number in range(3_000)] == list(range(3_000))


def test_copies_are_compared_with_copies_near_them():
    found = list(
        near([grams("the same words")] * 2_000, [grams("the same word")] * 2_000, REWORDED)
    )
    assert len(found) == 2_000 * COMPARED
    assert max(abs(at - number) for at, number, _ in found) <= LOOKED_UP


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## Name: Ada the Admin\n" * 2_000, "## Name: Ada the Admin\n" * 2_001),
        ("## Name: Ada the Admin\n### Goals\n- the same words\n" * 1_000, "## Name: Ada the Admin\n" * 1_001),
        (
            "".join(f"## Name: Ada the Admin{n:x}\n" for n in range(2_000)),
            "".join(f"## Name: Ada the Operator{n:x}\n" for n in range(2_000)),
        ),
    ],
    ids=["name", "name and text", "given name"],
)  # fmt: skip
def test_people_of_one_name_are_paired_in_their_order(old, new, monkeypatch):
    asked = Counter()
    whole = evidence.Evidence.confidence

    def confidence(*given, **named):
        asked["pairs"] += 1
        return whole(*given, **named)

    monkeypatch.setattr(evidence.Evidence, "confidence", confidence)
    before, after = made(old), made(new)
    both = Comparison(before, after)
    assert len(both.personas.identities) == len(before.personas)
    assert asked["pairs"] < 20 * len(after.personas)


def test_listings_without_a_name_in_common_are_compared_in_their_order(count):
    calls = count(index, "likeness")
    names = [", ".join(f"{name}{n} the {name}x" for n in range(3_000)) for name in ("Ada", "Bea")]
    found = compare(*(made(f"## G\n- *Sub Personas*: {one}\n") for one in names))
    assert found.change.value_counts().to_dict() == {"removed": 3_000, "added": 3_000}
    assert calls["likeness"] <= 3_000


# -- limits ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "text", "said"),
    [
        (50_000_000, "", "a.md: 50,000,000 bytes, at most 10,485,760 are read; split it,"),
        (0, "\n" * 200_001, "a.md: 200,001 lines, at most 200,000 are read; split it,"),
    ],
)
def test_a_document_that_is_too_large_is_refused(size, text, said, tmp_path):
    (tmp_path / "a.md").write_text(text)
    if size:
        with (tmp_path / "a.md").open("ab") as file:
            file.truncate(size)
    with pytest.raises(toolbelt_data.SourceError) as refused:
        toolbelt_data.load(tmp_path)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 100_000 + " x",
        "\n".join(">" * (1 + n % 90) + " x" for n in range(4_000)),
        "- " + "[" * 100_000,
        "- " + "[" * 100_000 + "]" * 100_000,
        "- *Sub Personas*: " + "[" * 50_000 + "](x)" * 50_000,
        "\n".join("#" * (1 + n % 8) + f" heading {n}" for n in range(20_000)),
    ],
    ids=["quotes", "lines of quotes", "brackets", "closed brackets", "links", "headings"],
)
def test_what_is_nested_deeply_is_read_and_checked(text):
    data = f"## Name: Ada the Admin\n### Goals:\n{text}\n".encode()
    corpus = toolbelt_data.load(toolbelt_data.Edition("t", "", files={"a.md": data}))
    assert len(corpus.lines) == 2 + len(text.split("\n"))
    assert check(corpus, CheckSettings()).fingerprint.is_unique


def test_many_people_are_compared_by_keys():
    """Ten thousand of one given name: each with each would be fifty million comparisons."""
    people = "".join(f"## Name: Ada the Admin{n:x}\n" for n in range(10_000))
    corpus = toolbelt_data.load(toolbelt_data.Edition("t", "", files={"a.md": people.encode()}))
    found = check(corpus, CheckSettings()).code.value_counts()
    assert found["TB403"] == 9_999
