"""Git: what is read of a repository or an address, and what is never run, followed or asked."""

import os
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import nbformat
import pytest
from notebooks_of_ones_own import write_notebook
from repositories import PERSONA, begin, commit, git

import toolbelt_data
from toolbelt_data import SourceError, open_edition, refresh
from toolbelt_data.analysis import history, read_catalogue
from toolbelt_data.checks import check
from toolbelt_data.checks.formats import write
from toolbelt_data.git import check_address, is_address, run
from toolbelt_data.report.build import build_report

BEN = PERSONA.replace("Ada", "Ben")


@pytest.fixture(autouse=True)
def user(tmp_path, monkeypatch):
    """A user with a home and a cache of their own."""
    monkeypatch.setenv("TOOLBELT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_CONFIG_HOME", "GIT_SSH", "GIT_SSH_COMMAND"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def origin(tmp_path):
    """A repository whose first commit is of 2025-01-02."""
    return begin(tmp_path / "toolbelt")


@pytest.fixture
def away(origin):
    """Take the repository off the network."""
    return lambda: origin.rename(origin.with_name("away"))


@pytest.fixture
def trap(tmp_path):
    """A program that leaves a trace when it is run, whatever it is run as."""
    program = tmp_path / "trap"
    program.write_text(f'#!/bin/sh\ntouch "{tmp_path}/sprung"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture
def sprung(tmp_path):
    return (tmp_path / "sprung").exists


@pytest.fixture
def no_git(monkeypatch):
    def called(*words, **_):
        raise AssertionError(f"git was called: {words}")

    monkeypatch.setattr("toolbelt_data.git.run", called)


def names(source, revision=None):
    return toolbelt_data.load(source, revision).personas.given_name.tolist()


def refusal(source, revision=None):
    with pytest.raises(SourceError) as caught:
        toolbelt_data.load(source, revision)
    assert str(caught.value).isprintable()
    return str(caught.value)


# -- revisions and dates ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        "--output=x", "-1", "--all", "-", "^main", "main..main", "main...main", "..", ":/2025",
        ":0:personas/a.md", "HEAD:personas", "HEAD^{/2025}", "a b", " main", "a\nb", "a\x00b",
        "\x1b[31mmain", "ma*n", "m[a]in", "a\\b", "\u202emain", " ", "HEAD@{99}", "@{u}",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("no_git")
def test_a_word_that_is_not_a_revision_never_reaches_git(origin, word):
    assert "is not a git revision; name a commit, a tag, a branch or a date" in refusal(
        origin, word
    )


@pytest.mark.parametrize("word", ["HEAD^!", "HEAD^@", "HEAD^{tree}", "text", "v9"])
def test_what_does_not_name_a_single_commit_is_not_a_revision(origin, word):
    git(origin, "tag", "text", git(origin, "rev-parse", "HEAD:personas/a.md"))
    assert f"the repository has no revision {word!r}; see git log" in refusal(origin, word)


def test_a_date_means_the_newest_commit_by_then_along_first_parents(origin):
    first = git(origin, "rev-parse", "HEAD")
    git(origin, "checkout", "-q", "-b", "side")
    commit(origin, "2025-02-01", b=BEN)
    git(origin, "checkout", "-q", "main")
    git(origin, "merge", "-q", "--no-ff", "-m", "merge", "side", day="2025-03-01")
    assert open_edition(origin, "2025-02-15").revision == first
    assert open_edition(origin, "2025-03-01").revision == git(origin, "rev-parse", "main")
    git(origin, "tag", "2031-01-01", first)
    assert open_edition(origin, "2031-01-01").revision == first
    assert open_edition(origin, "2031-12-31").revision == git(origin, "rev-parse", "main")
    assert "no revision '2025-01-01': the first commit is of 2025-01-02" in refusal(
        origin, "2025-01-01"
    )
    assert "no revision '2025-02-30'; see" in refusal(origin, "2025-02-30")


def test_a_date_is_that_of_the_committers_calendar(origin):
    """Just after midnight in Auckland it is the day before in Greenwich."""
    late = commit(origin, "2025-03-05", {"GIT_COMMITTER_DATE": "2025-03-06T00:30:00+1300"})
    assert open_edition(origin, "2025-03-06").revision == late
    assert open_edition(origin, "2025-03-05").revision != late
    assert open_edition(origin, late).name == f"2025-03-06-{late[:7]}"


def test_a_repository_without_a_commit_is_refused(tmp_path):
    git(tmp_path, "init", "-q", tmp_path / "empty")
    assert "has no revision 'HEAD'" in refusal(tmp_path / "empty", "HEAD")
    assert "has no revision '2025-01-01'" in refusal(tmp_path / "empty", "2025-01-01")


# -- addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/ossf/toolbelt", "https://example.org:8443/a/b.git", "https://a.org/a/~b/",
        "ssh://git@example.org/a/b", "ssh://example.org:2222/a/b", "ssh://[2001:db8::1]:22/a",
        "git@github.com:ossf/toolbelt.git", "git@example.org:~/toolbelt", "file:///srv/a%20b.git",
    ],
)  # fmt: skip
def test_addresses_of_four_kinds_are_allowed(address):
    assert is_address(address)
    check_address(address)


