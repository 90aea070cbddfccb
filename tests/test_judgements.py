"""Judgements: those that travel with the package, and what is refused."""

import csv

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import ParameterError, SourceError
from toolbelt_data.analysis import (
    counted,
    gaps,
    pair_levels,
    pairs,
    read_judgements,
    suggest,
)
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.source import embedded_edition, embedded_editions
from toolbelt_data.text import digest, slug

HEAD = ",".join(TABLE["judgements"].names)
ADA = """## Name: Ada the Admin
### Challenges:
- No budget for tools
- Too many alerts
### How the OpenSSF can help:
- Free tools without a budget
- A guide
"""


def judged(*rows):
    """Judge pairs of Ada's statements, by their numbers: challenge, remedy, reviewer, level."""
    lines = [line[2:] for line in ADA.splitlines() if line.startswith("- ")]
    return TABLE["judgements"].frame(
        {
            "challenge_id": f"ada-the-admin/challenges/{challenge}",
            "remedy_id": f"ada-the-admin/remedies/{remedy}",
            "reviewer": reviewer,
            "level": level,
            "challenge_digests": [digest(lines[challenge - 1])],
            "remedy_digests": [digest(lines[remedy + 1])],
        }
        for challenge, remedy, reviewer, level in rows
    )


# Of 2025-05-29: two personas that stand in their file a second time, in words that nobody judged,
# and one whose last remedy ends in quotes of the program text that was pasted behind it.
NOT_JUDGED = {
    "daniel-the-data-scientist-dataoperationspractitioner-1",
    "susan-the-data-engineer-dataoperationspractitioner-1",
}
RENAMED = {
    "Alex the Solution Architect": "Sachiko the Solution Architect",
    "Priya the AI/ML Engineer": "Allison the AI/ML Engineer",
    "Marcus the Test Engineer": "Timmy the Test Engineer",
}


def test_the_embedded_judgements_are_the_three_readings(shared):
    with (shared / "gold" / "judgements.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    expected = {}
    for row in rows:
        persona = slug(RENAMED.get(row["persona"], row["persona"]))
        key = f"{persona}/challenges/{row['challenge']}", f"{persona}/remedies/{row['remedy']}"
        expected[key] = (int(row["level"]), [int(row[f"reading_{reader}"]) for reader in "abc"])
    judgements = read_judgements()
    readings = judgements.groupby(["challenge_id", "remedy_id"])["level"].apply(list)
    assert readings.to_dict() == {key: readings for key, (_, readings) in expected.items()}
    levels = pair_levels(judgements).set_index(["challenge_id", "remedy_id"]).level.to_dict()
    assert levels == {key: level for key, (level, _) in expected.items()}


@pytest.mark.parametrize("name", embedded_editions())
def test_they_count_as_judged_on_originals_and_restatements_alike(shared, name):
    judgements = read_judgements()
    real = pairs(toolbelt_data.load(shared / "corpus" / name), judgements)
    restated = pairs(toolbelt_data.load(embedded_edition(name)), judgements)
    columns = ["challenge_id", "remedy_id", "level", "basis"]
    judged = [frame[frame.basis == "judged"][columns] for frame in (real, restated)]
    pd.testing.assert_frame_equal(*judged)
    others = set(real[real.basis != "judged"].persona_id)
    assert others == (NOT_JUDGED if name == "2025-05-29" else set())


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
    for source in (embedded_edition("2025-06-10"), shared / "corpus" / "2025-06-10"):
        found = counted(gaps(toolbelt_data.load(source)))
        assert (len(found), set(found.basis)) == (70, {"judged"})
        none = found[found.coverage == "none"]
        assert set(none.challenge_id) == {
            f"{persona}/challenges/{number}" for persona, of in wanted.items() for number in of
        }


def test_the_level_is_the_median_and_the_lower_one_where_even(documents):
    corpus = documents(a=ADA)
    rows = judged((1, 1, "x", 2), (1, 1, "y", 1), (1, 2, "x", 0), (1, 2, "y", 0), (1, 2, "z", 2))
    found = pairs(corpus, rows).set_index(["challenge_id", "remedy_id"])
    first = found.loc[("ada-the-admin/challenges/1", "ada-the-admin/remedies/1")]
    second = found.loc[("ada-the-admin/challenges/1", "ada-the-admin/remedies/2")]
    assert (first.level, first.basis, first.disagreement) == (1, "judged", 1)
    assert (second.level, second.basis, second.disagreement) == (0, "judged", 2)


def test_a_judgement_outranks_a_suggestion(documents):
    corpus = documents(a=ADA)
    suggested = pairs(corpus).iloc[0]
    assert suggested.level > 0
    assert suggested.basis == "suggested"
    outranked = pairs(corpus, judged((1, 1, "x", 0))).iloc[0]
    assert (outranked.level, outranked.basis) == (0, "judged")
    assert outranked.score == suggested.score


def test_a_suggestion_bears_from_the_threshold_on_and_says_why(documents):
    corpus = documents(a=ADA)
    made = suggest(corpus)
    assert len(made) == 4
    score = made.score[0]
    assert score == made.score.max()
    assert suggest(corpus, score).level.tolist() == [made.level[0], 0, 0, 0]
    assert suggest(corpus, min(score + 1e-9, 1.0)).level.tolist() == [0, 0, 0, 0]
    assert any(reason.startswith("both say budget") for reason in made.reasons[0])


def test_other_personas_change_no_suggestion(documents):
    alone = suggest(documents(a=ADA))
    both = suggest(documents(b=ADA.replace("Ada the Admin", "Bea the Builder") + "- A course\n"))
    own = both[both.challenge_id.str.startswith("ada-")].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, alone)


