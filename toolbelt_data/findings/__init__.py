"""Findings: the table of a check, written for people and for programs.

Each format is a module with ``write(findings, place)``; all write the same rows.
"""

from .baseline import read_baseline, unknown, write_baseline
from .formats import FORMATS, write
from .place import Place
from .severe import severe

__all__ = ["FORMATS", "Place", "read_baseline", "severe", "unknown", "write", "write_baseline"]
