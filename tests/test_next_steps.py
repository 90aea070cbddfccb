"""Next steps: what comes first, rule by rule."""

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Analysis
from toolbelt_data.analysis.next_steps import next_steps
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.tables import FINDINGS

NAMES = ("Ada", "Bea", "Cy")


@pytest.fixture
def corpus(documents):
    """Three personas."""
    return documents(a="".join(f"## Name: {name}\n### Role:\n- x\n" for name in NAMES))


def challenge(name, number=1, **more):
    """Describe a challenge of a persona: a gap, unless told otherwise."""
    usual = {
        "coverage": "none", "basis": "reviewed", "remedies": [], "unreviewed": 0,
        "likely_gap": False, "not_a_need": False, "summary": False, "path": "personas/a.md",
    }  # fmt: skip
    place = {"text": f"{name} {number}", "line": NAMES.index(name) * 10 + number}
    return about(name, number) | usual | place | more


def advice(name, number, kind, target, **more):
    """Recommend something for a challenge."""
    usual = {
        "position": 1, "kind": kind, "target": target, "basis": "reviewed", "reviewers": 3,
        "text": f"text of {target}", "note": f"because of {target}", "reasons": [],
        "path": "personas/a.md", "line": 1,
    }  # fmt: skip
    return about(name, number) | usual | more


def about(name, number):
    person = name.lower()
    return {"challenge_id": f"{person}/challenges/{number}", "persona_id": person, "persona": name}


def steps(corpus, challenges=(), recommended=(), findings=()):
    """Order the steps that follow: kind and sentence of each, and the frame."""
    found = next_steps(
        corpus,
        TABLE["challenges"].frame(challenges),
        TABLE["recommendations"].frame(recommended),
        FINDINGS.frame(findings),
    )
    return [*zip(found.kind, found.step, strict=True)], found


def test_steps_that_close_more_gaps_for_their_effort_come_first(corpus):
    gaps = [challenge("Ada"), challenge("Bea"), challenge("Cy"), challenge("Cy", 2)]
    recommended = [
        advice("Ada", 1, "write", "fund", verdict="yes"),
        advice("Bea", 1, "point-to", "slsa", verdict="partly"),
        advice("Cy", 1, "point-to", "guac", verdict="yes"),
    ]
    found, frame = steps(corpus, gaps, recommended)
    assert found == [
        ("point-to", "Point Cy to text of guac"),
        ("point-to", "Point Bea to text of slsa"),
        ("write", "Write for Ada: text of fund"),
        ("find", "Find a remedy for Cy: Cy 2"),
    ]
    assert frame.closes.tolist() == [1.0, 0.5, 1.0, 1.0]
    assert frame.position.tolist() == [1, 2, 3, 4]


def test_a_remedy_for_several_personas_is_one_step(corpus):
    gaps = [challenge("Ada"), challenge("Bea")]
    recommended = [advice(name, 1, "reuse", "cy/remedies/1", verdict="yes") for name in NAMES[:2]]
    found, frame = steps(corpus, gaps, recommended)
    assert found == [("reuse", "Give Ada, Bea the remedy: text of cy/remedies/1")]
    assert frame.persona_ids.tolist() == [["ada", "bea"]]
    assert frame.closes.tolist() == [2.0]


def test_an_idea_counts_by_its_probability_and_says_its_reasons(corpus):
    idea = advice(
        "Ada", 1, "point-to", "slsa", basis="predicted", probability=0.4, note=None, reasons=["why"]
    )
    _, frame = steps(corpus, [challenge("Ada")], [idea])
    assert frame[["closes", "why"]].to_numpy().tolist() == [[0.4, "why"]]


def test_unreviewed_and_outdated_challenges_are_to_be_reviewed(corpus):
    rows = [
        challenge("Ada", coverage="unreviewed", basis="predicted", likely_gap=True),
        challenge("Ada", 2, coverage="direct", basis="outdated"),
        challenge("Bea", coverage="direct"),
    ]
    found, frame = steps(corpus, rows)
    assert found == [("review", "Review the pairs of Ada")]
    assert frame.closes.tolist() == [0.5]
    assert "1 of them likely gaps" in frame.why[0]


def test_a_gap_with_a_standing_decision_is_in_no_step_and_an_expired_one_is_decided_again(corpus):
    rows = [
        challenge("Ada", decision="accepted", decision_state="standing"),
        challenge("Bea", decision="accepted", decision_state="expired"),
        challenge("Cy", not_a_need=True),
    ]
    assert steps(corpus, rows)[0] == [
        ("decide", "Decide again about a challenge of Bea"),
        ("find", "Find a remedy for Bea: Bea 1"),
    ]


def test_errors_of_one_rule_in_a_file_are_one_step_and_come_after_gaps():
    analysis = Analysis("2025-06-10")
    frame = analysis.next_steps
    fixes = frame[frame.kind == "fix"]
    errors = toolbelt_data.check(analysis.corpus).query("severity == 'error'")
    assert len(fixes) == len(errors.groupby(["path", "rule"]))
    assert fixes.settles.sum() == len(errors)
    assert frame[frame.closes > 0].position.max() < fixes.position.min()


def test_what_the_index_promises_and_nobody_wrote_is_to_be_described(documents):
    index = "## Admins\n- Sub Personas: Ada, Dora the Dreamer, Eve the Elder\n"
    corpus = documents(README=index, a="## Name: Ada\n### Role:\n- x\n")
    found, frame = steps(corpus)
    assert found == [("describe", "Write the 2 personas that the index promises under Admins")]
    assert pd.isna(frame.persona_ids.explode()).all()
