"""Changes: what is told of statements, sections, listings, groups and documents."""

import random

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Edition, load
from toolbelt_data.analysis.comparison import compare
from toolbelt_data.analysis.comparison.alignment import align
from toolbelt_data.analysis.comparison.holders import Text
from toolbelt_data.source import embedded_editions

LIST = (
    "There is no budget for commercial scanners",
    "Alerts arrive faster than one person can read them",
    "Releases are signed with a key on a private laptop",
    "Nobody else knows how the build servers work",
    "Newcomers ask questions that the manual answers",
)
BOB = """
## Name: Bob the Teacher
### Background
- Teaches a course on databases at a university
- Reviews the patches of his students at night
"""


def ada(*challenges, goals=("Wants to sleep at night without a pager",), heading="Challenges"):
    lines = ["## Name: Ada the Admin", "### Goals", *(f"- {text}" for text in goals)]
    lines += [f"### {heading}", *(t if t.startswith("#") else f"- {t}" for t in challenges)]
    return "\n".join(lines) + "\n"


def edition(text="", **files):
    files = {"personas/a.md": text} | {f"personas/{name}.md": text for name, text in files.items()}
    made = {path: text.encode() for path, text in files.items() if text}
    return toolbelt_data.load(Edition("made", "", files=made))


def told(old, new, item="statement"):
    rows = compare(*(edition(one) if isinstance(one, str) else one for one in (old, new)))
    rows = rows[rows["item"] == item]
    texts = rows[["change", "old_text", "new_text"]].astype(object).where(rows.notna(), None)
    return sorted(texts.itertuples(index=False, name=None), key=str)


def all_of(old, new):
    rows = compare(edition(old), edition(new))
    return sorted(zip(rows["item"], rows.change, strict=True))


# -- statements ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("There is no budget for commercial scanners", "There is no buget for commercial scanners"),
        ("There is no budget for commercial scanners", "There is no **budget** for `commercial` scanners"),
        ("There is no budget for commercial scanners", "there is no BUDGET, for commercial scanners!"),
        ("There is no budget for commercial scanners", "For commercial scanners there is no budget"),
        ("There is no budget for commercial scanners", "No budget exists for scanners that are commercial"),
        ("Time", "Time!"),
        ("Too few hands", "Too few helping hands"),
        ("SRE", "Staff SRE"),
        ("没有足够的时间来审查所有的补丁", "没有足够的时间审查所有补丁"),
    ],
    ids=["typo", "markup", "case", "order", "paraphrase", "mark", "short", "one word", "Chinese"],
)  # fmt: skip
def test_a_statement_is_reworded(old, new):
    assert told(ada(old, *LIST[1:]), ada(new, *LIST[1:])) == [("reworded", old, new)]
    assert told(ada(new, *LIST[1:]), ada(old, *LIST[1:])) == [("reworded", new, old)]


def test_a_statement_in_the_place_of_another_is_another():
    other = "Lifts and escalators need firmware for decades"
    assert told(ada(*LIST), ada(LIST[0], other, *LIST[2:])) == [
        ("added", None, other),
        ("removed", LIST[1], None),
    ]


@pytest.mark.parametrize("moved", range(5))
def test_of_statements_in_another_order_the_fewest_moved(moved):
    rest = [text for text in LIST if text != LIST[moved]]
    end = 5 if moved < 3 else 1
    after = [*rest, LIST[moved]] if moved < 3 else [LIST[moved], *rest]
    rows = told(ada(*LIST), ada(*after))
    assert rows == [("moved", f"challenges, number {moved + 1}", f"challenges, number {end}")]


def test_a_shuffled_section_says_nothing_but_moved():
    texts = [f"{text} {number}" for number, text in enumerate(LIST * 6)]
    after = random.Random(3).sample(texts, len(texts))  # noqa: S311
    assert {change for change, *_ in told(ada(*texts), ada(*after))} == {"moved"}
    assert len(told(ada(*texts), ada(*after))) == len(told(ada(*after), ada(*texts)))


def test_a_statement_moves_to_another_section_reworded_or_not():
    goal = "Wants to sleep at night without a pager"
    for text in (LIST[1], "Alerts arrive faster than any one person could read them"):
        rows = told(ada(*LIST), ada(LIST[0], *LIST[2:], goals=(goal, text)))
        expected = {("moved", "challenges", "goals")}
        expected |= {("reworded", LIST[1], text)} if text != LIST[1] else set()
        assert set(rows) == expected


def test_a_statement_moves_to_another_persona():
    old, new = ada(*LIST) + BOB, ada(*LIST[1:]) + BOB + f"### Challenges\n- {LIST[0]}\n"
    assert told(old, new) == [
        ("moved", "Ada the Admin › challenges", "Bob the Teacher › challenges")
    ]


def test_too_few_words_are_not_followed_to_another_persona():
    old, new = ada("No money", *LIST) + BOB, ada(*LIST) + BOB + "### Challenges\n- No money\n"
    assert {change for change, *_ in told(old, new)} == {"added", "removed"}


