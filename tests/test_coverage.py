"""Coverage: what reviews say about challenges, and what stays open."""

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import Analysis
from toolbelt_data.analysis.coverage import matrix
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.source import embedded_edition, embedded_editions
from toolbelt_data.text import digest

ADA = """## Name: Ada the Admin
### Challenges:
- No budget for tools
- Too many alerts
### How the OpenSSF can help:
- Free tools without a budget
- A guide
"""
# Of 2025-05-29: two personas that are in their file a second time, in words that nobody reviewed.
NOT_REVIEWED = {
    "daniel-the-data-scientist-dataoperationspractitioner-1",
    "susan-the-data-engineer-dataoperationspractitioner-1",
}


def reviews(*rows, text=ADA):
    """Make reviews of Ada's pairs: numbers of challenge and remedy, reviewer, rating."""
    lines = [line[2:] for line in text.splitlines() if line.startswith("- ")]
    return TABLE["reviews"].frame(
        {
            "challenge_id": f"ada-the-admin/challenges/{challenge}",
            "remedy_id": f"ada-the-admin/remedies/{remedy}",
            "reviewer": reviewer,
            "rating": rating,
            "challenge_digests": [digest(lines[challenge - 1])],
            "remedy_digests": [digest(lines[remedy + 1])],
            "challenge_text": lines[challenge - 1],
            "remedy_text": lines[remedy + 1],
        }
        for challenge, remedy, reviewer, rating in rows
    )


def decisions(**row):
    """Decide about Ada's first challenge."""
    text = "No budget for tools"
    about = {
        "challenge_id": "ada-the-admin/challenges/1",
        "challenge_digests": [digest(text)],
        "challenge_text": text,
    }
    return TABLE["decisions"].frame([about | {"decision": "accepted"} | row])


ALL_NONE = reviews((1, 1, "x", 0), (1, 2, "x", 0), (2, 1, "x", 0), (2, 2, "x", 0))


@pytest.mark.parametrize("name", embedded_editions())
def test_originals_and_restatements_have_the_same_reviewed_pairs(shared, name):
    columns = ["challenge_id", "remedy_id", "rating", "basis"]
    sources = shared / "corpus" / name, embedded_edition(name)
    real, restated = (Analysis(source).pairs for source in sources)
    found = [one[one.basis == "reviewed"][columns] for one in (real, restated)]
    pd.testing.assert_frame_equal(*found)
    others = set(real[real.basis != "reviewed"].persona_id)
    assert others == (NOT_REVIEWED if name == "2025-05-29" else set())


def test_the_newest_edition_has_the_gaps_that_the_readings_agree_on(shared):
    """As read by three independent readers, before anything was computed."""
    wanted = {
        "debbie-the-downstream-contributor": [2, 3],
        "diana-the-weekend-warrior": [3, 4, 6],
        "sachiko-the-solution-architect": [4],
        "allison-the-aiml-engineer": [4],
        "siddharth-the-supplier": [4, 7],
        "chinmay-the-cloud-platform-admin": [2],
        "grear-grc-data-governance-analyst": [3],
        "ophelia-it-infrastructure-engineer": [1],
    }
    not_a_need = {
        "debbie-the-downstream-contributor/challenges/3",
        "siddharth-the-supplier/challenges/7",
    }
    none = {f"{persona}/challenges/{number}" for persona, own in wanted.items() for number in own}
    for source in (None, shared / "corpus" / "2025-06-10"):
        analysis = Analysis(source)
        found = analysis.challenges[~analysis.challenges.summary]
        assert (len(found), set(found.basis)) == (70, {"reviewed"})
        assert set(found[found.coverage == "none"].challenge_id) == none
        assert set(found[found.not_a_need].challenge_id) == not_a_need
        assert set(analysis.gaps.challenge_id) == none - not_a_need


def test_a_prediction_never_closes_a_challenge(documents):
    remedy = "- Free tools without a budget\n"
    more = ADA.replace(remedy, remedy + "- Budgets for tools, so that no budget is needed\n")
    found = Analysis(documents(a=more), reviews=ALL_NONE).challenges
    assert found.coverage.tolist() == ["unreviewed", "unreviewed"]
    assert found.basis.tolist() == ["predicted", "predicted"]
    assert found.unreviewed.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("given", "coverage", "basis"),
    [
        ([(1, 1, "x", 2)], "direct", "reviewed"),
        ([(1, 1, "x", 1)], "partial", "reviewed"),
        ([(1, 1, "x", 2), (1, 1, "y", 1)], "partial", "reviewed"),
        ([(1, 1, "x", 1), (1, 2, "x", 2)], "direct", "reviewed"),
        ([(1, 1, "x", 0), (1, 2, "x", 0)], "none", "reviewed"),
        ([(1, 1, "x", 0)], "unreviewed", "predicted"),
        ([], "unreviewed", "predicted"),
    ],
)
def test_coverage_is_the_best_rating_and_none_only_if_every_pair_is_reviewed(
    documents, given, coverage, basis
):
    first = Analysis(documents(a=ADA), reviews=reviews(*given)).challenges.iloc[0]
    assert (first.coverage, first.basis) == (coverage, basis)


