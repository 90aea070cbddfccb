"""Sources: which files are documents, and what is refused in a line, in a folder and a commit."""

import os
import tempfile
from pathlib import Path

import pytest
from repositories import PERSONA, begin, commit, git

import toolbelt_data
from toolbelt_data import NothingToMeasure, ParameterError, SourceError, open_edition
from toolbelt_data.source import default_source, read_beside

POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"


def write(folder, *paths, **texts):
    for path, text in [*((path, PERSONA) for path in paths), *texts.items()]:
        place = folder / path.replace("__", ".")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return folder


@pytest.fixture(params=["folder", "commit"])
def source(request, tmp_path):
    """Write files; open them as a folder and as a commit of it."""
    folder = tmp_path / "toolbelt"

    def opened(*paths, below="", **texts):
        write(folder, *paths, **texts)
        if request.param == "folder":
            return open_edition(folder / below)
        git(folder, "init", "-q")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "--allow-empty", "-m", "all")
        return open_edition(folder / below, "HEAD")

    folder.mkdir()
    opened.folder = folder
    return opened


# -- which files are documents ---------------------------------------------------------------------

EVERYWHERE = (
    "personas/a.md", "personas/deep/b.MD", "use_cases/c.md", "docs/d.md", "e.md", "f.markdown"
)  # fmt: skip


@pytest.mark.parametrize(
    ("paths", "settings", "expected", "whole"),
    [
        (EVERYWHERE, "", ["personas/a.md", "personas/deep/b.MD", "use_cases/c.md"], False),
        (("docs/d.md", "e.md", "f.markdown", "x.txt"), "", ["docs/d.md", "e.md"], True),
        (EVERYWHERE, "documents = ['./docs/*', 'f.*']", ["docs/d.md", "f.markdown"], False),
        (EVERYWHERE, "exclude = ['personas/deep/*', '*/c.md']", ["personas/a.md"], False),
        (EVERYWHERE, "documents = ['*.md']\nexclude = ['personas/*', 'use*']", ["docs/d.md", "e.md"], False),
    ],
)  # fmt: skip
def test_documents_are_those_of_the_settings_else_of_two_folders_else_all(
    source, paths, settings, expected, whole
):
    edition = source(*paths, **({"toolbelt__toml": settings} if settings else {}))
    assert (list(edition.files), edition.whole) == (expected, whole)
    assert edition.settings.place == ("toolbelt.toml" if settings else "")


def test_a_folder_of_a_source_is_a_source_without_the_settings_above(source):
    edition = source(*EVERYWHERE, below="personas", toolbelt__toml="nonsense")
    assert (list(edition.files), edition.settings.place) == (["a.md", "deep/b.MD"], "")


@pytest.mark.parametrize("name", [".github", ".git2", "node_modules", "venv", "__pycache__"])
def test_hidden_folders_and_those_of_tools_are_never_entered(source, name):
    settings = {"toolbelt__toml": "documents = ['*']"}
    assert list(source("a.md", f"{name}/b.md", f"docs/{name}/c.md", **settings).files) == ["a.md"]
    found = source("personas/d.md", f"personas/{name}/e.md", toolbelt__toml="").files
    assert list(found) == ["personas/d.md"]


def test_a_revision_is_that_of_the_commit_and_not_of_the_work_tree(tmp_path):
    folder = begin(tmp_path / "toolbelt")
    write(folder, toolbelt__toml="exclude = ['personas/b.md']")
    commit(folder, "2025-02-02", b=PERSONA)
    write(folder, toolbelt__toml="exclude = ['*']")
    (folder / "personas" / "a.md").write_text("changed")
    assert open_edition(folder, "main").files == {"personas/a.md": PERSONA.encode()}
    assert open_edition(folder, "HEAD~1").settings.place == ""
    assert open_edition(folder / "personas", "main").excluded == []
    with pytest.raises(NothingToMeasure, match="no markdown document in it at 2025-02-02-"):
        open_edition(write(folder, "new/a.md") / "new", "main")


