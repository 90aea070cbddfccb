"""Gaps: their classes, what would serve them, and that nothing else decides."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.analysis import (
    catalogue,
    counted,
    disposed,
    gaps,
    gaps_of,
    mentions,
    pairs,
    propose,
    read_dispositions,
    themes,
)
from toolbelt_data.analysis.gaps import DOUBT
from toolbelt_data.analysis.proposals import MOST
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.analysis.themes import MOST as MOST_TROUBLES

ALERTS = "Too many security alerts, and no way to tell which of them matter"
FLOOD = "Scanners flood us with alerts of which few matter"
RANK = "Tools that rank vulnerability alerts by how severe they are"
UNSIGNED = "No one signs the artifacts, so provenance is unclear"
LUNCH = "The cafeteria closes early"
TERMS = "A glossary of licence terms"
ADA, BEA = "ada-the-admin", "bea-the-builder"
FIRST = f"{ADA}/challenges/1"


def persona(name, challenges=(), remedies=(), *, heading="How the OpenSSF can help:"):
    """Write a persona; without remedies it has no section for them."""
    lines = [f"## Name: {name}", "### Role:", "- Somebody"]
    lines += ["### Challenges:", *(f"- {text}" for text in challenges)] if challenges else []
    lines += [f"### {heading}", *(f"- {text}" for text in remedies)] if remedies else []
    return "\n".join(lines) + "\n"


ADA_ALERTS = persona("Ada the Admin", [ALERTS], [TERMS])
BEA_RANKS = persona("Bea the Builder", [FLOOD], [RANK])


def levelled(corpus, *bearing, level=2):
    """Give pairs of which these alone bear, whatever the model says of them."""
    made = pairs(corpus)
    bears = [
        (row.challenge_id, row.remedy_id) in set(bearing) for row in made.itertuples(index=False)
    ]
    assert sum(bears) == len(bearing)
    return made.assign(level=[level * one for one in bears])


SERVED = (f"{BEA}/challenges/1", f"{BEA}/remedies/1")


def only(*ids, **columns):
    """Give the embedded catalogue's offerings with these ids, some columns set anew."""
    offerings = catalogue()
    offerings = offerings[offerings.project_id.isin(ids)].reset_index(drop=True)
    assert len(offerings) == len(ids)
    lists = {name: [value] * len(offerings) for name, value in columns.items()}
    return offerings.assign(**lists)


NOTHING = catalogue().iloc[:0]


def test_a_challenge_whose_own_remedy_bears_is_covered_and_gets_no_proposal(documents):
    corpus = documents(a=persona("Ada the Admin", [UNSIGNED], [RANK]), b=BEA_RANKS)
    for level, coverage in {1: "partial", 2: "direct"}.items():
        found = gaps_of(corpus, levelled(corpus, (FIRST, f"{ADA}/remedies/1"), level=level))
        row = found.iloc[0]
        assert (row.coverage, row["class"], row.proposals) == (coverage, "covered", [])


def test_what_serves_a_like_challenge_of_another_is_to_borrow(documents):
    corpus = documents(a=ADA_ALERTS, b=BEA_RANKS)
    found = gaps_of(corpus, levelled(corpus, SERVED)).iloc[0]
    assert (found["class"], found.proposals[0]) == ("borrow", f"{BEA}/remedies/1")
    made = propose(corpus, levelled(corpus, SERVED), [FIRST], NOTHING)
    assert made.text.tolist() == [RANK]
    assert made.reasons[0][0] == f"bears directly on a like challenge, {SERVED[0]}"
    assert (made.path[0], made.line[0]) == ("personas/a.md", 5)


def test_what_serves_it_in_part_scores_less_and_says_so(documents):
    corpus = documents(a=persona("Ada the Admin", [FLOOD], [TERMS]), b=BEA_RANKS)
    direct, part = (
        propose(corpus, levelled(corpus, SERVED, level=level), [FIRST], NOTHING).iloc[0]
        for level in (2, 1)
    )
    assert part.score == pytest.approx(direct.score * 0.7**0.5, abs=1e-4)
    assert part.reasons[0] == f"bears in part on a like challenge, {SERVED[0]}"


