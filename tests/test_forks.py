"""Forked kernels: as those that start from nothing, apart from each other, and gone at the end."""

import json
import os
import signal
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest
from notebooks_of_ones_own import write_notebook

from toolbelt_data.report.execution import executing
from toolbelt_data.report.kernels import forks
from toolbelt_data.report.kernels.forks import warm
from toolbelt_data.report.manifest import read_lengths
from toolbelt_data.report.notebooks import find_notebooks

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux")

LAUNCHER = [sys.executable, "-m", "ipykernel_launcher"]


@contextmanager
def outside():
    """Take away what pytest sets anew for each test, and what ipykernel heeds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTEST_CURRENT_TEST", raising=False)
        yield


@contextmanager
def warmed():
    with outside(), warm() as started:
        yield started


@pytest.fixture(scope="module")
def template():
    with ExitStack() as stack:
        with outside():
            started = stack.enter_context(warm())
        yield started


def run(folder, template, jobs=2, lengths=None, **codes):
    """Execute notebooks of these cells; give what became of each."""
    folder.mkdir(exist_ok=True)
    paths = [
        write_notebook(folder, "x: int = 1", *cells, name=name) for name, cells in codes.items()
    ]
    notebooks = find_notebooks(paths)
    values = {one.name: {} for one in notebooks}
    given = notebooks, values, folder / "out", jobs, 60, template, lengths
    with outside(), executing(*given) as coming:
        return {one.notebook.name: one for one in coming}


def told(folder, template, code, name="tells"):
    """Execute an expression's notebook, which puts its value into a file, and give it."""
    place = folder / f"{name}.json"
    cell = f"import json, os, sys\nopen({str(place)!r}, 'w').write(json.dumps({code}))"
    assert run(folder, template, **{name: (cell,)})[name].error == ""
    return json.loads(place.read_text())


SHOWS = (
    "import sys, warnings\nprint('so'); print('and so', file=sys.stderr)",
    "warnings.warn('mind this')",
    "warnings.warn('and that', DeprecationWarning)",
    "import os, subprocess, time\nos.write(1, b'low')\ntime.sleep(0.5)\nsubprocess.run(['echo', 'lower'])\nNone",
    "import pandas as pd\ntable = pd.DataFrame({'a': [1, None], 'b': ['x', 'y']})\ntable",
    "table.style.set_uuid('one').highlight_null().to_html()",
    "table.a.astype('Int64').dtype, table.loc[0:0, 'a'].fillna(2).sum()",
    "import matplotlib\nmatplotlib.get_backend(), dict(matplotlib.rcParams)",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "matplotlib.rcParams['figure.dpi'], plt.get_fignums()",
    "import numpy, random\nrandom.seed(1); numpy.random.seed(1)\nrandom.random(), numpy.random.random()",
    "sys.argv[0].rpartition('/')[2], len(sys.argv), vars(sys)['pa' 'th'], __name__, sys.flags",
    "sys.stdin.read(), vars(sys)['mod' 'ules']['__main__'].__dict__ is globals()",
    "import signal\n[signal.getsignal(n) for n in (signal.SIGINT, signal.SIGCHLD, signal.SIGTERM)]",
    "os.getpgid(0) == os.getsid(0) == os.getpid(), os.getcwd(), os.umask(0o022)",
    "sorted((k, v) for k, v in os.getenv.__globals__['env' 'iron'].items() if k[:3] != 'JPY')",
    "os.getenv('JPY_PARENT_PID'), sys.getrecursionlimit(), sorted(map(str, warnings.filters))",
    "import threading\nthreading.active_count(), threading.main_thread() is threading.current_thread()",
    "input('well?')",
)
FAILS = ("import pandas as pd\npd.DataFrame({'a': [1]}).loc[3]",)


