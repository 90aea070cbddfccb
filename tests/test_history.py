"""Histories: which commits are editions, what is counted of each, and which one was before."""

import json
import subprocess
import sys
from collections import Counter

import pandas as pd
import pytest
from repositories import Repository, begin, commit, edition, eventful

import toolbelt_data
from toolbelt_data import ParameterError, SourceError, ToolbeltError, check, open_edition
from toolbelt_data.analysis import Analysis, by_day, edition_before, history
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


def today(corpus):
    """Count an edition by the functions that everybody uses."""
    found, analysis = check(corpus).severity.value_counts(), Analysis(corpus)
    asked = analysis.challenges[~analysis.challenges.summary]
    status = corpus.personas.status.value_counts()
    return {
        "personas": len(corpus.personas),
        "documented": status.get("documented", 0),
        "partial": status.get("partial", 0),
        "placeholders": status.get("placeholder", 0),
        "statements": int((corpus.statements.sums_up.str.len() == 0).sum()),
        "challenges": len(asked),
        "covered": int(asked.coverage.isin(["direct", "partial"]).sum()),
        "gaps": len(analysis.gaps),
        "unreviewed": int((asked.coverage == "unreviewed").sum()),
        "listings_unwritten": int(corpus.listings.persona_id.isna().sum()),
        "errors": found.get("error", 0),
        "warnings": found.get("warning", 0),
        "notes": found.get("note", 0),
    }


# -- which commits are editions --------------------------------------------------------------------


def test_a_commit_is_an_edition_if_its_documents_differ_from_its_first_parents(past):
    _, subjects, found = past
    assert found.subject.tolist() == subjects
    TABLE["history"].check(found)


def test_each_row_counts_what_load_and_check_say_or_has_their_error(past):
    folder, _, found = past
    for row in found.to_dict("records"):
        if pd.isna(row["error"]):
            assert today(toolbelt_data.load(folder, row["revision"])).items() <= row.items()
            continue
        with pytest.raises(ToolbeltError) as caught:
            toolbelt_data.load(folder, row["revision"])
        assert row["error"] == str(caught.value).replace(str(folder), folder.name)
        assert all(pd.isna(row[name]) for name in COUNTS)
    assert found[found.error.notna()].subject.tolist() == ["break", "break and write", "no settings", "gone"]  # fmt: skip


def test_equal_documents_are_counted_once_and_alike(past, monkeypatch):
    module = sys.modules["toolbelt_data.analysis.history"]
    counted = Counter()

    def counting(corpus, count=module.check):
        counted[tuple(corpus.edition.files.items()), repr(corpus.edition.settings)] += 1
        return count(corpus)

    monkeypatch.setattr(module, "check", counting)
    pd.testing.assert_frame_equal(history(past[0]), past[2])
    assert set(counted.values()) == {1}
    found = past[2].set_index("subject").drop(columns=["revision", "date", "error"])
    assert found.loc["back"].equals(found.loc["settings"])


def test_a_folder_a_bare_repository_and_a_revision_have_histories_of_their_own(past, made, tmp_path):  # fmt: skip
    folder, subjects, whole = past
    others = ("leave out", "no settings", "settings", "case", "break and write")
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


def test_days_and_subjects_are_the_committers(made):
    message = made.folder / "message"
    message.write_bytes(f"Gr\u00fc\u00dfe {'x' * 10_000}\n\nmore\n".encode("latin-1"))
    made.write({FOLDER: ADA + "- Other servers\n"})
    made.git("add", "personas")
    made.git("-c", "i18n.commitEncoding=iso-8859-1", "commit", "-q", "-F", message)
    row = history(made.folder).iloc[-1]
    assert row.date == made.git("log", "-1", "--format=%cs")
    assert row.subject == f"Gr\u00fc\u00dfe {'x' * 192}.."


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
    assert today(toolbelt_data.load()).items() <= found.iloc[-1].to_dict().items()
    assert history("2025-04-04").revision.tolist() == ["2025-04-04"]


