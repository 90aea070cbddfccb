"""Judgements follow statements that move or are reworded, and turn suspect."""

import time

import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data.analysis import pairs, read_judgements, suspects
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.analysis.wording import ENTIRELY_NEW, REWORDED, alike, reworded
from toolbelt_data.source import LATEST, embedded_edition, embedded_editions
from toolbelt_data.text import digest

ADA = """## Name: Ada the Admin
### Challenges:
- No budget for tools
- Too many alerts at night
### How the OpenSSF can help:
- Free tools without a budget
- A guide to fewer alerts
"""
C1, C2 = "ada-the-admin/challenges/1", "ada-the-admin/challenges/2"
R1, R2 = "ada-the-admin/remedies/1", "ada-the-admin/remedies/2"
TEXTS = {
    C1: "No budget for tools",
    C2: "Too many alerts at night",
    R1: "Free tools without a budget",
    R2: "A guide to fewer alerts",
}


def judged(*rows, texts=True, by="x"):
    """Judge Ada's pairs as they stand in ADA: challenge, remedy, level."""
    return TABLE["judgements"].frame(
        {
            "challenge_id": challenge,
            "remedy_id": remedy,
            "reviewer": by,
            "level": level,
            "challenge_digests": [digest(TEXTS[challenge])],
            "remedy_digests": [digest(TEXTS[remedy])],
            "challenge_text": TEXTS[challenge] if texts else None,
            "remedy_text": TEXTS[remedy] if texts else None,
        }
        for challenge, remedy, level in rows
    )


def basis(corpus, rows):
    found = pairs(corpus, rows)
    return {
        (row.challenge_id, row.remedy_id): (row.basis, row.level)
        for row in found.itertuples()
        if row.basis != "suggested"
    }


def test_a_judgement_follows_a_statement_that_moved_and_was_reworded(documents):
    text = ADA.replace("- No budget for tools\n", "- Something new altogether\n").replace(
        "- Too many alerts at night\n", "- Too many alerts at night\n- No budget for any tools\n"
    )
    rows = judged((C1, R1, 2))
    corpus = documents(a=text)
    assert basis(corpus, rows) == {("ada-the-admin/challenges/3", R1): ("suspect", 2)}
    (found,) = suspects(corpus, rows).to_dict("records")
    assert (found["changed"], found["level"], found["reviewers"]) == ("challenge", 2, ["x"])
    assert found["challenge_before"] == "No budget for tools"
    assert found["challenge_now"] == "No budget for any tools"
    assert found["remedy_before"] == found["remedy_now"] == TEXTS[R1]


def test_it_follows_to_another_persona(documents):
    other = ADA.replace("Ada the Admin", "Bea the Builder").replace("No budget for", "No money for")
    found = basis(documents(a=other), judged((C1, R1, 2)))
    assert found == {("bea-the-builder/challenges/1", "bea-the-builder/remedies/1"): ("suspect", 2)}


def test_it_is_not_applied_to_an_entirely_different_statement(documents):
    text = ADA.replace("No budget for tools", "Contributors vanish without a word")
    rows = judged((C1, R1, 2))
    assert basis(documents(a=text), rows) == {}
    assert len(suspects(documents(a=text), rows)) == 0


def test_where_no_old_text_is_known_the_ids_decide_and_it_says_so(documents):
    text = ADA.replace("No budget for tools", "Contributors vanish without a word")
    rows = judged((C1, R1, 2), texts=False)
    corpus = documents(a=text)
    assert basis(corpus, rows) == {(C1, R1): ("suspect", 2)}
    found = suspects(corpus, rows).iloc[0]
    assert pd.isna(found.challenge_before)
    assert found.remedy_before == TEXTS[R1]


def test_what_was_judged_elsewhere_is_no_rewording_of_what_stood_there(documents):
    text = ADA.replace("- No budget for tools\n", "")  # now the second stands first
    rows = judged((C1, R1, 2), (C2, R1, 0), texts=False)
    assert basis(documents(a=text), rows) == {(C1, R1): ("judged", 0)}


def test_one_text_takes_over_one_judgement_only(documents):
    text = ADA.replace("- Too many alerts at night\n", "").replace("No budget for tools", "No budget for any tools")  # fmt: skip
    rows = judged((C1, R1, 2))
    twin = rows.assign(challenge_id=C2, level=0, challenge_text="No budget for old tools",
                       challenge_digests=[[digest("No budget for old tools")]])  # fmt: skip
    both = TABLE["judgements"].frame(rows.to_dict("records") + twin.to_dict("records"))
    assert basis(documents(a=text), both) == {(C1, R1): ("suspect", 2)}


