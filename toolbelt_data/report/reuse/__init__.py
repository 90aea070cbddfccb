"""Reuse: what of the report in place still holds, told by content and by nothing else."""

import lazy_loader

_FROM = {
    "kept": ["NOTHING", "Kept", "code_now", "keep", "kept_of", "taken_over"],
    "wanted": ["Wanted", "wanted_of"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
