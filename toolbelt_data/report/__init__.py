"""The report: notebooks executed, as pages that link every row to its line."""

import lazy_loader

_FROM = {
    "build": ["Report", "build_report"],
    "collection": ["all_tables"],
    "files": ["FORMATS", "read_tables", "write_tables"],
    "notebooks": ["Notebook", "copy_notebooks", "find_notebooks"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
