"""Sources: folders and git revisions, and what is said of those that are none."""

import os
import pickle
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

import toolbelt_data
from toolbelt_data import NothingToMeasure, SourceError, open_edition

PERSONA = "## Name: Ada the Admin\n### Role:\n- Admin\n"


def git(folder, *words):
    subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-C", folder, *words],
        check=True,
        capture_output=True,
        env=os.environ
        | {"GIT_COMMITTER_DATE": "2025-01-02T03:04:05Z", "GIT_AUTHOR_DATE": "2025-01-02T03:04:05Z"},
    )


@pytest.fixture
def repository(tmp_path):
    """A repository with two commits, the first one tagged."""
    folder = tmp_path / "toolbelt"
    (folder / "personas").mkdir(parents=True)
    git(tmp_path, "init", "-q", "-b", "main", folder)
    (folder / "personas" / "a.md").write_text(PERSONA)
    (folder / "README.md").write_text("# Not a document\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    git(folder, "tag", "first")
    (folder / "personas" / "a.md").write_text(PERSONA + "- On call\n")
    git(folder, "commit", "-q", "-am", "two")
    (folder / "personas" / "a.md").write_text("changed and not committed\n")
    return folder


def test_a_repository_root_gives_the_documents_of_both_folders(tmp_path):
    for name in ("personas/a.md", "personas/deep/b.md", "use_cases/c.md", "docs/d.md", "e.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PERSONA)
    found = list(open_edition(tmp_path).files)
    assert found == ["personas/a.md", "personas/deep/b.md", "use_cases/c.md"]


def test_a_folder_with_neither_is_the_folder_of_personas(tmp_path):
    (tmp_path / "a.md").write_text(PERSONA)
    (tmp_path / "notes.txt").write_text("no document")
    assert list(open_edition(tmp_path).files) == ["a.md"]


def test_the_embedded_edition_is_the_default():
    edition = open_edition()
    assert (edition.name, edition.embedded, edition.revision) == ("2025-06-10", True, None)


def test_an_edition_takes_its_folders_name(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.md").write_text(PERSONA)
    assert open_edition(tmp_path / "mine").name == "mine"


def test_a_revision_is_read_from_the_commit_and_not_from_the_work_tree(repository):
    corpus = toolbelt_data.load(repository, "first")
    assert corpus.statements.text.tolist() == ["Admin"]
    assert toolbelt_data.load(repository, "main").statements.text.tolist() == ["Admin", "On call"]
    assert corpus.edition.name == f"2025-01-02-{corpus.edition.revision[:7]}"
    assert corpus.edition.date == "2025-01-02"
    assert (repository / "personas" / "a.md").read_text() == "changed and not committed\n"


def test_a_revision_of_the_folder_of_personas_gives_paths_below_it(repository):
    corpus = toolbelt_data.load(repository / "personas", "first")
    assert corpus.documents.path.tolist() == ["a.md"]


def test_a_bare_repository_is_read_at_a_revision(repository, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", repository, tmp_path / "bare.git")
    corpus = toolbelt_data.load(tmp_path / "bare.git", "first")
    assert corpus.documents.path.tolist() == ["personas/a.md"]


def test_links_out_of_the_source_are_not_followed(tmp_path):
    (tmp_path / "secret.md").write_text(PERSONA)
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.md").write_text(PERSONA)
    (source / "b.md").symlink_to(tmp_path / "secret.md")
    assert list(open_edition(source).files) == ["a.md"]


@pytest.mark.parametrize("revision", ["nowhere", "--all", "-1", "first\n", "no..range"])
def test_a_revision_that_is_none_is_refused(repository, revision):
    with pytest.raises(SourceError, match="revision"):
        open_edition(repository, revision)


def test_each_refusal_says_place_finding_and_mend(tmp_path, repository):
    nothing = tmp_path / "nothing"
    file = tmp_path / "file.txt"
    file.write_text("")
    empty = tmp_path / "empty"
    empty.mkdir()
    said = {}
    for name, source, revision in (
        ("missing", nothing, None),
        ("file", file, None),
        ("address", "http://example.org/x.git", None),
        ("no repository", empty, "main"),
        ("no revision", repository, "v9"),
        ("empty", empty, None),
    ):
        with pytest.raises(SourceError if name != "empty" else NothingToMeasure) as caught:
            open_edition(source, revision)
        said[name] = str(caught.value)
    assert said == {
        "missing": f"{nothing}: no such folder; give the folder that holds personas/,"
        " or none for the embedded edition",
        "file": f"{file}: not a folder; give the folder that holds personas/,"
        " or none for the embedded edition",
        "address": "http://example.org/x.git: http can be read and changed on its way;"
        " use https://",
        "no repository": f"{empty}: not in a git repository; leave the revision out,"
        " or give a clone's path",
        "no revision": f"{repository}: the repository has no revision 'v9';"
        " see git log, git tag and git branch --all for those it has",
        "empty": f"{empty}: no markdown document in personas/ or use_cases/, nor in the folder"
        " itself; give the folder that holds the documents",
    }


def test_an_error_is_the_same_after_it_was_handed_to_another_process():
    error = SourceError("a.md", "not UTF-8", "save it", line=3)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), str(again), again.line) == (SourceError, str(error), 3)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(documents):
    with pytest.raises(SourceError) as caught:
        documents(a=b"ok\r\nalso\rno\xff\n")
    assert str(caught.value) == (
        "personas/a.md:3: not UTF-8 at byte 11 (0xff); save the file as UTF-8"
    )


def test_a_folder_that_is_named_like_a_document_is_none(tmp_path):
    (tmp_path / "a.md").mkdir()
    (tmp_path / "b.md").write_text(PERSONA)
    assert list(open_edition(tmp_path).files) == ["b.md"]


def test_an_embedded_edition_is_named_by_its_date(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    edition = open_edition("2025-04-04")
    assert (edition.name, edition.embedded) == ("2025-04-04", True)
    (tmp_path / "2025-04-04").mkdir()
    (tmp_path / "2025-04-04" / "a.md").write_text(PERSONA)
    assert list(open_edition("2025-04-04").files) == ["a.md"]


def test_a_revision_without_a_source_is_refused():
    with pytest.raises(SourceError) as caught:
        open_edition(None, "main")
    assert str(caught.value) == ("revision main: of no source; name its repository as the source")


@pytest.mark.parametrize(
    ("origin", "address"),
    [
        ("https://github.com/ossf/toolbelt", "https://github.com/ossf/toolbelt/blob/"),
        ("https://github.com/ossf/toolbelt.git", "https://github.com/ossf/toolbelt/blob/"),
        ("git@github.com:ossf/toolbelt.git", "https://github.com/ossf/toolbelt/blob/"),
        ("https://user:secret@github.com/ossf/toolbelt", ""),
        ("https://example.org/ossf/toolbelt", ""),
        ("javascript://github.com/a/b", ""),
    ],
)
def test_a_revision_of_a_clone_has_an_address(repository, origin, address):
    git(repository, "remote", "add", "origin", origin)
    edition = open_edition(repository / "personas", "first")
    expected = f"{address}{edition.revision}/personas/" if address else ""
    assert edition.address == expected


def test_a_repository_without_an_origin_has_no_address(repository):
    assert open_edition(repository, "first").address == ""


# -- git, byte by byte -----------------------------------------------------------------------------


def test_a_revision_has_the_bytes_of_every_file(repository):
    """Documents of many lengths, so that one read too far or too short shows."""
    wanted = {f"personas/{n}.md": (f"# {n}\n" + "x" * n).encode() for n in (0, 1, 2, 10, 999)}
    wanted["personas/n\u00e4me.MD"] = b"\n\n"
    wanted["personas/empty.md"] = b""
    for path, data in wanted.items():
        (repository / path).write_bytes(data)
    (repository / "personas" / "a.md").unlink()
    (repository / "personas" / "notes.txt").write_text("no document")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "three")
    assert open_edition(repository, "main").files == wanted


def test_the_date_is_that_of_the_commit_named(repository):
    later = os.environ | {"GIT_COMMITTER_DATE": "2025-03-04T00:00:00Z"}
    subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "-C", repository,
         "commit", "-q", "--allow-empty", "-m", "three"],
        check=True, env=later,
    )  # fmt: skip
    assert open_edition(repository, "main").date == "2025-03-04"
    assert open_edition(repository, "first").date == "2025-01-02"