@pytest.mark.parametrize(
    "path", ["", ".", "../a", "C:\\docs", "c:/d", "./git@host:a", "/a/b@c:d", "a:b"]
)
def test_a_path_is_not_an_address(path):
    assert not is_address(path)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ext::TRAP", "an address of this kind can run a program"),
        ("file::/etc", "can run a program"),
        ("http://a.example/b", "http can be read and changed on its way; use https://"),
        ("git://a.example/b", "not an address of a repository; use https://host/path"),
        ("HTTPS://a.example/b", "not an address"),
        ("file://host/srv", "not an address"),
        ("file://", "not an address"),
        ("https://me:secret@a.example/b", "a name or password in an address would end up in reports"),
        ("https://secret@a.example/b", "a name or password"),
        ("https://me:se/cret@a.example/b", "a name or password"),
        ("ssh://git:secret@a.example/b", "a name or password"),
        ("http://me:secret@a.example/b", "use https://"),
        ("git://me:secret@a.example/b", "a name or password"),
        ("https://a.example/b?token=x", "not an address"),
        ("https://a.example/b#main", "not an address"),
        ("ssh://-oProxyCommand=TRAP/b", "not an address"),
        ("ssh://%2doProxyCommand=TRAP/b", "not an address"),
        ("ssh://-oProxyCommand=x@a.example/b", "not an address"),
        ("git@-oProxyCommand=TRAP:b", "not an address"),
        ("-oProxyCommand=x@a.example:b", "not an address"),
        ("git@a.example:-uTRAP", "not an address"),
        ("git@a.example:", "not an address"),
        ("https://a.example", "not an address"),
        ("https:///b", "not an address"),
        ("https://a.example/b c", "not an address"),
        ("https://a.example/b\n", "not an address"),
        ("https://a.example/\x1b[31m", "not an address"),
        ("https://a.example/%0ab", "not an address"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("no_git")
def test_an_address_that_is_not_allowed_never_reaches_git(trap, address, words):
    for function in (open_edition, refresh, *([] if "#" in address else [read_catalogue])):
        with pytest.raises(SourceError) as refused:
            function(address.replace("TRAP", str(trap)))
        assert words in str(refused.value)
        assert "secret" not in str(refused.value)
        assert str(refused.value).isprintable()


def test_git_itself_is_held_to_the_same_transports(user, trap, sprung, monkeypatch):
    """A harmless address that the user's own configuration rewrites to a program."""
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ext:https")
    (user / ".gitconfig").write_text(
        f'[url "ext::{trap} "]\ninsteadOf = https://a.example/\n'
        '[protocol]\nallow = always\n[protocol "ext"]\nallow = always\n'
    )
    assert "cannot be fetched: transport 'ext' not allowed" in refusal("https://a.example/b")
    assert not sprung()


def test_nobody_is_prompted_for_a_password(origin, user, trap, sprung, monkeypatch):
    (user / ".gitconfig").write_text(f"[core]\naskPass = {trap}\n")
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(trap))
    with pytest.raises(SourceError, match="terminal prompts disabled"):
        run(origin, "credential", "fill", given=b"protocol=https\nhost=a.example\n\n")
    assert not sprung()


