"""Reuse: a second report does what something has changed for, and nothing else.

The tests of a bench follow each other: each changes one thing, and asks which notebooks ran.
"""

import os
import shutil

import pytest
from benches import ADA, Bench, files

from toolbelt_data.cli import main
from toolbelt_data.source import package_folder

LOADS = ("", "import toolbelt_data as t\nprint(len(t.load(source).statements))")
PLAIN = ("size: int = 1", "print(size)")
REVIEWS = ('reviews: str = ""', "print(open(reviews).read())")
READS = (
    'place: str = ""',
    """import os, sys
from pathlib import Path
here = Path(place)
print((here / "data.csv").read_text())
print((here / "more.csv").exists())
print(sorted(path.name for path in here.glob("parts/*.csv")))
(here / "parts").mkdir(exist_ok=True)
print([(here / "parts" / "a.csv").read_text()])
print(os.environ.get("TOOLBELT_OF_ONES_OWN"))""",
)
IMPORTS = (
    'place: str = ""',
    """import sys
sys.path[:0] = [place + "/first", place + "/lib"]
import aide
try:
    import absent_aide
except ImportError:
    absent_aide = None
print(aide.WORD, absent_aide)""",
)
NAMES = ("loads", "plain", "judges", "reads", "imports")


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    cells = (LOADS, PLAIN, REVIEWS, READS, IMPORTS)
    made = Bench(folder, **dict(zip(NAMES, cells, strict=True)))
    made.given = {"size": "1", "place": str(folder), "reviews": str(folder / "reviewed.csv")}
    for name, words in {
        "data.csv": "1",
        "parts/a.csv": "2",
        "lib/aide.py": "WORD = 1",
        "first/other.py": "",
    }.items():
        made.write(name, words)
    shutil.copy(package_folder("data") / "reviews.csv", folder / "reviewed.csv")
    assert made.ran() == set(NAMES)
    return made


def test_where_nothing_has_changed_nothing_is_written(bench):
    before = files(bench.folder)
    report = bench.report()
    assert (report.made, report.failed, set(report.kept)) == (False, {}, set(NAMES))
    assert report.answers.keys() == set(NAMES)
    assert files(bench.folder) == before


def test_a_time_stamp_is_no_change(bench):
    for path in bench.folder.rglob("*"):
        os.utime(path, (1, 1))
    assert bench.ran() is None


def test_a_command_says_in_a_line_that_nothing_has_changed(bench, capsys):
    words = [
        "report",
        "--source",
        bench.folder / "source" / "toolbelt",
        "--out",
        bench.folder / "out",
    ]
    for name in bench.names:
        words += ["--notebook", bench.folder / f"{name}.ipynb"]
    for name, value in bench.given.items():
        words += ["-p", name, value]
    capsys.readouterr()
    assert main([str(word) for word in words]) == 0
    said = capsys.readouterr()
    assert said.out == f"{bench.own / 'index.html'}\n"
    # Reports that were made without the command, or before one was killed, are listed now.
    assert "toolbelt/index.html" in (bench.own.parent / "index.html").read_text("utf-8")
    assert said.err == (
        f"toolbelt-data: {bench.own}: nothing has changed; --rebuild rebuilds it anyway\n"
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ada.md", ADA + "- more\n"),
        ("ben.md", ADA.replace("Ada", "Ben")),
        ("ben.md", None),
    ],
    ids=["changed", "new", "removed"],
)
def test_a_document_concerns_all_that_follow_the_source(bench, name, words):
    path = bench.folder / "source" / "toolbelt" / "personas" / name
    path.write_text(words) if words else path.unlink()
    assert bench.ran() == set(NAMES)
    assert bench.ran() is None


def test_a_parameter_concerns_those_that_have_it(bench):
    bench.given["size"] = "2"
    assert bench.ran() == {"plain"}
    assert bench.output("plain") == "2\n"


def test_a_notebook_that_was_edited_runs_again(bench):
    bench.notebook("plain", PLAIN[0], "print(size + 1)")
    assert bench.ran() == {"plain"}
    assert bench.output("plain") == "3\n"


def test_other_reviews_are_read_by_those_that_read_them(bench):
    with (bench.folder / "reviewed.csv").open("a") as file:
        file.write("\n")
    assert bench.ran() == {"judges"}


def test_the_order_of_notebooks_is_of_the_pages_and_runs_none(bench):
    bench.names.reverse()
    assert bench.ran() == set()
    first = (bench.own / "index.html").read_text("utf-8")
    assert first.index("imports.html") < first.index("loads.html")
    assert bench.ran() is None


def test_a_notebook_that_goes_and_comes_is_no_matter_to_others(bench):
    bench.names.remove("plain")
    size = bench.given.pop("size")
    assert bench.ran() == set()
    assert not (bench.own / "plain.html").exists()
    bench.names.insert(0, "plain")
    bench.given["size"] = size
    assert bench.ran() == {"plain"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("data.csv", "3"),
        ("more.csv", "there"),
        ("more.csv", None),
        ("parts/a.csv", "4"),
        ("parts/b.csv", "5"),
        ("parts/b.csv", None),
    ],
    ids=["changed", "appeared", "vanished", "in a folder", "new in a folder", "gone from a folder"],
)
def test_a_file_that_a_notebook_looked_at_has_it_run_again(bench, name, words):
    bench.write(name, words) if words else (bench.folder / name).unlink()
    assert bench.ran() == {"reads"}


def test_a_file_that_no_notebook_looked_at_is_no_change(bench):
    bench.write("nobody.csv", "asks")
    bench.write("lib/nobody.py", "imports = 1")
    assert bench.ran() is None


def test_a_variable_that_a_notebook_asks_for_has_it_run_again(bench, monkeypatch):
    monkeypatch.setenv("TOOLBELT_OF_ONES_OWN", "a word")
    assert bench.ran() == {"reads"}
    assert bench.output("reads").endswith("a word\n")
    monkeypatch.delenv("TOOLBELT_OF_ONES_OWN")
    assert bench.ran() == {"reads"}


def test_the_users_surroundings_are_no_change(bench, monkeypatch):
    for name, value in {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(bench.folder / "lib")
    assert bench.ran() is None


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("lib/aide.py", "WORD = 2", "2 None\n"),
        ("lib/absent_aide.py", "", None),
        ("first/aide.py", "WORD = 3", None),
        ("first/aide/__init__.py", "WORD = 4", None),
    ],
    ids=["changed", "appeared", "found earlier", "a package in its place"],
)
def test_a_module_of_ones_own_has_those_run_again_that_import_it(bench, name, words, said):
    bench.write(name, words)
    assert bench.ran() == {"imports"}
    assert said is None or bench.output("imports") == said


def test_everything_is_made_anew_where_that_is_asked_for(bench):
    before = files(bench.own)
    assert bench.ran(rebuild=True) == set(NAMES)
    after = files(bench.own)
    differ = [path.name for path in before if before[path][1] != after[path][1]]
    assert before.keys() == after.keys()
    assert set(differ) <= {"run.json"}
