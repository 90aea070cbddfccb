"""Links and names: where a link leads, whom the index lists, and which persona a name means.

The same persona is written in a heading (``Name: Larry the Legacy Supplier
(forthcoming)``), in a link of the index and in other people's texts.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from rapidfuzz import fuzz

from .settings import FOLDERS
from .text import inline, plain, shown, slug, squeeze
from .vocabulary import heading_words, is_placeholder, overview, split_marker, split_name

# Slips that show the brackets and the address to every reader: ``[Name],(address)``, and
# ``Name](address)`` without the first bracket. A whole link is matched first, so that a comma in
# its words begins nothing.
_ADDRESS = r"\((?P<{}>[^\s()/#.]*[/#.][^\s()]*)\)"
_BROKEN = re.compile(
    r"(?P<whole>\[[^\[\]]*\]\([^()]*\))"
    rf"|\[(?P<text>[^\[\]]+)\][\s,;.:]+{_ADDRESS.format('target')}"
    rf"|(?:(?<=,)|(?<=;)|^)(?P<open>[^\[\](),;]+)\]{_ADDRESS.format('aim')}"
)
_MALFORMED = "malformed:"
_HOSTED = re.compile(r"/(?P<name>[^/]+/[^/]+)/(?:-/)?(?:blob|tree|raw|edit)/(?P<rest>[^/]+/.*)")
_RAW = re.compile(r"/(?P<name>[^/]+/[^/]+)/(?P<rest>[^/]+/.*)")
_AND = re.compile(r"^(?:and|&)\s+|\s+(?:and|&)$", re.IGNORECASE)
_NOBODY = re.compile(r"(?:etc|and so on|more|none(?: yet)?|others?)\.*", re.IGNORECASE)
_JOINERS = re.compile(r"\b(?:and|the|a|an|of|for)\b|[^\w\s]")

# How alike, from 0 to 1, two spellings must be to count as one. Between the index and the
# headings of the real editions the same persona reaches 0.89 and more in both parts of its name,
# and no other more than 0.50 in the lesser part. Archetypes alone are alike up to 0.77 where they
# differ, and 0.97 for the one that was renamed.
_ALIKE = 0.8
_SAME = 0.9
_LONGEST_NAME = 100
# A name is compared with at most so many personas whose names begin like it, to stay linear.
_MOST_COMPARED = 100


class Listed(NamedTuple):
    """A name in the index, the address of its link, and whether that link is malformed."""

    name: str
    address: str = ""
    malformed: bool = False


class Candidate(NamedTuple):
    """A persona that a listing may mean."""

    persona_id: str
    name: str
    heading: str
    path: str


def listed(text: str, references: dict[str, dict[str, Any]] | None = None) -> list[Listed]:
    """Read the names that a comma-separated line of links and words lists.

    Parameters
    ----------
    text : str
        Inline markdown without the label in front.
    references : dict, optional
        Links that the document defines, by label, as the markdown parser has them.

    Examples
    --------
    >>> listed("[Ada](a.md#ada), Bob (of Ops, Inc.), [Cy],(c.md#cy)")
    [Listed(name='Ada', address='a.md#ada', malformed=False), \
Listed(name='Bob (of Ops, Inc.)', address='', malformed=False), \
Listed(name='Cy', address='c.md#cy', malformed=True)]
    """
    found: list[Listed] = []
    words: list[str] = []
    address, depth, in_link = "", 0, False

    def close() -> None:
        nonlocal address
        name = _AND.sub("", squeeze("".join(words))).strip(" .*_/|")
        name, _ = split_marker(overview(name)[0])
        if name and not _NOBODY.fullmatch(name) and not is_placeholder(name):
            to = address.removeprefix(_MALFORMED)
            found.append(Listed(name, to, malformed=to != address))
        words.clear()
        address = ""

    env = {"references": references or {}}
    for token in inline(_BROKEN.sub(_repaired, text), env):
        if token.type in ("link_open", "link_close"):
            in_link = token.type == "link_open"
            if address and in_link:
                close()
            address = str(token.attrGet("href") or "") if in_link else address
            # A bracket that a link's words leave open must not take in the names that follow.
            depth = 0
        for character in shown(token):
            depth = max(0, depth + (character == "(") - (character == ")"))
            if character in ",;" and not depth and not in_link:
                close()
            else:
                words.append(character)
    close()
    return found


def _repaired(match: re.Match[str]) -> str:
    """Return the link that was meant, with an address that says that it was malformed."""
    words, address = match["text"] or match["open"], match["target"] or match["aim"]
    return match["whole"] or f"[{words}]({_MALFORMED}{address})"


def target(
    address: str, path: str, known: Collection[str], repositories: Collection[str] = ()
) -> tuple[str | None, str | None]:
    """Return the document and the anchor of the same source that a link leads to.

    Parameters
    ----------
    address : str
        The link's target as written.
    path : str
        The document that contains the link, relative to the source's root.
    known : collection of str
        The paths of the source's documents.
    repositories : collection of str
        The repositories, ``owner/name``, that are this source: see
        :func:`own_repositories`.

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
    >>> target(address, "README.md", {"a.md"}, {"o/r"}), target(address, "README.md", {"a.md"})
    (('a.md', 'x'), (None, None))
    >>> target("b.md#y", "personas/README.md", set())
    ('personas/b.md', 'y')
    """
    parts = _split(address)
    anchor = unquote(parts.fragment) or None
    if parts.scheme or parts.netloc:
        name, inside = _hosted(address, known)
        return (inside, anchor) if inside and name in repositories else (None, None)
    if not parts.path:
        return (path, anchor) if anchor else (None, None)
    if parts.path.startswith("/"):
        return _within(unquote(parts.path).lstrip("/"), known), anchor
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
    return joined, anchor


def own_repositories(addresses: Iterable[str], known: Collection[str], web: str = "") -> set[str]:
    """Return the repositories that are this source, found by the links that lead into it.

    Parameters
    ----------
    addresses : iterable of str
        The addresses of links.
    known : collection of str
        The paths of the source's documents.
    web : str, optional
        Where the source is shown on the web. A repository of the same name may
        be what it was forked from; one of another name is not this source.

    Examples
    --------
    >>> links = ["https://github.com/o/r/blob/main/personas/a.md", "https://github.com/x/y"]
    >>> own_repositories(links, {"personas/a.md"})
    {'o/r'}
    """
    origin = _hosted(f"{web}x.md", known)[0]
    found = {origin} if origin else set()
    for address in addresses:
        name, inside = _hosted(address, known)
        if inside in known and (not origin or name.partition("/")[2] == origin.partition("/")[2]):
            found.add(name)
    return found


def _hosted(address: str, known: Collection[str]) -> tuple[str, str | None]:
    """Return repository and path of a document that a host such as GitHub shows."""
    parts = _split(address)
    pattern = _RAW if parts.netloc.startswith("raw.") else _HOSTED
    match = pattern.fullmatch(unquote(parts.path)) if parts.netloc else None
    if match is None or not match["rest"].lower().endswith(".md"):
        return "", None
    rest = match["rest"]
    # A branch's name may contain slashes.
    start = max(rest.rfind(f"/{folder}/") for folder in FOLDERS)
    inside = rest[start + 1 :] if start >= 0 else rest.partition("/")[2]
    return match["name"].lower(), _within(inside, known)


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # such as for http://[
        return urlsplit("")


def _within(path: str, known: Collection[str]) -> str:
    """Return a repository's path relative to the source, whose root may be ``personas/``."""
    inside = path.removeprefix("personas/")
    return inside if inside in known and path not in known else path


