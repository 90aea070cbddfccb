"""The report: notebooks executed, as pages that link every row to its line."""

from .build import Report, build_report
from .collection import all_tables
from .files import FORMATS, read_tables, write_tables
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