def test_bytes_and_names_are_those_of_the_files(source):
    names = [b"latin-\xe9.md", b"two\nlines.md", b"quo\"te'.md", b"back\\slash.md", "ü.md".encode()]
    (source.folder / "personas").mkdir()
    for size, name in enumerate(names):
        path = os.fsencode(source.folder / "personas") + b"/" + name
        Path(os.fsdecode(path)).write_bytes(b"x\r\n" * size)
    files = source().files
    assert [*files] == sorted(
        f"personas/{name.decode('utf-8', 'backslashreplace')}" for name in names
    )
    assert sorted(map(len, files.values())) == [0, 3, 6, 9, 12]


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "revision", "error", "words"),
    [
        ("nothing", None, SourceError, "PLACE/nothing: no such folder; name the folder that holds personas/"),
        ("file", None, SourceError, "PLACE/file: not a folder"),
        ("empty", None, NothingToMeasure, "empty: no markdown document in it"),
        ("empty", "main", SourceError, "empty: not a git repository (or any"),
        ("", None, ParameterError, "source: is empty; leave it out for the embedded edition"),
        (None, "main", SourceError, "revision main: the embedded edition 2025-06-10 has no revisions"),
        ("2025-04-04", "HEAD", SourceError, "HEAD: the embedded edition 2025-04-04 has no revisions"),
    ],
)  # fmt: skip
def test_a_source_that_cannot_be_read_is_refused_in_a_line(
    tmp_path, monkeypatch, name, revision, error, words
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(error) as refused:
        open_edition(name, revision)
    assert words.replace("PLACE", str(tmp_path)) in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("documents = ['*.md', 'docs/*.md']", "toolbelt.toml: documents: 'docs/*.md' does not match"),
        ("documents = ['../*.md']", "'../*.md' does not match"),
        ("exclude = ['*']", "; correct exclude in toolbelt.toml"),
    ],
)  # fmt: skip
def test_settings_that_do_not_fit_are_refused(source, settings, words):
    write(source.folder.parent, "outside.md")
    with pytest.raises((ParameterError, NothingToMeasure)) as refused:
        source("a.md", "x.txt", toolbelt__toml=settings)
    assert words in str(refused.value)


def test_too_many_documents_are_refused_before_one_is_read(source, monkeypatch):
    monkeypatch.setattr("toolbelt_data.source.MAX_DOCUMENTS", 2)
    assert len(source("a.md", "b.md", "c.txt").files) == 2
    with pytest.raises(SourceError, match="more than 2 documents or"):
        source("c.md")


def test_a_document_that_is_too_large_is_never_read(source, monkeypatch):
    monkeypatch.setattr("toolbelt_data.source.MAX_BYTES", 4999)
    edition = source("a.md", **{"b.md": "x" * 5000})
    assert list(edition.files) == ["a.md"]
    assert "b.md: 5,000 bytes, at most 4,999 are read; split it" in str(edition.unread["b.md"])
    monkeypatch.setattr("toolbelt_data.source.MAX_TOTAL", 10)
    with pytest.raises(SourceError, match="documents or 10 bytes of them"):
        source()


def test_a_document_of_too_many_lines_is_passed_over_or_refused(source):
    edition = source("a.md", **{"b.md": "\r\n" * 200_001})
    with pytest.raises(SourceError, match=r"b\.md: 200,001 lines, at most 200,000 are read"):
        toolbelt_data.load(edition)
    corpus = toolbelt_data.load(edition, tolerant=True)
    assert (corpus.documents.path.tolist(), corpus.unread.path.tolist()) == (["a.md"], ["b.md"])


def test_a_pointer_of_git_lfs_is_not_a_document_and_one_that_is_quoted_is(source):
    edition = source("a.md", **{"b.md": POINTER, "c.md": f"> {POINTER}"})
    assert list(edition.files) == ["a.md", "c.md"]
    assert "b.md: a pointer of Git LFS, not the document; get" in str(edition.unread["b.md"])


def test_a_file_or_folder_that_is_closed_is_unread_with_its_reason():
    with tempfile.TemporaryDirectory() as name:
        folder = write(Path(name), "a.md", "b.md")
        (folder / "b.md").chmod(0)
        (folder / "closed").mkdir(mode=0)
        # Root may read everything; somebody else may not.
        root = os.geteuid() == 0
        for path in (folder, *folder.rglob("*")) if root else ():
            os.chown(path, 65534, 65534)
        os.seteuid(65534 if root else os.geteuid())
        try:
            edition = open_edition(folder)
        finally:
            os.seteuid(os.getuid())
        (folder / "closed").chmod(0o700)
    assert list(edition.files) == ["a.md"]
    assert [str(error) for error in edition.unread.values()] == [
        f"{name}: Permission denied; make it readable" for name in edition.unread
    ]
    assert sorted(edition.unread) == ["b.md", "closed"]


