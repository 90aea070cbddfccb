"""The report: executed notebooks as pages that link every row to its line."""

from .build import Report, build_report

__all__ = ["Report", "build_report"]