@pytest.mark.parametrize("form", ["git@example.org:{}", "ssh://git@example.org{}"])
@pytest.mark.parametrize("own", ["", "-v"])
def test_ssh_is_the_users_own_and_prompts_nobody(origin, user, tmp_path, monkeypatch, form, own):
    program = tmp_path / "bin" / "ssh"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$SSH_AUTH_SOCK $SSH_ASKPASS_REQUIRE $*" >> {tmp_path}/called\n'
        'for last; do :; done\neval "$last"\n'
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setenv("SSH_AUTH_SOCK", "agent")
    if own:
        (user / ".gitconfig").write_text(f"[core]\nsshCommand = {program} {own}\n")
    assert names(form.format(origin)) == ["Ada"]
    (call,) = (tmp_path / "called").read_text().splitlines()
    assert call.startswith(f"agent never {own}".rstrip())
    assert "-oBatchMode=yes" in call
    assert call.endswith(f"git@example.org git-upload-pack '{origin}'")


# -- the cache -------------------------------------------------------------------------------------


def test_an_address_is_cloned_once_and_read_offline_afterwards(origin, away, tmp_path):
    git(origin, "branch", "-m", "trunk")
    git(origin, "tag", "v1")
    newest = commit(origin, "2025-02-02", b=BEN)
    address = origin.as_uri()
    edition = open_edition(address)
    assert (edition.revision, edition.source, edition.date) == (newest, address, "2025-02-02")
    assert edition.label == f"2025-02-02-{newest[:7]} of {address}"
    away()
    assert names(f"{address}/") == ["Ada", "Ben"]
    assert names(address, "v1") == ["Ada"]
    assert [path.name.rpartition("-")[0] for path in (tmp_path / "cache").iterdir()] == ["toolbelt"]


def test_a_refresh_follows_branches_tags_and_the_default_branch(origin):
    address = origin.as_uri()
    for name in ("old", "a/b"):
        git(origin, "branch", name)
    before = open_edition(address, "old").revision
    git(origin, "branch", "-D", "old", "a/b")
    git(origin, "checkout", "-q", "-b", "a")
    (origin / "personas" / "a.md").write_text(BEN)
    git(origin, "commit", "-q", "--amend", "-a", "-m", "another")
    git(origin, "branch", "-D", "main")
    assert names(address) == ["Ada"]
    refresh(address)
    assert names(address) == names(address, "a") == ["Ben"]
    assert names(address, before) == ["Ada"], "somebody may be reading it"
    assert "has no revision 'old'" in refusal(address, "old")
    git(origin, "checkout", "-q", "--detach")
    commit(origin, "2025-03-02", c=PERSONA)
    refresh(address)
    assert names(address) == ["Ben", "Ada"]


def test_an_address_that_cannot_be_reached_is_refused_and_leaves_nothing(origin, away, tmp_path):
    away()
    said = refusal(origin.as_uri())
    assert said.startswith(
        f"{origin.as_uri()}: cannot be fetched: '{origin}' does not appear to be"
    )
    assert said.endswith("; check the address, the network and your rights")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_refresh_without_network_says_that_the_clone_can_still_be_used(origin, away):
    assert names(origin.as_uri()) == ["Ada"]
    away()
    with pytest.raises(SourceError, match="the cached clone can still be used without --refresh"):
        refresh(origin.as_uri())
    assert names(origin.as_uri()) == ["Ada"]


def test_a_revision_that_the_clone_lacks_is_fetched_once(origin, away):
    address = origin.as_uri()
    assert names(address) == ["Ada"]
    assert names(address, commit(origin, "2025-02-02", b=BEN)) == ["Ada", "Ben"]
    assert f"{address}: the repository has no revision 'v9'" in refusal(address, "v9")
    away()
    assert "; try again: the clone, of " in refusal(address, "v9")


def test_a_date_after_the_last_fetch_is_not_answered_from_the_clone_of_then(origin, away, tmp_path):
    address = origin.as_uri()
    assert names(address) == ["Ada"]
    (clone,) = (tmp_path / "cache").iterdir()
    noon = time.mktime((2025, 1, 20, 12, 0, 0, 0, 0, 0))
    os.utime(clone / "toolbelt-fetched", (noon, noon))
    newest = commit(origin, "2025-02-02", b=BEN)
    assert open_edition(address, "2025-01-10").revision != newest
    assert open_edition(address, "2025-02-02").revision == newest
    os.utime(clone / "toolbelt-fetched", (noon, noon))
    away()
    assert names(address, "2025-01-10") == ["Ada"]
    assert "the clone, of 2025-01-" in refusal(address, "2025-02-02")
    assert "is too old for '2025-02-02'" in refusal(address, "2025-02-02")


