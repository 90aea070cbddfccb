"""The command line: what it prints, where, and how it ends."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from repositories import begin, git

GONE = "## Name: Ada the Admin\n### Role:\n- see [this](gone.md)\n- \n"
BEGIN = "begin a persona's heading with Name:, or set the words in toolbelt.toml (docs/reading.md)"
NOBODY = f'nobody: no persona in 1 document (headings: "Personas"); {BEGIN}'
LATIN = "not UTF-8 (0xe9 at byte 12); save the file as UTF-8, or exclude it in toolbelt.toml"
BASELINE = "write it with --write-baseline"
EMPTY = "is empty; name one, or leave it out; see toolbelt-data"

# A command line, how it ends, and what it says on stderr after the program's name.
MESSAGES = [
    # 2: usage
    ("", 2, ": the following arguments are required: COMMAND; see toolbelt-data --help"),
    ("reprot", 2, ": argument COMMAND: unknown 'reprot'; did you mean report?; see toolbelt-data --help"),
    ("tables", 2, " tables: the following arguments are required: --out; see toolbelt-data tables --help"),
    ("report --jobs x", 2, " report: argument --jobs: 'x' is not a whole number from 1; see toolbelt-data report --help"),
    ("report --out=", 2, " report: argument --out: is empty; name one, or leave it out; see toolbelt-data report --help"),
    ("gaps --fail-over -1", 2, " gaps: argument --fail-over: '-1' is not a whole number from 0; see toolbelt-data gaps --help"),
    ("gaps --today 2026-02-30", 2, " gaps: argument --today: '2026-02-30' is not a day as YYYY-MM-DD; see toolbelt-data gaps --help"),
    ("compare ''", 2, f" compare: argument OLD: {EMPTY} compare --help"),
    # 2: what is named does not exist or cannot be used
    ("check --source=", 2, f" check: argument --source: {EMPTY} check --help"),
    ("check --source nowhere", 2, ": HERE/nowhere: no such folder; name the folder that holds personas/, or none for the embedded edition"),
    ("gaps --source latin", 2, f": a.md:1: {LATIN}"),
    ("check --source nobody --revision v1", 2, ": nobody: not a git repository (or any of the parent directories): .git; name a clone: only a clone has revisions and a history"),
    ("check --refresh", 2, ": --refresh: no address is named; name one with --source, or leave it out"),
    ("check --revision HEAD", 2, ": --revision: needs a git repository; name it with --source"),
    ("check --ignore tb206", 2, ": --ignore: there is no rule 'tb206'; did you mean TB206?"),
    ("check --source cases --persona Ada", 2, ": --persona: this source has no personas; leave --persona out"),
    ("check --persona Diana", 2, ": --persona: 'Diana' is not one of the personas; did you mean Diana the Weekend Warrior?"),
    ("check --source good --persona Zoe", 2, ": --persona: 'Zoe' is not one of the personas; use ada-the-admin"),
    ("check --write-baseline new.json", 2, ": --write-baseline: no source is named; name the documents with --source"),
    ("check --source good --baseline nowhere.json", 2, f": nowhere.json: No such file or directory; {BASELINE}"),
    ("check --source good --baseline good/a.md", 2, f": good/a.md: not JSON; {BASELINE}"),
    ("compare", 2, ": compare: not in a clone with personas/; name OLD and NEW, or the repository with --source"),
    ("compare good nowhere", 2, ": nowhere: no such folder, and no source is named whose revision it could be; name a folder, a revision of a folder as in .#nowhere, or --source"),
    ("compare latin good", 2, f": latin, a.md:1: {LATIN}"),
    ("gaps --reviews nowhere.csv", 2, ": nowhere.csv: No such file or directory; name a CSV file"),
    ("report --catalogue nowhere", 2, ": HERE/nowhere: No such file or directory; name a folder or git address of the foundation's catalogue, or a catalogue in TOML"),
    ("report --notebook 08 -p today soon", 2, ": today: 'soon'; write it as YYYY-MM-DD"),
    # 3: nothing was read
    ("check --source empty", 3, ": empty: no markdown document in it; name the folder that holds the documents"),
    ("check --source nobody", 3, f": {NOBODY}"),
    ("gaps --source nobody", 3, f": {NOBODY}"),
    ("gaps --source good", 3, ": good: no persona has a challenge; name a source whose personas do"),
    ("history --since 2099-01-01", 3, ": the embedded editions: no edition since 2099-01-01; name an earlier day"),
    ("report -p groups executive-c-suite", 3, ": 2025-06-10 (embedded: restated, not the original): no persona is left; choose other groups"),
    # 0 and 1: a gate
    ("check --source good", 1, ""),
    ("check --source good --fail-on never", 0, ""),
    ("gaps --fail-over 0", 1, ": --fail-over 0: gaps without a decision: 10"),
]  # fmt: skip


@pytest.fixture
def sources(tmp_path):
    """Make folders that can be read, and some that cannot."""
    texts = {"nobody": b"# Personas\n", "latin": b"## Name: Ren\xe9\n", "good": GONE.encode()}
    for name, data in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_bytes(data)
    (tmp_path / "empty").mkdir()
    (tmp_path / "cases" / "use_cases").mkdir(parents=True)
    (tmp_path / "cases" / "use_cases" / "a.md").write_text("## As a Cook:\n- I need salt.\n")


@pytest.mark.parametrize(("words", "status", "said"), MESSAGES, ids=[one[0] for one in MESSAGES])
def test_a_command_line_ends_with_a_status_and_one_line(
    told, tmp_path, sources, words, status, said
):
    before = {*tmp_path.rglob("*")}
    done = told(*shlex.split(words))
    assert done.returncode == status
    if status > 1:
        assert done.stdout == ""
        assert done.stderr.count("\n") == 1
        assert {*tmp_path.rglob("*")} == before
    line = f"toolbelt-data{said}\n".replace("HERE", str(tmp_path)) if said else ""
    assert done.stderr == line


def test_the_first_line_says_which_edition_is_read(told, tmp_path):
    assert told("check").reading == "2025-06-10 (embedded: restated, not the original)"
    assert told("history").reading == "the embedded editions"
    assert told("check", "--source", "2025-04-04").reading == ""
    (tmp_path / "personas").mkdir()
    (tmp_path / "personas" / "a.md").write_text(GONE)
    assert told("check").reading == str(tmp_path)


def test_a_reader_that_stops_reading_is_no_error():
    words = [sys.executable, "-m", "toolbelt_data", "gaps", "--format", "json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        said = running.stderr.read().decode()
    assert "Traceback" not in said
    assert running.returncode == 2


def test_a_full_disk_is_not_a_failed_gate():
    with Path("/dev/full").open("w") as full:
        words = [sys.executable, "-m", "toolbelt_data", "check", "--source", "2025-06-10"]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    said = "toolbelt-data: standard output: No space left on device; write elsewhere\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_tables_writes_files_and_prints_them(told, tmp_path, sources):
    done = told("tables", "--out", "t", "--format", "json", "--source", "good")
    assert (done.returncode, done.stderr) == (0, "")
    files = [tmp_path / line for line in done.stdout.splitlines()]
    assert all(path.is_file() for path in files)
    people = json.loads((tmp_path / "t" / "personas.json").read_text(encoding="utf-8"))
    assert [one["path"] for one in people] == ["a.md"]


def test_the_clone_that_one_stands_in_is_compared_by_default(command, tmp_path):
    clone = begin(tmp_path / "clone", a=GONE)
    (clone / "personas" / "a.md").write_text(GONE.replace("see [this](gone.md)", "Runs servers"))
    for words in ([], ["main"]):
        done = command("compare", *words, cwd=clone / "personas")
        assert (done.returncode, done.stderr, done.reading) == (0, "", str(clone))
        assert "  added     personas/a.md:3  Ada the Admin  Runs servers\n" in done.stdout
        assert "  closed      personas/a.md:3  error TB303 " in done.stdout
        assert "from 2025-01-02-" in done.stdout


def test_a_clone_does_not_hide_the_embedded_editions(command, tmp_path):
    clone = begin(tmp_path / "clone")  # its first commit is of 2025-01-02
    git(clone, "commit", "-q", "--amend", "--no-edit", day="2025-05-01")
    words = ("compare", "2025-04-04", "2025-05-29")
    done = command(*words, cwd=clone)
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nfrom 2025-04-04 (embedded: restated, not the original) to 2025-05-01-" in done.stdout
    assert "no revision '2025-04-04'" in command(*words, "--source", clone).stderr