def test_variables_of_another_repository_lead_nowhere(repository, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "elsewhere"))
    assert list(open_edition(repository, "first").files) == ["personas/a.md"]


def test_git_is_asked_nothing_and_waits_for_nobody(repository, monkeypatch):
    """A revision of a name that git would read as an option, or of none, is not handed on."""
    for revision in ("--all", "-1", "  ", "a\nb", "\x1b[2J"):
        with pytest.raises(SourceError) as refused:
            open_edition(repository, revision)
        assert str(refused.value) == (
            f"{repository}: {' '.join(repr(revision).split())} is no git revision;"
            " give a commit, a tag, a branch or a date"
        )


# -- settings ----------------------------------------------------------------------------------------


def test_settings_are_those_of_the_revision(repository):
    (repository / "toolbelt.toml").write_text("exclude = ['personas/b.md']\n")
    (repository / "personas" / "b.md").write_text(PERSONA)
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "three")
    (repository / "toolbelt.toml").write_text("exclude = ['*']\n")
    assert list(open_edition(repository, "main").files) == ["personas/a.md"]
    assert open_edition(repository, "main").settings.place == "toolbelt.toml"
    assert open_edition(repository, "first").settings.place == ""
    below = open_edition(repository / "personas", "main")
    assert (below.settings.place, sorted(below.files)) == ("../toolbelt.toml", ["a.md"])


