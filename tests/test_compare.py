"""What is told of personas, statements, listings, groups and documents, and in which words."""

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.analysis import change_words, compare
from toolbelt_data.analysis.compare import DOUBTFUL
from toolbelt_data.analysis.tables import TABLE

ADA = (
    "Keeps the build servers of a small company running",
    "Signs every release by hand with a key on her laptop",
    "Wants fewer alerts that turn out to be nothing",
    "Has no budget for commercial scanners",
    "A checklist for hardening build servers would help her",
    "Training on key management in plain language",
)
# Each says the same as the one of Ada in the same place.
REWORDED = (
    "She keeps a small company's build servers up and running",
    "By hand she signs each release, with a key on the laptop",
    "She wants to see fewer alerts that turn out as nothing",
    "For commercial scanners she has no budget",
    "What would help her is a checklist for build server hardening",
    "Key management training in a plain language",
)
BOB = (
    "Teaches a course on databases at a university",
    "Reviews the patches of his students at night",
    "Hopes that two of them stay as contributors",
    "Students copy old snippets from forums without reading them",
    "Course material that a teacher may change freely",
    "Badges that students can show to employers",
)
CAY = (
    "Buys software for a chain of hospitals",
    "Reads licences more often than source code",
    "Needs a list of components for every device",
    "Vendors answer her questionnaires late or never",
    "A common format for lists of components",
    "Somebody who tells which vulnerabilities matter to patients",
)
SECTIONS = ("Role", "Background", "Goals", "Challenges", "How the OpenSSF can help")


def persona(name, texts=(), level=2):
    """Write a persona; of six texts the last two are remedies."""
    lines = [f"{'#' * level} Name: {name}"]
    for at, section in enumerate(SECTIONS):
        own = [text for place, text in enumerate(texts) if min(place % 6, 4) == at]
        lines += [f"{'#' * (level + 1)} {section}:", *(f"- {text}" for text in own)] if own else []
    return "\n".join(lines) + "\n\n"


def edition(text="", **files):
    files = {f"personas/{name}.md": one for name, one in {"a": text, **files}.items() if one}
    files = files or {"personas/a.md": "# Nothing yet\n"}
    data = {path: one.encode() for path, one in files.items()}
    return toolbelt_data.load(Edition("made", "", files=data))


def sides(*texts):
    return [edition(one) if isinstance(one, str) else one for one in texts]


def who(old, new):
    """Return the names of those that are one, and the confidence."""
    both = compare(*sides(old, new))
    names = [
        dict(zip(side.personas.persona_id, side.personas.name, strict=True))
        for side in (both.old, both.new)
    ]
    return {
        (names[0][one], names[1][other]): sure
        for one, (other, sure) in both.matches["persona"].items()
    }


def told(old, new, item=None):
    rows = compare(*sides(old, new)).changes
    rows = rows if item is None else rows[rows["item"] == item]
    columns = ["change", "old_text", "new_text"] if item else ["item", "change", "new_text"]
    texts = rows[columns].astype(object).where(rows[columns].notna(), None)
    return sorted(texts.itertuples(index=False, name=None), key=str)


PEOPLE = persona("Ada the Admin", ADA) + persona("Bob the Teacher", BOB)

# -- who is who ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Eve the Admin", ADA),
        ("Ada the Operator", ADA),
        ("Eve the Operator", ADA),
        ("Eve the Operator", (*REWORDED[:4], *ADA[4:])),
        ("Eve the Operator", REWORDED),
        ("Eve the Operator", (*ADA[:3], *CAY[3:])),
        ("Eve the Operator", (*ADA, *CAY)),
        ("Ada the Admin", CAY),
    ],
    ids=["given name", "archetype", "name", "two thirds reworded", "all reworded", "half replaced", "doubled", "all replaced"],
)  # fmt: skip
def test_a_persona_is_the_same_whose_name_or_texts_are(name, texts):
    found = who(PEOPLE, persona(name, texts) + persona("Bob the Teacher", BOB))
    assert set(found) == {("Ada the Admin", name), ("Bob the Teacher", "Bob the Teacher")}
    assert found["Ada the Admin", name] >= DOUBTFUL


