"""What a change of the documents did to the gaps, and whether the causes given are true."""

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.analysis import compare, gap_effects

BUDGET = "No budget is left for tools of any kind"
ALERTS = "Too many alerts arrive at night and on weekends"
FREE = "Free tools that work without any budget"
GUIDE = "A guide to fewer and better alerts"
ADA = f"""## Name: Ada the Admin
### Challenges
- {BUDGET}
- {ALERTS}
### How the OpenSSF can help
- {FREE}
- {GUIDE}
"""
BOB = """## Name: Bob the Teacher
### Background
- Teaches a course on databases at a university
### Challenges
- Students copy old snippets from forums without reading them
### How the OpenSSF can help
- Course material that a teacher may change freely
"""
LESS = ADA.replace(f"- {GUIDE}\n", "")


def edition(text):
    return toolbelt_data.load(Edition("made", "", files={"personas/a.md": text.encode()}))


def asked(corpus, coverage, not_a_need=()):
    """Return the challenges of an edition; each has the coverage that is given by its text."""
    own = corpus.statements[corpus.statements.section == "challenges"]
    remedies = corpus.statements[corpus.statements.section == "remedies"]
    addressed = {BUDGET: FREE, ALERTS: GUIDE}
    return pd.DataFrame(
        {
            "challenge_id": row.statement_id, "persona_id": row.persona_id, "text": row.text,
            "persona": row.persona_id, "coverage": coverage.get(row.text, "none"),
            "remedies": remedies.statement_id[remedies.text == addressed.get(row.text)].tolist(),
            "not_a_need": row.text in not_a_need, "summary": False, "path": row.path, "line": row.line,
        }
        for row in own.itertuples()
    )  # fmt: skip


def effects(before, after, old, new, **more):
    """Compare editions of which the challenges named in `old` and `new` have that coverage."""
    both = compare(edition(before), edition(after))
    found = gap_effects(both, asked(both.old, old), asked(both.new, new, **more))
    return {row.text: (row.change, row.causes) for row in found.itertuples()}


FULL = {BUDGET: "direct", ALERTS: "partial"}
GAP = {BUDGET: "direct"}


def test_nothing_changed_and_nothing_is_told():
    assert effects(ADA + BOB, ADA + BOB, FULL, FULL) == {}
    assert effects(ADA, LESS, FULL, {BUDGET: "partial", ALERTS: "direct"}) == {}


@pytest.mark.parametrize(
    ("after", "cause"),
    [
        (LESS, f"a remedy was removed: {GUIDE}"),
        (f"{LESS}- Quite another matter\n", f"a remedy was removed: {GUIDE}"),
        (
            ADA.replace(GUIDE, "A guide to better and prettier alerts"),
            "a remedy was reworded: A guide to better and prettier alerts",
        ),
        (LESS + f"### Goals\n- {GUIDE}\n", "a remedy was moved: remedies → goals"),
        (ADA.replace(ALERTS, f"Far {ALERTS}"), f"the challenge was reworded: Far {ALERTS}"),
    ],
    ids=["removed", "one of two changes", "reworded", "moved", "challenge reworded"],
)
def test_a_gap_is_opened_by_a_changed_document(after, cause):
    found = effects(ADA + BOB, after + BOB, FULL, GAP)
    assert [*found.values()] == [("opened", [cause])]


def test_a_gap_is_closed_by_a_remedy_that_was_added():
    assert effects(LESS, ADA, GAP, FULL) == {ALERTS: ("closed", [f"a remedy was added: {GUIDE}"])}


def test_without_a_changed_document_only_reviews_changed():
    reviews = ("newly reviewed", ["its reviews changed"])
    assert effects(ADA, ADA, FULL, GAP) == effects(ADA, ADA, GAP, FULL) == {ALERTS: reviews}
    turned = ADA.replace(f"- {FREE}\n- {GUIDE}", f"- {GUIDE}\n- {FREE}")
    assert effects(ADA, turned, FULL, GAP) == {ALERTS: reviews}
    assert effects(ADA, ADA, GAP, GAP, not_a_need=[ALERTS]) == {ALERTS: reviews}


def test_what_is_not_reviewed_is_neither_opened_nor_closed():
    unreviewed = {BUDGET: "direct", ALERTS: "unreviewed"}
    added = f"a remedy was added: {GUIDE}"
    assert effects(LESS, ADA, GAP, unreviewed) == {ALERTS: ("became unreviewed", [added])}
    removed = f"a remedy was removed: {GUIDE}"
    assert effects(ADA, LESS, unreviewed, GAP) == {ALERTS: ("newly reviewed", [removed])}
    assert effects(ADA, LESS, unreviewed, unreviewed) == {}


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        (BOB, LESS + BOB, "its persona was added"),
        (ADA.replace(f"- {ALERTS}\n", "") + BOB, ADA + BOB, f"the challenge was added: {ALERTS}"),
        (
            ADA.replace(f"- {ALERTS}\n", "") + f"### Goals\n- {ALERTS}\n" + BOB,
            ADA + BOB,
            "the challenge was moved: goals → challenges",
        ),
    ],
    ids=["persona", "challenge", "goal"],
)
def test_a_gap_is_added_and_removed_with_its_challenge(old, new, cause):
    assert effects(old, new, GAP, GAP)[ALERTS] == ("added", [cause])
    back = cause.replace("added", "removed").replace("goals → challenges", "challenges → goals")
    assert effects(new, old, GAP, GAP)[ALERTS] == ("removed", [back])
    assert effects(old, new, FULL, FULL) == {}
