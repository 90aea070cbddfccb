"""The report: notebooks executed, as pages that link every row to its line."""

from .build import Report, build_report
from .collection import all_tables
from .export import FORMATS, write_tables
from .intake import read_tables
from .notebooks import Notebook, copy_notebooks, find_notebooks

__all__ = [
    "FORMATS",
    "Notebook",
    "Report",
    "all_tables",
    "build_report",
    "copy_notebooks",
    "find_notebooks",
    "read_tables",
    "write_tables",
]