@pytest.mark.parametrize("name", ["Ada the Buyer", "Cay the Admin"])
def test_a_stranger_with_half_of_the_name_is_another(name):
    assert set(who(PEOPLE, persona(name, CAY) + persona("Bob the Teacher", BOB))) == {
        ("Bob the Teacher", "Bob the Teacher")
    }


def test_a_persona_is_renamed_moved_and_reworded_at_once():
    new = edition(persona("Bob the Teacher", BOB), b=persona("Eve the Operator", REWORDED))
    assert told(PEOPLE, new, "persona") == [
        ("moved", "personas/a.md", "personas/b.md"),
        ("renamed", "Ada the Admin", "Eve the Operator"),
    ]


def test_two_personas_exchange_their_names():
    exchanged = persona("Bob the Teacher", ADA) + persona("Ada the Admin", BOB)
    assert told(PEOPLE, exchanged) == [
        ("persona", "renamed", "Ada the Admin"),
        ("persona", "renamed", "Bob the Teacher"),
    ]


@pytest.mark.parametrize(
    ("halves", "stays"),
    [
        ([("Eve the Operator", ADA[:4]), ("Fay the Signer", ADA[4:])], "Eve the Operator"),
        ([("Eve the Operator", ADA[:3]), ("Ada the Admin", ADA[3:])], "Ada the Admin"),
        ([("Eve the Operator", ADA), ("Ada the Admin", ADA)], "Ada the Admin"),
        ([("Eve the Operator", ADA), ("Ada the Admin", REWORDED)], "Ada the Admin"),
        ([("Eve the Admin", CAY), ("Fay the Signer", REWORDED)], "Fay the Signer"),
    ],
    ids=["the larger half", "the half of the name", "the original of a copy", "reworded beside a copy", "texts before half a name"],
)  # fmt: skip
def test_of_two_that_could_be_a_persona_one_is(halves, stays):
    found = who(persona("Ada the Admin", ADA), "".join(persona(*half) for half in halves))
    assert set(found) == {("Ada the Admin", stays)}


def test_texts_that_everybody_has_identify_nobody():
    shared = ("The same words are here in each of them, which tells nobody apart",)
    old = persona("Ada the Admin", shared + ADA) + persona("Bob the Teacher", shared + BOB)
    new = persona("Cay the Buyer", shared + CAY) + persona("Bob the Teacher", shared + BOB)
    assert ("persona", "added", "Cay the Buyer") in told(old, new)


def test_one_that_was_there_twice_and_is_there_once_under_another_name_is_renamed():
    twice = persona("Ada the Admin", ADA) * 2
    assert told(twice, persona("Eve the Operator", ADA), "persona") == [
        ("removed", "Ada the Admin", None),
        ("renamed", "Ada the Admin", "Eve the Operator"),
    ]


def test_namesakes_are_told_apart_by_file_and_texts():
    old = edition(PEOPLE)
    assert told(old, edition(PEOPLE, b=persona("Ada the Admin", CAY)), "persona") == [
        ("added", None, "Ada the Admin")
    ]
    one, other = persona("Ada the Admin", ADA), persona("Ada the Admin", BOB)
    rows = compare(edition(one, b=other), edition(other, b=one)).changes
    assert rows[["item", "change"]].values.tolist() == [["persona", "moved"]] * 2
    bare = persona("Ada the Admin")
    found = told(edition(bare, c=bare), edition(bare, b=bare, c=bare), "persona")
    assert found == [("added", None, "Ada the Admin")]


def test_a_namesake_that_is_nowhere_like_the_old_one_is_doubtful():
    bare = persona("Ada the Admin")
    assert [*who(edition(bare, b=bare), edition(c=bare)).values()] == [0.67]


