"""What the notebooks stand on: parameters checked, tables and pictures shown."""

from .actor_matrix import actor_matrix
from .editions import open_both, open_history, told_trend
from .figures import (
    coverage_bars,
    coverage_matrix,
    finding_bars,
    index_squares,
    section_heat_map,
)
from .parameters import check_parameters
from .placed import placed
from .shown import Answer, Reading, Table, count_of
from .side_by_side import SideBySide
from .start import at_least, open_corpus, provenance
from .theme_bars import theme_bars
from .trend import trend

__all__ = [
    "Answer",
    "Reading",
    "SideBySide",
    "Table",
    "actor_matrix",
    "at_least",
    "check_parameters",
    "count_of",
    "coverage_bars",
    "coverage_matrix",
    "finding_bars",
    "index_squares",
    "open_both",
    "open_corpus",
    "open_history",
    "placed",
    "provenance",
    "section_heat_map",
    "theme_bars",
    "told_trend",
    "trend",
]
