"""Sheets: files that people open in a spreadsheet, and what they send back."""

from .book import book, read_book, sheet_names
from .cells import guard, unguard
from .files import write_whole
from .quoted import read_quoted
from .records import records
from .sheet import Lines, Sheet, SheetRow, read_sheet
from .workbook import workbook
from .written import as_csv, as_json

__all__ = [
    "Lines",
    "Sheet",
    "SheetRow",
    "as_csv",
    "as_json",
    "book",
    "guard",
    "read_book",
    "read_quoted",
    "read_sheet",
    "records",
    "sheet_names",
    "unguard",
    "workbook",
    "write_whole",
]
