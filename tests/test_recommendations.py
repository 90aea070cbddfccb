"""Recommendations: next steps that people reviewed, and ideas of the program."""

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Analysis
from toolbelt_data.analysis import read_recommendations
from toolbelt_data.analysis.recommendations import reviewed
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.text import digest

ADA = """## Name: Ada the Admin
### Challenges:
- No budget for tools
- Too many alerts at night

## Name: Bea the Builder
### Challenges:
- No time to learn
### How the OpenSSF can help:
- Free tools for small teams
"""
C1, C2 = "ada-the-admin/challenges/1", "ada-the-admin/challenges/2"
R = "bea-the-builder/remedies/1"
TEXTS = {C1: "No budget for tools", C2: "Too many alerts at night", R: "Free tools for small teams"}
FREE_TOOLS = (C1, "reuse", R, ["yes", "yes", "no"])


def given(*rows):
    """Make verdicts on steps for Ada: challenge, kind, target, a verdict per reviewer."""
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


def steps(corpus, *rows):
    """Sum up verdicts: challenge, kind, target, verdict and basis of each step."""
    columns = ["challenge_id", "kind", "target", "verdict", "basis"]
    found = reviewed(corpus, given(*rows))[columns].astype(object)
    return {tuple(row) for row in found.where(found.notna(), None).to_numpy().tolist()}


@pytest.mark.parametrize("real", [False, True])
def test_every_gap_and_partial_challenge_of_the_newest_edition_has_a_reviewed_step(request, real):
    source = request.getfixturevalue("shared") / "corpus" / "2025-06-10" if real else None
    analysis = Analysis(source)
    own = analysis.challenges[~analysis.challenges.summary].query("coverage != 'direct'")
    first = analysis.recommendations.query("position == 1")
    assert first.challenge_id.tolist() == own.challenge_id.tolist()
    assert len(own) == 32
    assert first.verdict.notna().all()
    assert analysis.recommendations.groupby("challenge_id").size().max() <= 3


def test_reviewed_yes_comes_before_partly_and_rejected_ones_are_never_shown():
    analysis = Analysis()
    verdicts = reviewed(analysis.corpus, analysis.verdicts)
    no = verdicts[verdicts.verdict == "no"].set_index(["challenge_id", "kind", "target"]).index
    shown = analysis.recommendations
    assert not shown.set_index(["challenge_id", "kind", "target"]).index.isin(no).any()
    order = shown.verdict.map({"yes": 0, "partly": 1}).fillna(2)
    assert (order.groupby(shown.challenge_id).diff().fillna(0) >= 0).all()


def test_targets_are_remedies_of_others_and_resources_of_the_catalogue():
    analysis = Analysis()
    shown = analysis.recommendations
    reuse = shown[shown.kind == "reuse"]
    assert (reuse.persona_id != reuse.target.str.partition("/")[0]).all()
    assert set(shown[shown.kind == "point-to"].target) <= set(analysis.catalogue.resource_id)
    assert shown.text.notna().all()


@pytest.mark.parametrize(
    ("verdicts", "verdict"),
    [
        (["yes", "no", "partly"], "partly"),
        (["yes", "no", "partly", "yes"], "partly"),
        (["yes", "yes", "no", "no"], "no"),
        (["yes", "yes"], None),
    ],
)
def test_a_verdict_is_the_lower_median_of_three_or_more(documents, verdicts, verdict):
    found = steps(documents(a=ADA), (C1, "point-to", "slsa", verdicts))
    basis = "reviewed" if verdict else "proposed"
    assert found == {(C1, "point-to", "slsa", verdict, basis)}


def test_the_note_is_that_of_the_first_reviewer_with_the_verdict(documents):
    found = reviewed(documents(a=ADA), given((C1, "write", "fund", ["no", "yes", "yes"])))
    assert found.note.tolist() == ["yes says 1."]


def test_a_gap_that_is_not_a_need_is_not_counted(documents):
    verdicts = given((C1, "not-a-need", None, ["yes"] * 3), (C2, "not-a-need", None, ["no"] * 3))
    analysis = Analysis(documents(a=ADA), recommendations=verdicts)
    assert analysis.challenges.not_a_need.tolist()[:2] == [True, False]
    assert analysis.gaps.challenge_id.tolist() == [C2]


@pytest.mark.parametrize(
    ("old", "new", "places"),
    [
        ("- No budget", "- New\n- No budget", (C2, R)),
        ("- Free", "- New too\n- Free", (C1, "bea-the-builder/remedies/2")),
        ("Ada the Admin", "Eve the Engineer", ("eve-the-engineer/challenges/1", R)),
        ("Bea the", "Bob the", (C1, "bob-the-builder/remedies/1")),
    ],
)
def test_a_step_follows_its_challenge_and_its_remedy(documents, old, new, places):
    corpus = documents(a=ADA.replace(old, new))
    challenge, remedy = places
    assert steps(corpus, FREE_TOOLS) == {(challenge, "reuse", remedy, "yes", "reviewed")}


def test_steps_follow_into_the_next_edition_and_are_outdated_where_a_text_changed(next_edition):
    now, next_id = next_edition
    before, after = (reviewed(one, read_recommendations()) for one in (toolbelt_data.load(), now))
    ids = [
        frame[["challenge_id", "kind", "target"]].fillna("").to_numpy().tolist()
        for frame in (before, after)
    ]
    moved = [[next_id(challenge), kind, next_id(target)] for challenge, kind, target in ids[0]]
    assert sorted(ids[1]) == sorted(moved)
    outdated = after[after.basis == "outdated"]
    challenge, remedy = (
        "chinmay-the-cloud-platform-admin/challenges/2",
        "dibby-the-data-engineer/remedies/8",
    )
    assert ((outdated.challenge_id == challenge) | (outdated.target == remedy)).all()
    assert (outdated.target == remedy).any()


@pytest.mark.parametrize("gone", ["- No budget for tools\n", "- Free tools for small teams\n"])
def test_a_step_whose_challenge_or_remedy_is_gone_is_left_out(documents, gone):
    assert steps(documents(a=ADA.replace(gone, "")), FREE_TOOLS) == set()


def test_a_remedy_that_the_persona_has_by_now_is_no_step(documents):
    have = "### How the OpenSSF can help:\n- Free tools for small teams\n\n## Name: Bea"
    assert steps(documents(a=ADA.replace("\n## Name: Bea", have)), FREE_TOOLS) == set()


def test_of_equal_challenges_each_has_the_verdict_given_for_its_persona(documents):
    both = documents(a=ADA + ADA.replace("Ada", "Amy").replace("Bea", "Bob"))
    rows = given((C1, "point-to", "slsa", ["yes"] * 3), (C1, "point-to", "guac", ["partly"] * 3))
    amy = "amy-the-admin/challenges/1"
    other = rows[rows.target == "slsa"].assign(challenge_id=amy, verdict="no")
    found = reviewed(both, pd.concat([rows, other], ignore_index=True))
    assert {*found[["challenge_id", "target", "verdict"]].itertuples(index=False, name=None)} == {
        (C1, "slsa", "yes"),
        (C1, "guac", "partly"),
        (amy, "guac", "partly"),
        (amy, "slsa", "no"),
    }
