"""``toolbelt-data review``: out to a sheet, filled in, and back, with nothing lost."""

import csv
import json
import sys

import openpyxl
import pytest

from toolbelt_data.analysis import Analysis, read_recommendations, read_reviews
from toolbelt_data.analysis.reviews import default_file
from toolbelt_data.source import package_folder

ADA = """## Name: Ada the Admin
### Challenges:
- No budget for tools
- Too many alerts at night
- =SUM(A1) of all fears
### How the OpenSSF can help:
- Free tools without a budget
- A guide to fewer alerts
"""
BEA = """## Name: Bea the Boss
### How the OpenSSF can help:
- A course for Bea
"""
C1, C2, C3, C4 = (f"ada-the-admin/challenges/{n}" for n in (1, 2, 3, 4))
R1, R2 = (f"ada-the-admin/remedies/{n}" for n in (1, 2))
REWORDED = ADA.replace("for tools", "for any tools")


@pytest.fixture
def desk(tmp_path, documents, told):
    """A reviewer's folder: documents, files of reviews, and sheets."""

    class Desk:
        file, verdicts = tmp_path / "reviews.csv", tmp_path / "recommendations.csv"

        def write(self, text):
            self.corpus = documents(a=text)

        def review(self, *words):
            files = ["--reviews", "reviews.csv", "--recommendations", "recommendations.csv"]
            return told(
                "review", *words, *files[: 2 if words[0] == "status" else 4], "--source", "source"
            )

        def rows(self, *words):
            done = self.review("export", *words)
            assert (done.returncode, done.stderr) == (0, "")
            return list(csv.DictReader(done.stdout.splitlines()))

        def take(self, rows, *words, name="sheet.csv"):
            with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
                sheet = csv.DictWriter(file, [*rows[0]], delimiter=";")
                sheet.writeheader()
                sheet.writerows(rows)
            done = self.review("import", name, "--date", "2026-11-21", *words)
            assert done.stderr == ""
            self.said = done.stdout.splitlines()
            return [line.split(": ")[1] for line in self.said[:-1]]

        def rate(self, given, *words, by="ann"):
            """Rate pairs, {(challenge, remedy): rating}, in a sheet that any reviewer got."""
            rows = [row | {"reviewer": by} for row in self.rows()]
            for row in rows:
                row["rating"] = given.get((row["challenge_id"], row["remedy_id"]), "")
            return self.take(rows, *words)

        @property
        def ratings(self):
            found = Analysis(self.corpus, reviews=self.file).pairs
            found = found[found.basis != "predicted"]
            return {(r.challenge_id, r.remedy_id): (r.rating, r.basis) for r in found.itertuples()}

    desk = Desk()
    for file in (desk.file, desk.verdicts):
        head = (package_folder("data") / file.name).read_text(encoding="utf-8").splitlines()[0]
        file.write_text(head + "\n", encoding="utf-8")
    desk.write(ADA)
    return desk


def fill(path, sheet, column, values):
    """Fill in the first rows of a sheet of a workbook, as a person does."""
    book = openpyxl.load_workbook(path)
    place = [cell.value for cell in book[sheet][1]].index(column) + 1
    for row, value in enumerate(values, 2):
        book[sheet].cell(row, place).value = value
    book.save(path)


# -- out and back