def test_a_renamed_placeholder_is_doubtful_and_one_of_another_name_another():
    found = who(persona("Ada the Admin (future)"), persona("Eve the Admin"))
    assert 0.5 <= found["Ada the Admin", "Eve the Admin"] < DOUBTFUL
    assert not who(persona("Ada the Admin"), persona("Bob the Teacher"))


def test_many_of_one_name_are_paired_in_their_order():
    old, new = (
        "## Name: Ada the Admin\n### Goals\n- the same words\n" * number for number in (700, 701)
    )
    assert told(old, new, "persona") == [("added", None, "Ada the Admin")]


# -- personas and sections -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "new",
    [
        persona("**Ada** the admin", ADA, level=3),
        persona("Ada the Admin", ADA).replace(":\n", "\r\n").replace("- ", "  * "),
        "# People\n\nOf whom we know.\n\n" + persona("Ada the Admin", ADA),
    ],
    ids=["markup, case and level", "line ends, colons and bullets", "title"],
)
def test_what_changes_nothing_that_is_said_makes_no_row(new):
    assert (
        told(persona("Ada the Admin", ADA), new) == told(new, persona("Ada the Admin", ADA)) == []
    )


def test_a_marker_a_parent_and_a_status_are_told():
    future = persona("Ada the Admin (future)", ADA)
    assert told(future, persona("Ada the Admin", ADA), "persona") == [
        ("reworded", "Name: Ada the Admin (future)", "Name: Ada the Admin")
    ]
    below = persona("Ada the Admin", ADA) + persona("Bob the Teacher", BOB, level=4)
    assert told(PEOPLE, below) == [("persona", "nested", "below Ada the Admin")]
    assert told(below, below.replace("Ada the Admin", "Eve the Admin"), "persona") == [
        ("renamed", "Ada the Admin", "Eve the Admin")
    ]
    rows = told(persona("Bob the Teacher"), persona("Bob the Teacher", BOB[:2]))
    assert [row[:2] for row in rows] == [
        ("persona", "filled"), ("section", "filled"), ("section", "filled"),
        ("statement", "added"), ("statement", "added"),
    ]  # fmt: skip


def test_a_section_is_renamed_filled_and_emptied():
    old = persona("Ada the Admin", ADA)
    assert told(old, old.replace("Challenges:", "Pain Points")) == [
        ("section", "renamed", "Pain Points")
    ]
    part = old.replace("### Challenges:", "### Challenges (incomplete)")
    assert told(part, old) == [("section", "filled", "written")]
    assert told(old, part) == [("section", "emptied", "incomplete")]


# -- statements ------------------------------------------------------------------------------------


def goals(*texts):
    return "## Name: Ada the Admin\n### Goals\n" + "".join(
        text if text.startswith("#") else f"- {text}\n" for text in texts
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("There is no budget for scanners", "There is no buget for **scanners**"),
        ("There is no budget for scanners", "For scanners there is no BUDGET!"),
        ("There is no budget for commercial scanners", "No budget exists for scanners that are commercial"),
        ("Too few hands", "Too few helping hands"),
        ("没有足够的时间来审查所有的补丁", "没有足够的时间审查所有补丁"),
    ],
    ids=["typo and markup", "case and order", "paraphrase", "short", "Chinese"],
)  # fmt: skip
def test_a_statement_is_reworded(old, new):
    assert told(goals(old, *BOB), goals(new, *BOB), "statement") == [("reworded", old, new)]


def test_a_statement_in_the_place_of_another_is_another():
    new = goals(BOB[0], "Lifts need firmware for decades", *BOB[2:])
    assert [change for change, *_ in told(goals(*BOB), new, "statement")] == ["added", "removed"]


def test_of_statements_in_another_order_the_fewest_moved():
    assert told(goals(*BOB), goals(*BOB[1:], BOB[0]), "statement") == [
        ("moved", "goals, number 1", "goals, number 6")
    ]


