"""Listings: the sub-personas that a group of the index names, and where their links lead."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from .markers import is_placeholder, marker_of, split_bracket
from .text import squeeze

_INLINE = MarkdownIt("commonmark")
# ``[Name],(address)``: a slip that shows the brackets and the address to every reader.
_BROKEN = re.compile(r"\[(?P<text>[^\[\]]+)\][\s,;.:]+\((?P<target>[^\s()/#.]*[/#.][^\s()]*)\)")
_HOSTED = re.compile(r"^/[^/]+/[^/]+/(?:-/)?(?:blob|tree|raw|edit)/(?P<rest>[^/]+/.*)$")
_RAW = re.compile(r"^/[^/]+/[^/]+/(?P<rest>[^/]+/.*)$")
_AND = re.compile(r"^(?:and|&)\s+|\s+(?:and|&)$", re.IGNORECASE)
_NO_NAME = re.compile(r"(?:etc|and so on|more|none(?: yet)?|others?)\.*", re.IGNORECASE)
# Words, or a link whose address is the same however it is read. The parser takes each link apart
# several times, letter by letter, and most lines of the index hold such links and nothing else.
_PLAIN = re.compile(
    r"\[(?P<text>[^][*_`<\\&!\n\0]+)\]\((?P<target>(?:https://[a-z][a-z0-9.-]*/)?[\w./#-]+)\)"
    r"|[^][*_`<\\&!\n\0]+",
    re.ASCII,
)
_FOLDERS = ("personas", "use_cases")
_ABOUT = re.compile(r"\s[-–—]\s")

Run = tuple[str, bool, str | None]
"""Words, whether they stand in a link, and where it leads if it begins with them."""

References = dict[str, dict[str, Any]]
"""The links that a document defines, by label, as the parser keeps them."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A name in the index with its link.

    Attributes
    ----------
    name : str
        The words shown.
    address : str
        The link's target as written; empty where there is no link.
    malformed : bool
        Whether the link is written so that it is not one.
    """

    name: str
    address: str = ""
    malformed: bool = False


def listed(text: str, references: References | None = None) -> list[Listed]:
    """Read the names that a comma-separated line of links and words lists.

    Parameters
    ----------
    text : str
        Inline markdown without the label in front.
    references : References, optional
        Links that the document defines.

    Returns
    -------
    list of Listed
        In the order of the text.

    Examples
    --------
    >>> listed("[Ada](a.md#ada), Bob (of Ops, Inc.), [Cy],(c.md#cy)")
    [Listed(name='Ada', address='a.md#ada', malformed=False), \
Listed(name='Bob (of Ops, Inc.)', address='', malformed=False), \
Listed(name='Cy', address='c.md#cy', malformed=True)]
    """
    broken = {squeeze(match["text"]): match["target"] for match in _BROKEN.finditer(text)}
    found: list[Listed] = []
    words, address = [], ""

    def close() -> None:
        nonlocal words, address
        name = _AND.sub("", squeeze("".join(words))).strip(" .*_/|")
        name = _ABOUT.split(name)[0]
        rest, inside = split_bracket(name)
        name = rest if marker_of(inside) else name
        if name and not _NO_NAME.fullmatch(name) and not is_placeholder(name):
            lost = broken.get(name, "")
            found.append(Listed(name, address or lost, bool(lost) and not address))
        words, address = [], ""

    depth = 0
    text = _BROKEN.sub(r"\g<text>", text)
    for shown, in_link, begins in _plain_runs(text) or _runs(text, references or {}):
        if begins is not None:
            if address:
                close()
            address = begins
        for character in shown:
            depth = max(0, depth + (character == "(") - (character == ")"))
            if character in ",;" and not depth and not in_link:
                close()
            else:
                words.append(character)
    close()
    return found


def _plain_runs(text: str) -> list[Run]:
    """Take apart words and links without any other markup; nothing where there is some."""
    runs: list[Run] = []
    end = 0
    for match in _PLAIN.finditer(text):
        if match.start() > end:
            return []
        end = match.end()
        runs.append((match["text"] or match[0], match["target"] is not None, match["target"]))
    return runs if end == len(text) else []


def _runs(text: str, references: References) -> Iterator[Run]:
    """Take inline markdown apart by the parser."""
    in_link = False
    for token in _INLINE.parseInline(text, {"references": references})[0].children or []:
        if token.type == "link_open":
            in_link = True
            yield "", True, str(token.attrGet("href") or "")
        elif token.type == "link_close":
            in_link = False
        elif token.type in ("softbreak", "hardbreak"):
            yield " ", in_link, None
        elif token.type != "html_inline":
            yield token.content, in_link, None


def target(address: str, path: str, known: frozenset[str]) -> tuple[str | None, str | None]:
    """Say which document and which anchor of the same source a link leads to.

    Parameters
    ----------
    address : str
        The link's target as written.
    path : str
        The document that the link stands in, relative to the source's root.
    known : frozenset of str
        The paths of the source's documents.

    Returns
    -------
    path : str or None
        Relative to the source's root; a document that is not there keeps the
        path that it would have. None where the link leaves the source.
    anchor : str or None
        Without ``#``.

    Examples
    --------
    >>> address = "https://github.com/o/r/blob/main/personas/a.md#x"
    >>> target(address, "README.md", frozenset({"a.md"}))
    ('a.md', 'x')
    >>> target("b.md#y", "personas/README.md", frozenset())
    ('personas/b.md', 'y')
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return None, None
    anchor = unquote(parts.fragment) or None
    if parts.scheme or parts.netloc:
        pattern = _RAW if parts.netloc.startswith("raw.") else _HOSTED
        hosted = pattern.match(unquote(parts.path))
        if hosted is None or not hosted["rest"].lower().endswith(".md"):
            return None, None
        inside = _within(_after_revision(hosted["rest"]), known)
        own = any(f"/{folder}/" in hosted["rest"] for folder in _FOLDERS) or inside in known
        return (inside, anchor) if own else (None, None)
    if not parts.path:
        return (path, anchor) if anchor else (None, None)
    if parts.path.startswith("/"):
        return _within(unquote(parts.path).lstrip("/"), known), anchor
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
    return joined, anchor


def _after_revision(rest: str) -> str:
    """Leave out the branch or tag, which may itself hold slashes."""
    for folder in _FOLDERS:
        if f"/{folder}/" in rest:
            return rest[rest.rindex(f"/{folder}/") + 1 :]
    return rest.partition("/")[2]


def _within(path: str, known: frozenset[str]) -> str:
    """Give a repository's path as the source has it, whose root may be the folder of personas."""
    if any(name.startswith(("personas/", "use_cases/")) for name in known):
        return path
    return path.removeprefix("personas/")
