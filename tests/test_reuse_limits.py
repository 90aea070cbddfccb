"""Reuse at its limits: what cannot be told by content is never kept, however a run ends."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from benches import ADA, Bench, files
from repositories import Repository

from toolbelt_data import refresh
from toolbelt_data.report import build, making
from toolbelt_data.report.reuse import grounds

PLAIN = ("size: int = 1", "print(size)")
READS = ('place: str = ""', "print(open(place).read())")


@pytest.fixture
def caches(tmp_path, monkeypatch):
    monkeypatch.setenv("TOOLBELT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def plain(tmp_path, caches):
    made = Bench(tmp_path / "bench", plain=PLAIN)
    made.report()
    return made


@pytest.fixture
def note(plain, caches):
    (place,) = caches.glob("reports/*")
    return place


# -- what a notebook may do ----------------------------------------------------------------------

EACH_TIME = {
    "program": "import subprocess\nsubprocess.run(['true'])",
    "shell": "!true",
    "system": "import os\nos.system('true')",
    "address": "import socket\ntry:\n    socket.create_connection(('127.0.0.1', 9))\nexcept OSError:\n    pass",
    "database": "import sqlite3\nsqlite3.connect(place).execute('select * from a').fetchall()",
    "processes": "import multiprocessing as m\nm.get_context('spawn').Process().start()",
    "appends": "with open(place + '.txt', 'a') as file:\n    print(file.write('a'))",
    "repository": "from toolbelt_data import load\nprint(len(load(place + '.git', 'HEAD').documents))",
}


def test_what_reads_more_than_files_runs_each_time(tmp_path, caches):
    bench = Bench(
        tmp_path, plain=PLAIN, **{n: ('place: str = ""', c) for n, c in EACH_TIME.items()}
    )
    bench.given = {"place": str(tmp_path / "rows")}
    with closing(sqlite3.connect(tmp_path / "rows")) as rows:
        rows.execute("create table a (b)")
    Repository(tmp_path / "rows.git").commit("more", {"personas/a.md": ADA})
    assert bench.ran() == set(bench.names)
    assert bench.ran() == EACH_TIME.keys()


def test_a_notebook_that_failed_runs_each_time(tmp_path, caches):
    bench = Bench(tmp_path, plain=PLAIN, fails=("", "1 / 0"))
    assert bench.report().failed.keys() == {"fails"}
    again = bench.report()
    assert (again.made, again.kept, again.failed.keys()) == (True, ("plain",), {"fails"})


def test_paths_that_begin_at_the_working_folder_are_looked_at_from_there(
    tmp_path, caches, monkeypatch
):
    bench = Bench(tmp_path, reads=READS, asks=("", "import os; print(os.getcwd())"), plain=PLAIN)
    bench.given = {"place": "data.csv"}
    for name, words in {"one/data.csv": "1", "same/data.csv": "1", "other/data.csv": "2"}.items():
        bench.write(name, words)
    monkeypatch.chdir(tmp_path / "one")
    bench.report()
    assert bench.ran() is None
    monkeypatch.chdir(tmp_path / "same")
    assert bench.ran() == {"asks"}
    monkeypatch.chdir(tmp_path / "other")
    assert bench.ran() == {"reads", "asks"}
    assert bench.output("reads") == "2\n"


def test_kernels_that_start_from_nothing_are_watched_too(tmp_path, caches, monkeypatch):
    @contextmanager
    def cold():
        yield None

    monkeypatch.setattr(build, "warm", cold)
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    startup = "ipython/profile_default/startup/own.py"
    words = "import sys\nsys.path.insert(0, place)\nimport aide\nprint(aide.WORD, STARTED)"
    bench = Bench(tmp_path, imports=('place: str = ""', words), plain=PLAIN)
    bench.given = {"place": str(tmp_path)}
    bench.write("aide.py", "WORD = 1")
    bench.write(startup, "STARTED = 1")
    bench.report()
    assert bench.ran() is None
    bench.write("aide.py", "WORD = 2")
    assert bench.ran() == {"imports"}
    bench.write(startup, "STARTED = 2")
    assert bench.ran() == {"imports", "plain"}
    assert bench.output("imports") == "2 2\n"


# -- the report in place -------------------------------------------------------------------------


def test_a_damaged_report_is_made_anew(plain):
    assert plain.holds()
    before = files(plain.own)
    for path, (_, words) in before.items():
        path.write_bytes(words[:-3] + b"   ")
        assert not plain.holds(), path
        path.unlink()
        assert not plain.holds()
        path.write_bytes(words)
    (plain.own / "index.html").write_text("changed by hand")
    assert plain.ran() == {"plain"}
    assert {
        path: words for path, (_, words) in files(plain.own).items() if path.name != "run.json"
    } == {path: words for path, (_, words) in before.items() if path.name != "run.json"}


def test_a_report_that_was_moved_or_copied_is_made_anew(plain):
    shutil.copytree(plain.own, plain.folder / "elsewhere" / "toolbelt")
    plain.own.rename(plain.own.with_name("other"))
    assert plain.ran() == {"plain"}
    shutil.rmtree(plain.own)
    (plain.folder / "elsewhere" / "toolbelt").rename(plain.own)
    assert plain.ran() is None


def test_another_report_in_its_place_is_not_taken_for_it(plain):
    kept = plain.folder / "kept"
    shutil.copytree(plain.own, kept)
    plain.given["size"] = "2"
    plain.report()
    shutil.rmtree(plain.own)
    kept.rename(plain.own)
    assert plain.ran() == {"plain"}
    assert plain.output("plain") == "2\n"


# -- the note ------------------------------------------------------------------------------------


def test_a_note_is_its_owners_and_names_no_value(plain, note, caches):
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    content = json.loads(note.read_text())
    assert content["report"] == str(plain.own)
    assert content.keys() == {"format", "report", "manifest", "whole", "notebooks", "answers"}


def test_a_note_that_cannot_be_read_counts_for_nothing(plain, note):
    words = note.read_text()
    content = json.loads(words)
    assert plain.holds()
    for bad in (
        words[:-20],
        "",
        "[]",
        json.dumps(content | {"format": 0}),
        json.dumps(content | {"notebooks": {"plain": {"asked": 1}}}),
        json.dumps(content | {"manifest": ""}),
        words.replace('"seen": {', '"seen": {"unheard": {},'),
    ):
        note.write_text(bad)
        assert not plain.holds()
    assert plain.ran() == {"plain"}
    assert plain.holds()


def test_without_a_place_for_its_note_a_report_is_made_each_time(plain, caches):
    shutil.rmtree(caches)
    caches.write_text("no folder")
    assert plain.ran() == {"plain"}
    assert not plain.holds()


def test_notes_of_reports_that_are_gone_go(plain, note):
    shutil.rmtree(plain.own)
    plain.source = str(shutil.copytree(plain.source, plain.folder / "other"))
    plain.report()
    assert not note.exists()


# -- runs that meet ------------------------------------------------------------------------------


def test_a_run_that_ends_before_its_note_is_followed_by_one_that_makes_all(plain, monkeypatch):
    def ends(*_):
        raise KeyboardInterrupt

    plain.given["size"] = "2"
    with monkeypatch.context() as patch:
        patch.setattr(making, "write_note", ends)
        with pytest.raises(KeyboardInterrupt):
            plain.report()
    assert plain.output("plain") == "2\n"
    plain.given["size"] = "1"
    assert plain.ran() == {"plain"}
    assert plain.output("plain") == "1\n"


def test_a_note_is_never_of_a_report_that_another_run_put_there(plain, monkeypatch):
    write = making.write_note

    def late(*given):
        monkeypatch.setattr(making, "write_note", write)
        plain.given["size"] = "3"
        plain.report()
        write(*given)

    monkeypatch.setattr(making, "write_note", late)
    plain.given["size"] = "2"
    plain.report()
    plain.given["size"] = "2"
    assert plain.ran() == {"plain"}
    assert plain.output("plain") == "2\n"


# -- what is installed ---------------------------------------------------------------------------


def test_a_distribution_of_another_version_is_another_ground(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    for part in ("one", "two"):
        (tmp_path / f"{part}-1.dist-info").mkdir()
        (tmp_path / f"{part}-1.dist-info" / "RECORD").write_text(f"shared/{part}.py,,\n")
    before = grounds.files_of(["shared"], grounds.records())
    assert {Path(path).parent.name for path in before} == {
        "one-1.dist-info",
        "two-1.dist-info",
    }
    look = grounds.Grounds("", {"files": before})
    assert grounds.Looking().hold(look, "")
    (tmp_path / "two-1.dist-info").rename(tmp_path / "two-2.dist-info")
    assert not grounds.Looking().hold(look, "")


def test_what_is_installed_without_a_list_is_told_by_its_beginning(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "unlisted").mkdir()
    begins = tmp_path / "unlisted" / "__init__.py"
    begins.write_text("__version__ = 1")
    assert grounds.files_of(["unlisted"], {}).keys() == {str(begins)}


@pytest.mark.parametrize("name", ["version", "prefix"])
def test_another_python_is_another_ground(monkeypatch, name):
    before = grounds.digest_of_words("asked")
    monkeypatch.setattr(sys, name, "another")
    assert grounds.digest_of_words("asked") != before


# -- repositories --------------------------------------------------------------------------------

LOADS = ("", "from toolbelt_data import load\nprint(len(load(source, revision or None).documents))")


@pytest.fixture
def pinned(tmp_path, caches):
    """A bench whose documents are a repository's."""
    bench = Bench(tmp_path / "bench", loads=LOADS)
    repository = Repository(tmp_path / "toolbelt")
    repository.commit("more", {"personas/ada.md": ADA})
    bench.source = str(tmp_path / "toolbelt")
    return bench, repository


