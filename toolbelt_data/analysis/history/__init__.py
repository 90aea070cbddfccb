"""History: how an edition's counts move over the past of its documents."""

import lazy_loader

_FROM = {
    "before": ["edition_before", "has_past", "is_checked_out"],
    "counts": ["Counts", "edition_counts"],
    "events": ["history_events"],
    "history": ["history"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
