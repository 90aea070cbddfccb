"""Tables as files: they come back as they were, and no spreadsheet runs a cell."""

import csv
import json

import frictionless
import openpyxl
import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data.report import FORMATS, all_tables, write_tables
from toolbelt_data.sheets import guard, unguard

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'quoted", "=cmd|' /C calc'!A0"]
NASTY = "## Name: =HYPERLINK(1)\n### Challenges:\n- =1+1\n- @x\n- +2\n- 'q'\n- \x07bell\n"


@pytest.fixture(scope="module")
def tables():
    return all_tables(toolbelt_data.load())


@pytest.mark.parametrize("text", [*RISKY, "plain", "", "1-1", "a=b"])
def test_a_guarded_cell_is_no_formula_and_comes_back(text):
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unguard(guard(text)) == text


def test_csv_comes_back_as_it_was(tables, tmp_path):
    write_tables(tables, tmp_path, "csv")
    for table, frame in tables:
        with (tmp_path / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == len(frame)
        for column in table.columns:
            cells = [row[column.name] for row in rows]
            if column.kind == "list":
                assert [json.loads(cell) for cell in cells] == frame[column.name].tolist()
            elif column.kind == "str":
                back = [unguard(cell) for cell in cells]
                assert back == frame[column.name].fillna("").tolist(), column.name


def test_json_is_an_array_of_records(tables, tmp_path):
    write_tables(tables, tmp_path, "json")
    rows = json.loads((tmp_path / "sections.json").read_text(encoding="utf-8"))
    assert rows[0]["persona_id"] == "siddharth-the-supplier"
    assert (rows[0]["line"], rows[1]["line"]) == (None, 6)


def test_parquet_comes_back_as_it_was(tables, tmp_path):
    write_tables(tables, tmp_path, "parquet")
    for table, frame in tables:
        back = pd.read_parquet(tmp_path / f"{table.name}.parquet")
        assert back.columns.tolist() == table.names
        assert len(back) == len(frame)


def test_the_workbook_has_a_sheet_a_table_and_no_formula(tmp_path, documents):
    made = all_tables(documents(a=NASTY))
    (path, _) = write_tables(made, tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [table.name for table, _ in made]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    texts = [cell.value for cell in book["statements"]["G"][1:]]
    assert texts == ["'=1+1", "'@x", "'+2", "''q'", "\ufffdbell"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_data_package_is_valid_and_describes_every_column(tables, tmp_path, kind):
    write_tables(tables, tmp_path, kind)
    found = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert found.valid, found.flatten(["type", "message"])
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    fields = [field for resource in package["resources"] for field in resource["schema"]["fields"]]
    assert all(field["description"] for field in fields)


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_the_same_tables_make_the_same_files(tables, tmp_path, kind):
    one = write_tables(tables, tmp_path / "one", kind)
    other = write_tables(tables, tmp_path / "other", kind)
    if kind != "xlsx":  # a workbook holds the time at which it was made
        assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
    assert [path.name for path in one] == [path.name for path in other]
