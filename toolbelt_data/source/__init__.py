"""Sources: where documents come from, and the bytes that they have in an edition."""

from __future__ import annotations

from .address import is_address
from .cache import refresh
from .edition import Edition, open_edition, root_of
from .named import open_named

__all__ = [
    "Edition",
    "is_address",
    "open_edition",
    "open_named",
    "refresh",
    "root_of",
]