def test_a_remedy_that_bears_on_nothing_is_never_lent(documents):
    corpus = documents(a=ADA_ALERTS, b=BEA_RANKS)
    assert propose(corpus, levelled(corpus), [FIRST], NOTHING).empty
    assert gaps_of(corpus, levelled(corpus), NOTHING)["class"].tolist() == ["open", "open"]


def test_ones_own_remedy_is_never_borrowed(documents):
    corpus = documents(a=persona("Ada the Admin", [ALERTS, FLOOD], [RANK]))
    levels = levelled(corpus, (f"{ADA}/challenges/2", f"{ADA}/remedies/1"))
    found = gaps_of(corpus, levels, NOTHING)
    assert found["class"].tolist() == ["open", "covered"]
    assert found.proposals.tolist() == [[], []]


def test_where_all_statements_are_equal_the_remedy_is_proposed_once(documents):
    people = {f"p{n}": persona(f"P{n} the Builder", [RANK], [RANK]) for n in range(5)}
    corpus = documents(a=persona("Ada the Admin", [RANK], [RANK]), **people)
    serving = [(f"p{n}-the-builder/challenges/1", f"p{n}-the-builder/remedies/1") for n in range(5)]
    made = propose(corpus, levelled(corpus, *serving), [FIRST], NOTHING)
    assert made.proposal.tolist() == ["p0-the-builder/remedies/1"]


def test_an_offering_that_bears_on_the_same_trouble_is_to_cite(documents):
    corpus = documents(a=persona("Ada the Admin", [UNSIGNED], [TERMS]))
    found = gaps_of(corpus, levelled(corpus)).iloc[0]
    assert (found["class"], found.proposals[0]) == ("cite", "sigstore")
    made = propose(corpus, levelled(corpus), [FIRST], only("sigstore"))
    assert made.text[0].startswith("Sigstore: ")
    assert made.reasons[0][0].startswith("trouble: opaque supply chain")
    assert made.score.between(0, 1).all()


def test_what_nothing_serves_is_open(documents):
    corpus = documents(a=persona("Ada the Admin", [LUNCH], [TERMS]), b=BEA_RANKS)
    found = gaps_of(corpus, levelled(corpus, SERVED)).iloc[0]
    assert (found.coverage, found["class"], found.proposals) == ("none", "open", [])


def test_to_borrow_comes_before_to_cite_and_three_is_the_most(documents):
    asked = persona("Ada the Admin", [UNSIGNED], [TERMS])
    lent = persona("Bea the Builder", [UNSIGNED], ["A service that signs artifacts for everyone"])
    corpus = documents(a=asked, b=lent)
    made = propose(corpus, levelled(corpus, SERVED), [FIRST])
    assert made.kind.tolist() == ["borrow", "cite", "cite"]
    assert len(made) == MOST
    assert made["rank"].tolist() == [1, 2, 3]
    assert made.score[1] >= made.score[2]
    assert gaps_of(corpus, levelled(corpus, SERVED))["class"][0] == "borrow"


def test_of_many_to_borrow_the_three_best_are_proposed(documents):
    others = {
        f"p{n}": persona(f"P{n} the Builder", [FLOOD], [f"{RANK}, variant {n}"]) for n in range(30)
    }
    corpus = documents(a=ADA_ALERTS, **others)
    serving = [
        (f"p{n}-the-builder/challenges/1", f"p{n}-the-builder/remedies/1") for n in range(30)
    ]
    made = propose(corpus, levelled(corpus, *serving), [FIRST], NOTHING)
    assert made.kind.tolist() == ["borrow"] * 3
    assert made.score.is_monotonic_decreasing


@pytest.mark.parametrize("where", ["Goals", "How the OpenSSF can help"])
def test_an_offering_that_the_personas_texts_mention_is_not_cited(documents, where):
    asked = persona("Ada the Admin", [UNSIGNED], [TERMS])
    corpus = documents(a=f"{asked}### {where}:\n- Work with Sigstore\n")
    assert "sigstore" in set(mentions(corpus).project_id)
    assert propose(corpus, levelled(corpus), [FIRST], only("sigstore")).empty


