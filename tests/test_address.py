"""Git addresses: cloned once, fetched anew when asked for, and called by their own name."""

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from repositories import PERSONA, begin, commit, git

import toolbelt_data
from toolbelt_data import ParameterError, SourceError, open_edition, refresh
from toolbelt_data.analysis import catalogue
from toolbelt_data.analysis.catalogue import pinned_catalogue
from toolbelt_data.report import build_report
from toolbelt_data.report.evidence import gather
from toolbelt_data.report.inputs import inputs_of
from toolbelt_data.report.manifest import write_manifest
from toolbelt_data.report.parts import Made
from toolbelt_data.report.request import settle_request
from toolbelt_data.source import cache, open_named
from toolbelt_data.source.address import check_address, is_address

BEN = PERSONA.replace("Ada", "Ben")
GROUP = """working_group:
  id: sheds-wg
  name: Sheds
  kind: working-group
projects:
- id: shed
  name: Shed
  kind: project
"""


@pytest.fixture
def origin(tmp_path):
    """A repository that others clone; its first commit is of 2025-01-02."""
    return begin(tmp_path / "toolbelt")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """The folder of caches, and a user without any configuration."""
    monkeypatch.setenv("TOOLBELT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path / "cache"


@pytest.fixture
def address(origin, kept):
    return origin.as_uri()


@pytest.fixture
def away(origin):
    """Take the repository off the network."""

    def go():
        origin.rename(origin.with_name("away"))

    return go


def names(source, revision=None):
    return toolbelt_data.load(source, revision).personas.given_name.tolist()


# -- what is an address --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/ossf/toolbelt",
        "https://example.org:8443/a/b.git",
        "https://example.org/a/~b/",
        "ssh://git@example.org/a/b",
        "ssh://example.org:2222/a/b",
        "ssh://[2001:db8::1]:22/a",
        "git@github.com:ossf/toolbelt.git",
        "git@example.org:~/toolbelt",
        "file:///srv/git/toolbelt.git",
        "file:///srv/two%20words",
    ],
)
def test_an_address_of_the_four_kinds_is_followed(address):
    assert is_address(address)
    check_address(address)


@pytest.mark.parametrize(
    "path", ["", ".", "../toolbelt", "C:\\docs", "c:/docs", "./git@host:a", "/a/b@c:d", "docs:one"]
)
def test_a_path_is_no_address(path):
    assert not is_address(path)


# -- the cache -----------------------------------------------------------------------------------


def test_an_address_is_read_at_its_default_branch(origin, address):
    git(origin, "branch", "-m", "trunk")
    corpus = toolbelt_data.load(address)
    edition = corpus.edition
    assert corpus.documents.path.tolist() == ["personas/a.md"]
    assert edition.revision == git(origin, "rev-parse", "HEAD")
    assert (edition.source, edition.date) == (address, "2025-01-02")
    assert edition.name == f"2025-01-02-{edition.revision[:7]}"
    assert edition.label == f"{edition.name} of {address}"


def test_an_address_is_cloned_once_whole_and_read_offline_afterwards(origin, address, away, kept):
    git(origin, "branch", "draft")
    git(origin, "tag", "v1")
    commit(origin, "2025-02-02", b=BEN)
    assert names(address) == ["Ada", "Ben"]
    away()
    assert names(address) == ["Ada", "Ben"]
    assert names(address, "draft") == names(address, "v1") == ["Ada"]
    assert [path.name.rpartition("-")[0] for path in kept.iterdir()] == ["toolbelt"]


def test_a_slash_at_the_end_is_the_same_clone(address, kept):
    assert cache.clone_of(address) == cache.clone_of(f"{address}/")


def test_two_addresses_that_end_alike_are_two_clones(address, tmp_path):
    begin(tmp_path / "other" / "toolbelt", b=BEN)
    assert names(address) == ["Ada"]
    assert names((tmp_path / "other" / "toolbelt").as_uri()) == ["Ben"]