def test_a_review_of_20_pairs_and_5_recommendations_in_a_workbook(told, tmp_path):
    words = ["review", "export", "--out", "s.xlsx", "--reviewer", "ann", "--limit", "20"]
    said = "s.xlsx: 20 of 313 pairs and 20 of 75 recommendations to review\n"
    assert told(*words).stdout == said
    fill(tmp_path / "s.xlsx", "pairs", "rating", [0, 1.0, "2", 1] * 5)
    fill(tmp_path / "s.xlsx", "recommendations", "verdict", ["yes", "Partly", "no", "yes", "yes"])
    files = ["--reviews", "r.csv", "--recommendations", "v.csv"]
    done = told("review", "import", "s.xlsx", "--date", "2026-11-21", *files)
    assert done.returncode == 0
    assert done.stdout.endswith("s.xlsx: added 25, blank 15; written to r.csv and v.csv\n")
    for file, name, read, number in (
        ("r.csv", "reviews", read_reviews, 20),
        ("v.csv", "recommendation_reviews", read_recommendations, 5),
    ):
        kept = read(tmp_path / file)
        mine = kept[kept.reviewer == "ann"]
        assert (len(kept) - len(read()), len(mine), {*mine.date}) == (number, number, {"2026-11-21"})  # fmt: skip
        assert mine.challenge_text.notna().all()
        assert (tmp_path / file).read_bytes().startswith(default_file(name).read_bytes())
    assert mine.verdict.tolist() == ["yes", "partly", "no", "yes", "yes"]
    assert told(*words[:3], "t.xlsx", *words[4:6], *files).stdout == (
        "t.xlsx: 293 of 293 pairs and 70 of 70 recommendations to review\n"
    )
    again = told("review", "import", "s.xlsx", *files)
    assert again.stdout.endswith("s.xlsx: unchanged 25, blank 15; nothing to write\n")


def test_a_workbook_has_a_legend_the_edition_and_the_source_and_offers_the_answers(told, tmp_path):
    told("review", "export", "--out", "s.xlsx", "--source", "2025-05-29")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    legend = dict(book["legend"].iter_rows(values_only=True))
    assert {"0", "1", "2", "yes", "partly", "no", "import"} <= {*legend}
    assert (legend["edition"][:10], legend["source"]) == ("2025-05-29", "2025-05-29")
    rules = [book[one].data_validations.dataValidation[0].formula1 for one in book.sheetnames[:2]]
    assert rules == ['"0,1,2"', '"yes,partly,no"']


def test_a_sheet_shows_what_others_said_only_if_asked(desk):
    desk.rate({(C1, R1): 2}, by="bob")
    assert not {"probability", "others"} & {*desk.rows()[0]}
    (row,) = [row for row in desk.rows("--show") if row["others"]]
    assert (row["others"], row["rating"]) == ("bob: 2", "")
    assert 0 < float(row["probability"]) < 1


def test_likely_gaps_come_first_and_a_reviewer_is_not_asked_twice(desk):
    order = [f"{row['challenge_id'][-1]}{row['remedy_id'][-1]}" for row in desk.rows()]
    queue = Analysis(desk.corpus, reviews=desk.file).review_queue
    assert order == (queue.challenge_id.str[-1] + queue.remedy_id.str[-1]).tolist()
    likely = queue.likely_gap.map({True: "likely a gap", False: "nobody reviewed it"})
    assert [row["why"] for row in desk.rows()] == likely.tolist()
    desk.rate({(C1, R1): 2, (C2, R1): 0})
    assert len(desk.rows("--reviewer", "ann")) == 4
    assert len(desk.rows("--reviewer", "bob")) == 6
    desk.write(REWORDED)
    (row,) = [row for row in desk.rows("--reviewer", "ann") if row["challenge_before"]]
    assert (row["challenge_before"], row["challenge"]) == ("No budget for tools", "No budget for any tools")  # fmt: skip
    assert row["why"] == "a text changed since it was reviewed"


def test_of_a_remedy_to_write_only_the_sentence_that_says_what_is_shown(told):
    done = told("review", "export", "--what", "recommendations")
    steps = [
        row["step"] for row in csv.DictReader(done.stdout.splitlines()) if row["kind"] == "write"
    ]
    notes = [*read_recommendations().query("kind == 'write'").note]
    assert len(steps) > 9
    assert all(one not in notes and any(n.startswith(f"{one} ") for n in notes) for one in steps)


