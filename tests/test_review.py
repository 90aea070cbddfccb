"""The review: out to a sheet, filled in, and back, with nothing lost."""

import csv
import io
import json

import openpyxl
import pytest

import toolbelt_data
from toolbelt_data import ParameterError, SourceError
from toolbelt_data.analysis import pairs, read_judgements, review_queue, suspects
from toolbelt_data.analysis.judging.judgements import REQUIRED
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.review import Intake, Store, as_csv, form, status, write_form
from toolbelt_data.review.form import COLUMNS, NEEDED
from toolbelt_data.spreadsheet import read_sheet

ADA = """## Name: Ada the Admin
### Challenges:
- No budget for tools
- Too many alerts at night
- =SUM(A1) of all fears
### How the OpenSSF can help:
- Free tools without a budget
- A guide to fewer alerts
"""
C1, C2, C3 = (f"ada-the-admin/challenges/{n}" for n in (1, 2, 3))
R1, R2 = (f"ada-the-admin/remedies/{n}" for n in (1, 2))


class Desk:
    """A reviewer's folder: documents, a file of judgements, and sheets."""

    def __init__(self, folder, documents):
        self.path = folder / "judgements.csv"
        self.sheet = folder / "sheet.csv"
        self.documents = documents
        self.path.write_text(",".join(REQUIRED) + "\n", encoding="utf-8")
        self.write(ADA)

    def write(self, text):
        self.corpus = self.documents(a=text)

    def rows(self, reviewer="", **options):
        queue = review_queue(self.corpus, self.judgements, reviewer=reviewer)
        return form(self.corpus, queue, reviewer, **options)

    def take(self, rows, reviewer="", update=False, name="sheet.csv"):
        path = self.sheet.with_name(name)
        path.unlink(missing_ok=True)
        write_form(rows, path)
        store = Store(self.path)
        taken = Intake(self.corpus, store, "2026-11-21", reviewer, update=update).take(
            read_sheet(path, NEEDED)
        )
        if store.changed and not any(row.outcome == "refused" for row in taken):
            store.write()
        return [(row.line, row.outcome, row.words) for row in taken]

    def judge(self, levels, reviewer="ann", **options):
        rows = self.all_rows(reviewer)
        for row in rows:
            row["level"] = str(levels.get((row["challenge_id"], row["remedy_id"]), ""))
        return self.take(rows, **options)

    def all_rows(self, reviewer):
        """Rows of every pair, those that the reviewer judged before among them."""
        return [row | {"reviewer": reviewer} for row in self.rows()]

    @property
    def judgements(self):
        return read_judgements(self.path)

    @property
    def levels(self):
        found = pairs(self.corpus, self.judgements)
        return {
            (row.challenge_id, row.remedy_id): (row.basis, row.level)
            for row in found.itertuples()
            if row.basis != "suggested"
        }


@pytest.fixture
def desk(tmp_path, documents):
    return Desk(tmp_path, documents)


# -- the queue -----------------------------------------------------------------------------------


def order(corpus, judgements, **options):
    queue = review_queue(corpus, judgements, **options)
    return [(row.challenge_id[-1] + row.remedy_id[-1], row.state, row.decides) for row in queue.itertuples()]  # fmt: skip


def test_what_decides_a_gap_comes_first_and_what_is_settled_last(desk):
    desk.judge({(C1, R1): 0, (C1, R2): 0, (C2, R1): 2, (C2, R2): 1}, "ann")
    desk.judge({(C1, R1): 0, (C1, R2): 1, (C2, R1): 2, (C2, R2): 1}, "bob")
    assert order(desk.corpus, desk.judgements) == [
        ("32", "unjudged", "gap"),
        ("31", "unjudged", "gap"),
        ("12", "disputed", "gap"),
        ("11", "settled", "nothing"),
        ("21", "settled", "nothing"),
        ("22", "settled", "nothing"),
    ]


def test_a_suspect_comes_before_what_nobody_judged(desk):
    desk.judge({(C1, R1): 2})
    desk.write(ADA.replace("No budget for tools", "No budget for such tools"))
    first = order(desk.corpus, desk.judgements)[0]
    assert first == ("11", "suspect", "gap")