def test_a_clone_without_a_named_cache_lies_in_the_users_own(address, kept, tmp_path, monkeypatch):
    monkeypatch.delenv("TOOLBELT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "users"))
    place = cache.clone_of(address)
    assert place.is_relative_to(tmp_path)
    assert place.parent.name == "toolbelt-data"
    assert not kept.exists()


def test_a_cache_that_cannot_be_written_is_told(address, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TOOLBELT_CACHE", str(tmp_path / "file" / "below"))
    with pytest.raises(SourceError) as refused:
        open_edition(address)
    assert str(refused.value) == (
        f"{tmp_path}/file/below: Not a directory; name another folder by TOOLBELT_CACHE"
    )


def test_a_clone_that_fails_leaves_nothing(address, away, kept):
    away()
    with pytest.raises(SourceError) as refused:
        open_edition(address)
    path = address.removeprefix("file://")
    assert str(refused.value) == (
        f"{address}: cannot be cloned: '{path}' does not appear to be a git repository;"
        " check the address, the network and your rights"
    )
    assert list(kept.iterdir()) == []


def test_a_clone_that_is_interrupted_leaves_nothing(address, kept, monkeypatch):
    def interrupted(folder, *words):
        Path(words[-1], "HEAD").write_text("half")
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("toolbelt_data.source.git.reach", interrupted)
        with pytest.raises(KeyboardInterrupt):
            open_edition(address)
    assert list(kept.iterdir()) == []
    assert names(address) == ["Ada"]


def test_processes_that_clone_at_once_do_not_break_each_other(address, kept):
    program = f"import toolbelt_data; print(len(toolbelt_data.open_edition({address!r}).files))"
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: run(program), range(4)))
    assert [one.stdout for one in done] == ["1\n"] * 4
    assert len(list(kept.iterdir())) == 1


def test_processes_that_refresh_at_once_do_not_break_each_other(origin, address):
    assert names(address) == ["Ada"]
    for number in range(20):
        git(origin, "branch", f"b{number}")
    commit(origin, "2025-02-02", b=BEN)
    program = f"import toolbelt_data; toolbelt_data.refresh({address!r}); print('done')"
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: run(program), range(4)))
    assert [one.stdout + one.stderr for one in done] == ["done\n"] * 4
    assert names(address) == ["Ada", "Ben"]


def run(program):
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )


def test_one_that_cloned_meanwhile_is_used(origin, address, kept, monkeypatch):
    """The clone is there by the time that ours is to be moved in place."""
    rename = Path.rename

    def late(path, target):
        shutil.copytree(path, target)
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", late)
    assert names(address) == ["Ada"]
    assert len(list(kept.iterdir())) == 1


# -- refresh ---------------------------------------------------------------------------------------


def test_a_refresh_brings_what_is_new_and_forgets_what_is_gone(origin, address):
    git(origin, "branch", "old")
    git(origin, "tag", "moved")
    assert names(address, "old") == ["Ada"]
    git(origin, "branch", "-D", "old")
    commit(origin, "2025-02-02", b=BEN)
    git(origin, "branch", "new")
    git(origin, "tag", "-f", "moved")
    assert names(address) == ["Ada"]
    refresh(address)
    assert names(address) == names(address, "new") == names(address, "moved") == ["Ada", "Ben"]
    with pytest.raises(SourceError, match="has no revision 'old'"):
        open_edition(address, "old")


def test_a_refresh_follows_a_forced_push_and_keeps_what_somebody_may_be_reading(origin, address):
    before = open_edition(address).revision
    (origin / "personas" / "a.md").write_text(BEN)
    git(origin, "commit", "-q", "--amend", "-a", "-m", "another")
    refresh(address)
    assert names(address) == ["Ben"]
    assert names(address, before) == ["Ada"]


def test_a_refresh_follows_the_default_branch(origin, address):
    assert names(address) == ["Ada"]
    git(origin, "checkout", "-q", "-b", "next")
    commit(origin, "2025-02-02", b=BEN)
    git(origin, "branch", "-D", "main")
    refresh(address)
    assert names(address) == ["Ada", "Ben"]
    git(origin, "checkout", "-q", "--detach")
    commit(origin, "2025-03-02", c=PERSONA.replace("Ada", "Cid"))
    git(origin, "branch", "-D", "next")
    refresh(address)
    assert names(address) == ["Ada", "Ben", "Cid"]


