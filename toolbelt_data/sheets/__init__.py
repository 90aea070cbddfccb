"""Sheets: files that people open in a spreadsheet, and what they send back."""

import lazy_loader

_FROM = {
    "book": ["book", "read_book", "sheet_names"],
    "cells": ["guard", "unguard"],
    "files": ["write_whole"],
    "quoted": ["read_quoted"],
    "records": ["records"],
    "sheet": ["Lines", "Sheet", "SheetRow", "read_sheet"],
    "workbook": ["workbook"],
    "written": ["as_csv", "as_json"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
