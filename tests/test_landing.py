"""Landing: a report takes its place whole, one run at a time, and clears what killed ones left."""

import errno
import json
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from toolbelt_data import ToolbeltError
from toolbelt_data.report.landing import landing
from toolbelt_data.report.landing.exchange import exchange

exchanging = import_module("toolbelt_data.report.landing.exchange")
landing_module = import_module("toolbelt_data.report.landing.landing")

HOLD = """
import sys
from importlib import import_module
from pathlib import Path
from toolbelt_data.report.landing.landing import landing
with landing(Path(sys.argv[1])) as work:
    print(work, flush=True)
    sys.stdin.readline()
"""


def put(target, words, **options):
    """Land a report that says something."""
    with landing(target, **options) as work:
        (work / "manifest.json").write_text('{"versions": {"toolbelt-data": "0"}}')
        (work / "deep").mkdir()
        (work / "deep" / "page.html").write_text(words)


@pytest.fixture
def holder(tmp_path):
    """Start a process that holds a target until a line is written to it, or it is killed."""
    started = []

    def hold(target):
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(target)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process, Path(process.stdout.readline().strip())

    yield hold
    for process in started:
        process.kill()
        process.communicate()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_two_folders_change_places_at_once(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"was-{name}").touch()
    assert exchange(tmp_path / "a", tmp_path / "b") is True
    assert (names(tmp_path / "a"), names(tmp_path / "b")) == (["was-b"], ["was-a"])


def test_an_exchange_with_nothing_is_refused(tmp_path):
    (tmp_path / "a").mkdir()
    with pytest.raises(FileNotFoundError):
        exchange(tmp_path / "a", tmp_path / "b")


def test_a_system_that_cannot_exchange_says_so(tmp_path, monkeypatch):
    class Library:
        def renameat2(self, *_):
            exchanging.ctypes.set_errno(errno.EINVAL)
            return -1

    monkeypatch.setattr(exchanging.ctypes, "CDLL", lambda *_, **__: Library())
    monkeypatch.setattr(exchanging.sys, "platform", "linux")
    assert exchange(tmp_path, tmp_path) is False
    monkeypatch.setattr(exchanging.ctypes, "CDLL", lambda *_, **__: object())
    assert exchange(tmp_path, tmp_path) is False


@pytest.mark.parametrize("able", [True, False])
def test_a_report_takes_the_place_of_the_last(tmp_path, monkeypatch, able):
    if not able:
        monkeypatch.setattr(landing_module, "exchange", lambda *_: False)
    for words in ("first", "second"):
        put(tmp_path / "out", words)
        assert (tmp_path / "out" / "deep" / "page.html").read_text() == words
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("able", [True, False])
def test_a_link_is_replaced_and_not_what_it_leads_to(tmp_path, monkeypatch, able):
    if not able:
        monkeypatch.setattr(landing_module, "exchange", lambda *_: False)
    put(tmp_path / "elsewhere", "theirs")
    (tmp_path / "out").symlink_to("elsewhere")
    put(tmp_path / "out", "mine")
    assert not (tmp_path / "out").is_symlink()
    assert (tmp_path / "elsewhere" / "deep" / "page.html").read_text() == "theirs"
    assert names(tmp_path) == ["elsewhere", "out"]


def test_a_second_run_is_told_who_holds_the_target(tmp_path, holder):
    put(tmp_path / "out", "first")
    process, work = holder(tmp_path / "out")
    about = json.loads((work.parent / "holder.json").read_text())
    assert about["process"] == process.pid
    with pytest.raises(ToolbeltError) as caught:
        put(tmp_path / "out", "second")
    assert str(caught.value) == (
        f"{tmp_path / 'out'}: is being written by process {process.pid} on {about['host']}"
        f" since {about['since']}; wait for it, or end it"
    )
    assert work.is_dir()
    assert (tmp_path / "out" / "deep" / "page.html").read_text() == "first"


def test_another_target_goes_on_undisturbed(tmp_path, holder):
    _, work = holder(tmp_path / "one")
    put(tmp_path / "other", "words")
    assert work.is_dir()
    assert names(tmp_path) == [".one.toolbelt", "other"]


def test_the_next_run_of_any_target_clears_what_a_killed_one_left(tmp_path, holder):
    process, work = holder(tmp_path / "one")
    (work / "half").write_text("x")
    (tmp_path / ".mine.toolbelt").mkdir()
    process.kill()
    process.wait()
    assert names(tmp_path) == [".mine.toolbelt", ".one.toolbelt"]
    put(tmp_path / "other", "words")
    assert names(tmp_path) == [".mine.toolbelt", "other"]


