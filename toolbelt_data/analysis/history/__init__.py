"""History: how an edition's counts move over the past of its documents."""

from .counts import Counts, edition_counts
from .events import history_events
from .history import history

__all__ = ["Counts", "edition_counts", "history", "history_events"]
