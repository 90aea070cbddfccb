"""Sheets: files that people open in a spreadsheet, and what they send back."""

from .cells import as_text, for_xlsx, guard, unguard
from .files import write_whole
from .records import records
from .sheet import Lines, Sheet, SheetRow, read_sheet
from .workbook import workbook
from .written import as_csv, as_json, flat

__all__ = [
    "Lines",
    "Sheet",
    "SheetRow",
    "as_csv",
    "as_json",
    "as_text",
    "flat",
    "for_xlsx",
    "guard",
    "read_sheet",
    "records",
    "unguard",
    "workbook",
    "write_whole",
]
