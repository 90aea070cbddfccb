"""Hostile sizes: work that grows with the square of a document would not end here.

Nothing is timed. A test counts the work, or reads what is so large that the
square of it could not be done.
"""

from collections import Counter

import pytest

import toolbelt_data
from toolbelt_data import outline, resolution, rows
from toolbelt_data.analysis import Comparison, check, compare
from toolbelt_data.analysis.checks import CheckSettings
from toolbelt_data.analysis.comparison import alignment, evidence, index
from toolbelt_data.analysis.nearness import COMPARED, LOOKED_UP, near
from toolbelt_data.analysis.wording import REWORDED, grams
from toolbelt_data.fields import group_field
from toolbelt_data.listings import listed
from toolbelt_data.markdown import Block, blocks
from toolbelt_data.reader import read_document
from toolbelt_data.repairs import without_hidden_fields
from toolbelt_data.resolution import Candidate, Wanted, resolve
from toolbelt_data.restatements import restated
from toolbelt_data.source import Edition


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


def people(number, form="Ada{0} the Admin{0}"):
    names = [form.format(n) for n in range(number)]
    return [Candidate(f"p{n}", name, f"Name: {name}", "a.md") for n, name in enumerate(names)]


def test_names_that_are_the_same_are_found_without_comparing(count):
    calls = count(resolution, "is_alike")
    found = resolve([Wanted(one.name) for one in people(3_000)], people(3_000))
    assert found == [(one.persona_id, "name") for one in people(3_000)]
    assert not calls


def test_a_link_is_compared_with_the_persona_that_it_lands_on_only(count):
    calls = count(resolution, "likeness")
    wanted = [
        Wanted(f"Ada{n}x the Admin{n}", "a.md", f"name-ada{n}-the-admin{n}") for n in range(500)
    ]
    assert {how for _, how in resolve(wanted, people(500))} == {"anchor"}
    assert calls["likeness"] == 500


def test_names_are_looked_through_for_likeness_up_to_a_limit(count):
    calls = count(resolution, "given_alike")
    few = [Wanted(f"Ada{n} the Admn{n}") for n in range(10)]
    assert resolve(few, people(10)) == [(f"p{n}", "fuzzy") for n in range(10)]
    assert calls.pop("given_alike") == 100
    many = [Wanted(f"Ada{n} the Admn{n}") for n in range(3_000)]
    assert set(resolve(many, people(3_000))) == {(None, "none")}
    assert not calls


def test_whole_names_are_compared_where_given_names_are_alike_or_the_link_leads(count):
    calls = count(resolution, "is_alike")
    wanted = [Wanted("Bob the Bricklayer", f"{n}.md") for n in range(50)]
    there = [Candidate(f"p{n}", f"Ada{n} the Admin", "", f"{n}.md") for n in range(50)]
    assert resolve(wanted, there) == [(None, "none")] * 50
    assert calls["is_alike"] == 50


def test_what_is_too_long_for_a_name_is_compared_with_none():
    long = "Ada the " + "ab" * 1_000_000
    ada = Candidate("ada", long, f"Name: {long}", "a.md")
    assert resolve([Wanted(long + "x"), Wanted(long)], [ada]) == [(None, "none"), ("ada", "name")]


def test_a_long_section_is_not_compared_with_itself():
    tail = ["First, second, third thing", "First second", "Third thing"]
    found = restated(["First, second, third thing", *["First second"] * 300_000, *tail])
    assert found == {300_001: [300_002, 300_003]}


def test_ids_of_one_name_are_numbered_on():
    class Taken(set):
        looked = 0

        def __contains__(self, name):
            self.looked += 1
            return super().__contains__(name)

    taken, numbers = Taken(), Counter()
    for _ in range(2_000):
        taken.add(rows._new("ada", taken, numbers))
    assert sorted(taken)[:3] == ["ada", "ada-1", "ada-10"]
    assert taken.looked < 5_000


def test_a_heading_is_looked_up_among_what_the_index_describes(count):
    calls = count(outline, "key")
    index = "".join(f"- Group{n} - we are\n" for n in range(1_000))
    found = read_document(index + "".join(f"## Group{n}\n- x\n" for n in range(1_000)))
    assert len(found.groups) == 1_000
    assert calls["key"] == 1_000


def test_many_lines_that_went_to_many_listings_share_their_ids():
    names = ",\n".join(f"Ada{n} the Admin" for n in range(20_000))
    text = f"## G\n- Sub Personas: {names}\n"
    corpus = toolbelt_data.load(Edition("test", "", files={"a.md": text.encode()}))
    ids = corpus.lines.item_ids[1:]
    assert len(ids.iloc[0]) == len(ids) == len(corpus.listings) == 20_000
    assert len({id(one) for one in ids}) == 1