def test_a_judgement_follows_statements_that_moved(documents):
    moved = ADA.replace("- No budget for tools\n", "- New\n- No budget for tools\n")
    found = pairs(documents(a=moved), judged((1, 1, "x", 2)))
    by_id = found.set_index(["challenge_id", "remedy_id"])
    at_two = by_id.loc[("ada-the-admin/challenges/2", "ada-the-admin/remedies/1")]
    at_one = by_id.loc[("ada-the-admin/challenges/1", "ada-the-admin/remedies/1")]
    assert (at_two.level, at_two.basis) == (2, "judged")
    assert at_one.basis == "suggested"


def test_a_judgement_of_a_text_that_changed_is_suspect_and_still_used(documents):
    corpus = documents(a=ADA.replace("No budget for tools", "No budget for anything"))
    found = pairs(corpus, judged((1, 1, "x", 2))).iloc[0]
    assert (found.level, found.basis) == (2, "suspect")
    assert gaps(corpus, judged((1, 1, "x", 2))).iloc[0].basis == "suspect"


def test_white_space_changes_no_judgement(documents):
    corpus = documents(a=ADA.replace("No budget", "No   budget"))
    assert pairs(corpus, judged((1, 1, "x", 2))).iloc[0].basis == "judged"


def test_coverage_is_the_highest_level_and_gaps_have_none(documents):
    corpus = documents(a=ADA)
    found = gaps(
        corpus,
        judged((1, 1, "x", 1), (1, 2, "x", 2), (2, 1, "x", 0), (2, 2, "x", 0)),
    )
    assert found.coverage.tolist() == ["direct", "none"]
    assert found["class"].tolist() == ["covered", "open"]
    assert found.remedies.tolist() == [["ada-the-admin/remedies/2", "ada-the-admin/remedies/1"], []]
    assert found.basis.tolist() == ["judged", "judged"]


@pytest.mark.parametrize(
    "remedies",
    ["", "### How the OpenSSF can help:\n-\n", "### How the OpenSSF can help: (TBD)\n- x\n"],
)
def test_a_gap_whose_remedies_are_not_written_is_unwritten(documents, remedies):
    head = ADA.partition("### How")[0]
    found = gaps(documents(a=head + remedies), threshold=1.0)
    assert found.coverage.tolist() == ["none", "none"]
    assert found["class"].tolist() == ["unwritten", "unwritten"]


