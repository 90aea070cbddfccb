"""Rules on links: broken ones, those that lead to another persona, names missing in the index."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from ..links import anchor, is_alike, key, same_name, target, title_key
from ..settings import FOLDERS, matches
from ..text import plain, squeeze
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

_TOPS = tuple(f"{folder}/" for folder in FOLDERS)
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
            yield Found(row, f"{row.name} is missing from the index", fix)


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
        if link.target_path not in facts.known_paths and _is_inside(facts, link.target_path):
            yield _wrong_target(facts, link, f"{link.target_path}, which does not exist")


@rule("TB304")
def crossed_link(facts: Facts) -> Iterator[Found]:
    for link in facts.links:
        persona = facts.persona_at.get((link.target_path, (link.target_anchor or "").lower()))
        if persona is not None and _is_other(link, persona):
            yield _wrong_target(facts, link, persona.name)


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
        for match in _malformed(line.text):
            address, words = match["address"], line.text[slice(*match.span("words"))]
            start = match.start("words" if match.re is _HALF else 0)
            # The words or the address of a link may go on in the next line.
            if (match.re is _OPEN and (line.path, line.line, address) in whole) or (
                match.re is _HALF and is_open and not match.start()
            ):
                continue
            slip = line.text[start : match.end()]
            is_sure = "](" not in words and _arrives(facts, line, address)
            yield Found(
                line,
                f"{quoted(slip)} is not shown as a link",
                item_id=items.get((line.path, line.line, words)),
                known_by=slip,
                column=start + 1,
                old=slip if is_sure else None,
                new=f"[{words}]({address})",
            )


def _malformed(line: str) -> Iterator[re.Match[str]]:
    """Yield what is written like a link but is not one, outside of code."""
    text = _CODE.sub(_blank, line)
    for pattern in (_APART, _SWAPPED, _OPEN, _HALF):
        for match in pattern.finditer(_WHOLE.sub(_blank, text) if pattern is _HALF else text):
            # "[1], (https://…)" and a ticked "[x] (#42)" are right as they are.
            named = pattern is not _APART or _TWO_LETTERS.search(line, *match.span("words"))
            if named and _AN_ADDRESS.match(match["address"]):
                yield match


@rule("TB306")
def group_without_overview(facts: Facts) -> Iterator[Found]:
    described: dict[str, set[str]] = defaultdict(set)
    for path, _, title in _overviews(facts):
        described[path].add(title_key(title))
    for row in facts.groups:
        one, other, others = row.title, row.overview_title, described[row.path]
        if other is not None and _letters(one) != _letters(other):
            where = f"in the overview in line {row.overview_line}"
            message = f"{quoted(one)} in the heading is {quoted(other)} {where}"
            yield Found(row, message, "use one title in both places", known_by=f"{one} {other}")
        elif row.description is None and others and title_key(one) not in others:
            yield Found(row, f"group {quoted(one)} is not in the overview above")


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
            yield Found(row, message, known_by=row.name, column=facts.column(row, row.name))


def _is_inside(facts: Facts, path: str) -> bool:
    """Tell whether this source would contain a document at a path."""
    if not path.lower().endswith(".md") or path.startswith("../"):
        return False
    if documents := facts.corpus.edition.settings.documents:
        return matches(path, documents)
    top = any(known.startswith(_TOPS) for known in facts.known_paths)
    return path.startswith(_TOPS) if top else not path.startswith("use_cases/")


def _wrong_target(facts: Facts, link: Link, where: str) -> Found:
    """Describe a link that leads elsewhere; where its words name a persona, the target is known."""
    persona, fix, old, new = facts.persona.get(link.persona_id), "", None, None
    column = facts.column(link, link.words)
    if persona:
        new = _address(link, persona)
        is_sure = same_name(link.words, persona.name)
        in_place = f"change the anchor to #{anchor(persona.heading)}"
        fix = in_place if persona.path == link.target_path else f"link to {new}"
        fix += "" if is_sure else f", if {persona.name} is meant"
        if is_sure and (place := _place_of_address(facts, link)):
            column, old = place, link.address
    message, known_by = f"{quoted(link.words)} leads to {where}", f"{link.words} {link.address}"
    return Found(link, message, fix, known_by=known_by, column=column, old=old, new=new)


def _place_of_address(facts: Facts, link: Link) -> int | None:
    """Return the column at which a link's address begins; None if the link is not found."""
    shown = _CODE.sub(_blank, facts.text(link)[:WIDEST])
    words, address = re.escape(link.words), re.escape(link.address)
    # Between the two is "](", or what a malformed link has there.
    match = re.search(
        rf"{words}[*_\s]*[\])][\s,;.:]*[(\[]\s*<?(?P<address>{address})[\s)\]>]", shown
    )
    return match.start("address") + 1 if match else None


def _address(link: Link, persona: Any) -> str:
    """Return the address of a persona's heading in the form of a link's address."""
    base, name = link.address.partition("#")[0], anchor(persona.heading)
    if persona.path in (link.target_path, link.path):
        return f"{base if persona.path == link.target_path else ''}#{name}"
    is_hosted = urlsplit(base).netloc or base.startswith("/")
    start = link.target_path if is_hosted else link.path
    way = quote(posixpath.relpath(persona.path, posixpath.dirname(start) or "."))
    return f"{urljoin(base, way) if is_hosted else way}#{name}"


def _is_other(link: Link, persona: Any) -> bool:
    """Tell whether a link's words name somebody else than the persona at its target."""
    if same_name(link.words, persona.name) or is_alike(link.words, persona.name, True):
        return False
    if link.persona_id is None:
        return link.item_id is not None and persona.given_name not in WORD.findall(link.words)
    return link.persona_id != persona.persona_id


def _arrives(facts: Facts, line: Any, address: str) -> bool:
    """Tell whether an address leads out of the source, or to something that is there."""
    path, heading = target(address, line.path, facts.known_paths, facts.own_repositories)
    if path is None or not path.lower().endswith(".md"):
        return True
    return heading is None or heading.lower() in facts.anchors.get(path, ())


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _is_title(words: str) -> bool:
    """Tell whether words are a title, not the beginning of a sentence: long ones have capitals."""
    long = [word for word in WORD.findall(words) if len(word) > _SHORT_WORD]
    return 2 * sum(word[0].isupper() for word in long) > len(long)


def _letters(title: str) -> str:
    """Normalise a title's case, brackets and spaces around a slash."""
    return squeeze(re.sub(r"[()]+|(?<=/) +| +(?=/)", "", plain(title).lower()))


def _overviews(facts: Facts) -> Iterator[tuple[str, int, str]]:
    """Yield path, line and title of each line that describes a group."""
    for line in facts.all_lines("group_description"):
        yield line.path, line.line, overview(line.text.lstrip(" \t-*+"))[0]
