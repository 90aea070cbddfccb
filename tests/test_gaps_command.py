"""``toolbelt-data gaps``: what it prints, what it takes, and how it ends."""

import csv

import pytest

from toolbelt_data import Analysis
from toolbelt_data.analysis.tables import TABLE

ADA = """## Name: Ada the Admin
### Challenges:
- The cafeteria closes early
- =HYPERLINK("x") is a formula
### How the OpenSSF can help:
- A glossary of licence terms
"""
C1, C2, REMEDY = "ada/challenges/1", "ada/challenges/2", "ada/remedies/1"
TEXTS = {
    C1: "The cafeteria closes early",
    C2: '=HYPERLINK("x") is a formula',
    REMEDY: "A glossary of licence terms",
}


@pytest.fixture
def source(tmp_path):
    """Write a document, and return the folder to name as its source."""

    def make(text=ADA):
        folder = tmp_path / "source" / "personas"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "a.md").write_text(text, encoding="utf-8")
        return tmp_path / "source"

    return make


def written(path, *rows):
    """Write rows as CSV with a header."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def none(tmp_path):
    """Review that Ada's remedy addresses nothing: two gaps."""
    rows = (
        {"challenge_id": item, "remedy_id": REMEDY, "reviewer": "ann", "rating": 0}
        | {"challenge_digests": "", "remedy_digests": "", "challenge_text": TEXTS[item]}
        | {"remedy_text": TEXTS[REMEDY]}
        for item in (C1, C2)
    )
    return written(tmp_path / "reviews.csv", *rows)


@pytest.fixture
def decided(tmp_path):
    """Decide about Ada's first challenge."""

    def make(text=TEXTS[C1], until=""):
        row = {"challenge_id": C1, "decision": "accepted", "owner": "bob", "until": until}
        row |= {"challenge_digests": "", "challenge_text": text}
        return written(tmp_path / "decisions.csv", row)

    return make


def test_text_lists_gaps_with_recommendations_and_ends_with_their_count(told):
    done = told("gaps")
    gaps = Analysis().gaps
    assert done.stdout.startswith(f"Gaps ({len(gaps)})\n")
    for row in gaps.itertuples():
        assert f"{row.path}:{row.line}  {row.text[:60]}" in done.stdout
    assert "        point-to mlsecops-guide (yes): Visualizing Secure MLOps" in done.stdout
    label = "2025-06-10 (embedded: restated, not the original)"
    assert done.stdout.endswith(f"{label}: 10 of 70 reviewed challenges have no remedy\n")
    assert done.stderr == ""


def test_text_says_what_nobody_reviewed_and_what_was_decided(told, source, none, decided):
    done = told("gaps", "--source", source())
    assert "Gaps (" not in done.stdout
    assert "source: nothing is reviewed yet; likely gaps, predicted: " in done.stdout
    words = ["--source", source(), "--reviews", none, "--decisions", decided()]
    assert "decided: accepted, bob (standing)" in told("gaps", *words).stdout


@pytest.mark.parametrize(("limit", "status"), [(1, 1), (2, 0)])
def test_the_gate_fails_where_there_are_more_gaps(told, source, none, limit, status):
    more = ADA + "\n## Name: Bea\n### Challenges:\n- Snow\n### How the OpenSSF can help:\n- Help\n"
    done = told("gaps", "--source", source(more), "--reviews", none, "--fail-over", limit)
    assert done.returncode == status
    said = "gaps without a decision: 2; challenges not reviewed: 1"
    assert (said in done.stderr) == bool(status)


def test_a_gap_with_a_standing_decision_does_not_count_at_the_gate(told, source, none, decided):
    words = ["gaps", "--source", source(), "--reviews", none, "--fail-over", 1]
    assert told(*words).returncode == 1
    assert told(*words, "--decisions", decided()).returncode == 0
    lapsed = [*words, "--decisions", decided(until="2026-01-01")]
    assert told(*lapsed).returncode == 1  # a folder without a date: today
    assert told(*lapsed, "--today", "2026-01-01").returncode == 0
    assert told(*words, "--decisions", decided("The cafeteria closes too early")).returncode == 1


@pytest.mark.parametrize("option", ["--reviews", "--decisions"])
def test_a_line_that_cannot_be_used_is_named(told, tmp_path, option):
    names = TABLE[option[2:]].names
    bad = written(tmp_path / "bad.csv", dict.fromkeys(names, "strange"))
    done = told("gaps", option, bad)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"toolbelt-data: {bad}:2: ")


def test_only_the_chosen_personas_are_shown_and_counted(told):
    words = ["gaps", "--persona", "Diana the Weekend Warrior"]
    assert told(*words).stdout.endswith("3 of 7 reviewed challenges have no remedy\n")
    assert [told(*words, "--fail-over", number).returncode for number in (2, 3)] == [1, 0]
