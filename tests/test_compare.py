"""What is told of personas, statements, listings, groups and documents, and in which words."""

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.analysis import change_words, compare
from toolbelt_data.analysis.compare import DOUBTFUL

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


def compared(*texts):
    return compare(*(edition(one) if isinstance(one, str) else one for one in texts))


def who(old, new):
    """Return the names of those that are one, and the confidence."""
    both = compared(old, new)
    old, new = (side.personas.set_index("persona_id").name for side in (both.old, both.new))
    matches = both.matches["persona"].items()
    return {(old[one], new[other]): sure for one, (other, sure) in matches}


def told(old, new, item=None):
    rows = compared(old, new).changes
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
        ("Eve the Operator", ADA),
        ("Eve the Operator", REWORDED),
        ("Eve the Operator", (*ADA[:3], *CAY[3:])),
        ("Eve the Operator", (*ADA, *CAY)),
        ("Ada the Admin", CAY),
    ],
    ids=["given name", "name", "all reworded", "half replaced", "doubled", "all replaced"],
)  # fmt: skip
def test_a_persona_is_the_same_whose_name_or_texts_are(name, texts):
    found = who(PEOPLE, persona(name, texts) + persona("Bob the Teacher", BOB))
    assert set(found) == {("Ada the Admin", name), ("Bob the Teacher", "Bob the Teacher")}
    assert found["Ada the Admin", name] >= DOUBTFUL


@pytest.mark.parametrize("name", ["Ada the Buyer", "Cay the Admin"])
def test_a_stranger_with_half_of_the_name_is_another(name):
    found = who(PEOPLE, persona(name, CAY) + persona("Bob the Teacher", BOB))
    assert set(found) == {("Bob the Teacher", "Bob the Teacher")}


def test_a_persona_is_renamed_moved_and_reworded_at_once():
    new = edition(persona("Bob the Teacher", BOB), b=persona("Eve the Operator", REWORDED))
    assert told(PEOPLE, new, "persona") == [
        ("moved", "personas/a.md", "personas/b.md"),
        ("renamed", "Ada the Admin", "Eve the Operator"),
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


def test_namesakes_are_told_apart_by_file_and_texts():
    found = told(edition(PEOPLE), edition(PEOPLE, b=persona("Ada the Admin", CAY)), "persona")
    assert found == [("added", None, "Ada the Admin")]
    one, other = persona("Ada the Admin", ADA), persona("Ada the Admin", BOB)
    rows = compare(edition(one, b=other), edition(other, b=one)).changes
    assert rows[["item", "change"]].values.tolist() == [["persona", "moved"]] * 2


def test_a_renamed_placeholder_is_doubtful_and_one_of_another_name_another():
    found = who(persona("Ada the Admin (future)"), persona("Eve the Admin"))
    assert 0.5 <= found["Ada the Admin", "Eve the Admin"] < DOUBTFUL
    assert not who(persona("Ada the Admin"), persona("Bob the Teacher"))


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
    old = persona("Ada the Admin", ADA)
    assert told(old, new) == told(new, old) == []


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
    filled = told(persona("Bob the Teacher"), persona("Bob the Teacher", BOB[:1]))
    assert {row[:2] for row in filled} == {
        ("persona", "filled"), ("section", "filled"), ("statement", "added")
    }  # fmt: skip


def test_a_section_is_renamed_filled_and_emptied():
    old = persona("Ada the Admin", ADA)
    renamed = told(old, old.replace("Challenges:", "Pain Points"))
    assert renamed == [("section", "renamed", "Pain Points")]
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


def test_what_is_there_twice_is_matched_one_by_one():
    assert told(goals(BOB[0], *BOB), goals(*BOB), "statement") == [("removed", BOB[0], None)]
    assert told(goals(*BOB), goals(*BOB, BOB[0]), "statement") == [("added", None, BOB[0])]


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
    nobody = index("Ada the Admin") + persona("Bob the Teacher", BOB)
    emptied = ("emptied", "means Ada the Admin", "means no persona")
    assert told(ada, nobody, "listing") == [emptied]


def test_a_second_listing_moves_nobody_to_another_group():
    old, new = index("Ada the Admin"), index("Ada the Admin", "Ada the Admin, Carl the Consumer")
    assert told(old + PEOPLE, new + PEOPLE) == [
        ("group", "filled", "with personas"),
        ("listing", "added", "Ada the Admin"),
    ]


def test_roles_that_a_groups_heading_gains_are_added():
    old = index("Olga OSPO", title="Operator (SRE, or CEO)")
    new = index("Olga OSPO", title="Operator (SRE, CEO, CTO, etc.)")
    added = ("group_statement", "added")
    assert told(index("Olga OSPO"), old) == [(*added, "CEO"), (*added, "SRE")]
    assert told(old, new) == [(*added, "CTO")]


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


def test_changes_are_summed_up_in_words():
    row = {"item": "persona", "change": "added", "old_text": "", "new_text": "b"}
    for names, words in (("A", "1 persona added: A"), ("ABCD", "4 personas added: A, B, 2 more")):
        assert change_words(pd.DataFrame([{**row, "whose": name} for name in names])) == [words]