def test_a_clone_that_is_killed_is_never_taken_for_a_whole_one(origin, tmp_path):
    (origin / "data").write_bytes(os.urandom(4_000_000))
    commit(origin, "2025-01-03")
    code = f"import toolbelt_data as t; print(1, flush=True); t.open_edition({origin.as_uri()!r})"
    for number in range(6):
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, start_new_session=True
        )
        process.stdout.readline()
        time.sleep(number / 40)
        os.killpg(process.pid, 9)
        process.communicate()
        whole = [path for path in (tmp_path / "cache").glob("*") if "." not in path.name]
        assert all(open_edition(path).files for path in whole)
    assert names(origin.as_uri()) == ["Ada"]


def test_processes_that_clone_and_refresh_at_once_do_not_break_each_other(origin, tmp_path):
    code = f"import toolbelt_data as t; print(len(t.open_edition({origin.as_uri()!r}).files))"
    words = [sys.executable, "-c", code]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: subprocess.run(words, capture_output=True), range(4)))
    assert [one.stdout for one in done] == [b"1\n"] * 4
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_cache_that_cannot_be_written_is_refused(origin, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TOOLBELT_CACHE", str(tmp_path / "file" / "below"))
    said = f"{tmp_path}/file/below: Not a directory; name another folder in TOOLBELT_CACHE"
    assert refusal(origin.as_uri()) == said
    monkeypatch.delenv("TOOLBELT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "users"))
    assert open_edition(origin.as_uri()).root.parent.name == "toolbelt-data"


# -- what is never run, followed or written ----------------------------------------------------------


def configure(repository, trap):
    """Set up everything that git runs for somebody, to run a trap."""
    keys = (
        "core.fsmonitor", "core.sshCommand", "core.pager", "core.askPass", "core.gitProxy",
        "core.alternateRefsCommand", "gpg.program", "gpg.ssh.program", "diff.external",
        "diff.md.textconv", "filter.md.clean", "filter.md.smudge", "filter.md.process",
        "uploadpack.packObjectsHook", "pager.ls-tree", "pager.log", "pager.cat-file",
        "remote.origin.uploadpack",
    )  # fmt: skip
    settings = dict.fromkeys(keys, str(trap)) | {"core.hooksPath": str(trap.parent / "hooks")}
    settings |= {"log.showSignature": "true", "protocol.ext.allow": "always", "gc.auto": "1"}
    for name in ("cat-file", "ls-tree", "log", "rev-parse", "config", "upload-pack"):
        settings[f"alias.{name}"] = f"!{trap}"
    for name, value in settings.items():
        git(repository, "config", name, value)
    for folder in (trap.parent / "hooks", repository / ".git" / "hooks"):
        folder.mkdir(exist_ok=True)
        for name in ("post-checkout", "post-index-change", "reference-transaction"):
            (folder / name).symlink_to(trap)
    (repository / ".gitattributes").write_text("*.md diff=md filter=md\n")


def test_no_program_of_a_configuration_is_run(origin, user, trap, sprung):
    text = git(origin, "cat-file", "commit", "HEAD")
    signature = "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n"
    (origin / "signed").write_text(text.replace("\n\n", signature, 1) + "\n")
    signed = git(origin, "hash-object", "-t", "commit", "-w", "signed")
    git(origin, "config", "core.fsmonitor", trap)
    run(origin, "status")
    configure(origin, trap)
    for revision in ("main", signed, "2025-01-02", None):
        corpus = toolbelt_data.load(origin, revision)
        assert '"uri": "personas/' in write(check(corpus), "sarif", corpus.edition)
    history(origin)
    assert names(origin.as_uri()) == ["Ada"]
    (user / ".gitconfig").write_text(f"[core]\nhooksPath = {trap.parent}/hooks\n")
    refresh(origin.as_uri())
    assert not sprung()
    with suppress(subprocess.CalledProcessError):
        git(origin, "status")
    assert sprung(), "the trap would not have been sprung by anybody"


def test_a_variable_that_names_another_repository_is_ignored(origin, tmp_path, monkeypatch):
    """As in a hook of git's, which runs with the variables of its own repository."""
    other = begin(tmp_path / "other", b=BEN)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path))
    assert names(origin, "main") == names(origin.as_uri()) == ["Ada"]


