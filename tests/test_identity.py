"""Identity: who is who in made editions, where names, texts and places change."""

import pytest

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.analysis.comparison import DOUBTFUL, Comparison, compare

ADA = (
    "Keeps the build servers of a small company running",
    "Signs every release by hand with a key on her laptop",
    "Wants fewer alerts that turn out to be nothing",
    "Has no budget for commercial scanners",
    "A checklist for hardening build servers would help her",
    "Training on key management in plain language",
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
# Each says the same as the one of Ada in the same place, in other words.
REWORDED = (
    "She keeps a small company's build servers up and running",
    "By hand she signs each release, with a key on the laptop",
    "She wants to see fewer alerts that turn out as nothing",
    "For commercial scanners she has no budget",
    "What would help her is a checklist for build server hardening",
    "Key management training in a plain language",
)
OTHER = (
    "Writes the firmware of lifts and escalators",
    "Travels between factories on most days",
    "Would like to retire with a clean conscience",
    "Two dialects of C in one repository confuse newcomers",
    "Examples of memory-safe rewrites",
    "A forum of people with certified products",
)
SECTIONS = ("Role", "Background", "Goals", "Challenges", "How the OpenSSF can help")


def persona(name, texts=(), level=2):
    """Write a persona; of six texts the last two are remedies, and so on with the next six."""
    lines = [f"{'#' * level} Name: {name}"]
    for at, section in enumerate(SECTIONS):
        own = [text for place, text in enumerate(texts) if min(place % 6, 4) == at]
        lines += [f"{'#' * (level + 1)} {section}:", *(f"- {text}" for text in own)] if own else []
    return "\n".join(lines) + "\n\n"


def edition(**files):
    data = {f"personas/{name}.md": text.encode() for name, text in files.items()}
    return toolbelt_data.load(Edition("made", "", files=data))


def who(old, new):
    """Give the names of then and now of those that are one."""
    return {
        (one.old.name, one.new.name): one.confidence
        for one in Comparison(old, new).personas.identities
    }


def told(old, new, item="persona"):
    rows = compare(old, new)
    rows = rows[rows["item"] == item]
    texts = rows[["change", "old_text", "new_text"]].astype(object).where(rows.notna(), None)
    return sorted(texts.itertuples(index=False, name=None), key=str)


PEOPLE = persona("Ada the Admin", ADA) + persona("Bob the Teacher", BOB)


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Eve the Admin", ADA),
        ("Ada the Operator", ADA),
        ("Eve the Operator", ADA),
        ("Eve the Operator", tuple(text.replace("her", "Eve's") for text in ADA)),
        ("Eve the Operator", (*REWORDED[:3], *ADA[3:])),
        ("Eve the Operator", (*REWORDED[:4], *ADA[4:])),
        ("Eve the Operator", REWORDED),
        ("Eve the Operator", (*ADA[:3], *OTHER[3:])),
        ("Eve the Operator", ADA[2:]),
        ("Eve the Operator", (*ADA, *OTHER)),
    ],
    ids=[
        "given name", "archetype", "whole name", "in texts too", "half reworded",
        "two thirds reworded", "all reworded", "half replaced", "a third removed", "doubled",
    ],
)  # fmt: skip
def test_a_renamed_persona_is_the_same(name, texts):
    sure = who(edition(a=PEOPLE), edition(a=persona(name, texts) + persona("Bob the Teacher", BOB)))
    assert set(sure) == {("Ada the Admin", name), ("Bob the Teacher", "Bob the Teacher")}
    assert sure["Ada the Admin", name] >= DOUBTFUL


def test_a_persona_is_renamed_moved_and_reworded_at_once():
    new = edition(a=persona("Bob the Teacher", BOB), b=persona("Eve the Operator", REWORDED))
    assert told(edition(a=PEOPLE), new) == [
        ("moved", "personas/a.md, in no group", "personas/b.md, in no group"),
        ("renamed", "Ada the Admin", "Eve the Operator"),
    ]


