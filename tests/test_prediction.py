"""Predictions: probabilities, reasons and themes, and how well they rate personas left out."""

from pathlib import Path

import pytest

from toolbelt_data import load
from toolbelt_data.analysis.prediction import probabilities, themes_of

ANN = (["There is never enough time for it.", "Nobody pays for this work."], ["Bots save time."])
BEN = (["Users find the jargon hard."], ["A glossary in plain words.", "A grant."])


def corpus_of(folder: Path, **personas):
    (folder / "personas").mkdir(parents=True)
    for number, (name, (challenges, remedies)) in enumerate(personas.items()):
        lines = [f"## Name: {name}", "### Challenges:", *(f"- {one}" for one in challenges)]
        lines += ["### How the OpenSSF can help:", *(f"- {one}" for one in remedies)]
        (folder / "personas" / f"{number}.md").write_text("\n".join(lines), "utf-8")
    return load(folder)


def test_personas_that_are_left_out_are_rated_well_and_better_than_by_wording_alone():
    pytest.importorskip("sklearn")
    import evaluate

    known = evaluate.personas(None, evaluate.reviewed())
    (precision, f1, gaps, brier, bias), (plain, *_) = (
        evaluate.measures([evaluate.rate(one, known, features) for one in known], 0.4)
        for features in (evaluate.prediction.features, evaluate.plain_tfidf)
    )
    assert precision >= max(0.75, plain + 0.03)
    assert (f1 >= 0.7, gaps >= 0.6) == (True, True)
    assert (brier < 0.19, abs(bias) < 0.03) == (True, True)


def test_a_probability_depends_on_its_own_persona_alone(tmp_path):
    alone = probabilities(corpus_of(tmp_path / "one", ben=BEN))
    among = probabilities(corpus_of(tmp_path / "two", ann=ANN, ben=BEN))
    among = among[among.persona_id == "ben"].reset_index(drop=True)
    assert among.equals(alone)


def test_a_challenge_shows_two_themes_at_most_the_clearest_first_and_a_weak_text_none():
    found = themes_of("Deadlines, no time, overtime; no budget; jargon; licences.")
    assert (len(found), found[0]) == (2, "no-time")
    for weak in ("It is what it is.", "", "See [this](https://example.org/no-time/deadline)."):
        assert themes_of(weak) == []
