"""``toolbelt-data decide``: what was decided about gaps, and how decisions follow texts."""

import pytest

from toolbelt_data.analysis import Analysis, read_decisions

ADA = """## Name: Ada the Admin
### Challenges:
- No budget for tools
- Too many alerts at night
"""
C1, C2 = "ada-the-admin/challenges/1", "ada-the-admin/challenges/2"


@pytest.fixture
def decide(documents, told):
    """Decide about a challenge of Ada's."""
    documents(a=ADA)

    def run(challenge, kind, *words, file="d.csv"):
        where = ["--source", "source", *(["--decisions", file] if file else [])]
        return told("decide", challenge, kind, *words, *where)

    return run


def state(corpus, file, **options):
    """Each challenge about which something was decided, with what and its state."""
    found = Analysis(corpus, decisions=file, **options).challenges
    found = found[found.decision.notna()]
    return [*zip(found.challenge_id, found.decision, found.decision_state, strict=True)]


def test_a_decision_is_recorded_and_said(decide, tmp_path):
    words = ["--owner", "Ann", "--link", "https://example.org/1", "--until", "2027-01-01", "--note", "=1"]  # fmt: skip
    assert decide(C1, "in-progress", *words).stdout == (
        f"d.csv: added: {C1}: in progress, Ann, https://example.org/1, until 2027-01-01: No budget"
        " for tools\n"
    )
    (row,) = read_decisions(tmp_path / "d.csv").to_dict("records")
    assert (row["owner"], row["until"], row["note"]) == ("Ann", "2027-01-01", "=1")
    assert (row["challenge_text"], len(row["challenge_digests"])) == ("No budget for tools", 1)


@pytest.mark.parametrize("kind", ["accepted", "out-of-scope", "out of scope"])
def test_a_challenge_may_be_named_by_its_line_and_a_decision_is_replaced(decide, tmp_path, kind):
    decide(C1, "in-progress", "--owner", "Ann")
    decide(C2, "accepted")
    done = decide("personas/a.md:3", kind)
    assert done.stdout.startswith(f"d.csv: replaced: {C1}: {kind.replace('-', ' ')}: ")
    found = read_decisions(tmp_path / "d.csv").set_index("challenge_id")
    assert found.decision.to_dict() == {C1: kind.replace("-", " "), C2: "accepted"}
    assert found.owner.isna().all()
    assert decide(C1, kind).stdout.startswith(f"d.csv: unchanged: {C1}")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([C1, "done"], " decide: argument KIND: invalid choice: 'done'"),
        (["ada-the-admin/challenge/1", "accepted"], f": ada-the-admin/challenge/1: not a challenge of these documents; did you mean {C1}"),
        (["personas/a.md:9", "accepted"], ": personas/a.md:9: not a challenge of these documents; did you mean personas/a.md:"),
        ([C1, "in-progress"], f": {C1}: in progress without owner and link; say who works on it, or where"),
        ([C1, "accepted", "--link", "javascript:x"], f": {C1}: link 'javascript:x'; use an address that begins with https://"),
        ([C1, "accepted", "--until", "soon"], " decide: argument --until: 'soon' is not a day as YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_a_line(decide, tmp_path, words, said):
    done = decide(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"toolbelt-data{said}")
    assert not (tmp_path / "d.csv").exists()


def test_what_is_not_a_gap_is_recorded_with_a_warning(decide, documents, tmp_path):
    assert decide(C1, "accepted").stderr == ""
    documents(a=f"{ADA}### How the OpenSSF can help:\n- Tools\n")
    done = decide("personas/a.md:4", "accepted")
    assert "personas/a.md:4: is not a gap" in done.stderr
    assert (done.returncode, len(read_decisions(tmp_path / "d.csv"))) == (0, 2)


def test_the_file_that_it_writes_has_to_be_named(decide):
    done = decide(C1, "accepted", file=None)
    assert done.returncode == 2
    assert "add --decisions decisions.csv, which may be new; gaps and report take" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("- No budget", "- New\n- No budget", [(C2, "accepted", "standing")]),
        ("for tools", "for any tools", [(C1, "accepted", "outdated")]),
        ("No budget for tools", "Contributors vanish", []),
    ],
    ids=["moved", "reworded", "gone"],
)
def test_a_decision_follows_its_challenge(decide, documents, tmp_path, old, new, expected):
    decide(C1, "accepted")
    corpus = documents(a=ADA.replace(old, new))
    assert state(corpus, tmp_path / "d.csv") == expected
    if expected:  # deciding again settles it, in the one row that there is
        decide(expected[0][0], "accepted")
        again = state(documents(a=ADA.replace(old, new)), tmp_path / "d.csv")
        assert again == [(*expected[0][:2], "standing")]
        assert len(read_decisions(tmp_path / "d.csv")) == 1