def test_export_writes_over_no_file(desk, tmp_path):
    for name, said in (("reviews.csv", "is there already"), ("a.ods", "neither .csv nor .xlsx")):
        before = desk.file.read_bytes()
        done = desk.review("export", "--out", name)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert said in done.stderr
        assert desk.file.read_bytes() == before


def test_persona_narrows_the_sheet(told):
    done = told(
        "review", "export", "--persona", "Diana the Weekend Warrior", "--what", "recommendations"
    )
    assert {row["persona"] for row in csv.DictReader(done.stdout.splitlines())} == {"Diana the Weekend Warrior"}  # fmt: skip


# -- what is refused, and where nothing is written


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rating": "7"}, "rating '7'; use 0 (none), 1 (partial) or 2 (direct)"),
        ({"rating": "", "note": "hm"}, "column rating is empty; fill it"),
        ({"reviewer": ""}, "nobody says who reviewed it; name them with --reviewer"),
        ({"challenge_id": R1}, f"'{R1}' is not one of the challenges here; export the sheet again"),
        ({"remedy_id": "x"}, "'x' is not one of the remedies here; export the sheet again"),
        ({"challenge": "Old"}, f"{C1} says something else by now; export the sheet again"),
        ({"remedy_id": "bea-the-boss/remedies/1", "remedy": "A course for Bea"},
         "bea-the-boss/remedies/1 is another persona's; rate a remedy of the same persona"),
        ({"challenge_id": C2, "challenge": "Too many alerts at night"}, "the same as line 2; keep one of them"),
    ],
)  # fmt: skip
def test_a_row_that_makes_no_sense_is_refused_and_nothing_is_written(desk, changes, said):
    desk.write(ADA + BEA)
    rows = {(row["challenge_id"], row["remedy_id"]): row for row in desk.rows("--reviewer", "ann")}
    good, bad = rows[C2, R1] | {"rating": "1"}, rows[C1, R1] | {"rating": "1"} | changes
    before = desk.file.read_bytes()
    assert desk.take([good, bad]) == ["would add", "refused"]
    assert desk.said[1] == f"sheet.csv:3: refused: {said}"
    assert desk.said[2] == (
        "sheet.csv: would add 1, refused 1; nothing is written: correct the refused rows, or use"
        " --partial"
    )
    assert desk.file.read_bytes() == before
    assert desk.take([good, bad], "--partial") == ["added", "refused"]
    assert desk.ratings == {(C2, R1): (1, "reviewed")}


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"kind": "not-a-need", "verdict": "good"}, "refused: verdict 'good'; use no, partly, yes"),
        ({"kind": "write", "target": "how-to", "step": "Write it."}, "added: {} write how-to: yes"),
        ({"kind": "write", "target": "how-to"}, "refused: write without a note; say in the note what to write"),
        ({"kind": "write", "step": "Write it."}, "refused: write with target None; name one, except for not-a-need"),
        ({"kind": "point-to", "target": "scorecrad"}, "refused: no resource 'scorecrad'; did you mean openssf-scorecard?"),
        ({"kind": "reuse", "target": "bea-the-boss/remedies/1", "step": "A course for Bea"},
         "added: {} reuse bea-the-boss/remedies/1: yes"),
        ({"kind": "not-a-need"}, "added: {} not-a-need: yes"),
    ],
)  # fmt: skip
def test_a_recommendation_of_ones_own_is_a_row_more(desk, changes, outcome):
    desk.write(ADA + BEA)
    row = {"challenge": "No budget for tools", "challenge_id": C1, "kind": "", "target": "", "step": "", "verdict": "Yes", "note": ""}  # fmt: skip
    desk.take([row | changes], "--reviewer", "ann")
    assert desk.said[0] == f"sheet.csv:2: {outcome.format(C1)}"
    assert len(read_recommendations(desk.verdicts)) == (outcome[:5] == "added")
    if outcome[:5] == "added":
        desk.write(ADA + REWORDED.replace("Ada", "Zoe") + BEA)  # the texts are kept, to be followed
        assert desk.take([row | changes], "--reviewer", "ann") == ["unchanged"]


