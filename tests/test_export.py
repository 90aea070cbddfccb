"""Tables as files: described, whole or not at all, and no spreadsheet runs a cell."""

import csv
import hashlib
import json
import time

import frictionless
import openpyxl
import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data import ToolbeltError
from toolbelt_data.report.collection import all_tables
from toolbelt_data.report.files import FORMATS, write_tables
from toolbelt_data.spreadsheet import guard, unguard
from toolbelt_data.tables import Column, Table

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "'quoted", "=cmd|' /C calc'!A0",
         "＝1+1", "＋1", "－1", "＠SUM(A1)", "  =1", " \n\t=1", "\u00a0=1", "\u3000＝1"]  # fmt: skip
NASTY = "## Name: =HYPERLINK(1)\n### Challenges:\n- =1+1\n- @x\n- +2\n- 'q'\n- \x07bell\n- https://a.example/\n- 007\n"
ROWS = Table(
    "rows",
    "row",
    (Column("key", "int", "Number."), Column("text", "str", "Text.", null=True)),
    ("key",),
)


def rows(*texts):
    return ROWS, ROWS.frame({"key": key, "text": text} for key, text in enumerate(texts))


@pytest.fixture(scope="module")
def tables():
    return all_tables(toolbelt_data.Analysis())


@pytest.mark.parametrize("text", [*RISKY, "plain", "", "1-1", "a=b"])
def test_a_guarded_cell_is_no_formula_and_comes_back(text):
    assert (guard(text) == f"'{text}") is (text in RISKY)
    assert unguard(guard(text)) == text


def test_any_reader_of_csv_takes_it_for_what_it_was(tables, tmp_path):
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
    assert rows[0]["persona_id"] == "daniel-the-data-scientist"
    assert (rows[0]["line"], rows[1]["line"]) == (None, 5)


def test_parquet_holds_lists_as_lists(tables, tmp_path):
    write_tables(tables, tmp_path, "parquet")
    back = pd.read_parquet(tmp_path / "documents.parquet")
    assert list(back.kinds[0]) == ["index"]
    assert back.columns.tolist() == tables[0][0].names


def test_the_workbook_has_a_sheet_a_table_and_no_formula(tmp_path, documents):
    made = all_tables(toolbelt_data.Analysis(documents(a=NASTY)))
    (path, _) = write_tables(made, tmp_path, "xlsx")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["about", *(table.name for table, _ in made)]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b"}
    assert {cell.parent.title for cell in cells if cell.hyperlink} == {"about"}
    texts = [cell.value for cell in book["statements"]["G"][1:]]
    assert texts == ["'=1+1", "'@x", "'+2", "''q'", "\ufffdbell", "https://a.example/", "007"]  # fmt: skip


@pytest.mark.parametrize("text", RISKY)
def test_no_text_is_a_formula_in_a_workbook(tmp_path, text):
    (path, _) = write_tables([rows(text, text * 9)], tmp_path, "xlsx")
    cells = openpyxl.load_workbook(path)["rows"]["B"][1:]
    assert [cell.data_type for cell in cells] == ["s", "s"]
    assert all(cell.value.startswith("'") for cell in cells)