def test_a_commit_that_changes_no_document_is_history(pinned):
    bench, repository = pinned
    bench.report()
    assert bench.ran() is None
    repository.commit("more", {"LICENSE": "none"})
    assert bench.ran() == {"loads"}
    assert bench.ran() is None


def test_a_branch_that_moved_is_another_commit(pinned):
    bench, repository = pinned
    bench.revision = "main"
    bench.report()
    assert bench.ran() is None
    repository.branch("draft", ("a draft", {"personas/ben.md": ADA}))
    assert bench.ran() is None
    before = bench.report().index
    repository.commit("on main", {"personas/ben.md": ADA})
    after = bench.report()
    assert (after.made, after.kept, after.index != before) == (True, (), True)


def test_an_address_is_looked_at_as_it_was_fetched(pinned):
    bench, repository = pinned
    bench.source = repository.folder.as_uri()
    before = bench.report().index
    assert bench.ran() is None
    repository.commit("more", {"personas/ben.md": ADA})
    assert bench.ran() is None
    refresh(bench.source)
    after = bench.report()
    assert (after.made, after.kept, after.index != before) == (True, (), True)


# -- the package itself --------------------------------------------------------------------------


def test_a_module_has_those_run_again_that_imported_it_and_a_style_none(tmp_path, caches):
    root = Path(making.__file__).parents[2]
    for part in ("toolbelt_data", "data", "notebooks"):
        shutil.copytree(
            root / part, tmp_path / "copy" / part, ignore=shutil.ignore_patterns("__pycache__")
        )
    package = tmp_path / "copy" / "toolbelt_data"
    looks = ("", "from toolbelt_data.notebook import squares\nprint(squares.__name__)")
    bench = Bench(tmp_path, plain=PLAIN, looks=looks)
    words = [
        sys.executable,
        "-m",
        "toolbelt_data",
        "report",
        "--source",
        bench.source,
        "--out",
        tmp_path / "out",
    ]
    for name in bench.names:
        words += ["--notebook", tmp_path / f"{name}.ipynb"]

    def said():
        done = subprocess.run(
            words, cwd=tmp_path / "copy", env=os.environ | {"PYTHONPATH": str(package.parent)},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stderr.removeprefix("toolbelt-data: ")

    def change(name):
        with (package / name).open("a") as file:
            file.write("\n")

    assert said() == ""
    assert "nothing has changed" in said()
    change("notebook/squares.py")
    assert said() == "1 of 2 notebooks are unchanged; not run again\n"
    for name in ("report/site/assets/style.css", "report/site/pages.py"):
        change(name)
        assert said() == "2 of 2 notebooks are unchanged; not run again\n"
    change("review.py")
    assert "nothing has changed" in said()
