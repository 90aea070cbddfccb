"""Ideas: what the program suggests for challenges, and the themes they share."""

import pandas as pd
import pytest
from test_prediction import corpus_of

from toolbelt_data import Analysis
from toolbelt_data.analysis.ideas import ideas, themes

HARD = "Deadlines leave no time for manual updates."
BOTS = "Automated updates save time: bots do the manual work."
ANN = ([HARD], ["A glossary in plain words."])
BEN = (["Manual updates eat the little time that is left before deadlines."], [BOTS])


def resources(*rows):
    names = ["resource_id", "resource", "description", "themes", "helps"]
    return pd.DataFrame(rows, columns=names)


def pairs(*rows):
    table = pd.DataFrame(rows, columns=["challenge_id", "remedy_id", "rating"])
    return table.astype({"rating": "Int64"}).assign(summary=False)


BOT = ("bot", "Bot", "Updates by itself.", ["no-time", "manual-toil"], ["automation"])
ADDRESSED = pairs(
    ("ben/challenges/1", "ben/remedies/1", 2), ("ann/challenges/1", "ann/remedies/1", 0)
)
NOBODY = pd.DataFrame(columns=["persona_id", "resource_id"])


def found(corpus, rated=ADDRESSED, offered=(BOT,), mentioned=NOBODY, ids=("ann/challenges/1",)):
    return ideas(corpus, rated, ids, resources(*offered), mentioned)


def test_a_remedy_that_addresses_a_challenge_like_it_is_suggested(tmp_path):
    row = found(corpus_of(tmp_path, ann=ANN, ben=BEN), offered=()).iloc[0]
    assert (row.kind, row.target) == ("reuse", "ben/remedies/1")
    assert row.reasons[0] == "addresses directly a challenge like it, ben/challenges/1"
    assert row.reasons[1] == "Automation (“automated”) for Too little time (“deadlines”)"


@pytest.mark.parametrize("rating", [0, None])
def test_a_remedy_that_nobody_rated_as_addressing_anything_is_not_suggested(tmp_path, rating):
    rated = pairs(("ben/challenges/1", "ben/remedies/1", rating))
    assert found(corpus_of(tmp_path, ann=ANN, ben=BEN), rated, offered=()).empty


def test_what_the_persona_has_already_is_not_suggested(tmp_path):
    corpus = corpus_of(tmp_path, ann=([HARD], [BOTS]), ben=BEN)
    mentioned = pd.DataFrame({"persona_id": ["ann"], "resource_id": ["bot"]})
    assert found(corpus, mentioned=mentioned).empty


@pytest.mark.parametrize(
    ("challenge", "helps"),
    [
        ("There is no time to read about deadlines and manual updates.", ["guides", "automation"]),
        ("Flaky tests, no tests; a fuzzer would be too much.", ["scanning-tools", "quality-tests"]),
    ],
)
def test_what_a_challenge_refuses_is_not_suggested(tmp_path, challenge, helps):
    about = ["no-time", "manual-toil"] if "guides" in helps else ["quality-doubt"]
    offered = [(one, one, "Text.", about, [one]) for one in helps]
    corpus = corpus_of(tmp_path, ann=([challenge], ["Nothing."]))
    shown = found(corpus, pairs(), offered)
    assert helps[0] not in set(shown.target)
    assert helps[1] in set(shown.target)


def test_three_ideas_at_most_the_most_probable_first_whatever_their_kind(tmp_path):
    about = ["no-time", "manual-toil", "burnout", "few-people", "no-money"]
    weaker = [
        (f"bot-{at}", "Bot", "Text.", about, ["automation", "funding", "badge"]) for at in range(2)
    ]
    shown = found(corpus_of(tmp_path, ann=ANN, ben=BEN), offered=[*weaker, BOT])
    assert len(shown) == 3
    assert shown.probability.is_monotonic_decreasing
    assert set(shown.kind) == {"reuse", "point-to"}
    assert shown.target[0] == "bot"


def test_an_idea_depends_on_its_challenge_and_target_alone(tmp_path):
    more = pairs(*ADDRESSED.iloc[:, :3].to_numpy(), ("cat/challenges/1", "cat/remedies/1", 2))
    other = (["Jargon is hard."], ["A summary in plain words."])
    far = ("far", "Far", "Text.", ["legal-risk"], ["compliance-mapping"])
    few = found(corpus_of(tmp_path / "few", ann=ANN, ben=BEN))
    many = found(corpus_of(tmp_path / "many", ann=ANN, ben=BEN, cat=other), more, (BOT, far))
    assert many.equals(few)
    assert not few.empty


def test_at_least_half_of_the_ideas_that_were_read_are_good():
    one = Analysis()
    good = (one.verdicts.verdict != "no").groupby(
        [one.verdicts.challenge_id, one.verdicts.target]
    ).median() > 0
    ids = one.verdicts.challenge_id.unique()
    shown = ideas(one.corpus, one.pairs, ids, one.catalogue, one.mentions)
    verdicts = shown.join(good.rename("good"), on=["challenge_id", "target"]).good.dropna()
    assert verdicts.mean() >= 0.5
    assert len(verdicts) >= 15
    assert shown.challenge_id.nunique() >= 16


def test_themes_count_challenges_by_coverage():
    rows = [
        ("a/challenges/1", "Ann", "No time at all.", "none", False, False),
        ("a/challenges/2", "Ann", "Deadlines.", "none", True, False),
        ("b/challenges/1", "Ben", "There is no time left.", "partial", False, False),
        ("b/challenges/2", "Ben", "Never enough time.", "unreviewed", False, False),
        ("b/challenges/3", "Ben", "No time, as said.", "none", False, True),
        ("b/challenges/4", "Ben", "It is so.", "none", False, False),
    ]
    names = ["challenge_id", "persona", "text", "coverage", "not_a_need", "summary"]
    frame = pd.DataFrame(rows, columns=names)
    (row,) = themes(frame.assign(persona_id=frame.persona)).to_dict("records")
    assert row["challenge_ids"] == frame.challenge_id.tolist()[:4]
    del row["challenge_ids"]
    assert [*row.values()] == ["no-time", "Too little time", 2, 4, 1, 1, 1, ["Ann"]]
