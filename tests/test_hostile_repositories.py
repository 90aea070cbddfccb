"""Repositories and addresses that mean harm, or are odd: refused or read, and never followed."""

import os
import stat
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest
from repositories import PERSONA, begin, commit, git

import toolbelt_data
from toolbelt_data import SourceError, open_edition, refresh
from toolbelt_data.analysis import catalogue
from toolbelt_data.findings import Place
from toolbelt_data.source.contents import file
from toolbelt_data.source.git import _ALWAYS, run
from toolbelt_data.source.repository import resolve

POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 12345\n"


@pytest.fixture(autouse=True)
def user(tmp_path, monkeypatch):
    """A user with a home and a cache of their own."""
    monkeypatch.setenv("TOOLBELT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path / "home"


@pytest.fixture
def trap(tmp_path):
    """A program that leaves a trace when it is run, whatever it is run as."""
    program = tmp_path / "trap"
    program.write_text(f'#!/bin/sh\ntouch "{tmp_path}/sprung"\ncat\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.fixture
def sprung(tmp_path):
    """Tell whether the program was run."""
    return (tmp_path / "sprung").exists


@pytest.fixture
def repository(tmp_path):
    return begin(tmp_path / "toolbelt")


def refusal(source, revision=None):
    with pytest.raises(SourceError) as caught:
        toolbelt_data.load(source, revision)
    return str(caught.value)


# -- revisions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "revision",
    [
        "--output=PLACE", "-1", "--all", "-", "^main", "main..main", "main...main", "..",
        ":/2025", ":0:personas/a.md", "HEAD:personas", "HEAD:personas/a.md", "HEAD^{/2025}",
        "a b", " main", "a\nb", "a\tb", "a\x00b", "\x1b[31mmain", "ma*n", "m[a]in", "a\\b",
        "\u202emain", " ",
    ],
)  # fmt: skip
def test_a_revision_that_is_none_never_reaches_git(repository, tmp_path, monkeypatch, revision):
    def called(*_):
        raise AssertionError("git was called")

    monkeypatch.setattr("toolbelt_data.source.git._run", called)
    revision = revision.replace("PLACE", str(tmp_path / "written"))
    assert refusal(repository, revision).endswith(
        "is no git revision; give a commit, a tag, a branch or a date"
    )
    assert not (tmp_path / "written").exists()


@pytest.mark.parametrize("revision", ["HEAD^!", "HEAD^@", "HEAD^{tree}", "HEAD@{99}", "@{u}"])
def test_what_names_no_single_commit_is_no_revision(repository, revision):
    assert "the repository has no revision" in refusal(repository, revision)


def test_a_tag_of_something_else_than_a_commit_is_no_revision(repository):
    git(repository, "tag", "text", git(repository, "rev-parse", "HEAD:personas/a.md"))
    assert "the repository has no revision 'text'" in refusal(repository, "text")


def test_a_branch_that_is_called_like_an_option_of_git_is_read_as_one_by_its_full_name(repository):
    name = git(repository, "rev-parse", "HEAD")
    (repository / ".git" / "refs" / "heads" / "--all").write_text(f"{name}\n")
    assert "is no git revision" in refusal(repository, "--all")
    assert open_edition(repository, "refs/heads/--all").revision == name


# -- addresses -------------------------------------------------------------------------------------

FOUR = "use https://, ssh://, git@host:path or file://"
NAMED = (
    "a name or password in it would end up in reports;"
    " leave it out and keep it in git's credential helper"
)
ODD = "an address with a space or a control character; write it without"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ext::TRAP", f"ext::TRAP: ext:: can run a program; {FOUR}"),
        ("ext::sh -c TRAP", f"ext::sh -c TRAP: {ODD}"),
        ("fd::17", f"fd::17: fd:: can run a program; {FOUR}"),
        ("file::/etc", f"file::/etc: file:: can run a program; {FOUR}"),
        ("http://a.example/b", "http://a.example/b: http can be read and changed on its way; use https://"),
        ("git://a.example/b", f"git://a.example/b: git:// is not followed; {FOUR}"),
        ("ftp://a.example/b", f"ftp://a.example/b: ftp:// is not followed; {FOUR}"),
        ("HTTPS://a.example/b", f"HTTPS://a.example/b: HTTPS:// is not followed; {FOUR}"),
        ("file://host/srv", "file://host/srv: file:// with a host; write file:///path"),
        ("file://", f"file://: no path of a repository; {FOUR}"),
        ("https://me:secret@a.example/b", f"https://…@a.example/b: {NAMED}"),
        ("https://secret@a.example/b", f"https://…@a.example/b: {NAMED}"),
        ("https://me:se/cret@a.example/b", f"https://…@a.example/b: no name of a host, or of a user there; {FOUR}"),
        ("ssh://git:secret@a.example/b", f"ssh://…@a.example/b: {NAMED}"),
        ("https://a.example/b?token=x", "https://a.example/b?token=x: an address with ? or #; name the repository alone, and its --revision"),
        ("ssh://-oProxyCommand=TRAP/b", f"ssh://-oProxyCommand=TRAP/b: no name of a host, or of a user there; {FOUR}"),
        ("ssh://%2doProxyCommand=TRAP/b", f"ssh://%2doProxyCommand=TRAP/b: no name of a host, or of a user there; {FOUR}"),
        ("ssh://-oProxyCommand=x@a.example/b", f"ssh://…@a.example/b: no name of a host, or of a user there; {FOUR}"),
        ("git@-oProxyCommand=TRAP:b", f"git@-oProxyCommand=TRAP:b: no name of a host, or of a user there; {FOUR}"),
        ("-oProxyCommand=x@a.example:b", f"-oProxyCommand=x@a.example:b: no name of a host, or of a user there; {FOUR}"),
        ("git@a.example:-uTRAP", f"git@a.example:-uTRAP: no path of a repository; {FOUR}"),
        ("git@a.example:", f"git@a.example:: no path of a repository; {FOUR}"),
        ("https://a.example", f"https://a.example: no path of a repository; {FOUR}"),
        ("https:///b", f"https:///b: no name of a host, or of a user there; {FOUR}"),
        ("https://a.example/b c", f"https://a.example/b c: {ODD}"),
        ("https://a.example/b\n", f"'https://a.example/b\\n': {ODD}"),
        ("https://a.example/\x1b[31m", f"'https://a.example/\\x1b[31m': {ODD}"),
        ("https://a.example/%0ab", f"https://a.example/%0ab: {ODD}"),
        ("file:///b%00c", f"file:///b%00c: {ODD}"),
    ],
)  # fmt: skip
def test_an_address_that_means_harm_never_reaches_git(monkeypatch, trap, sprung, address, said):
    def called(*_):
        raise AssertionError("git was called")

    monkeypatch.setattr("toolbelt_data.source.git._run", called)
    address, said = (words.replace("TRAP", str(trap)) for words in (address, said))
    assert refusal(address) == said
    for function in (refresh, catalogue):
        with pytest.raises(SourceError) as refused:
            function(address)
        assert str(refused.value) == said
    assert not sprung()