def test_a_challenge_with_remedies_that_are_not_paired_is_no_gap(documents):
    """Only fifty remedies of a persona are paired; of these, reviewers rejected all."""
    many = ADA + "".join(f"- Guide number {n}\n" for n in range(3, 52))
    none = [(challenge, remedy, "x", 0) for challenge in (1, 2) for remedy in range(1, 51)]
    analysis = Analysis(documents(a=many), reviews=reviews(*none, text=many))
    assert analysis.pairs.groupby("challenge_id").size().tolist() == [50, 50]
    assert analysis.gaps.empty
    found = analysis.challenges[["coverage", "basis", "unreviewed", "likely_gap"]]
    assert found.to_numpy().tolist() == [["unreviewed", "predicted", 1, False]] * 2


@pytest.mark.parametrize("remedies", ["", "### How the OpenSSF can help:\n-\n"])
def test_a_challenge_of_a_persona_without_remedies_is_a_gap(documents, remedies):
    found = Analysis(documents(a=ADA.partition("### How")[0] + remedies))
    assert found.gaps.basis.tolist() == ["no remedies", "no remedies"]


def test_an_unreviewed_challenge_is_a_likely_gap_if_no_remedy_is_probable(documents):
    far = ADA.replace("- Too many alerts", "- The cafeteria closes early")
    found = Analysis(documents(a=far), reviews=reviews()).challenges
    assert found.probability[0] > found.probability[1]
    assert found.likely_gap[1]


def test_a_changed_text_is_outdated_and_still_counts(documents):
    changed = documents(a=ADA.replace("No budget for tools", "No budget for a tool"))
    analysis = Analysis(changed, reviews=reviews((1, 1, "x", 2), (1, 2, "x", 0)))
    assert analysis.challenges.basis[0] == "outdated"
    assert (analysis.pairs.rating[0], analysis.pairs.basis[0]) == (2, "outdated")


def test_summaries_have_coverage_and_are_no_gaps(documents):
    text = "Alerts from scanners pile up, and artifacts stay unsigned."
    sums = f"## Name: Ada\n### Challenges:\n{text}\n- Alerts from scanners pile up\n- Artifacts stay unsigned\n"
    analysis = Analysis(documents(a=sums))
    assert analysis.challenges.summary.tolist() == [True, False, False]
    assert len(analysis.gaps) == 2


@pytest.mark.parametrize(
    ("row", "today", "state"),
    [
        ({}, None, "standing"),
        ({"until": "2026-12-31"}, "2026-12-31", "standing"),
        ({"until": "2026-12-31"}, "2027-01-01", "expired"),
        ({"challenge_digests": [digest("No budget for the tools")]}, None, "outdated"),
    ],
)
def test_a_decision_stands_until_its_last_day_or_until_the_text_changes(
    documents, row, today, state
):
    found = Analysis(
        documents(a=ADA), reviews=ALL_NONE, decisions=decisions(**row), today=today
    ).gaps
    assert found.decision.tolist()[0] == "accepted"
    assert found.decision_state.tolist()[0] == state
    assert found.decision.isna().tolist() == [False, True]


def test_the_review_queue_goes_from_unreviewed_to_agreed(documents):
    given = [(1, 1, "x", 2), (1, 1, "y", 0), (1, 2, "x", 0), (2, 1, "x", 1)]
    queue = Analysis(documents(a=ADA), reviews=reviews(*given)).review_queue
    assert queue.state.tolist() == ["unreviewed", "disputed", "agreed", "agreed"]


def test_the_matrix_has_a_cell_per_challenge_and_remedy(documents):
    given = [(1, 1, "x", 2), (2, 2, "x", 0)]
    analysis = Analysis(documents(a=ADA), reviews=reviews(*given))
    table, cells = matrix(analysis.pairs, analysis.challenges)
    table.check(cells)
    assert cells[["remedy_1", "remedy_2"]].to_numpy().tolist() == [["2", "?"], ["?", "0"]]


def test_a_part_of_an_edition_is_counted_against_the_whole():
    corpus = toolbelt_data.load()
    part = Analysis(corpus.only(personas="Diana the Weekend Warrior"))
    whole = Analysis(corpus)
    for name in ("pairs", "challenges", "gaps", "recommendations", "review_queue"):
        frame = getattr(whole, name)
        own = frame[frame.persona_id == "diana-the-weekend-warrior"].reset_index(drop=True)
        pd.testing.assert_frame_equal(getattr(part, name), own)
    pd.testing.assert_frame_equal(part.resources, whole.resources)
    assert {*part.next_steps.persona_ids.explode()} >= {"diana-the-weekend-warrior"}
    assert len(part.next_steps) < len(whole.next_steps)


def test_without_challenges_every_table_is_empty_and_right(documents):
    analysis = Analysis(documents(a="## Name: Ada the Admin\n### Role:\n- Admin\n"))
    for name, frame in analysis.tables().items():
        TABLE[name].check(frame)
    assert analysis.pairs.empty
    assert analysis.gaps.empty
