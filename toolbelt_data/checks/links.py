"""Rules on links: those that are broken, lead to somebody else, or are missing from the index."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from ..links import anchor, is_alike, key, same_name, target, title_key
from ..vocabulary import overview
from .facts import WIDEST, WORD, Facts, Link, Place, quoted
from .rule import Found, rule

# ``[words],(address)``, ``[words] (address)``; ``(words)[address]``; ``[words](address`` unclosed.
_TARGET = r"(?P<address>[^\s()\[\]]+)"
_APART = re.compile(rf"(?<!\])\[(?P<words>[^\[\]]*)\][\s,;.:]+\({_TARGET}\)")
_SWAPPED = re.compile(rf"\((?P<words>[^()]+)\)\[{_TARGET}\]")
_OPEN = re.compile(rf"\[(?P<words>[^\[\]]+)\]\({_TARGET}\s*$")
# ``words](address)`` without the first bracket, maybe after a bullet or the like; whole links
# are made blank before.
_BEFORE = r"(?:(?<=[,;:|] )|^\s*+(?:(?:[-+*>|]|#{1,6}|\d{1,9}[.)])\s+)*+)"
_HALF = re.compile(rf"{_BEFORE}(?P<words>[^\[\](),;:*|\s][^\[\](),;:*|]*)\]\({_TARGET}\)")
_WHOLE = re.compile(r"\[[^\[\]]*\]\([^()]*\)")
_CODE = re.compile(r"`[^`]*`")
_AN_ADDRESS = re.compile(r"https?://|#[A-Za-z]|[\w./-]+\.md\b")
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")

# Anchors that GitHub's page has for any document: its top, its lines, words to be marked.
_OF_THE_PAGE = re.compile(r"top|L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?|:~:.*")

_SHORT_WORD = 3


@rule("TB301")
def persona_not_in_index(facts: Facts) -> Iterator[Found]:
    ids = {row.persona_id for row in facts.listings}
    names = {key(row.name) for row in facts.listings}
    for row in facts.personas:
        is_planned = row.status == "placeholder" and row.marker
        if ids and row.persona_id not in ids and key(row.name) not in names and not is_planned:
            group = facts.group.get(row.group_id)
            where = f" of {group.title}" if group else ""
            fix = f"add the name, with a link, to the sub-personas{where}"
            yield Found(row, f"{row.name} is missing from the index", fix, row.persona_id)


@rule("TB302")
def broken_anchor(facts: Facts) -> Iterator[Found]:
    for link in facts.links:
        known = facts.anchors.get(link.target_path)
        name = (link.target_anchor or "").lower().removeprefix("user-content-")
        if known is None or not name or name in known or "?" in link.address:
            continue
        if not _OF_THE_PAGE.fullmatch(link.target_anchor):
            where = f"#{link.target_anchor}, and {link.target_path} has no such heading"
            yield _wrong_target(facts, link, where)


@rule("TB303")
def missing_document(facts: Facts) -> Iterator[Found]:
    for link in facts.links:
        if link.target_path not in facts.known_paths and facts.is_inside(link.target_path):
            yield _wrong_target(facts, link, f"{link.target_path}, which does not exist")


@rule("TB304")
def crossed_link(facts: Facts) -> Iterator[Found]:
    for link in facts.links:
        there = facts.persona_at.get((link.target_path, (link.target_anchor or "").lower()))
        if there is not None and _is_other(link, there):
            yield _wrong_target(facts, link, there.name)


@rule("TB305")
def malformed_link(facts: Facts) -> Iterator[Found]:
    links = facts.corpus.links
    whole = {*zip(links.path, links.line, links.address, strict=True)}
    items = {(row.path, row.line, row.name): row.item_id for row in reversed(facts.listings)}
    above = ""
    for line in facts.all_lines():
        is_open, above = above.rfind("[") > above.rfind("]"), line.text
        if "]" not in line.text or line.role in ("code", "comment", "front_matter"):
            continue
        text = _CODE.sub(_blank, line.text)
        for pattern in (_APART, _SWAPPED, _OPEN, _HALF):
            for match in pattern.finditer(_WHOLE.sub(_blank, text) if pattern is _HALF else text):
                start = match.start("words" if pattern is _HALF else 0)
                slip, address = line.text[start : match.end()], match["address"]
                words = line.text[slice(*match.span("words"))]
                if not _AN_ADDRESS.match(address):
                    continue
                # "[1], (https://…)" and a ticked "[x] (#42)" are right as they are.
                if pattern is _APART and not _TWO_LETTERS.search(words):
                    continue
                # The words or the address of a link may go on in the next line.
                if pattern is _OPEN and (line.path, line.line, address) in whole:
                    continue
                if pattern is _HALF and is_open and not match.start():
                    continue
                first = next(iter(line.item_ids), None)
                item_id = items.get((line.path, line.line, words), first)
                is_sure = "](" not in words and _arrives(facts, line, address)
                yield Found(
                    line,
                    f"{quoted(slip)} is not shown as a link",
                    item_id=item_id,
                    known_by=slip,
                    column=start + 1,
                    old=slip if is_sure else None,
                    new=f"[{words}]({address})",
                )


@rule("TB306")
def group_without_overview(facts: Facts) -> Iterator[Found]:
    described: dict[str, set[str]] = defaultdict(set)
    for path, _, title in _overviews(facts):
        described[path].add(title_key(title))
    for row in facts.groups:
        others = described[row.path]
        if row.description is None and others and title_key(row.title) not in others:
            message = f"group {quoted(row.title)} is not in the overview above"
            yield Found(row, message, item_id=row.group_id)


@rule("TB307")
def overview_without_group(facts: Facts) -> Iterator[Found]:
    titles = {title_key(row.title) for row in facts.groups}
    for path, line, title in _overviews(facts):
        if titles and title_key(title) not in titles and _is_title(title):
            message = f"group {quoted(title)} is described and has no section"
            yield Found(Place(path, line), message, known_by=title)


@rule("TB308")
def listed_twice(facts: Facts) -> Iterator[Found]:
    seen: dict[tuple[str, str], Any] = {}
    for row in facts.listings:
        names = [f"name {key(row.name) or row.name}"]
        names += [f"id {row.persona_id}"] if row.persona_id else []
        before = [seen.setdefault((row.group_id, name), row) for name in names]
        for other in [one for one in before if one is not row][-1:]:
            title = facts.group[row.group_id].title
            message = f"{quoted(row.name)} is also listed in line {other.line}, under {title}"
            column = facts.column(row, row.name)
            yield Found(row, message, item_id=row.item_id, known_by=row.name, column=column)


def _wrong_target(facts: Facts, link: Link, where: str) -> Found:
    """Describe a link that leads elsewhere; where its words name a persona, the target is known."""
    meant, fix, old, new = facts.persona.get(link.persona_id), "", None, None
    column = facts.column(link, link.words)
    if meant:
        new = _address(link, meant)
        is_sure = same_name(link.words, meant.name)
        in_place = f"change the anchor to #{anchor(meant.heading)}"
        fix = in_place if meant.path == link.target_path else f"link to {new}"
        fix += "" if is_sure else f", if {meant.name} is meant"
        if is_sure and (place := _place_of_address(facts, link)):
            column, old = place, link.address
    message, known_by = f"{quoted(link.words)} leads to {where}", f"{link.words} {link.address}"
    return Found(link, message, fix, link.item_id, known_by, column=column, old=old, new=new)


def _place_of_address(facts: Facts, link: Link) -> int | None:
    """Return the column at which a link's address begins; None if the link is not found."""
    shown = _CODE.sub(_blank, facts.text(link)[:WIDEST])
    words, address = re.escape(link.words), re.escape(link.address)
    # Between the two stands "](", or what a malformed link has there.
    match = re.search(
        rf"{words}[*_\s]*[\])][\s,;.:]*[(\[]\s*<?(?P<address>{address})[\s)\]>]", shown
    )
    return match.start("address") + 1 if match else None


