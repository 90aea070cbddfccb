"""Git: what is read of a repository or an address, and what is never run, followed or asked."""

import os
import stat
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from repositories import PERSONA, begin, commit, git

import toolbelt_data
from toolbelt_data import SourceError, open_edition, refresh
from toolbelt_data.analysis import history, read_catalogue
from toolbelt_data.checks import check
from toolbelt_data.checks.formats import write
from toolbelt_data.git import run

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
        "--output=x", "-1", "^main", "main..main", "..", ":/2025", "HEAD:personas", "HEAD^{/2025}",
        "a b", "a\nb", "a\x00b", "\x1b[31mmain", "m[a]in", "a\\b", "\u202emain", "HEAD@{99}",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("no_git")
def test_a_word_that_is_not_a_revision_never_reaches_git(origin, word):
    assert "is not a git revision; name a commit, a tag, a branch or a date" in refusal(
        origin, word
    )


@pytest.mark.parametrize("word", ["HEAD^!", "HEAD^@", "HEAD^{tree}", "text", "v9", "2025-02-30"])
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
    refused = refusal(origin, "2025-01-01")
    assert "no revision '2025-01-01': the first commit is of 2025-01-02" in refused
    # Just after midnight in Auckland it is the day before in Greenwich; the committer's day counts.
    late = commit(origin, "2025-03-05", {"GIT_COMMITTER_DATE": "2025-03-06T00:30:00+1300"})
    assert open_edition(origin, "2025-03-06").revision == late
    assert open_edition(origin, "2025-03-05").revision != late


# -- addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "ext::TRAP", "file::/etc", "http://a.example/b", "git://a.example/b", "HTTPS://a.example/b",
        "file://host/srv", "file://", "https://me:secret@a.example/b", "https://secret@a.example/b",
        "https://me:se/cret@a.example/b", "ssh://git:secret@a.example/b", "git://me:secret@a.example/b",
        "https://a.example/b?token=x", "https://a.example/b#main", "ssh://-oProxyCommand=TRAP/b",
        "ssh://%2doProxyCommand=TRAP/b", "ssh://-oProxyCommand=x@a.example/b", "git@-oProxyCommand=TRAP:b",
        "-oProxyCommand=x@a.example:b", "git@a.example:-uTRAP", "git@a.example:", "https://a.example",
        "https:///b", "https://a.example/b c", "https://a.example/b\n", "https://a.example/\x1b[31m",
        "https://a.example/%0ab",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("no_git")
def test_an_address_that_is_not_allowed_never_reaches_git(trap, address):
    for function in (open_edition, refresh, *([] if "#" in address else [read_catalogue])):
        with pytest.raises(
            SourceError, match="of a kind that is not allowed; use https"
        ) as refused:
            function(address.replace("TRAP", str(trap)))
        assert "secret" not in str(refused.value)
        assert str(refused.value).isprintable()


def test_git_itself_may_use_the_same_transports_only(user, trap, sprung, monkeypatch):
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
        run(origin, "credential", "fill", stdin=b"protocol=https\nhost=a.example\n\n")
    assert not sprung()


def test_ssh_is_the_users_own_and_prompts_nobody(origin, user, tmp_path, monkeypatch):
    program = tmp_path / "bin" / "ssh"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$SSH_AUTH_SOCK $SSH_ASKPASS_REQUIRE $*" >> {tmp_path}/called\n'
        'for last; do :; done\neval "$last"\n'
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    monkeypatch.setenv("SSH_AUTH_SOCK", "agent")
    (user / ".gitconfig").write_text(f"[core]\nsshCommand = {program} -v\n")
    assert names(f"ssh://git@example.org{origin}") == ["Ada"]
    (call,) = (tmp_path / "called").read_text().splitlines()
    assert call.startswith("agent never -v")
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


def test_a_revision_that_the_clone_lacks_is_fetched_once(origin, away, tmp_path):
    address = origin.as_uri()
    assert names(address) == ["Ada"]
    assert names(address, commit(origin, "2025-02-02", b=BEN)) == ["Ada", "Ben"]
    assert f"{address}: the repository has no revision 'v9'" in refusal(address, "v9")
    away()
    assert "; try again: the clone, of " in refusal(address, "v9")
    with pytest.raises(SourceError, match="the cached clone can still be used without --refresh"):
        refresh(address)
    assert f"{address}x: cannot be fetched: " in refusal(f"{address}x")
    assert len(list((tmp_path / "cache").iterdir())) == 1


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


def test_processes_that_clone_and_refresh_at_once_do_not_break_each_other(origin, tmp_path):
    code = f"import toolbelt_data as t; print(len(t.open_edition({origin.as_uri()!r}).files))"
    words = [sys.executable, "-c", code]
    done = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(3)]
    assert [one.communicate()[0] for one in done] == [b"1\n"] * 3
    assert len(list((tmp_path / "cache").iterdir())) == 1


# -- what is never run, followed or written ----------------------------------------------------------


def configure(repository, trap):
    """Set up everything that git runs for somebody, to run a trap."""
    keys = (
        "core.fsmonitor", "core.sshCommand", "core.pager", "core.askPass", "core.alternateRefsCommand",
        "gpg.program", "diff.external", "diff.md.textconv", "filter.md.smudge", "filter.md.process",
        "uploadpack.packObjectsHook", "pager.log", "remote.origin.uploadpack",
    )  # fmt: skip
    settings = dict.fromkeys(keys, str(trap)) | {"core.hooksPath": str(trap.parent / "hooks")}
    settings |= {"log.showSignature": "true", "protocol.ext.allow": "always", "gc.auto": "1"}
    settings |= {f"alias.{name}": f"!{trap}" for name in ("cat-file", "ls-tree", "log")}
    for name, value in settings.items():
        git(repository, "config", name, value)
    for folder in (trap.parent / "hooks", repository / ".git" / "hooks"):
        folder.mkdir(exist_ok=True)
        for name in ("post-checkout", "reference-transaction"):
            (folder / name).symlink_to(trap)
    (repository / ".gitattributes").write_text("*.md diff=md filter=md\n")


def test_no_program_of_a_configuration_is_run(origin, user, trap, sprung):
    text = git(origin, "cat-file", "commit", "HEAD")
    signature = "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n"
    (origin / "signed").write_text(text.replace("\n\n", signature, 1) + "\n")
    signed = git(origin, "hash-object", "-t", "commit", "-w", "signed")
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


@pytest.mark.parametrize(
    ("url", "is_shown"),
    [
        ("https://github.com/ossf/toolbelt", True), ("git@github.com:ossf/toolbelt.git", True),
        ("https://user:secret@github.com/ossf/toolbelt", False), ("javascript://github.com/a/b", False),
    ],
)  # fmt: skip
def test_a_commit_of_a_clone_of_github_has_a_web_address(origin, url, is_shown):
    git(origin, "remote", "add", "origin", url)
    edition = open_edition(origin / "personas", "main")
    address = f"https://github.com/ossf/toolbelt/blob/{edition.revision}/personas/"
    assert edition.address == (address if is_shown else "")


# -- addresses in commands, catalogues and reports ---------------------------------------------------


def test_a_command_reads_an_address_and_refreshes_it(origin, told):
    address = origin.as_uri()
    words = ("check", "--format", "json", "--fail-on", "never", "--source", address)
    assert "b.md" not in told(*words).stdout
    commit(origin, "2025-02-02", b="## Name: Ben\n")
    assert "b.md" not in told(*words).stdout
    assert "b.md" in told(*words, "--refresh").stdout
