"""``toolbelt-data gaps``: what it prints, what it takes, and how it ends."""

import csv
import io
import json
import re

import pytest
from conftest import without_reading

import toolbelt_data
from toolbelt_data.analysis import counted, gaps, pairs, read_judgements
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.cli import main
from toolbelt_data.source import package_folder
from toolbelt_data.spreadsheet import unguard
from toolbelt_data.text import digest

ADA = """## Name: Ada the Admin
### Role:
- Admin
### Challenges:
- The cafeteria closes early
- =HYPERLINK("x") is a formula
### How the OpenSSF can help:
- A glossary of licence terms
"""
C1, C2 = "ada-the-admin/challenges/1", "ada-the-admin/challenges/2"
REMEDY = "ada-the-admin/remedies/1"
TEXTS = {
    C1: "The cafeteria closes early",
    C2: '=HYPERLINK("x") is a formula',
    REMEDY: "A glossary of licence terms",
}


@pytest.fixture
def run(capsys):
    """Run the command here; give its exit status, output and errors."""

    def call(*words):
        try:
            status = main(["gaps", *map(str, words)])
        except SystemExit as stop:
            status = stop.code
        done = capsys.readouterr()
        return status, done.out, without_reading(done.err)[0]

    return call


@pytest.fixture
def source(tmp_path):
    """Write a document, and give the folder to name as its source."""

    def make(text=ADA):
        folder = tmp_path / "source" / "personas"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "a.md").write_text(text, encoding="utf-8")
        return tmp_path / "source"

    return make


@pytest.fixture
def judgements(tmp_path):
    """Write a file of judgements of Ada's pairs."""

    def make(**levels):
        rows = [
            {
                "challenge_id": challenge,
                "remedy_id": REMEDY,
                "reviewer": "ann",
                "level": level,
                "challenge_digests": json.dumps([digest(TEXTS[challenge])]),
                "remedy_digests": json.dumps([digest(TEXTS[REMEDY])]),
            }
            for challenge, level in zip((C1, C2), levels.values(), strict=True)
        ]
        path = tmp_path / "judgements.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, TABLE["judgements"].names)
            writer.writeheader()
            writer.writerows(rows)
        return path

    return make


@pytest.fixture
def none(judgements):
    """Judge that Ada's remedy bears on nothing: two gaps."""
    return judgements(first=0, second=0)


def decide(tmp_path, *rows):
    """Write a file of dispositions: challenge, kind, until, text."""
    path = tmp_path / "decided.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TABLE["dispositions"].names)
        for item, kind, until, text in rows:
            writer.writerow([item, kind, "", until, "wg", "", "", "", text])
    return path


# What it prints


def test_text_lists_the_gaps_by_persona_and_ends_with_their_count(run):
    status, out, err = run()
    assert (status, err) == (0, "")
    own = counted(gaps(toolbelt_data.load()))
    without = own[own.coverage == "none"]
    name = "2025-06-10 (embedded: restated, not the original)"
    assert f"{name}: {len(without)} of {len(own)} challenges have no remedy: " in out
    for row in without.itertuples(index=False):
        assert f"{row.path}:{row.line}  {row.text[:60]}" in out
    covered = own[own.coverage != "none"]
    assert not any(f"{row.path}:{row.line} " in out for row in covered.itertuples(index=False))
    heads = [line for line in out.splitlines() if line and not line.startswith(" ")][:-1]
    assert len(heads) == without.persona_id.nunique()


def test_text_says_what_would_serve_and_what_was_decided(run, source, none, tmp_path):
    lent = (
        "## Name: Bea the Builder\n### Challenges:\n- The cafeteria closes early\n"
        "- No one signs the artifacts, so provenance is unclear\n"
    )
    decided = decide(tmp_path, (C1, "accepted", "", TEXTS[C1]))
    words = ["--source", source(ADA + lent), "--judgements", none, "--dispositions", decided]
    _, out, _ = run(*words)
    lines = out.splitlines()
    at = lines.index("  open      personas/a.md:5  The cafeteria closes early")
    assert lines[at + 1].strip() == "decided: accepted"
    assert "  unwritten personas/a.md:12  No one signs the artifacts" in out
    assert any(line.strip().startswith("cite sigstore: Sigstore") for line in lines)
    end = "source: 4 of 4 challenges have no remedy: 2 open, 2 unwritten, 1 decided"
    assert end in lines


def test_text_says_how_much_of_it_is_a_guess(run, source, none):
    unjudged = "## Name: Bea the Builder\n### Challenges:\n- Buses are late\n- Snow\n"
    where = source(f"{ADA}{unjudged}### How the OpenSSF can help:\n- A course\n")
    _, out, _ = run("--source", where, "--judgements", none)
    assert "the coverage of 2 is suggested, not judged" in out
    assert "suggested" not in run()[1]