def test_a_transport_is_refused_by_git_too_whatever_the_user_has_set(
    repository, user, trap, sprung
):
    """A harmless address that the user's own configuration rewrites to a program."""
    (user / ".gitconfig").write_text(
        f'[url "ext::{trap} "]\ninsteadOf = https://a.example/\n'
        '[protocol]\nallow = always\n[protocol "ext"]\nallow = always\n'
    )
    assert refusal("https://a.example/b") == (
        "https://a.example/b: cannot be cloned: transport 'ext' not allowed;"
        " check the address, the network and your rights"
    )
    assert not sprung()


def test_a_variable_of_the_environment_does_not_open_a_transport(user, trap, sprung, monkeypatch):
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "ext:https")
    (user / ".gitconfig").write_text(f'[url "ext::{trap} "]\ninsteadOf = https://a.example/\n')
    assert "transport 'ext' not allowed" in refusal("https://a.example/b")
    assert not sprung()


def test_nobody_is_asked_for_a_password(repository, user, trap, sprung, monkeypatch):
    """A program that would ask is set up in every place that git looks at."""
    (user / ".gitconfig").write_text(f"[core]\naskPass = {trap}\n")
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(trap))
    wanted = b"protocol=https\nhost=a.example\n\n"
    asked = run(repository, "credential", "fill", given=wanted)
    assert asked.returncode
    assert b"terminal prompts disabled" in asked.stderr
    assert not sprung()
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(
            ["git", "credential", "fill"],
            input=wanted,
            capture_output=True,
            check=False,
            timeout=30,
        )
    assert sprung(), "the trap would not have been sprung by anybody"