def test_what_is_there_twice_is_matched_one_by_one():
    assert told(goals(BOB[0], *BOB), goals(*BOB), "statement") == [("removed", BOB[0], None)]
    assert told(goals(*BOB), goals(*BOB, BOB[0]), "statement") == [("added", None, BOB[0])]
    assert (
        told(goals(*["the same words"] * 3_000), goals(*["the same words"] * 2_990))
        == [("statement", "removed", None)] * 10
    )


def test_a_statement_moves_to_another_section_or_persona_unless_it_is_too_short():
    def both(*texts, more=()):
        return goals(*texts) + persona("Bob the Teacher", (*BOB, *["x"] * 3, *more))

    assert told(both(*CAY), both(*CAY[1:], more=CAY[:1]), "statement") == [
        ("moved", "Ada the Admin › goals", "Bob the Teacher › challenges")
    ]
    short = told(both("No time", *CAY), both(*CAY, more=["No time"]), "statement")
    assert [change for change, *_ in short] == ["added", "removed"]
    assert told(both(*CAY), both(*CAY, more=CAY[:1]), "statement") == [("added", None, CAY[0])]
    section = told(goals(*CAY), goals(*CAY[1:], "### Challenges\n", CAY[0] + " today"), "statement")
    assert [change for change, *_ in section] == ["moved", "reworded"]


def test_a_sub_heading_is_renamed_and_others_come_around_statements():
    personal, home = goals("#### Personal\n", *CAY), goals("#### At home\n", *CAY)
    assert told(personal, home) == [("facet", "renamed", "At home")]
    assert told(goals(*CAY), personal) == [("statement", "moved", "goals › Personal")] * 6


# -- the index, use cases and documents ------------------------------------------------------------


def index(operators, lecturers="Carl the Consumer", title="Operator"):
    return (
        f"## {title}\n- *Common Challenges*: Too many machines and too few hands for them\n"
        f"- *Most Valuable Resources*: Runbooks of other people\n- *Sub Personas*: {operators}\n\n"
        "## Lecturer\n- *Common Challenges*: Students who copy what they do not understand\n"
        f"- *Sub Personas*: {lecturers}\n\n"
    )


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("Olga OSPO, Tais the CTO", "Tais the CTO, Olga OSPO", []),
        ("Tais the CTO", "Thais the CTO", [("renamed", "Tais the CTO", "Thais the CTO")]),
        ("Olga OSPO", "Mary the Manager", [("added", None, "Mary the Manager"), ("removed", "Olga OSPO", None)]),
        ("Olga OSPO", "Olga OSPO, Olga OSPO", [("added", None, "Olga OSPO")]),
        ("Olga OSPO", "[Olga OSPO](b.md)", [("reworded", "Olga OSPO", "[Olga OSPO](b.md)")]),
    ],
    ids=["reordered", "slip", "another", "duplicated", "linked"],
)  # fmt: skip
def test_a_listing(old, new, rows):
    assert told(index(old), index(new), "listing") == rows


def test_listings_exchange_their_groups_and_follow_the_persona_that_they_mean():
    old, new = index("Olga OSPO", "Carl the Consumer"), index("Carl the Consumer", "Olga OSPO")
    assert told(old, new) == [("listing", "moved", "Lecturer"), ("listing", "moved", "Operator")]
    ada = index("Ada the Admin") + PEOPLE
    eve = ada.replace("Ada the Admin", "Eve the Operator")
    assert told(ada, eve, "listing") == [("renamed", "Ada the Admin", "Eve the Operator")]
    both = index("Tais the CTO", "Eve the Operator") + PEOPLE.replace(
        "Ada the Admin", "Eve the Operator"
    )
    assert [change for change, *_ in told(ada, both, "listing")] == [
        "added",
        "moved",
        "removed",
        "renamed",
    ]
    assert told(ada, index("Ada the Admin") + persona("Bob the Teacher", BOB), "listing") == [
        ("emptied", "means Ada the Admin", "means no persona")
    ]


