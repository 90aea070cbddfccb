"""Histories: which commits are editions, what is counted of each, and by how much work."""

import json
import subprocess
import sys
from collections import Counter

import pandas as pd
import pytest
from repositories import Repository, edition, eventful

import toolbelt_data
from toolbelt_data import ParameterError, SourceError, ToolbeltError, check, open_edition
from toolbelt_data.analysis import (
    counted,
    gaps,
    history,
    unwritten_listings,
)
from toolbelt_data.analysis.history import counts, processes
from toolbelt_data.analysis.tables import TABLE
from toolbelt_data.source import embedded_editions, snapshots
from toolbelt_data.text import digest

ADA = "## Name: Ada the Admin\n### Challenges:\n- Old servers\n"


@pytest.fixture(scope="module")
def past(tmp_path_factory):
    """A repository in which everything happens, the subjects of its editions, and its history."""
    made, subjects = eventful(tmp_path_factory.mktemp("past") / "toolbelt")
    return made.folder, subjects, history(made.folder, jobs=1)


@pytest.fixture
def made(tmp_path):
    """A repository with two editions."""
    repository = Repository(tmp_path / "toolbelt")
    repository.commit("one", {"personas/a.md": ADA, "toolbelt.md": "# No document"})
    repository.commit("two", {"personas/a.md": ADA + "- New servers\n"})
    return repository


def today(corpus):
    """Count an edition by the functions that everybody uses."""
    found, challenges = check(corpus).severity.value_counts(), counted(gaps(corpus))
    status = corpus.personas.status.value_counts()
    return {
        "personas": len(corpus.personas),
        "documented": status.get("documented", 0),
        "partial": status.get("partial", 0),
        "placeholders": status.get("placeholder", 0),
        "statements": len(counted(corpus.statements)),
        "challenges": len(challenges),
        "covered": int(challenges.coverage.isin(["direct", "partial"]).sum()),
        "gaps": int((challenges.coverage == "none").sum()),
        "listings_unwritten": len(unwritten_listings(corpus)),
        "errors": found.get("error", 0),
        "warnings": found.get("warning", 0),
        "notes": found.get("note", 0),
    }


def told_of(error, folder):
    """Give an error's words with the source called by its name alone."""
    return str(error).replace(str(folder), folder.name)


# -- which commits are editions --------------------------------------------------------------------


def test_a_commit_is_an_edition_where_the_documents_are_others_than_its_first_parents(past):
    _, subjects, found = past
    assert found.subject.tolist() == subjects
    TABLE["history"].check(found)


def test_the_past_reads_what_a_revision_has(past):
    folder, subjects, _ = past
    found, _ = snapshots(folder)
    assert [one.subject for one in found] == subjects
    for one in found:
        if one.error is not None:
            with pytest.raises(ToolbeltError) as caught:
                open_edition(folder, one.edition.revision)
            assert str(one.error) == told_of(caught.value, folder)
        else:
            own, wanted = one.edition, open_edition(folder, one.edition.revision)
            assert (own.files, own.excluded) == (wanted.files, wanted.excluded)
            assert (own.settings, own.name, own.date) == (
                wanted.settings, wanted.name, wanted.date
            )  # fmt: skip
            assert [*map(str, own.unread.values())] == [*map(str, wanted.unread.values())]


def test_each_row_counts_what_everybody_counts(past):
    folder, _, found = past
    rows = found.to_dict("records")
    assert today(toolbelt_data.load(folder)).items() <= rows[-1].items()
    read = 0
    for row in rows:
        if not pd.isna(row["error"]):
            with pytest.raises(ToolbeltError) as caught:
                toolbelt_data.load(folder, row["revision"])
            assert row["error"] == told_of(caught.value, folder)
            assert str(folder.parent) not in row["error"]
            assert all(
                pd.isna(row[column.name])
                for column in TABLE["history"].columns
                if column.kind == "int"
            )
            continue
        assert today(toolbelt_data.load(folder, row["revision"])).items() <= row.items()
        read += 1
    assert (read, len(rows)) == (14, 18)


def test_what_cannot_be_read_says_why_and_the_history_goes_on(past):
    folder, _, found = past
    errors = found[found.error.notna()].set_index("subject").error.str.replace(str(folder), "")
    assert [*errors.index] == ["break", "break and write", "no settings", "gone"]
    assert errors["break"].startswith("personas/README.md:")
    assert "not UTF-8 (0xff at byte" in errors["break"]
    assert errors["no settings"].startswith("toolbelt.toml: not TOML")
    assert "no markdown document" in errors["gone"]


