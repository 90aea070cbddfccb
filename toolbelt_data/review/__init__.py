"""Review: judgements out to a sheet that people fill in, and back."""

from .form import as_csv, form, write_form
from .intake import Intake, Taken
from .status import as_text, status
from .store import Store

__all__ = [
    "Intake",
    "Store",
    "Taken",
    "as_csv",
    "as_text",
    "form",
    "status",
    "write_form",
]
