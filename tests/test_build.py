"""Build: what a report holds, when it is built again, and what a run that ends leaves."""

import json
import os
import subprocess
import sys
import time
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from conftest import write_notebook
from repositories import commit, git

from toolbelt_data import ParameterError, SourceError
from toolbelt_data.errors import ToolbeltError
from toolbelt_data.report import build_report

PERSONA = """# Developers

## Name: Dana the Developer
### Role:
- Writes code
### Goals:
- Ship it
### Challenges:
- Nobody reviews the code
### How the OpenSSF can help:
- Teach people to review
"""
OWN = 'source: str = ""\nrevision: str = ""\nn: int = 1'
PARTS = {
    "index.html",
    "01-whom-do-we-serve.html",
    "assets/style.css",
    "tables/gaps.csv",
    "tables/tables.xlsx",
    "notebooks/06-what-changed.ipynb",
    "personas/ursula-the-upstream-maintainer.html",
    "sources/personas/README.md.html",
}


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "source"
    (folder / "personas").mkdir(parents=True)
    (folder / "personas" / "developers.md").write_text(PERSONA)
    return folder


@pytest.fixture
def build(source, tmp_path):
    """Build a report of the source, quickly: of one notebook of the package by default."""

    def built(*, notebooks=("07",), parameters=None, **more):
        given = {"source": str(source), "out": tmp_path / "out"} | more
        return build_report(**given, notebooks=notebooks, parameters=parameters or {})

    return built


def test_a_report_has_every_part_and_the_manifest_a_digest_of_each(report):
    folder = report.index.parent
    assert {part for part in PARTS if not (folder / part).is_file()} == set()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest == report.manifest
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {*manifest["files"]} == files - {"manifest.json", "run.json"}
    for path, digest in manifest["files"].items():
        assert sha256((folder / path).read_bytes()).hexdigest() == digest


def test_a_report_is_built_again_only_if_something_changed(build, source):
    first = build()
    assert first.built
    assert not build().built
    assert build(rebuild=True).built
    document = source / "personas" / "developers.md"
    document.write_text(PERSONA.replace("Ship it", "Ship it well"))
    assert build().built
    assert build(parameters={"personas": "Dana the Developer"}).built
    assert not build(parameters={"personas": "Dana the Developer"}).built
    (first.index.parent / "tables" / "gaps.csv").unlink()
    assert build(parameters={"personas": "Dana the Developer"}).built


def test_a_commit_or_another_review_is_a_change(build, source, tmp_path):
    git(source, "init", "-q", "-b", "main")
    commit(source, "2025-01-01")
    reviews = tmp_path / "reviews.csv"
    reviews.write_text((Path(__file__).parents[1] / "data" / "reviews.csv").read_text())
    again = partial(build, notebooks=["08"], parameters={"reviews": str(reviews)})
    assert again().built
    assert not again().built
    commit(source, "2025-01-02")
    assert again().built
    reviews.write_text("".join(reviews.read_text().splitlines(keepends=True)[:-1]))
    assert again().built


def test_a_report_with_a_notebook_from_elsewhere_is_always_built(build, tmp_path):
    own = [write_notebook(tmp_path, OWN, "import os; os.environ.get('WORD')")]
    assert [build(notebooks=own).built for _ in range(2)] == [True, True]


def test_two_places_give_the_same_bytes_and_neither_is_named(build, source, tmp_path):
    (tmp_path / "other").mkdir()
    moved = source.rename(tmp_path / "other" / "source")
    first = build(source=str(moved), out=tmp_path / "a").index.parent
    second = build(source=str(moved.rename(source)), out=tmp_path / "b").index.parent
    paths = {path.relative_to(first) for path in first.rglob("*") if path.is_file()}
    assert paths == {path.relative_to(second) for path in second.rglob("*") if path.is_file()}
    for path in paths - {Path("run.json")}:
        data = (first / path).read_bytes()
        assert data == (second / path).read_bytes(), path
        assert str(tmp_path).encode() not in data, path


def test_two_folders_of_one_name_are_two_sources(build, source, tmp_path):
    first = build()
    other = tmp_path / "other" / "source"
    (other / "personas").mkdir(parents=True)
    (other / "personas" / "a.md").write_text(PERSONA.replace("Dana", "Ada"))
    second = build(source=str(other))
    assert first.index.parent.name == "source"
    assert second.index.parent.name.startswith("source-")
    assert not build(source=str(other)).built
    assert not build().built


def test_the_next_edition_is_compared_with_the_last_report(build, source):
    git(source, "init", "-q", "-b", "main")
    commit(source, "2025-01-01")
    first = build(revision="2025-01-01", notebooks=["06"])
    document = source / "personas" / "developers.md"
    document.write_text(PERSONA.replace("- Nobody", "- Nobody pays\n- Nobody") + "\n[x](y.md)\n")
    commit(source, "2025-02-01")
    second = build(revision="2025-02-01", notebooks=["06"])
    assert (first.manifest["last"], first.manifest["new"]["findings"]) == (None, [])
    assert second.manifest["last"] == first.manifest["edition"]
    new = [second.manifest["findings"][one]["text"] for one in second.manifest["new"]["findings"]]
    assert any("y.md" in text for text in new)
    assert not build(revision="2025-02-01", notebooks=["06"]).built
    text = (second.index.parent / "notebooks" / "06-what-changed.ipynb").read_text()
    assert f"old = '{first.manifest['revision']}'" in text


