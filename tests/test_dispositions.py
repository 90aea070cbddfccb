"""Dispositions: what was decided about gaps, and whether it still stands."""

import datetime

import pytest

import toolbelt_data
from toolbelt_data import Edition, ParameterError, SourceError
from toolbelt_data.analysis import disposed, read_dispositions
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.text import digest

ADA = """## Name: Ada the Admin
### Challenges:
- No budget for tools
- Too many alerts at night
"""
C1, C2 = "ada-the-admin/challenges/1", "ada-the-admin/challenges/2"
HEAD = ",".join(TABLE["dispositions"].names)


@pytest.fixture
def decided(tmp_path):
    """Read dispositions of rows: challenge, disposition, link, until, text."""

    def read(*rows):
        lines = [
            f"{item},{kind},{link},{until},wg,2026-01-01,because,,{text}"
            for item, kind, link, until, text in rows
        ]
        (tmp_path / "d.csv").write_text("\n".join([HEAD, *lines]), encoding="utf-8")
        return read_dispositions(tmp_path / "d.csv")

    return read


def found(*given, **options):
    table = disposed(*given, **options)
    return [(row.challenge_id, row.state, row.words) for row in table.itertuples()]


ACCEPTED = (C1, "accepted", "", "", "No budget for tools")


def test_none_travel_with_the_package():
    assert len(read_dispositions()) == len(disposed(toolbelt_data.load())) == 0


def test_a_disposition_stands_for_its_challenge_wherever_that_moves(documents, decided):
    corpus = documents(a=ADA.replace("- No", "- Something new\n- No"))
    assert found(corpus, decided(ACCEPTED)) == [(C2, "standing", "accepted")]


def test_one_whose_challenge_was_reworded_is_suspect_and_shows_the_old_text(documents, decided):
    corpus = documents(a=ADA.replace("No budget for tools", "No budget for such tools"))
    assert found(corpus, decided(ACCEPTED)) == [(C1, "suspect", "suspect: accepted")]
    assert disposed(corpus, decided(ACCEPTED)).challenge_before[0] == "No budget for tools"


def test_one_whose_challenge_is_gone_is_none(documents, decided):
    corpus = documents(a=ADA.replace("No budget for tools", "Contributors vanish"))
    assert found(corpus, decided(ACCEPTED)) == []


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-12-31", "standing"),
        ("2027-01-01", "lapsed"),
        (datetime.date(2027, 1, 1), "lapsed"),
        (None, "standing"),
    ],
)
def test_it_lapses_after_its_last_day(documents, decided, today, state):
    rows = decided((C1, "in progress", "https://example.org/1", "2026-12-31", "No budget for tools"))  # fmt: skip
    words = "in progress until 2026-12-31"
    said = words if state == "standing" else f"lapsed: {words}"
    assert found(documents(a=ADA), rows, today=today) == [(C1, state, said)]


def test_without_a_day_the_editions_own_date_counts(decided):
    rows = decided((C1, "accepted", "", "2025-12-31", "No budget for tools"))
    for date, state in {"2025-12-31": "standing", "2026-01-01": "lapsed", None: "standing"}.items():
        edition = Edition("x", "", date=date, files={"personas/a.md": ADA.encode()})
        assert found(toolbelt_data.load(edition), rows)[0][1] == state


def test_the_embedded_editions_name_is_its_date(decided):
    corpus = toolbelt_data.load()
    challenge = corpus.statements[corpus.statements.section == "challenges"].iloc[0]
    rows = decided((challenge.statement_id, "accepted", "", "2025-05-28", "x")).assign(
        challenge_digests=[[digest(challenge.text)]]
    )
    assert found(corpus, rows)[0][1] == "lapsed"


def test_a_day_that_is_none_is_refused(documents):
    with pytest.raises(ParameterError, match="parameter today: 'soon'; write it as YYYY-MM-DD"):
        disposed(documents(a=ADA), today="soon")


def test_of_two_for_one_challenge_the_one_with_its_words_counts(documents, decided):
    rows = decided(
        (C2, "accepted", "", "", "No budget for all tools"),
        (C1, "out of scope", "", "", "No budget for tools"),
    )
    assert (C1, "standing", "out of scope") in found(documents(a=ADA), rows)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x/1,done,,,wg,,,,t", "disposition 'done'; use accepted, out of scope, in progress"),
        ("x/1,,,,wg,,,,t", "column disposition is empty; fill it"),
        ("x/1,accepted,,,,,,,t", "column reviewer is empty; fill it"),
        ("x/1,in progress,,,wg,,,,t", "in progress, and no link; give the address where the work is done"),
        ("x/1,accepted,javascript:x,,wg,,,,t", "link 'javascript:x'; give an address that begins with https://"),
        ("x/1,accepted,,31.12.2026,wg,,,,t", "until '31.12.2026'; write it as YYYY-MM-DD"),
        ("x/1,accepted,,,wg,20260101,,,t", "date '20260101'; write it as YYYY-MM-DD"),
        ("x/1,accepted,,,wg,,,,", "neither challenge_text nor challenge_digests; copy the challenge's text"),
        ("x/1,accepted,,,wg,,,{},t", "column challenge_digests is no list; write it as a JSON array, [\"…\"]"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_with_its_line(tmp_path, row, said):
    path = tmp_path / "d.csv"
    path.write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_dispositions(path)
    assert str(caught.value) == f"{path}:2: {said}"


def test_a_second_disposition_of_a_challenge_is_refused(tmp_path):
    path = tmp_path / "d.csv"
    path.write_text(f"{HEAD}\n" + "x/1,accepted,,,wg,,,,t\n" * 2, encoding="utf-8")
    with pytest.raises(SourceError, match=":3: a second disposition of x/1; keep one of them"):
        read_dispositions(path)
