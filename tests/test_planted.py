"""Planted documents: their words stay words in pages, tables, logs and processes."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import planted
import pytest
from repositories import begin, git

import toolbelt_data
from toolbelt_data import check
from toolbelt_data.git import resolve, web_address


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A folder with a planted name that holds planted documents."""
    return planted.write_documents(tmp_path_factory.mktemp("planted") / planted.FILES[0])


def test_the_documents_are_read_with_every_fragment(source):
    corpus = toolbelt_data.load(source)
    texts = "\n".join(corpus.lines.text)
    for fragment in planted.FRAGMENTS:
        assert fragment.replace("\x00", "\ufffd") in texts or fragment in texts, fragment
    assert set(corpus.documents.path) == set(planted.documents())
    assert len(corpus.personas) > 30
    assert len(corpus.needs) > 30


COMMAND = re.compile(r"\s*::|.*##\[", re.ASCII)


@pytest.mark.parametrize(
    "words",
    [
        ["check", "--fail-on", "never"],
        ["check", "--fail-on", "never", "--format", "json"],
        ["check", "--fail-on", "never", "--format", "sarif"],
        ["gaps"],
        ["compare", "2025-05-29"],
    ],
    ids=" ".join,
)
def test_no_line_of_a_command_is_one_of_a_documents_own(source, told, words):
    named = [source] if words[0] == "compare" else ["--source", source]
    done = told(*words, *named)
    assert done.returncode == 0, done.stderr
    assert "planted" in done.stdout
    for line in done.stdout.splitlines():
        assert not COMMAND.match(line), line[:200]
    if "json" not in words and "sarif" not in words:
        assert all(c.isprintable() or c == "\n" for c in done.stdout)


def test_annotations_are_a_line_a_finding_and_no_command_more(source, told):
    done = told("check", "--source", source, "--format", "github", "--fail-on", "never")
    lines = done.stdout.split("\n")[:-1]
    assert len(lines) == len(check(toolbelt_data.load(source, tolerant=True)))
    shape = re.compile(
        r"::(error|warning|notice) file=[^,:]*,line=\d+,endLine=\d+(,col=\d+)?,title=[^,:]*::"
    )
    for line in lines:
        assert shape.match(line), line[:200]
        assert line.isprintable()
        assert not re.search(r"%(?!25|3A|2C)", line), line


def test_an_error_shows_no_escape_of_a_terminal(told, tmp_path):
    done = told("report", "--out", tmp_path, "--source", "\x1b]0;x\x07##[error]planted")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.rstrip("\n").isprintable()
    assert "##[" not in done.stderr


@pytest.mark.parametrize("fragment", planted.SHORT[::3])
@pytest.mark.parametrize(
    "setting", ["{0} = 1", "exclude = {0}", "[check]\nfail-on = {0}", "[check.severity]\n{0} = {0}"]
)
def test_settings_that_are_refused_are_told_in_one_line(told, tmp_path, fragment, setting):
    folder = tmp_path / "source"
    (folder / "personas").mkdir(parents=True)
    (folder / "personas" / "a.md").write_text("## Name: Ada\n", encoding="utf-8")
    text = setting.format(json.dumps(fragment))
    (folder / "toolbelt.toml").write_text(text, encoding="utf-8")
    done = told("check", "--source", folder)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    line = done.stderr.rstrip("\n")
    assert line.isprintable()
    assert "toolbelt.toml" in line
    assert "##[" not in line
    assert not COMMAND.match(line)


def test_no_repositorys_address_is_followed_that_is_not_plain(tmp_path):
    folder = begin(tmp_path / "here")
    commit = resolve(folder, "main")
    for fragment in planted.SHORT[::3]:
        word = fragment.replace("\x00", "")
        for origin in (word, f"https://github.com/a/{word}", f"git@github.com:{word}/b.git"):
            git(folder, "config", "remote.origin.url", origin)
            address = web_address(folder, commit.name)
            assert re.fullmatch(r"(https://github\.com/[\w.-]+/[\w.-]+/blob/[0-9a-f]+/)?", address)


