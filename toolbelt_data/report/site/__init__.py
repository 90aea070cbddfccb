"""Site: the pages of a report, what they look like, and what makes them find and sort."""

from .first_picture import write_trend
from .frame import frame_of
from .places import Places
from .scripts import write_assets
from .search import entries

__all__ = ["Places", "entries", "frame_of", "write_assets", "write_trend"]
