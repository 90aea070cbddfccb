"""Commits and trees that git would not write: a history reads them as an edition is read."""

import nbformat
import pytest
from repositories import Repository

import toolbelt_data
from toolbelt_data import SourceError, ToolbeltError, open_edition
from toolbelt_data.analysis import history
from toolbelt_data.analysis.history import processes
from toolbelt_data.report import build_report
from toolbelt_data.source.days import day_of
from toolbelt_data.source.past import Past

ADA = "## Name: Ada the Admin\n### Challenges:\n- Old servers\n"
WHEN = b"1735819200 +0000"


class Forge:
    """Writes objects byte by byte."""

    def __init__(self, folder):
        self.folder = folder
        self._git = Repository(folder, "--bare").git
        self.ada = self.write("blob", ADA.encode())
        self.ben = self.write("blob", ADA.replace("Ada", "Ben").encode())
        self.personas = self.tree((b"100644", b"a.md", self.ada))
        self.top = self.tree((b"40000", b"personas", self.personas))

    def write(self, kind, data):
        """Write an object, and give its name."""
        place = self.folder.with_name("object")
        place.write_bytes(data)
        return self._git("hash-object", "-t", kind, "-w", "--literally", place)

    def tree(self, *entries):
        """Write a tree of modes, names and targets."""
        return self.write(
            "tree",
            b"".join(b"%b %b\0" % (mode, name) + bytes.fromhex(to) for mode, name, to in entries),
        )

    def commit(
        self, tree, *parents, committer=b"T <t@example.org> " + WHEN, message=b"m", more=b""
    ):
        """Write a commit of a tree, on the main branch, and give its name."""
        head = [b"tree " + tree.encode(), *(b"parent " + one.encode() for one in parents)]
        head += [b"author T <t@example.org> " + WHEN]
        head += [b"committer " + committer] if committer else []
        name = self.write("commit", b"\n".join([*head, *([more] if more else []), b"", message]))
        self.point("refs/heads/main", name)
        return name

    def point(self, ref, name):
        """Let a name stand for an object of any kind."""
        place = self.folder / ref
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"{name}\n")

    def below(self, *entries):
        """Commit entries as the folder of personas."""
        return self.commit(self.tree((b"40000", b"personas", self.tree(*entries))))


@pytest.fixture
def forge(tmp_path):
    return Forge(tmp_path / "toolbelt.git")


def only(forge):
    """Give the one row of a history."""
    found = history(forge.folder, jobs=1)
    assert len(found) == 1
    return found.iloc[0]


# -- trees -----------------------------------------------------------------------------------------


def test_folders_three_thousand_deep_are_read(forge):
    tree = forge.personas
    for _ in range(3000):
        tree = forge.tree((b"40000", b"d", tree))
    forge.commit(forge.tree((b"40000", b"personas", tree)))
    assert only(forge).challenges == 1
    assert list(open_edition(forge.folder).files) == [f"personas/{'d/' * 3000}a.md"]


def test_a_tree_that_repeats_itself_is_refused_before_it_fills_the_memory(forge):
    tree = forge.personas
    for _ in range(10):
        tree = forge.tree(*((b"40000", b"%d" % number, tree) for number in range(10)))
    forge.commit(forge.tree((b"40000", b"personas", tree)))
    words = (
        "a folder with 100,000 documents, at most 50,000 are read; name a folder that holds fewer"
    )
    with pytest.raises(SourceError, match=words):
        open_edition(forge.folder)
    assert history(forge.folder).error.tolist() == [f"{forge.folder.name}: {words}"]


def test_settings_are_no_larger_than_a_document(forge, tmp_path):
    large = b"#" * (10 * 2**20 + 1)
    settings = forge.write("blob", large)
    forge.commit(
        forge.tree((b"40000", b"personas", forge.personas), (b"100644", b"toolbelt.toml", settings))
    )
    words = f"toolbelt.toml: {len(large):,} bytes, at most 10,485,760 are read; make it smaller"
    with pytest.raises(SourceError, match=words):
        open_edition(forge.folder)
    assert only(forge).error == words
    (tmp_path / "lies").mkdir()
    (tmp_path / "lies" / "a.md").write_text(ADA)
    (tmp_path / "lies" / "toolbelt.toml").write_bytes(large)
    with pytest.raises(SourceError, match=words):
        open_edition(tmp_path / "lies")