def test_where_no_row_fits_the_likely_cause_is_named(desk, told, tmp_path):
    told("review", "export", "--out", "s.xlsx", "--reviewer", "ann", "--limit", "1")
    fill(tmp_path / "s.xlsx", "pairs", "rating", [1])
    done = desk.review("import", "s.xlsx")
    assert done.returncode == 1
    assert (
        "no row fits: the sheet is of 2025-06-10 (embedded: restated, not the original), and"
        " source was read; name its --source and --revision\n" in done.stdout
    )


def test_import_needs_the_name_of_the_file_that_it_writes(told, tmp_path):
    told("review", "export", "--out", "s.csv", "--reviewer", "ann", "--limit", "1")
    text = (tmp_path / "s.csv").read_text(encoding="utf-8")
    (tmp_path / "s.csv").write_text(text.replace(",,,reviewers", ",1,,reviewers"), encoding="utf-8")
    done = told("review", "import", "s.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "toolbelt-data: --reviews: no file is named to keep pairs in; add --reviews reviews.csv,"
        " which may be new; gaps and report take the same option\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("import none.csv", "none.csv: No such file or directory; name a CSV file"),
        ("import j.csv", "j.csv: no column rating or verdict; name a sheet of review export"),
        ("export --reviews j.csv", "j.csv:1: no column 'remedy_id'; name it once in the header"),
        ("export --persona Bob", "--persona: 'Bob' is not one of the personas"),
    ],
)
def test_each_failure_is_one_line(told, tmp_path, words, said):
    (tmp_path / "j.csv").write_text("challenge_id\n")
    done = told("review", *words.split())
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith(f"toolbelt-data: {said}")


# -- what becomes of earlier reviews


def test_the_same_again_changes_nothing_and_another_rating_needs_update(desk):
    assert desk.rate({(C1, R1): "2"}) == ["added"]
    before = desk.file.read_bytes()
    assert desk.rate({(C1, R1): "2.0"}) == ["unchanged"]
    assert desk.rate({(C1, R1): "0"}) == ["refused"]
    assert desk.said[0].endswith("ann said something else of these texts before; replace that with --update")  # fmt: skip
    assert desk.file.read_bytes() == before
    assert desk.rate({(C1, R1): "0"}, by="bob") == ["added"]
    assert desk.rate({(C1, R1): "0"}, "--update") == ["replaced"]
    assert desk.ratings == {(C1, R1): (0, "reviewed")}


def test_a_note_may_be_added_and_a_missing_one_takes_none_away(desk):
    row = desk.rows("--reviewer", "ann")[0] | {"rating": "1"}
    said = [desk.take([row | {"note": note}]) for note in ("", "so", "", "no")]
    assert said == [["added"], ["replaced"], ["unchanged"], ["refused"]]
    assert read_reviews(desk.file).note.tolist() == ["so"]


def test_equal_texts_of_two_personas_keep_each_its_own_row(desk):
    desk.write(ADA + ADA.replace("Ada the Admin", "Bea the Boss"))
    bea = ("bea-the-boss/challenges/1", "bea-the-boss/remedies/1")
    assert desk.rate({bea: "2"}) == ["added"]
    assert desk.rate({(C1, R1): "0"}) == ["added"]
    assert read_reviews(desk.file).challenge_id.tolist() == [bea[0], C1]
    assert desk.ratings == {bea: (2, "reviewed"), (C1, R1): (0, "reviewed")}


def test_an_outdated_rating_is_replaced_and_the_same_one_holds_for_both_wordings(desk):
    desk.rate({(C1, R1): "2", (C1, R2): "1"})
    desk.write(REWORDED)
    assert desk.ratings == {(C1, R1): (2, "outdated"), (C1, R2): (1, "outdated")}
    assert desk.rate({(C1, R1): "2", (C1, R2): "0"}) == ["replaced"] * 2
    assert desk.ratings == {(C1, R1): (2, "reviewed"), (C1, R2): (0, "reviewed")}
    desk.write(ADA)
    assert desk.ratings == {(C1, R1): (2, "reviewed"), (C1, R2): (0, "outdated")}