def test_unjudged_pairs_are_asked_for_by_how_near_the_score_is_to_the_threshold(desk):
    queue = review_queue(desk.corpus, desk.judgements, threshold=0.9)
    near = [abs(score - 0.9) for score in queue[queue.decides == "gap"].score]
    assert near == sorted(near)
    assert len(near) > 2


def test_a_reviewer_is_not_asked_again_but_for_suspects(desk):
    desk.judge({(C1, R1): 2, (C2, R1): 0})
    assert len(review_queue(desk.corpus, desk.judgements, reviewer="ann")) == 4
    assert len(review_queue(desk.corpus, desk.judgements, reviewer="bob")) == 6
    desk.write(ADA.replace("No budget for tools", "No budget for such tools"))
    again = review_queue(desk.corpus, desk.judgements, reviewer="ann").iloc[0]
    assert (again.challenge_id, again.state, again.own) == (C1, "suspect", 2)


def test_texts_that_sum_up_others_are_not_asked_for():
    corpus = toolbelt_data.load()
    found = pairs(corpus)
    assert len(review_queue(corpus)) == (~found.restating).sum() < len(found)


# -- the sheet -----------------------------------------------------------------------------------


def test_a_sheet_shows_no_level_unless_asked(desk):
    desk.judge({(C1, R1): 2}, "bob")
    hidden = {row["challenge_id"] + row["remedy_id"]: row for row in desk.rows("ann")}[C1 + R1]
    shown = {row["challenge_id"] + row["remedy_id"]: row for row in desk.rows("ann", show=True)}[C1 + R1]  # fmt: skip
    names = ("suggested", "score", "levels", "disagreement")
    assert [hidden[name] for name in names] == [""] * 4
    assert [shown[name] for name in names] == ["1", shown["score"], "bob: 2", "0"]
    assert float(shown["score"]) > 0
    assert hidden["level"] == shown["level"] == ""


def test_a_suspect_is_shown_with_the_text_that_changed_and_the_own_level(desk):
    desk.judge({(C1, R1): 2})
    desk.write(ADA.replace("No budget for tools", "No budget for such tools"))
    row = desk.rows("ann")[0]
    assert (row["challenge_before"], row["challenge"]) == (
        "No budget for tools",
        "No budget for such tools",
    )
    assert (row["remedy_before"], row["own_level"]) == ("", "2")
    assert (
        row["why"] == "a text changed since it was judged; decides whether the challenge is a gap"
    )


def test_where_the_old_text_is_not_known_the_sheet_says_so(desk):
    desk.judge({(C1, R1): 2})
    cells = desk.path.read_text(encoding="utf-8").replace("No budget for tools", "")
    desk.path.write_text(cells, encoding="utf-8")
    desk.write(ADA.replace("No budget for tools", "No budget for such tools"))
    assert desk.rows()[0]["challenge_before"] == "(the text that was judged is not known)"


def test_a_persona_without_remedies_or_challenges_makes_an_empty_sheet(desk):
    for end in ("### How", "### Challenges"):
        desk.write(ADA[: ADA.index(end)])
        assert desk.rows() == []
    assert as_csv([]).strip() == ",".join(COLUMNS)
    assert desk.take([]) == []


def test_a_workbook_hides_the_digests_and_offers_the_levels(desk):
    write_form(desk.rows("ann"), desk.sheet.with_suffix(".xlsx"))
    sheet = openpyxl.load_workbook(desk.sheet.with_suffix(".xlsx")).active
    head = [cell.value for cell in sheet[1]]
    assert head == list(COLUMNS)
    spans = [span for span in sheet.column_dimensions.values() if span.hidden]
    hidden = [head[place - 1] for span in spans for place in range(span.min, span.max + 1)]
    assert hidden == ["reviewer", "challenge_digest", "remedy_digest"]
    (rule,) = sheet.data_validations.dataValidation
    assert rule.formula1 == '"0,1,2"'
    assert "'=SUM(A1) of all fears" in [cell.value for cell in sheet["B"]]


@pytest.mark.parametrize(("name", "said"), [("a.ods", "neither .csv nor .xlsx"), ("b.csv", "is there already, perhaps filled in")])  # fmt: skip
def test_a_sheet_never_takes_the_place_of_another(desk, tmp_path, name, said):
    (tmp_path / "b.csv").write_text("filled in")
    with pytest.raises(ParameterError, match=said):
        write_form(desk.rows(), tmp_path / name)
    assert (tmp_path / "b.csv").read_text() == "filled in"