def test_without_challenges_or_remedies_the_tables_are_empty(documents):
    corpus = documents(a="## Name: Ada the Admin\n### Role:\n- Admin\n")
    assert len(pairs(corpus, read_judgements())) == len(gaps(corpus, read_judgements())) == 0


def test_what_sums_up_others_is_listed_and_not_counted():
    corpus = toolbelt_data.load()
    found = gaps(corpus, read_judgements())
    assert (len(found), len(counted(found))) == (71, 70)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a/challenges/1,a/remedies/1,x,7,,,[],[]", ":2: level '7'; use 0 (none), 1 (partial) or 2 (direct)"),
        ("a/challenges/1,a/remedies/1,x,,,,[],[]", ":2: level ''; use 0 (none), 1 (partial) or 2 (direct)"),
        (",a/remedies/1,x,1,,,[],[]", ":2: column challenge_id is empty; fill it"),
        ("a/challenges/1,a/remedies/1,x,1,,,abc,[]", ":2: column challenge_digests is no list; write it as a JSON array, [\"…\"]"),
        ("a/c/1,a/r/1,x,1,,,[],[]\na/c/1,a/r/1,x,2,,,[],[]", ":3: a second judgement of a/c/1 and a/r/1 by x; keep one of them"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_its_line(tmp_path, row, said):
    path = tmp_path / "judgements.csv"
    path.write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_judgements(path)
    assert str(caught.value) == f"{path}{said}"


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "judgements.csv"
    path.write_text(HEAD.replace(",level", "") + "\n", encoding="utf-8")
    with pytest.raises(SourceError, match="no column 'level'; name it once in the header"):
        read_judgements(path)


def test_a_byte_order_mark_is_passed_over(tmp_path):
    path = tmp_path / "judgements.csv"
    path.write_text(f"\ufeff{HEAD}\na/c/1,a/r/1,x,1,,,[],[]\n", encoding="utf-8")
    assert read_judgements(path).level.tolist() == [1]


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path, content):
    path = tmp_path / "judgements.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=str(path)):
        read_judgements(path)


TWO = ADA + ADA.replace("Ada the Admin", "Bea the Beginner").replace("- A guide", "- A course")


def test_a_changed_text_is_suspect_even_where_the_old_one_stands_elsewhere(documents):
    rows = judged((1, 2, "x", 2))
    bea = TWO.replace("- A guide", "- A handbook").replace("- A course", "- A guide")
    found = pairs(documents(a=bea.replace("No budget", "No money", 2)), rows)
    own = found[found.persona_id == "ada-the-admin"].set_index(["challenge_id", "remedy_id"])
    pair = own.loc[("ada-the-admin/challenges/1", "ada-the-admin/remedies/2")]
    assert (pair.level, pair.basis) == (2, "suspect")


def test_two_pairs_of_equal_texts_keep_each_its_own_judgement(documents):
    ada = judged((1, 1, "x", 2))
    bea = ada.assign(
        challenge_id="bea-the-beginner/challenges/1",
        remedy_id="bea-the-beginner/remedies/1",
        level=0,
    )
    found = pairs(
        documents(a=TWO), TABLE["judgements"].frame(ada.to_dict("records") + bea.to_dict("records"))
    )
    first = found.groupby("persona_id", sort=False).first()
    assert first["level"].to_dict() == {"ada-the-admin": 2, "bea-the-beginner": 0}


@pytest.mark.parametrize("threshold", [-0.1, 1.5, float("nan"), float("inf")])
def test_a_threshold_out_of_its_range_is_refused(documents, threshold):
    with pytest.raises(ParameterError, match=r"parameter threshold: .*; give a number from 0 to 1"):
        pairs(documents(a=ADA), threshold=threshold)