def test_a_reviewer_who_judged_the_new_text_outranks_those_who_judged_the_old(documents):
    corpus = documents(a=ADA.replace("No budget for tools", "No budget for new tools"))
    old = judged((C1, R1, 2))
    new = judged((C1, R1, 0), by="y").assign(
        challenge_digests=[[digest("No budget for new tools")]], challenge_text=None
    )
    both = TABLE["judgements"].frame(old.to_dict("records") + new.to_dict("records"))
    assert basis(corpus, both) == {(C1, R1): ("judged", 0)}
    assert len(suspects(corpus, both)) == 0


def test_a_judgement_that_moved_counts_with_one_given_where_it_is_now(documents):
    corpus = documents(a=ADA.replace("- No budget", "- Contributors vanish\n- No budget"))
    old = judged((C1, R1, 2))
    new = old.assign(challenge_id=C2, reviewer="y", level=1)
    both = TABLE["judgements"].frame(old.to_dict("records") + new.to_dict("records"))
    found = pairs(corpus, both).set_index(["challenge_id", "remedy_id"]).loc[(C2, R1)]
    assert (found.basis, found["level"], found.disagreement) == ("judged", 1, 1)


def test_a_shipped_judgement_is_shown_with_the_restated_text(tmp_path):
    source = tmp_path / "copy" / "personas"
    source.mkdir(parents=True)
    path = embedded_edition() / "personas" / "softwaredeveloper.md"
    text = path.read_text(encoding="utf-8")
    old = "It is challenging to review user reports and react to them."
    assert old in text
    (source / path.name).write_text(text.replace(old, f"{old[:-1]} at all times."), "utf-8")
    found = suspects(toolbelt_data.load(tmp_path / "copy"))
    assert set(found.challenge_before) == {old}
    assert set(found.challenge_now) == {f"{old[:-1]} at all times."}
    assert set(found.changed) == {"challenge"}
    assert found.reviewers.iloc[0] == ["reading-a", "reading-b", "reading-c"]


def test_different_statements_are_less_alike_than_reworded_ones(shared):
    """What the thresholds rest on, measured on the originals and on the restatements."""
    for name in embedded_editions():
        real, own = toolbelt_data.load(shared / "corpus" / name), toolbelt_data.load(name)
        for section in ("challenges", "remedies"):
            kept = [
                corpus.statements[corpus.statements.section == section] for corpus in (real, own)
            ]
            assert min(map(alike, *(frame.text for frame in kept))) > 0.65 > REWORDED
            for corpus, frame in zip((real, own), kept, strict=True):
                # In one edition a file has three personas twice, the second time in other words.
                once = corpus.personas.drop_duplicates("name").persona_id
                texts = sorted(set(frame.text[frame.persona_id.isin(once)]))
                likeness = pd.Series([alike(a, b) for i, a in enumerate(texts) for b in texts[:i]])
                assert likeness.max() < 0.60
                latest = name == LATEST
                assert (likeness < ENTIRELY_NEW).mean() > (0.89 if latest else 0.75)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("", "", 1, 1),
        ("", "a", 0, 0),
        ("!!", "??", 1, 1),
        ("No budget", "no BUDGET!", 1, 1),
        ("vendors and developers", "developers and vendors", 1, 1),
        ("No budget for tools", "No bugdet for tools", 0.7, 0.8),
    ],
)
def test_likeness_is_of_letters_and_not_of_order_or_case(one, other, low, high):
    assert low <= alike(one, other) == alike(other, one) <= high


def test_matching_many_texts_takes_little_time():
    then = {n: [f"Statement {n} about topic{n} and matter{n * 7}"] for n in range(500)}
    now = {n: f"Statement {n} on topic{n} and matter{n * 7}" for n in range(4_000)}
    before = time.process_time()
    found = reworded(then, now)
    assert time.process_time() - before < 20
    assert sum(found[n][0] == n for n in then) > 490


def test_many_equal_texts_are_matched_one_to_one():
    found = reworded({n: ["the same text"] for n in range(40)}, dict.fromkeys(range(30), "the same text"))  # fmt: skip
    assert len(found) == len({item for item, _ in found.values()}) == 30


def test_no_judgements_at_all_are_fine(documents):
    assert basis(documents(a=ADA), read_judgements().iloc[:0]) == {}


def test_judgements_follow_into_the_next_edition(next_edition):
    now, next_id = next_edition
    before, after = pairs(toolbelt_data.load()), pairs(now)
    ids = ["challenge_id", "remedy_id"]
    expected = before.assign(**{name: before[name].map(next_id) for name in ids})
    found = after[after.basis != "suggested"].reset_index(drop=True)
    pd.testing.assert_frame_equal(found[[*ids, "level"]], expected[[*ids, "level"]])
    suspect = found[found.basis == "suspect"]
    challenge, remedy = (
        "chinmay-the-cloud-platform-admin/challenges/2",
        "dibby-the-data-engineer/remedies/8",
    )
    assert len(suspect) == 6
    assert ((suspect.challenge_id == challenge) | (suspect.remedy_id == remedy)).all()