def test_a_notebook_shows_what_it_does_in_a_kernel_that_starts_from_nothing(tmp_path, template):
    folder = tmp_path / "same"
    codes = {"shows": SHOWS, "fails": FAILS}
    forked, plain = run(folder, template, **codes), run(folder, None, **codes)
    assert told(folder, template, "os.getppid()") != os.getpid()
    assert told(folder, None, "os.getppid()") == os.getpid()
    assert "KeyError" in forked["fails"].error
    assert "StdinNotImplementedError" in forked["shows"].error
    for name in codes:
        assert forked[name].error == plain[name].error
        pairs = zip(forked[name].node.cells, plain[name].node.cells, strict=True)
        assert [a for a, b in pairs if a != b] == []
        assert forked[name].node == plain[name].node
    streams = [
        output.text
        for cell in plain["shows"].node.cells
        for output in cell.get("outputs", ())
        if output.output_type == "stream"
    ]
    # Two writes that lie apart are one text.
    assert "lowlower\n" in streams


def test_a_kernel_imports_this_package_itself(tmp_path, template):
    code = "list(vars(sys)['mod' 'ules'])"
    loaded = told(tmp_path, template, code)
    assert {"pandas", "matplotlib", "markdown_it"} <= {*loaded}
    ours = [name for name in loaded if name.startswith("toolbelt")]
    # What notes what is read of all else.
    assert "toolbelt_data.report.reuse.watch" in ours
    assert all(name.startswith("toolbelt_data.report.reuse.") for name in ours)


MEETS = """
import pathlib, time
pathlib.Path({folder!r}, {own!r}).touch()
while not pathlib.Path({folder!r}, {other!r}).exists(): time.sleep(0.01)
"""
SPOILS = """
import builtins, logging, os, random, sys, threading, warnings
import markdown_it, matplotlib, numpy, pandas
pandas.DataFrame._repr_html_ = lambda self: 'spoilt'
pandas.options.display.max_rows = 1
markdown_it.MarkdownIt.parse = None
matplotlib.rcParams['figure.dpi'] = 7
builtins.print = sys.stdout.write = lambda *words: None
os.putenv('SPOILT', 'yes'); os.getenv.__globals__['env' 'iron']['SPOILT'] = 'yes'
os.chdir('/')
numpy.random.seed(1); random.seed(1); numpy.seterr(all='raise')
logging.disable(); warnings.simplefilter('error'); sys.setrecursionlimit(2000)
threading.Thread(target=lambda: time.sleep(99), daemon=True).start()
"""
LOOKS = """
import json, logging, os, sys, threading, warnings
import markdown_it, matplotlib, numpy, pandas
print(
    pandas.DataFrame()._repr_html_() != 'spoilt', pandas.options.display.max_rows,
    callable(markdown_it.MarkdownIt.parse), matplotlib.rcParams['figure.dpi'],
    os.getenv('SPOILT'), os.getcwd() == {cwd!r}, numpy.geterr(), logging.root.manager.disable,
    ('error', None, Warning, None, 0) in warnings.filters, sys.getrecursionlimit() == 2000,
    len(threading.enumerate()),
)
"""


def test_nothing_of_a_notebook_reaches_another(tmp_path, template):
    looks = LOOKS.format(cwd=str(Path.cwd()))
    folder = str(tmp_path)
    before = run(tmp_path, template, looks=(looks,))["looks"].node.cells[-1].outputs
    beside = run(
        tmp_path,
        template,
        spoils=(
            SPOILS + MEETS.format(folder=folder, own="spoilt", other="begun"),
            MEETS.format(folder=folder, own="late", other="looked"),
        ),
        looks=(
            MEETS.format(folder=folder, own="begun", other="spoilt"),
            looks,
            MEETS.format(folder=folder, own="looked", other="late"),
        ),
    )
    after = run(tmp_path, template, looks=(looks,))["looks"].node.cells[-1].outputs
    assert (beside["spoils"].error, beside["looks"].error) == ("", "")
    assert before[0].text.startswith("True 60 True")
    assert beside["looks"].node.cells[-2].outputs == before == after


def test_kernels_draw_their_own_lots(tmp_path, template):
    code = (
        "[__import__('random').random(), __import__('numpy').random.random(),"
        " str(__import__('uuid').uuid4()), __import__('tempfile').mkdtemp(dir='.')]"
    )
    code = code.replace("dir='.'", f"dir={str(tmp_path)!r}")
    first, second = told(tmp_path, template, code, "a"), told(tmp_path, template, code, "b")
    assert [one for one in first if one in second] == []


