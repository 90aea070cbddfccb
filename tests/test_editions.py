"""Editions of a notebook: which two are compared, and the history that they stand in."""

import datetime

import pandas as pd
import pytest
from repositories import Repository, edition

from toolbelt_data import load, notebook, open_edition
from toolbelt_data.analysis import changes_of, history, history_events, read_judgements
from toolbelt_data.analysis.history import edition_before, has_past
from toolbelt_data.analysis.suggestions import THRESHOLD
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
    return dict(
        line.split(" ", 1)[::-1] for line in repository.git("log", "--format=%H %s").splitlines()
    )


def test_the_embedded_edition_is_compared_with_the_one_before():
    assert names(notebook.open_both()) == ["2025-05-29", "2025-06-10"]
    first = notebook.open_both(source="2025-04-04")
    assert first.old is first.new
    assert notebook.told_editions(first).startswith("No edition before 2025-04-04")


def test_a_revision_is_compared_with_the_documents_before_it(made):
    at = commits(made)
    for revision, before in (("HEAD", "newer"), (at["word"], "newer"), (at["newer"], "older")):
        found = edition_before(open_edition(made.folder, revision))
        assert found.revision == at[before]
    assert edition_before(open_edition(made.folder, at["older"])) is None


def test_a_folder_is_compared_with_what_was_checked_out(made):
    at = commits(made)
    assert edition_before(open_edition(made.folder)).revision == at["newer"]
    (made.folder / DEVELOPERS).write_text("# Nothing left\n")
    assert edition_before(open_edition(made.folder)).revision == at["word"]
    found = edition_before(open_edition(made.folder / "personas"))
    assert (found.revision, next(iter(found.files))) == (at["word"], "README.md")


def test_an_edition_that_could_not_be_read_is_passed_over(made):
    made.commit("broken", {DEVELOPERS: b"\xff"})
    made.commit("mended", {DEVELOPERS: edition()[DEVELOPERS] + b"\n- Two remedies more\n"})
    found = open_edition(made.folder, "HEAD")
    assert edition_before(found).revision == commits(made)["word"]


def test_a_bare_repository_and_an_address_have_a_past_too(made, tmp_path, monkeypatch):
    monkeypatch.setenv("TOOLBELT_CACHE", str(tmp_path / "cache"))
    made.git("clone", "-q", "--bare", made.folder, tmp_path / "bare.git")
    for source in (str(tmp_path / "bare.git"), f"file://{made.folder}"):
        both = notebook.open_both(source=source)
        assert names(both) == [commits(made)["newer"], commits(made)["picture"]]
        past = notebook.open_history(both.new, read_judgements(), THRESHOLD)
        assert past.subject.tolist() == ["older", "newer", "word"]
        assert history_events(past, source).subject.tolist()[0] == "newer"


def test_old_and_new_are_paths_or_revisions(made, tmp_path):
    at, source = commits(made), str(made.folder)
    assert names(notebook.open_both("HEAD~2", "main", source)) == [at["newer"], at["picture"]]
    assert names(notebook.open_both(source, "2025-05-29")) == ["toolbelt", "2025-05-29"]
    day = (made.day - datetime.timedelta(days=2)).isoformat()
    assert names(notebook.open_both(day, "", source))[0] == at["newer"]


def test_a_folder_comes_before_a_revision_of_its_name(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made.git("tag", "toolbelt")
    assert open_named("toolbelt", made.folder).revision is None
    assert open_named("refs/tags/toolbelt", made.folder).revision == commits(made)["picture"]


def test_what_names_no_edition_is_refused(made):
    with pytest.raises(SourceError, match="nowhere: no such folder, and no source is named"):
        open_named("nowhere")
    with pytest.raises(SourceError, match="nowhere"):
        open_named("nowhere", made.folder)


def test_a_history_ends_with_what_is_read(made, tmp_path):
    judged = read_judgements()

    def past(source, revision=None, since=""):
        return notebook.open_history(load(source, revision), judged, THRESHOLD, since)

    assert past(made.folder).subject.tolist() == ["older", "newer", "word"]
    assert past(made.folder, "HEAD~2").subject.tolist() == ["older", "newer"]
    assert past(made.folder, since="2025-01-04").subject.tolist() == ["newer", "word"]
    (made.folder / DEVELOPERS).unlink()
    changed = past(made.folder)
    assert changed.revision.tolist()[-1] == "toolbelt"
    assert changed.date.tolist()[-1] == changed.date.tolist()[-2]
    assert changed.personas.tolist() == [13, 20, 20, 12]
    assert past("2025-04-04").revision.tolist() == ["2025-04-04"]


def test_a_folder_without_a_repository_has_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "a.md").write_text("## Name: Ada the Admin\n### Role:\n- Admin\n")
    corpus = load(tmp_path)
    assert not has_past(corpus.edition)
    assert edition_before(corpus.edition) is None
    past = notebook.open_history(corpus, read_judgements(), THRESHOLD)
    assert past[["revision", "date", "personas"]].values.tolist() == [[tmp_path.name, "", 1]]
    picture = notebook.trend(past, history_events(past, str(tmp_path)))
    assert picture.alt == "These documents have no history: they stand in no git repository."
    assert picture.png().startswith(b"\x89PNG")