# -- taking it back ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sheet.csv", "sheet.xlsx"])
def test_a_filled_in_sheet_becomes_judgements(desk, name):
    rows = desk.rows("ann")
    for number, row in enumerate(rows):
        row["level"] = str(number % 3)
        row["note"] = "=1+1, “so”" if number == 2 else ""
    taken = desk.take(rows, name=name)
    assert [outcome for _, outcome, _ in taken] == ["added"] * 6
    found = {(row.challenge_id, row.remedy_id): row for row in desk.judgements.itertuples()}
    for number, row in enumerate(rows):
        kept = found[row["challenge_id"], row["remedy_id"]]
        assert (kept.level, kept.reviewer, kept.date) == (number % 3, "ann", "2026-11-21")
        assert (kept.challenge_text, kept.remedy_text) == (row["challenge"], row["remedy"])
        if number == 2:
            assert kept.note == "=1+1, “so”"
    assert {basis for basis, _ in desk.levels.values()} == {"judged"}
    assert desk.rows("ann") == []


def test_rows_that_are_not_filled_in_are_passed_over(desk):
    assert desk.take(desk.rows("ann")) == []
    assert len(desk.judgements) == 0


def mixed(desk, **changes):
    row = desk.rows("ann")[0] | {"level": "1"}
    return row | changes


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"level": "7"}, "level '7'; use 0 (none), 1 (partial) or 2 (direct)"),
        ({"level": "1.5"}, "level '1.5'; use 0 (none), 1 (partial) or 2 (direct)"),
        ({"level": "", "note": "hm"}, "a note and no level; give a level, or take the note away"),
        ({"reviewer": ""}, "nobody says who judged; name them with --reviewer"),
        ({"reviewer": "a\x00b"}, "reviewer 'a\\x00b'; use a name of letters that can be shown"),
        ({"challenge_id": "bea/challenges/1"}, "no challenge 'bea/challenges/1' in these documents; export the sheet again"),
        ({"challenge_id": R1}, f"no challenge '{R1}' in these documents; export the sheet again"),
        ({"remedy_id": ""}, "no remedy '' in these documents; export the sheet again"),
        ({"remedy_digest": "0" * 16}, "REMEDY says something else since the sheet was made; export the sheet again and judge what it says now"),
        ({"challenge_digest": ""}, "CHALLENGE says something else since the sheet was made; export the sheet again and judge what it says now"),
    ],
)  # fmt: skip
def test_nonsense_is_refused_row_by_row_and_the_file_stays(desk, changes, said):
    before = desk.path.read_bytes()
    good, bad = mixed(desk), mixed(desk, **changes)
    good = desk.rows("ann")[1] | {"level": "2"}
    said = said.replace("REMEDY", bad["remedy_id"]).replace("CHALLENGE", bad["challenge_id"])
    taken = desk.take([good, bad])
    assert [outcome for _, outcome, _ in taken] == ["added", "refused"]
    assert taken[1] == (3, "refused", said)
    assert desk.path.read_bytes() == before


def test_a_remedy_of_another_persona_and_a_second_row_are_refused(desk):
    desk.write(ADA + ADA.replace("Ada the Admin", "Bea the Builder").replace("A guide", "A way"))
    rows = desk.rows("ann")
    bea = next(row for row in rows if row["remedy_id"].startswith("bea"))
    ada = next(row for row in rows if row["remedy_id"].startswith("ada"))
    crossed = ada | {"level": "1"} | {name: bea[name] for name in ("remedy_id", "remedy_digest")}
    found = desk.take([ada | {"level": "1"}, crossed, ada | {"level": "2"}])
    assert [outcome for _, outcome, _ in found] == ["added", "refused", "refused"]
    assert found[1][2].endswith("is another persona's; judge a remedy of the challenge's persona")
    assert found[2][2] == "the pair stands in row 2 too; keep one of them"


