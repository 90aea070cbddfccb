"""Notebooks that fail: told in a line and on the first page, and the others go on."""

import json
import os
import signal
import subprocess
import sys
import time

import nbformat
import psutil
import pytest
from conftest import without_reading
from notebooks_of_ones_own import write_notebook

from toolbelt_data import ParameterError, SourceError
from toolbelt_data.report.build import build_report
from toolbelt_data.report.redaction import without_folders

FIRST = 'x: int = 1\nsource: str = ""'
WELL = ("x", "42")
FAILING = {
    "divides": (
        ("print('so far')", "1 / 0", "print('never')"),
        "cell [3] failed with ZeroDivisionError: division by zero",
    ),
    "dies": (
        ("import os; os._exit(3)",),
        "its kernel failed with DeadKernelError: Kernel died",
    ),
    "hangs": (
        ("import time; time.sleep(999)",),
        "cell [2] took longer than 6 s",
    ),
    "garbles": (
        ("from IPython.display import display; display({'image/png': 'a'}, raw=True)", "print(1)"),
        "cell [2] gave an output that cannot be read: Invalid base64-encoded string: number of"
        " data characters (1) cannot be 1 more than a multiple of 4",
    ),
    "misses": (
        ("open('/no such folder/in/it/gaps.csv')",),
        "cell [2] failed with FileNotFoundError: [Errno 2] No such file or directory:"
        " '/no such folder/in/it/gaps.csv'",
    ),
}


@pytest.fixture(scope="module")
def failed(tmp_path_factory):
    """A report of one notebook that works and of each that does not."""
    folder = tmp_path_factory.mktemp("failed")
    paths = [write_notebook(folder, FIRST, *WELL, name="works")]
    paths += [write_notebook(folder, FIRST, *FAILING[name][0], name=name) for name in FAILING]
    return build_report(out=folder / "out", notebooks=paths, timeout=6, parameters={"x": "2"})


def test_each_failure_is_told_in_a_line(failed):
    wanted = {name: words for name, (_, words) in FAILING.items()}
    wanted["misses"] = without_folders(FAILING["misses"][1])
    assert failed.failed == wanted
    assert "/" not in failed.failed["dies"]


def test_the_others_go_on(failed):
    assert "42" in (failed.index.parent / "works.html").read_text("utf-8")


def test_the_first_page_and_the_manifest_name_what_failed(failed):
    text = failed.index.read_text("utf-8")
    for name in FAILING:
        assert f'<a href="{name}.html">' in text
        page = (failed.index.parent / f"{name}.html").read_text("utf-8")
        assert failed.failed[name].partition(":")[0] in page
    assert failed.failed["hangs"] in text
    manifest = json.loads((failed.index.parent / "manifest.json").read_text("utf-8"))
    assert manifest["failed"] == failed.failed


def test_a_page_holds_what_was_shown_so_far_and_the_error(failed):
    page = (failed.index.parent / "divides.html").read_text("utf-8")
    assert "so far" in page
    assert "ZeroDivisionError" in page
    node = nbformat.read(failed.index.parent / "notebooks" / "divides.ipynb", as_version=4)
    last, kinds = node.cells[-1], [o.output_type for cell in node.cells for o in cell.outputs]
    assert (last.outputs, kinds) == ([], ["stream", "error"])
    assert not any("papermill" in tag for cell in node.cells for tag in cell.metadata.tags)


@pytest.mark.parametrize("name", ["dies", "hangs", "garbles"])
def test_an_executed_notebook_says_why_it_stopped(failed, name):
    node = nbformat.read(failed.index.parent / "notebooks" / f"{name}.ipynb", as_version=4)
    outputs = [output for cell in node.cells for output in cell.outputs]
    assert sum(output.output_type == "error" for output in outputs) == 1


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("File ~/a/b/c.py:12, in f", "File c.py:12, in f"),
        ("File \x1b[32m/usr/lib/x.py:3\x1b[39m", "File \x1b[32mx.py:3\x1b[39m"),
        ("'C:\\Users\\ada\\x.csv'", "'x.csv'"),
        ("read https://openssf.org/a/b and 3/4 of a/b", "read https://openssf.org/a/b and 3/4 of a/b"),
        ("<object at 0x7f00aa11bb22>", "<object at 0x…>"),
        ("/var/ipykernel_123/4567.py:1: UserWarning", "4567.py:1: UserWarning"),
    ],
)  # fmt: skip
def test_errors_name_no_folder_of_the_machine(words, left):
    assert without_folders(words) == left


