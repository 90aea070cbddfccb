"""The catalogue: what the OpenSSF offers, whom that serves and what trouble it bears on."""

import lazy_loader

_FROM = {
    "cloned": ["pinned_catalogue"],
    "table": ["catalogue", "catalogue_date", "person_kinds", "problems"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
