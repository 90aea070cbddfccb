"""Frame: what every page of a report shows around its content."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ... import __version__
from ...source import Edition, is_address
from ..redaction import shown_all
from ..request import Request, digest_of

# Letters of a digest that a page shows; the manifest has them all.
_SHOWN = 12


def frame_of(request: Request) -> dict[str, Any]:
    """Give what the templates of all pages are told.

    Parameters
    ----------
    request : Request

    Examples
    --------
    >>> from toolbelt_data.report.request import settle_request
    >>> frame_of(settle_request(notebooks=["3"]))["edition"]
    '2025-06-10 (embedded: restated, not the original)'
    """
    edition = request.edition
    return {
        "title": "Security Toolbelt report",
        "edition": edition.label,
        "embedded": edition.embedded,
        "revision": edition.revision or "",
        "date": edition.date or "",
        "address": edition.address,
        "pages": [(notebook.name, notebook.title) for notebook in request.notebooks],
        "here": "index",
        "root": "",
        "scripts": (),
        "about": _about(request),
    }


def _about(request: Request) -> list[tuple[str, str, str]]:
    """Say below each page what it was made of: a term, words, and a link where there is one."""
    edition, documents = request.edition, request.corpus.documents
    given = ", ".join(f"{name}={value}" for name, value in shown_all(request.given).items())
    digest = digest_of(request.corpus)
    commit = edition.address.removesuffix("/").replace("/blob/", "/tree/")
    said = [
        ("Source", _source(edition), edition.source if is_address(edition.source) else ""),
        ("Edition", edition.label, ""),
        ("Revision", (edition.revision or "")[:12], commit),
        ("Dated", edition.date or "", ""),
        ("Asked with", given, ""),
        ("Documents", f"{len(documents)}, digest {digest[:_SHOWN]}", ""),
        ("Made by", f"toolbelt-data {__version__}", ""),
    ]
    return [one for one in said if one[1]]


def _source(edition: Edition) -> str:
    """Name a source without any path of the machine."""
    if edition.embedded:
        return "embedded"
    return edition.source if is_address(edition.source) else Path(edition.source).name or "."