@pytest.mark.parametrize(
    ("given", "more", "said"),
    [
        ("", {}, "not a git repository"),
        ("nothing", {}, "no such folder"),
        ("toolbelt", {"since": "2025-02-30"}, "parameter since: '2025-02-30' is not a day"),
        (None, {"revision": "main"}, "revision main: of no source"),
    ],
)
def test_what_has_no_history_is_refused(tmp_path, made, given, more, said):
    with pytest.raises((SourceError, ParameterError), match=said):
        history(None if given is None else tmp_path / given, **more)


# -- the edition before, and the trend -------------------------------------------------------------


def test_the_edition_before_is_the_newest_of_an_earlier_day(tmp_path):
    folder = begin(tmp_path / "toolbelt", a=ADA)
    good = commit(folder, "2025-01-03", a=ADA + "- No time\n")
    (folder / FOLDER).write_bytes(b"\xff")
    commit(folder, "2025-01-04")
    commit(folder, "2025-01-06", a=ADA + "- No money\n")
    commit(folder, "2025-01-06", a=ADA + "- No sleep\n")
    (folder / "NOTES.md").write_text("No document.")
    commit(folder, "2025-01-07")
    assert edition_before(open_edition(folder, "HEAD")).revision == good
    assert edition_before(open_edition(folder)).revision == good
    assert edition_before(open_edition(folder, good)).date == "2025-01-02"
    (folder / FOLDER).write_text(ADA)
    assert edition_before(open_edition(folder)).date == "2025-01-07"
    assert edition_before(open_edition(folder, "HEAD~5")) is None


def test_without_a_past_there_is_no_edition_before(made, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    assert edition_before(open_edition("2025-05-29")).name == "2025-04-04"
    assert edition_before(open_edition("2025-04-04")) is None
    for folder in (tmp_path / "other", made.folder / "drafts"):
        folder.mkdir()
        (folder / "a.md").write_text(ADA)
        assert edition_before(open_edition(folder)) is None


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
    done = told("history", "--source", made.folder)
    revisions = [made.git("rev-parse", f"HEAD~{back}")[:7] for back in (2, 1, 0)]
    lines = [line.split() for line in done.stdout.splitlines()]
    counts = "personas documented statements challenges +/- gaps +/- unreviewed unwritten errors warnings"  # fmt: skip
    assert lines[0] == ["date", "commit", *counts.split(), "subject"]
    assert lines[1] == f"2025-01-02 {revisions[0]} 1 0 1 1 1 0 0 0 1 one".split()
    assert lines[2] == f"2025-01-03 {revisions[1]} 1 0 2 2 +1 2 +1 0 0 0 1 two".split()
    refused = "not read: personas/a.md:1: not UTF-8 (0xff at byte 0); save the file as UTF-8,"
    assert " ".join(lines[3]).startswith(f"2025-01-04 {revisions[2]} {refused}")
    assert " ".join(lines[4]) == (
        "3 editions, 2025-01-02 to 2025-01-04, 1 of them not read:"
        " from 1 gap in 1 challenge to 2 gaps in 2 challenges"
    )


def test_the_command_writes_csv_and_json(told, made):
    made.commit("words", {FOLDER: ADA + "- Newer servers\n"})
    found, words = history(made.folder), ("history", "--source", made.folder, "--format")
    rows = json.loads(told(*words, "json", "--changes-only").stdout)
    assert [row["revision"] for row in rows] == found.revision.tolist()[:2]
    lines = told(*words, "csv").stdout.splitlines()
    assert (lines[0].split(","), len(lines)) == (TABLE["history"].names, 4)


def test_nothing_to_measure_and_nothing_to_read_are_two_things(told, made, tmp_path):
    nothing = Repository(tmp_path / "nothing")
    nothing.commit("code", {"main.py": ""})
    for words, status in (
        (("--source", nothing.folder), 3),
        (("--source", made.folder, "--since", "2030-01-01"), 3),
        (("--source", made.folder, "--since", "soon"), 2),
        (("--source", tmp_path / "none"), 2),
    ):
        done = told("history", *words)
        assert (done.returncode, done.stdout) == (status, "")
        assert len(done.stderr.splitlines()) == 1


def test_equal_editions_of_the_embedded_documents_are_counted_alike(made):
    made.commit("embedded", {FOLDER: None, **edition()})
    assert history(made.folder).iloc[-1][COUNTS].tolist() == history().iloc[-1][COUNTS].tolist()