def test_a_copy_at_another_persona_is_added_and_nothing_moved():
    old, new = ada(*LIST) + BOB, ada(*LIST) + BOB + f"### Challenges\n- {LIST[0]}\n"
    assert told(old, new) == [("added", None, LIST[0])]
    assert told(new, old) == [("removed", LIST[0], None)]


def test_what_stands_twice_is_matched_one_by_one():
    assert told(ada(LIST[0], *LIST), ada(LIST[0], *LIST)) == []
    assert told(ada(LIST[0], *LIST), ada(*LIST)) == [("removed", LIST[0], None)]
    assert told(ada(*LIST), ada(*LIST, LIST[0])) == [("added", None, LIST[0])]


def test_a_short_text_that_grows_in_its_place_is_the_same():
    short, long = "Blogs.", "Blogs, videos and talks at the events where developers are"
    rows = compare(edition(ada(*LIST, short)), edition(ada(*LIST, long)))
    assert rows[["change", "old_text", "new_text"]].values.tolist() == [["reworded", short, long]]
    assert rows.doubtful.all()
    assert len(told(ada(short, *LIST), ada(*LIST, long))) == 2
    wordless = [Text(words, words, "goals", "", "a.md", 1) for words in ("→", long)]
    assert list(align(wordless[:1], wordless[1:])) == []


def test_a_statement_is_split_in_two_and_merged_again():
    whole = f"{LIST[0]}, and alerts arrive"
    rest = "Alerts arrive at any hour of the day"
    split = told(ada(whole, *LIST[2:]), ada(LIST[0], rest, *LIST[2:]))
    assert split == [("added", None, rest), ("reworded", whole, LIST[0])]
    merged = told(ada(LIST[0], rest, *LIST[2:]), ada(whole, *LIST[2:]))
    assert merged == [("removed", rest, None), ("reworded", LIST[0], whole)]


def test_prose_gets_its_items_and_loses_itself():
    prose = f"{LIST[0]}. {LIST[1]}. {LIST[2]}."
    assert told(ada(prose), ada(prose, *LIST[:3])) == [("added", None, t) for t in sorted(LIST[:3])]
    assert ("removed", prose, None) in told(ada(prose, *LIST[:3]), ada(*LIST[:3]))


def test_a_facet_is_renamed():
    rows = told(ada("#### Personal", *LIST), ada("#### At home", *LIST), "facet")
    assert rows == [("renamed", "Personal", "At home")]
    assert told(ada("#### Personal", *LIST), ada("#### At home", *LIST)) == []
    shuffled = told(ada("#### Personal", *LIST), ada("#### At home", *LIST[1:], LIST[0]))
    assert shuffled == [
        ("moved", "challenges › Personal, number 1", "challenges › At home, number 5")
    ]


def test_facets_come_around_statements_that_stay():
    rows = told(ada(*LIST), ada("#### Personal", *LIST[:2], "#### Company", *LIST[2:]))
    assert rows == [
        *[("moved", "challenges", "challenges › Company")] * 3,
        *[("moved", "challenges", "challenges › Personal")] * 2,
    ]
    assert told(ada(*LIST), ada("#### Personal", *LIST), "facet") == []


# -- sections and personas -------------------------------------------------------------------------


def test_a_section_is_renamed_filled_and_emptied():
    old = ada(*LIST)
    new = old.replace("### Challenges", "### Pain Points")
    assert told(old, new, "section") == [("renamed", "Challenges", "Pain Points")]
    assert told(old, new) == []
    empty = ada()
    assert told(empty, old, "section") == [("filled", "empty", "written")]
    assert told(old, empty, "section") == [("emptied", "written", "empty")]
    incomplete = ada(*LIST, heading="Challenges (incomplete)")
    assert told(incomplete, old, "section") == [("filled", "incomplete", "written")]


def test_everything_of_a_persona_is_emptied_and_filled():
    assert all_of(BOB, "## Name: Bob the Teacher\n") == [
        ("persona", "emptied"),
        ("section", "emptied"),
        *[("statement", "removed")] * 2,
    ]
    assert all_of("## Name: Bob the Teacher\n", BOB) == [
        ("persona", "filled"),
        ("section", "filled"),
        *[("statement", "added")] * 2,
    ]


# -- the index -------------------------------------------------------------------------------------