def test_an_offering_that_another_persona_mentions_is_cited_all_the_same(documents):
    other = persona("Bea the Builder", [LUNCH], ["Work with Sigstore"])
    corpus = documents(a=persona("Ada the Admin", [UNSIGNED], [TERMS]), b=other)
    assert len(propose(corpus, levelled(corpus), [FIRST], only("sigstore"))) == 1


@pytest.mark.parametrize(
    ("name", "serves", "cited"),
    [
        ("Ada the Developer", ["developer"], True),
        ("Ada the Developer", ["executive"], False),
        ("Ada the Developer", ["executive", "developer"], True),
        ("Ada the Developer", [], True),
        ("Ada the Mystery", ["executive"], True),
    ],
)
def test_an_offering_is_not_for_quite_other_kinds_of_person(documents, name, serves, cited):
    corpus = documents(a=persona(name, [UNSIGNED], [TERMS]))
    challenge = corpus.statements[corpus.statements.section == "challenges"].statement_id
    made = propose(corpus, levelled(corpus), challenge, only("sigstore", serves=serves))
    assert len(made) == cited


def test_an_empty_catalogue_cites_nothing(documents):
    corpus = documents(a=persona("Ada the Admin", [UNSIGNED], [TERMS]))
    assert gaps_of(corpus, levelled(corpus), NOTHING)["class"].tolist() == ["open"]


def test_an_offering_that_states_no_known_trouble_is_not_cited(documents):
    corpus = documents(a=persona("Ada the Admin", [UNSIGNED], [TERMS]))
    strange = only("sigstore", bears_on=["no-such-trouble"], subjects=["x"], helps=["y"])
    assert propose(corpus, levelled(corpus), [FIRST], strange).empty
    known = only("sigstore", subjects=["x", *only("sigstore").subjects[0]])
    assert len(propose(corpus, levelled(corpus), [FIRST], known)) == 1


def test_an_offering_that_shares_no_trouble_is_not_cited_whatever_else_it_shares(documents):
    text = "The SBOM of the AI model, its licence compliance, training data, courses and mentoring"
    corpus = documents(a=persona("Ada the Admin", [text], [TERMS]))
    about = {"subjects": ["ai", "education"], "helps": ["ml-security", "compliance-mapping"]}
    for trouble, cited in {"ml-blind-spots": 1, "no-recognition": 0}.items():
        offering = only("sigstore", bears_on=[trouble], **about)
        assert len(propose(corpus, levelled(corpus), [FIRST], offering)) == cited


def test_the_foundations_own_catalogue_serves_as_well(shared):
    corpus = toolbelt_data.load()
    laid = catalogue(shared / "catalogue")
    found = gaps(corpus, catalogue=laid)
    cited = found[found["class"] == "cite"].proposals.explode()
    assert len(cited) > 0
    assert set(cited) <= set(laid.project_id)


@pytest.mark.parametrize(
    ("basis", "score", "level", "doubtful"),
    [
        ("suggested", DOUBT - 0.01, 1, True),
        ("suggested", DOUBT, 1, False),
        ("suspect", DOUBT - 0.01, 1, False),
        ("judged", DOUBT - 0.01, 2, False),
        ("suggested", DOUBT - 0.01, 0, False),
    ],
)
def test_a_coverage_is_doubtful_where_nobody_judged_and_the_score_is_low(
    documents, basis, score, level, doubtful
):
    corpus = documents(a=persona("Ada the Admin", [LUNCH], [TERMS]))
    levels = pairs(corpus).assign(level=level, basis=basis, score=score)
    assert gaps_of(corpus, levels).doubtful.tolist() == [doubtful]


WRITTEN = "### How the OpenSSF can help:"


@pytest.mark.parametrize(
    ("remedies", "kind"),
    [
        ("", "unwritten"),
        (f"{WRITTEN}\n", "unwritten"),
        (f"{WRITTEN}\n-\n", "unwritten"),
        (f"{WRITTEN} (incomplete)\n- {TERMS}\n", "unwritten"),
        (f"{WRITTEN}\n- {TERMS}\n", "borrow"),
    ],
    ids=["missing", "no bullet", "empty", "marked", "written"],
)
def test_remedies_that_are_not_written_come_before_what_would_serve(documents, remedies, kind):
    corpus = documents(a=persona("Ada the Admin", [ALERTS]) + remedies, b=BEA_RANKS)
    found = gaps_of(corpus, levelled(corpus, SERVED)).iloc[0]
    assert found["class"] == kind
    assert found.proposals[:1] == [f"{BEA}/remedies/1"]


