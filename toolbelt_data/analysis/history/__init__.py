"""History: how an edition's counts move over the past of its documents."""

from .before import edition_before, has_past, is_checked_out
from .counts import Counts, edition_counts
from .events import history_events
from .history import history

__all__ = [
    "Counts",
    "edition_before",
    "edition_counts",
    "has_past",
    "history",
    "history_events",
    "is_checked_out",
]
