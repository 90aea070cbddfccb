"""Predictions: probabilities, reasons and themes, and how well they rate personas left out."""

import time
from pathlib import Path

import pytest

from toolbelt_data import load
from toolbelt_data.analysis.prediction import (
    THEMES,
    evidence,
    knowledge,
    probabilities,
    reason,
    themes_of,
    wording,
)

ANN = (
    ["There is never enough time for it.", "Nobody pays for this work."],
    ["Bots save time."],
)
BEN = (["Users find the jargon hard."], ["A glossary in plain words.", "A grant."])


def corpus_of(folder: Path, **personas):
    (folder / "personas").mkdir(parents=True)
    for number, (name, (challenges, remedies)) in enumerate(personas.items()):
        lines = [f"## Name: {name}", "### Challenges:", *(f"- {one}" for one in challenges)]
        lines += ["### How the OpenSSF can help:", *(f"- {one}" for one in remedies)]
        (folder / "personas" / f"{number}.md").write_text("\n".join(lines), "utf-8")
    return load(folder)


@pytest.fixture(scope="module")
def rated():
    pytest.importorskip("sklearn")
    import evaluate

    known = evaluate.personas(None, evaluate.reviewed())
    by_features = evaluate.prediction.features, evaluate.plain_tfidf
    return [
        evaluate.measures([evaluate.rate(one, known, features) for one in known], 0.4)
        for features in by_features
    ]


def test_personas_that_are_left_out_are_rated_well(rated):
    precision, f1, gaps, *_ = rated[0]
    assert precision >= 0.75
    assert f1 >= 0.7
    assert gaps >= 0.6


def test_the_model_rates_better_than_wording_alone(rated):
    assert rated[0][0] > rated[1][0] + 0.03


def test_probabilities_of_personas_that_are_left_out_are_calibrated(rated):
    *_, brier, bias = rated[0]
    assert brier < 0.19
    assert abs(bias) < 0.03


def test_a_row_stands_for_each_pair_in_the_order_of_the_documents(tmp_path):
    table = probabilities(corpus_of(tmp_path, ben=BEN, zoe=(["Alone."], []), ann=ANN))
    assert table[["challenge_id", "remedy_id"]].to_numpy().tolist() == [
        ["ben/challenges/1", "ben/remedies/1"],
        ["ben/challenges/1", "ben/remedies/2"],
        ["ann/challenges/1", "ann/remedies/1"],
        ["ann/challenges/2", "ann/remedies/1"],
    ]
    assert table.probability.equals(table.probability.round(4))


def test_what_answers_the_challenge_is_more_probable(tmp_path):
    table = probabilities(corpus_of(tmp_path, ann=ANN, ben=BEN))
    assert table.probability[0] > table.probability[1]
    assert table.probability[2] > table.probability[3]


def test_a_probability_depends_on_its_own_persona_alone(tmp_path):
    alone = probabilities(corpus_of(tmp_path / "one", ben=BEN))
    among = probabilities(corpus_of(tmp_path / "two", ann=ANN, ben=BEN))
    among = among[among.persona_id == "ben"].reset_index(drop=True)
    assert among.equals(alone)


@pytest.mark.parametrize(
    ("challenge", "remedy", "said"),
    [
        ("No time for it.", "Bots do it.", "Automation (“bots”) for Too little time (“no time”)"),
        ("No time for it.", "It is blue.", ""),
        ("It is blue.", "Bots do it.", ""),
    ],
)
def test_a_reason_names_help_and_theme_with_their_words(challenge, remedy, said):
    assert reason(challenge, remedy) == said


def test_a_cue_may_hold_other_words_but_not_many():
    assert "no-time" in themes_of("There is no spare and quiet time.")
    assert evidence("No, so much later, after many words, pay.", "challenges").themes.max() < 0.6


def test_the_address_of_a_link_says_nothing():
    assert themes_of("See [this](https://example.org/no-time/deadline).") == []


def test_a_challenge_shows_two_themes_at_most_the_clearest_first():
    assert themes_of("Deadlines, no time, overtime; no budget; jargon; licences.")[0] == "no-time"
    assert len(themes_of("Deadlines, no time, overtime; no budget; jargon; licences.")) == 2


def test_a_text_too_weak_to_tell_shows_no_theme():
    assert themes_of("It is what it is.") == themes_of("") == []


def test_no_cue_is_the_name_of_a_persona():
    names = {name.split()[0].lower() for name in load().personas.name}
    both = [*knowledge("themes").values(), *knowledge("helps").values()]
    keys = ("cues", "hints", "in_remedies", "refused_by")
    said = {word for one in both for key in keys for word in one.get(key, "").split()}
    assert not names & {word.strip("*,") for word in said}


def test_helps_answer_themes_that_are_known():
    for help_ in knowledge("helps").values():
        assert help_["bears_on"].keys() <= THEMES.keys()
        assert set(help_["bears_on"].values()) <= {1, 2}


@pytest.mark.parametrize("text", ["](" * 150_000, "a" * 300_000, "no " * 100_000, "x[y](" * 60_000])
def test_a_statement_takes_time_linear_in_its_bytes(text):
    began = time.process_time()
    evidence(text, "remedies")
    wording([text])
    # Less than a second; quadratic would be an hour.
    assert time.process_time() - began < 6
