"""Files: tables written to be taken away, described, and read back."""

from .export import FORMATS, write_tables
from .intake import read_tables

__all__ = ["FORMATS", "read_tables", "write_tables"]