def test_the_workbook_is_readable_and_begins_with_what_it_is(tables, tmp_path):
    edition = toolbelt_data.open_edition()
    (path, _) = write_tables(tables, tmp_path, "xlsx", edition)
    book = openpyxl.load_workbook(path)
    about = book["about"]
    said = {row[0].value: row[1].value for row in about.iter_rows() if row[0].value}
    assert said["Edition"] == "2025-06-10 (embedded: restated, not the original)"
    assert "CC BY 4.0" in said["Licence"]
    assert "one apostrophe" in said["Cells"]
    assert said["personas"] == "One row per persona (20 in all)"
    links = {row[0].value: row[0].hyperlink.location for row in about.iter_rows() if row[0].hyperlink}  # fmt: skip
    assert links == {table.name: f"'{table.name}'!A1" for table, _ in tables}
    for table, frame in tables:
        sheet = book[table.name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
        assert [cell.value for cell in sheet[1]] == table.names
        assert all(cell.font.bold for cell in sheet[1])
        assert sheet.max_row == len(frame) + 1
    texts = book["statements"]["G"]
    assert texts[1].alignment.wrap_text
    assert 8 <= book["statements"].column_dimensions["G"].width <= 61


def test_a_text_too_long_for_a_cell_is_cut_by_what_a_cell_counts(tmp_path):
    (path, _) = write_tables([rows("x" * 32_767, "x" * 32_768, "🙂" * 20_000)], tmp_path, "xlsx")
    texts = [cell.value for cell in openpyxl.load_workbook(path)["rows"]["B"][1:]]
    assert texts == ["x" * 32_767, "x" * 32_766 + "…", "🙂" * 16_383 + "…"]


def test_a_table_too_long_for_a_sheet_is_told_and_nothing_is_written(tmp_path):
    frame = pd.DataFrame({"key": range(1_048_576), "text": "x"})
    with pytest.raises(ToolbeltError) as caught:
        write_tables([(ROWS, frame)], tmp_path / "out", "xlsx")
    assert str(caught.value) == (
        "table rows: 1,048,576 rows, and a sheet takes 1,048,575 below its header;"
        " use csv, json or parquet"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_the_data_package_is_valid(tables, tmp_path, kind):
    some = tables[: 12 if kind == "xlsx" else None]  # the whole workbook is read for each sheet
    write_tables(some, tmp_path, kind, toolbelt_data.open_edition(), workbook=kind == "csv")
    found = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert found.valid, found.flatten(["type", "message"])
    assert len(found.tasks) == len(some) + (kind == "csv")


def test_the_data_package_of_json_is_valid(tables, tmp_path):
    """Its rows are laid into it: frictionless needs one more library to read them from files."""
    write_tables(tables, tmp_path, "json")
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        names = [field["name"] for field in resource["schema"]["fields"]]
        rows = json.loads((tmp_path / resource.pop("path")).read_text(encoding="utf-8"))
        resource["data"] = [names, *(list(row.values()) for row in rows)]
        for name in ("format", "bytes", "hash", "encoding"):
            del resource[name]
    found = frictionless.validate(package)
    assert found.valid, found.flatten(["type", "message"])


@pytest.mark.parametrize(("kind", "name"), [("csv", "rows.csv"), ("xlsx", "tables.xlsx")])
def test_a_file_that_was_changed_makes_the_package_invalid(tmp_path, kind, name):
    write_tables([rows("a", "")], tmp_path, kind)
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid
    write_tables([rows("b", None)], tmp_path / "other", kind)
    (tmp_path / "other" / name).replace(tmp_path / name)
    found = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert "hash-count" in [one for (one,) in found.flatten(["type"])]


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_the_package_describes_every_column_and_file(tables, tmp_path, kind):
    edition = toolbelt_data.open_edition()
    files = {path.name: path.read_bytes() for path in write_tables(tables, tmp_path, kind, edition)}
    package = json.loads(files.pop("datapackage.json"))
    for (table, _), resource in zip(tables, package["resources"], strict=True):
        data = files[resource["path"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource.get("bytes", len(data)) == len(data)
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == table.names
        assert all(field["description"] and field["type"] for field in fields)
        enums = {field["name"]: field["constraints"].get("enum") for field in fields}
        assert enums == {one.name: list(one.values) or None for one in table.columns}
        assert resource["schema"]["primaryKey"] == list(table.key)
    by_name = {resource["name"]: resource for resource in package["resources"]}
    assert by_name["statements"]["schema"]["foreignKeys"] == [
        {
            "fields": ["persona_id"],
            "reference": {"resource": "personas", "fields": ["persona_id"]},
        }
    ]
    assert package["title"].endswith("edition 2025-06-10 (embedded: restated, not the original)")
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["sources"][0]["path"] == "https://github.com/ossf/toolbelt"
    assert ("one apostrophe" in package["description"]) is (kind in ("csv", "xlsx"))
    assert "created" not in package


def test_a_folder_is_named_without_its_path_and_no_licence_is_claimed(documents, tmp_path):
    corpus = documents(a="## Name: Ada\n")
    write_tables([rows("a")], tmp_path / "out", "csv", corpus.edition)
    text = (tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8")
    assert json.loads(text)["sources"] == [{"title": "folder source"}]
    assert "licenses" not in json.loads(text)
    assert str(tmp_path) not in text


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_the_same_tables_make_the_same_bytes_later_too(tables, tmp_path, kind):
    one = write_tables(tables, tmp_path / "one", kind)
    time.sleep(2.1)  # the times in an archive go by two seconds
    other = write_tables(tables, tmp_path / "other", kind)
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
    assert [path.name for path in one] == [path.name for path in other]


def test_what_fails_leaves_the_files_that_were_there(tmp_path):
    write_tables([rows("old")], tmp_path, "csv")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    other = Table("other", "row", ROWS.columns, ROWS.key)
    (tmp_path / "other.csv").mkdir()
    with pytest.raises(ToolbeltError) as caught:
        write_tables([rows("new"), (other, rows("new")[1])], tmp_path, "csv")
    assert str(caught.value) == f"{tmp_path / 'other.csv'}: is a folder; move it away"
    (tmp_path / "other.csv").rmdir()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_place_that_takes_no_file_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ToolbeltError, match="give a folder that can be written"):
        write_tables([rows("a")], tmp_path / "file" / "out", "csv")
