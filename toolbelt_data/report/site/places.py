"""Places: where a report shows a line of a document."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from hashlib import sha256
from html import escape, unescape
from pathlib import PurePosixPath
from urllib.parse import quote

_PLACE = re.compile(
    r'<span class="place(?P<older> older)?">(?P<path>[^<]*):(?P<line>\d+)</span>', re.DOTALL
)
# Bytes that the name of a file may have on most systems, less those of an ending; and
# characters that are kept of a longer one.
_LONGEST = 240
_KEPT = 50


class Places:
    """The documents of one edition, and where each of their lines can be read.

    Parameters
    ----------
    documents : iterable of str
        Paths of the documents.
    address : str
        Where the web shows them; the report's own pages of them where empty.
    folder : str
        Where the report's own pages of them stand.

    Examples
    --------
    >>> Places(["personas/a.md"]).href("personas/a.md", 7)
    'sources/personas/a.md.html#L7'
    """

    def __init__(
        self, documents: Iterable[str], address: str = "", folder: str = "sources"
    ) -> None:
        self.documents = frozenset(documents)
        self._folders = {str(one) for path in self.documents for one in PurePosixPath(path).parents}
        self.address = address
        self.folder = folder

    def page(self, path: str) -> str:
        """Name the report's own page of a document, below the folder of such pages.

        Examples
        --------
        >>> Places(["a.md"]).page("a.md"), Places(["a.md", "a.md.html/b.md"]).page("a.md")
        ('a.md.html', 'a.md_.html')
        """
        folder, mark, name = path.rpartition("/")
        if len(os.fsencode(name)) > _LONGEST:
            name = f"{name[:_KEPT]}-{sha256(os.fsencode(name)).hexdigest()[:16]}"
        page = f"{folder}{mark}{name}"
        while f"{page}.html" in self._folders:  # documents lie in a folder of this name
            page += "_"
        return f"{page}.html"

    def href(self, path: str, line: int | str | None = None) -> str:
        """Give the link to a document or to a line of it; empty where it has no page."""
        if path not in self.documents:
            return ""
        if self.address:
            return f"{self.address}{quote(path)}" + ("" if line is None else f"?plain=1#L{line}")
        page = quote(f"{self.folder}/{self.page(path)}")
        return page if line is None else f"{page}#L{line}"


def linked(html: str, places: Places, older: Places | None = None) -> str:
    """Make each marked place of a known document a link to its line.

    Parameters
    ----------
    html : str
    places : Places
    older : Places, optional
        Those of the edition compared with.

    Examples
    --------
    >>> linked('<span class="place">personas/a.md:7</span>', Places(["personas/a.md"]))
    '<a class="place" href="sources/personas/a.md.html#L7">personas/<wbr>a.md:7</a>'
    """

    def link(match: re.Match[str]) -> str:
        of = older if match["older"] else places
        there = of.href(unescape(match["path"]), match["line"]) if of else ""
        if not there:
            return match.group()
        words = f"{match['path'].replace('/', '/<wbr>')}:{match['line']}"
        kind = "place" + (match["older"] or "")
        return f'<a class="{kind}" href="{escape(there)}">{words}</a>'

    return _PLACE.sub(link, html)