def test_a_folder_with_spaces_is_known_where_it_is_told():
    words = "No such file: '/users/ada l/my data/x.csv'"
    assert without_folders(words, ["/users/ada l/my data"]) == "No such file: 'x.csv'"


@pytest.mark.parametrize("family", [ParameterError, SourceError])
def test_a_request_that_cannot_be_met_writes_nothing(tmp_path, family):
    code = f"import toolbelt_data as t; raise t.{family.__name__}('x', 'is wrong', 'mend it')"
    path = write_notebook(tmp_path, FIRST, code)
    with pytest.raises(family, match=r"^x: is wrong; mend it$"):
        build_report(out=tmp_path / "out", notebooks=[path])
    assert not (tmp_path / "out").exists()


def test_the_command_says_what_failed_and_ends_with_2(command, tmp_path):
    path = write_notebook(tmp_path, FIRST, "1 / 0")
    done = command("report", "--notebook", path)
    assert done.returncode == 2
    assert done.stdout.split() == ["reports/2025-06-10/index.html"]
    assert done.stderr == (
        "toolbelt-data: mine.ipynb: cell [2] failed with ZeroDivisionError: division by zero;"
        " run it in JupyterLab to see where\n"
    )


def test_an_error_is_told_in_one_short_line_that_no_terminal_obeys(command, tmp_path):
    path = write_notebook(
        tmp_path, FIRST, "raise ValueError('\\x1b]0;x\\x07 ##[error]' + 'y' * 10**6)"
    )
    done = command("report", "--notebook", path)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert done.stderr.rstrip("\n").isprintable()
    assert len(done.stderr) < 1200
    assert r"ValueError: \x1b]0;x\x07 \x23#[error]yyy" in done.stderr


def test_an_error_that_only_sounds_like_one_of_ours_fails_its_notebook(tmp_path):
    code = "class E(Exception): pass\nE.__name__ = 'SourceError'\nraise E('nothing of the sort')"
    path = write_notebook(tmp_path, FIRST, code)
    report = build_report(out=tmp_path / "out", notebooks=[path])
    assert report.failed == {"mine": "cell [2] failed with SourceError: nothing of the sort"}


def start(tmp_path, *codes):
    """Start a report whose notebook writes a file once it is at work."""
    begun = tmp_path / "begun"
    path = write_notebook(tmp_path, FIRST, f"open({str(begun)!r}, 'w').close()", *codes)
    process = subprocess.Popen(
        [sys.executable, "-m", "toolbelt_data", "report", "--notebook", path],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while not begun.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert begun.exists()
    return process, psutil.Process(process.pid).children(recursive=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_kernel(tmp_path, number):
    process, kernels = start(tmp_path, "import time\nwhile True: time.sleep(1)")
    assert kernels
    os.kill(process.pid, number)
    _, said = process.communicate(timeout=60)
    _, alive = psutil.wait_procs(kernels, timeout=20)
    assert alive == []
    if number != signal.SIGKILL:
        assert process.returncode == 130
        assert without_reading(said)[0] == "toolbelt-data: interrupted; nothing was written\n"
        assert not (tmp_path / "reports").exists()


ADOPTS = """
import ctypes, subprocess, sys
import psutil
PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
subprocess.run([sys.executable, "-c", sys.argv[1]], check=True)
gone, alive = psutil.wait_procs(psutil.Process().children(), timeout=30)
print(len(gone), "ended,", len(alive), "left")
for process in alive:
    process.kill()
"""
BEGINS = """
import os, pathlib, subprocess, sys
from toolbelt_data.report.kernels.known import arguments
subprocess.Popen(
    [sys.executable, "-m", "ipykernel_launcher", *arguments(pathlib.Path("read.json"))],
    env=os.environ | {"JPY_PARENT_PID": str(os.getpid())},
)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere orphans go to the first process")
def test_a_kernel_that_begins_when_its_run_is_gone_ends(tmp_path):
    """Under a service manager orphans are adopted by another process than the first."""
    done = subprocess.run(
        [sys.executable, "-c", ADOPTS, BEGINS],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "1 ended, 0 left\n"