@pytest.mark.parametrize(
    ("levels", "bases", "basis"),
    [
        ([2, 0], ["judged", "suggested"], "judged"),
        ([0, 2], ["judged", "suggested"], "suggested"),
        ([2, 2], ["suspect", "suggested"], "suspect"),
        ([2, 1], ["suggested", "judged"], "suggested"),
        ([0, 0], ["judged", "suggested"], "suggested"),
        ([0, 0], ["judged", "suspect"], "suspect"),
        ([0, 0], ["judged", "judged"], "judged"),
    ],
)
def test_coverage_is_as_sure_as_its_surest_pair_and_none_as_the_least_sure(
    documents, levels, bases, basis
):
    corpus = documents(a=persona("Ada the Admin", [LUNCH], [TERMS, RANK]))
    made = pairs(corpus).assign(level=levels, basis=bases)
    assert gaps_of(corpus, made).basis.tolist() == [basis]


def test_what_no_remedy_is_held_against_has_neither_basis_nor_score(documents):
    found = gaps(documents(a=persona("Ada the Admin", [LUNCH])))
    assert found[["basis", "score"]].isna().all(axis=None)


def test_personas_without_challenges_have_no_gaps(documents):
    corpus = documents(a=persona("Ada the Admin", [], [RANK]))
    found = gaps(corpus)
    TABLE["gaps"].check(found)
    assert found.empty
    assert propose(corpus, pairs(corpus), []).columns.tolist() == TABLE["proposals"].names
    assert themes(corpus, found).empty


SUMS = f"""## Name: Ada the Admin
### Challenges:
Alerts from scanners pile up, artifacts stay unsigned, and provenance remains unclear.
- Alerts from scanners pile up
- Artifacts stay unsigned
- Provenance remains unclear
### How the OpenSSF can help:
- {TERMS}
"""


def test_a_challenge_that_sums_up_others_gets_no_proposal_and_no_count(documents):
    corpus = documents(a=SUMS)
    found = gaps_of(corpus, levelled(corpus))
    assert found.sums_up.map(len).tolist() == [3, 0, 0, 0]
    assert found["class"].tolist()[0] == "open"
    assert found.proposals.map(bool).tolist()[0] is False
    assert found.proposals.map(bool).any()
    told = themes(corpus, found).challenge_ids.explode()
    assert len(told) > 0
    assert FIRST not in set(told)


def test_what_sums_up_others_neither_lends_nor_is_lent_for(documents):
    corpus = documents(a=persona("Zoe the Admin", ["Artifacts stay unsigned"], [TERMS]), b=SUMS)
    asked = ["zoe-the-admin/challenges/1"]
    of_the_sum = levelled(corpus, (FIRST, f"{ADA}/remedies/1"))
    assert propose(corpus, of_the_sum, asked, NOTHING).empty


@pytest.mark.parametrize("name", ["2025-04-04", "2025-06-10"])
def test_no_proposal_of_an_embedded_edition_breaks_a_promise(name):
    corpus = toolbelt_data.load(name)
    levels, offerings = pairs(corpus), catalogue()
    found = gaps_of(corpus, levels, offerings)
    wanting = counted(found)[counted(found).coverage == "none"]
    made = propose(corpus, levels, wanting.challenge_id, offerings)
    bearing = set(levels[levels.level > 0].remedy_id)
    owner = dict(zip(corpus.statements.statement_id, corpus.statements.persona_id, strict=True))
    named = mentions(corpus)
    mentioned = set(zip(named.persona_id, named.project_id, strict=True))
    assert {"borrow", "cite"} == set(made.kind)
    for row in made.itertuples(index=False):
        asking = owner[row.challenge_id]
        if row.kind == "borrow":
            assert row.proposal in bearing
            assert owner[row.proposal] != asking
        else:
            assert row.proposal in set(offerings.project_id)
            assert (asking, row.proposal) not in mentioned
    assert made.groupby("challenge_id").size().max() <= MOST
    by_challenge = made.groupby("challenge_id").proposal.agg(list)
    listed = wanting.set_index("challenge_id").proposals
    assert listed[listed.map(bool)].to_dict() == by_challenge.to_dict()