def test_a_branch_may_take_the_place_of_a_folder_of_branches(origin, address):
    git(origin, "branch", "a/b")
    assert names(address, "a/b") == ["Ada"]
    git(origin, "branch", "-D", "a/b")
    git(origin, "branch", "a")
    refresh(address)
    assert names(address, "a") == ["Ada"]


def test_a_refresh_without_network_says_that_the_clone_is_still_there(address, away):
    assert names(address) == ["Ada"]
    away()
    with pytest.raises(SourceError) as refused:
        refresh(address)
    path = address.removeprefix("file://")
    assert str(refused.value) == (
        f"{address}: cannot be fetched: '{path}' does not appear to be a git repository;"
        " the cached clone can still be used without --refresh"
    )
    assert names(address) == ["Ada"]


def test_a_refresh_of_what_was_never_cloned_clones_it(address, away):
    refresh(address)
    away()
    assert names(address) == ["Ada"]


def test_a_revision_that_the_clone_lacks_is_fetched_once(origin, address, away):
    assert names(address) == ["Ada"]
    newest = commit(origin, "2025-02-02", b=BEN)
    assert names(address, newest) == ["Ada", "Ben"]
    with pytest.raises(SourceError) as refused:
        open_edition(address, "v9")
    assert str(refused.value) == (
        f"{address}: the repository has no revision 'v9';"
        " see git log, git tag and git branch --all for those it has"
    )
    away()
    with pytest.raises(SourceError) as refused:
        open_edition(address, "v9")
    assert str(refused.value).endswith(
        "; the repository has no revision 'v9' as cached: name one that it has"
    )


def test_an_empty_repository_is_told_and_read_once_it_has_a_commit(tmp_path, kept):
    folder = tmp_path / "empty"
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    with pytest.raises(SourceError) as refused:
        open_edition(folder.as_uri())
    assert str(refused.value) == (
        f"{folder.as_uri()}: a repository without a commit; commit the documents"
    )
    commit(folder, "2025-01-02", a=PERSONA)
    assert names(folder.as_uri()) == ["Ada"]


# -- ssh -------------------------------------------------------------------------------------------


@pytest.fixture
def ssh(tmp_path, monkeypatch):
    """An ssh that writes down how it was called and serves repositories of this machine."""
    program = tmp_path / "bin" / "ssh"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$SSH_AUTH_SOCK $*" >> {tmp_path}/called\n'
        'for last; do :; done\neval "$last"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setenv("SSH_AUTH_SOCK", "agent")
    monkeypatch.delenv("GIT_SSH_COMMAND", raising=False)
    monkeypatch.delenv("GIT_SSH", raising=False)
    return tmp_path / "called"


@pytest.mark.parametrize("form", ["git@example.org:{}", "ssh://git@example.org{}"])
def test_an_address_of_ssh_goes_through_the_users_ssh_and_asks_nobody(origin, kept, ssh, form):
    address = form.format(origin)
    assert names(address) == ["Ada"]
    commit(origin, "2025-02-02", b=BEN)
    refresh(address)
    assert names(address) == ["Ada", "Ben"]
    calls = ssh.read_text().splitlines()
    assert len(calls) == 3
    assert all(call.startswith("agent ") and "-oBatchMode=yes" in call for call in calls)
    assert all(f"git@example.org git-upload-pack '{origin}'" in call for call in calls)


def test_an_ssh_that_the_user_set_up_is_the_one(origin, kept, ssh, tmp_path, monkeypatch):
    own = tmp_path / "own-ssh"
    shutil.copy(tmp_path / "bin" / "ssh", own)
    own.write_text(own.read_text().replace("called", "own"))
    (tmp_path / "home" / ".gitconfig").write_text(f"[core]\nsshCommand = {own} -v\n")
    assert names(f"git@example.org:{origin}") == ["Ada"]
    assert " -v -oBatchMode=yes" in (tmp_path / "own").read_text()
    assert not ssh.exists()