@pytest.mark.parametrize("name", [b"a/b.md", b"\xff.md", b"two\nlines.md", b"B.MD", b"\xc2\xa0.md"])
def test_an_odd_name_is_a_name_and_no_path(forge, name):
    forge.below((b"100644", name, forge.ben), (b"100644", b"a.md", forge.ada))
    with Past(forge.folder) as past:
        (snapshot,) = past.snapshots()
    wanted = open_edition(forge.folder)
    assert snapshot.edition.files == wanted.files
    assert len(wanted.files) == only(forge).personas == 2


@pytest.mark.parametrize("name", [b"..", b".", b".git", b".obsidian"])
def test_hidden_folders_hold_no_documents_in_a_commit_either(forge, name):
    inside = forge.tree((b"100644", b"b.md", forge.ben))
    forge.below((b"40000", name, inside), (b"100644", b"a.md", forge.ada))
    assert list(open_edition(forge.folder).files) == ["personas/a.md"]
    assert only(forge).personas == 1


@pytest.mark.parametrize("name", [b"../../b.md", b"/etc/b.md"])
def test_a_name_that_leads_out_is_no_document(forge, name):
    forge.below((b"100644", name, forge.ben), (b"100644", b"a.md", forge.ada))
    assert list(open_edition(forge.folder).files) == ["personas/a.md"]
    assert only(forge).personas == 1


def test_a_name_that_leads_out_writes_no_page_outside_of_a_report(forge, tmp_path):
    name = b"../../../../evil.md"
    forge.below((b"100644", name, forge.ben), (b"100644", b"a.md", forge.ada))
    code = "from toolbelt_data import load\n\nprint(len(load(source, revision).documents))"
    cells = [
        nbformat.v4.new_markdown_cell("# How many?", id="q"),
        nbformat.v4.new_code_cell(
            'source: str = ""\nrevision: str = ""', metadata={"tags": ["parameters"]}, id="p"
        ),
        nbformat.v4.new_code_cell(code, id="c"),
    ]
    about = {"language_info": {"name": "python"}}
    notebook = tmp_path / "mine.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=about), notebook)
    out = tmp_path / "deep" / "reports"
    report = build_report(str(forge.folder), out=out, notebooks=[str(notebook)])
    assert sorted(p.name for p in (report.index.parent / "sources" / "personas").iterdir()) == [
        "a.md",
        "a.md.html",
    ]
    assert list(tmp_path.rglob("evil*")) == []


def test_a_name_that_occurs_twice_is_told_and_not_chosen_from(forge):
    forge.below((b"100644", b"a.md", forge.ada), (b"100644", b"a.md", forge.ben))
    said = "personas/a.md: a second document of this name; rename one of them"
    assert only(forge).error == said
    with pytest.raises(SourceError) as refused:
        toolbelt_data.load(forge.folder)
    assert str(refused.value) == said


def test_a_folder_that_occurs_twice_is_read_twice(forge):
    other = forge.tree((b"100644", b"b.md", forge.ben))
    forge.commit(
        forge.tree((b"40000", b"personas", forge.personas), (b"40000", b"personas", other))
    )
    assert list(open_edition(forge.folder).files) == ["personas/a.md", "personas/b.md"]
    assert only(forge).personas == 2


@pytest.mark.parametrize(
    ("mode", "name"),
    [(b"xyz", b"a.md"), (b"9" * 20, b"a.md"), (b"-1", b"a.md"), (b"", b"a.md"), (b"100644", b"")],
)
def test_a_tree_that_is_none_is_an_error_of_its_edition(forge, mode, name):
    broken = forge.below((mode, name, forge.ada))
    tree = forge._git("rev-parse", f"{broken}:personas")
    again = forge.commit(forge.top, broken)
    found = history(forge.folder)
    assert found.revision.tolist() == [broken, again]
    assert found.error[0] == (
        f"toolbelt.git: object {tree} cannot be read; check the clone with git fsck"
    )
    assert found.challenges[1] == 1
    with pytest.raises(ToolbeltError, match="cannot be read; check the clone with git fsck"):
        open_edition(forge.folder, broken)