def read(**files):
    return toolbelt_data.load(
        Edition("test", "", files={f"{name}.md": text.encode() for name, text in files.items()})
    )


def in_order(frame):
    return frame.drop(columns=["path"]).sort_values("challenge_id", ignore_index=True)


def people():
    yield ADA_ALERTS
    yield BEA_RANKS
    for n in range(30):
        yield persona(f"P{n} the Builder", [FLOOD, UNSIGNED], [RANK, TERMS])
    yield persona("Zoe the Auditor", [UNSIGNED, LUNCH, ALERTS], [TERMS])


def test_the_order_of_documents_changes_no_answer():
    made = list(people())
    one = read(**{f"d{n:02}": text for n, text in enumerate(made)})
    other = read(**{f"d{n:02}": text for n, text in enumerate(reversed(made))})
    pd.testing.assert_frame_equal(in_order(gaps(one)), in_order(gaps(other)))
    of_one, of_other = (
        propose(corpus, pairs(corpus), gaps(corpus).challenge_id) for corpus in (one, other)
    )
    assert len(of_one) > 30
    by = ["challenge_id", "rank"]
    pd.testing.assert_frame_equal(
        of_one.drop(columns="path").sort_values(by, ignore_index=True),
        of_other.drop(columns="path").sort_values(by, ignore_index=True),
    )


def test_the_same_documents_give_the_same_answer_again():
    made = [read(**{f"d{n:02}": text for n, text in enumerate(people())}) for _ in range(2)]
    one, other = (gaps(corpus) for corpus in made)
    pd.testing.assert_frame_equal(one, other)


def test_what_a_challenge_is_offered_depends_on_no_other_challenge(documents):
    corpus = documents(a=ADA_ALERTS, b=BEA_RANKS, c=persona("Zoe the Tester", [UNSIGNED], [TERMS]))
    levels = levelled(corpus, SERVED)
    asked = [FIRST, "zoe-the-tester/challenges/1"]
    together = propose(corpus, levels, asked)
    apart = pd.concat([propose(corpus, levels, [one]) for one in asked], ignore_index=True)
    assert len(together) > 1
    pd.testing.assert_frame_equal(together, apart)