def test_nothing_of_a_repository_is_touched(origin):
    """Not even a time at which something was changed, nor the work tree."""
    (origin / "personas" / "a.md").write_text("changed and not committed\n")

    def listing():
        return [(path, path.lstat().st_mtime_ns) for path in sorted(origin.rglob("*"))]

    before = listing()
    for source in (origin, origin / "personas", origin.as_uri()):
        corpus = toolbelt_data.load(source, "HEAD")
        write(check(corpus), "sarif", corpus.edition)
        toolbelt_data.load(source, "2025-01-02")
    history(origin)
    refresh(origin.as_uri())
    assert listing() == before


def test_submodules_and_links_of_a_commit_are_not_followed(origin, tmp_path, trap, sprung):
    (tmp_path / "secret.md").write_text(BEN)
    (origin / "personas" / "out.md").symlink_to(tmp_path / "secret.md")
    (origin / "personas" / "in.md").symlink_to("a.md")
    (origin / "use_cases").symlink_to(tmp_path)
    (origin / ".gitmodules").write_text(f'[submodule "x"]\npath = personas/x\nurl = ext::{trap}\n')
    git(origin, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},personas/x")
    commit(origin, "2025-02-02")
    for source in (origin, origin.as_uri()):
        assert list(open_edition(source, "main").files) == ["personas/a.md"]
    assert not sprung()


def test_a_replaced_object_is_read_as_it_was_committed(origin):
    first, second = git(origin, "rev-parse", "HEAD"), commit(origin, "2025-02-02", a=BEN)
    git(origin, "replace", first, second)
    assert names(origin, first) == ["Ada"]


def test_a_tree_that_repeats_itself_is_refused_before_it_fills_the_memory(origin):
    blob = git(origin, "rev-parse", "HEAD:personas/a.md")
    lines = "".join(f"100644 blob {blob}\t{number:04}.txt\n" for number in range(200))
    for _ in range(6):
        done = subprocess.run(
            ["git", "-C", origin, "mktree"], input=lines, capture_output=True, text=True, check=True
        )
        lines = "".join(f"040000 tree {done.stdout.strip()}\t{number}\n" for number in range(100))
    git(origin, "update-ref", "HEAD", git(origin, "commit-tree", "-m", "m", done.stdout.strip()))
    git(origin, "repack", "-adq")
    assert "git ls-tree answers with more than 67,108,864 bytes" in refusal(origin, "HEAD")


# -- what is odd about a repository ------------------------------------------------------------------


def test_a_shallow_clone_asks_for_the_rest(origin, tmp_path):
    first, newest = git(origin, "rev-parse", "HEAD"), commit(origin, "2025-02-02", b=BEN)
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", origin.as_uri(), clone)
    assert open_edition(clone, "2025-02-02").revision == newest
    for beyond in (first, "HEAD~1", "2025-02-01"):
        assert refusal(clone, beyond).endswith("fetch the rest with git fetch --unshallow")


def test_a_partial_clone_is_refused_and_nothing_is_fetched(origin, tmp_path, trap, sprung):
    git(origin, "config", "uploadpack.allowFilter", "true")
    for kind in ("blob:none", "tree:0"):
        clone = tmp_path / kind
        git(tmp_path, "clone", "-q", "--bare", f"--filter={kind}", origin.as_uri(), clone)
        git(clone, "config", "remote.origin.uploadpack", trap)
        assert "it is a partial clone: clone it again without --filter" in refusal(clone)
        assert "cannot be fetched: " in refusal(clone.as_uri())
    assert not sprung()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_repository_of_somebody_else_asks_for_safe_directory(origin, user, told):
    for path in (origin, *origin.rglob("*")):
        os.chown(path, 65534, 65534)
    advice = "trust it with git config --global --add safe.directory and its path"
    said = f"{origin}: detected dubious ownership in repository at '{origin}'; {advice}"
    assert refusal(origin, "main") == said
    with pytest.raises(SourceError) as refused:
        history(origin)
    assert str(refused.value) == said
    for words in (["check", "--format", "sarif"], ["history"]):
        done = told(*words, "--source", origin)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"toolbelt-data: {said}\n")
    assert "dubious ownership" in refusal(origin.as_uri())
    (user / ".gitconfig").write_text(f"[safe]\ndirectory = {origin}\n")
    assert names(origin, "main") == ["Ada"]
    assert told("check", "--source", origin, "--fail-on", "never").returncode == 0


