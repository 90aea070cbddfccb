"""The script that installs the browser for tests, on machines made of stand-ins."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
MAC = Path("/Applications/Google Chrome.app")
INSTALLED = ["update", "install --yes --no-install-recommends chromium fonts-dejavu-core"]


@pytest.fixture
def machine(tmp_path):
    """Run the script where only the programs that are given are to be found."""
    if MAC.is_dir():
        pytest.skip("a Chrome lives here, whatever PATH says")
    programs, calls = tmp_path / "bin", tmp_path / "calls"
    programs.mkdir()
    for name in ("mktemp", "rm", "tail"):
        (programs / name).symlink_to(shutil.which(name))

    def run(user="0", apt="", **given):
        stands = {"id": f"echo {user}"}
        if apt:
            stands["apt-get"] = f'echo "$@" >>"{calls}"\n{apt}'
        for name, words in (stands | given.pop("programs", {})).items():
            path = programs / name
            path.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
            path.chmod(0o755)
        environment = {"PATH": str(programs), "TMPDIR": str(tmp_path)} | given
        done = subprocess.run(
            ["/bin/sh", ROOT / "tools" / "install-chromium"],
            env=environment, capture_output=True, text=True, check=False, timeout=30,
        )  # fmt: skip
        asked = calls.read_text("utf-8").splitlines() if calls.exists() else []
        assert done.returncode == 0
        assert done.stdout == ""
        assert sorted(path.name for path in tmp_path.iterdir()) == ["bin", *["calls"] * bool(asked)]
        return done.stderr, asked

    return run


def test_root_with_apt_gets_the_browser(machine):
    assert machine(apt="exit 0") == ("", INSTALLED)


def test_no_question_is_asked_of_root(machine):
    said, _ = machine(apt='[ "$DEBIAN_FRONTEND" = noninteractive ] || { echo asked; exit 1; }')
    assert said == ""


@pytest.mark.parametrize(
    "machine_of", [{"user": "1000", "apt": "exit 0"}, {"user": "0"}], ids=["no root", "no apt"]
)
def test_who_cannot_install_is_told_in_one_line_how_to(machine, machine_of):
    said, asked = machine(**machine_of)
    assert asked == []
    assert said == (
        "chromium: not there; install it (apt-get install chromium) or set TOOLBELT_CHROMIUM to"
        " a Chrome of yours; browser tests are skipped\n"
    )


@pytest.mark.parametrize("step", ["update", "install"])
def test_what_apt_failed_of_is_told_in_one_line(machine, step):
    said, asked = machine(apt=f'echo "E: no such thing"; [ "$1" != {step} ]')
    assert asked == INSTALLED[: INSTALLED.index(asked[-1]) + 1]
    assert asked[-1].startswith(step)
    assert said == "chromium: apt-get failed (E: no such thing); browser tests are skipped\n"


@pytest.mark.parametrize(
    "name", ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
)
def test_a_browser_that_is_there_is_enough(machine, name):
    assert machine(apt="exit 1", programs={name: "exit 0"}) == ("", [])


def test_a_browser_that_is_named_is_enough(machine):
    assert machine(apt="exit 1", TOOLBELT_CHROMIUM="/opt/chrome") == ("", [])


def test_make_test_installs_it_first():
    done = subprocess.run(
        ["make", "--dry-run", "--no-print-directory", "test"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert lines.index("tools/install-chromium") < len(lines) - 1
    assert "pytest" in lines[-1]
