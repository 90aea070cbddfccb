"""Sources: where documents come from, and the bytes that they have in an edition."""

import lazy_loader

_FROM = {
    "address": ["is_address"],
    "cache": ["refresh"],
    "edition": ["Edition", "open_edition", "root_of"],
    "named": ["open_named"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