# -- links, FIFOs and devices ------------------------------------------------------------------------


def test_links_of_a_folder_are_followed_only_to_its_own_documents(tmp_path):
    folder = write(tmp_path / "toolbelt", "personas/a.md", ".git/config")
    outside = write(tmp_path / "outside", "b.md")
    for name, target in {
        "in.md": "a.md", "out.md": outside / "b.md", "folder": outside, "secret.md": "../.git/config",
        "device.md": "/dev/zero", "loop.md": "loop.md", "broken.md": "nothing.md",
    }.items():  # fmt: skip
        (folder / "personas" / name).symlink_to(target)
    os.mkfifo(folder / "personas" / "fifo.md")
    (folder / "use_cases").symlink_to(outside)
    assert list(open_edition(folder).files) == ["personas/a.md", "personas/in.md"]


@pytest.mark.parametrize("kind", ["device", "fifo", "large", "folder"])
def test_settings_that_are_not_a_plain_file_are_refused_in_a_line(tmp_path, kind):
    folder = write(tmp_path / "source", "personas/a.md")
    place = folder / "toolbelt.toml"
    {
        "device": lambda: place.symlink_to("/dev/zero"),
        "fifo": lambda: os.mkfifo(place),
        "large": lambda: place.write_bytes(b"#" * 200_001),
        "folder": place.mkdir,
    }[kind]()
    words = "200,001 bytes, at most" if kind == "large" else "not a regular file of the source"
    with pytest.raises(SourceError, match=f"^toolbelt.toml: {words}"):
        open_edition(folder)


def test_settings_that_are_a_link_are_refused(source):
    write(source.folder, "personas/a.md")
    (source.folder / "toolbelt.toml").symlink_to("personas/a.md")
    with pytest.raises(SourceError, match=r"^toolbelt\.toml: not a regular file of the source"):
        source()


@pytest.mark.parametrize(
    "path",
    ["/dev/zero", "/etc/passwd", "../known.json", "a/../../known.json", "", "a\0b", "link.json", "fifo.json",
     "out/known.json", "loop/x.json", "none.json", "known.json/x", "personas", "large.json", "x" * 5000],
)  # fmt: skip
def test_settings_name_no_file_but_a_plain_one_of_the_source(source, tmp_path, path):
    write(tmp_path, known__json="{}")
    (source.folder / "link.json").symlink_to("known.json")
    (source.folder / "out").symlink_to(tmp_path)
    (source.folder / "loop").symlink_to("loop")
    os.mkfifo(source.folder / "fifo.json")
    edition = source("personas/a.md", known__json="{}", large__json=" " * (10 * 2**20 + 1))
    assert read_beside(edition, "known.json") == b"{}"
    with pytest.raises((SourceError, ParameterError)) as refused:
        read_beside(edition, path)
    assert str(refused.value).count("\n") == 0


# -- commands without a source -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "stand", "expected"),
    [
        (["personas/", "sub/"], "sub", None),
        ([".git/", "personas/", "sub/deep/"], "sub/deep", ""),
        ([".git/", "sub/personas/", "personas/"], "sub", "sub"),
        (["personas/", "sub/.git/"], "sub", None),
        ([".git", "personas/"], "personas", ""),
    ],
)
def test_the_clone_or_folder_one_stands_in_is_the_source(
    tmp_path, monkeypatch, made, stand, expected
):
    for name in made:
        path = tmp_path / name
        path.mkdir(parents=True) if name.endswith("/") else path.touch()
    monkeypatch.chdir(tmp_path / stand)
    assert default_source() == (None if expected is None else tmp_path / expected)


def test_an_empty_source_is_refused_by_every_command(told):
    for name in ("check", "history", "report", "review status", "compare a b"):
        done = told(*name.split(), "--source", "")
        assert (done.returncode, done.stdout) == (2, "")
        assert "--source: is empty" in done.stderr
