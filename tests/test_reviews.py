"""Reviews: how the three files are read, and how their rows follow texts."""

import pandas as pd
import pytest

from toolbelt_data import SourceError
from toolbelt_data.analysis import Analysis, read_decisions, read_recommendations, read_reviews
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.text import digest

ADA = """## Name: Ada the Admin
### Challenges:
- No budget for tools
- Too many alerts at night
### How the OpenSSF can help:
- Free tools without a budget
- A guide to fewer alerts
"""
C1, C2, C3 = (f"ada-the-admin/challenges/{n}" for n in (1, 2, 3))
R1, R2 = (f"ada-the-admin/remedies/{n}" for n in (1, 2))
TEXTS = dict(
    zip((C1, C2, R1, R2), [line[2:] for line in ADA.splitlines() if line[0] == "-"], strict=True)
)
REVIEW = "challenge_id,remedy_id,reviewer,rating,challenge_digests,remedy_digests,date"
VERDICT = "challenge_id,kind,target,reviewer,verdict,note,challenge_digests,target_digests"
DECISION = "challenge_id,decision,challenge_text,challenge_digests,owner,link,until"


def rated(*rows):
    """Reviews of Ada's pairs as they are in ADA: challenge, remedy, rating, reviewer."""
    return TABLE["reviews"].frame(
        {
            "challenge_id": challenge,
            "remedy_id": remedy,
            "rating": rating,
            "reviewer": reviewer,
            "challenge_digests": [digest(TEXTS[challenge])],
            "remedy_digests": [digest(TEXTS[remedy])],
            "challenge_text": TEXTS[challenge],
            "remedy_text": TEXTS[remedy],
        }
        for challenge, remedy, rating, reviewer in rows
    )


def ratings(corpus, reviews):
    """Rating and basis of each pair that somebody reviewed."""
    found = Analysis(corpus, reviews=reviews).pairs
    return {
        (row.challenge_id, row.remedy_id): (row.rating, row.basis)
        for row in found[found.basis != "predicted"].itertuples()
    }


# -- reading


@pytest.mark.parametrize(
    ("read", "head", "row", "said"),
    [
        (read_reviews, REVIEW, "a,b,x,7,,,", "rating '7'; use 0 (none), 1 (partial) or 2 (direct)"),
        (read_reviews, REVIEW, ",b,x,1,,,", "column challenge_id is empty; fill it"),
        (read_reviews, REVIEW, "a,b,x,1,d,,", 'column challenge_digests is not a list; write a JSON array, ["…"]'),
        (read_reviews, REVIEW, 'a,b,x,1,,"[""d""]",', "neither challenge_text nor challenge_digests; copy the challenge's text"),
        (read_reviews, REVIEW, 'a,b,x,1,"[""d""]","[""d""]",2026-2-1', "date '2026-2-1'; write it as YYYY-MM-DD"),
        (read_recommendations, VERDICT, 'a,reuse,,x,yes,,"[""d""]",', "reuse with target None; name one, except for not-a-need"),
        (read_decisions, DECISION, "a,done,t,,,,", "decision 'done'; use accepted, out of scope, in progress"),
        (read_decisions, DECISION, "a,in progress,t,,,,", "in progress without owner and link; say who works on it, or where"),
        (read_decisions, DECISION, "a,accepted,t,,,javascript:x,", "link 'javascript:x'; use an address that begins with https://"),
    ],
)  # fmt: skip
def test_a_bad_line_is_refused_by_its_number(tmp_path, read, head, row, said):
    path = tmp_path / "a.csv"
    path.write_text(f"{head}\n\n{row}\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read(path)
    assert str(caught.value) == f"{path}:3: {said}"


def test_a_second_row_of_one_key_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(f"{DECISION}\na,accepted,t\na,accepted,t\n", encoding="utf-8")
    with pytest.raises(SourceError, match=r":3: the same challenge_id as line 2; keep one of them"):
        read_decisions(path)


# -- following


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("No budget", "No   budget", {(C1, R1): (2, "reviewed")}),
        ("- No budget", "- New\n- No budget", {(C2, R1): (2, "reviewed")}),
        ("for tools", "for any tools", {(C1, R1): (2, "outdated")}),
        ("- No budget for tools\n- Too many alerts at night\n",
         "- Something else\n- Too many alerts at night\n- No budget for any tools\n",
         {(C3, R1): (2, "outdated")}),
        ("No budget for tools", "Contributors vanish without a word", {}),
        ("No budget for tools", "No budget for travel to conferences abroad", {}),
    ],
    ids=["white space", "moved", "reworded", "moved and reworded", "another text", "likeness 0.57"],
)  # fmt: skip
def test_a_review_follows_its_texts(documents, old, new, expected):
    assert ratings(documents(a=ADA.replace(old, new)), rated((C1, R1, 2, "x"))) == expected


def test_an_outdated_review_has_both_texts(documents):
    corpus = documents(a=ADA.replace("for tools", "for any tools"))
    found = Analysis(corpus, reviews=rated((C1, R1, 2, "x"))).pairs.iloc[0]
    assert found.challenge_before == "No budget for tools"
    assert pd.isna(found.remedy_before)


def test_a_review_of_these_words_outranks_the_reviewers_older_one(documents):
    corpus = documents(a=ADA.replace("for tools", "for any tools"))
    old, new = rated((C1, R1, 2, "x")), rated((C1, R1, 0, "x"))
    new["challenge_id"], new["challenge_text"] = C3, "No budget for any tools"
    new["challenge_digests"] = [[digest("No budget for any tools")]]
    assert ratings(corpus, pd.concat([old, new], ignore_index=True)) == {(C1, R1): (0, "reviewed")}


TWO = ADA + ADA.replace("Ada the Admin", "Bea the Boss")
BEA = ("bea-the-boss/challenges/1", "bea-the-boss/remedies/1")


def test_one_review_counts_for_equal_texts_of_two_personas(documents):
    found = ratings(documents(a=TWO), rated((C1, R1, 2, "x")))
    assert found == {(C1, R1): (2, "reviewed"), BEA: (2, "reviewed")}


def test_reviews_follow_into_the_next_edition(next_edition):
    now, next_id = next_edition
    before, after = Analysis().pairs, Analysis(now).pairs
    after = after[after.basis != "predicted"]
    pair = ["challenge_id", "remedy_id"]
    moved = before.assign(**{one: before[one].map(next_id) for one in pair})
    pd.testing.assert_frame_equal(
        after[[*pair, "rating"]].reset_index(drop=True), moved[[*pair, "rating"]]
    )
    assert after.basis.eq("outdated").sum() == 6