def anchor(heading: str) -> str:
    """Return the anchor that GitHub gives a heading.

    Examples
    --------
    >>> anchor("Name: Debbie the Downstream contributor")
    'name-debbie-the-downstream-contributor'
    """
    return slug(plain(heading))


def key(text: str) -> str:
    """Reduce a name to what two spellings of it have in common.

    Examples
    --------
    >>> key("Infrastructure and Platform Engineer") == key("Infrastructure/Platform Engineer")
    True
    """
    return squeeze(_JOINERS.sub(" ", plain(text).lower()))


def same_name(one: str, other: str) -> bool:
    """Tell whether two spellings differ only in case, spaces and punctuation.

    Examples
    --------
    >>> same_name("Debbie the Downstream Contributor", "Debbie the Downstream contributor")
    True
    """
    return key(one) == key(other) != ""


def title_key(title: str) -> str:
    """Reduce a group's title: a bracket, the word "Personas" and a plural's s do not count.

    Examples
    --------
    >>> title_key("Platform Engineer Personas (SRE)")
    'platform engineer'
    """
    words = re.sub(r"\bpersonas?\b", " ", key(heading_words(title)[0]))
    return " ".join(word.removesuffix("s") for word in words.split())


def likeness(one: str, other: str) -> tuple[float, float]:
    """Measure how alike two personas' given names and archetypes are, each from 0 to 1.

    An archetype whose words are all in the other counts as the same.

    Examples
    --------
    >>> given, archetype = likeness("Stansilav the Student", "Stanislav the Student Maintainer")
    >>> given > 0.8, archetype
    (True, 1.0)
    """
    given, archetypes = zip(_parts(one), _parts(other), strict=True)
    words = [{*archetype.split()} for archetype in archetypes]
    within = all(words) and (words[0] <= words[1] or words[1] <= words[0])
    first = fuzz.ratio(*given) / 100 if all(given) else 0.0
    return first, 1.0 if within else fuzz.ratio(*archetypes) / 100


