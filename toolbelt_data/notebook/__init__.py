"""What the notebooks stand on: parameters checked, tables and pictures shown."""

from .actor_matrix import actor_matrix
from .change_bars import change_bars
from .editions import (
    open_both,
    open_history,
    told_changes,
    told_editions,
    told_gaps,
    told_trend,
    with_places,
)
from .figures import (
    coverage_bars,
    coverage_matrix,
    finding_bars,
    index_squares,
    project_matrix,
    section_heat_map,
)
from .gap_words import told_classes
from .parameters import check_parameters, names_of
from .picture import Picture
from .placed import placed
from .shown import Answer, Reading, Shown, Table, count_of
from .side_by_side import SideBySide
from .start import at_least, one_persona, open_corpus, provenance
from .theme_bars import theme_bars
from .trend import trend

__all__ = [
    "Answer",
    "Picture",
    "Reading",
    "Shown",
    "SideBySide",
    "Table",
    "actor_matrix",
    "at_least",
    "change_bars",
    "check_parameters",
    "count_of",
    "coverage_bars",
    "coverage_matrix",
    "finding_bars",
    "index_squares",
    "names_of",
    "one_persona",
    "open_both",
    "open_corpus",
    "open_history",
    "placed",
    "project_matrix",
    "provenance",
    "section_heat_map",
    "theme_bars",
    "told_changes",
    "told_classes",
    "told_editions",
    "told_gaps",
    "told_trend",
    "trend",
    "with_places",
]