FILES = (
    "[os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd')"
    " if os.path.lexists(f'/proc/self/fd/{n}')]"
)


def test_a_kernel_holds_no_pipe_or_socket_of_anybody_else(tmp_path, template):
    meets = [
        MEETS.format(folder=str(tmp_path), own=own, other=other)
        for own, other in (("one", "two"), ("two", "one"), ("one-", "two-"), ("two-", "one-"))
    ]
    writes = "import json, os\nopen({!r}, 'w').write(json.dumps(" + FILES + " + [os.getppid()]))"
    places = [str(tmp_path / name) for name in ("one.json", "two.json")]
    done = run(
        tmp_path,
        template,
        one=(meets[0], writes.replace("{!r}", repr(places[0])), meets[2]),
        two=(meets[1], writes.replace("{!r}", repr(places[1])), meets[3]),
    )
    assert {one.error for one in done.values()} == {""}
    (*one, parent), (*two, same) = (json.loads(Path(place).read_text()) for place in places)
    assert parent == same != os.getpid()
    held = files_of(parent)
    ours = files_of("self")
    apart = [
        {name for name in names if name.startswith(("pipe:", "socket:"))}
        for names in (one, two, held, ours)
    ]
    assert all(apart[:3])
    assert apart[0].isdisjoint(apart[1] | apart[2] | apart[3])
    assert apart[1].isdisjoint(apart[2] | apart[3])


def files_of(process):
    links = [path for path in Path(f"/proc/{process}/fd").iterdir() if path.is_symlink()]
    return [str(path.readlink()) for path in links]


def begin(template, folder, code):
    """Fork a kernel that runs a line as it starts."""
    words = [
        "-f",
        str(folder / "kernel.json"),
        "--log-level=CRITICAL",
        f"--IPKernelApp.exec_lines={code}",
    ]
    with outside():
        return template.fork([*LAUNCHER, *words], dict(os.environ), str(Path.cwd()))


def wait_for(path):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.01)
    raise TimeoutError(path)


def test_a_kernel_that_ends_tells_its_status(tmp_path, template):
    assert begin(template, tmp_path, "__import__('os')._exit(3)").wait(60) == 3


def test_a_signal_reaches_a_kernel_and_what_it_started(tmp_path, template):
    place = tmp_path / "pid"
    code = (
        "import subprocess, pathlib; p = subprocess.Popen(['sleep', '999']);"
        f" pathlib.Path({str(place)!r}).write_text(str(p.pid))"
    )
    kernel = begin(template, tmp_path, code)
    started = psutil.Process(int(wait_for(place)))
    assert (kernel.poll(), started.is_running()) == (None, True)
    kernel.terminate()
    assert kernel.wait(60) == kernel.poll() == -signal.SIGTERM
    assert psutil.wait_procs([started], timeout=60)[1] == []
    kernel.kill()  # is nothing to one that ended
    assert kernel.poll() == -signal.SIGTERM


def test_who_ends_the_template_leaves_no_kernel(tmp_path):
    place = tmp_path / "pid"
    code = f"__import__('pathlib').Path({str(place)!r}).write_text(str(__import__('os').getppid()))"
    with warmed() as started:
        kernel = begin(started, tmp_path, code)
        parent = psutil.Process(int(wait_for(place)))
        process = psutil.Process(kernel.pid)
    assert psutil.wait_procs([parent, process], timeout=60)[1] == []
    assert kernel.poll() == -signal.SIGKILL


def test_a_kernel_ends_with_a_template_that_is_killed(tmp_path):
    place = tmp_path / "pid"
    code = f"__import__('pathlib').Path({str(place)!r}).write_text(str(__import__('os').getppid()))"
    with warmed() as started:
        kernel = begin(started, tmp_path, code)
        process = psutil.Process(kernel.pid)
        os.kill(int(wait_for(place)), signal.SIGKILL)
        assert psutil.wait_procs([process], timeout=60)[1] == []
        assert kernel.wait(60) == -signal.SIGKILL
        assert not started.fit
        assert begin(started, tmp_path, "None") is None