def test_programs_of_the_user_that_could_ask_are_told_not_to(user, tmp_path, monkeypatch):
    """An ssh of the user's own has no option of ours; a helper may open a window."""
    program = tmp_path / "program"
    program.write_text(
        f'#!/bin/sh\necho "$SSH_ASKPASS_REQUIRE $GCM_INTERACTIVE" >> {tmp_path}/told\nexit 1\n'
    )
    program.chmod(0o700)
    monkeypatch.setenv("GIT_SSH", str(program))
    refusal("git@a.example:b")
    (user / ".gitconfig").write_text(f"[credential]\nhelper = !{program}\n")
    run(tmp_path, "credential", "fill", given=b"protocol=https\nhost=a.example\n\n")
    assert {*(tmp_path / "told").read_text().splitlines()} == {"never never"}


def test_what_a_caller_named_for_another_repository_is_not_ours(
    repository, tmp_path, trap, sprung, monkeypatch
):
    """As in a hook of git's, which runs with the variables of its own repository."""
    other = begin(tmp_path / "other", b="b")
    (tmp_path / "objects").mkdir()
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path / "objects"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "alias.anything")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", f"!{trap}")
    for source in (repository, repository.as_uri()):
        assert list(open_edition(source, "main").files) == ["personas/a.md"]
    assert run(repository, "anything").returncode
    assert not sprung()


def test_bare_repositories_are_read_though_the_user_wants_them_named(repository, user, tmp_path):
    git(tmp_path, "clone", "-q", "--bare", repository, tmp_path / "bare.git")
    (user / ".gitconfig").write_text("[safe]\nbareRepository = explicit\n")
    for source in (tmp_path / "bare.git", repository.as_uri()):
        assert list(open_edition(source).files) == ["personas/a.md"]


def test_hooks_of_the_user_have_no_part_in_the_cache(repository, user, trap, sprung):
    (user / "hooks").mkdir()
    (user / "hooks" / "reference-transaction").symlink_to(trap)
    (user / ".gitconfig").write_text(f"[core]\nhooksPath = {user}/hooks\n")
    open_edition(repository.as_uri())
    git(repository, "-c", "core.hooksPath=/dev/null", "branch", "next")
    refresh(repository.as_uri())
    assert not sprung()
    git(repository, "branch", "other")
    assert sprung(), "the trap would not have been sprung by anybody"


def test_a_file_address_of_no_repository_is_told(tmp_path):
    (tmp_path / "nothing").mkdir()
    assert refusal((tmp_path / "nothing").as_uri()).startswith(
        f"{(tmp_path / 'nothing').as_uri()}: cannot be cloned: '{tmp_path}/nothing' does not appear"
    )


# -- configuration of a repository -----------------------------------------------------------------