def test_equal_documents_have_equal_counts_wherever_they_stand(past):
    found = past[2].set_index("subject").drop(columns=["revision", "date", "error"])
    assert found.loc["no carriage returns"].equals(found.loc["merge both"])
    assert found.loc["back"].equals(found.loc["settings"])
    assert not found.loc["split"].equals(found.loc["index"])


def test_a_folder_of_a_repository_has_a_history_of_its_own(past):
    folder, subjects, _ = past
    found = history(folder / "personas", jobs=1)
    settings = ("leave out", "no settings", "settings")
    assert found.subject.tolist() == [
        one for one in subjects if one not in ("case", "break and write", *settings)
    ]
    assert (
        today(toolbelt_data.load(folder / "personas")).items() <= found.iloc[-1].to_dict().items()
    )


def test_a_folder_that_a_commit_lacks_begins_later(made):
    made.commit("drafts", {"drafts/b.md": ADA})
    made.commit("no drafts", {"drafts/b.md": None})
    (made.folder / "drafts").mkdir(exist_ok=True)
    found = history(made.folder / "drafts")
    assert found.subject.tolist() == ["drafts", "no drafts"]
    assert "no markdown document in it at 2025-01-05-" in found.error[1]


def test_a_bare_repository_has_the_same_history(past, tmp_path):
    subprocess.run(["git", "clone", "-q", "--bare", past[0], tmp_path / "bare.git"], check=True)
    found = history(tmp_path / "bare.git", jobs=1)
    readable = found.error.isna()
    pd.testing.assert_frame_equal(found[readable], past[2][readable])


def test_a_repository_of_long_names_is_read(tmp_path):
    repository = Repository(tmp_path / "toolbelt", "--object-format=sha256")
    repository.commit("one", {"personas/deep/a.md": ADA})
    found = history(repository.folder)
    assert found.revision.str.len().tolist() == [64]
    assert found.challenges.tolist() == [1]


def test_a_history_leads_to_the_revision_that_is_named(made):
    assert history(made.folder, "HEAD~1").subject.tolist() == ["one"]


def test_a_history_since_a_day_has_the_rows_of_then(made):
    whole = history(made.folder)
    assert whole.date.tolist() == ["2025-01-02", "2025-01-03"]
    since = history(made.folder, since="2025-01-03")
    pd.testing.assert_frame_equal(since, whole[1:].reset_index(drop=True))
    assert history(made.folder, since="2025-01-04").empty


def test_days_are_those_of_the_committers_calendar(made):
    found = history(made.folder)
    for revision, day in zip(found.revision, found.date, strict=True):
        assert made.git("log", "-1", "--format=%cs", revision) == day


def test_subjects_are_read_in_their_encoding(made):
    made.write({"personas/a.md": ADA + "- Other servers\n"})
    message = made.folder / "message"
    message.write_bytes("Gr\u00fc\u00dfe\n\nmore\n".encode("latin-1"))
    made.git("add", "personas")
    made.git("-c", "i18n.commitEncoding=iso-8859-1", "commit", "-q", "-F", message)
    assert history(made.folder).subject.tolist()[-1] == "Gr\u00fc\u00dfe"


def test_subjects_may_be_empty_or_too_long(made):
    for number, subject in enumerate(("", "x" * 10_000)):
        made.write({"personas/a.md": f"{ADA}- {number}\n"})
        made.git("commit", "-q", "-a", "--allow-empty-message", "-m", subject)
    assert history(made.folder).subject.tolist()[-2:] == ["", f"{'x' * 198}.."]


def test_a_shallow_clone_tells_where_it_begins(made, tmp_path):
    assert history(made.folder).attrs["edge"] is None
    made.commit("three", {"personas/a.md": ADA + "- Newer servers\n"})
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "2", f"file://{made.folder}", clone], check=True
    )
    found = history(clone)
    assert found.subject.tolist() == ["two", "three"]
    assert found.attrs["edge"] == found.revision[0]


