"""Editions: the one before another, the ones that words mean, and the history up to one."""

import datetime

import pytest
from repositories import PERSONA, Repository

from toolbelt_data import Analysis, load, open_edition
from toolbelt_data.analysis import by_day, edition_before, history_to
from toolbelt_data.source import open_named

BEA, WORDS = "personas/b.md", "## Name: Bea the Builder\n### Role:\n- Builder\n"


@pytest.fixture
def made(tmp_path):
    """Editions as commits: a persona, a second one, and a word more of her."""
    repository = Repository(tmp_path / "toolbelt")
    repository.commit("older", {"personas/a.md": PERSONA})
    repository.commit("code", {"src/main.py": "print()"})
    repository.commit("newer", {BEA: WORDS})
    repository.commit("word", {BEA: WORDS + "- Mason\n"})
    repository.commit("picture", {"personas/picture.png": b"\x89PNG"})
    return repository


def previous(source, revision=None):
    found = edition_before(open_edition(source, revision))
    return found and (found.revision or found.name)


def commits(repository):
    lines = repository.git("log", "--format=%H %s").splitlines()
    return dict(line.split(" ", 1)[::-1] for line in lines)


def test_the_edition_before_is_the_newest_of_an_earlier_day(made, tmp_path, monkeypatch):
    assert (previous(None), previous("2025-04-04")) == ("2025-05-29", None)
    monkeypatch.setenv("TOOLBELT_CACHE", str(tmp_path / "cache"))
    made.git("clone", "-q", "--bare", made.folder, tmp_path / "bare.git")
    for source in (str(tmp_path / "bare.git"), f"file://{made.folder}"):
        assert previous(source) == commits(made)["newer"]
        assert history_to(Analysis(source)).subject.tolist() == ["older", "newer", "word"]


def test_a_word_means_a_folder_an_edition_a_revision_or_a_day(made):
    day = (made.day - datetime.timedelta(days=2)).isoformat()
    assert open_named("HEAD~2", made.folder).revision == commits(made)["newer"]
    assert open_named(day, made.folder).revision == commits(made)["newer"]
    assert open_named(str(made.folder)).name == "toolbelt"
    assert open_named("2025-05-29").name == "2025-05-29"


def test_a_history_ends_with_what_is_read(made):
    def past(source, revision=None, since=""):
        return history_to(Analysis(load(source, revision)), since)

    assert past(made.folder).subject.tolist() == ["older", "newer", "word"]
    assert past(made.folder, "HEAD~2").subject.tolist() == ["older", "newer"]
    assert past(made.folder, since="2025-01-04").subject.tolist() == ["newer", "word"]
    (made.folder / BEA).unlink()
    changed = past(made.folder)
    assert changed.revision.tolist()[-1] == "toolbelt"
    assert changed.date.tolist()[-1] == changed.date.tolist()[-2]
    assert changed.personas.tolist() == [1, 2, 2, 1]
    assert past("2025-04-04").revision.tolist() == ["2025-04-04"]


def test_a_folder_without_a_past_has_itself(made, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    for folder in (tmp_path / "alone", made.folder / "drafts"):
        folder.mkdir()
        (folder / "a.md").write_text("## Name: Ada the Admin\n### Role:\n- Admin\n")
        assert previous(folder) is None
        past = history_to(Analysis(folder))
        assert past[["revision", "date", "personas"]].values.tolist() == [[folder.name, "", 1]]
        assert by_day(past).empty
