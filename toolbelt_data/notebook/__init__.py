"""Output of notebooks: tables that link to the documents, and plots."""

from .plots import bars, coverage_bars, squares, svg, trend
from .show import show

__all__ = ["bars", "coverage_bars", "show", "squares", "svg", "trend"]