def test_json_is_an_array_of_records_with_lists(run):
    _, out, _ = run("--format", "json")
    rows = json.loads(out)
    frame = gaps(toolbelt_data.load())
    assert isinstance(rows, list)
    assert [row["challenge_id"] for row in rows] == frame.challenge_id.tolist()
    assert all(list(row) == TABLE["gaps"].names for row in rows)
    assert [row["proposals"] for row in rows] == frame.proposals.tolist()
    assert {row["disposition"] for row in rows} == {None}


def read_back(text):
    """Read a CSV of gaps as the README says: an apostrophe stripped, lists as JSON, empty null."""
    kinds = {column.name: column for column in TABLE["gaps"].columns}
    reading = {
        "int": int,
        "float": float,
        "list": json.loads,
        "bool": {"True": True, "False": False}.get,
        "str": unguard,
    }
    return [
        {
            name: None if cell == "" and kinds[name].null else reading[kinds[name].kind](cell)
            for name, cell in row.items()
        }
        for row in csv.DictReader(io.StringIO(text))
    ]


def test_csv_reads_back_as_the_same_values(run, source, none):
    for words in ([], ["--source", source(), "--judgements", none]):
        _, table, _ = run("--format", "csv", *words)
        _, records, _ = run("--format", "json", *words)
        assert read_back(table) == json.loads(records)


def test_csv_guards_what_a_spreadsheet_would_run(run, source, none):
    _, out, _ = run("--format", "csv", "--source", source(), "--judgements", none)
    texts = [row["text"] for row in csv.DictReader(io.StringIO(out))]
    assert texts == [TEXTS[C1], "'" + TEXTS[C2]]


@pytest.mark.parametrize("kind", ["text", "json", "csv"])
def test_the_same_documents_print_the_same_again(run, kind):
    assert run("--format", kind) == run("--format", kind)


def test_what_a_terminal_would_obey_is_shown_as_an_escape(run, source, none):
    text = ADA.replace("Ada the Admin", "Ada\x1b[2J").replace("closes", "cl\x07oses\u202e")
    status, out, _ = run("--source", source(text), "--judgements", none)
    assert status == 0
    assert "Ada\\x1b[2J" in out
    assert "cl\\x07oses\\u202e" in out
    assert all(sign == "\n" or sign.isprintable() for sign in out)


def test_a_reason_and_an_offering_reach_the_terminal_no_more_than_a_text(run, source, tmp_path):
    own = tmp_path / "own.toml"
    offering = (package_folder("data") / "catalogue.toml").read_text(encoding="utf-8")
    own.write_text(offering.replace('"Sigstore"', '"Sig\\u001b[2Jstore"'), encoding="utf-8")
    text = "## Name: Ada\n### Challenges:\n- No one signs the artifacts, so provenance is unclear\n"
    status, out, _ = run("--source", source(text), "--catalogue", own)
    assert status == 0
    assert "cite sigstore: Sig\\x1b[2Jstore" in out
    assert "\x1b" not in out


# What it takes


def test_judgements_of_ones_own_count_in_place_of_the_packages(run, source, judgements):
    where = source()
    for level, coverage in enumerate(("none", "partial", "direct")):
        file = judgements(first=level, second=0)
        _, out, _ = run("--source", where, "--judgements", file, "--format", "json")
        first, second = json.loads(out)
        assert (first["coverage"], first["basis"]) == (coverage, "judged")
        assert second["coverage"] == "none"


def test_judgements_of_nothing_here_are_told(run, tmp_path):
    shipped = package_folder("data") / "judgements.csv"
    lines = shipped.read_text(encoding="utf-8").splitlines(keepends=True)[:2]
    lost = lines[1].replace("debbie-the-downstream-contributor", "nobody").replace("f2dd", "0000")
    file = tmp_path / "own.csv"
    file.write_text("".join([*lines, lost.replace("72d0", "0000")]), encoding="utf-8")
    _, out, _ = run("--judgements", file)
    assert out.splitlines()[-1] == (
        f"judgements that fit no pair here: 1;"
        f" toolbelt-data review status --judgements {file} lists them"
    )
    assert "fit no pair" not in run()[1]


def test_without_a_file_the_packages_judgements_count(run):
    _, out, _ = run("--format", "json")
    judged = pairs(toolbelt_data.load(), read_judgements()).basis
    assert judged.eq("judged").all()
    assert {row["basis"] for row in json.loads(out)} == {"judged"}


def test_a_catalogue_of_ones_own_is_laid_over(run, shared):
    status, out, _ = run("--catalogue", shared / "catalogue", "--format", "json")
    assert status == 0
    assert len(json.loads(out)) == len(gaps(toolbelt_data.load()))