def test_everybody_gets_a_file_and_some_a_name():
    old = edition(README="# Personas\n\n" + PEOPLE + persona("Cay the Buyer", CAY))
    new = edition(
        README="# Personas\n",
        eve=persona("Eve the Operator", ADA),
        bob=persona("Bob the Teacher", BOB),
        cay=persona("Cay the Purchaser", CAY),
    )
    assert set(who(old, new)) == {
        ("Ada the Admin", "Eve the Operator"),
        ("Bob the Teacher", "Bob the Teacher"),
        ("Cay the Buyer", "Cay the Purchaser"),
    }
    assert not compare(old, new).doubtful.any()


def test_two_personas_swap_their_names():
    swapped = persona("Bob the Teacher", ADA) + persona("Ada the Admin", BOB)
    assert told(edition(a=PEOPLE), edition(a=swapped)) == [
        ("renamed", "Ada the Admin", "Bob the Teacher"),
        ("renamed", "Bob the Teacher", "Ada the Admin"),
    ]


def test_of_two_halves_the_larger_is_the_persona():
    halves = persona("Eve the Operator", ADA[:4]) + persona("Fay the Signer", ADA[4:])
    assert set(who(edition(a=persona("Ada the Admin", ADA)), edition(a=halves))) == {
        ("Ada the Admin", "Eve the Operator")
    }


def test_a_half_that_keeps_the_name_is_the_persona():
    halves = persona("Eve the Operator", ADA[:3]) + persona("Ada the Admin", ADA[3:])
    assert set(who(edition(a=persona("Ada the Admin", ADA)), edition(a=halves))) == {
        ("Ada the Admin", "Ada the Admin")
    }


def test_of_two_merged_that_one_stays_whose_name_does():
    both = edition(a=persona("Bob the Teacher", ADA + BOB))
    assert set(who(edition(a=PEOPLE), both)) == {("Bob the Teacher", "Bob the Teacher")}
    rows = compare(edition(a=PEOPLE), both)
    assert set(rows[rows["item"] == "statement"].change) == {"moved"}


def test_of_a_copy_the_one_that_kept_its_name_is_the_old_one():
    old = edition(a=persona("Ada the Admin", ADA))
    for copied in (
        persona("Eve the Operator", ADA) + persona("Ada the Admin", ADA),
        persona("Eve the Operator", ADA) + persona("Ada the Admin", REWORDED),
    ):
        assert told(old, edition(a=copied)) == [("added", None, "Eve the Operator")]


def test_texts_that_everybody_has_identify_nobody():
    shared = ("The same words stand here in each of them, which tells nobody apart",)
    old = persona("Ada the Admin", shared + ADA) + persona("Bob the Teacher", shared + BOB)
    new = persona("Cay the Buyer", shared + CAY) + persona("Bob the Teacher", shared + BOB)
    assert told(edition(a=old), edition(a=new)) == [
        ("added", None, "Cay the Buyer"),
        ("removed", "Ada the Admin", None),
    ]


def test_a_namesake_elsewhere_changes_ids_and_nothing_else():
    old = edition(a=PEOPLE)
    new = edition(a=PEOPLE, b=persona("Ada the Admin", CAY))
    assert told(old, new) == [("added", None, "Ada the Admin")]
    rows = compare(old, new)
    assert set(rows.change) == {"added"}
    assert set(rows.new_path) == {"personas/b.md"}
    assert set(compare(new, old).change) == {"removed"}


def test_namesakes_without_a_text_stay_where_they_stand():
    old = edition(a=persona("Ada the Admin"), c=persona("Ada the Admin"))
    new = edition(
        a=persona("Ada the Admin"), b=persona("Ada the Admin"), c=persona("Ada the Admin")
    )
    rows = compare(old, new)
    assert set(zip(rows["item"], rows.change, rows.new_path, strict=True)) == {
        ("document", "added", "personas/b.md"),
        ("persona", "added", "personas/b.md"),
    }


