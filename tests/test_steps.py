"""Ranking: which gaps come first, and what should be done next, rule by rule."""

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import ParameterError, check
from toolbelt_data.analysis import (
    counted,
    gaps,
    listing_states,
    next_steps,
    pairs,
    propose,
    rank_gaps,
    themes,
)
from toolbelt_data.analysis.steps import EFFORTS
from toolbelt_data.analysis.tables import STEP_KINDS, TABLE
from toolbelt_data.tables import FINDINGS

NAMES = ("Ada", "Bea", "Cy", "Dee")


@pytest.fixture
def corpus(documents):
    """Four personas with three challenges each, and a remedy."""
    sections = "### Challenges:\n- one\n- two\n- three\n### How the OpenSSF can help:\n- help\n"
    return documents(a="".join(f"## Name: {name}\n{sections}" for name in NAMES))


def gap(name, number=1, kind="open", basis="judged", **more):
    """Make a gap of a persona."""
    return {
        "challenge_id": f"{name.lower()}/challenges/{number}",
        "persona_id": name.lower(),
        "coverage": "none",
        "basis": basis,
        "remedies": [],
        "class": kind,
        "proposals": [],
        "doubtful": False,
        "decided": False,
        "sums_up": [],
        "text": f"{name} {number}",
        "path": "personas/a.md",
        "line": NAMES.index(name) * 10 + number,
    } | more


def theme(name, personas, *challenges):
    """Make a trouble with challenges that tell of it."""
    ids = [f"{who.lower()}/challenges/{number}" for who, number in challenges]
    return {
        "trouble_id": name,
        "name": name,
        "personas": personas,
        "challenges": len(ids),
        "covered": 0,
        "gaps": len(ids),
        "open_with": [],
        "challenge_ids": ids,
    }


def proposal(name, number, kind, what, score, rank=1):
    """Make a proposal for a challenge."""
    return {
        "challenge_id": f"{name.lower()}/challenges/{number}",
        "rank": rank,
        "kind": kind,
        "proposal": what,
        "score": score,
        "reasons": [f"because of {what}"],
        "text": f"{what.upper()}: text of {what}",
        "path": "personas/a.md",
        "line": 1,
    }


def finding(path, line, severity="error"):
    return {
        "code": "T001",
        "rule": "r",
        "severity": severity,
        "path": path,
        "line": line,
        "column": 1,
        "end_line": line,
        "message": f"wrong at {line}",
        "fix": "mend it",
        "fingerprint": f"{path}{line}",
    }


def listing(group, name, state="unwritten"):
    return {
        "item_id": f"{group}/{name}",
        "group": group,
        "name": name,
        "state": state,
        "resolution": "none",
        "link": "none",
        "path": "README.md",
        "line": 1,
    }


def ranked(corpus, found, told=(), offered=(), levels=()):
    return rank_gaps(
        corpus,
        TABLE["gaps"].frame(found),
        TABLE["pairs"].frame(levels),
        TABLE["proposals"].frame(offered),
        TABLE["themes"].frame(told),
    )


def steps(corpus, found=(), offered=(), told=(), findings=(), listings=(), most=None):
    return next_steps(
        corpus,
        TABLE["gaps"].frame(found),
        TABLE["proposals"].frame(offered),
        TABLE["themes"].frame(told),
        FINDINGS.frame(findings),
        TABLE["listing_states"].frame(listings),
        most,
    )


# Which gaps come first


def test_what_was_decided_comes_last(corpus):
    found = [gap("Ada", decided=True, disposition="accepted"), gap("Bea", basis="suggested")]
    table = ranked(corpus, found, [theme("t", 4, ("Ada", 1))])
    assert table.name.tolist() == ["Bea", "Ada"]
    assert table.disposition.tolist()[1] == "accepted"


def test_the_surest_come_first_and_those_without_any_basis_last(corpus):
    bases = {"Ada": None, "Bea": "suggested", "Cy": "suspect", "Dee": "judged"}
    found = [gap(name, basis=basis) for name, basis in bases.items()]
    table = ranked(corpus, found, [theme("t", 4, ("Ada", 1), ("Bea", 1))])
    assert table.name.tolist() == ["Dee", "Cy", "Bea", "Ada"]


def test_of_equally_sure_ones_the_trouble_that_most_share_decides(corpus):
    found = [gap("Ada"), gap("Bea"), gap("Cy")]
    told = [theme("wide", 3, ("Cy", 1)), theme("narrow", 1, ("Cy", 1), ("Bea", 1))]
    table = ranked(corpus, found, told)
    assert table.name.tolist() == ["Cy", "Bea", "Ada"]
    assert table.shared.tolist() == [3, 1, 0]
    assert table.trouble.tolist()[:2] == ["wide", "narrow"]
    assert pd.isna(table.trouble[2])


def test_among_equals_the_order_of_the_documents_stays(corpus):
    table = ranked(corpus, [gap(name) for name in NAMES])
    assert table.name.tolist() == list(NAMES)
    assert table["rank"].tolist() == [1, 2, 3, 4]