def configure(repository, trap):
    """Set up everything that git runs for somebody, to run a trap."""
    settings = {
        "core.fsmonitor": trap, "core.sshCommand": trap, "core.pager": trap, "core.editor": trap,
        "core.hooksPath": trap.parent / "hooks", "core.askPass": trap, "core.gitProxy": trap,
        "core.alternateRefsCommand": trap, "gpg.program": trap, "gpg.ssh.program": trap,
        "log.showSignature": "true", "diff.external": trap, "diff.md.textconv": trap,
        "diff.md.command": trap, "filter.md.clean": trap, "filter.md.smudge": trap,
        "filter.md.process": trap, "filter.md.required": "true", "credential.helper": f"!{trap}",
        "uploadpack.packObjectsHook": trap, "pager.ls-tree": trap, "pager.rev-list": trap,
        "pager.cat-file": trap, "protocol.allow": "always", "protocol.ext.allow": "always",
        "remote.origin.uploadpack": trap, "remote.origin.url": f"ext::{trap}",
        "include.path": trap.parent / "more", "gc.auto": "1", "interactive.diffFilter": trap,
    }  # fmt: skip
    for name in ("cat-file", "ls-tree", "rev-list", "rev-parse", "config", "upload-pack"):
        settings[f"alias.{name}"] = f"!{trap}"
    for name, value in settings.items():
        git(repository, "config", name, value)
    (trap.parent / "more").write_text(f"[core]\nfsmonitor = {trap}\n[alias]\nconfig = !{trap}\n")
    hooks = [
        trap.parent / "hooks",
        Path(git(repository, "rev-parse", "--absolute-git-dir"), "hooks"),
    ]
    for folder in hooks:
        folder.mkdir(exist_ok=True)
        for name in ("post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc"):
            (folder / name).symlink_to(trap)
    (repository / ".gitattributes").write_text("*.md diff=md filter=md\n")


def test_no_program_of_a_repositorys_configuration_is_run(repository, trap, sprung, monkeypatch):
    configure(repository, trap)
    monkeypatch.setenv("PAGER", str(trap))
    for revision in ("main", "HEAD", "2025-01-02", None):
        corpus = toolbelt_data.load(repository, revision)
        assert corpus.personas.given_name.tolist() == ["Ada"]
        assert Place.of(corpus).prefix == ""
    assert not sprung()
    with suppress(subprocess.CalledProcessError):
        git(repository, "status")
    assert sprung(), "the trap would not have been sprung by anybody"


def test_no_program_of_a_repositorys_configuration_is_run_by_its_address(repository, trap, sprung):
    configure(repository, trap)
    assert open_edition(repository.as_uri()).files["personas/a.md"] == PERSONA.encode()
    refresh(repository.as_uri())
    assert not sprung()


def test_whatever_git_is_asked_it_runs_no_monitor_and_writes_no_index(repository, trap, sprung):
    git(repository, "config", "core.fsmonitor", trap)
    index = repository / ".git" / "index"
    before = index.read_bytes()
    os.utime(repository / "personas" / "a.md", (1, 1))
    assert run(repository, "status").returncode == 0
    assert not sprung()
    git(repository, "config", "--unset", "core.fsmonitor")
    assert run(repository, "status").returncode == 0
    assert index.read_bytes() == before
    git(repository, "status")
    assert index.read_bytes() != before, "nobody would have written it"