def test_a_second_listing_moves_nobody_to_another_group():
    old, new = index("Ada the Admin"), index("Ada the Admin", "Ada the Admin, Carl the Consumer")
    assert told(old + PEOPLE, new + PEOPLE) == [
        ("group", "filled", "with personas"),
        ("listing", "added", "Ada the Admin"),
    ]


def test_roles_that_a_groups_heading_gains_are_added():
    old, new = (
        index("Olga OSPO", title="Operator (SRE, or CEO)"),
        index("Olga OSPO", title="Operator (SRE, CEO, CTO, etc.)"),
    )
    assert told(index("Olga OSPO"), old) == [
        ("group_statement", "added", "CEO"),
        ("group_statement", "added", "SRE"),
    ]
    assert told(old, new) == [("group_statement", "added", "CTO")]


def test_a_group_and_a_use_case_are_renamed_with_what_they_say():
    renamed = index("Olga OSPO", title="Runner").replace("Too many", "Far too many")
    assert [row[:2] for row in told(index("Olga OSPO"), renamed)] == [
        ("group", "renamed"),
        ("group_statement", "reworded"),
    ]
    needs = "- I need to know what is in my software\n- I want to trust a single source\n"
    old, new = (
        toolbelt_data.load(Edition("made", "", files={"use_cases/README.md": f"## As a {actor}:\n{needs}\n## As a Nurse:\n- {need}\n".encode()}))
        for actor, need in (("Buyer", "[placeholder]"), ("Purchaser", "To be safe"))
    )  # fmt: skip
    assert told(old, new) == [
        ("need", "added", "To be safe"), ("use_case", "filled", "written"), ("use_case", "renamed", "Purchaser"),
    ]  # fmt: skip


def test_a_document_moves_with_its_lines_and_not_with_its_template():
    ada, bob = persona("Ada the Admin", ADA), persona("Bob the Teacher", BOB)
    moved = ("document", "moved", "personas/d.md")
    assert moved in told(edition(bob, b=ada), edition(bob, d=ada.replace(ADA[0], "Something else")))
    rows = told(edition(b=ada), edition(c=bob.replace(BOB[0], ADA[0])), "document")
    assert [change for change, *_ in rows] == ["added", "removed"]
    form = "".join(f"### {section}:\n" for section in SECTIONS)
    forms = edition(b=f"## Name: Ada the Admin\n{form}"), edition(c=f"## Name: Bob\n{form}")
    assert [change for change, *_ in told(*forms, "document")] == ["added", "removed"]


def test_an_edition_that_cannot_be_read_is_named(tmp_path):
    broken = Edition("2025-01-02-1234567", "", files={"personas/a.md": b"\xff"})
    with pytest.raises(
        toolbelt_data.SourceError, match=r"^2025-01-02-1234567, personas/a.md:1: not UTF-8"
    ):
        compare(edition(), broken)


# -- in words --------------------------------------------------------------------------------------


def test_every_change_has_a_phrase_and_what_is_most_important_comes_first():
    items, kinds = (TABLE["changes"].values(column) for column in ("item", "change"))
    row = {"whose": "Ada", "old_text": "a", "new_text": "b"}
    rows = pd.DataFrame(
        [{"item": item, "change": change, **row} for item in items for change in kinds]
    )
    words = change_words(rows)
    assert len(set(words)) == len(rows)
    assert (words[0], words[-1]) == ("1 persona added: Ada", "1 document reworded: Ada")
    assert change_words(rows[:0]) == []
    assert not [one for one in words if "came" in one or "went" in one]
    many = pd.DataFrame(
        [{"item": "persona", "change": "added", **row, "whose": name} for name in "ABCD"]
    )
    assert change_words(many) == ["4 personas added: A, B, 2 more"]
