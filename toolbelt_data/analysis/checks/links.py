"""Rules on links: those that lead nowhere, elsewhere than they say, or are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...links import anchor, is_alike, likeness, same_name, target
from .evidence import Evidence, Line, Link
from .rule import Found, rule
from .words import quoted

_INDEX = "## Admins\n- *Common Challenges*: Time.\n- *Sub Personas*: "
_PEOPLE = (
    "## Name: Ada the Admin\n### Role:\n- Runs servers\n\n"
    "## Name: Bea the Builder\n### Role:\n- Builds releases\n"
)
_BOTH = f"{_INDEX}[Ada the Admin](#name-ada-the-admin), [Bea the Builder](#name-bea-the-builder)\n"
_GOOD = f"{_BOTH}\n{_PEOPLE}"

# ``[words],(address)``, ``[words] (address)``; ``(words)[address]``; ``[words](address`` unclosed.
_TARGET = r"(?P<address>(?:https?://|#[A-Za-z]|[\w./-]+\.md\b)[^\s()\[\]]*)"
_GAP = re.compile(rf"(?<!\])\[(?P<words>[^\[\]]*[^\W\d_]{{2}}[^\[\]]*)\][\s,;.:]+\({_TARGET}\)")
_SWAPPED = re.compile(rf"\((?P<words>[^()]+)\)\[{_TARGET}\]")
# ``words](address)`` without the first bracket; whole links are made blank before.
_HALF = re.compile(rf"(?:(?<=[,;:] )|^)(?P<words>[^\[\](),;:*]+)\]\({_TARGET}\)")
_WHOLE = re.compile(r"\[[^\[\]]*\]\([^()]*\)")
_OPEN = re.compile(rf"\[(?P<words>[^\[\]]+)\]\({_TARGET}\s*$")
# What GitHub's page gives to any document: its top, its lines.
_OF_THE_PAGE = re.compile(r"top|L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?")
_CODE = re.compile(r"`[^`]*`")

# Names whose given names and archetypes are both less alike than this are two people's.
_OTHER = 0.6


@rule(
    "TB302",
    "broken-anchor",
    "error",
    what="A link leads to a heading that its document does not have.",
    why="The reader lands at the top of a long page and finds nobody.",
    mend="Give the anchor of the heading that is meant.",
    bad=_GOOD.replace("(#name-ada-the-admin)", "(#name-ada-the-administrator)"),
    good=_GOOD,
)
def broken_anchor(evidence: Evidence) -> Iterator[Found]:
    for link in evidence.links:
        known = evidence.anchors.get(link.target_path)
        name = (link.target_anchor or "").lower().removeprefix("user-content-")
        if known is None or not name or name in known or name.startswith(":~:"):
            continue
        if _OF_THE_PAGE.fullmatch(link.target_anchor) or "?" in link.address:
            continue
        yield _led_elsewhere(
            evidence,
            link,
            f"#{link.target_anchor}, and {link.target_path} has no such heading",
            "give the anchor of the heading that is meant",
        )


@rule(
    "TB303",
    "missing-document",
    "error",
    what="A link leads to a document that is not there.",
    why="The reader gets an error page.",
    mend="Write the document, or lead the link to the one that is meant.",
    bad=_GOOD.replace("(#name-ada-the-admin)", "(admins.md#name-ada-the-admin)"),
    good=_GOOD,
)
def missing_document(evidence: Evidence) -> Iterator[Found]:
    for link in evidence.links:
        path = link.target_path
        if path in evidence.known_paths or not evidence.is_inside(path):
            continue
        row = evidence.persona.get(link.persona_id)
        fix = f"write {path}, correct the link, or take it out"
        if row is not None:
            fix = f"lead it to {row.path}#{anchor(row.heading)}"
        yield Found(
            link.path,
            link.line,
            f"{quoted(link.words)} leads to {path}, which is not there",
            fix,
            link.item_id,
            about=f"{link.words} {link.address}",
            words=link.words,
        )


@rule(
    "TB304",
    "crossed-link",
    "error",
    what="A link leads to another persona than the one that it names.",
    why="The reader takes one persona for another.",
    mend="Lead the link to the persona that it names.",
    bad=_GOOD.replace("(#name-ada-the-admin)", "(#name-bea-the-builder)"),
    good=_GOOD,
)
def crossed_link(evidence: Evidence) -> Iterator[Found]:
    for link in evidence.links:
        landed = _landed(evidence, link)
        if landed is not None:
            fix = f"lead it to #{anchor(f'Name: {link.words}')}"
            yield _led_elsewhere(evidence, link, landed, fix)


@rule(
    "TB305",
    "malformed-link",
    "error",
    what="Something is written as a link and is none: words in brackets and an address that do"
    " not touch, that have changed places, or whose last bracket is missing.",
    why="The reader sees brackets and an address instead of a link.",
    mend="Write `[words](address)` without anything between.",
    bad=_GOOD.replace("](#name-ada", "],(#name-ada"),
    good=_GOOD,
)
def malformed_link(evidence: Evidence) -> Iterator[Found]:
    for line in evidence.all_lines():
        if "]" not in line.text or line.role in ("code", "comment", "front_matter"):
            continue
        text = _CODE.sub(lambda match: " " * len(match.group()), line.text)
        apart = _WHOLE.sub(lambda match: " " * len(match.group()), text)
        for pattern in (_GAP, _SWAPPED, _OPEN, _HALF):
            for match in pattern.finditer(apart if pattern is _HALF else text):
                if pattern is _OPEN and evidence.goes_on_as_link(line, match["address"]):
                    continue
                yield Found(
                    line.path,
                    line.line,
                    f"{quoted(match.group())} is no link",
                    "write [words](address) with nothing in between",
                    _listing_of(evidence, line, match["words"]),
                    about=match.group(),
                    old=match.group() if _arrives(evidence, line, match["address"]) else None,
                    new=f"[{match['words']}]({match['address']})",
                    words=match.group(),
                )


def _landed(evidence: Evidence, link: Link) -> str | None:
    """Name the other persona that a link leads to; None where it leads to the one it names."""
    if not link.target_anchor:
        return None
    there = evidence.persona_at.get((link.target_path, link.target_anchor.lower()))
    if there is not None:
        return there.name if _is_other(link, there) else None
    # The heading is not there; its anchor may still say whose it would be.
    bare = link.target_anchor.removeprefix("name-")
    meant = evidence.name_of_anchor.get(bare)
    if meant and link.item_id and max(likeness(link.words, bare.replace("-", " "))) < _OTHER:
        return f"#{link.target_anchor}, the anchor of {meant}"
    return None


def _is_other(link: Link, there: Any) -> bool:
    """Tell whether a link's words name somebody else; those of no listing may name nobody."""
    if same_name(link.words, there.name) or is_alike(link.words, there.name, True):
        return False
    if link.item_id is None:
        return link.persona_id is not None
    return link.persona_id != there.persona_id


