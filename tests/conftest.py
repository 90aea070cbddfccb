"""What the tests share: the real documents, small documents made on the spot, one report."""

import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from filelock import FileLock
from hypothesis import settings

import toolbelt_data
from toolbelt_data.cli import main

ROOT = Path(__file__).parent.parent

settings.register_profile("toolbelt", deadline=None, derandomize=True, max_examples=150)
settings.load_profile("toolbelt")


def pytest_configure(config):
    """Give tests a folder of caches of their own; the processes they run in share it."""
    if not hasattr(config, "workerinput"):
        config.caches = os.environ["TOOLBELT_CACHE"] = tempfile.mkdtemp(prefix="toolbelt-caches-")


def pytest_unconfigure(config):
    """Remove that folder."""
    if hasattr(config, "caches"):
        shutil.rmtree(config.caches, ignore_errors=True)


@pytest.fixture(scope="session")
def shared():
    """The folder of real documents and of what is known about them."""
    place = os.environ.get("TOOLBELT_SHARED")
    if not place:
        pytest.skip("needs the real documents: set TOOLBELT_SHARED to their folder")
    return Path(place)


@pytest.fixture
def documents(tmp_path):
    """Write documents into a folder of personas and load it."""

    def make(**files):
        folder = tmp_path / "source" / "personas"
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode()
            (folder / f"{name}.md").write_bytes(data)
        return toolbelt_data.load(tmp_path / "source")

    return make


@pytest.fixture(scope="session")
def next_edition():
    """The newest edition as somebody might edit it next, and what its ids become."""
    data = "personas/dataoperationspractitioner.md"
    edits = [
        ("personas/softwaredeveloper.md", "Name: Debbie", "Name: Dora"),
        ("personas/infrastructureandplatformengineer.md", "detecting it", "noticing it"),
        (data, "### Challenges:\n", "### Challenges:\n- Grants end before a model is in use\n"),
        (data, "- Policies and reference architectures", "- Reference architectures and policies"),
    ]
    files = dict(toolbelt_data.open_edition().files)
    for path, old, new in edits:
        assert old.encode() in files[path]
        files[path] = files[path].replace(old.encode(), new.encode(), 1)

    def next_id(item):
        item = item.replace("debbie-the-downstream", "dora-the-downstream")
        persona, _, ordinal = item.rpartition("/")
        if persona == "daniel-the-data-scientist/challenges":
            return f"{persona}/{int(ordinal) + 1}"
        return item

    return toolbelt_data.load(toolbelt_data.Edition("next", "", files=files)), next_id


def write_notebook(folder, *codes, name="mine"):
    """Write a notebook of cells of code; the first declares the parameters."""
    cells = [nbformat.v4.new_code_cell(code, id=f"c{n}") for n, code in enumerate(codes)]
    cells[0].metadata.tags = ["parameters"]
    node = nbformat.v4.new_notebook(cells=cells)
    node.metadata.kernelspec = {"name": "python3", "display_name": "P", "language": "python"}
    path = folder / f"{name}.ipynb"
    nbformat.write(node, path)
    return str(path)


@pytest.fixture
def command(tmp_path):
    """Run the command line in an empty folder, as a process of its own."""

    def run(*words, cwd=tmp_path):
        done = subprocess.run(
            [sys.executable, "-m", "toolbelt_data", *map(str, words)],
            cwd=cwd,
            capture_output=True,
            text=True,
            check=False,
        )
        done.stderr, done.reading = without_reading(done.stderr)
        return done

    return run


def without_reading(stderr):
    """Take off the line that says what is read where no source was named."""
    found = re.match(r"toolbelt-data: reading (.*)\n", stderr)
    return (stderr[found.end() :], found[1]) if found else (stderr, "")


@pytest.fixture
def told(tmp_path, monkeypatch, capsys):
    """Run the command line in an empty folder, within this process."""

    def run(*words):
        monkeypatch.chdir(tmp_path)
        capsys.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as end:
            status = end.code
        out, err = capsys.readouterr()
        err, reading = without_reading(err)
        return SimpleNamespace(returncode=status, stdout=out, stderr=err, reading=reading)

    return run


@pytest.fixture(scope="session")
def once(tmp_path_factory):
    """Make something once for all processes that tests run in."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def made(name, make):
        kept = base / f"{name}.pickle"
        with FileLock(base / f"{name}.lock"):
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make(base / name)))
            return pickle.loads(kept.read_bytes())  # noqa: S301

    return made


@pytest.fixture(scope="session")
def report(once):
    """Build one report of the embedded edition, for every test that reads it."""
    from toolbelt_data.report.build import build_report

    return once("reports", lambda folder: build_report(out=folder))


@pytest.fixture(scope="session")
def tables_of_edition():
    """Every table of the embedded edition with its declaration."""
    from toolbelt_data.report.downloads import tables_of

    return tables_of(toolbelt_data.Analysis(), toolbelt_data.check(toolbelt_data.load()))


def pytest_sessionfinish(session):
    """Fail where tests were skipped and none may be."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("TOOLBELT_NO_SKIP"):
        reporter.write_line(f"{len(skipped)} skipped, and TOOLBELT_NO_SKIP allows none", red=True)
        session.exitstatus = 1
