"""Runs of the real command at once: none disturbs another, and each says what became of it."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest
from conftest import without_reading
from filelock import FileLock
from kill_reports import faults_of
from notebooks_of_ones_own import write_notebook

from toolbelt_data.report.shelf.keeper import LOCK
from toolbelt_data.source import embedded_edition

FIRST = 'source: str = ""'
WAITS = """import pathlib, time
pathlib.Path({begun!r}).touch()
while not pathlib.Path({goes!r}).exists(): time.sleep(0.05)"""


def start(folder, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "toolbelt_data", "report", "--out", folder / "out", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition):
    deadline = time.monotonic() + 240
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert condition()


def test_a_second_run_is_told_and_others_land_beside(tmp_path, command):
    begun, goes = tmp_path / "begun", tmp_path / "goes"
    waits = write_notebook(tmp_path, FIRST, WAITS.format(begun=str(begun), goes=str(goes)))
    quick = write_notebook(tmp_path, FIRST, "source", name="quick")
    shutil.copytree(embedded_edition("2025-04-04"), tmp_path / "other")
    first = start(tmp_path, "--notebook", waits)
    wait_for(begun.exists)
    second = command("report", "--out", tmp_path / "out", "--notebook", quick)
    assert (second.returncode, second.stdout) == (2, "")
    assert re.fullmatch(
        rf"toolbelt-data: {tmp_path}/out/2025-06-10: is being written by process {first.pid} on"
        r" \S+ since \S+; wait for it, or end it\n",
        second.stderr,
    )
    other = start(tmp_path, "--notebook", quick, "--source", tmp_path / "other")
    assert other.communicate() == (f"{tmp_path}/out/other/index.html\n", "")
    assert first.poll() is None
    goes.touch()
    out, err = first.communicate()
    assert (out, without_reading(err)[0]) == (f"{tmp_path}/out/2025-06-10/index.html\n", "")
    assert (first.returncode, other.returncode) == (0, 0)
    reports = [tmp_path / "out" / name for name in ("2025-06-10", "other")]
    assert [faults_of(report) for report in reports] == [[], []]
    manifest = json.loads((reports[0] / "manifest.json").read_text("utf-8"))
    assert list(manifest["notebooks"]) == ["mine"]
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert set(re.findall(r'<h2><a href="(\S+?)/', page)) == {"2025-06-10", "other"}
    assert {p.name for p in (tmp_path / "out").iterdir()} == {
        "2025-06-10",
        "other",
        "index.html",
        LOCK,
    }


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_who_ends_a_run_while_it_lists_reports_hears_that_the_report_is_written(tmp_path):
    quick = write_notebook(tmp_path, FIRST, "source")
    (tmp_path / "out").mkdir()
    with FileLock(tmp_path / "out" / LOCK):
        run = start(tmp_path, "--notebook", quick)
        path = run.stdout.readline().strip()
        run.send_signal(signal.SIGTERM)
        _, said = run.communicate()
    report = tmp_path / "out" / "2025-06-10"
    assert path == str(report / "index.html")
    assert run.returncode == 130
    assert without_reading(said)[0] == (
        f"toolbelt-data: interrupted; {report} is written, and what comes after is not\n"
    )
    assert faults_of(report) == []