@lru_cache(maxsize=10_000)
def _parts(name: str) -> tuple[str, str]:
    """Return the given name and the archetype to compare, each empty if there is none."""
    split = split_name(name[:_LONGEST_NAME])
    return (split.given_name or "").lower(), key(split.archetype)


def is_alike(one: str, other: str, same_place: bool) -> bool:
    """Tell whether two names that differ may well mean the same persona.

    Parameters
    ----------
    one, other : str
        Names without ``Name:``.
    same_place : bool
        Whether a link from the one leads to the file of the other; then the
        archetype is enough.

    Examples
    --------
    >>> is_alike("Allison the Solutions Architect", "Alex the Solution Architect", True)
    True
    >>> is_alike("Corporate Carl", "Carl the Consumer", False)
    False
    """
    given, archetype = likeness(one, other)
    is_near = same_place and archetype >= _SAME and any(_parts(one))
    return archetype >= _ALIKE and (given >= _ALIKE or is_near)


class Resolver:
    """Find the persona that a name in the index means.

    Parameters
    ----------
    candidates : iterable of Candidate
        The edition's personas in the order of their places.

    Examples
    --------
    >>> ada = Candidate("ada-the-admin", "Ada the Admin", "Name: Ada the Admin", "a.md")
    >>> resolver = Resolver([ada])
    >>> resolver.find("Ada the Admin", "a.md", "name-ada-the-admin")
    ('ada-the-admin', 'anchor')
    >>> resolver.find("Ada, the admin"), resolver.find("Bob the Builder")
    (('ada-the-admin', 'name'), (None, 'none'))
    """

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._places: dict[tuple, Candidate] = {}
        self._near: dict[tuple, list[Candidate]] = defaultdict(list)
        for one in candidates:
            name, place = key(one.name), (one.path, anchor(one.heading))
            for known in ((name,), (name, one.path), (name, *place), ("", *place)):
                self._places.setdefault(known, one)
            for near in (("path", one.path), ("given", _parts(one.name)[0][:2])):
                if len(self._near[near]) < _MOST_COMPARED:
                    self._near[near].append(one)

    def find(
        self, name: str, path: str | None = None, anchor: str | None = None
    ) -> tuple[str | None, str]:
        """Find the persona of a listing.

        Parameters
        ----------
        name : str
        path, anchor : str, optional
            The document and anchor that its link leads to.

        Returns
        -------
        persona_id : str or None
        resolution : str
            anchor: the link leads there and the name agrees; name: the names are
            the same but for case and punctuation; fuzzy: they are alike; none.

        Notes
        -----
        The words win over the link: a link to a persona of quite another name
        does not make that persona the one that is listed.
        """
        places, bare = self._places, key(name)
        if bare and (match := places.get((bare, path, anchor))):
            return match.persona_id, "anchor"
        if bare and (match := places.get((bare, path)) or places.get((bare,))):
            return match.persona_id, "name"
        if match := places.get(("", path, anchor)):
            given, _ = _parts(match.name)
            if max(likeness(name, match.name)) >= _ALIKE or (given and key(given) == bare):
                return match.persona_id, "anchor"
        keys = ("path", path), ("given", _parts(name)[0][:2])
        near = (one for near in keys for one in self._near.get(near, ()))
        alike = [one for one in near if is_alike(name, one.name, one.path == path)]
        if not alike:
            return None, "none"
        best = max(alike, key=lambda one: (one.path == path, sum(likeness(name, one.name))))
        return best.persona_id, "fuzzy"