def test_a_lock_that_was_left_stops_nobody(tmp_path):
    desk = tmp_path / ".out.toolbelt"
    desk.mkdir()
    (desk / "lock").write_text("4711")
    (desk / "holder.json").write_text("{}")
    put(tmp_path / "out", "words")
    assert names(tmp_path) == ["out"]


def test_a_report_that_was_left_aside_is_put_back(tmp_path):
    put(tmp_path / "out", "last")
    desk = tmp_path / ".out.toolbelt"
    desk.mkdir()
    (desk / "lock").touch()
    (tmp_path / "out").rename(desk / "old")
    put(tmp_path / "other", "words")
    assert (tmp_path / "out" / "deep" / "page.html").read_text() == "last"
    assert names(tmp_path) == ["other", "out"]


def test_a_name_that_is_too_long_is_told_in_a_line(tmp_path):
    target = tmp_path / ("x" * 300)
    with pytest.raises(ToolbeltError) as caught:
        put(target, "words")
    assert str(caught.value) == (
        f"{target}: File name too long; make room, or give an --out that can be written"
    )
    with pytest.raises(ToolbeltError, match="File name too long"):
        put(tmp_path / ("y" * 300) / "out", "words")
    assert names(tmp_path) == []


def test_a_file_in_the_way_is_told_in_a_line(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ToolbeltError, match=r"file.*: (File exists|Not a directory); make room"):
        put(tmp_path / "file" / "out", "words")


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs a folder nobody can write")  # noqa: PTH112
def test_a_folder_that_nobody_can_write_is_told_in_a_line():
    with pytest.raises(ToolbeltError, match=r"^/proc/.*; make room, or give an --out"):
        put(Path("/proc/reports/out"), "words")


def refusing(number):
    """Stand in for a call to a file system that cannot do it."""

    def refuse(*_):
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.skipif(os.name != "posix", reason="locks as POSIX does")
@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK])
def test_a_file_system_without_locks_is_told_in_a_line(tmp_path, monkeypatch, number):
    put(tmp_path / "out", "last")
    monkeypatch.setattr("fcntl.flock", refusing(number))
    with pytest.raises(ToolbeltError) as caught:
        put(tmp_path / "out", "next")
    assert str(caught.value) == (
        f"{tmp_path / 'out'}: lies on a file system without locks ({os.strerror(number)});"
        " give an --out on another"
    )
    assert (tmp_path / "out" / "deep" / "page.html").read_text() == "last"
    assert names(tmp_path) == ["out"]


def test_a_lock_that_is_refused_leaves_the_desk_of_another(tmp_path, monkeypatch):
    (tmp_path / ".out.toolbelt").mkdir()
    monkeypatch.setattr("fcntl.flock", refusing(errno.ENOLCK))
    with pytest.raises(ToolbeltError, match="without locks"):
        put(tmp_path / "out", "next")
    assert names(tmp_path) == [".out.toolbelt"]


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_cannot_flush_is_written_to(tmp_path, monkeypatch, number):
    monkeypatch.setattr("os.fsync", refusing(number))
    put(tmp_path / "out", "words")
    assert names(tmp_path) == ["out"]


def test_a_disk_that_fails_to_keep_what_was_written_is_told_in_a_line(tmp_path, monkeypatch):
    put(tmp_path / "out", "last")
    monkeypatch.setattr("os.fsync", refusing(errno.EIO))
    with pytest.raises(ToolbeltError, match=r"out: Input/output error; make room, or give"):
        put(tmp_path / "out", "next")
    assert (tmp_path / "out" / "deep" / "page.html").read_text() == "last"
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize(
    ("step", "said", "stands"), [("_keep", "", "last"), ("remove", " is written", "next")]
)
def test_who_interrupts_hears_whether_the_report_was_written(
    tmp_path, monkeypatch, step, said, stands
):
    put(tmp_path / "out", "last")
    monkeypatch.setattr(landing_module, step, lambda *_: signal.raise_signal(signal.SIGINT))
    with pytest.raises(KeyboardInterrupt) as caught:
        put(tmp_path / "out", "next")
    assert str(caught.value) == (f"{tmp_path / 'out'}{said}" if said else "")
    assert (tmp_path / "out" / "deep" / "page.html").read_text() == stands
    assert names(tmp_path) == ["out"]
