"""Sources: where documents come from, and the bytes that they have in an edition."""

from __future__ import annotations

from .edition import Edition, open_edition
from .named import open_named

__all__ = ["Edition", "open_edition", "open_named"]
