"""Histories: which commits are editions, what is counted of each, and which one was before."""

import subprocess

import pandas as pd
import pytest
from repositories import Repository, begin, commit, eventful

import toolbelt_data
from toolbelt_data import ParameterError, SourceError, ToolbeltError
from toolbelt_data.analysis import Analysis, by_day, counts, history
from toolbelt_data.analysis.history import COUNTS
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.source import embedded_editions

ADA = "## Name: Ada the Admin\n### Challenges:\n- Old servers\n"
FOLDER = "personas/a.md"


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    """A repository in which everything happens, the subjects of its editions, and its history."""
    made, subjects = eventful(tmp_path_factory.mktemp("past") / "toolbelt")
    return made.folder, subjects, history(made.folder)


@pytest.fixture
def made(tmp_path):
    """A repository with two editions."""
    repository = Repository(tmp_path / "toolbelt")
    repository.commit("one", {FOLDER: ADA, "toolbelt.md": "# No document"})
    repository.commit("two", {FOLDER: ADA + "- New servers\n"})
    return repository


# -- which commits are editions --------------------------------------------------------------------


def test_a_commit_is_an_edition_if_its_documents_differ_from_its_first_parents(past):
    _, subjects, found = past
    assert found.subject.tolist() == subjects
    TABLE["history"].check(found)


def test_each_row_counts_what_load_and_check_say_or_has_their_error(past):
    folder, _, found = past
    for row in found.to_dict("records"):
        if pd.isna(row["error"]):
            assert (
                counts(Analysis(toolbelt_data.load(folder, row["revision"]))).items() <= row.items()
            )
            continue
        with pytest.raises(ToolbeltError) as caught:
            toolbelt_data.load(folder, row["revision"])
        assert row["error"] == str(caught.value).replace(str(folder), folder.name)
        assert all(pd.isna(row[name]) for name in COUNTS)
    assert found[found.error.notna()].subject.tolist() == ["break", "no settings", "gone"]  # fmt: skip


def test_a_folder_a_bare_repository_and_a_revision_have_histories_of_their_own(past, made, tmp_path):  # fmt: skip
    folder, subjects, whole = past
    others = ("leave out", "no settings", "settings", "case")
    found = history(folder / "personas")
    assert found.subject.tolist() == [one for one in subjects if one not in others]
    subprocess.run(["git", "clone", "-q", "--bare", folder, tmp_path / "bare.git"], check=True)
    readable = whole.error.isna()
    pd.testing.assert_frame_equal(history(tmp_path / "bare.git")[readable], whole[readable])
    assert history(made.folder, "HEAD~1").subject.tolist() == ["one"]


def test_since_and_changes_only_leave_editions_out(made):
    made.commit("words", {FOLDER: ADA + "- Newer servers\n"})
    made.commit("more", {FOLDER: ADA + "- Newer servers\n- No time\n"})
    whole = history(made.folder)
    assert whole.date.tolist() == [f"2025-01-0{day}" for day in (2, 3, 4, 5)]
    since = history(made.folder, since="2025-01-04")
    pd.testing.assert_frame_equal(since, whole[2:].reset_index(drop=True))
    found = history(made.folder, changes_only=True)
    assert found.subject.tolist() == ["one", "two", "more"]
    assert history(made.folder, since="2025-02-01").empty


def test_a_shallow_clone_tells_where_it_begins_and_what_is_missing_is_an_error(told, made, tmp_path):  # fmt: skip
    assert history(made.folder).attrs["edge"] is None
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{made.folder}", clone], check=True)  # fmt: skip
    assert history(clone).attrs["edge"] == made.git("rev-parse", "HEAD")
    assert "the clone is shallow, from " in told("history", "--source", clone).stderr
    blob = made.git("rev-parse", f"HEAD~1:{FOLDER}")
    (made.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    found = history(made.folder)
    assert found.challenges.tolist()[1] == 2
    assert f"object {blob} cannot be read; check the repository with git fsck" in found.error[0]


def test_without_a_source_the_embedded_editions_are_the_history():
    found = history()
    assert found.revision.tolist() == found.date.tolist() == embedded_editions()
    assert counts(Analysis()).items() <= found.iloc[-1].to_dict().items()
    assert history("2025-04-04").revision.tolist() == ["2025-04-04"]
    with pytest.raises(SourceError, match="revision HEAD: the embedded edition 2025-04-04 has no"):
        history("2025-04-04", "HEAD")


@pytest.mark.parametrize(
    ("given", "more", "said"),
    [
        ("", {}, "not a git repository"),
        ("toolbelt", {"since": "2025-02-30"}, "parameter since: '2025-02-30' is not a day"),
        (None, {"revision": "main"}, "revision main: the embedded edition"),
    ],
)
def test_what_has_no_history_is_refused(tmp_path, made, given, more, said):
    with pytest.raises((SourceError, ParameterError), match=said):
        history(None if given is None else tmp_path / given, **more)


# -- the edition before, and the trend -------------------------------------------------------------


def test_a_trend_has_one_point_per_day_on_which_a_number_changed(tmp_path):
    folder = begin(tmp_path / "toolbelt", a="# Nobody yet\n")
    days = ["2025-01-03", "2025-01-03", "2025-01-04", "2025-01-05"]
    texts = [ADA, ADA + "- No time\n", ADA + "- No money\n", ADA + "- No money\n- No sleep\n"]
    for day, text in zip(days, texts, strict=True):
        commit(folder, day, a=text)
    (folder / FOLDER).write_bytes(b"\xff")
    commit(folder, "2025-01-06")
    points = by_day(history(folder))
    assert points.date.tolist() == ["2025-01-03", "2025-01-05"]
    assert points.challenges.tolist() == [2, 3]


# -- the command -----------------------------------------------------------------------------------


def test_the_command_prints_an_aligned_table_with_changes(told, made):
    made.commit("break", {FOLDER: b"\xff"})
    lines = [line.split() for line in told("history", "--source", made.folder).stdout.splitlines()]
    revisions = [made.git("rev-parse", f"HEAD~{back}")[:7] for back in (2, 1, 0)]
    assert [line[:2] for line in lines[:4]] == [
        ["date", "commit"],
        *([f"2025-01-0{2 + at}", one] for at, one in enumerate(revisions)),
    ]
    assert lines[1][2:] == ["1", "0", "1", "1", "1", "0", "0", "0", "1", "one"]
    assert lines[2][2:] == ["1", "0", "2", "2", "+1", "2", "+1", "0", "0", "0", "1", "two"]
    assert " ".join(lines[3][2:]).startswith("not read: personas/a.md:1: not UTF-8")
    assert " ".join(lines[4]).endswith("from 1 gap in 1 challenge to 2 gaps in 2 challenges")
