"""Recommendations: next steps that people reviewed, read and matched to the documents."""

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import SourceError
from toolbelt_data.analysis import (
    catalogue,
    counted,
    gaps,
    read_recommendations,
    recommendations,
)
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.errors import SchemaError
from toolbelt_data.text import digest

ADA = """## Name: Ada the Admin
### Challenges:
- No budget for tools
- Too many alerts at night
### How the OpenSSF can help:
- A list of vendors

## Name: Bea the Builder
### Challenges:
- No time to learn
### How the OpenSSF can help:
- Free tools for small teams
"""
C1, C2 = "ada-the-admin/challenges/1", "ada-the-admin/challenges/2"
R = "bea-the-builder/remedies/1"
TEXTS = {C1: "No budget for tools", C2: "Too many alerts at night", R: "Free tools for small teams"}


def reviewed(*rows):
    """Make reviews of steps for Ada: challenge, kind, target, verdicts of as many reviewers."""
    return TABLE["recommendation_reviews"].frame(
        {
            "challenge_id": challenge,
            "kind": kind,
            "target": target,
            "reviewer": f"reader-{number}",
            "verdict": verdict,
            "note": f"{verdict} says {number}.",
            "challenge_digests": [digest(TEXTS[challenge])],
            "target_digests": [digest(TEXTS[target])] if kind == "reuse" else [],
        }
        for challenge, kind, target, verdicts in rows
        for number, verdict in enumerate(verdicts)
    )


def verdicts(corpus, *rows):
    found = recommendations(corpus, reviewed(*rows))
    columns = ["challenge_id", "kind", "target", "verdict", "basis"]
    found = found[columns].astype(object).where(found[columns].notna(), None)
    return list(found.itertuples(index=False, name=None))


FREE_TOOLS = (C1, "reuse", R, ["yes", "yes", "no"])


def test_every_gap_and_partial_challenge_of_the_newest_edition_has_reviewed_steps(edition):
    found = gaps(edition)
    wanted = counted(found).query("coverage != 'direct'")
    steps = recommendations(edition)
    assert set(steps.challenge_id) == set(wanted.challenge_id)
    assert len(wanted) == 32
    assert steps.reviewers.eq(3).all()
    assert steps.verdict.notna().all()
    assert steps.basis.eq("reviewed").all()


def test_their_targets_are_remedies_of_others_and_resources_of_the_catalogue():
    steps = recommendations(toolbelt_data.load())
    remedies = steps[steps.kind == "reuse"]
    persona, other = (remedies[name].str.split("/").str[0] for name in ("challenge_id", "target"))
    assert (persona != other).all()
    assert set(steps[steps.kind == "point-to"].target) <= set(catalogue().project_id)


def test_somebody_without_time_to_read_is_pointed_to_no_guide():
    """Diana cannot handle the bugs that she knows of, and has no time to read."""
    steps = recommendations(toolbelt_data.load()).set_index(["challenge_id", "target"]).verdict
    assert steps["diana-the-weekend-warrior/challenges/3", "fuzz-introspector"] == "no"
    assert steps["diana-the-weekend-warrior/challenges/4", "concise-guide-developing"] == "no"


def test_originals_and_restatements_have_the_same_steps(shared):
    ours = recommendations(toolbelt_data.load())
    assert ours.equals(recommendations(toolbelt_data.load(shared / "corpus" / "2025-06-10")))


@pytest.fixture(params=["embedded", "real"])
def edition(request):
    """The newest edition, restated or as it is."""
    if request.param == "embedded":
        return toolbelt_data.load()
    return toolbelt_data.load(request.getfixturevalue("shared") / "corpus" / "2025-06-10")


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        (["yes", "no", "partly"], "partly"),
        (["yes", "no", "partly", "yes"], "partly"),
        (["yes", "yes", "no", "no"], "no"),
        (["yes", "yes"], None),
    ],
)
def test_a_verdict_is_the_lower_median_of_three_or_more(documents, given, verdict):
    found = recommendations(documents(a=ADA), reviewed((C1, "point-to", "slsa", given)))
    assert found.verdict.astype(object).where(found.verdict.notna(), None).tolist() == [verdict]
    assert found.reviewers.tolist() == [len(given)]


def test_the_note_is_that_of_the_first_reviewer_with_the_verdict(documents):
    found = recommendations(documents(a=ADA), reviewed((C1, "write", "fund", ["no", "yes", "yes"])))
    assert found.note.tolist() == ["yes says 1."]


def test_steps_stand_by_challenge_with_the_best_verdict_first(documents):
    rows = [
        (C2, "not-a-need", None, ["yes"] * 3),
        (C1, "point-to", "guac", ["yes"] * 2),
        (C1, "point-to", "slsa", ["no"] * 3),
        (C1, "write", "fund", ["partly"] * 3),
        FREE_TOOLS,
    ]
    assert [row[:4] for row in verdicts(documents(a=ADA), *rows)] == [
        (C1, "reuse", R, "yes"),
        (C1, "write", "fund", "partly"),
        (C1, "point-to", "slsa", "no"),
        (C1, "point-to", "guac", None),
        (C2, "not-a-need", None, "yes"),
    ]


def test_a_step_follows_its_challenge_and_its_remedy_where_they_move(documents):
    moved = ADA.replace("- No budget", "- New\n- No budget").replace("- Free", "- New too\n- Free")
    there = ("ada-the-admin/challenges/2", "reuse", "bea-the-builder/remedies/2")
    assert verdicts(documents(a=moved), FREE_TOOLS) == [(*there, "yes", "reviewed")]