def _arrives(evidence: Evidence, line: Line, address: str) -> bool:
    """Tell whether an address leads out of the source, or to something that is there."""
    path, heading = target(address, line.path, evidence.known_paths, evidence.own_repositories)
    if path is None or not path.lower().endswith(".md"):
        return True
    return heading is None or heading.lower() in evidence.anchors.get(path, ())


def _listing_of(evidence: Evidence, line: Line, words: str) -> str | None:
    own = [evidence.listing.get(item) for item in line.item_ids]
    named = (row.item_id for row in own if row is not None and row.name == words)
    return next(named, next(iter(line.item_ids), None))


def _led_elsewhere(evidence: Evidence, link: Link, where: str, fix: str) -> Found:
    """Tell of a link that leads elsewhere; its one right target mends it where it is certain."""
    meant = evidence.persona.get(link.persona_id)
    old = new = None
    if meant is not None and meant.path == link.target_path:
        fix = f"make it #{anchor(meant.heading)}"
        if not same_name(link.words, meant.name):
            fix += f", if {meant.name} is meant"
        elif evidence.text(link.path, link.line).count(link.address) == 1:
            old, new = link.address, f"{link.address.partition('#')[0]}#{anchor(meant.heading)}"
    return Found(
        link.path,
        link.line,
        f"{quoted(link.words)} leads to {where}",
        fix,
        link.item_id,
        about=f"{link.words} {link.address}",
        old=old,
        new=new,
        words=link.words,
    )
