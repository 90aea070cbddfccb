"""A disk that is full, or cannot be written: one line, and the last report stays."""

import hashlib
import json
import os
import subprocess
import sys

import pytest
from notebooks_of_ones_own import write_notebook


def whole(report):
    manifest = json.loads((report / "manifest.json").read_text("utf-8"))
    return all(
        hashlib.sha256((report / name).read_bytes()).hexdigest() == digest
        for name, digest in manifest["files"].items()
    )


@pytest.fixture
def disk(tmp_path):
    """Mount a small disk; its size can be changed."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(options):
        words = ["mount", "-t", "tmpfs", "-o", options, "none", str(place)]
        return subprocess.run(words, capture_output=True, check=False).returncode

    if sys.platform != "linux" or os.geteuid() or mount("size=64m"):
        pytest.skip("needs the rights to mount a disk: run as root")
    yield place, mount
    subprocess.run(["umount", "-l", str(place)], check=True)


def room(place):
    found = os.statvfs(place)
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def test_a_full_disk_leaves_the_last_report(disk, tmp_path, command):
    place, mount = disk
    shows = "from IPython.display import display\ndisplay({'text/plain': 'x' * 400_000}, raw=True)"
    path = write_notebook(tmp_path, "x: int = 1", shows)
    words = ("report", "--rebuild", "--out", place, "--notebook", path)
    assert command(*words).returncode == 0
    report, used = place / "2025-06-10", room(place)
    beside = sorted(path.name for path in place.iterdir())
    refused = 0
    for more in (0.0, 0.9):
        assert mount(f"remount,size={int(used * (1 + more))}") == 0
        done = command(*words)
        assert (done.returncode, done.stderr) == (
            2,
            f"toolbelt-data: {report}: No space left on device;"
            " make room, or give an --out that can be written\n",
        )
        refused += 1
        assert whole(report)
        assert sorted(path.name for path in place.iterdir()) == beside
    assert refused == 2
    assert mount("remount,size=64m") == 0
    assert command(*words).returncode == 0


def test_a_disk_that_is_read_only_is_told_in_a_line(disk, command):
    place, mount = disk
    assert mount("remount,ro") == 0
    done = command("report", "--out", place, "--notebook", "3")
    assert done.returncode == 2
    assert done.stderr == (
        f"toolbelt-data: {place / '2025-06-10'}: Read-only file system;"
        " make room, or give an --out that can be written\n"
    )
