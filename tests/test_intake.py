"""Tables read back from files: what went in comes out, or a line says why not."""

import hashlib
import json
import re
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import toolbelt_data
from toolbelt_data import SourceError
from toolbelt_data.report.collection import all_tables
from toolbelt_data.report.files import FORMATS, read_tables, write_tables
from toolbelt_data.spreadsheet import fit
from toolbelt_data.tables import Column, Table

TABLE = Table(
    "rows",
    "row",
    (
        Column("key", "int", "Number."),
        Column("text", "str", "Text."),
        Column("other", "str", "Text or null.", null=True),
        Column("texts", "list", "Texts."),
        Column("number", "int", "Number or null.", null=True),
        Column("share", "float", "Share or null.", null=True),
        Column("flag", "bool", "Flag."),
    ),
    ("key",),
)
NASTY = ["=1+1", "+x", "-x", "@x", "\t=1", "\r=1", "\n=1", "'", "''=1", "＝1", "  =1", "=cmd|' /C calc'!A0",
         '"', '""', ",", "\r\n", "a\rb", "\x00", "\x07", "\ufffe", "<r>&</r>", "_x000D_", "null", "NaN", "[]",
         "", " ", "\ufeff", "\u2028", "007", "1e5", "True", "https://a.example/", "🙂"]  # fmt: skip
TEXTS = st.text() | st.builds("".join, st.lists(st.sampled_from(NASTY) | st.text(max_size=3)))


def rows(numbers, shares):
    one = st.fixed_dictionaries(
        {
            "text": TEXTS,
            "other": st.none() | TEXTS,
            "texts": st.lists(TEXTS, max_size=3),
            "number": st.none() | numbers,
            "share": st.none() | shares,
            "flag": st.booleans(),
        }
    )
    return st.lists(one, max_size=4)


def back(kind, given_rows):
    """Write rows as a table, and give it with what was read back."""
    frame = TABLE.frame({"key": key} | row for key, row in enumerate(given_rows))
    with tempfile.TemporaryDirectory() as folder:
        write_tables([(TABLE, frame)], Path(folder), kind)
        return frame, read_tables(folder)["rows"]


WHOLE = st.integers(-(2**63), 2**63 - 1)
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
@given(found=rows(WHOLE, FINITE))
@example(found=[{"text": t, "other": t, "texts": [t], "number": -1, "share": -0.5, "flag": True} for t in NASTY])  # fmt: skip
@example(found=[{"text": "", "other": None, "texts": [], "number": None, "share": None, "flag": False}])  # fmt: skip
def test_any_text_in_any_field_comes_back(kind, found):
    if kind == "csv":
        for row in found:
            row["text"], row["other"] = cell(row["text"]), cell(row["other"]) or None
    frame, read = back(kind, found)
    pd.testing.assert_frame_equal(read, frame)


def cell(text):
    """Return a text with the line ends that it has in a cell."""
    return text and re.sub("\r\n?", "\n", text)


@given(found=rows(st.integers(-(2**50), 2**50), st.integers(-(10**9), 10**9).map(lambda n: n / 1000)))  # fmt: skip
@example(found=[{"text": t, "other": t, "texts": [t], "number": -1, "share": -0.5, "flag": True} for t in NASTY])  # fmt: skip
def test_any_text_comes_back_from_a_workbook_but_what_xml_cannot_hold(found):
    for row in found:
        row["text"] = fit(cell(row["text"]))
        row["other"] = fit(cell(row["other"] or "")) or None
        row["texts"] = [re.sub("[\ufffe\uffff]", "\ufffd", text) for text in row["texts"]]
    frame, read = back("xlsx", found)
    pd.testing.assert_frame_equal(read, frame)


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_every_table_of_an_edition_comes_back(kind, tmp_path):
    made = all_tables(toolbelt_data.Analysis())
    write_tables(made, tmp_path, kind, workbook=kind == "csv")
    read = read_tables(tmp_path)
    assert list(read) == [table.name for table, _ in made]
    for table, frame in made:
        table.check(read[table.name])
        expected = frame[table.names]
        if kind in ("csv", "xlsx"):  # an empty text that may be null is null
            nullable = [one.name for one in table.columns if one.kind == "str" and one.null]
            expected = expected.assign(**{name: frame[name].replace("", None) for name in nullable})
        pd.testing.assert_frame_equal(read[table.name], expected)


def test_the_tables_of_a_report_come_back(report):
    read = read_tables(report.index.parent / "tables")
    corpus = toolbelt_data.load()
    pd.testing.assert_frame_equal(read["statements"], corpus.statements)
    assert {"gaps", "changes", "history"} <= set(read)


@pytest.fixture
def folder(tmp_path):
    frame = TABLE.frame([{"key": 1, "text": "a", "texts": ["b"], "flag": True}])
    write_tables([(TABLE, frame)], tmp_path, "csv")
    return tmp_path


def test_a_file_of_another_package_is_refused(folder):
    path = folder / "rows.csv"
    path.write_bytes(path.read_bytes().replace(b"a", b"c"))
    with pytest.raises(SourceError) as caught:
        read_tables(folder)
    assert str(caught.value) == (
        f"{path}: not the file that datapackage.json describes; write the tables anew"
    )


def test_a_file_that_is_not_there_is_told(folder):
    (folder / "rows.csv").unlink()
    with pytest.raises(SourceError, match=r"rows.csv: No such file.*; write the tables anew"):
        read_tables(folder)


def test_a_folder_without_tables_is_told(tmp_path):
    with pytest.raises(SourceError) as caught:
        read_tables(tmp_path)
    assert str(caught.value) == (
        f"{tmp_path / 'datapackage.json'}: No such file or directory;"
        " give a folder that toolbelt-data tables wrote"
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda package: package.pop("resources"),
        lambda package: package["resources"][0].update(path="../rows.csv"),
        lambda package: package["resources"][0].update(path="/rows.csv"),
        lambda package: package["resources"][0].update(path=["rows.csv"]),
    ],
)
def test_a_package_that_is_none_or_leads_elsewhere_is_refused(folder, change):
    path = folder / "datapackage.json"
    package = json.loads(path.read_bytes())
    change(package)
    path.write_text(json.dumps(package))
    with pytest.raises(SourceError) as caught:
        read_tables(folder)
    assert str(caught.value) == f"{path}: no Data Package of tables; write the tables anew"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'key,text,other,texts,number,share,flag\n1,"a', "EOF inside string"),
        (b"key,text,other,texts,number,share,flag\n1,a\n", "Expecting value"),
        (b"key,text\n1,a\n", "other columns"),
        (b"", "No columns"),
        (b"key,text,other,texts,number,share,flag\n1,a,,b,,,True\n", "Expecting value"),
        (b"key,text,other,texts,number,share,flag\n1,a,,[],,,maybe\n", "'maybe'"),
        (b"key,text,other,texts,number,share,flag\n,a,,[],,,True\n", "invalid literal"),
        (b"\xff", "utf-8"),
    ],
)
def test_a_file_that_holds_no_such_table_is_told(folder, data, said):
    (folder / "rows.csv").write_bytes(data)
    path = folder / "datapackage.json"
    package = json.loads(path.read_bytes())
    package["resources"][0]["hash"] = hashlib.sha256(data).hexdigest()
    path.write_text(json.dumps(package))
    with pytest.raises(SourceError, match=rf"rows.csv: not the table of its package \(.*({said})"):
        read_tables(folder)
