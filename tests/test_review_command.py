"""``toolbelt-data review``: out to a sheet, filled in, and back, with nothing lost."""

import csv
import json

import openpyxl
import pytest

from toolbelt_data.analysis import Analysis, read_recommendations, read_reviews
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
            return told("review", *words, *files, "--source", "source")

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
            return [
                line.split(": ")[1]
                for line in self.said
                if line.startswith(f"{name}:") and line[len(name) + 1].isdigit()
            ]

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
    assert "s.xlsx: added 25, blank 15; written to r.csv and v.csv\n" in done.stdout
    for file, read, number in (("r.csv", read_reviews, 20), ("v.csv", read_recommendations, 5)):
        kept = read(tmp_path / file)
        mine = kept[kept.reviewer == "ann"]
        assert (len(kept) - len(read()), {*mine.date}) == (number, {"2026-11-21"})
        assert kept[: -len(mine)].equals(read())
    assert mine.verdict.tolist() == ["yes", "partly", "no", "yes", "yes"]
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
    likely = Analysis(desk.corpus, reviews=desk.file).review_queue.likely_gap
    why = likely.map({True: "likely a gap", False: "nobody reviewed it"}).tolist()
    assert [row["why"] for row in desk.rows()] == sorted(why)
    desk.rate({(C1, R1): 2, (C2, R1): 0})
    assert len(desk.rows("--reviewer", "ann")) == 4
    assert len(desk.rows("--reviewer", "bob")) == 6
    desk.write(REWORDED)
    (row,) = [row for row in desk.rows("--reviewer", "ann") if row["challenge_before"]]
    assert (row["challenge_before"], row["challenge"]) == ("No budget for tools", "No budget for any tools")  # fmt: skip
    assert row["why"] == "a text changed since it was reviewed"


# -- what is refused, and where nothing is written


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rating": "7"}, "rating '7'; use 0 (none), 1 (partial) or 2 (direct)"),
        ({"reviewer": ""}, "no reviewer is named; name one with --reviewer"),
        ({"challenge_id": R1}, f"'{R1}' is not one of the challenges here; export the sheet again"),
        ({"remedy_id": "x"}, "'x' is not one of the remedies here; export the sheet again"),
        ({"challenge": "Old"}, f"{C1} has another text now; export the sheet again"),
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
    assert desk.said[2].startswith("sheet.csv: would add 1, refused 1; nothing is written")
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


def test_where_few_rows_fit_the_likely_cause_is_named(desk, told, tmp_path):
    told("review", "export", "--out", "s.xlsx", "--reviewer", "ann", "--limit", "1")
    fill(tmp_path / "s.xlsx", "pairs", "rating", [1])
    done = desk.review("import", "s.xlsx")
    assert done.returncode == 1
    assert "no row fits: the sheet is of 2025-06-10 (embedded" in done.stdout
    assert "source was read; name its --source and --revision\n" in done.stdout
    fits, *others = [row | {"rating": "1"} for row in desk.rows("--reviewer", "ann")][:3]
    desk.take([fits, *(row | {"challenge": "Old", "edition": "2025-01-01"} for row in others)])
    assert "few rows fit (1): the sheet is of 2025-01-01, and source was read" in desk.said[-2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("import none.csv", "none.csv: No such file or directory; name a CSV file"),
        ("import j.csv", "j.csv: no column rating or verdict; name a sheet of review export"),
        ("import s.csv", "--reviews: no file is named for pairs; add --reviews reviews.csv"),
        ("export --reviews j.csv", "j.csv:1: no column 'remedy_id'; name it once in the header"),
        ("export --out j.csv", "j.csv: exists already"),
    ],
)
def test_each_failure_is_one_line_and_writes_over_no_file(told, tmp_path, words, said):
    (tmp_path / "j.csv").write_text("challenge_id\n")
    told("review", "export", "--out", "s.csv", "--reviewer", "ann", "--limit", "1")
    text = (tmp_path / "s.csv").read_text(encoding="utf-8")
    (tmp_path / "s.csv").write_text(text.replace(",,,reviewers", ",1,,reviewers"), encoding="utf-8")
    done = told("review", *words.split())
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert said in done.stderr
    assert (tmp_path / "j.csv").read_text() == "challenge_id\n"


# -- what becomes of earlier reviews


def test_the_same_again_changes_nothing_and_another_rating_needs_update(desk):
    assert desk.rate({(C1, R1): "2"}) == ["added"]
    before = desk.file.read_bytes()
    assert desk.rate({(C1, R1): "2.0"}) == ["unchanged"]
    assert desk.rate({(C1, R1): "0"}) == ["refused"]
    assert desk.said[0].endswith("ann gave another answer about these texts before; replace it with --update")  # fmt: skip
    assert desk.file.read_bytes() == before
    assert desk.rate({(C1, R1): "0"}, by="bob") == ["added"]
    assert desk.rate({(C1, R1): "0"}, "--update") == ["replaced"]
    assert desk.ratings == {(C1, R1): (0, "reviewed")}


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
    counts = {"pairs": 6, "reviewed": 0, "outdated": 1, "unreviewed": 5, "disputed": 1}
    assert found["personas"] == [{"persona": "Ada the Admin"} | counts]
    ann, bob = found["reviewers"]
    assert ann == {"reviewer": "ann", "ratings": 2, "current": 0, "outdated": 1, "nowhere": 1}
    assert (bob["ratings"], bob["nowhere"]) == (1, 0)
    assert found["disputed"] == [{"challenge_id": C1, "remedy_id": R1, "ratings": "ann 2, bob 0"}]
    assert [one["challenge_id"] for one in found["nowhere"]] == [C2]
    assert "\n6 pairs, 1 outdated, 5 unreviewed, 1 disputed\n" in desk.review("status").stdout