@pytest.mark.parametrize("what", ["HEAD", "HEAD^{tree}", "HEAD:personas", "HEAD:personas/a.md"])
def test_a_damaged_object_is_refused_in_a_line(origin, what):
    name = git(origin, "rev-parse", what)
    path = origin / ".git" / "objects" / name[:2] / name[2:]
    path.chmod(0o600)
    path.write_bytes(b"damaged")
    assert refusal(origin, "main").endswith("; check the repository with git fsck")


def test_bare_repositories_and_second_work_trees_are_read(origin, user, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", origin, tmp_path / "bare.git")
    git(origin, "worktree", "add", "-q", "-b", "other", tmp_path / "tree")
    (user / ".gitconfig").write_text("[safe]\nbareRepository = explicit\n")
    for source, revision in ((tmp_path / "bare.git", None), (tmp_path / "tree", "other")):
        assert names(source, revision) == ["Ada"]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/ossf/toolbelt", "https://github.com/ossf/toolbelt/blob/"),
        ("https://github.com/ossf/toolbelt.git", "https://github.com/ossf/toolbelt/blob/"),
        ("git@github.com:ossf/toolbelt.git", "https://github.com/ossf/toolbelt/blob/"),
        ("https://user:secret@github.com/ossf/toolbelt", ""),
        ("https://example.org/ossf/toolbelt", ""),
        ("javascript://github.com/a/b", ""),
    ],
)
def test_a_commit_of_a_clone_of_github_has_a_web_address(origin, url, address):
    git(origin, "remote", "add", "origin", url)
    edition = open_edition(origin / "personas", "main")
    assert edition.address == (f"{address}{edition.revision}/personas/" if address else "")


# -- addresses in commands, catalogues and reports ---------------------------------------------------


def test_a_command_reads_an_address_and_refreshes_it(origin, told, away):
    address = origin.as_uri()
    words = ("check", "--format", "json", "--fail-on", "never", "--source", address)
    assert "b.md" not in told(*words).stdout
    commit(origin, "2025-02-02", b="## Name: Ben\n")
    assert "b.md" not in told(*words).stdout
    assert "b.md" in told(*words, "--refresh").stdout
    away()
    assert told(*words, "--refresh").returncode == 2
    refused = told("check", "--source", origin.parent, "--refresh")
    assert refused.stderr.startswith("toolbelt-data: --refresh: no address is named")


def test_a_catalogue_is_read_at_an_address_and_links_in_it_are_not_followed(origin, tmp_path):
    text = "working_group:\n  id: {0}-wg\n  name: S\n  kind: working-group\nprojects:\n- id: {0}\n  name: S\n  kind: project\n"
    folder = origin / "data" / "working-groups"
    folder.mkdir(parents=True)
    (folder / "sheds.yml").write_text(text.format("shed"))
    (tmp_path / "secret.yml").write_text(text.format("secret"))
    (folder / "link.yml").symlink_to(tmp_path / "secret.yml")
    pinned = commit(origin, "2025-02-02")
    found = set(read_catalogue(origin.as_uri()).resource_id)
    assert "shed" in found
    assert "secret" not in found
    (folder / "sheds.yml").write_text("- no: id\n")
    commit(origin, "2025-03-02")
    assert "shed" in set(read_catalogue(f"{origin.as_uri()}#{pinned}").resource_id)
    refresh(origin.as_uri())
    with pytest.raises(SourceError, match=r"data/working-groups/sheds\.yml: no working"):
        read_catalogue(origin.as_uri())


def test_a_report_of_an_address_names_no_path_and_needs_no_network(origin, away, tmp_path):
    commit(origin, "2025-01-03", a=PERSONA + "### Challenges:\n- Time\n")
    address = origin.as_uri()
    edition = open_edition(address)
    away()
    cells = "from toolbelt_data import load\nprint(load(source, revision).edition.label)"
    notebook = write_notebook(tmp_path, 'source: str = ""\nrevision: str = ""', cells)
    report = build_report(address, out=tmp_path / "out", notebooks=[notebook], jobs=1)
    folder = report.index.parent
    executed = nbformat.read(folder / "notebooks" / "mine.ipynb", as_version=4)
    assert executed.cells[-1].outputs[0].text == f"{edition.label}\n"
    for path in (path for path in folder.rglob("*") if path.is_file()):
        assert str(tmp_path / "cache").encode() not in path.read_bytes(), path
