"""Suggestions: what they depend on, what they bear, and what they say."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.analysis import suggest
from toolbelt_data.analysis.bearing import Reader, read_model
from toolbelt_data.analysis.bearing.words import words
from toolbelt_data.analysis.suggestions import THRESHOLD, reasons
from toolbelt_data.evaluation.examples import read_examples

ADA = """## Name: Ada the Admin
### Challenges:
- There is no budget for tools, and no time to learn them
- Too many alerts
### How the OpenSSF can help:
- Free tools without a budget
- A guide to triage
"""
BOB = ADA.replace("Ada", "Bob").replace("alerts", "false alarms")


def corpus_of(**files):
    data = {f"{name}.md": text.encode() for name, text in files.items()}
    return toolbelt_data.load(Edition("test", "", files=data))


def persona(challenges, remedies):
    return "\n".join(
        [
            "## Name: Ada the Admin",
            "### Challenges",
            *(f"- {text}" for text in challenges),
            "### How the OpenSSF can help",
            *(f"- {text}" for text in remedies),
        ]
    )


def test_the_threshold_is_that_of_the_model():
    assert read_model().bears.threshold == THRESHOLD


def test_the_same_documents_have_the_same_suggestions():
    pd.testing.assert_frame_equal(suggest(toolbelt_data.load()), suggest(toolbelt_data.load()))


def test_other_personas_change_no_suggestion():
    alone, beside = suggest(corpus_of(a=ADA)), suggest(corpus_of(a=ADA, b=BOB))
    own = beside[beside.challenge_id.str.startswith("ada-")].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, own)


def test_scores_are_probabilities_and_levels_follow_the_threshold():
    corpus = toolbelt_data.load()
    for threshold in (0.0, 0.2, THRESHOLD, 0.6, 1.0):
        found = suggest(corpus, threshold)
        assert found.score.between(0, 1).all()
        clear = (found.score - threshold).abs() > 1e-4
        assert (found.level.gt(0) == found.score.ge(threshold))[clear].all()
        assert found.level.isin([0, 1, 2]).all()


@pytest.mark.parametrize(
    ("challenges", "remedies", "pairs"),
    [([], ["x"], 0), (["x"], [], 0), ([], [], 0), (["x"], ["y"], 1), (["x", "z"], ["y"], 2)],
)
def test_there_is_a_suggestion_a_pair(challenges, remedies, pairs):
    assert len(suggest(corpus_of(a=persona(challenges, remedies)))) == pairs


@pytest.mark.parametrize(
    "text",
    [
        "no time " * 2_500,
        "1234 — 5678",
        "没有时间",
        "нет времени",
        "`x`",
        "a the of",
    ],
    ids=["long", "numbers", "Chinese", "Russian", "code", "empty words"],
)
def test_any_statement_has_a_score(text):
    found = suggest(corpus_of(a=persona([text, "No time"], [text, "Free tools"])))
    assert len(found) == 4
    assert found.score.between(0, 1).all()


@settings(max_examples=40)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_two_texts_have_features_and_reasons(challenge, remedy):
    model = read_model()
    reader = model.reader()
    scores, levels = model.levels(reader.features([challenge], [remedy]))
    assert np.isfinite(scores).all()
    assert ((scores > 0) & (scores < 1)).all()
    assert set(levels.ravel()) <= {0, 1, 2}
    assert len(reasons(reader, challenge, remedy)) <= 3


def test_reasons_are_three_at_most_and_quote_words_that_stand_there():
    corpus = toolbelt_data.load()
    texts = corpus.statements.set_index("statement_id").text
    found = suggest(corpus)
    assert found.reasons.str.len().max() == 3
    for row in found.itertuples():
        challenge, remedy = (words(texts[one]) for one in (row.challenge_id, row.remedy_id))
        for reason in row.reasons:
            if " for " in reason and "“" in reason:
                help_, trouble = re.findall("“(.*?)”", reason)
                assert f" {help_} " in f" {' '.join(remedy)} "
                assert f" {trouble} " in f" {' '.join(challenge)} "
            elif reason.startswith("both say "):
                said = set(reason.removeprefix("both say ").split(", "))
                assert said <= set(challenge) & set(remedy)
            else:
                assert reason.startswith(("both tell of ", "both about "))


def test_a_persona_of_many_statements_reads_each_once():
    examples = read_examples()
    challenges = [one.text for one in examples if one.kind == "challenge"][:300]
    remedies = [one.text for one in examples if one.kind == "remedy"][:300]
    reader = Reader(read_model().lexicons)
    features = reader.features(challenges, remedies)
    assert features.shape == (300, 300, 6)
    assert reader.read.cache_info().misses == len({*challenges}) + len({*remedies})
    one = reader.features(challenges[:1], remedies)
    beside = [0, 2, 3, 4, 5]  # What is told, less the mean of the others, depends on the others.
    np.testing.assert_allclose(one[0][:, beside], features[0][:, beside])
