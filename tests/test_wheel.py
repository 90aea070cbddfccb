"""The wheel works by itself, in an environment and a folder where nothing else is."""

import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from conftest import without_reading

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "--wheel-dir", folder, ROOT],
        check=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_data_notebooks_templates_and_licences(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "toolbelt_data").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    bundled = {
        f"toolbelt_data/bundled/{path.relative_to(ROOT).as_posix()}"
        for folder in ("data", "notebooks")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }
    about = {name for name in names if ".dist-info/" in name}
    assert names - about == package | bundled
    assert {"LICENSE", "NOTICE"} <= {name.rpartition("/")[2] for name in about}


def test_installed_into_an_empty_environment_it_writes_a_report(wheel, tmp_path):
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    program = environment / ("Scripts" if os.name == "nt" else "bin")
    locked = (ROOT / "requirements" / "report.txt").read_text(encoding="utf-8")
    constraints = tmp_path / "constraints.txt"
    constraints.write_text(re.sub(r" \\\n|    --hash=\S+", "\n", locked), encoding="utf-8")
    installed = subprocess.run(
        [program / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         "--constraint", constraints, f"{wheel}[report]"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if installed.returncode and "Could not find a version" in installed.stderr:
        pytest.skip("needs a package index to fill an empty environment")
    assert installed.returncode == 0, installed.stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [program / "toolbelt-data", "report", "--out", "out", "--notebook", "2"],
        cwd=empty, env=clean, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, without_reading(done.stderr)[0]) == (0, "")
    assert done.stdout == f"{Path('out', '2025-06-10', 'index.html')}\n"
    assert (empty / "out" / "2025-06-10" / "index.html").is_file()
    assert [path.name for path in empty.iterdir()] == ["out"]