def test_a_folder_that_its_repository_does_not_have_has_itself(made):
    folder = made.folder / "drafts"
    folder.mkdir()
    (folder / "a.md").write_text("## Name: Ada the Admin\n### Role:\n- Admin\n")
    both = notebook.open_both(source=str(folder))
    assert both.old is both.new
    past = notebook.open_history(both.new, read_judgements(), THRESHOLD)
    assert past[["revision", "date", "personas"]].values.tolist() == [["drafts", "", 1]]


def test_events_of_an_embedded_edition_that_is_named_are_those_of_all():
    assert history_events(history(), "2025-06-10").equals(history_events(history()))


def test_events_are_the_editions_that_moved_the_numbers(made):
    past = history(made.folder)
    events = history_events(past, made.folder)
    assert events.subject.tolist() == ["newer"]
    assert events.words[0].startswith("10 personas came: Daniel the Data Scientist")
    assert "gaps 7 → 12" in events.moved[0]
    assert history_events(past, made.folder, 0).empty
    made.commit("broken", {DEVELOPERS: b"\xff"})
    made.commit("emptied", {DEVELOPERS: "# Nobody\n"})
    events = history_events(history(made.folder), made.folder)
    assert events.subject.tolist() == ["newer", "emptied"]
    assert events.words[1].startswith("8 personas went")


def test_a_trend_says_what_it_shows(made):
    made.commit("broken", {DEVELOPERS: b"\xff"})
    past = history(made.folder)
    alt = notebook.trend(past, history_events(past, made.folder)).alt
    assert alt.startswith("4 editions from 2025-01-02 to 2025-01-05: challenges from 31 to 70;")
    assert "1 edition could not be read." in alt
    assert " 1: 2025-01-04, 10 personas came" in alt
    assert notebook.told_trend(past).endswith("1 edition could not be read.")
    broken = past[past.error.notna()].reset_index(drop=True)
    assert notebook.trend(broken, history_events(broken, made.folder)).png()
    assert notebook.told_trend(broken) == "No edition could be read."


def test_an_edition_without_a_day_is_told_and_not_drawn(made):
    past = history(made.folder)
    past.loc[1, "date"] = ""
    events = history_events(past, made.folder)
    assert events.date.tolist() == [""]
    picture = notebook.trend(past, events)
    assert picture.png().startswith(b"\x89PNG")
    assert picture.alt.startswith("2 editions from 2025-01-02 to 2025-01-05")


def test_places_are_given_where_a_thing_stood_and_stands():
    both = notebook.open_both("2025-04-04")
    from toolbelt_data.analysis import changes_of

    rows = notebook.with_places(changes_of(both), "persona", "added removed moved")
    assert set(rows.change) == {"added", "removed", "moved"}
    assert rows.before.isna().tolist() == (rows.change == "added").tolist()
    assert rows.place.isna().tolist() == (rows.change == "removed").tolist()
    sections = notebook.with_places(changes_of(both), "section")
    assert sections.whose.tolist()[0] == "Stanislav the Student Maintainer, role"
    first = notebook.with_places(rows, people=["Danika the Developer-Consumer"])
    assert first.whose.iloc[0] == "Danika the Developer-Consumer"
    assert len(first) == len(rows)