def test_what_is_covered_or_sums_up_others_is_no_gap_to_rank(corpus):
    found = [gap("Ada", coverage="partial"), gap("Bea", sums_up=["bea/challenges/2"]), gap("Cy")]
    assert ranked(corpus, found).name.tolist() == ["Cy"]


def test_a_gap_is_shown_with_its_nearest_own_remedy_and_what_would_serve(corpus):
    level = {
        "challenge_id": "ada/challenges/1",
        "remedy_id": "ada/remedies/1",
        "persona_id": "ada",
        "level": 0,
        "basis": "judged",
        "score": 0.1,
        "restating": False,
    }
    offered = [
        proposal("Ada", 1, "borrow", "x", 0.9, rank=1),
        proposal("Ada", 1, "cite", "y", 0.8, rank=2),
    ]
    table = ranked(corpus, [gap("Ada"), gap("Bea")], offered=offered, levels=[level])
    assert table.nearest.tolist()[0] == "help"
    assert pd.isna(table.nearest[1])
    assert table.proposals.tolist() == [["borrow: X: text of x", "cite: Y: text of y"], []]
    assert table.reasons.tolist() == [["because of x"], []]


# What should be done next


def test_nothing_to_do_is_no_step(corpus):
    for table, declared in (
        (steps(corpus), TABLE["steps"]),
        (ranked(corpus, []), TABLE["ranked_gaps"]),
    ):
        declared.check(table)
        assert table.empty


def test_a_step_ranks_by_what_it_answers_for_its_effort(corpus):
    found = [
        gap("Ada", kind="unwritten"),
        gap("Ada", 2, kind="unwritten"),
        gap("Bea", kind="borrow"),
        gap("Cy", kind="open"),
    ]
    table = steps(corpus, found, [proposal("Bea", 1, "borrow", "x", 0.8)])
    assert table.kind.tolist() == ["write", "borrow", "find"]
    assert table.answers.tolist() == [2.0, 0.8, 1.0]
    assert table.effort.tolist() == [2, 1, 3]


def test_what_answers_a_challenge_comes_before_what_answers_none(corpus):
    findings = [finding("a.md", line) for line in range(1, 50)]
    table = steps(corpus, [gap("Cy")], findings=findings)
    assert table.kind.tolist() == ["find", "mend"]
    assert table.answers.tolist() == [1.0, 0.0]


def test_what_answers_none_ranks_by_what_it_settles_for_its_effort(corpus):
    findings = [finding("a.md", 1), finding("a.md", 2), finding("b.md", 1)]
    listings = [listing("G", f"n{n}") for n in range(7)]
    table = steps(corpus, findings=findings, listings=listings)
    assert table.step.tolist() == [
        "Write the 7 personas that the index promises under G",
        "Mend r in a.md, 2 places",
        "Mend r in b.md, 1 place",
    ]
    assert table.settles.tolist() == [7, 2, 1]


def test_among_equals_the_lesser_effort_comes_first(corpus):
    found = [gap("Ada", kind="unwritten"), gap("Ada", 2, kind="unwritten"), gap("Bea", kind="cite")]
    table = steps(corpus, found, [proposal("Bea", 1, "cite", "x", 1.0)])
    rates = table.answers / table.effort
    assert rates.tolist() == [1.0, 1.0]
    assert table.settles.tolist() == [1, 2]
    found = [gap("Ada", kind="unwritten"), gap("Bea", basis="suggested", coverage="direct")]
    table = steps(corpus, found)
    assert (table.answers / table.effort).tolist() == [0.5, 0.5]
    assert table.kind.tolist() == ["judge", "write"]


def test_efforts_go_from_hours_to_weeks_and_every_kind_has_one():
    assert set(EFFORTS) == set(STEP_KINDS)
    by_effort = {effort: {k for k, e in EFFORTS.items() if e == effort} for effort in (1, 2, 3)}
    assert by_effort == {
        1: {"judge", "decide", "borrow", "cite", "mend"},
        2: {"write"},
        3: {"find", "describe"},
    }


def test_a_gap_that_was_decided_is_in_no_step(corpus):
    kinds = ("unwritten", "borrow", "cite", "open")
    offered = [proposal("Bea", 1, "borrow", "x", 0.8), proposal("Cy", 1, "cite", "y", 0.8)]
    for standing in (False, True):
        found = [
            gap(name, kind=kind, basis="suggested", decided=standing, disposition="accepted")
            for name, kind in zip(NAMES, kinds, strict=True)
        ]
        table = steps(corpus, found, offered, [theme("t", 4, ("Dee", 1))])
        assert table.empty is standing


def test_a_decision_that_no_longer_stands_is_to_be_made_again(corpus):
    found = [gap("Ada", disposition="lapsed: accepted until 2025-01-01"), gap("Bea")]
    table = steps(corpus, found)
    first = table[table.kind == "decide"]
    assert first.step.tolist() == ["Decide again about a challenge of Ada"]
    assert first.why.tolist() == ["lapsed: accepted until 2025-01-01"]
    assert first.item_ids.tolist() == [["ada/challenges/1"]]