@pytest.mark.parametrize(
    ("more", "error", "said"),
    [
        ({"parameters": {"sauce": "x"}}, ParameterError, "no notebook declares it"),
        ({"parameters": {"personas": 3}}, ParameterError, "does not fit str"),
        ({"parameters": {"personas": "Nobody"}}, ParameterError, "Nobody"),
        ({"notebooks": ["st"]}, ToolbeltError, "no such notebook"),
        ({"source": "nowhere"}, SourceError, "no such folder"),
    ],
)
def test_what_cannot_be_met_is_refused_before_anything_runs(build, tmp_path, more, error, said):
    with pytest.raises(error, match=said):
        build(**more)
    assert [*tmp_path.glob("out/[!.]*")] == []


def test_a_notebook_that_cannot_follow_the_source_is_refused(build, tmp_path):
    with pytest.raises(ParameterError, match='has no parameter source; declare source: str = ""'):
        build(notebooks=[write_notebook(tmp_path, "n: int = 1")])


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("source/personas", "is among the documents"),
        (".", "contains the source"),
        ("taken", "is not a report"),
    ],
)
def test_a_report_replaces_nothing_but_a_report(build, source, tmp_path, out, said):
    (tmp_path / "taken" / "source").mkdir(parents=True)
    (tmp_path / "taken" / "source" / "notes.txt").write_text("mine")
    before = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    with pytest.raises(ToolbeltError, match=said):
        build(out=tmp_path / out)
    after = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert [path for path in after if path.name != ".toolbelt.lock"] == before


def test_documents_that_change_meanwhile_make_no_report(build, source, tmp_path):
    code = f"open({str(source / 'personas' / 'developers.md')!r}, 'a').write('x')"
    with pytest.raises(ToolbeltError, match="changed while the report was built; run it again"):
        build(notebooks=[write_notebook(tmp_path, OWN, code)])
    assert [*tmp_path.glob("out/[!.]*")] == []


def words_of(build_words):
    return [sys.executable, "-m", "toolbelt_data", "report", "--notebook", "07", *build_words]


def test_a_kill_leaves_a_report_or_lets_the_next_run_restore_it(build, source, tmp_path):
    complete = build().index.parent
    words = words_of(["--source", str(source), "--out", str(tmp_path / "out"), "--rebuild"])
    staging = complete.with_name(".staging-source")
    for part in ("", "manifest.json"):  # as soon as it writes, and at last
        run = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not (staging / part).exists() and run.poll() is None:
            time.sleep(0.01)
        run.kill()
        run.wait()
    assert not build().built
    complete.rename(complete.with_name(".previous-source"))  # a kill between the two renames
    staging.mkdir()
    assert not build().built
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        ".toolbelt.lock", "index.html", "source",
    ]  # fmt: skip


def test_runs_at_once_wait_for_each_other(source, tmp_path):
    words = words_of(["--source", str(source), "--out", str(tmp_path / "out")])
    runs = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(2)]
    assert [run.communicate()[0] for run in runs] == [
        f"{tmp_path / 'out' / 'source' / 'index.html'}\n".encode()
    ] * 2
    assert [run.returncode for run in runs] == [0, 0]


def test_the_command_prints_the_page_and_nothing_else(command, source, tmp_path):
    summary = tmp_path / "summary.md"
    words = ["report", "--source", source, "--notebook", "07", "--summary", summary]
    done = command(*words)
    assert (done.returncode, done.stdout, done.stderr) == (
        0, f"{Path('reports', 'source', 'index.html')}\n", "",
    )  # fmt: skip
    assert summary.read_text().startswith("## Report of `source`")
    assert command(*words).stderr == ""
    (source / "personas" / "developers.md").write_text("# Nothing\n")
    assert command(*words).returncode == 3
    assert not summary.exists()


def test_a_failed_notebook_is_part_of_the_report_and_ends_the_command_with_2(
    command, source, tmp_path
):
    own = write_notebook(tmp_path, OWN, "print('so far')", "1 / 0")
    done = command("report", "--source", source, "--notebook", own)
    assert done.returncode == 2
    page = tmp_path / done.stdout.strip()
    assert "so far" in page.with_name("mine.html").read_text()
    assert "mine.ipynb: cell [3] failed with ZeroDivisionError" in done.stderr


def test_an_interrupted_run_leaves_no_kernel_and_no_report(source, tmp_path):
    cell = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(600)"
    own = write_notebook(tmp_path, OWN, cell)
    words = [sys.executable, "-m", "toolbelt_data", "report", "--source", str(source)]
    run = subprocess.Popen([*words, "--notebook", own], cwd=tmp_path, stderr=subprocess.PIPE)
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.1)
    run.terminate()
    assert b"interrupted; nothing was written" in run.communicate()[1]
    assert run.returncode == 130
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert [*tmp_path.glob("reports/[!.]*")] == []
