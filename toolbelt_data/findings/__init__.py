"""Findings: the table of a check, written for people and for programs.

Each format is a module with ``write(findings, place)``; all write the same rows.
"""

import lazy_loader

_FROM = {
    "baseline": ["read_baseline", "unknown", "write_baseline"],
    "formats": ["FORMATS", "write"],
    "place": ["Place"],
    "severe": ["severe"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
