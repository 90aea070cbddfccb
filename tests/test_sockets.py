"""Folders of sockets: gone at the end, and those of killed runs with the next run."""

import os
import signal
import stat
import subprocess
import sys

import pytest

from toolbelt_data.report.kernels import sockets

HOLDS = """
import sys
from toolbelt_data.report.kernels.sockets import socket_folder
with socket_folder() as folder:
    print(folder, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_for_one_user_and_goes_at_the_end(temporary):
    with sockets.socket_folder() as folder:
        assert folder.parent == temporary
        assert os.name != "posix" or stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_what_a_killed_run_left_is_cleared_and_nothing_else(temporary):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    left = process.stdout.readline().strip()
    (temporary / "toolbelt-kernel-mine").mkdir()
    (temporary / "toolbelt-kernel-link").symlink_to(temporary / "toolbelt-kernel-mine")
    with sockets.socket_folder() as live:
        sockets.clear_sockets()
        assert {str(path) for path in (live, temporary / left)} < {*map(str, temporary.iterdir())}
        process.send_signal(signal.SIGKILL)
        process.communicate()
        sockets.clear_sockets()
        names = {path.name for path in temporary.iterdir()}
        assert names == {live.name, "toolbelt-kernel-mine", "toolbelt-kernel-link"}