def test_namesakes_that_swap_their_files_are_told_apart_by_their_texts():
    old = edition(a=persona("Ada the Admin", ADA), b=persona("Ada the Admin", BOB))
    new = edition(a=persona("Ada the Admin", BOB), b=persona("Ada the Admin", ADA))
    assert {row[0] for row in told(old, new)} == {"moved"}
    assert not compare(old, new)["item"].isin(["statement"]).any()


def test_a_namesake_that_is_nowhere_like_the_old_one_is_doubtful():
    old = edition(a=persona("Ada the Admin"), b=persona("Ada the Admin"))
    sure = who(old, edition(c=persona("Ada the Admin")))
    assert sure == {("Ada the Admin", "Ada the Admin"): 0.67}


@pytest.mark.parametrize(
    ("name", "doubtful"),
    [("Eve the Admin", True), ("Ada the Operator", True), ("Adah the Admin", False)],
)
def test_a_placeholder_is_renamed(name, doubtful):
    for texts in ((), ADA):
        sure = who(
            edition(a=persona("Ada the Admin (forthcoming)")), edition(a=persona(name, texts))
        )
        assert set(sure) == {("Ada the Admin", name)}
        assert (sure["Ada the Admin", name] < DOUBTFUL) == doubtful


def test_a_marker_that_comes_or_goes_is_told():
    old, new = "Ada the Admin (forthcoming)", "Ada the Admin"
    rows = compare(edition(a=persona(old, ADA)), edition(a=persona(new, ADA)))
    assert rows[["change", "item", "old_text", "new_text"]].values.tolist() == [
        ["reworded", "persona", f"Name: {old}", f"Name: {new}"]
    ]


def test_a_placeholder_with_another_name_is_another():
    assert not who(edition(a=persona("Ada the Admin")), edition(a=persona("Bob the Teacher")))


def test_a_persona_rewritten_wholly_under_her_name_is_the_same():
    old, new = (edition(a=persona("Ada the Admin", texts)) for texts in (ADA, OTHER))
    assert who(old, new) == {("Ada the Admin", "Ada the Admin"): 0.8}
    rows = compare(old, new)
    assert set(rows["item"]) == {"statement"}


@pytest.mark.parametrize("name", ["Ada the Buyer", "Cay the Admin"])
def test_a_stranger_with_half_of_the_name_is_another(name):
    stranger = edition(a=persona(name, CAY) + persona("Bob the Teacher", BOB))
    assert set(who(edition(a=PEOPLE), stranger)) == {("Bob the Teacher", "Bob the Teacher")}


def test_texts_weigh_more_than_half_of_a_name():
    """Of two that are new, one has the archetype and the other the texts."""
    new = edition(a=persona("Eve the Admin", CAY) + persona("Fay the Signer", REWORDED))
    pairs = set(who(edition(a=PEOPLE), new))
    assert pairs == {("Ada the Admin", "Fay the Signer")}


@pytest.mark.parametrize(
    "new",
    [
        persona("Ada the admin", ADA),
        persona("**Ada the Admin**", ADA),
        persona("Ada the Admin", ADA, level=3),
        persona("Ada the Admin", ADA).replace("\n", "\r\n"),
        persona("Ada the Admin", ADA).replace(":\n", "\n"),
        "# People\n\nOf whom we know.\n\n" + persona("Ada the Admin", ADA),
        persona("Ada the Admin", ADA).replace("- ", "* "),
        persona("Ada the Admin", ADA).replace("- ", "  - "),
    ],
    ids=["case", "markup", "level", "CRLF", "colons", "title", "bullets", "indented"],
)
def test_what_changes_nothing_that_is_said_makes_no_row(new):
    old = edition(a=persona("Ada the Admin", ADA))
    assert compare(old, edition(a=new)).empty
    assert compare(edition(a=new), old).empty


