"""Addresses: what calls a repository elsewhere, and which of them are never followed."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ..errors import SourceError
from .git import SCHEMES

_LOOKS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?://|:)|[^/\\:@]*@[^:]*:")
_URL = re.compile(r"(?P<scheme>[^:]+)://(?:(?P<user>[^/]*)@)?(?P<host>[^/@]*)(?P<path>/?.*)")
_SHORT = re.compile(r"(?P<user>[^@]*)@(?P<host>[^:]*):(?P<path>.*)")
_HOST = re.compile(r"(?!-)[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]")
_PORT = re.compile(r"(?<=[\w.\]]):[0-9]+\Z")
_USER = re.compile(r"(?!-)[\w.-]+")
_MEND = "use https://, ssh://, git@host:path or file://"


def is_address(source: str) -> bool:
    """Tell whether a source is written as an address, one that is followed or not.

    Parameters
    ----------
    source : str

    Examples
    --------
    >>> [is_address(one) for one in ("../toolbelt", "git@example.org:a/b", "ext::program")]
    [False, True, True]
    """
    return _LOOKS.match(source) is not None


def check_address(address: str) -> None:
    """Refuse an address that is not followed.

    Parameters
    ----------
    address : str

    Raises
    ------
    SourceError
        Says why; a password that stands in it is not repeated.

    Examples
    --------
    >>> check_address("https://github.com/ossf/toolbelt")
    >>> check_address("http://github.com/ossf/toolbelt")
    Traceback (most recent call last):
    toolbelt_data.errors.SourceError: http://github.com/ossf/toolbelt: http can be read and \
changed on its way; use https://
    """
    fault = _fault(address)
    if fault:
        shown = re.sub(r"//.*@", "//…@", address, flags=re.DOTALL)
        raise SourceError(shown if shown.isprintable() else repr(shown), *fault)


def _fault(address: str) -> tuple[str, str] | None:
    """Say what is wrong with an address, and the mend."""
    if not unquote(address).isprintable() or re.search(r"\s", address):
        return "an address with a space or a control character", "write it without"
    if re.match(r"[^/:]*::", address):
        return f"{address.partition('::')[0]}:: can run a program", _MEND
    parts = _URL.fullmatch(address) or _SHORT.fullmatch(address)
    if parts is None:
        return "no address", _MEND
    known = {"scheme": "ssh"} | parts.groupdict()
    scheme, user, host, path = (known[name] for name in ("scheme", "user", "host", "path"))
    if scheme == "http":
        return "http can be read and changed on its way", "use https://"
    if scheme not in SCHEMES:
        return f"{scheme}:// is not followed", _MEND
    if user is not None and (scheme == "https" or ":" in user):
        return (
            "a name or password in it would end up in reports",
            "leave it out and keep it in git's credential helper",
        )
    if "?" in address or "#" in address:
        return "an address with ? or #", "name the repository alone, and its --revision"
    if scheme == "file" and host:
        return "file:// with a host", "write file:///path"
    if scheme != "file" and not (
        _HOST.fullmatch(_PORT.sub("", host)) and (user is None or _USER.fullmatch(user))
    ):
        return "no name of a host, or of a user there", _MEND
    if not path.strip("/") or path.startswith("-"):
        return "no path of a repository", _MEND
    return None
