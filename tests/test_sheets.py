"""Sheets: read as spreadsheets save them, refused with a reason, written whole."""

import csv
import io
import os
import zipfile

import openpyxl
import pytest

from toolbelt_data import ParameterError, SourceError
from toolbelt_data.sheets import SheetRow, read_sheet, workbook, write_whole

WANTED = ("id", "level")


def sheet_of(tmp_path, data, name="a.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_sheet(path, WANTED)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("said", [False, True])
def test_csv_is_read_however_a_spreadsheet_writes_it(tmp_path, separator, mark, end, said):
    lines = ["id;level;note", "a;1;“x”", "", 'b;2;"y, z"', ";;"]
    text = end.join(lines).replace(";", separator).replace("y, z", f"y{separator} z")
    head = f"sep={separator}{end}" if said else ""
    found = sheet_of(tmp_path, mark + head + text)
    assert found.names == ["id", "level", "note"]
    assert [tuple(row.cells.values()) for row in found.rows] == [
        ("a", "1", "“x”"),
        ("b", "2", f"y{separator} z"),
    ]
    assert [row.line for row in found.rows] == [2 + said, 4 + said]


def test_a_text_of_several_lines_counts_as_its_first(tmp_path):
    found = sheet_of(tmp_path, 'id,level\n"a\nb\u2028c",1\nd,2\n')
    assert [(row.line, row.cells["id"]) for row in found.rows] == [(2, "a\nb\u2028c"), (4, "d")]


def test_a_short_row_has_empty_cells_and_a_guarded_one_loses_its_apostrophe(tmp_path):
    found = sheet_of(tmp_path, "id,level,note\n'=1\n")
    assert found.rows[0].cells == {"id": "=1", "level": "", "note": ""}


@pytest.fixture
def usual_limit():
    """Other libraries lift it for the whole process."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"id;level\r\na;\x93x\x94\r\n", ":2: not UTF-8 at byte 12 (0x93); save the file as CSV UTF-8, or as xlsx"),
        ("id,level\n".encode("utf-16"), ":1: not UTF-8 at byte 0 (0xff); save the file as CSV UTF-8, or as xlsx"),
        (b"PK\x03\x04....", ": a workbook by its content; end its name in .xlsx"),
        (b"", ":1: no column id; put it in the header"),
        (b"id,name\n", ":1: no column level; put it in the header"),
        (b"id,level,id\n", ":1: two columns 'id'; keep one of them"),
        (b"id,level\na,1\nb,2,3\n", ":3: 3 cells, and the header has 2; put a text with separators in quotes"),
        (b'id,level\na,1\n"b,2\nc,3\n', ":3: no CSV: unexpected end of data; close every quote, and write a quote within a text twice"),
        (b'id,level\na,"1"x\n', ":2: no CSV: ',' expected after '\"'; close every quote, and write a quote within a text twice"),
        (b"id,level\na," + b"x" * 200_000, ":2: no CSV: field larger than field limit (131072); close every quote, and write a quote within a text twice"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_without_a_guess_is_refused(tmp_path, data, said, usual_limit):
    with pytest.raises(SourceError) as caught:
        sheet_of(tmp_path, data)
    assert str(caught.value) == f"{tmp_path / 'a.csv'}{said}"


def bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (201 * 2**20))
    return target.getvalue()


def zipped(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"id,level\n", "no workbook that can be read (BadZipFile)"),
        (b"", "no workbook that can be read (BadZipFile)"),
        (zipped(a="b"), "no workbook that can be read (KeyError)"),
        (bomb(), f"unpacks to {201 * 2**20} bytes"),
    ],
    ids=["csv", "empty", "zip", "bomb"],
)
def test_what_is_no_workbook_is_refused(tmp_path, data, said):
    with pytest.raises(SourceError) as caught:
        sheet_of(tmp_path, data, "a.xlsx")
    assert said in str(caught.value)


def test_a_workbook_is_read_as_it_would_be_typed(tmp_path):
    import datetime

    book = openpyxl.Workbook()
    for row in [("id", "level", "date"), ("a", 1, datetime.datetime(2026, 1, 2)), (None,) * 3,
                ("b", 2.0, "x"), ("c", 1.5, True)]:  # fmt: skip
        book.active.append(row)
    book.create_sheet("other").append(("no",))
    book.save(tmp_path / "a.xlsx")
    rows = read_sheet(tmp_path / "a.xlsx", WANTED).rows
    assert [(row.line, *row.cells.values()) for row in rows] == [
        (2, "a", "1", "2026-01-02"),
        (4, "b", "2", "x"),
        (5, "c", "1.5", "True"),
    ]


def test_a_workbook_holds_no_formula_and_comes_back(tmp_path):
    texts = ["=1+1", "+x", "@y", "'z'", "-", "plain", ""]
    rows = [{"id": text, "level": "k"} for text in texts]
    (tmp_path / "a.xlsx").write_bytes(workbook("t", WANTED, rows, {}, ("level",), {"id": ("0",)}))
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert {cell.data_type for row in book.active for cell in row} <= {"s", "n"}
    assert book.active.column_dimensions["B"].hidden
    back = [row.cells["id"] for row in read_sheet(tmp_path / "a.xlsx", WANTED).rows]
    assert back == texts


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_rows_that_nobody_touched_keep_their_characters(tmp_path, end, last):
    lines = ["\ufeffid;level", '"a";1', 'b;"2"', "c;=not;"]
    text = end.join(lines[:3]) + (end if last else "")
    found = sheet_of(tmp_path, text)
    new = SheetRow(0, {"id": "=x;y", "level": "0"})
    changed = SheetRow(3, {"id": "b", "level": "1"})
    data = found.written([found.rows[0], new, changed])
    assert data.decode() == end.join(["\ufeffid;level", '"a";1', '"\'=x;y";0', "b;1", ""])
    assert found.written(found.rows).decode() == end.join([*lines[:3], ""])


def test_more_columns_are_added_behind_those_that_are_there(tmp_path):
    found = sheet_of(tmp_path, 'level,mine,id\n"1",x,a\n')
    data = found.written(found.rows, ("id", "level", "note"))
    assert data.decode() == "level,mine,id,note\n1,x,a,\n"


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
    with pytest.raises(ParameterError, match="was changed meanwhile, and nothing is written"):
        write_whole(tmp_path / "a.csv", b"new", b"old")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"theirs"]


def test_half_a_file_of_an_earlier_process_is_in_nobodys_way(tmp_path):
    (tmp_path / f".a.csv.{os.getpid()}").write_bytes(b"hal")
    write_whole(tmp_path / "a.csv", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"new")]


@pytest.mark.parametrize("name", ["", "missing/a.csv"])
def test_a_file_that_cannot_be_written_is_told(tmp_path, name):
    with pytest.raises(ParameterError, match="name another file"):
        write_whole(tmp_path / name, b"new")
    assert list(tmp_path.iterdir()) == []
