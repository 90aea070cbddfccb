"""Neighbours: the nearest of many directions, found without meeting them all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.analysis import citations, lenders, neighbours, pairs, propose, written_forms
from toolbelt_data.analysis.bearing import features, read_model
from toolbelt_data.analysis.judging import following
from toolbelt_data.analysis.lenders import SHORTLIST
from toolbelt_data.analysis.neighbours import Neighbours


def unit(rows):
    rows = np.asarray(rows, float)
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)


def about(number, kinds=20, entries=40):
    """Make directions that lie about a few, as challenges tell of a few troubles."""
    chance = np.random.default_rng(7)
    kind = chance.dirichlet(np.full(entries, 0.1), kinds)
    return unit(kind[np.arange(number) % kinds] + chance.random((number, entries)) / 40)


def nearest(known, direction, most):
    """Give the nearest, and how many were met for it."""
    best, met = [], 0
    for bound, rows, alike in known.around(direction):
        if len(best) == most and bound < best[-1][0]:
            break
        met += len(rows)
        best += zip(alike.tolist(), rows.tolist(), strict=True)
        best = sorted(best, key=lambda one: (-one[0], one[1]))[:most]
    return [row for _, row in best], met


numbers = st.integers(-3, 6)
DIRECTIONS = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(numbers, min_size=width, max_size=width), min_size=1, max_size=60
    )
)


@given(DIRECTIONS, st.integers(1, 8))
def test_no_direction_is_nearer_than_those_found(rows, most):
    directions = unit(rows)
    told = np.flatnonzero(directions.any(axis=1))
    for direction in directions[:3]:
        found, _ = nearest(Neighbours(directions), direction, most)
        alike = (directions[told] @ direction).round(neighbours.DIGITS)
        best = np.lexsort((told, -alike))[:most]
        got = (directions[found] @ direction).round(neighbours.DIGITS)
        np.testing.assert_allclose(got, alike[best], atol=2e-9)


@given(DIRECTIONS)
def test_every_direction_is_in_one_block_and_below_its_bound(rows):
    directions = unit(rows)
    given_ = list(Neighbours(directions).around(directions[0]))
    met = [row for _, rows, _ in given_ for row in rows.tolist()]
    assert sorted(met) == np.flatnonzero(directions.any(axis=1)).tolist()
    assert all((alike <= bound).all() for bound, _, alike in given_)
    bounds = [bound for bound, _, _ in given_]
    assert bounds == sorted(bounds, reverse=True)


def test_of_no_directions_none_is_near():
    assert list(Neighbours(np.zeros((0, 3))).around(np.array([1.0, 0.0, 0.0]))) == []
    assert list(Neighbours(np.zeros((2, 3))).around(np.array([1.0, 0.0, 0.0]))) == []


def test_ever_fewer_of_ever_more_directions_are_met():
    met = {}
    for number in (1_000, 16_000):
        directions = about(number, kinds=number // 50)
        known = Neighbours(directions)
        met[number] = sum(nearest(known, directions[at], 25)[1] for at in range(20)) / 20
    assert met[1_000] < 1_000 / 4
    assert met[16_000] < 16_000 / 16


def test_blocks_stay_small():
    known = Neighbours(about(16_000))
    sizes = [len(rows) for _, rows, _ in known.around(about(1)[0])]
    assert sum(sizes) == 16_000
    assert max(sizes) < 2_000


# -- what is done for a challenge, however many others there are ----------------------------------

WORDS = ["alerts", "secrets", "tokens", "licences", "builds", "audits", "reviews", "patches"]


def people(number):
    """Write so many personas that each have a remedy, and one that has none that bears."""
    one = """## Name: Ada{0} the Admin
### Challenges:
- Too many {1} in project {0}, and no way to tell which of them matter
### How the OpenSSF can help:
- Tools that rank {1} by how severe they are, number {0}
"""
    text = "".join(one.format(n, WORDS[n % len(WORDS)]) for n in range(number))
    text += "## Name: Bea the Builder\n### Challenges:\n- Too many alerts to tell which matter\n"
    text += "### How the OpenSSF can help:\n- Lunch\n"
    return toolbelt_data.load(Edition("test", "", files={"a.md": text.encode()}))


@pytest.fixture(scope="module")
def many():
    corpus = people(200)
    made = pairs(corpus)
    return corpus, made.assign(level=[2 if "ada" in one else 0 for one in made.challenge_id])


def test_a_challenge_is_held_against_a_shortlist_of_remedies(many, monkeypatch):
    held = []
    whole = features.Reader.features
    monkeypatch.setattr(
        features.Reader,
        "features",
        lambda self, some, remedies: held.append(len(remedies)) or whole(self, some, remedies),
    )
    corpus, levels = many
    assert len(propose(corpus, levels, ["bea-the-builder/challenges/1"])) == 3
    assert held == [SHORTLIST]


def test_the_shortlist_is_that_of_meeting_every_challenge(many, monkeypatch):
    corpus, levels = many
    wanted = ["bea-the-builder/challenges/1", "ada3-the-admin/challenges/1"]
    found = propose(corpus, levels, wanted)

    class All(Neighbours):
        def around(self, direction):
            blocks = list(super().around(direction))
            yield 2.0, *(np.concatenate(parts) for parts in list(zip(*blocks, strict=True))[1:])

    monkeypatch.setattr(lenders, "Neighbours", All)
    assert propose(corpus, levels, wanted).equals(found)


def test_an_offering_that_cannot_reach_the_score_is_not_read(many, monkeypatch):
    met = []
    whole = features.Remedies.meaning
    monkeypatch.setattr(
        features.Remedies,
        "meaning",
        lambda self, challenge: met.append(challenge) or whole(self, challenge),
    )
    corpus, _ = many
    offerings = toolbelt_data.analysis.catalogue()
    made = citations.Citations(corpus, offerings, read_model().reader())
    statements = corpus.statements[corpus.statements.section == "challenges"]
    found = [one for row in statements.itertuples(index=False) for one in made.to(row)]
    assert len(found) <= len(met) < len(statements) * len(offerings) / 4


def test_patterns_are_made_of_forms_whose_words_a_text_has():
    forms = written_forms.WrittenForms(toolbelt_data.analysis.catalogue())
    written_forms._pattern.cache_clear()
    written_forms._address_pattern.cache_clear()
    assert [one.surface for one in forms.find("OpenSSF Scorecard, and nothing else")]
    made = written_forms._pattern.cache_info(), written_forms._address_pattern.cache_info()
    assert made[0].misses < 5
    assert made[1].misses == 0


def test_a_form_is_found_whose_letters_only_ignoring_case_makes_equal():
    catalogue = toolbelt_data.analysis.catalogue()
    named = catalogue[catalogue.project_id == "slsa"].assign(aliases=[["kelp forest"]])
    forms = written_forms.WrittenForms(named)
    assert [one.surface for one in forms.find("a kelp fore\u017ft here")] == ["kelp fore\u017ft"]


def test_what_was_said_is_not_looked_up_where_every_statement_is_known(monkeypatch):
    monkeypatch.setattr(following, "restated_texts", None)
    assert set(pairs(toolbelt_data.load()).basis) == {"judged"}


def test_one_recogniser_serves_both_lexicons():
    model = read_model()
    found = {id(one.inputs.recogniser) for one in model.lexicons.values()}
    assert found == {id(model.reader().recogniser)}