def test_judging_answers_half_of_what_is_not_sure_covered_or_not(corpus):
    found = [
        gap("Ada", basis="suggested"),
        gap("Ada", 2, kind="covered", basis="suspect", coverage="direct"),
        gap("Ada", 3, kind="covered", basis="judged", coverage="direct"),
    ]
    table = steps(corpus, found)
    judge = table[table.kind == "judge"].iloc[0]
    assert (judge.step, judge.answers, judge.settles) == ("Judge the pairs of Ada", 1.0, 2)
    assert judge.item_ids == ["ada/challenges/1", "ada/challenges/2"]


def test_one_remedy_or_offering_for_several_gaps_is_one_step(corpus):
    found = [gap(name, kind="cite") for name in NAMES[:3]]
    offered = [
        proposal("Ada", 1, "cite", "x", 0.7),
        proposal("Ada", 1, "cite", "y", 0.65, rank=2),
        proposal("Bea", 1, "cite", "y", 0.9),
        proposal("Cy", 1, "cite", "x", 0.8),
    ]
    table = steps(corpus, found, offered)
    assert table.step.tolist() == ["Cite X for Ada, Cy", "Cite Y for Bea"]
    assert table.answers.tolist() == [pytest.approx(1.5), pytest.approx(0.9)]
    assert table.item_ids.tolist()[0] == ["ada/challenges/1", "cy/challenges/1"]
    assert table.why.tolist()[0] == "because of x"


def test_open_gaps_of_one_trouble_are_one_step_and_each_is_in_one(corpus):
    found = [gap("Ada"), gap("Bea"), gap("Cy"), gap("Dee")]
    told = [theme("Noise", 3, ("Ada", 1), ("Bea", 1)), theme("Time", 2, ("Bea", 1), ("Cy", 1))]
    table = steps(corpus, found, told=told)
    assert table.step.tolist() == [
        "Find a remedy for: Noise",
        "Find a remedy for: Time",
        "Find a remedy for: Dee 1",
    ]
    assert sorted(table.item_ids.explode()) == [f"{name.lower()}/challenges/1" for name in NAMES]


def test_only_errors_are_mended_and_only_what_is_missing_described(corpus):
    findings = [finding("a.md", 1, "warning"), finding("b.md", 1, "note")]
    listings = [listing("G", "x", "documented"), listing("G", "y", "partial")]
    assert steps(corpus, findings=findings, listings=listings).empty
    listings.append(listing("G", "z", "placeholder"))
    table = steps(corpus, listings=listings)
    assert table.step.tolist() == ["Write the persona that the index promises under G"]
    assert table.why.tolist() == ["no document tells what is hard for z"]


@pytest.mark.parametrize(("most", "kept"), [(None, 3), (2, 2), (0, 0), (9, 3)])
def test_no_more_steps_are_given_than_asked_for_and_the_first_stay(corpus, most, kept):
    found = [gap("Ada"), gap("Bea"), gap("Cy")]
    table = steps(corpus, found, most=most)
    pd.testing.assert_frame_equal(table, steps(corpus, found).head(kept))


def test_fewer_than_no_steps_are_refused(corpus):
    with pytest.raises(ParameterError) as caught:
        steps(corpus, most=-1)
    assert str(caught.value) == "parameter steps: -1; give a whole number from 0"


@pytest.mark.parametrize("judged", [True, False])
@pytest.mark.parametrize("name", ["2025-04-04", "2025-06-10"])
def test_everything_that_is_named_is_there(name, judged):
    corpus = toolbelt_data.load(name)
    given = None if judged else pd.DataFrame(columns=["challenge_id", "remedy_id"])
    levels = pairs(corpus, given)
    found = gaps(corpus, given)
    without = counted(found)[counted(found).coverage == "none"]
    offered = propose(corpus, levels, without.challenge_id)
    told, findings, listings = themes(corpus, found), check(corpus), listing_states(corpus)
    order = rank_gaps(corpus, found, levels, offered, told)
    todo = next_steps(corpus, found, offered, told, findings, listings)
    assert sorted(order.challenge_id) == sorted(without.challenge_id)
    for table in (order, todo):
        assert table["rank"].tolist() == list(range(1, len(table) + 1))
    known = {*found.challenge_id, *findings.fingerprint, *listings.item_id}
    assert set(todo.item_ids.explode()) <= known
    assert set(todo.path) <= set(corpus.documents.path)
    assert (todo.item_ids.map(len) == todo.settles).all()
    rates = (todo.answers / todo.effort).tolist()
    assert rates == sorted(rates, reverse=True)
    served = todo[todo.kind.isin(["borrow", "cite", "write", "find"])].item_ids.explode()
    assert sorted(served) == sorted(without[~without.decided].challenge_id)
    assert ("judge" in set(todo.kind)) is not judged