def test_no_cell_of_a_table_to_take_away_is_a_formula_or_a_link(source, told, tmp_path):
    for form in ("csv", "xlsx"):
        done = told("tables", "--source", source, "--out", tmp_path / "out", "--format", form)
        assert done.returncode == 0, done.stderr
    texts = []
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            texts += [cell for row in csv.reader(file) for cell in row]
    assert sum("planted.example" in text for text in texts) > 100
    risky = [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [text for text in risky if not re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", text)] == []
    for sheet in openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx"):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)
            assert cell.hyperlink is None or cell.hyperlink.location, cell.hyperlink


# Runs commands in a process that writes down which programs it starts, and how.
RECORDER = """
import json, os, sys
from pathlib import Path
from toolbelt_data.cli import main
started, ended = [], []
def hook(event, about):
    if event == "subprocess.Popen":
        started.append([os.fsdecode(one) for one in about[1]])
    elif event in ("os.system", "os.exec", "os.posix_spawn", "pty.spawn"):
        started.append([event, *map(str, about)])
sys.addaudithook(hook)
for words in json.loads(sys.argv[2]):
    try:
        ended.append(main(words))
    except SystemExit as end:
        ended.append(end.code)
Path(sys.argv[1]).write_text(json.dumps([ended, started]))
"""
SHELL = (
    "; touch planted", "$(touch planted)", "`touch planted`", "x\ntouch planted",
    "| touch planted", "& touch planted", "' || touch planted '", '" || touch planted "',
)  # fmt: skip


def recorded(folder, commands):
    """Run commands in a folder; give how they ended and which programs they started."""
    place = folder.parent / f"{folder.name}.json"
    words = json.dumps([[str(word) for word in command] for command in commands])
    subprocess.run(
        [sys.executable, "-c", RECORDER, place, words],
        cwd=folder, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return json.loads(place.read_text("utf-8"))


def test_no_word_of_a_command_line_reaches_a_shell(tmp_path):
    begin(tmp_path / "here" / "toolbelt")
    commands = [
        command
        for word in SHELL
        for command in (
            ["check", "--source", word],
            ["check", "--source", "toolbelt", "--revision", word],
            ["compare", word, "toolbelt"],
            ["gaps", "--reviews", word],
            ["decide", word, "accepted", "--decisions", "d.csv"],
            ["review", "import", word],
            ["report", "-p", "groups", word],
            ["report", "--notebook", word],
        )
    ]
    read = ["tables", "--source", "toolbelt", "--revision", "main", "--out", "out"]
    ended, started = recorded(tmp_path / "here", [*commands, read])
    assert ended == [2] * len(commands) + [0]
    names = {Path(program).name.rstrip("0123456789.") for program, *_ in started}
    assert {"git"} <= names <= {"git", "python"}
    for program in started:
        assert not any("touch" in word for word in program), program
    assert not [*tmp_path.rglob("planted")]


def test_words_reach_kernels_as_values_only(tmp_path):
    folder = tmp_path / "here"
    source = f"{SHELL[1]}{SHELL[2]}"
    begin(folder / source)
    word = f"{source}\"'; import os; os.system('touch planted') #.csv"
    columns = "challenge_id,decision,owner,challenge_text,until,link,date,note"
    (folder / word).write_text(f"{columns},challenge_digests\n", encoding="utf-8")
    given = ["--notebook", "08", "-p", "decisions", word, "--revision", "main"]
    ended, started = recorded(folder, [["report", "--source", source, *given]])
    assert ended == [0]
    names = {Path(program).name.rstrip("0123456789.") for program, *_ in started}
    # Python asks uname what machine this is.
    assert {"git"} <= names <= {"git", "python", "uname"}
    for program in started:
        assert not any(one in (";", "sh", "-c") for one in program[:2]), program
    assert not list(folder.rglob("planted"))