def _address(link: Link, meant: Any) -> str:
    """Return the address of a persona's heading, in the manner of a link's own address."""
    base, name = link.address.partition("#")[0], anchor(meant.heading)
    if meant.path in (link.target_path, link.path):
        return f"{base if meant.path == link.target_path else ''}#{name}"
    is_hosted = urlsplit(base).netloc or base.startswith("/")
    start = link.target_path if is_hosted else link.path
    way = quote(posixpath.relpath(meant.path, posixpath.dirname(start) or "."))
    return f"{urljoin(base, way) if is_hosted else way}#{name}"


def _is_other(link: Link, there: Any) -> bool:
    """Tell whether a link's words name somebody else than the persona at its target."""
    if same_name(link.words, there.name) or is_alike(link.words, there.name, True):
        return False
    if link.persona_id is None:
        return link.item_id is not None and there.given_name not in WORD.findall(link.words)
    return link.persona_id != there.persona_id


def _arrives(facts: Facts, line: Any, address: str) -> bool:
    """Tell whether an address leads out of the source, or to something that is there."""
    path, heading = target(address, line.path, facts.known_paths, facts.own_repositories)
    if path is None or not path.lower().endswith(".md"):
        return True
    return heading is None or heading.lower() in facts.anchors.get(path, ())


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _is_title(words: str) -> bool:
    """Tell a group's title from the beginning of a sentence: its long words have capitals."""
    long = [word for word in WORD.findall(words) if len(word) > _SHORT_WORD]
    return 2 * sum(word[0].isupper() for word in long) > len(long)


def _overviews(facts: Facts) -> Iterator[tuple[str, int, str]]:
    """Yield path, line and title of each line that describes a group."""
    for line in facts.all_lines("group_description"):
        yield line.path, line.line, overview(line.text.lstrip(" \t-*+"))[0]