def test_a_proxy_of_the_user_is_gone_through(kept, monkeypatch):
    """The proxy is a socket here, which hears where git wants to go and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as proxy, ThreadPoolExecutor(1) as pool:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        heard = pool.submit(hear, proxy)
        with pytest.raises(SourceError, match=r"^https://a\.example/b: cannot be cloned: "):
            open_edition("https://a.example/b")
    assert heard.result().startswith(b"CONNECT a.example:443 ")


def hear(server):
    server.settimeout(30)
    connection, _ = server.accept()
    with connection:
        return connection.recv(1000)


# -- dates -----------------------------------------------------------------------------------------


def test_a_date_is_the_newest_commit_by_the_end_of_that_day(origin):
    first = git(origin, "rev-parse", "HEAD")
    second = commit(origin, "2025-02-02", b=BEN)
    third = commit(origin, "2025-02-02", c=BEN)
    assert open_edition(origin, "2025-01-02").revision == first
    assert open_edition(origin, "2025-02-01").revision == first
    assert open_edition(origin, "2025-02-02").revision == third != second
    assert open_edition(origin, "2031-12-31").revision == third


def test_a_date_is_in_the_zone_of_whoever_committed(origin):
    """Just after midnight in Auckland it is the day before in Greenwich."""
    when = {"GIT_COMMITTER_DATE": "2025-03-05T00:30:00+1300"}
    late = commit(origin, "2025-03-05", when)
    assert open_edition(origin, "2025-03-05").revision == late
    assert open_edition(origin, "2025-03-04").revision != late
    assert open_edition(origin, late).date == "2025-03-05"


def test_a_date_goes_along_first_parents(origin):
    first = git(origin, "rev-parse", "HEAD")
    git(origin, "checkout", "-q", "-b", "side")
    side = commit(origin, "2025-02-01", b=BEN)
    git(origin, "checkout", "-q", "main")
    git(origin, "merge", "-q", "--no-ff", "-m", "merge", "side", day="2025-03-01")
    assert open_edition(origin, "2025-02-15").revision == first != side
    assert open_edition(origin, "2025-03-01").revision == git(origin, "rev-parse", "main")


def test_a_tag_or_branch_that_is_called_like_a_date_wins(origin):
    first = git(origin, "rev-parse", "HEAD")
    commit(origin, "2025-02-02", b=BEN)
    git(origin, "tag", "2030-01-01", first)
    git(origin, "branch", "2030-01-02", first)
    assert open_edition(origin, "2030-01-01").revision == first
    assert open_edition(origin, "2030-01-02").revision == first


def test_a_date_before_the_first_commit_is_refused_with_the_date_of_the_first(origin, address):
    commit(origin, "2025-02-02", b=BEN)
    for source in (origin, address):
        with pytest.raises(SourceError) as refused:
            open_edition(source, "2025-01-01")
        assert str(refused.value) == (
            f"{source}: nothing was committed by 2025-01-01: the first commit is of 2025-01-02;"
            " give a later date"
        )


def test_a_day_that_is_none_is_no_date(origin):
    with pytest.raises(SourceError, match="has no revision '2025-02-30'"):
        open_edition(origin, "2025-02-30")


def test_a_date_of_an_address_is_one_of_its_default_branch(origin, address):
    first = git(origin, "rev-parse", "HEAD")
    commit(origin, "2025-02-02", b=BEN)
    assert open_edition(address, "2025-01-31").revision == first


# -- bare repositories -----------------------------------------------------------------------------


def test_a_bare_repository_without_a_revision_is_read_at_its_head(origin, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", origin, tmp_path / "bare.git")
    corpus = toolbelt_data.load(tmp_path / "bare.git")
    assert corpus.documents.path.tolist() == ["personas/a.md"]
    assert corpus.edition.revision == git(origin, "rev-parse", "HEAD")


def test_a_folder_of_documents_stays_one_whatever_lies_beside_them(origin):
    (origin / "HEAD").write_text("a document's neighbour")
    (origin / "objects").mkdir()
    assert open_edition(origin).revision is None


# -- commands and reports ----------------------------------------------------------------------------


def test_every_command_reads_an_address_and_refreshes_it(origin, address, told):
    for command in (["check", "--fail-on", "never"], ["review", "status"]):
        assert told(*command, "--source", address).returncode == 0
    commit(origin, "2025-02-02", b=BEN)
    done = told("tables", "--out", "old", "--source", address)
    assert (done.returncode, done.stderr) == (0, "")
    done = told("tables", "--out", "new", "--source", address, "--refresh")
    assert (done.returncode, done.stderr) == (0, "")
    rows = [Path(name, "personas.csv").read_text().count("Name: ") for name in ("old", "new")]
    assert rows == [1, 2]


def test_a_refresh_of_no_address_is_refused(told, origin):
    done = told("check", "--source", origin, "--refresh")
    assert (done.returncode, done.stderr) == (
        2,
        "toolbelt-data: --refresh: no address is named; name one with --source, or leave it out\n",
    )


def test_a_refresh_that_fails_ends_the_command(address, away, told):
    assert told("check", "--source", address, "--fail-on", "never").returncode == 0
    away()
    done = told("check", "--source", address, "--refresh")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("; the cached clone can still be used without --refresh\n")


def test_a_baseline_beside_the_settings_is_that_of_the_address(origin, address, told):
    (origin / "toolbelt.toml").write_text("[check]\nbaseline = 'known.json'\n")
    told(
        "check", "--source", origin, "--write-baseline", origin / "known.json", "--fail-on", "never"
    )
    commit(origin, "2025-02-02")
    done = told("check", "--source", address, "--fail-on", "note")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_manifest_names_the_address_and_no_path(address, tmp_path):
    request = settle_request(address, notebooks=["3"])
    (tmp_path / "report").mkdir()
    write_manifest(
        Made(request, inputs_of(request), gather(request, None), []), tmp_path / "report"
    )
    text = (tmp_path / "report" / "manifest.json").read_text()
    assert json.loads(text)["source"] == address
    assert "cache" not in text


NOTEBOOK = """source: str = ""
revision: str = ""
catalogue: str = ""
"""
CELL = """from toolbelt_data import load
from toolbelt_data.analysis import catalogue as offerings_of

