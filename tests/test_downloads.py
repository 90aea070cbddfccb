"""Downloads: tables as files that any reader understands and no spreadsheet runs."""

import csv
import hashlib
import json
import time

import frictionless
import openpyxl
import pandas as pd
import pytest

import toolbelt_data
from toolbelt_data.report.downloads import HOW, write_downloads
from toolbelt_data.spreadsheet import unguard
from toolbelt_data.tables import Column, Table

RISKY = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "'quoted", "=cmd|' /C calc'!A0", "<r>&</r>",
         "＝1+1", "＋1", "－1", "＠SUM(A1)", "  =1", " \n\t=1", "\u00a0=1", "\u3000＝1"]  # fmt: skip
PLAIN = ["plain", "1-1", "a=b", "007", "https://a.example/", "null", '"', ",", "🙂", "\u2028"]
COLUMNS = (Column("key", "int", "Number."), Column("text", "str", "Text.", null=True))
ROWS = Table("rows", "row", COLUMNS, ("key",))
EDITION = toolbelt_data.open_edition()


def rows(*texts):
    return [(ROWS, ROWS.frame({"key": key, "text": text} for key, text in enumerate(texts)))]


def workbook(folder):
    return openpyxl.load_workbook(folder / "tables.xlsx")


def test_csv_has_json_lists_and_empty_nulls(tables_of_edition, tmp_path):
    write_downloads(tables_of_edition, tmp_path, EDITION)
    for table, frame in tables_of_edition:
        with (tmp_path / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file))
        assert len(found) == len(frame)
        for column in table.columns:
            cells = [row[column.name] for row in found]
            if column.kind == "list":
                assert [json.loads(cell) for cell in cells] == frame[column.name].tolist()
            elif column.kind == "str":
                back = [unguard(cell) for cell in cells]
                assert back == frame[column.name].fillna("").tolist(), column.name


def test_parquet_has_lists_and_the_declared_types(tables_of_edition, tmp_path):
    write_downloads(tables_of_edition, tmp_path, EDITION, ["parquet"])
    for table, frame in tables_of_edition:
        found = pd.read_parquet(tmp_path / f"{table.name}.parquet")
        lists = {one.name: found[one.name].map(list) for one in table.columns if one.kind == "list"}
        pd.testing.assert_frame_equal(found.assign(**lists), frame[table.names])


def test_the_workbook_begins_with_what_it_holds(tables_of_edition, tmp_path):
    write_downloads(tables_of_edition, tmp_path, EDITION, ["xlsx"])
    book = workbook(tmp_path)
    about = {first.value: second.value for first, second in book["about"].iter_rows()}
    assert about["Edition"] == "2025-06-10 (embedded: restated, not the original)"
    assert "CC BY 4.0" in about["Licence"]
    assert "one apostrophe" in about["Cells"]
    assert about["personas"] == "One row per persona (20 in all)"
    links = {cell.value: cell.hyperlink.location for cell in book["about"]["A"] if cell.hyperlink}
    assert links == {table.name: f"'{table.name}'!A1" for table, _ in tables_of_edition}
    for table, frame in tables_of_edition:
        sheet = book[table.name]
        assert (sheet.freeze_panes, sheet.max_row) == ("A2", len(frame) + 1)
        assert [cell.value for cell in sheet[1]] == table.names


def test_no_text_becomes_a_formula_a_link_or_a_number(tmp_path):
    write_downloads(rows(*RISKY, *PLAIN), tmp_path, EDITION, ["csv", "xlsx"])
    cells = workbook(tmp_path)["rows"]["B"][1:]
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    for found in (texts, [cell.value for cell in cells]):
        guarded = [text.startswith("'") for text in found]
        assert guarded == [True] * len(RISKY) + [False] * len(PLAIN)
        assert [unguard(text) for text in found] == [t.replace("\r", "\n") for t in RISKY + PLAIN]


@pytest.mark.parametrize("formats", [["csv", "xlsx"], ["parquet"]])
def test_the_data_package_is_valid_and_notices_a_changed_file(tables_of_edition, tmp_path, formats):
    files = write_downloads(tables_of_edition[:4], tmp_path, EDITION, formats)
    found = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert found.valid, found.flatten(["type", "message"])
    files[0].write_bytes(files[0].read_bytes() + b"\n")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_package_describes_every_column_and_file(tables_of_edition, tmp_path, kind):
    files = write_downloads(tables_of_edition, tmp_path, EDITION, [kind])
    package = json.loads(files[-1].read_text("utf-8"))
    for (table, _), resource in zip(tables_of_edition, package["resources"], strict=True):
        data = (tmp_path / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        schema = resource["schema"]
        assert [field["name"] for field in schema["fields"]] == table.names
        assert all(field["description"] and field["type"] for field in schema["fields"])
        enums = {field["name"]: field["constraints"].get("enum") for field in schema["fields"]}
        assert enums == {one.name: list(one.values) or None for one in table.columns}
        assert schema["primaryKey"] == list(table.key)
    by_name = {resource["name"]: resource["schema"] for resource in package["resources"]}
    target = {"resource": "personas", "fields": ["persona_id"]}
    assert {"fields": ["persona_id"], "reference": target} in by_name["statements"]["foreignKeys"]
    assert package["title"].endswith("edition 2025-06-10 (embedded: restated, not the original)")
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert ("one apostrophe" in package["description"]) is (kind in ("csv", "xlsx"))


def test_a_folder_is_named_without_its_path_and_no_licence_is_claimed(documents, tmp_path):
    edition = documents(a="## Name: Ada\n").edition
    text = write_downloads(rows("a"), tmp_path / "out", edition)[-1].read_text("utf-8")
    assert json.loads(text)["sources"] == [{"title": "folder source"}]
    assert "licenses" not in json.loads(text)
    assert str(tmp_path) not in text


def test_the_same_tables_make_the_same_bytes_later_too(tables_of_edition, tmp_path):
    one = write_downloads(tables_of_edition[:2], tmp_path / "one", EDITION, [*HOW])
    time.sleep(2.1)  # the times in an archive go by two seconds
    other = write_downloads(tables_of_edition[:2], tmp_path / "other", EDITION, [*HOW])
    assert {p.name: p.read_bytes() for p in one} == {p.name: p.read_bytes() for p in other}