def test_a_text_that_changed_between_export_and_import_is_refused(desk):
    rows = [row | {"level": "2"} for row in desk.rows("ann")]
    desk.write(ADA.replace("No budget for tools", "No budget for such tools"))
    outcomes = {words.split(" says")[0]: outcome for _, outcome, words in desk.take(rows)}
    assert outcomes[C1] == "refused"


def test_the_name_of_a_sheet_and_of_the_command_must_agree(desk):
    row = mixed(desk)
    assert desk.take([row], reviewer="bob")[0][1:] == (
        "refused",
        "the sheet is ann's; import it without --reviewer bob",
    )
    assert desk.take([row | {"reviewer": ""}], reviewer="bob")[0][1] == "added"
    assert desk.judgements.reviewer.tolist() == ["bob"]


def test_the_same_again_changes_nothing_and_another_level_needs_update(desk):
    pair = (C1, R1)
    desk.judge({pair: 2})
    before = desk.path.read_bytes()
    assert desk.judge({pair: 2})[0][1] == "unchanged"
    refused = desk.judge({pair: 0})[0]
    assert refused[1:] == (
        "refused",
        "ann judged these texts before: level 2 on 2026-11-21; use --update to let this one take its place",
    )
    assert desk.path.read_bytes() == before
    assert desk.judge({pair: 0}, update=True)[0][1] == "replaced"
    (row,) = desk.judgements.to_dict("records")
    (earlier,) = json.loads(row["earlier"])
    assert (row["level"], earlier["level"], earlier["date"]) == (0, "2", "2026-11-21")
    assert earlier["challenge_text"] == "No budget for tools"
    desk.judge({pair: 1}, update=True)
    assert [one["level"] for one in json.loads(desk.judgements.earlier[0])] == ["2", "0"]


def test_two_reviewers_keep_each_their_own_judgement(desk):
    desk.judge({(C1, R1): 2}, "ann")
    assert desk.judge({(C1, R1): 0}, "bob")[0][1] == "added"
    found = pairs(desk.corpus, desk.judgements).iloc[0]
    assert (found.level, found.disagreement) == (0, 2)
    assert status(desk.corpus, desk.judgements)["disputed"] == [
        {"challenge_id": C1, "remedy_id": R1, "levels": {"ann": 2, "bob": 0}}
    ]


def test_a_suspect_is_judged_anew_and_the_old_judgement_kept(desk):
    desk.judge({(C1, R1): 2})
    desk.write(ADA.replace("No budget for tools", "No budget for such tools"))
    assert desk.levels == {(C1, R1): ("suspect", 2)}
    assert desk.judge({(C1, R1): 1})[0][1] == "replaced"
    assert desk.levels == {(C1, R1): ("judged", 1)}
    assert json.loads(desk.judgements.earlier[0])[0]["level"] == "2"
    desk.write(ADA)  # back again: what was judged then is suspect now
    assert desk.levels == {(C1, R1): ("suspect", 1)}


def test_one_level_for_two_wordings_holds_for_both(desk):
    desk.judge({(C1, R1): 2})
    desk.write(ADA.replace("No budget for tools", "No budget for such tools"))
    desk.judge({(C1, R1): 2})
    assert len(desk.judgements.challenge_digests[0]) == 2
    for text in (ADA, ADA.replace("No budget for tools", "No budget for such tools")):
        desk.write(text)
        assert desk.levels == {(C1, R1): ("judged", 2)}


def test_a_judgement_of_what_stood_there_before_is_not_overwritten(desk):
    """A bullet in front moves every id; the new first one takes no place of the old one's."""
    desk.judge({(C1, R1): 2, (C2, R1): 1, (C3, R1): 0})
    desk.write(ADA.replace("- No budget", "- Contributors vanish\n- No budget"))
    assert desk.judge({(C1, R1): 1})[0][1] == "added"
    assert desk.levels == {
        (C1, R1): ("judged", 1),
        (C2, R1): ("judged", 2),
        (C3, R1): ("judged", 1),
        ("ada-the-admin/challenges/4", R1): ("judged", 0),
    }
    assert len(desk.judgements) == 4
    assert desk.judgements.earlier.isna().all()


def test_a_judgement_of_a_text_that_is_gone_is_kept_beside_the_new_one(desk):
    desk.judge({(C1, R1): 2})
    desk.write(ADA.replace("No budget for tools", "Contributors vanish"))
    assert desk.levels == {}
    desk.judge({(C1, R1): 0})
    (row,) = desk.judgements.to_dict("records")
    assert json.loads(row["earlier"])[0]["challenge_text"] == "No budget for tools"