edition = load(source or None, revision or None).edition
print(edition.label, "shed" in set(offerings_of(catalogue).project_id))
"""


def write_notebook(path, parameters):
    tagged = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}, id="p")
    cells = [nbformat.v4.new_markdown_cell("# Which?", id="q"), tagged]
    cells += [nbformat.v4.new_code_cell(CELL, id="c")]
    about = {"language_info": {"name": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=about), path)
    return str(path)


def test_a_report_of_an_address_needs_no_network_once_it_began(origin, address, away, tmp_path):
    """Kernels read the commits that were there when the report began."""
    commit(origin, "2025-01-03", a=PERSONA + "### Challenges:\n- Time\n")
    foundation = begin(tmp_path / "community")
    (foundation / "data" / "working-groups").mkdir(parents=True)
    (foundation / "data" / "working-groups" / "sheds.yml").write_text(GROUP)
    pinned = commit(foundation, "2025-02-02")
    other = foundation.as_uri()
    assert "shed" in set(catalogue(other).project_id)
    edition = open_edition(address)
    away()
    foundation.rename(tmp_path / "gone")
    notebook = write_notebook(tmp_path / "mine.ipynb", NOTEBOOK)
    report = build_report(
        address, out=tmp_path / "reports", notebooks=[notebook], catalogue=other, jobs=1
    )
    folder = report.index.parent
    assert folder.name == edition.name
    run = nbformat.read(folder / "notebooks" / "mine.ipynb", as_version=4)
    assert run.cells[-1].outputs[0].text == f"{edition.label} True\n"
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["source"] == address
    assert manifest["parameters"]["mine"] == {
        "source": address,
        "revision": edition.revision,
        "catalogue": f"{other}#{pinned}",
    }
    assert f"{edition.name} of {address}" in (folder / "index.html").read_text()
    for path in (path for path in folder.rglob("*") if path.is_file()):
        assert str(tmp_path / "cache").encode() not in path.read_bytes(), path


COMPARED = """from toolbelt_data.source import open_named

