"""Planted documents: their words stay words in pages, tables, logs and processes."""

import ast
import csv
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import planted
import pytest
from hypothesis import given
from hypothesis import strategies as st
from repositories import begin, git

import toolbelt_data
from toolbelt_data import check
from toolbelt_data.git import resolve, web_address
from toolbelt_data.notebook import SideBySide, Table
from toolbelt_data.notebook.shown import Answer, Reading
from toolbelt_data.report.kernels import template
from toolbelt_data.report.site.places import Places, linked
from toolbelt_data.text import visible

PACKAGE = Path(toolbelt_data.__file__).parent
OURS = {"form", "input", "button", "meta", "link", "script"}
NEVER = {"iframe", "object", "embed", "base", "style", "svg", "math", "img", "textarea"}


class Live(HTMLParser):
    """What of a page is no plain markup of ours."""

    def __init__(self, text, frame=()):
        super().__init__()
        self.found, self.frame, self.words = [], frame, []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag in NEVER or (tag in OURS and (tag, *attrs) not in self.frame):
            self.found.append((tag, attrs))
        for name, value in attrs:
            scripted = name.startswith("on") or name in ("srcdoc", "style")
            address = name in ("href", "src", "action", "formaction")
            if scripted or (address and not re.match(r"[\w./#%~-]*(\?plain=1)?(#L\d+)?$|https://(github\.com|creativecommons\.org)/", value)):  # fmt: skip
                self.found.append((tag, name, value))

    def handle_data(self, data):
        self.words.append(data)


class Frame(HTMLParser):
    """Elements of a page without any document, which are ours."""

    def __init__(self, text):
        super().__init__()
        self.own = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag in OURS:
            self.own.add((tag, *attrs))


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A folder with a planted name that holds planted documents."""
    return planted.write(tmp_path_factory.mktemp("planted") / planted.FILES[0])


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
    for fragment in planted.SHORT:
        word = fragment.replace("\x00", "")
        for origin in (word, f"https://github.com/a/{word}", f"git@github.com:{word}/b.git"):
            git(folder, "config", "remote.origin.url", origin)
            address = web_address(folder, commit.name)
            assert re.fullmatch(r"(https://github\.com/[\w.-]+/[\w.-]+/blob/[0-9a-f]+/)?", address)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", r"\x3a:error::x"),
        ("  ::error::x", r"  \x3a:error::x"),
        ("a ##[error]x", r"a \x23#[error]x"),
        ("a::b # c", "a::b # c"),
        ("a\u202eb", r"a\u202eb"),
    ],
)
def test_words_that_a_log_would_obey_are_shown_as_escapes(text, shown):
    assert visible(text) == shown


def test_no_cell_of_a_table_to_take_away_is_a_formula(source, told, tmp_path):
    done = told("tables", "--source", source, "--out", tmp_path / "csv", "--format", "csv")
    assert done.returncode == 0, done.stderr
    seen = 0
    for path in (tmp_path / "csv").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    seen += "planted.example" in cell
                    plain = re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", cell)
                    assert plain or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (
                        path,
                        cell,
                    )
    assert seen > 100


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(source, told, tmp_path):
    import openpyxl

    done = told("tables", "--source", source, "--out", tmp_path / "xlsx", "--format", "xlsx")
    assert done.returncode == 0, done.stderr
    book = openpyxl.load_workbook(tmp_path / "xlsx" / "tables.xlsx")
    texts = 0
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate, cell.value)
                assert cell.hyperlink is None or cell.hyperlink.location, cell.hyperlink
                texts += isinstance(cell.value, str)
    assert texts > 1000


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
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return json.loads(place.read_text("utf-8"))


def is_ours(program):
    """Tell whether a Python that was started is a kernel, or what kernels are forked from."""
    if "python" not in Path(program[0]).name:
        return True
    return program[1:3] == ["-m", "ipykernel_launcher"] or program[1:] == [template.__file__]


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
        assert is_ours(program), program
        assert not any("touch" in word for word in program), program
    assert {path.name for path in (tmp_path / "here").iterdir()} == {"toolbelt", "out"}


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
    assert {"git", "python"} <= names <= {"git", "python", "uname"}
    for program in started:
        assert is_ours(program), program
        assert not any(one in (";", "sh", "-c") for one in program[:2]), program
    assert not list(folder.rglob("planted"))


def test_no_module_asks_for_a_shell():
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                assert not any(word.arg == "shell" for word in node.keywords), path
                assert ast.unparse(node.func) not in ("os.system", "os.popen", "eval", "exec"), path


words = st.lists(
    st.sampled_from(planted.FRAGMENTS) | st.text(max_size=6), min_size=1, max_size=4
).map("".join)


@given(st.lists(words, min_size=1, max_size=4))
def test_what_notebooks_show_is_plain_markup(texts):
    import pandas as pd

    frame = pd.DataFrame({
        "path": texts, "line": 1, "name": texts, "kind": texts, "date": texts,
        "items": [[one, one] for one in texts], "whose": texts, "old_text": texts,
        "new_text": texts[::-1], "old_path": texts, "old_line": 1, "new_path": texts,
        "new_line": 1, "confidence": 0.5,
        "doubtful": True,
    })  # fmt: skip
    shown = [
        Table(frame, "name kind date items place", texts[0], name=texts[-1]),
        SideBySide(frame, texts[0]),
        Reading(texts[0]),
        Answer(*texts),
    ]
    for one in shown:
        html = linked(one.html, Places(texts), Places(texts, folder="older"))
        live = Live(html.replace(toolbelt_data.notebook.shown.STYLE, ""))
        assert live.found == []