def test_a_step_follows_personas_that_are_renamed(documents):
    renamed = ADA.replace("Ada the Admin", "Eve the Engineer").replace("Bea", "Bob")
    there = ("eve-the-engineer/challenges/1", "reuse", "bob-the-builder/remedies/1")
    assert verdicts(documents(a=renamed), FREE_TOOLS) == [(*there, "yes", "reviewed")]


def test_steps_follow_into_the_next_edition(next_edition):
    columns = ["challenge_id", "kind", "target", "verdict", "reviewers", "note"]
    now, next_id = next_edition
    before, after = recommendations(toolbelt_data.load()), recommendations(now)
    expected = before.assign(
        challenge_id=before.challenge_id.map(next_id),
        target=before.target.map(next_id, na_action="ignore"),
    )
    pd.testing.assert_frame_equal(after[columns], expected[columns])
    outdated = after[after.basis == "outdated"]
    challenge, remedy = (
        "chinmay-the-cloud-platform-admin/challenges/2",
        "dibby-the-data-engineer/remedies/8",
    )
    assert set(outdated.challenge_id[outdated.target != remedy]) == {challenge}
    assert (outdated.target == remedy).sum() == (before.target == remedy).sum() > 0


@pytest.mark.parametrize("gone", ["- No budget for tools\n", "- Free tools for small teams\n"])
def test_a_step_whose_challenge_or_remedy_is_gone_is_left_out(documents, gone):
    assert verdicts(documents(a=ADA.replace(gone, "")), FREE_TOOLS) == []


@pytest.mark.parametrize("first", ["Amy", "Ada"])
def test_of_equal_texts_each_challenge_has_its_steps_and_a_remedy_counts_once(documents, first):
    copy = ADA.replace("Ada", "Amy").replace("Bea", "Bob")
    corpus = documents(a=ADA + copy if first == "Ada" else copy + ADA)
    assert {row[:3] for row in verdicts(corpus, FREE_TOOLS)} == {
        (C1, "reuse", R),
        ("amy-the-admin/challenges/1", "reuse", R),
    }


def test_of_equal_challenges_each_has_the_verdict_that_was_given_for_its_persona(documents):
    both = documents(a=ADA + ADA.replace("Ada", "Amy").replace("Bea", "Bob"))
    rows = reviewed((C1, "point-to", "slsa", ["yes"] * 3), (C1, "point-to", "guac", ["partly"] * 3))
    other = rows[rows.target == "slsa"].assign(
        challenge_id="amy-the-admin/challenges/1", verdict="no"
    )
    found = recommendations(both, pd.concat([rows, other], ignore_index=True))
    assert found[["challenge_id", "target", "verdict"]].to_numpy().tolist() == [
        [C1, "slsa", "yes"],
        [C1, "guac", "partly"],
        ["amy-the-admin/challenges/1", "guac", "partly"],
        ["amy-the-admin/challenges/1", "slsa", "no"],
    ]


def test_a_remedy_that_the_persona_has_by_now_is_no_step(documents):
    done = ADA.replace("- A list of vendors", "- A list of vendors\n- Free tools for small teams")
    assert verdicts(documents(a=done), FREE_TOOLS) == []


def test_a_table_that_lacks_lists_is_refused(documents):
    rows = reviewed(FREE_TOOLS).assign(challenge_digests="[]")
    with pytest.raises(SchemaError, match="column challenge_digests has '\\[\\]'; make it a list"):
        recommendations(documents(a=ADA), rows)


GOOD = {
    "challenge_id": C1,
    "kind": "write",
    "target": "fund",
    "reviewer": "x",
    "verdict": "yes",
    "note": "Fund it.",
    "date": "2026-01-01",
    "challenge_digests": '"[""00""]"',
    "target_digests": "",
}


def line(**changed):
    return ",".join((GOOD | changed).values())


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"kind": "borrow"}, "kind 'borrow'; use reuse, point-to, write, not-a-need"),
        ({"verdict": "maybe"}, "verdict 'maybe'; use no, partly, yes"),
        ({"verdict": ""}, "column verdict is empty; fill it"),
        ({"target": ""}, "write with target None; name one, except for not-a-need"),
        ({"kind": "not-a-need"}, "not-a-need with target fund; name one, except for not-a-need"),
        ({"note": ""}, "write without a note; say in the note what to write"),
        ({"date": "1 May"}, "date '1 May'; write it as YYYY-MM-DD"),
        ({"kind": "reuse"}, "target_digests of reuse; give those of a remedy to reuse, else none"),
        ({"challenge_digests": ""}, "column challenge_digests is empty; fill it"),
    ],
)
def test_a_line_that_is_not_a_verdict_is_refused_with_its_place(tmp_path, changed, found):
    file = tmp_path / "r.csv"
    file.write_text("\n".join([",".join(GOOD), line(), line(**{"reviewer": "y"} | changed)]))
    with pytest.raises(SourceError) as caught:
        read_recommendations(file)
    assert str(caught.value) == f"{file}:3: {found}"


def test_a_second_verdict_of_a_reviewer_on_a_step_is_refused(tmp_path):
    file = tmp_path / "r.csv"
    file.write_text("\n".join([",".join(GOOD), line(), line()]))
    with pytest.raises(SourceError, match=r"r\.csv:3: a second verdict on write fund for ada"):
        read_recommendations(file)