def test_settings_above_a_folder_of_another_name_are_not_looked_for(tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.md").write_text(PERSONA)
    (tmp_path / "toolbelt.toml").write_text("no toml")
    assert open_edition(tmp_path / "other").settings.place == ""


def test_what_is_not_read_is_kept_with_its_reason(tmp_path):
    (tmp_path / "a.md").write_text(PERSONA)
    (tmp_path / "b.md").write_bytes(b"\xff")
    (tmp_path / "c.md").write_text("x" * 99)
    (tmp_path / "toolbelt.toml").write_text("max-bytes = 98\n")
    with pytest.raises(SourceError, match=r"^c\.md: 99 bytes, at most 98 are read"):
        toolbelt_data.load(tmp_path)
    corpus = toolbelt_data.load(tmp_path, tolerant=True)
    assert corpus.documents.path.tolist() == ["a.md", "b.md"]
    assert corpus.unread.path.tolist() == ["c.md", "b.md"]
    assert corpus.lines.text.tolist()[-1] == "\ufffd"


@contextmanager
def nobody(folder):
    """Give a folder to nobody and be nobody, where one is root, who may read everything."""
    if os.geteuid():
        yield
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_file_or_folder_that_is_closed_is_kept_with_its_reason():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.md").write_text(PERSONA)
        (folder / "b.md").write_text(PERSONA)
        (folder / "b.md").chmod(0)
        (folder / "closed").mkdir(mode=0)
        with nobody(folder):
            edition = open_edition(folder)
        (folder / "closed").chmod(0o700)
    assert list(edition.files) == ["a.md"]
    assert {path: str(error).rpartition(": ")[2] for path, error in edition.unread.items()} == {
        "b.md": "Permission denied; make it readable",
        "closed": "Permission denied; make it readable",
    }
