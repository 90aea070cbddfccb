"""What holds of every review, whatever is written, judged and rewritten."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data import Edition
from toolbelt_data.analysis import disposed, pairs, read_judgements, review_queue, suspects
from toolbelt_data.analysis.judging.dispositions import DISPOSITIONS
from toolbelt_data.analysis.judging.judgements import REQUIRED
from toolbelt_data.review import Intake, Store, as_csv, form, status, write_form
from toolbelt_data.review.form import COLUMNS, NEEDED
from toolbelt_data.spreadsheet import guard, read_sheet, unguard
from toolbelt_data.text import digest

CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
# Few words, so that texts recur, move and are reworded by chance.
TEXT = st.lists(st.sampled_from(["budget", "alerts", "=tools", "'time", "people", "@night"]), min_size=1, max_size=4).map(" ".join)  # fmt: skip
SECTION = st.lists(TEXT, max_size=4)
PEOPLE = st.lists(st.tuples(SECTION, SECTION), min_size=1, max_size=2)
LEVELS = st.lists(st.sampled_from(["", "0", "1", "2"]), min_size=1, max_size=9)
STEPS = st.lists(st.tuples(PEOPLE, LEVELS, st.sampled_from(["ann", "bob"])), min_size=1, max_size=4)


def corpus_of(people):
    lines = []
    for number, (challenges, remedies) in enumerate(people):
        lines += [f"## Name: {['Ada', 'Bea'][number]} the Admin", "### Challenges:"]
        lines += [f"- {text}" for text in challenges]
        lines += ["### How the OpenSSF can help:", *(f"- {text}" for text in remedies)]
    data = "\n".join([*lines, ""]).encode()
    return toolbelt_data.load(Edition("made", "", files={"personas/a.md": data}))


def take(corpus, path, rows, **options):
    with TemporaryDirectory() as folder:
        sheet = Path(folder, "sheet.csv")
        write_form(rows, sheet)
        store = Store(path)
        taken = Intake(corpus, store, "2026-11-21", **options).take(read_sheet(sheet, NEEDED))
        if store.changed:
            store.write()
    return taken


@settings(max_examples=20)
@given(STEPS)
def test_no_judgement_is_ever_lost_whatever_is_rewritten(steps):
    """Every note that was taken stands in the file until the end, in a row or in `earlier`."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "judgements.csv")
        path.write_text(",".join(REQUIRED) + "\n", encoding="utf-8")
        notes = []
        for step, (people, levels, reviewer) in enumerate(steps):
            corpus = corpus_of(people)
            rows = form(corpus, review_queue(corpus, read_judgements(path)), reviewer)
            for number, row in enumerate(rows):
                row["level"] = levels[number % len(levels)]
                row["note"] = f"[{step}-{number}]" if row["level"] else ""
            taken = take(corpus, path, rows, update=True)
            filled = [row for row in rows if row["level"]]
            assert len(taken) == len(filled)
            done = [row for row, one in zip(filled, taken, strict=True) if one.outcome != "refused"]
            notes += [row["note"] for row in done]
            text = path.read_text(encoding="utf-8")
            assert [note for note in notes if note not in text] == []
            mine = read_judgements(path)
            mine = mine[mine.reviewer == reviewer]
            found = pairs(corpus, mine).set_index(["challenge_id", "remedy_id"])
            for row in done:
                own = found.loc[(row["challenge_id"], row["remedy_id"])]
                assert (own.basis, own["level"]) == ("judged", int(row["level"]))
            again = take(corpus, path, [row | {"note": ""} for row in done])
            assert {one.outcome for one in again} <= {"unchanged"}
            assert path.read_text(encoding="utf-8") == text


@settings(max_examples=20)
@given(PEOPLE, LEVELS, PEOPLE)
def test_every_analysis_of_judgements_gives_a_sound_table(people, levels, later):
    with TemporaryDirectory() as folder:
        path = Path(folder, "judgements.csv")
        path.write_text(",".join(REQUIRED) + "\n", encoding="utf-8")
        corpus = corpus_of(people)
        rows = form(corpus, review_queue(corpus, read_judgements(path)), "ann")
        for number, row in enumerate(rows):
            row["level"] = levels[number % len(levels)]
        take(corpus, path, rows)
        judgements, now = read_judgements(path), corpus_of(later)
        basis = pairs(now, judgements).set_index(["challenge_id", "remedy_id"]).basis
        listed = suspects(now, judgements)
        assert len(listed) == (basis == "suspect").sum()
        assert (basis.loc[list(zip(listed.challenge_id, listed.remedy_id, strict=True))] == "suspect").all()  # fmt: skip
        (own, *others) = status(now, judgements)["reviewers"] or [None]
        assert not others
        assert own is None or own["judgements"] == sum(own[n] for n in ("current", "suspect", "nowhere"))  # fmt: skip
        assert pairs(corpus, judgements).basis.eq("suspect").sum() == 0


@settings(max_examples=20)
@given(PEOPLE, PEOPLE)
def test_a_disposition_is_of_one_challenge_at_most(people, later):
    corpus, now = corpus_of(people), corpus_of(later)
    challenges = corpus.statements[corpus.statements.section == "challenges"]
    decided = DISPOSITIONS.frame(
        {
            "challenge_id": row.statement_id,
            "disposition": "accepted",
            "reviewer": "ann",
            "challenge_digests": [digest(row.text)],
            "challenge_text": row.text,
        }
        for row in challenges.itertuples()
    )
    assert disposed(corpus, decided).state.tolist() == ["standing"] * len(challenges)
    assert len(disposed(now, decided)) <= len(decided)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELL)), max_size=4), st.sampled_from([".csv", ".xlsx"]))  # fmt: skip
def test_a_sheet_comes_back_as_it_was_written(rows, ending):
    with TemporaryDirectory() as folder:
        path = Path(folder, f"sheet{ending}")
        write_form(rows, path)
        back = read_sheet(path, COLUMNS).to_dict("records")
    bare = [{name: unguard(guard(text).strip(" ")) for name, text in row.items()} for row in rows]
    if ending == ".xlsx":
        bare = [{n: t.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for n, t in row.items()} for row in bare]  # fmt: skip
    assert back == [row for row in bare if any(row.values())]


def test_a_sheet_of_no_rows_has_its_head():
    assert as_csv([]).split(",")[0] == "persona"
