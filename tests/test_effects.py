"""Effects: what became of coverage and judgements, and whether the reasons given are true."""

import pytest

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.analysis import Comparison, coverage_effects, gaps, judgement_effects, pairs
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.text import digest

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
- Reviews the patches of his students at night and on trains
### Challenges
- Students copy old snippets from forums without reading them
### How the OpenSSF can help
- Course material that a teacher may change freely
"""
LEVELS = {(BUDGET, FREE): 2, (BUDGET, GUIDE): 0, (ALERTS, FREE): 0, (ALERTS, GUIDE): 1}


def edition(text):
    return toolbelt_data.load(Edition("made", "", files={"personas/a.md": text.encode()}))


def judgements(old, new, levels):
    """Judge every pair that is not named 0, in either edition, by its texts."""
    rows = {}
    for corpus in (old, new):
        texts = dict(zip(corpus.statements.statement_id, corpus.statements.text, strict=True))
        for row in pairs(corpus, TABLE["judgements"].frame([])).itertuples():
            both = texts[row.challenge_id], texts[row.remedy_id]
            if corpus is old or both in levels:
                rows[both] = row.challenge_id, row.remedy_id
    return TABLE["judgements"].frame(
        {
            "challenge_id": ids[0],
            "remedy_id": ids[1],
            "reviewer": f"reviewer {number}",
            "level": levels.get(texts, 0),
            "challenge_digests": [digest(texts[0])],
            "remedy_digests": [digest(texts[1])],
            "challenge_text": texts[0],
            "remedy_text": texts[1],
        }
        for number, (texts, ids) in enumerate(rows.items())
    )


def effects(before, after, **more):
    old, new = edition(before), edition(after)
    rows = judgements(old, new, LEVELS | more.get("levels", {}))
    both = Comparison(old, new)
    found = coverage_effects(both, gaps(old, rows), gaps(new, rows))
    return {row.text: (row.effect, row.reasons) for row in found.itertuples()}


def states(before, after):
    old, new = edition(before), edition(after)
    rows = judgements(old, old, LEVELS)
    found = judgement_effects(Comparison(old, new), pairs(old, rows), pairs(new, rows))
    texts = [
        dict(zip(c.statements.statement_id, c.statements.text, strict=True)) for c in (old, new)
    ]
    return {
        (texts[0][row.old_challenge_id], texts[0][row.old_remedy_id]): (
            row.old_state,
            row.new_state,
        )
        for row in found[found.old_state.notna()].itertuples()
    }


def test_nothing_changed_and_no_reason_is_given():
    assert effects(ADA + BOB, ADA + BOB) == {
        BUDGET: ("same", []),
        ALERTS: ("same", []),
        "Students copy old snippets from forums without reading them": ("same", []),
    }


def test_a_persona_without_remedies_has_no_reason_either():
    alone = ADA.partition("### How")[0]
    assert effects(alone, alone) == {BUDGET: ("same", []), ALERTS: ("same", [])}


def test_a_gap_opens_because_a_remedy_was_removed():
    found = effects(ADA, ADA.replace(f"- {GUIDE}\n", ""))
    assert found[ALERTS] == ("opened", [f"a remedy is gone: {GUIDE}"])
    assert found[BUDGET] == ("same", [])


def test_a_gap_opens_because_all_remedies_are_gone():
    found = effects(ADA, ADA.partition("### How")[0])
    assert found[ALERTS] == (
        "opened",
        [f"a remedy is gone: {GUIDE}", "it rested on judgements, now on no remedy at all"],
    )


def test_a_gap_opens_because_a_remedy_was_reworded():
    new = "A guide to better and prettier alerts"
    found = effects(ADA, ADA.replace(GUIDE, new), levels={(ALERTS, new): 0, (BUDGET, new): 0})
    assert found[ALERTS] == ("opened", [f"a remedy was reworded: {new}"])


def test_a_gap_opens_because_a_remedy_moved_to_another_persona():
    found = effects(ADA + BOB, ADA.replace(f"- {GUIDE}\n", "") + BOB + f"- {GUIDE}\n")
    assert found[ALERTS] == ("opened", [f"a remedy moved to Bob the Teacher: {GUIDE}"])


def test_a_gap_opens_because_a_remedy_is_a_goal_now():
    goal = ADA.replace(f"- {GUIDE}\n", "") + f"### Goals\n- {GUIDE}\n"
    assert effects(ADA, goal)[ALERTS] == ("opened", [f"a remedy is one of the goals now: {GUIDE}"])


def test_a_gap_closes_because_a_remedy_was_added():
    before = ADA.replace(f"- {GUIDE}\n", "")
    found = effects(before, ADA)
    assert found[ALERTS] == ("closed", [f"a remedy is new: {GUIDE}"])
    assert found[BUDGET] == ("same", [])


def test_a_gap_closes_because_a_remedy_came_from_another_persona():
    found = effects(ADA.replace(f"- {GUIDE}\n", "") + BOB + f"- {GUIDE}\n", ADA + BOB)
    assert found[ALERTS] == ("closed", [f"a remedy came from Bob the Teacher: {GUIDE}"])


def test_coverage_is_weaker_and_stronger():
    new = "Free tools that work without any large budget"
    levels = {(BUDGET, new): 1, (ALERTS, new): 0}
    there = effects(ADA, ADA.replace(FREE, new), levels=levels)
    back = effects(ADA.replace(FREE, new), ADA, levels=levels)
    assert there[BUDGET] == ("weaker", [f"a remedy was reworded: {new}"])
    assert back[BUDGET] == ("stronger", [f"a remedy was reworded: {FREE}"])


def test_a_challenge_moves_to_another_persona_and_leaves_its_remedy():
    found = effects(ADA + BOB, ADA.replace(f"- {ALERTS}\n", "") + BOB.replace("### How", f"- {ALERTS}\n### How"),
                    levels={(ALERTS, "Course material that a teacher may change freely"): 0})  # fmt: skip
    assert found[ALERTS] == (
        "opened",
        [
            "the challenge moved from Ada the Admin to Bob the Teacher",
            f"a remedy stayed with Ada the Admin: {GUIDE}",
        ],
    )


def test_a_challenge_moves_with_its_remedy():
    moved = ADA.replace(f"- {ALERTS}\n", "").replace(f"- {GUIDE}\n", "")
    moved += BOB.replace("### How", f"- {ALERTS}\n### How") + f"- {GUIDE}\n"
    found = effects(ADA + BOB, moved)
    assert found[ALERTS] == ("same", ["the challenge moved from Ada the Admin to Bob the Teacher"])


@pytest.mark.parametrize(
    ("old", "new", "effect", "reason"),
    [
        ("", ADA, "new", "its persona is new"),
        (ADA, "", "removed", "its persona is gone"),
        (ADA.replace(f"- {ALERTS}\n", ""), ADA, "new", "the challenge is new"),
        (ADA, ADA.replace(f"- {ALERTS}\n", ""), "removed", "the challenge is gone"),
        (ADA, ADA.replace(f"- {ALERTS}\n", "") + f"### Goals\n- {ALERTS}\n", "removed", "it is one of the goals now"),
        (ADA.replace(f"- {ALERTS}\n", "") + f"### Goals\n- {ALERTS}\n", ADA, "new", "it was one of the goals before"),
    ],
    ids=["new persona", "lost persona", "new", "lost", "goal now", "goal before"],
)  # fmt: skip
def test_a_challenge_comes_and_goes(old, new, effect, reason):
    assert effects(old + BOB, new + BOB)[ALERTS] == (effect, [reason])


def test_a_gap_that_goes_with_its_persona_is_no_gap_closed():
    found = effects(ADA.replace(f"- {GUIDE}\n", "") + BOB, BOB)
    assert found[ALERTS] == ("gap removed", ["its persona is gone"])
    back = effects(BOB, ADA.replace(f"- {GUIDE}\n", "") + BOB, levels={(ALERTS, FREE): 0})
    assert back[ALERTS] == ("new gap", ["its persona is new"])


def test_judgements_stay_when_a_persona_is_renamed_or_moved():
    renamed = ADA.replace("Ada the Admin", "Eve the Operator")
    for after in (renamed + BOB, BOB + ADA, "# People\n\n" + ADA.replace("##", "###") + BOB):
        assert set(states(ADA + BOB, after).values()) == {("judged", "judged")}


def test_judgements_become_suspect_when_a_text_is_reworded():
    found = states(ADA, ADA.replace(GUIDE, "A guide to fewer and far better alerts"))
    suspect = ("judged", "suspect")
    assert found[ALERTS, GUIDE] == found[BUDGET, GUIDE] == suspect
    assert found[ALERTS, FREE] == found[BUDGET, FREE] == ("judged", "judged")


def test_judgements_are_gone_with_one_of_the_texts():
    found = states(ADA, ADA.replace(f"- {GUIDE}\n", ""))
    assert found[ALERTS, GUIDE] == ("judged", "gone")
    assert found[ALERTS, FREE] == ("judged", "judged")