def test_a_statement_that_moved_takes_its_judgement_along_on_update(desk):
    desk.judge({(C1, R1): 2})
    moved = ADA.replace("- No budget for tools\n", "").replace(
        "fears\n", "fears\n- No budget for tools\n"
    )
    desk.write(moved)
    assert desk.judge({(C3, R1): 2})[0][1] == "unchanged"
    assert desk.judge({(C3, R1): 1})[0][1] == "refused"
    assert desk.judge({(C3, R1): 1}, update=True)[0][1] == "replaced"
    (row,) = desk.judgements.to_dict("records")
    assert (row["challenge_id"], row["level"]) == (C3, 1)


def test_rows_columns_and_order_of_the_file_stay_and_it_becomes_plain_csv(desk):
    head = "mine;" + ";".join(REQUIRED)
    lines = [
        head,
        'x;gone/challenges/1;gone/remedies/1;zoe;1;;"a note";[];[]',
        f"y;{C2};{R1};zoe;1;;;[];[]",
        "z;gone/challenges/2;gone/remedies/1;zoe;1;;;[];[]",
    ]
    desk.path.write_bytes(("\ufeff" + "\r\n".join([*lines, ""])).encode())
    desk.judge({(C2, R1): 1, (C1, R1): 2})
    back = list(csv.DictReader(io.StringIO(desk.path.read_text(encoding="utf-8"))))
    assert [row["mine"] for row in back] == ["x", "y", "", "z", ""]
    assert [row["reviewer"] for row in back] == ["zoe", "zoe", "ann", "zoe", "ann"]
    assert desk.path.read_bytes().count(b"\n") == 6
    before = desk.path.read_bytes().decode().splitlines()
    desk.judge({(C3, R1): 0})
    after = desk.path.read_bytes().decode().splitlines()
    assert after[: len(before)] == before


def test_a_sheet_without_the_columns_it_was_made_with_is_refused(desk):
    desk.sheet.write_text("challenge_id,remedy_id,level,note\n", encoding="utf-8")
    with pytest.raises(SourceError, match="no column 'challenge_digest'; name it once"):
        read_sheet(desk.sheet, NEEDED)


def test_judgements_are_not_written_into_a_workbook(desk, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(list(TABLE["judgements"].names))
    book.save(tmp_path / "judgements.xlsx")
    store = Store(tmp_path / "judgements.xlsx")
    with pytest.raises(ParameterError, match="a workbook; keep judgements in a CSV file"):
        store.write()


def test_all_wrong_lines_of_a_file_of_judgements_are_named(tmp_path):
    path = tmp_path / "j.csv"
    rows = ["a,b,x,7,,,[],[]", "a,b,x,1,,,[],[]", ",b,x,1,,,[],[]", "a,b,x,2,2026-13-01,,[],[]"]
    path.write_text("\n".join([",".join(REQUIRED), *rows]), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_judgements(path)
    assert str(caught.value) == (
        f"{path}:2: level '7'; use 0 (none), 1 (partial) or 2 (direct); wrong too: line 4, 5"
    )


def test_status_counts_by_persona_and_reviewer(desk):
    desk.judge({(C1, R1): 2, (C2, R1): 1})
    desk.write(ADA.replace("No budget for tools", "No budget for such tools").replace("Too many alerts at night", "x"))  # fmt: skip
    found = status(desk.corpus, desk.judgements)
    assert found["personas"] == [
        {"persona_id": "ada-the-admin", "name": "Ada the Admin", "pairs": 6, "judged": 0,
         "suspect": 1, "unjudged": 5, "disputed": 0}
    ]  # fmt: skip
    assert found["reviewers"] == [
        {"reviewer": "ann", "judgements": 2, "current": 0, "suspect": 1, "nowhere": 1,
         "last": "2026-11-21"}
    ]  # fmt: skip
    assert found["nowhere"] == [
        {"challenge_id": C2, "remedy_id": R1, "reviewer": "ann", "level": 1}
    ]
    assert len(suspects(desk.corpus, desk.judgements)) == 1