def test_a_missing_object_is_an_error_of_its_edition(made):
    blob = made.git("rev-parse", "HEAD~1:personas/a.md")
    (made.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    found = history(made.folder)
    assert found.challenges.tolist()[1] == 2
    assert f"object {blob} cannot be read; check the repository with git fsck" in found.error[0]


def test_what_a_clone_lacks_is_not_fetched(made, tmp_path):
    made.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    words = ["git", "clone", "-q", "--no-checkout", "--filter=blob:none"]
    subprocess.run([*words, f"file://{made.folder}", clone], check=True)
    found = history(clone)
    assert found.challenges.isna().all()
    assert found.error.str.contains("clone it again without --filter").all()


def test_without_a_source_the_embedded_editions_are_the_history():
    found = history()
    assert found.revision.tolist() == found.date.tolist() == embedded_editions()
    for name, row in zip(embedded_editions(), found.to_dict("records"), strict=True):
        assert today(toolbelt_data.load(name)).items() <= row.items()
    assert history("2025-04-04").revision.tolist() == ["2025-04-04"]
    assert history(since="2025-06-01").revision.tolist() == ["2025-06-10"]


def test_each_refusal_says_place_finding_and_mend(tmp_path, made):
    said = {}
    for name, given, more in (
        ("no repository", tmp_path, {}),
        ("no folder", tmp_path / "nothing", {}),
        ("no day", made.folder, {"since": "2025-02-30"}),
        ("no jobs", made.folder, {"jobs": 0}),
        ("no threshold", made.folder, {"threshold": 2}),
        ("no source", None, {"revision": "main"}),
    ):
        with pytest.raises((SourceError, ParameterError)) as caught:
            history(given, **more)
        said[name] = str(caught.value)
    assert said == {
        "no repository": f"{tmp_path}: not a git repository (or any of the parent directories): .git;"
        " name a clone: only a clone has revisions and a history",
        "no folder": f"{tmp_path / 'nothing'}: no such folder; name the folder that holds"
        " personas/, or none for the embedded edition",
        "no day": "parameter since: '2025-02-30' is no day; write it as YYYY-MM-DD",
        "no jobs": "parameter jobs: 0 is less than 1; give a larger number",
        "no threshold": "parameter threshold: 2; give a number from 0 to 1",
        "no source": "revision main: of no source; name its repository as the source",
    }


# -- work ------------------------------------------------------------------------------------------


def test_each_edition_is_counted_once(past, monkeypatch):
    editions = Counter()

    def counting(corpus, count=counts.check):
        editions[tuple(corpus.edition.files.items()), repr(corpus.edition.settings)] += 1
        return count(corpus)

    monkeypatch.setattr(counts, "check", counting)
    folder, _, whole = past
    found = history(folder, jobs=1)
    pd.testing.assert_frame_equal(found, whole)
    assert set(editions.values()) == {1}
    assert len(editions) < found.error.isna().sum()


def test_several_processes_give_the_same(past):
    pd.testing.assert_frame_equal(history(past[0], jobs=3), past[2])


def test_few_editions_are_counted_in_this_process():
    assert processes.worth(2) == 1
    assert processes.worth(10_000) >= 1


def test_a_script_needs_no_guard_and_is_run_once(made, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(
        "from toolbelt_data.analysis import history\n"
        f"print(len(history({str(made.folder)!r}, jobs=2)))\n"
    )
    done = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.stdout, done.stderr, done.returncode) == ("2\n", "", 0)


def test_a_notebooks_kernel_counts_in_processes_too(made):
    import nbformat
    from nbclient import NotebookClient

    code = f"from toolbelt_data.analysis import history\nlen(history({str(made.folder)!r}, jobs=2))"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    executed = NotebookClient(notebook, kernel_name="python3").execute()
    assert executed.cells[0].outputs[0]["data"]["text/plain"] == "2"


@pytest.fixture
def started(monkeypatch):
    """The processes that were started."""
    workers = []

    class Kept(processes._Worker):
        def __init__(self):
            super().__init__()
            workers.append(self)

    monkeypatch.setattr(processes, "_Worker", Kept)
    return workers


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_no_process_is_left_when_somebody_interrupts(made, started, monkeypatch, error):
    def interrupt(futures):
        raise error

    monkeypatch.setattr(processes, "as_completed", interrupt)
    with pytest.raises(error):
        history(made.folder, jobs=2)
    assert len(started) == 2
    assert all(worker._process.poll() is not None for worker in started)


def test_a_process_that_ends_early_is_told_in_a_line(made, started, monkeypatch):
    monkeypatch.setattr(processes, "_MAIN", "import sys; sys.exit(3)")
    with pytest.raises(ToolbeltError) as caught:
        history(made.folder, jobs=2)
    assert str(caught.value) == (
        "history: a process that counts editions ended before its work was done;"
        " see what it said, or count in one process with jobs 1"
    )
    assert all(worker._process.poll() is not None for worker in started)


# -- the command -----------------------------------------------------------------------------------


def test_the_command_prints_an_aligned_table_with_changes(told, made):
    made.commit("break", {"personas/a.md": b"\xff"})
    done = told("history", "--source", made.folder)
    revisions = [made.git("rev-parse", f"HEAD~{back}")[:7] for back in (2, 1, 0)]
    assert done.returncode == 0
    lines = [line.split() for line in done.stdout.splitlines()]
    counts = "personas documented statements challenges +/- gaps +/- unwritten errors warnings"
    assert lines[0] == ["date", "commit", *counts.split(), "subject"]
    assert lines[1] == f"2025-01-02 {revisions[0]} 1 0 1 1 1 0 0 1 one".split()
    assert lines[2] == f"2025-01-03 {revisions[1]} 1 0 2 2 +1 2 +1 0 0 1 two".split()
    refused = "not read: personas/a.md:1: not UTF-8 (0xff at byte 0); save the file as UTF-8,"
    assert " ".join(lines[3]).startswith(f"2025-01-04 {revisions[2]} {refused}")
    assert " ".join(lines[4]) == (
        "3 editions, 2025-01-02 to 2025-01-04, 1 of them not read:"
        " from 1 gap in 1 challenge to 2 gaps in 2 challenges"
    )


def test_the_command_writes_csv_and_json(told, made):
    found = history(made.folder)
    rows = json.loads(told("history", "--source", made.folder, "--format", "json").stdout)
    assert [row["revision"] for row in rows] == found.revision.tolist()
    assert [row["gaps"] for row in rows] == found.gaps.tolist()
    lines = told("history", "--source", made.folder, "--format", "csv").stdout.splitlines()
    assert lines[0].split(",") == TABLE["history"].names
    assert len(lines) == 3


def test_the_command_says_where_a_shallow_clone_begins(told, made, tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{made.folder}", clone], check=True
    )
    done = told("history", "--source", clone)
    assert done.returncode == 0
    assert done.stderr == (
        f"toolbelt-data: the clone is shallow, from {made.git('rev-parse', 'HEAD')[:12]} on;"
        " run git fetch --unshallow for the rest\n"
    )


def test_nothing_to_measure_and_nothing_to_read_are_two_things(told, made, tmp_path):
    nothing = Repository(tmp_path / "nothing")
    nothing.commit("code", {"main.py": ""})
    for words, status in (
        (("--source", nothing.folder), 3),
        (("--source", made.folder, "--since", "2030-01-01"), 3),
        (("--source", made.folder, "--since", "soon"), 2),
        (("--source", tmp_path / "none"), 2),
        (("--jobs", "0"), 2),
    ):
        done = told("history", *words)
        assert (done.returncode, done.stdout) == (status, "")
        assert done.stderr.startswith("toolbelt-data")
        assert len(done.stderr.splitlines()) == 1


def test_judgements_decide_what_is_covered(told, made, tmp_path):
    made.commit("help", {"personas/a.md": ADA + "### How the OpenSSF can help:\n- A glossary\n"})
    file = tmp_path / "mine.csv"
    corpus = toolbelt_data.load(made.folder)
    digests = [json.dumps([digest(text)]) for text in corpus.statements.text]
    ids = corpus.statements.statement_id.tolist()
    words = ["challenge_id,remedy_id,reviewer,level,date,note,challenge_digests,remedy_digests"]
    cells = [
        ids[0],
        ids[1],
        "me",
        "2",
        "",
        "",
        *('"' + one.replace('"', '""') + '"' for one in digests),
    ]
    file.write_text("\n".join([*words, ",".join(cells)]) + "\n")
    for more, covered in ((), 0), (("--judgements", file), 1):
        done = told("history", "--source", made.folder, "--format", "json", *more)
        assert json.loads(done.stdout)[-1]["covered"] == covered


def test_equal_editions_of_the_embedded_documents_are_counted_alike(made):
    made.commit("embedded", {"personas/a.md": None, **edition()})
    row = history(made.folder).iloc[-1]
    assert row.gaps == history().iloc[-1].gaps