def test_a_folder_that_is_a_file_cannot_be_read(forge):
    forge.below((b"40000", b"d", forge.ben), (b"100644", b"a.md", forge.ada))
    assert f"object {forge.ben} cannot be read" in only(forge).error


# -- days ------------------------------------------------------------------------------------------

DAYS = {
    WHEN: "2025-01-02",
    b"1735819200 -1300": "2025-01-01",
    b"1735819200 +9999": "2025-01-06",
    b"0 -0100": "1969-12-31",
    b"253402300799 +0000": "9999-12-31",
    b"253402300799 +0001": "",
    b"9" * 30 + b" +0000": "1970-01-01",
    b"9" * 5000 + b" +0000": "1970-01-01",
    b"1735819200 +" + b"9" * 5000: "2025-01-02",
    b"1735819200 -999999999999": "2025-01-02",
    b"-5 +0000": "",
    b"1735819200": "",
    b"": "",
}


@pytest.mark.parametrize("when", DAYS, ids=lambda when: when[:30].decode())
def test_a_forged_day_is_read_alike_by_everybody_and_stops_nobody(forge, when):
    name = forge.commit(forge.top, committer=b"T <t@example.org> " + when)
    edition = open_edition(forge.folder)
    assert only(forge).date == edition.date == DAYS[when]
    assert edition.name == f"{DAYS[when] or 'undated'}-{name[:7]}"


def test_a_commit_without_a_committer_has_no_day(forge):
    forge.commit(forge.top, committer=None)
    assert only(forge).date == open_edition(forge.folder).date == ""


def test_days_are_those_that_git_shows(forge):
    for when in DAYS:
        if when.startswith(b"0 "):
            continue  # Git gives up on it.
        name = forge.commit(forge.top, committer=b"T <t@example.org> " + when)
        shown = forge._git("log", "-1", "--format=%cs", name)
        assert day_of(when.decode()) == (shown if len(shown) == 10 else "")


def test_a_commit_without_a_day_is_newest_on_no_day(forge):
    first = forge.commit(forge.top)
    other = forge.tree((b"40000", b"personas", forge.tree((b"100644", b"b.md", forge.ben))))
    forge.commit(other, first, committer=b"T <t@example.org> 999999999999 +0000")
    assert open_edition(forge.folder, "2025-06-01").revision == first


def test_a_history_since_a_day_is_the_whole_one_without_the_days_before(forge):
    """Days that go back and forth, and a commit that has none."""
    name = []
    for number, day in enumerate((3, 1, 4, None, 1, 5, 5, 2, 6)):
        blob = forge.write("blob", ADA.encode() + b"- More\n" * (number % 7))
        tree = forge.tree((b"40000", b"personas", forge.tree((b"100644", b"a.md", blob))))
        when = b"" if day is None else b"%d +0000" % (1735689600 + 86400 * day)
        name = [forge.commit(tree, *name, committer=b"T <t@example.org> " + when)]
    whole = history(forge.folder)
    assert len(whole) == 9
    for day in [*sorted({*whole.date} - {""}), "2026-01-01"]:
        wanted = whole[whole.date >= day].reset_index(drop=True)
        assert history(forge.folder, since=day).to_csv() == wanted.to_csv()


# -- messages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding",
    [b"idna", b"undefined", b"zlib_codec", b"rot13", b"no-such", b"\xff", b"../x", b"utf-7"],
)
def test_whatever_a_message_says_it_is_encoded_in_it_is_read(forge, encoding):
    forge.commit(forge.top, message=b"plain words\n", more=b"encoding " + encoding)
    assert only(forge).subject == "plain words"


def test_a_subject_of_ten_megabytes_is_cut(forge):
    forge.commit(forge.top, message="ü".encode() * 5_000_000)
    assert only(forge).subject == "ü" * 199 + "…"
    forge.commit(forge.top, message=b"x" * 200 + b"\nmore")
    assert only(forge).subject == "x" * 200


