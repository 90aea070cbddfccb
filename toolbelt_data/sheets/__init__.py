"""Sheets: files that people open in a spreadsheet, and what they send back."""

from .cells import as_text, for_xlsx, guard, unguard
from .files import write_whole
from .sheet import Lines, Sheet, SheetRow, read_sheet
from .workbook import workbook

__all__ = [
    "Lines",
    "Sheet",
    "SheetRow",
    "as_text",
    "for_xlsx",
    "guard",
    "read_sheet",
    "unguard",
    "workbook",
    "write_whole",
]