def index(operators, lecturers="Carl the Consumer", title="Operator"):
    return (
        f"## {title}\n- *Common Challenges*: Too many machines and too few hands for them\n"
        f"- *Most Valuable Resources*: Runbooks of other people\n- *Sub Personas*: {operators}\n\n"
        "## Lecturer\n- *Common Challenges*: Students who copy what they do not understand\n"
        f"- *Sub Personas*: {lecturers}\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("Olga OSPO, Tais the CTO", "Tais the CTO, Olga OSPO", []),
        ("Tais the CTO", "Thais the CTO", [("renamed", "Tais the CTO", "Thais the CTO")]),
        ("Tobias the CTO", "Tomo the CTO", [("renamed", "Tobias the CTO", "Tomo the CTO")]),
        ("Olga OSPO", "Mary the Manager", [("added", None, "Mary the Manager"), ("removed", "Olga OSPO", None)]),
        ("Olga OSPO", "Olga OSPO, Olga OSPO", [("added", None, "Olga OSPO")]),
        ("Olga OSPO", "[Olga OSPO](b.md)", [("reworded", "Olga OSPO", "[Olga OSPO](b.md)")]),
        ("[Olga OSPO](a.md)", "[Olga OSPO](b.md)", [("reworded", "[Olga OSPO](a.md)", "[Olga OSPO](b.md)")]),
    ],
    ids=["reordered", "slip", "given name", "another", "duplicated", "linked", "re-linked"],
)  # fmt: skip
def test_a_listing(old, new, rows):
    assert told(index(old), index(new), "listing") == rows


def test_a_listing_moves_to_another_group():
    old = index("Olga OSPO, Tais the CTO")
    new = index("Tais the CTO", "Carl the Consumer, Olga OSPO")
    assert told(old, new, "listing") == [("moved", "Operator", "Lecturer")]
    assert told(new, old, "listing") == [("moved", "Lecturer", "Operator")]


def test_a_listing_follows_the_persona_that_it_means():
    new = BOB.replace("Bob the Teacher", "Eve the Lecturer")
    old_index, new_index = index("Bob the Teacher"), index("Eve the Lecturer")
    assert told(old_index + BOB, new_index + new, "listing") == [
        ("renamed", "Bob the Teacher", "Eve the Lecturer")
    ]
    rows = compare(edition(old_index + BOB), edition(new_index + new))
    confidence = dict(zip(rows["item"], rows.confidence, strict=True))
    assert confidence["listing"] == confidence["persona"]


def test_two_listings_swap_their_groups():
    old, new = index("Olga OSPO", "Carl the Consumer"), index("Carl the Consumer", "Olga OSPO")
    assert told(old, new, "listing") == [
        ("moved", "Lecturer", "Operator"),
        ("moved", "Operator", "Lecturer"),
    ]


def test_a_group_is_renamed_with_what_it_says():
    old, new = index("Olga OSPO"), index("Olga OSPO", title="Runner")
    assert all_of(old, new) == [("group", "renamed")]
    assert told(old, new, "group") == [("renamed", "Operator", "Runner")]
    changed = new.replace("Too many machines", "Far too many machines")
    assert all_of(old, changed) == [("group", "renamed"), ("group_statement", "reworded")]


# -- documents -------------------------------------------------------------------------------------


def test_a_document_moves_with_and_without_edits():
    before = edition(b=ada(*LIST), c=BOB)
    assert told(before, edition(d=ada(*LIST), c=BOB), "document") == [
        ("moved", "personas/b.md", "personas/d.md")
    ]
    edited = edition(d=ada(*LIST[1:], "Something else"), c=BOB)
    assert told(before, edited, "document") == [("moved", "personas/b.md", "personas/d.md")]


def test_documents_that_share_a_template_are_different_documents():
    sections = ("Role", "Background", "Goals", "Challenges", "How the OpenSSF can help")
    forms = [
        f"## Name: {name}\n"
        + "".join(f"\n### {one}:\n- {name} {one} {words}\n" for one in sections)
        for name, words in (("Ada the Admin", "of servers"), ("Bob the Teacher", "at schools"))
    ]
    assert told(edition(b=forms[0]), edition(c=forms[1]), "document") == [
        ("added", None, "personas/c.md"),
        ("removed", "personas/b.md", None),
    ]


def test_other_line_ends_make_no_row():
    for name in embedded_editions():
        known = load(name)
        for end in (b"\r\n", b"\r"):
            files = {p: data.replace(b"\n", end) for p, data in known.edition.files.items()}
            other = load(Edition("made", "", files=files))
            assert compare(known, other).empty


def test_an_edition_and_itself_have_no_change():
    for name in embedded_editions():
        assert compare(load(name), load(name)).empty


def test_backwards_what_came_went():
    old, new = (load(name) for name in embedded_editions()[-2:])
    there, back = compare(old, new), compare(new, old)
    swap = {"added": "removed", "removed": "added", "filled": "emptied", "emptied": "filled"}
    forth = [
        pd.DataFrame({"item": t["item"], "change": c, "old": a, "new": b}).fillna("")
        for t, c, a, b in (
            (there, there.change.map(lambda one: swap.get(one, one)), there.new_id, there.old_id),
            (back, back.change, back.old_id, back.new_id),
        )
    ]
    assert len(there) > 100
    assert set(forth[0].itertuples(index=False)) == set(forth[1].itertuples(index=False))