def test_an_older_edition_is_read_by_its_name(run):
    _, out, _ = run("--source", "2025-04-04", "--format", "json")
    assert len(json.loads(out)) == len(gaps(toolbelt_data.load("2025-04-04")))


@pytest.mark.parametrize(
    ("today", "decided", "words"),
    [
        ("2026-12-31", True, "accepted until 2026-12-31"),
        ("2027-01-01", False, "lapsed: accepted until 2026-12-31"),
    ],
)
def test_a_decision_stands_until_its_last_day(run, source, none, tmp_path, today, decided, words):
    file = decide(tmp_path, (C1, "accepted", "2026-12-31", TEXTS[C1]))
    given = ["--source", source(), "--judgements", none, "--dispositions", file, "--today", today]
    _, out, _ = run(*given, "--format", "json")
    first, second = json.loads(out)
    assert (first["decided"], first["disposition"]) == (decided, words)
    assert (second["decided"], second["disposition"]) == (False, None)
    assert run(*given, "--fail-over", 1)[0] == int(not decided)


# How it ends


@pytest.mark.parametrize(("limit", "status"), [(0, 1), (1, 1), (2, 0), (3, 0)])
def test_the_gate_fails_where_there_are_more_gaps_than_that(run, source, none, limit, status):
    given = ["--source", source(), "--judgements", none]
    assert run(*given, "--fail-over", limit)[0] == status
    assert run(*given)[0] == 0


@pytest.mark.parametrize("kind", ["text", "json", "csv"])
def test_the_gate_is_the_same_in_every_format_and_prints_all_the_same(run, kind):
    status, out, err = run("--format", kind, "--fail-over", 0)
    assert (status, out, err) == (1, run("--format", kind)[1], "")


def test_what_was_decided_and_stands_does_not_count_at_the_gate(run, source, none, tmp_path):
    given = ["--source", source(), "--judgements", none, "--fail-over"]
    file = decide(tmp_path, (C1, "accepted", "", TEXTS[C1]))
    assert run(*given, 1)[0] == 1
    assert run(*given, 1, "--dispositions", file)[0] == 0
    changed = decide(tmp_path, (C1, "accepted", "", "The cafeteria closes too early"))
    assert run(*given, 1, "--dispositions", changed)[0] == 1


def test_what_sums_up_others_does_not_count_at_the_gate(run, source):
    sums = (
        "## Name: Ada the Admin\n### Challenges:\n"
        "Alerts from scanners pile up, and artifacts stay unsigned.\n"
        "- Alerts from scanners pile up\n- Artifacts stay unsigned\n"
    )
    where = source(sums)
    _, out, _ = run("--source", where, "--format", "json")
    assert [len(row["sums_up"]) for row in json.loads(out)] == [2, 0, 0]
    assert run("--source", where, "--fail-over", 2)[0] == 0
    assert run("--source", where, "--fail-over", 1)[0] == 1


@pytest.mark.parametrize("option", ["--judgements", "--dispositions"])
def test_a_line_that_makes_no_sense_is_told_by_its_number(run, tmp_path, option):
    names = {"--judgements": TABLE["judgements"], "--dispositions": TABLE["dispositions"]}[
        option
    ].names
    bad = tmp_path / "bad.csv"
    bad.write_text(f"{','.join(names)}\nx,strange\n", encoding="utf-8")
    status, out, err = run(option, bad)
    assert (status, out) == (2, "")
    assert err.startswith(f"toolbelt-data: {bad}:2: ")


def test_only_the_chosen_personas_are_shown_and_counted(run):
    words = ["--persona", "Diana the Weekend Warrior", "--persona", "siddharth-the-supplier"]
    _, out, _ = run(*words)
    heads = [line for line in out.splitlines() if line and not line.startswith(" ")]
    assert heads[:-1] == ["Siddharth the Supplier", "Diana the Weekend Warrior"]
    everything, chosen = (json.loads(run(*some, "--format", "json")[1]) for some in ([], words))
    people = {"siddharth-the-supplier", "diana-the-weekend-warrior"}
    assert chosen == [row for row in everything if row["persona_id"] in people]
    number = sum(row["coverage"] == "none" for row in chosen)
    assert [run(*words, "--fail-over", number - less)[0] for less in (0, 1)] == [0, 1]


def test_a_remedy_to_borrow_has_its_place(run):
    _, out, _ = run()
    statements = toolbelt_data.load().statements.set_index("statement_id")
    named = re.findall(r"^ +borrow (\S+) \((\S+):(\d+)\): ", out, re.MULTILINE)
    assert named
    for remedy, path, line in named:
        assert (path, int(line)) == tuple(statements.loc[remedy, ["path", "line"]])