def test_a_signed_commit_runs_nothing(repository, trap, sprung):
    """The signature is none; who would look at it would run the program to see."""
    text = git(repository, "cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    (repository / "signed").write_text(text + "\n")
    signed = git(repository, "hash-object", "-t", "commit", "-w", "signed")
    configure(repository, trap)
    assert open_edition(repository, signed).date == "2025-01-02"
    assert run(repository, "log", "-1", signed).returncode == 0
    assert not sprung()
    git(repository, "-c", "core.pager=cat", "log", "-1", signed)
    assert sprung(), "the trap would not have been sprung by anybody"


@pytest.fixture
def partial(repository, tmp_path):
    """A clone that left out the documents, to be fetched when somebody reads them."""
    git(repository, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", repository.as_uri(), clone)
    return clone


LAZY = {
    "a transport": ("remote.origin.url", "ext::{}"),
    "what serves": ("remote.origin.uploadpack", "{}"),
    "ssh": ("core.sshCommand", "{}"),
    "a helper": ("remote.origin.vcs", "ext"),
}


@pytest.fixture(params=["git", "an older git"])
def lazy(request, monkeypatch):
    """Git fetches what is missing where it does not know the variable that forbids it."""
    if request.param == "an older git":
        monkeypatch.setitem(_ALWAYS, "GIT_NO_LAZY_FETCH", "0")
    return request.param


@pytest.mark.parametrize("how", LAZY)
def test_an_object_that_is_missing_is_never_fetched(partial, trap, sprung, how, lazy):
    name, value = LAZY[how]
    git(partial, "config", "protocol.ext.allow", "always")
    if how == "ssh":
        git(partial, "config", "remote.origin.url", "git@a.example:b")
    git(partial, "config", name, value.format(trap))
    blob = git(partial, "rev-parse", "HEAD:personas/a.md")
    said = refusal(partial, "HEAD")
    told = (
        f"personas/a.md: a partial clone that lacks object {blob}; clone it anew without --filter"
    )
    # An older git may break off, by the refusal of a transport, before it has said why.
    cut = f"personas/a.md: object {blob} cannot be read; check the clone with git fsck"
    assert said == told or (lazy, said) == ("an older git", cut)
    assert toolbelt_data.load(partial, "HEAD", tolerant=True).unread.path.tolist() == [
        "personas/a.md"
    ]
    assert not sprung()


def test_a_clone_without_trees_is_a_partial_one_too(repository, tmp_path):
    git(repository, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "partial"
    git(tmp_path, "clone", "-q", "--bare", "--filter=tree:0", repository.as_uri(), clone)
    assert refusal(clone) == (
        f"{clone}: a partial clone that lacks part of the commit; clone it anew without --filter"
    )


@pytest.mark.usefixtures("lazy")
def test_an_address_of_a_partial_clone_fetches_nothing_there(partial, trap, sprung):
    git(partial, "config", "remote.origin.uploadpack", str(trap))
    assert f"{partial.as_uri()}: cannot be cloned: " in refusal(partial.as_uri())
    assert not sprung()


def test_a_replaced_object_is_read_as_it_was_committed(repository):
    """What stands in a commit is what its name says, and what its host shows."""
    first, second = git(repository, "rev-parse", "HEAD"), commit(repository, "2025-02-02", a="no")
    git(repository, "replace", first, second)
    assert open_edition(repository, first).files["personas/a.md"] == PERSONA.encode()


def test_a_name_that_two_have_is_no_damage(repository):
    """Git warns of such a name, whatever word it is."""
    name = git(repository, "rev-parse", "HEAD")
    commit(repository, "2025-02-02", b="b")
    git(repository, "branch", "corrupt")
    git(repository, "tag", "corrupt", name)
    git(repository, "branch", "promisor")
    git(repository, "tag", "promisor", git(repository, "rev-parse", "HEAD:personas/a.md"))
    assert open_edition(repository, "corrupt").revision == name
    assert "has no revision 'promisor'" in refusal(repository, "promisor")


def test_an_origin_that_is_not_utf_8_has_no_address(repository):
    with (repository / ".git" / "config").open("ab") as config:
        config.write(b'[remote "origin"]\nurl = https://github.com/a/\xff\n')
    assert open_edition(repository, "main").address == ""


def test_a_path_in_a_commit_is_no_pattern(repository):
    found = resolve(repository, "HEAD")
    assert file(repository, found, "personas/a.md") == PERSONA.encode()
    for path in (":(literal)personas/a.md", ":(top)personas/a.md", "personas/*.md"):
        assert file(repository, found, path) is None


# -- trees -----------------------------------------------------------------------------------------


def test_a_submodule_is_not_followed(repository, trap, sprung):
    (repository / ".gitmodules").write_text(
        f'[submodule "x"]\npath = personas/x\nurl = ext::{trap}\nupdate = !{trap}\n'
    )
    name = git(repository, "rev-parse", "HEAD")
    git(repository, "update-index", "--add", "--cacheinfo", f"160000,{name},personas/x")
    git(repository, "add", ".gitmodules")
    git(repository, "commit", "-q", "-m", "submodule")
    for source in (repository, repository.as_uri()):
        assert list(open_edition(source, "main").files) == ["personas/a.md"]
    assert not sprung()


def test_links_in_a_commit_are_not_followed(repository, tmp_path):
    (tmp_path / "secret.md").write_text(PERSONA)
    (repository / "personas" / "out.md").symlink_to(tmp_path / "secret.md")
    (repository / "personas" / "in.md").symlink_to("a.md")
    (repository / "use_cases").symlink_to(tmp_path)
    (repository / "toolbelt.toml").symlink_to(tmp_path / "secret.toml")
    (tmp_path / "secret.toml").write_text("exclude = ['*']\n")
    commit(repository, "2025-02-02")
    for source in (repository, repository.as_uri()):
        assert list(open_edition(source, "main").files) == ["personas/a.md"]


def test_links_of_a_work_tree_that_lead_out_are_not_followed(repository, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.md").write_text(PERSONA)
    (repository / "personas" / "out.md").symlink_to(tmp_path / "elsewhere" / "b.md")
    (repository / "personas" / "folder").symlink_to(tmp_path / "elsewhere")
    (repository / "use_cases").symlink_to(tmp_path / "elsewhere")
    assert list(open_edition(repository).files) == ["personas/a.md"]


def test_settings_of_a_commit_name_no_file_outside_of_it(repository, tmp_path, told):
    (tmp_path / "known.json").write_text('{"version": 1, "known": {}}')
    for place in ("../known.json", str(tmp_path / "known.json"), "personas/none.json"):
        (repository / "toolbelt.toml").write_text(f"[check]\nbaseline = '{place}'\n")
        name = commit(repository, "2025-02-02")
        done = told("check", "--source", repository, "--revision", "main")
        assert (done.returncode, done.stderr) == (
            2,
            f"toolbelt-data: {place}: not in commit {name[:12]}; commit it, or name no baseline\n",
        )


def test_a_tree_that_leads_out_of_itself_writes_nothing(repository, tmp_path):
    """Git makes no such tree; whoever means harm does."""
    blob = git(repository, "rev-parse", "HEAD:personas/a.md")
    entry = f"100644 {'../' * 3}evil.yml\0".encode() + bytes.fromhex(blob)
    (tmp_path / "tree").write_bytes(entry)
    below = git(repository, "hash-object", "-t", "tree", "-w", "--literally", tmp_path / "tree")
    outer = b"40000 working-groups\0" + bytes.fromhex(below)
    (tmp_path / "tree").write_bytes(outer)
    tree = git(repository, "hash-object", "-t", "tree", "-w", "--literally", tmp_path / "tree")
    git(repository, "update-ref", "HEAD", git(repository, "commit-tree", "-m", "evil", tree))
    before = sorted(tmp_path.parent.iterdir())
    with pytest.raises(toolbelt_data.NothingToMeasure):
        catalogue(repository.as_uri())
    assert sorted(tmp_path.parent.iterdir()) == before


def test_names_of_any_bytes_are_read(repository):
    names = [b"latin-\xe9.md", b"two\nlines.md", b"quo\"te'.md", b"back\\slash.md", "ü.md".encode()]
    for name in names:
        Path(os.fsdecode(os.fsencode(repository / "personas") + b"/" + name)).write_text(PERSONA)
    commit(repository, "2025-02-02")
    shown = sorted(f"personas/{name.decode('utf-8', 'backslashreplace')}" for name in names)
    edition = open_edition(repository, "main")
    assert list(edition.files) == ["personas/a.md", *shown]
    assert set(edition.files.values()) == {PERSONA.encode()}
    assert edition.files == open_edition(repository).files
    assert len(toolbelt_data.load(edition).documents) == 6


def test_two_documents_that_are_shown_alike_are_told(repository):
    for name in (b"\xe9.md", b"\\xe9.md"):
        Path(os.fsdecode(os.fsencode(repository / "personas") + b"/" + name)).write_text(PERSONA)
    commit(repository, "2025-02-02")
    for revision in (None, "main"):
        assert refusal(repository, revision) == (
            "personas/\\xe9.md: a second document of this name; rename one of them"
        )


def test_a_document_that_is_too_large_is_never_read(repository, monkeypatch):
    """A few bytes in a repository can stand for more than memory holds."""
    commit(repository, "2025-02-02", b="x" * 5000)
    (repository / "toolbelt.toml").write_text("max-bytes = 4999\n")
    commit(repository, "2025-02-02")
    asked = []
    real = toolbelt_data.source.git.run
    monkeypatch.setattr(
        "toolbelt_data.source.git.run",
        lambda *words, **given: asked.append((words, given)) or real(*words, **given),
    )
    edition = open_edition(repository, "main")
    assert list(edition.files) == ["personas/a.md"]
    assert "5,000 bytes, at most 4,999 are read" in str(edition.unread["personas/b.md"])
    large = git(repository, "rev-parse", "HEAD:personas/b.md").encode()
    read = [given["given"] for words, given in asked if "--batch" in words]
    assert len(read) == 2
    assert not any(large in names for names in read)


# -- Git LFS ---------------------------------------------------------------------------------------


def test_a_pointer_of_git_lfs_is_no_document(repository, told):
    commit(repository, "2025-02-02", b=POINTER)
    said = (
        "personas/b.md: a pointer of Git LFS, not the document;"
        " get the document with git lfs pull, or keep documents out of Git LFS"
    )
    for revision in (None, "main"):
        assert refusal(repository, revision) == said
    done = told("check", "--source", repository, "--revision", "main")
    assert done.returncode == 1
    assert "a pointer of Git LFS" in done.stdout


@pytest.mark.parametrize(
    "text", [f"# A pointer\n{POINTER}", f"{POINTER}\nis one.\n", f"> {POINTER}"]
)
def test_a_document_that_quotes_a_pointer_is_read(repository, text):
    commit(repository, "2025-02-02", b=text)
    assert open_edition(repository, "main").files["personas/b.md"] == text.encode()


# -- odd repositories ------------------------------------------------------------------------------


def test_a_shallow_clone_is_read_as_far_as_it_goes(repository, tmp_path):
    first = git(repository, "rev-parse", "HEAD")
    newest = commit(repository, "2025-02-02", b=PERSONA)
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth=1", repository.as_uri(), clone)
    assert open_edition(clone, "main").revision == newest
    assert open_edition(clone, "2025-02-02").revision == newest
    assert refusal(clone, "2025-02-01") == (
        f"{clone}: nothing was committed by 2025-02-01: the first commit is of 2025-02-02, and the"
        " clone is shallow; fetch the rest with git fetch --unshallow"
    )
    for beyond in (first, "HEAD~1"):
        assert refusal(clone, beyond) == (
            f"{clone}: the repository has no revision '{beyond}', and is shallow;"
            " fetch the rest with git fetch --unshallow"
        )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_repository_of_somebody_else_is_told_apart_from_none(repository, user):
    for path in (repository, *repository.rglob("*")):
        os.chown(path, 65534, 65534)
    assert refusal(repository, "main") == (
        f"{repository}: a repository that belongs to somebody else;"
        " trust it with git config --global --add safe.directory and its path"
    )
    assert "dubious ownership" in refusal(repository.as_uri())
    (user / ".gitconfig").write_text(f"[safe]\ndirectory = {repository}\n")
    assert list(open_edition(repository, "main").files) == ["personas/a.md"]


def damage(repository, name):
    path = repository / ".git" / "objects" / name[:2] / name[2:]
    path.chmod(0o600)
    path.write_bytes(b"damaged")


def test_a_damaged_document_is_told_and_the_others_are_read(repository):
    commit(repository, "2025-02-02", b="b", c="c")
    name = git(repository, "rev-parse", "HEAD:personas/b.md")
    damage(repository, name)
    edition = open_edition(repository, "main")
    assert list(edition.files) == ["personas/a.md", "personas/c.md"]
    assert str(edition.unread["personas/b.md"]) == (
        f"personas/b.md: object {name} cannot be read; check the clone with git fsck"
    )


@pytest.mark.parametrize("what", ["HEAD", "HEAD^{tree}", "HEAD:personas"])
def test_a_damaged_commit_or_tree_is_told(repository, what):
    damage(repository, git(repository, "rev-parse", what))
    assert refusal(repository, "main") == (
        f"{repository}: part of the commit cannot be read; check the clone with git fsck"
    )


def test_a_cached_clone_that_is_damaged_is_named(repository, tmp_path):
    open_edition(repository.as_uri())
    clone = next((tmp_path / "cache").iterdir())
    (clone / "HEAD").unlink()
    assert refusal(repository.as_uri()) == (
        f"{repository.as_uri()}: not in a git repository;"
        f" remove its clone, {clone}, to have it cloned anew"
    )


def test_a_refresh_mends_a_cached_clone_that_is_damaged(repository, tmp_path):
    open_edition(repository.as_uri())
    (next((tmp_path / "cache").iterdir()) / "HEAD").unlink()
    refresh(repository.as_uri())
    assert list(open_edition(repository.as_uri()).files) == ["personas/a.md"]


def test_a_repository_without_a_commit_is_told(tmp_path):
    folder = tmp_path / "empty"
    (folder / "personas").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    said = f"{folder}: a repository without a commit; commit the documents"
    assert refusal(folder, "HEAD") == refusal(folder, "main") == said
    assert (
        refusal(folder, "2025-01-01")
        == f"{folder}: HEAD has no commit; name a commit, a tag or a branch"
    )


def test_a_detached_head_and_a_second_work_tree_are_read(repository, tmp_path):
    commit(repository, "2025-02-02", b=PERSONA)
    git(repository, "checkout", "-q", "--detach", "HEAD~1")
    assert list(open_edition(repository, "HEAD").files) == ["personas/a.md"]
    git(repository, "worktree", "add", "-q", tmp_path / "tree", "main")
    assert (tmp_path / "tree" / ".git").is_file()
    edition = open_edition(tmp_path / "tree", "2025-02-02")
    assert list(edition.files) == ["personas/a.md", "personas/b.md"]


def test_five_thousand_documents_are_read_in_a_few_calls(repository, monkeypatch):
    wanted = {f"{number:04}": f"# {number}\n" for number in range(5000)}
    commit(repository, "2025-02-02", **wanted)
    calls = []
    real = toolbelt_data.source.git._run
    monkeypatch.setattr(
        "toolbelt_data.source.git._run", lambda *words: calls.append(words) or real(*words)
    )
    begun = time.monotonic()
    edition = open_edition(repository, "main")
    assert time.monotonic() - begun < 20
    assert len(edition.files) == 5001
    assert edition.files["personas/4711.md"] == b"# 4711\n"
    assert len(calls) < 25


def test_nothing_of_a_repository_is_touched(repository):
    """Not even a time at which something was changed."""
    (repository / "personas" / "a.md").write_text("changed and not committed\n")

    def listing():
        paths = [repository, *sorted(repository.rglob("*"))]
        return [(path, path.lstat().st_mtime_ns, path.lstat().st_size) for path in paths]

    before = listing()
    for source in (repository, repository / "personas", repository.as_uri()):
        Place.of(toolbelt_data.load(source, "HEAD"))
        toolbelt_data.load(source, "2025-01-02")
    toolbelt_data.load(repository)
    refresh(repository.as_uri())
    assert listing() == before


@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize("name", ["/planted/x.md", "../../../planted/x.md", "a//x.md", "./x.md"])
def test_paths_that_no_file_of_a_folder_has_are_left_out(repository, tmp_path, name, inside):
    def tree(mode, path, target):
        data = f"{mode} {path}\0".encode() + bytes.fromhex(target)
        (tmp_path / "tree").write_bytes(data)
        return git(repository, "hash-object", "-t", "tree", "-w", "--literally", tmp_path / "tree")

    evil = tree("100644", name, git(repository, "rev-parse", "HEAD:personas/a.md"))
    whole = tree("40000", "personas", evil) if inside else evil
    commit = git(repository, "commit-tree", "-m", "evil", whole)
    with pytest.raises(toolbelt_data.NothingToMeasure):
        open_edition(repository, commit)
