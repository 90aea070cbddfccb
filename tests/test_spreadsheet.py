"""Spreadsheets: read as programs save them, refused with a reason, written so that none runs a cell."""

import datetime
import io
import os
import subprocess
import sys
import zipfile

import openpyxl
import pandas as pd
import pytest
from conftest import without_reading

from toolbelt_data import ParameterError, SourceError
from toolbelt_data.source import package_folder
from toolbelt_data.spreadsheet import as_csv, read_sheet, workbook, write_whole

WANTED = ("id", "level")
LITTLE_MEMORY = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))
from toolbelt_data.cli import main
sys.exit(main(sys.argv[1:]))
"""


def sheet_of(tmp_path, data, name="a.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_sheet(path, WANTED)


# -- reading CSV ---------------------------------------------------------------------------------


def rows_of(sheet):
    return list(sheet.itertuples(name=None))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_is_read_however_a_spreadsheet_saves_it(tmp_path, separator, mark, end):
    lines = ['"id";level;note', "a;1;“x”", "", 'b;2;"y, z"', ";;"]
    text = end.join(lines).replace(";", separator).replace("y, z", f"y{separator} z")
    found = sheet_of(tmp_path, mark + text)
    assert found.columns.tolist() == ["id", "level", "note"]
    assert rows_of(found) == [(2, "a", "1", "“x”"), (4, "b", "2", f"y{separator} z")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"id;level\r\na;\x93x\x94\r\n", ":2: not UTF-8 (0x93 at byte 12); save the file as CSV UTF-8, or as xlsx"),
        ("id,level\n".encode("utf-16"), ":1: not UTF-8 (0xff at byte 0); save the file as CSV UTF-8, or as xlsx"),
        (b"PK\x03\x04....", ": not a workbook that can be read (BadZipFile); save it as xlsx again, or as CSV UTF-8"),
        (b"id,name\n", ":1: no column 'level'; name it once in the header"),
        (b"id,level,note,note\n", ":1: two columns 'note'; name it once in the header"),
        (b"id,level\na,1\nb,2,3\n", ":3: more cells than the 2 of the header; put quotes around a text with separators"),
        (b'id,level\na,1\n"b,2\nc,3\n', ":3: not CSV: unexpected end of data; close every quote, and double a quote within a text"),
        (b'id,level\na,"1"x\n', ":2: not CSV: ',' expected after '\"'; close every quote, and double a quote within a text"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_without_a_guess_is_refused(tmp_path, data, message):
    with pytest.raises(SourceError) as caught:
        sheet_of(tmp_path, data)
    assert str(caught.value) == f"{tmp_path / 'a.csv'}{message}"


# -- reading workbooks ---------------------------------------------------------------------------


def zipped(name, data):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (zipped("a", b"b"), "not a workbook that can be read (KeyError)"),
        (zipped("xl/sheet1.xml", bytes(101 * 2**20)), "101 MiB unpacked, at most 100 are read"),
    ],
    ids=["zip", "bomb"],
)
def test_what_is_not_a_workbook_is_refused(tmp_path, data, message):
    with pytest.raises(SourceError) as caught:
        sheet_of(tmp_path, data, "a.xlsx")
    assert message in str(caught.value)


def test_the_first_sheet_of_a_workbook_is_read_as_somebody_would_type_it(tmp_path):
    day = datetime.datetime(2026, 1, 2)
    rows = [("id", "level", "date"), ("a", 1, day), (None,) * 3, ("b", 1e16, "x"), ("c", 1.5, True)]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.create_sheet("other").append(("no", "no"))
    book.save(tmp_path / "a.xlsx")
    found = read_sheet(tmp_path / "a.xlsx", WANTED)
    assert rows_of(found) == [
        (2, "a", "1", "2026-01-02"),
        (4, "b", "10000000000000000", "x"),
        (5, "c", "1.5", "True"),
    ]


@pytest.mark.parametrize("name", ["full", "dim3", "dimA1"])
def test_no_row_is_lost_where_a_workbook_declares_a_wrong_size(shared, name):
    path = shared / "cases" / "tools" / "04-workbook-dimension-drops-rows" / f"{name}.xlsx"
    assert read_sheet(path, WANTED[1:]).level.tolist() == ["1"] * 5


def test_a_workbook_that_declares_a_huge_size_is_imported_in_little_memory(shared, tmp_path):
    path = shared / "cases" / "tools" / "02-small-workbook-eats-memory" / "amj.xlsx"
    words = ["review", "import", path, "--reviews", tmp_path / "j.csv", "--reviewer", "ann"]
    done = subprocess.run(
        [sys.executable, "-c", LITTLE_MEMORY, *words], capture_output=True, text=True, check=False
    )
    said = f"toolbelt-data: {path}: no column rating or verdict; name a sheet of review export\n"
    assert (done.returncode, without_reading(done.stderr)[0]) == (2, said)


# -- writing -------------------------------------------------------------------------------------


def test_a_workbook_holds_no_formula_or_link_and_comes_back(tmp_path):
    texts = ["=1+1", "+x", "@y", "'z'", "-", "{=A1}", "https://a.example/", "<r>b</r>", "007", ""]
    frame = pd.DataFrame({"id": texts, "level": "k"})
    data = workbook({"t": frame}, {"id": 30}, ["level"], {"id": ["0"]})
    (tmp_path / "a.xlsx").write_bytes(data)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    cells = [cell for row in sheet for cell in row]
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)
    assert sheet.column_dimensions["B"].hidden
    assert [str(one.sqref) for one in sheet.data_validations.dataValidation] == ["A2:A11"]
    assert read_sheet(tmp_path / "a.xlsx", WANTED).id.tolist() == texts


@pytest.mark.parametrize("name", ["reviews", "recommendations", "decisions"])
def test_files_of_the_package_are_written_back_byte_for_byte(name):
    path = package_folder("data") / f"{name}.csv"
    assert as_csv(read_sheet(path, ["challenge_id"])).encode() == path.read_bytes()


# -- files ---------------------------------------------------------------------------------------


def test_a_file_is_replaced_whole_through_a_link_with_its_mode(tmp_path):
    (tmp_path / "real.csv").write_bytes(b"old")
    (tmp_path / "real.csv").chmod(0o640)
    (tmp_path / "link.csv").symlink_to("real.csv")
    write_whole(tmp_path / "link.csv", b"new", b"old")
    assert (tmp_path / "real.csv").read_bytes() == b"new"
    assert (tmp_path / "real.csv").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link.csv").is_symlink()
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"theirs")
    with pytest.raises(ParameterError, match="changed meanwhile, and not replaced; try again"):
        write_whole(tmp_path / "a.csv", b"new", b"old")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"theirs"]


@pytest.mark.parametrize("name", ["missing/a.csv", "pipe"])
def test_a_place_that_takes_no_file_is_named(tmp_path, name):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ParameterError, match="name another file"):
        write_whole(tmp_path / name, b"new")
    assert [(path.name, path.is_fifo()) for path in tmp_path.iterdir()] == [("pipe", True)]