# -- what names a commit ---------------------------------------------------------------------------


def test_a_history_leads_to_what_a_tag_of_a_tag_means(forge):
    name, kind = forge.commit(forge.top), b"commit"
    for tag in ("one", "two"):
        head = b"object %b\ntype %b\ntag %b\ntagger T <t@example.org> 1 +0000\n\nx\n"
        name, kind = forge.write("tag", head % (name.encode(), kind, tag.encode())), b"tag"
    forge.point("refs/tags/two", name)
    assert history(forge.folder, "two").subject.tolist() == ["m"]


@pytest.mark.parametrize("what", ["top", "ada"])
def test_a_history_of_a_tag_of_something_else_is_refused(forge, what):
    forge.commit(forge.top)
    forge.point("refs/tags/odd", getattr(forge, what))
    with pytest.raises(SourceError, match="the repository has no revision 'odd'"):
        history(forge.folder, "odd")


def test_replaced_and_grafted_commits_have_the_past_that_they_were_committed_with(forge):
    first = forge.commit(forge.top)
    other = forge.commit(forge.tree((b"40000", b"personas", forge.tree())), message=b"other")
    second = forge.commit(
        forge.tree((b"40000", b"personas", forge.tree((b"100644", b"b.md", forge.ben)))), first
    )
    forge.point(f"refs/replace/{first}", other)
    (forge.folder / "info").mkdir(exist_ok=True)
    (forge.folder / "info" / "grafts").write_text(f"{second} {other}\n")
    assert history(forge.folder).revision.tolist() == [first, second]


# -- what happens meanwhile ------------------------------------------------------------------------


@pytest.fixture
def long(forge):
    """A repository with twenty editions; their names."""
    names = []
    for number in range(20):
        blob = forge.write("blob", ADA.encode() + b"- More\n" * number)
        tree = forge.tree((b"40000", b"personas", forge.tree((b"100644", b"a.md", blob))))
        names.append(forge.commit(tree, *names[-1:]))
    return names


def test_a_git_that_is_killed_is_started_anew(forge, long):
    read = []
    with Past(forge.folder) as past:
        for number, snapshot in enumerate(past.snapshots()):
            read.append(snapshot)
            if number % 3 == 0:
                past._objects._process.kill()
                past._objects._process.wait()
    assert [one.edition.revision for one in read] == long
    assert [one.error for one in read] == [None] * 20


def test_a_repository_that_is_packed_and_cut_meanwhile_is_read_as_it_was(forge, long):
    read = []
    with Past(forge.folder) as past:
        for number, snapshot in enumerate(past.snapshots()):
            read.append(snapshot.edition.revision)
            if number == 5:
                forge._git("gc", "-q", "--prune=now")
                forge.point("refs/heads/main", long[9])
    assert read == long
    assert history(forge.folder).revision.tolist() == long[:10]


@pytest.mark.parametrize("number", [0, 1])
def test_a_process_of_a_history_that_is_killed_ends_it(forge, long, monkeypatch, number):
    workers = []

    class Killed(processes._Worker):
        def ask(self, editions):
            workers.append(self)
            if len(workers) == number + 1:
                self._process.kill()
            return super().ask(editions)

    monkeypatch.setattr(processes, "_Worker", Killed)
    with pytest.raises(ToolbeltError, match="a process that counts editions ended before"):
        history(forge.folder, jobs=2)
    assert all(worker._process.poll() is not None for worker in workers)


def test_a_document_that_is_too_large_in_one_commit_is_refused_there(forge, long):
    blob = forge.write("blob", ADA.encode() + b"x" * 11 * 2**20)
    large = forge.tree((b"40000", b"personas", forge.tree((b"100644", b"a.md", blob))))
    name = forge.commit(large, long[-1])
    forge.commit(forge.top, name)
    found = history(forge.folder).set_index("revision")
    assert "at most 10,485,760 are read" in found.error[name]
    assert found.error.drop(name).isna().all()
    assert len(found) == 22