BITS = st.sampled_from([ALERTS, FLOOD, RANK, UNSIGNED, LUNCH, TERMS, "Work with Sigstore", "x"])
PEOPLE = st.lists(
    st.tuples(
        st.lists(BITS, max_size=3),
        st.lists(BITS, max_size=3),
        st.sampled_from(["How the OpenSSF can help:", "How the OpenSSF can help (incomplete)"]),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25)
@given(PEOPLE)
def test_whatever_the_documents_say_the_gaps_agree_with_themselves(made):
    text = "".join(
        persona(f"P{n} the Builder", *parts[:2], heading=parts[2]) for n, parts in enumerate(made)
    )
    corpus = read(a=text)
    levels = pairs(corpus)
    found = gaps_of(corpus, levels)
    TABLE["gaps"].check(found)
    challenges = corpus.statements[corpus.statements.section == "challenges"]
    assert found.challenge_id.tolist() == challenges.statement_id.tolist()
    covered, sums = found["class"] == "covered", found.sums_up.map(bool)
    assert covered.tolist() == (found.coverage != "none").tolist()
    assert covered.tolist() == found.remedies.map(bool).tolist()
    assert not found[covered | sums].proposals.map(bool).any()
    served = found[~covered & ~sums].proposals.map(bool)
    assert not served[found["class"] == "open"].any()
    assert served[found["class"].isin(["borrow", "cite"])].all()
    assert found.proposals.map(len).max() <= MOST if len(found) else True
    status = corpus.sections[corpus.sections.section == "remedies"].set_index("persona_id").status
    unwritten = found[found["class"] == "unwritten"].persona_id.map(status)
    assert not (unwritten == "written").any()
    assert found.basis.isna().tolist() == (~found.challenge_id.isin(levels.challenge_id)).tolist()
    own = counted(found)
    told = themes(corpus, found)
    TABLE["themes"].check(told)
    assert (told.challenges == told.covered + told.gaps).all()
    assert (told.challenges == told.challenge_ids.map(len)).all()
    assert (told.personas <= told.challenges).all()
    assert set(told.challenge_ids.explode()) <= set(own.challenge_id)
    assert told.challenge_ids.explode().value_counts().max() <= MOST_TROUBLES if len(told) else True


# Themes


def test_a_challenge_counts_under_no_more_troubles_than_that(documents):
    many = (
        "No time, no money and no training, too many noisy alerts, opaque supply chains, legacy"
        " tools that nobody maintains, unclear regulation and no recognition"
    )
    corpus = documents(a=persona("Ada the Admin", [many, LUNCH], [TERMS]))
    told = themes(corpus, gaps_of(corpus, levelled(corpus)))
    assert told.challenge_ids.tolist() == [[FIRST]] * MOST_TROUBLES


def test_troubles_are_counted_by_persona_and_by_whom_they_leave_without_a_remedy(documents):
    corpus = documents(a=ADA_ALERTS, b=BEA_RANKS)
    told = themes(corpus, gaps_of(corpus, levelled(corpus, SERVED))).iloc[0]
    assert (told["name"], told.trouble_id) == ("Noise, nothing ranked", "noise")
    assert (told.personas, told.challenges, told.covered, told.gaps) == (2, 2, 1, 1)
    assert told.open_with == ["Ada the Admin"]


def test_what_most_personas_share_comes_first():
    corpus = toolbelt_data.load()
    told = themes(corpus, gaps(corpus))
    keys = [(-row.personas, -row.gaps, -row.challenges) for row in told.itertuples()]
    assert keys == sorted(keys)
    assert told.open_with.map(bool).tolist() == (told.gaps > 0).tolist()


# Dispositions


@pytest.fixture
def decided(tmp_path):
    """Read dispositions of rows: challenge, kind, until, text."""

    def make(*rows):
        lines = [f"{item},{kind},,{until},wg,,,,{text}" for item, kind, until, text in rows]
        path = tmp_path / "decided.csv"
        path.write_text(
            "\n".join([",".join(TABLE["dispositions"].names), *lines]), encoding="utf-8"
        )
        return read_dispositions(path)

    return make


@pytest.mark.parametrize(
    ("until", "today", "text", "standing", "words"),
    [
        ("", None, LUNCH, True, "accepted"),
        ("2026-12-31", "2026-12-31", LUNCH, True, "accepted until 2026-12-31"),
        ("2026-12-31", "2027-01-01", LUNCH, False, "lapsed: accepted until 2026-12-31"),
        ("2026-12-31", None, LUNCH, True, "accepted until 2026-12-31"),
        ("", None, "The cafeteria closes too early", False, "suspect: accepted"),
    ],
)
def test_a_gap_is_decided_while_its_disposition_stands(
    documents, decided, until, today, text, standing, words
):
    corpus = documents(a=persona("Ada the Admin", [LUNCH, FLOOD], [TERMS]))
    rows = decided((FIRST, "accepted", until, text))
    found = gaps(corpus, dispositions=rows, today=today)
    assert found.decided.tolist() == [standing, False]
    assert found.disposition[0] == words == disposed(corpus, rows, today).words[0]
    assert pd.isna(found.disposition[1])


def test_what_was_decided_changes_neither_coverage_nor_class(documents, decided):
    corpus = documents(a=ADA_ALERTS, b=BEA_RANKS)
    rows = decided((FIRST, "out of scope", "", ALERTS.replace(",", "")))
    with_, without = gaps(corpus, dispositions=rows), gaps(corpus)
    assert with_.disposition.notna().sum() == 1
    columns = ["disposition", "decided"]
    pd.testing.assert_frame_equal(with_.drop(columns=columns), without.drop(columns=columns))
