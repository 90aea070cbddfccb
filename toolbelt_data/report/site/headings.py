"""Headings: addresses of a page's sections, the list of them, and names for what stands below."""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from typing import NamedTuple

from ...text import slug

_HEADING = re.compile(r"<h(?P<level>[1-6])(?P<rest>[^>]*)>(?P<words>.*?)</h(?P=level)>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_ANCHORED = re.compile(r'<h2 id="(?P<anchor>[^"]*)">(?P<words>.*?)</h2>', re.DOTALL)
_REGION = re.compile(
    r'<h2 id="[^"]*">(?P<heading>.*?)</h2>'
    r'|(?P<region><div aria-label=")" class="scroll" role="region" tabindex="0">'
    r"(?:\s*<table[^>]*><caption>(?P<caption>.*?)</caption>)?",
    re.DOTALL,
)
# A list of fewer helps nobody.
_LEAST = 3
CONTENTS = "<!--contents-->"
"""Where a page's list of sections goes; cleaned markup holds no comment."""


class Heading(NamedTuple):
    """A section of a page: its address and its words."""

    anchor: str
    words: str


def words_of(html: str) -> str:
    """Give the words of markup.

    Examples
    --------
    >>> words_of("Who <em>&amp;</em> why")
    'Who & why'
    """
    return unescape(_TAG.sub("", html)).strip()


def anchored(html: str) -> str:
    """Give each heading of a page the address that GitHub would give it.

    Examples
    --------
    >>> anchored("<h2>Who, and why?</h2>")
    '<h2 id="who-and-why">Who, and why?</h2>'
    """
    seen: Counter[str] = Counter()

    def anchor(match: re.Match[str]) -> str:
        level, words = match["level"], match["words"]
        address = slug(words_of(words))
        number = f"-{seen[address]}" if seen[address] else ""
        seen[address] += 1
        return f'<h{level} id="{escape(address)}{number}">{words}</h{level}>'

    return _HEADING.sub(anchor, html)


def headings_of(html: str) -> list[Heading]:
    """List the sections of a page that :func:`anchored` gave addresses."""
    return [
        Heading(unescape(match["anchor"]), words_of(match["words"]))
        for match in _ANCHORED.finditer(html)
    ]


def with_contents(html: str) -> str:
    """Put the list of a page's sections in its place, where there are enough.

    Examples
    --------
    >>> with_contents(CONTENTS + '<h2 id="a">A</h2>')
    '<h2 id="a">A</h2>'
    """
    found = headings_of(html)
    items = "".join(
        f'<li><a href="#{escape(one.anchor)}">{escape(one.words)}</a></li>' for one in found
    )
    listed = (
        '<nav class="contents" aria-label="On this page"><details open>'
        f"<summary>On this page</summary><ol>{items}</ol></details></nav>"
    )
    return html.replace(CONTENTS, listed if len(found) >= _LEAST else "", 1)


def with_named_regions(html: str) -> str:
    """Name each region that scrolls by its caption, or else by the heading above it.

    Examples
    --------
    >>> region = '<div aria-label="" class="scroll" role="region" tabindex="0">'
    >>> with_named_regions(f'<h2 id="a">A &amp; B</h2>{region}').partition(" class")[0][-24:]
    'label="Table: A &amp; B"'
    """
    seen: Counter[str] = Counter()
    above = "This page"

    def name(match: re.Match[str]) -> str:
        nonlocal above
        if match["region"] is None:
            above = words_of(match["heading"])
            return match.group()
        words = words_of(match["caption"]) if match["caption"] else above
        seen[words] += 1
        number = f" {seen[words]}" if seen[words] > 1 else ""
        rest = match.group().removeprefix(match["region"])
        return f"{match['region']}Table{number}: {escape(words)}{rest}"

    return _REGION.sub(name, html)
