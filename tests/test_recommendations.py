"""Recommendations: next steps that people reviewed, and ideas of the program."""

import pytest

from toolbelt_data import Analysis
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
    return TABLE["verdicts"].frame(
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


@pytest.mark.parametrize("gone", ["- No budget for tools\n", "- Free tools for small teams\n"])
def test_a_step_whose_challenge_or_remedy_is_gone_is_left_out(documents, gone):
    assert steps(documents(a=ADA.replace(gone, "")), FREE_TOOLS) == set()