def test_rows_that_moved_get_their_present_ids_and_none_is_overwritten(desk):
    desk.rate({(C1, R1): "2", (C2, R1): "1", (C3, R1): "0"})
    desk.write(ADA.replace("- No budget", "- Contributors vanish\n- No budget"))
    assert desk.rate({(C1, R1): "1"}) == ["added"]
    assert desk.ratings == {
        (C1, R1): (1, "reviewed"), (C2, R1): (2, "reviewed"),
        (C3, R1): (1, "reviewed"), (C4, R1): (0, "reviewed"),
    }  # fmt: skip
    assert sorted(read_reviews(desk.file).challenge_id) == [C1, C2, C3, C4]


def test_a_review_of_a_text_that_is_gone_is_kept_and_holds_again_if_it_returns(desk):
    desk.rate({(C1, R1): "2"})
    desk.write(ADA.replace("No budget for tools", "Contributors vanish"))
    assert desk.rate({(C1, R1): "0"}) == ["added"]
    assert {*read_reviews(desk.file).challenge_id} == {C1, f"{C1}~"}
    desk.write(ADA)
    assert desk.ratings == {(C1, R1): (2, "reviewed")}


def test_columns_and_rows_of_ones_own_stay_as_they_are(desk):
    head = desk.file.read_text(encoding="utf-8").strip()
    row = 'gone/challenges/1,gone/remedies/1,zoe,1,,"a, note","[""d""]","[""d""]",,,mine'
    desk.file.write_text(f"{head},own\n{row}\n", encoding="utf-8")
    desk.rate({(C1, R1): "2"})
    lines = desk.file.read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[1], len(lines)) == (f"{head},own", row, 3)


# -- status


def test_status_counts_by_persona_and_reviewer(desk):
    desk.rate({(C1, R1): "2", (C2, R1): "1"})
    desk.rate({(C1, R1): "0"}, by="bob")
    desk.write(REWORDED.replace("Too many alerts at night", "x"))
    found = json.loads(desk.review("status", "--format", "json").stdout)
    assert found["personas"] == [
        {"persona": "Ada the Admin", "pairs": 6, "reviewed": 0, "outdated": 1, "unreviewed": 5,
         "disputed": 1}
    ]  # fmt: skip
    assert found["reviewers"] == [
        {"reviewer": "ann", "current": 0, "outdated": 1, "nowhere": 1},
        {"reviewer": "bob", "current": 0, "outdated": 1, "nowhere": 0},
    ]
    assert found["disputed"] == [{"challenge_id": C1, "remedy_id": R1, "ratings": "ann 2, bob 0"}]
    assert [one["challenge_id"] for one in found["nowhere"]] == [C2]
    assert desk.review("status").stdout.startswith("source: 6 pairs, 1 outdated, 5 unreviewed")


def test_documents_without_pairs_are_a_normal_case(desk, tmp_path):
    desk.write("## Name: Ada the Admin\n### Challenges:\n- x\n")
    assert desk.review("export", "--out", "s.xlsx").returncode == 0
    assert desk.review("import", "s.xlsx").stdout == "s.xlsx: no rows; nothing to write\n"
    assert desk.review("status").stdout == "source: no pairs\n"


@pytest.mark.parametrize(("module", "words"), [("xlsxwriter", "export --out s.xlsx"), ("openpyxl", "import a.xlsx")])  # fmt: skip
def test_without_the_extra_a_workbook_ends_with_one_line(
    told, tmp_path, monkeypatch, module, words
):
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    done = told("review", *words.split())
    said = f"{module} is not installed; run pip install 'toolbelt-data[report]'"
    assert (done.returncode, done.stderr) == (2, f"toolbelt-data: {said}\n")
