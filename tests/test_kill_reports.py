"""The script that kills reports: it sees what is broken, and one of its kills."""

import json
import re
import subprocess
import sys

import pytest
from conftest import ROOT
from kill_reports import faults_of
from shelves import write_report


def test_a_kill_of_the_real_command_breaks_nothing(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "kill_reports.py", "1", "--seed", "7"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert re.search(r"^kills: 1;", done.stdout, re.MULTILINE)
    assert done.stdout.endswith("faults: 0\n")


@pytest.fixture
def sound(tmp_path):
    folder = write_report(tmp_path, "r")
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "page.html").write_text("")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for name in manifest["files"]:
        (folder / name).write_text("")
    manifest["files"] = dict.fromkeys([*manifest["files"], "page.html"], empty)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def test_a_sound_report_has_no_fault(sound):
    assert faults_of(sound) == []


def test_each_fault_of_a_report_is_named(sound):
    (sound / "page.html").write_text("half")
    (sound / "more.html").write_text("")
    (sound / "index.html").unlink()
    assert faults_of(sound) == [
        "index.html: there or named, not both",
        "more.html: there or named, not both",
        "page.html: another digest",
    ]
    (sound / "run.json").write_text("{")
    assert len(faults_of(sound)) == 1
    assert faults_of(sound)[0].startswith("r: ")
