"""Editions of a notebook: which two are compared, and the history that they are in."""

import datetime

import pandas as pd
import pytest
from repositories import Repository, edition

from toolbelt_data import Analysis, load, notebook, open_edition
from toolbelt_data.errors import SourceError
from toolbelt_data.source import open_named

DEVELOPERS = "personas/softwaredeveloper.md"


@pytest.fixture
def made(tmp_path):
    """Two embedded editions as commits, and one more that says a little more."""
    repository = Repository(tmp_path / "toolbelt")
    repository.commit("older", edition("2025-04-04"))
    repository.commit("code", {"src/main.py": "print()"})
    repository.commit("newer", edition())
    repository.commit("word", {DEVELOPERS: edition()[DEVELOPERS] + b"\n- One remedy more\n"})
    repository.commit("picture", {"personas/picture.png": b"\x89PNG"})
    return repository


def names(both):
    return [corpus.edition.revision or corpus.edition.name for corpus in (both.old, both.new)]


def commits(repository):
    lines = repository.git("log", "--format=%H %s").splitlines()
    return dict(line.split(" ", 1)[::-1] for line in lines)


def test_an_edition_is_compared_with_the_one_before(made, tmp_path, monkeypatch):
    assert names(notebook.open_both()) == ["2025-05-29", "2025-06-10"]
    first = notebook.open_both(source="2025-04-04")
    assert first.old is first.new
    assert first.changes.empty
    monkeypatch.setenv("TOOLBELT_CACHE", str(tmp_path / "cache"))
    made.git("clone", "-q", "--bare", made.folder, tmp_path / "bare.git")
    for source in (str(tmp_path / "bare.git"), f"file://{made.folder}"):
        both = notebook.open_both(source=source)
        assert names(both) == [commits(made)["newer"], commits(made)["picture"]]
        past = notebook.open_history(Analysis(both.new))
        assert past.subject.tolist() == ["older", "newer", "word"]


def test_the_old_edition_is_a_path_or_a_revision(made):
    at, source = commits(made), str(made.folder)
    assert names(notebook.open_both("HEAD~2", source, "main")) == [at["newer"], at["picture"]]
    assert names(notebook.open_both(source, "2025-05-29")) == ["toolbelt", "2025-05-29"]
    day = (made.day - datetime.timedelta(days=2)).isoformat()
    assert names(notebook.open_both(day, source))[0] == at["newer"]


def test_a_folder_comes_before_a_revision_of_its_name(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made.git("tag", "toolbelt")
    assert open_named("toolbelt", made.folder).revision is None
    assert open_named("refs/tags/toolbelt", made.folder).revision == commits(made)["picture"]


@pytest.mark.parametrize("source", [None, "toolbelt"])
def test_what_names_no_edition_is_refused(made, tmp_path, source):
    with pytest.raises(SourceError, match="nowhere"):
        open_named("nowhere", source and tmp_path / source)


def test_a_history_ends_with_what_is_read(made):
    def past(source, revision=None, since=""):
        return notebook.open_history(Analysis(load(source, revision)), since)

    assert past(made.folder).subject.tolist() == ["older", "newer", "word"]
    assert past(made.folder, "HEAD~2").subject.tolist() == ["older", "newer"]
    assert past(made.folder, since="2025-01-04").subject.tolist() == ["newer", "word"]
    (made.folder / DEVELOPERS).unlink()
    changed = past(made.folder)
    assert changed.revision.tolist()[-1] == "toolbelt"
    assert changed.date.tolist()[-1] == changed.date.tolist()[-2]
    assert changed.personas.tolist() == [13, 20, 20, 12]
    assert past("2025-04-04").revision.tolist() == ["2025-04-04"]


def test_a_folder_without_a_past_has_itself(made, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for folder in (tmp_path / "alone", made.folder / "drafts"):
        folder.mkdir()
        (folder / "a.md").write_text("## Name: Ada the Admin\n### Role:\n- Admin\n")
        both = notebook.open_both(source=str(folder))
        assert both.old is both.new
        past = notebook.open_history(Analysis(both.new))
        assert past[["revision", "date", "personas"]].values.tolist() == [[folder.name, "", 1]]
        assert notebook.trend(past).alt.startswith("These documents have no history")
        assert notebook.told_trend(past) == "No other edition is known."


def test_a_trend_says_what_it_shows(made):
    made.commit("broken", {DEVELOPERS: b"\xff"})
    past = notebook.open_history(Analysis(load(made.folder, "HEAD~1")))
    alone = notebook.trend(past[:2])
    assert alone.png().startswith(b"\x89PNG")
    assert "could not be read" not in alone.alt
    broken = notebook.open_history(Analysis(load(made.folder, "HEAD~1"))).assign(error=None)
    broken.loc[2, "error"] = "x"
    alt = notebook.trend(broken).alt
    assert alt.startswith("From 2025-01-02 to 2025-01-04: challenges from 31 to 70;")
    assert alt.endswith("1 edition could not be read.")
    assert notebook.told_trend(broken) == (
        "3 editions from 2025-01-02 to 2025-01-05: from 5 gaps in 31 challenges to 10 in 70."
        " 1 edition could not be read."
    )


def test_texts_side_by_side_are_escaped_and_marked():
    row = {
        "whose": "<b>Ada</b>",
        "old_text": "no <script>alert(1)</script> time for this work",
        "new_text": "no <script>alert(2)</script> time for this work",
        "old_path": "b.md",
        "old_line": 2,
        "new_path": "a.md",
        "new_line": 3,
        "confidence": 0.7,
        "doubtful": True,
    }
    rows = pd.DataFrame([row])
    shown = notebook.SideBySide(rows, "Texts")
    assert "<script" not in shown.html
    assert "<b>Ada" not in shown.html
    assert "<del>&lt;script&gt;alert(1)&lt;/script&gt;</del> " in shown.html
    assert "<ins>&lt;script&gt;alert(2)&lt;/script&gt;</ins> " in shown.html
    assert "0.70, doubtful" in shown.html
    assert '<span class="place older">b.md:2</span>' in shown.html
    assert '<span class="place">a.md:3</span>' in shown.html
    assert str(shown).splitlines()[0] == "Texts"
    assert "none" in notebook.SideBySide(rows[:0]).html


def test_nothing_is_written_into_the_repository(made):
    def listing():
        return {
            path: (path.stat().st_mtime_ns, path.stat().st_size)
            for path in made.folder.rglob("*")
            if path.is_file()
        }

    before = listing()
    notebook.open_both(source=str(made.folder))
    notebook.open_history(Analysis(load(made.folder)))
    assert listing() == before
    assert open_edition(made.folder).root == made.folder