print(open_named(old, source).files["personas/a.md"].decode())
"""


@pytest.mark.parametrize("form", ["address", "bare", "branch of it"])
def test_what_a_report_compares_with_may_lie_elsewhere_and_move(origin, kept, tmp_path, form):
    """The branch moves while the report is made: its notebook moves it."""
    other = begin(tmp_path / "other", a=BEN)
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", other, bare)
    first = git(other, "rev-parse", "HEAD")
    old = {"address": other.as_uri(), "bare": str(bare), "branch of it": f"{bare}#main"}[form]
    newer = commit(other, "2025-03-03", a=PERSONA)
    move = f"import subprocess\nsubprocess.run(['git', '-C', {str(bare)!r}, 'fetch', '-q', "
    move += f"{str(other)!r}, '+main:main'], check=True)\n"
    if form == "address":
        first, move = newer, ""
    path = tmp_path / "mine.ipynb"
    write_notebook(path, NOTEBOOK + 'old: str = ""\n')
    mine = nbformat.read(path, as_version=4)
    mine.cells[-1].source = move + COMPARED
    nbformat.write(mine, path)
    report = build_report(
        str(origin), out=tmp_path / "reports", notebooks=[str(path)], parameters={"old": old}
    )
    run = nbformat.read(report.index.parent / "notebooks" / "mine.ipynb", as_version=4)
    wanted = git(other, "show", f"{first}:personas/a.md")
    assert run.cells[-1].outputs[0].text.strip() == wanted
    manifest = json.loads((report.index.parent / "manifest.json").read_text())
    place = old.partition("#")[0] if form == "address" else "bare.git"
    assert manifest["parameters"]["mine"]["old"] == f"{place}#{first}"


def test_a_revision_with_a_hash_is_one_of_the_source(origin):
    git(origin, "branch", "fix#12")
    assert open_named("fix#12", origin).revision == git(origin, "rev-parse", "HEAD")


def test_a_notebook_that_could_not_be_told_the_commit_is_refused(address, tmp_path):
    notebook = write_notebook(tmp_path / "mine.ipynb", 'source: str = ""\n')
    with pytest.raises(ParameterError, match="has no parameter revision"):
        build_report(address, out=tmp_path / "reports", notebooks=[notebook])


def test_rows_of_a_clone_of_github_link_to_it(origin, kept, tmp_path):
    """Git itself is told to find the address here, as no test uses the network."""
    (tmp_path / "home" / ".gitconfig").write_text(
        f'[url "{origin.as_uri()}"]\ninsteadOf = https://github.com/ossf/toolbelt\n'
    )
    edition = open_edition("https://github.com/ossf/toolbelt")
    assert edition.address == f"https://github.com/ossf/toolbelt/blob/{edition.revision}/"


# -- the catalogue -----------------------------------------------------------------------------------


@pytest.fixture
def foundation(tmp_path, kept):
    folder = begin(tmp_path / "community")
    (folder / "data" / "working-groups").mkdir(parents=True)
    (folder / "data" / "working-groups" / "sheds.yml").write_text(GROUP)
    commit(folder, "2025-02-02")
    return folder


def test_a_catalogue_at_an_address_is_that_of_its_folder(foundation):
    there, here = catalogue(foundation.as_uri()), catalogue(foundation)
    assert there.equals(here)
    assert "shed" in set(there.project_id)


def test_a_catalogue_is_read_at_the_revision_that_follows(foundation):
    pinned = pinned_catalogue(foundation.as_uri())
    path = foundation / "data" / "working-groups" / "sheds.yml"
    path.write_text(GROUP.replace("shed\n", "barn\n"))
    commit(foundation, "2025-03-02")
    refresh(foundation.as_uri())
    assert "barn" in set(catalogue(foundation.as_uri()).project_id)
    assert "shed" in set(catalogue(pinned).project_id)


def test_what_is_wrong_in_a_catalogue_is_told_of_its_address_and_line(foundation):
    path = foundation / "data" / "working-groups" / "sheds.yml"
    path.write_text(GROUP + "- no: id\n")
    commit(foundation, "2025-03-02")
    with pytest.raises(SourceError) as refused:
        catalogue(foundation.as_uri())
    assert str(refused.value) == (
        f"{foundation.as_uri()}: data/working-groups/sheds.yml:9: no id; give it one"
    )


def test_a_link_in_a_catalogue_is_not_followed(foundation, tmp_path):
    (tmp_path / "secret.yml").write_text(GROUP.replace("shed\n", "secret\n"))
    link = foundation / "data" / "working-groups" / "link.yml"
    link.symlink_to(tmp_path / "secret.yml")
    commit(foundation, "2025-03-02")
    assert "secret" not in set(catalogue(foundation.as_uri()).project_id)
