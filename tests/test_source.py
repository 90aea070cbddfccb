"""Sources: folders and git revisions, and what is said of those that are none."""

import os
import subprocess

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
    assert (edition.name, edition.embedded, edition.revision) == ("2025-05-29", True, None)


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
        ("address", "https://example.org/x.git", None),
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
        "address": "https://example.org/x.git: an address, and only folders are read;"
        " clone it and give the clone's path",
        "no repository": f"{empty}: not in a git repository; leave the revision out,"
        " or give a clone's path",
        "no revision": f"{repository}: the repository has no revision 'v9';"
        " see git log, git tag and git branch --all for those it has",
        "empty": f"{empty}: no markdown document in personas/ or use_cases/, nor in the folder"
        " itself; give the folder that holds the documents",
    }


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
