"""History: how an edition's counts move over the past of its documents."""

from .counts import edition_counts
from .events import history_events
from .history import history

__all__ = ["edition_counts", "history", "history_events"]
