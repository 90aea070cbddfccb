"""The command line: what it prints, where, and how it ends."""

import json
import re

import pytest

import toolbelt_data
from toolbelt_data.cli import COMMANDS, main
from toolbelt_data.source import embedded_edition


def test_each_failure_is_one_line_with_its_exit_status(told, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "nobody").mkdir()
    (tmp_path / "nobody" / "README.md").write_text("# Personas\n")
    (tmp_path / "latin").mkdir()
    (tmp_path / "latin" / "a.md").write_bytes(b"## Name: Ren\xe9\n")
    report = ["report", "--out", "out"]
    cases = {
        (*report, "--source", "nowhere"): (
            2,
            f"{tmp_path}/nowhere: no such folder; name the folder that holds personas/,"
            " or none for the embedded edition",
        ),
        (*report, "--source", ""): (
            2,
            "--source: is empty; leave it out for the embedded edition, or name a folder",
        ),
        (*report, "--source", "empty"): (
            3,
            "empty: no markdown document in it; name the folder that holds the documents",
        ),
        (*report, "--source", "nobody"): (
            3,
            'nobody: no persona in 1 document (headings: "Personas"); begin a persona\'s heading'
            " with Name:, or set the words in toolbelt.toml (docs/reading.md)",
        ),
        (*report, "--source", "latin"): (
            2,
            "a.md:1: not UTF-8 (0xe9 at byte 12); save the file as UTF-8, or exclude it in toolbelt.toml",
        ),
        (*report, "--source", "nobody", "--revision", "v1"): (
            2,
            "nobody: not a git repository (or any of the parent directories): .git;"
            " name a clone: only a clone has revisions and a history",
        ),
        (*report, "--catalogue", "nowhere"): (
            2,
            "nowhere: no such folder or file; give a folder of the foundation's catalogue,"
            " or a catalogue in TOML",
        ),
        ("tables", "--out", "out", "--catalogue", "empty"): (
            3,
            "empty: no working-groups/ in it, nor in data/; give the folder of the foundation's"
            " catalogue, or a catalogue in TOML",
        ),
        (*report, "--catalogue", "http://github.com/ossf/community"): (
            2,
            "http://github.com/ossf/community: http can be read and changed on its way;"
            " use https://host/path, ssh://host/path, git@host:path or file:///path",
        ),
        (*report, "-p", "colour", "red"): (
            2,
            "parameter colour: no notebook has it; use one of catalogue, confidence, dispositions, events, focus, groups, judgements, new, old, personas,"
            " remedies, revision, severity, since, source, steps, texts, threshold, today",
        ),
        (*report, "-p", "threshold", "high"): (
            2,
            "parameter threshold: 'high' is a str; give a float",
        ),
        (*report, "-p", "groups", "nobody"): (
            2,
            "parameter groups: 'nobody' is not one of the groups; use software-developer-maintainer,"
            " open-source-professional, security-engineer, executive-c-suite,"
            " product-marketing-community-engagement, infrastructure-platform-engineer,"
            " data-operations-practitioner",
        ),
        (*report, "--notebook", "02", "-p", "threshold", "nan"): (
            2,
            "parameter threshold: 'nan' is a str; give a float",
        ),
        (*report, "--notebook", "02", "-p", "remedies", "-1"): (
            2,
            "parameter remedies: -1; give a whole number from 0",
        ),
        (*report, "--notebook", "08", "-p", "steps", "-1"): (
            2,
            "parameter steps: -1; give a whole number from 0",
        ),
        (*report, "--notebook", "08", "-p", "today", "soon"): (
            2,
            "parameter today: 'soon'; write it as YYYY-MM-DD",
        ),
        (*report, "--notebook", "02", "-p", "focus", "Diana"): (
            2,
            "parameter focus: 'Diana' is not one of the personas; use NAMES",
        ),
        (*report, "-p", "groups", "executive-c-suite"): (
            3,
            "2025-06-10: no persona with these groups and personas; choose others",
        ),
        (*report, "--notebook", "99"): (
            2,
            "notebook 99: no such notebook; use a path or 01-whom-do-we-serve,"
            " 02-which-challenges-lack-a-remedy, 03-which-personas-are-placeholders,"
            " 04-which-projects-help-whom, 05-which-use-cases-have-no-persona,"
            " 06-what-changed,"
            " 07-how-sound-are-the-documents, 08-what-should-be-done-next",
        ),
        ("tables", "--out", "out", "--source", "nobody"): (
            3,
            'nobody: no persona in 1 document (headings: "Personas"); begin a persona\'s heading'
            " with Name:, or set the words in toolbelt.toml (docs/reading.md)",
        ),
    }
    for words, (status, said) in cases.items():
        done = told(*words)
        said = said.replace("NAMES", ", ".join(toolbelt_data.load().personas.persona_id))
        assert (done.returncode, done.stderr, done.stdout) == (
            status,
            f"toolbelt-data: {said}\n",
            "",
        )
    assert not (tmp_path / "out").exists()


def test_a_command_line_that_is_none_is_refused(command):
    assert command("reprot").returncode == 2
    for words, said in {
        ("report", "--jobs", "x"): "argument --jobs: 'x' is no whole number from 1",
        ("report", "--out", ""): "argument --out: names no folder",
        ("tables",): "the following arguments are required: --out",
    }.items():
        done = command(*words)
        prog = f"toolbelt-data {words[0]}"
        assert (done.returncode, done.stderr) == (2, f"{prog}: {said}; see {prog} --help\n")


def test_tables_writes_files_and_prints_them(command, tmp_path):
    done = command("tables", "--out", "t", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    files = [tmp_path / line for line in done.stdout.splitlines()]
    assert all(path.is_file() for path in files)
    people = json.loads((tmp_path / "t" / "personas.json").read_text(encoding="utf-8"))
    assert len(people) == 20


def test_tables_reads_a_source_given_by_a_relative_path(command, tmp_path):
    (tmp_path / "older").symlink_to(embedded_edition("2025-04-04"))
    done = command("tables", "--out", "t", "--source", "older/personas")
    assert done.returncode == 0
    text = (tmp_path / "t" / "documents.csv").read_text(encoding="utf-8")
    assert text.splitlines()[1].startswith("README.md,")


def test_notebooks_are_copied_and_never_over_others(command, tmp_path):
    done = command("notebooks", "--out", "mine")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(list((tmp_path / "mine").glob("*.ipynb"))) == 9
    again = command("notebooks", "--out", "mine")
    assert again.returncode == 2
    assert "01-whom-do-we-serve.ipynb: is there already; move it away" in again.stderr


def test_a_folder_that_cannot_be_written_is_told(command, tmp_path):
    (tmp_path / "file").write_text("")
    for words in (["tables", "--out", "file/t"], ["notebooks", "--out", "file/t"]):
        done = command(*words)
        assert done.returncode == 2
        assert re.fullmatch(r"toolbelt-data: file/t: .*; give a folder .*\n", done.stderr)


@pytest.mark.parametrize("module", COMMANDS, ids=lambda m: m.NAME)
def test_every_command_explains_itself(module, capsys):
    with pytest.raises(SystemExit) as caught:
        main([module.NAME, "--help"])
    assert caught.value.code == 0
    assert module.HELP.split(",")[0] in " ".join(capsys.readouterr().out.split())