def test_listings_look_up_a_definition_and_copy_none():
    class Definitions(dict):
        def __iter__(self):
            raise AssertionError("copied")

        items = keys = values = __iter__

    known = Definitions(A={"href": "a.md", "title": ""})
    assert [one.address for one in listed("[Ada][a], Bob", known)] == ["a.md", ""]


def test_a_long_listing_is_read_letter_by_letter():
    assert len(listed("x" * 1_000_000 + ", Bob")) == 2


def test_a_long_bullet_is_searched_for_fields_line_by_line():
    lines = [(n, "word") for n in range(1, 200_001)]
    (part,) = without_hidden_fields(Block("item", 1, 200_000, 1, lines), group_field)
    assert part.lines == lines


def test_the_cells_of_a_wide_row_are_joined_once():
    head, row = blocks("| a " * 60_000 + "|\n" + "|---" * 60_000 + "|\n")[0], "a" + " | a" * 59_999
    assert head.text == row


@pytest.mark.parametrize("tag", ["<", "<summary ", "<summary>", "</summary><summary>"])
def test_tags_that_nothing_ends_are_looked_through_once(tag):
    (found,) = blocks("<div " + tag * 100_000)
    assert found.line == found.end_line == 1


@pytest.mark.parametrize(
    "line",
    [
        "### How " + "open ssf " * 50_000,
        "**Goals**" + " " * 300_000 + "x",
        "- *Sub Personas*: [Ada],(" + "/" * 300_000,
        "### Role (" + " : " * 300_000 + "x",
        "- x." + ")" * 300_000 + "x",
        "- <!--" * 100_000,
    ],
    ids=["remedies", "bold", "broken", "bracket", "clause", "comment"],
)
def test_a_pattern_that_nearly_fits_a_long_line_is_tried_once(line):
    given = f"## Name: Ada the Admin\n### Goals\n{line}\n\n## G\n{line}\n"
    assert len(read_document(given).roles) == 6


@pytest.mark.parametrize("first", ["<b", "<?", "<div", "<![CDATA[ x"])
def test_a_document_may_begin_with_a_tag_that_is_not_closed(first):
    corpus = toolbelt_data.load(Edition("test", "", files={"a.md": first.encode()}))
    assert corpus.lines.text.tolist() == [first]


# -- comparing editions ----------------------------------------------------------------------------


def made(text):
    return toolbelt_data.load(Edition("made", "", files={"a.md": text.encode()}))


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


def refusal(folder):
    with pytest.raises(toolbelt_data.SourceError) as refused:
        toolbelt_data.load(folder)
    return str(refused.value)


def test_a_file_of_50_megabytes_is_refused_unread(tmp_path):
    with (tmp_path / "a.md").open("wb") as file:
        file.truncate(50_000_000)
    assert refusal(tmp_path) == (
        "a.md: 50,000,000 bytes, at most 10,485,760 are read; split it, leave it out with exclude,"
        " or raise max-bytes in [tool.toolbelt]"
    )


def test_a_line_of_10_megabytes_is_refused_by_its_number(tmp_path):
    (tmp_path / "a.md").write_text("# Title\n" + "x" * 10_000_000)
    assert refusal(tmp_path) == (
        "a.md:2: a line of 10,000,000 characters, at most 1,000,000 are read; split it, leave it out"
        " with exclude, or raise max-width in [tool.toolbelt]"
    )


def test_too_many_lines_are_refused(tmp_path):
    (tmp_path / "a.md").write_text("\n" * 200_001)
    assert refusal(tmp_path).startswith("a.md: 200,001 lines, at most 200,000 are read; split it,")


def test_limits_are_raised_beside_the_documents(tmp_path):
    (tmp_path / "a.md").write_text("## Name: Ada the Admin\n\n\n" + "x" * 30)
    (tmp_path / "toolbelt.toml").write_text("max-lines = 2")
    assert "max-lines" in refusal(tmp_path)
    (tmp_path / "toolbelt.toml").write_text("max-width = 29")
    assert "max-width" in refusal(tmp_path)
    (tmp_path / "toolbelt.toml").write_text("max-bytes = 20")
    assert "max-bytes" in refusal(tmp_path)
    (tmp_path / "toolbelt.toml").write_text("max-bytes = 90\nmax-lines = 4\nmax-width = 30")
    assert len(toolbelt_data.load(tmp_path).lines) == 4


@pytest.mark.parametrize(
    "text",
    [
        ">" * 100_000 + " x",
        "\n".join(">" * (1 + n % 90) + " x" for n in range(20_000)),
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