def test_one_is_nested_below_a_renamed_parent():
    below = persona("Bob the Teacher", BOB, level=4)
    old = edition(a=persona("Ada the Admin", ADA) + below)
    new = edition(a=persona("Eve the Operator", ADA) + below)
    assert told(old, new) == [("renamed", "Ada the Admin", "Eve the Operator")]
    alone = edition(a=PEOPLE)
    assert told(alone, old) == [("nested", "on its own", "below Ada the Admin")]
    assert told(old, alone) == [("nested", "below Ada the Admin", "on its own")]


def test_one_is_on_its_own_when_its_parent_is_gone():
    below = edition(a=persona("Ada the Admin", ADA) + persona("Bob the Teacher", BOB, level=4))
    alone = edition(a=persona("Bob the Teacher", BOB))
    assert told(below, alone) == [
        ("nested", "below Ada the Admin", "on its own"),
        ("removed", "Ada the Admin", None),
    ]
    assert told(alone, below) == [
        ("added", None, "Ada the Admin"),
        ("nested", "on its own", "below Ada the Admin"),
    ]


def index(**groups):
    return "".join(
        f"## {title}\n- *Common Challenges*: Those of {title}s\n- *Sub Personas*: {names}\n\n"
        for title, names in groups.items()
    )


def test_a_persona_goes_to_another_group_by_the_listing():
    old = edition(README=index(Operator="Ada the Admin", Lecturer="Bob the Teacher") + PEOPLE)
    new = edition(
        README=index(Operator="Olga OSPO", Lecturer="Bob the Teacher, Ada the Admin") + PEOPLE
    )
    moved = ("moved", "personas/README.md, Operator", "personas/README.md, Lecturer")
    assert told(old, new) == [moved]
    assert told(new, old) == [(moved[0], moved[2], moved[1])]
    none = edition(README=index(Operator="Olga OSPO", Lecturer="Bob the Teacher") + PEOPLE)
    left = ("moved", "personas/README.md, Operator", "personas/README.md, in no group")
    assert told(old, none) == [left]
    assert told(none, old) == [(left[0], left[2], left[1])]


def test_the_group_of_a_persona_is_renamed():
    old = edition(README=index(Operator="Ada the Admin") + PEOPLE)
    new = edition(
        README=index(Operator="Ada the Admin").replace("## Operator", "## Runner") + PEOPLE
    )
    assert told(old, new) == []
    assert told(old, new, "group") == [("renamed", "Operator", "Runner")]
    assert told(old, new, "listing") == []


def test_actors_are_renamed_with_their_needs_kept():
    needs = "- I need to know what is in my software\n- I want to trust a single source\n"
    old = {"use_cases/README.md": f"## As a Buyer:\n{needs}\n## As a Nurse:\n- [placeholder]\n"}
    new = {"use_cases/README.md": f"## As a Purchaser:\n{needs}\n## As a Nurse:\n- To be safe\n"}
    rows = compare(*(toolbelt_data.load(Edition("made", "", files=_bytes(f))) for f in (old, new)))
    assert set(zip(rows["item"], rows.change, rows.old_text, rows.new_text, strict=True)) >= {
        ("use_case", "renamed", "Buyer", "Purchaser"),
        ("use_case", "filled", "placeholder", "written"),
    }
    assert rows[rows["item"] == "need"].change.tolist() == ["added"]


def _bytes(files):
    return {path: text.encode() for path, text in files.items()}


def test_an_edition_without_personas_on_either_side():
    empty, full = edition(a="# Nothing yet\n"), edition(a="# Nothing yet\n" + PEOPLE)
    rows, back = compare(empty, full), compare(full, empty)
    assert compare(empty, empty).empty
    assert rows["item"].value_counts().to_dict() == {"statement": 12, "persona": 2}
    assert set(rows.change) == {"added"}
    assert set(back.change) == {"removed"}
    assert len(back) == len(rows)