def test_a_template_that_nobody_needs_goes_at_once():
    before = psutil.Process().children()
    with warm() as started:
        (process,) = (one for one in psutil.Process().children() if one not in before)
    assert not process.is_running()
    assert not started.fit


ENDS = """
import os, pathlib, signal
if not pathlib.Path({place!r}).exists():
    pathlib.Path({place!r}).touch()
    os.kill(os.getppid(), signal.SIGKILL)
print('well')
"""


def test_notebooks_come_to_their_end_though_the_template_is_killed(tmp_path):
    ends = ENDS.format(place=str(tmp_path / "killed"))
    with warmed() as started:
        done = run(
            tmp_path, started, ends=(ends,), beside=("import time; time.sleep(1)", "print(1)")
        )
        assert not started.fit
    assert {name: one.error for name, one in done.items()} == {"ends": "", "beside": ""}
    assert done["ends"].node.cells[-1].outputs[0].text == "well\n"


def is_plain(folder, template):
    return told(folder, template, "os.getppid()") == os.getpid()


def test_a_notebook_that_prepares_imports_has_a_kernel_that_starts_from_nothing(tmp_path, template):
    code = "os.environ.setdefault('A', 'b') and os.getppid()"
    assert told(tmp_path, template, code) == os.getpid()
    assert not is_plain(tmp_path, template)


def test_notebooks_of_the_package_are_forked():
    assert all(forks.is_suited(one.path) for one in find_notebooks([]))


def test_a_kernel_of_another_environment_starts_from_nothing(tmp_path, template, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "svg")
    assert is_plain(tmp_path, template)
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert is_plain(tmp_path, template)


def test_another_interpreter_is_no_fork(template):
    others = ([*LAUNCHER[:2], "xeus"], ["/usr/bin/python3", *LAUNCHER[1:]], ["ir", "-f", "x"])
    with outside():
        given = dict(os.environ), str(Path.cwd())
        assert [template.fork(other, *given) for other in others] == [None] * len(others)


def test_where_nothing_is_forked_kernels_start_from_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(forks.sys, "platform", "darwin")
    with warm() as nothing:
        assert nothing is None


@pytest.mark.parametrize("program", ["raise SystemExit(1)", "print('{')", "print('[1]')"])
def test_a_template_that_does_not_start_is_done_without(tmp_path, monkeypatch, program):
    path = tmp_path / "template.py"
    path.write_text(program)
    monkeypatch.setattr(forks.template, "__file__", str(path))
    with warmed() as started:
        assert is_plain(tmp_path, started)
        assert not started.fit


def test_a_library_that_warns_does_so_in_the_notebook(tmp_path, monkeypatch):
    library = tmp_path / "markdown_it.py"
    library.write_text("import warnings\nwarnings.warn('heed this', stacklevel=2)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with warmed() as started:
        done = run(tmp_path, started, uses=("import markdown_it",))["uses"]
        assert not started.fit
    assert "UserWarning: heed this" in done.node.cells[-1].outputs[0].text


def test_the_longest_notebook_begins_and_one_that_is_not_known_before_it(tmp_path):
    place = str(tmp_path / "order")
    codes = {name: (f"with open({place!r}, 'a') as f: f.write({name!r})",) for name in "abc"}
    run(tmp_path, None, 1, {"a": 1.0, "c": 2.5}, **codes)
    assert Path(place).read_text() == "bca"


@pytest.mark.parametrize(
    ("content", "lengths"),
    [
        ('{"seconds": {"a": 1, "b": 2.5}}', {"a": 1.0, "b": 2.5}),
        ('{"seconds": {"a": null}}', {}),
        ('{"seconds": [1]}', {}),
        ("[]", {}),
        ("{", {}),
    ],
)
def test_lengths_are_those_of_the_last_run_where_it_tells(tmp_path, content, lengths):
    assert read_lengths(tmp_path) == {}
    (tmp_path / "run.json").write_text(content)
    assert read_lengths(tmp_path) == lengths
