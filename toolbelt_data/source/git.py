"""Git: the program itself, asked for objects here or sent to an address.

Whoever wrote a repository may have written its configuration too. So nothing
that it names is run: no hook, monitor, pager or filter, and no transport
through which an object that is missing would be fetched behind our back.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from ..errors import SourceError

SCHEMES = ("https", "ssh", "file")
"""The transports that git may use, and no others whatever its configuration says."""

_SETTINGS = (
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "log.showSignature=false",
    "safe.bareRepository=all",
    # Two that fetch at once wait for each other.
    "core.filesRefLockTimeout=10000",
    "core.packedRefsTimeout=10000",
)
_ALWAYS = {
    "LC_ALL": "C",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    # Nobody is asked for a name or a password, neither in a terminal nor in a window.
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
}
# How the user's own network is reached; other variables of git's could name another repository.
_NETWORK = ("GIT_SSH", "GIT_SSL_", "GIT_PROXY_", "GIT_HTTP_")


def run(folder: Path, *words: str, given: bytes | None = None) -> subprocess.CompletedProcess:
    """Ask git for what a repository holds; no network is used.

    Parameters
    ----------
    folder : pathlib.Path
        A folder in a repository's work tree, or a bare repository.
    *words : str
        The command and its arguments.
    given : bytes, optional
        What it reads from its standard input.

    Raises
    ------
    SourceError
        Where git is not installed.
    """
    return _run(folder, words, given, {})


def start(folder: Path, *words: str) -> subprocess.Popen:
    """Start git, to be asked by its standard input; no network is used.

    Raises
    ------
    SourceError
        Where git is not installed.
    """
    try:
        return subprocess.Popen(
            _command(folder, words),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment({}),
        )
    except OSError:
        raise _not_installed(folder) from None


def reach(folder: Path, *words: str) -> subprocess.CompletedProcess:
    """Send git to an address, by the user's own ssh, proxies and certificates.

    Parameters
    ----------
    folder : pathlib.Path
        Where it works.
    *words : str
        The command and its arguments.

    Raises
    ------
    SourceError
        Where git is not installed.
    """
    own = {name: value for name, value in os.environ.items() if name.startswith(_NETWORK)}
    if "GIT_SSH" not in own:
        set_up = run(folder, "config", "--global", "--get", "core.sshCommand").stdout
        ssh = own.get("GIT_SSH_COMMAND") or os.fsdecode(set_up).strip() or "ssh"
        own["GIT_SSH_COMMAND"] = f"{ssh} -oBatchMode=yes"
    return _run(folder, words, None, own | {"GIT_ALLOW_PROTOCOL": ":".join(SCHEMES)})


def why(done: subprocess.CompletedProcess) -> str:
    """Give git's own words of what went wrong, in one line that can be printed."""
    lines = done.stderr.decode("utf-8", "replace").splitlines() or [f"git gave {done.returncode}"]
    told = next((line for line in lines if line.startswith(("fatal: ", "error: "))), lines[-1])
    told = told.removeprefix("fatal: ").removeprefix("error: ").rstrip(".")
    return "".join(one if one.isprintable() else "?" for one in told)


def _run(
    folder: Path, words: tuple[str, ...], given: bytes | None, own: dict[str, str]
) -> subprocess.CompletedProcess:
    try:
        return subprocess.run(
            _command(folder, words),
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            check=False,
            env=_environment(own),
        )
    except OSError:
        raise _not_installed(folder) from None


def _command(folder: Path, words: tuple[str, ...]) -> list[str]:
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    return ["git", "--no-pager", "-C", str(folder), *settings, *words]


def _environment(own: dict[str, str]) -> dict[str, str]:
    """Give the environment in which git is called: it asks nobody, and uses no network."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | _ALWAYS | own


def _not_installed(folder: Path) -> SourceError:
    return SourceError(folder, "a revision needs git, which is not installed", "install git")
