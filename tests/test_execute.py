"""Execute: what real kernels leave, and how a notebook fails."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import write_notebook

from toolbelt_data.report import kernels
from toolbelt_data.report.execute import execute
from toolbelt_data.report.notebooks import find_notebooks, settle

# Cells, and what is said; the first one declares the parameter that is given.
FAILURES = {
    "divides": (["n: int = 1", "2", "1 / 0"], "cell [3] failed with ZeroDivisionError: division"),
    "killed": (
        ["n: int = 1", "import os", "os.kill(os.getpid(), 9)"],
        "cell [3] ended its kernel, which was killed: it probably ran out of memory",
    ),
    "exits": (["n: int = 1", "import os; os._exit(3)"], "cell [2] ended its kernel with exit st"),
    "magic": (["n: int = 1", "%nope"], "cell [2] failed with UsageError: Line magic function"),
    "words": (
        ["n: int = 1", r"raise ValueError('</div> \\d GET /api/v1/items')"],
        r"cell [2] failed with ValueError: </div> \d GET /api/v1/items",
    ),
}
LOGS = """
import sys
for number in range(4_000):
    sys.stdout.write(f"row {number}\\n")
    sys.stdout.flush()
"""
SHOWS = """
import pandas as pd
import matplotlib.pyplot as plt
from IPython.display import display
display(pd.DataFrame({"a": [1, 2]}).style.highlight_max(color="red"))
plt.plot([1, 2]);
"""
GIVEN = """
from datetime import date
n: int = 1
day: date = date(2025, 1, 1)
names: list[str] = []
source: str = ""
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("notebooks")


@pytest.fixture(scope="module")
def runs(place):
    """Run every notebook of this module at once."""
    (place / "helper.py").write_text("WORD = 'from beside'")
    books = {name: cells for name, (cells, _) in FAILURES.items()}
    books["logs"] = ["n: int = 1", LOGS]
    books["may-fail"] = ["n: int = 1", "1 / 0", "print('went on')"]
    books["beside"] = ["n: int = 1", "import helper; print(helper.WORD)"]
    books["shows"] = ["n: int = 1", SHOWS, "import sys; print(object, file=sys.stderr)"]
    books["given"] = [GIVEN, "print(n, day.year, names, source)"]
    paths = [write_notebook(place, *cells, name=name) for name, cells in books.items()]
    node = json.loads((place / "may-fail.ipynb").read_text())
    node["cells"][1]["metadata"]["tags"] = ["raises-exception"]
    (place / "may-fail.ipynb").write_text(json.dumps(node))
    return {run.notebook.name: run for run in ran(paths, place / "out")}


def ran(paths, out, **more):
    books = find_notebooks(paths)
    given = settle(books, {"n": 2})
    if "given" in given:
        other = {"day": "2026-02-03", "names": "a,b", "source": str(out.parent / "docs")}
        given["given"] |= settle(books, other)["given"]
    return execute(books, given, out, **more)


def printed(run):
    outputs = [one for cell in run.node.cells for one in cell.get("outputs", [])]
    return "".join(one.text for one in outputs if one.get("name") == "stdout")


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_names_the_cell_as_its_writer_counts_and_why(runs, name):
    assert runs[name].error.startswith(FAILURES[name][1])
    last = [cell for cell in runs[name].node.cells if cell.get("outputs")][-1]
    assert last.outputs


def test_every_line_that_a_cell_logs_arrives(runs):
    assert printed(runs["logs"]).count("row") == 4_000


def test_a_cell_that_may_fail_stops_nothing(runs):
    assert printed(runs["may-fail"]) == "went on\n"


def test_a_notebook_runs_in_its_own_folder(runs):
    assert printed(runs["beside"]) == "from beside\n"


def test_parameters_have_the_declared_types(runs, place):
    assert printed(runs["given"]) == f"2 2026 ['a', 'b'] {place / 'docs'}\n"


def test_the_cell_with_parameters_names_no_folder_of_the_machine(runs):
    (cell,) = [one for one in runs["given"].node.cells if one.id == "injected-parameters"]
    assert "source = 'docs'" in cell.source


def test_nothing_of_the_run_is_left(runs, place):
    for name in ("divides", "shows"):
        text = (place / "out" / f"{name}.ipynb").read_text()
        for trace in ("papermill", "start_time", "iopub", str(place), str(Path.home())):
            assert trace not in text, trace


def test_kernels_that_are_not_forked_leave_the_same_bytes(runs, place, monkeypatch):
    monkeypatch.setattr(kernels, "FORKED", False)
    names = ["shows", "divides", "may-fail"]
    ran([str(place / f"{name}.ipynb") for name in names], place / "plain")
    for name in names:
        first, second = (place / out / f"{name}.ipynb" for out in ("out", "plain"))
        assert first.read_bytes() == second.read_bytes()


def test_a_cell_that_takes_too_long_is_named(tmp_path):
    path = write_notebook(tmp_path, "n: int = 1", "import time; time.sleep(60)")
    (run,) = ran([path], tmp_path / "out", timeout=2)
    assert run.error == "cell [2] took longer than 2 s"


@pytest.mark.skipif(not kernels.FORKED, reason="kernels are forked on Linux only")
def test_kernels_end_with_a_driver_that_is_killed(tmp_path):
    cell = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)"
    path = write_notebook(tmp_path, "n: int = 1", cell)
    words = "import sys, test_execute as t, pathlib; t.ran([sys.argv[1]], pathlib.Path('out'))"
    driver = subprocess.Popen(
        [sys.executable, "-c", words, path],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    pid = int(wait_for(lambda: (tmp_path / "pid").read_text() or None))
    driver.send_signal(signal.SIGKILL)
    driver.wait()
    assert wait_for(lambda: not Path(f"/proc/{pid}/cmdline").read_bytes() or None, gone=True)


def wait_for(look, gone=False):
    for _ in range(200):
        try:
            if found := look():
                return found
        except OSError:
            if gone:
                return True
        time.sleep(0.1)
    raise AssertionError("waited for 20 seconds")