def test_texts_side_by_side_are_escaped_and_marked():
    rows = pd.DataFrame(
        {
            "whose": ["<b>Ada</b>"],
            "old_text": ["no <script>alert(1)</script> time for this work"],
            "new_text": ["no <script>alert(2)</script> time for this work"],
            "old_path": ["b.md"],
            "old_line": [2],
            "new_path": ["a.md"],
            "new_line": [3],
            "confidence": [0.7],
            "doubtful": [True],
        }
    )
    shown = notebook.SideBySide(rows, "Texts")
    assert "<script" not in shown.html
    assert "<b>Ada" not in shown.html
    assert "<del>&lt;script&gt;alert(1)&lt;/script&gt;</del> " in shown.html
    assert "<ins>&lt;script&gt;alert(2)&lt;/script&gt;</ins> " in shown.html
    assert "0.70, doubtful" in shown.html
    assert '<span class="place older">b.md:2</span>' in shown.html
    assert '<span class="place">a.md:3</span>' in shown.html
    assert str(shown).splitlines()[0] == "Texts"
    assert "none" in notebook.SideBySide(rows.iloc[:0]).html


@pytest.mark.parametrize("most", [0, 3, 60])
def test_bars_of_changes_are_drawn_whatever_their_number(most):
    table = pd.DataFrame(
        {
            "name": ["漢字 $x_1$", "Ada"],
            "state": ["stayed", "removed"],
            "kept": [most, 0],
            "reworded": [0, 0],
            "added": [1, 0],
            "removed": [0, most],
        }
    )
    picture = notebook.change_bars(table)
    assert picture.png().startswith(b"\x89PNG")
    assert f"Ada (gone) 0 kept, 0 reworded, 0 added, {most} removed" in picture.alt
    assert notebook.change_bars(table.iloc[:0]).png()


def test_nothing_is_written_into_the_repository(made):
    def listing():
        return {
            path: (path.stat().st_mtime_ns, path.stat().st_size)
            for path in made.folder.rglob("*")
            if path.is_file()
        }

    before = listing()
    past = notebook.open_history(load(made.folder), read_judgements(), THRESHOLD)
    history_events(past, made.folder)
    edition_before(open_edition(made.folder))
    assert listing() == before
    assert not [path for path in before if path.suffix == ".lock"]


def test_the_answer_says_what_changed_and_since_when(made):
    both = notebook.open_both(source=str(made.folder), revision="HEAD")
    told = notebook.told_changes(both, changes_of(both))
    assert told == (
        f"Since edition {both.old.edition.name}: statements: 1 added (Timmy the Test Engineer)."
    )
    same = notebook.open_both("HEAD", "HEAD", str(made.folder))
    assert notebook.told_changes(same, changes_of(same)).endswith(
        ": nothing that is compared changed."
    )
    alone = notebook.open_both(source="2025-04-04")
    assert notebook.told_changes(alone, changes_of(alone)) == notebook.told_editions(alone)


def test_gaps_that_nobody_judged_are_said_to_be_guessed():
    effects = pd.DataFrame(
        {
            "effect": ["closed", "closed", "opened", "new gap", "same"],
            "new_basis": ["suggested", "judged", "suggested", "suggested", "suggested"],
        }
    )
    assert notebook.told_gaps(effects) == (
        "2 gaps came, 2 went. 2 of the 3 that closed or opened rest on suggestions, which are weak."
    )
    assert notebook.told_gaps(effects.iloc[1:2]) == "0 gaps came, 1 went."


def test_an_edition_that_cannot_be_read_is_named_in_the_error(made):
    made.commit("broken", {DEVELOPERS: b"\xff"})
    name = open_edition(made.folder, "HEAD").name
    with pytest.raises(SourceError) as caught:
        notebook.open_both("HEAD", "HEAD~1", str(made.folder))
    assert str(caught.value) == (
        f"{name}, {DEVELOPERS}:1: not UTF-8 (0xff at byte 0); save the file as UTF-8, or exclude it in toolbelt.toml"
    )


def test_events_of_a_history_are_found_without_naming_its_source_again(made):
    past = history(made.folder)
    pd.testing.assert_frame_equal(history_events(past), history_events(past, made.folder))
    assert "10 personas came" in history_events(past).words.iloc[0]


def test_a_history_is_drawn_without_events(made):
    alt = notebook.trend(history(made.folder)).alt
    assert alt.startswith("3 editions from ")
    assert "Events" not in alt
