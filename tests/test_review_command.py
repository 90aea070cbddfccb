"""``toolbelt-data review``, as it is typed."""

import csv
import json
import shutil
import subprocess
import sys

import openpyxl
import pytest
from conftest import without_reading

from toolbelt_data.analysis import read_judgements
from toolbelt_data.analysis.judging.judgements import judgements_file
from toolbelt_data.cli import main
from toolbelt_data.review import store

BEGUN = len(read_judgements())


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in an empty folder, as a user of an installed package does."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(store, "_is_users", lambda file: False)
    return tmp_path


def filled(path, *levels):
    """Fill the first rows of a sheet in."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row, level in zip(rows, levels, strict=False):
        row["level"] = level
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    return rows


def test_a_review_from_export_to_status(here, capsys):
    assert main(["review", "export", "--out", "s.csv", "--reviewer", "ann", "--limit", "5"]) == 0
    assert capsys.readouterr().out == "s.csv: 5 of 309 pairs to judge\n"
    rows = filled(here / "s.csv", "2", "0")
    assert main(["review", "import", "s.csv", "--date", "2026-11-21"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"s.csv:2: added: {rows[0]['challenge_id']} and {rows[0]['remedy_id']}: 2"
    assert lines[2] == (
        f"judgements.csv: 2 added, 0 replaced, 0 unchanged, 0 refused; begun with the {BEGUN} of"
        " the package"
    )
    kept = read_judgements(here / "judgements.csv")
    assert len(kept) == BEGUN + 2
    assert kept[kept.reviewer == "ann"].date.tolist() == ["2026-11-21"] * 2
    assert main(["review", "export", "--reviewer", "ann", "--out", "t.xlsx"]) == 0
    assert capsys.readouterr().out == "t.xlsx: 307 of 307 pairs to judge\n"
    assert main(["review", "status", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {row["reviewer"]: row["judgements"] for row in found["reviewers"]}["ann"] == 2
    assert main(["review", "import", "s.csv"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == (
        "judgements.csv: 0 added, 0 replaced, 2 unchanged, 0 refused; nothing to write"
    )


def test_rows_that_are_refused_keep_the_others_out_unless_partial(here, capsys):
    main(["review", "export", "--out", "s.csv", "--reviewer", "ann", "--limit", "3"])
    filled(here / "s.csv", "2", "7", "1")
    capsys.readouterr()
    assert main(["review", "import", "s.csv"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "s.csv:3: refused: level '7'; use 0 (none), 1 (partial) or 2 (direct)"
    assert lines[3].endswith(
        "2 added, 0 replaced, 0 unchanged, 1 refused; nothing is written: fix the refused rows,"
        " or use --partial"
    )
    assert not (here / "judgements.csv").exists()
    assert main(["review", "import", "s.csv", "--partial"]) == 1
    assert len(read_judgements(here / "judgements.csv")) == BEGUN + 2


def test_in_a_checkout_the_judgements_of_the_checkout_are_the_default(tmp_path):
    path = store._is_users(judgements_file())
    assert path
    copy = tmp_path / "checkout"
    root = judgements_file().parent.parent
    ignore = shutil.ignore_patterns("__pycache__", "bundled")
    for name in ("toolbelt_data", "data"):
        shutil.copytree(root / name, copy / name, ignore=ignore)

    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", "toolbelt_data", "review", *words],
            cwd=copy, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert run("export", "--out", "s.csv", "--reviewer", "ann", "--limit", "2").returncode == 0
    filled(copy / "s.csv", "2", "0")
    before = (copy / "data" / "judgements.csv").read_text(encoding="utf-8").splitlines()
    done = run("import", "s.csv")
    assert (done.returncode, without_reading(done.stderr)[0]) == (0, "")
    assert "2 added" in done.stdout.splitlines()[-1]
    after = (copy / "data" / "judgements.csv").read_text(encoding="utf-8").splitlines()
    assert len(after) == len(before) + 2
    assert [line for line in after if line in set(before)] == before
    assert not (copy / "judgements.csv").exists()


def test_a_package_that_is_installed_is_not_written_to(tmp_path, monkeypatch):
    package = tmp_path / "site" / "toolbelt_data"
    (package / "bundled" / "data").mkdir(parents=True)
    (package / "review").mkdir()
    data = package / "bundled" / "data" / "judgements.csv"
    data.write_text("")
    monkeypatch.setattr(store, "__file__", str(package / "review" / "store.py"))
    assert not store._is_users(data)


def test_export_prints_csv_of_some_personas(here, capsys):
    words = ["review", "export", "--persona", "Carl the Consumer", "--persona", "diana-the-weekend-warrior", "--show"]  # fmt: skip
    assert main(words) == 0
    rows = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert {row["persona"] for row in rows} == {"Carl the Consumer", "Diana the Weekend Warrior"}
    assert all("reading-a: " in row["levels"] for row in rows)


def test_each_failure_is_one_line(here, capsys):
    (here / "cp.csv").write_bytes("challenge_id;level\nx;\x93\n".encode("latin-1"))
    (here / "j.csv").write_text("challenge_id\n")
    cases = {
        ("export", "--judgements", "none.csv"): "none.csv: No such file or directory; name a CSV file",
        ("export", "--judgements", "j.csv"): "j.csv:1: no column 'remedy_id'; name it once in the header",
        ("export", "--persona", "Bob"): "--persona: 'Bob' is not one of the personas",
        ("export", "--out", "j.csv"): "j.csv: is there already, perhaps filled in; import it, or name another file",
        ("import", "none.csv"): "none.csv: No such file or directory; name a CSV file",
        ("import", "cp.csv"): "cp.csv:2: not UTF-8 (0x93 at byte 21); save the file as CSV UTF-8, or as xlsx",
        ("import", "j.csv"): "j.csv:1: no column 'level'; name it once in the header",
        ("status", "--source", "none"): f"{here}/none: no such folder",
    }  # fmt: skip
    for words, said in cases.items():
        assert main(["review", *words]) == 2
        out, err = capsys.readouterr()
        err, _ = without_reading(err)
        assert (out, err.count("\n")) == ("", 1)
        assert err.startswith(f"toolbelt-data: {said}"), err


def test_a_command_line_that_is_none_is_refused(command):
    for words, said in {
        (): "the following arguments are required: ACTION",
        (
            "import",
            "s.csv",
            "--date",
            "today",
        ): "argument --date: 'today' is not a day as YYYY-MM-DD",
        ("export", "--limit", "0"): "argument --limit: '0' is not a whole number from 1",
    }.items():
        done = command("review", *words)
        assert done.returncode == 2
        assert said in done.stderr
        assert done.stderr.count("\n") == 1


def test_status_in_words(here, capsys):
    assert main(["review", "status", "--source", "2025-04-04"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith(" pairs judged, 0 suspect, 0 unjudged")
    assert any(line.startswith("reading-a ") for line in lines)


def test_documents_without_pairs_are_a_normal_case(documents, here, capsys):
    documents(a="## Name: Ada the Admin\n### Challenges:\n- x\n")
    source = ["--source", str(here / "source")]
    assert main(["review", "export", "--out", "s.xlsx", *source]) == 0
    assert openpyxl.load_workbook("s.xlsx").active.max_row == 1
    assert main(["review", "import", "s.xlsx", *source]) == 0
    assert main(["review", "status", *source]) == 0
    assert "0 of 0 pairs judged" in capsys.readouterr().out


def test_the_shipped_file_is_as_the_command_would_write_it(here):
    """So that a judgement that is added shows as one line of a comparison."""
    shutil.copy(judgements_file(), here / "copy.csv")
    store.Store(here / "copy.csv").write()
    assert (here / "copy.csv").read_bytes() == judgements_file().read_bytes()
