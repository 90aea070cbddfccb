"""Sources: where documents come from, and the bytes that they have in an edition."""

from __future__ import annotations

from .before import edition_before, has_past
from .edition import Edition, open_edition
from .named import open_named

__all__ = ["Edition", "edition_before", "has_past", "open_edition", "open_named"]
