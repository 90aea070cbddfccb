"""Findings: the table of a check, written for people and for programs.

Each format is a module with ``write(findings, place)``; all write the same rows.
"""

from .baseline import read_baseline, unknown, write_baseline
from .formats import FORMATS, write
from .place import Place

__all__ = ["FORMATS", "Place", "read_baseline", "unknown", "write", "write_baseline"]
