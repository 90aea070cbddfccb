"""Frame: what every page of a report shows around its content."""

from __future__ import annotations

from typing import Any

from .. import __version__
from .request import Request


def frame_of(request: Request) -> dict[str, Any]:
    """Give what the templates of all pages are told.

    Parameters
    ----------
    request : Request

    Examples
    --------
    >>> from toolbelt_data.report.request import settle_request
    >>> frame_of(settle_request(notebooks=["3"]))["edition"]
    '2025-05-29 (embedded: restated, not the original)'
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
        "version": __version__,
    }
