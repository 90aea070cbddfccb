"""Comparison: what changed from one edition of the documents to another."""

from .compare import changes_of, compare
from .comparison import Comparison
from .effects import coverage_effects, gap_moves, judgement_effects, judgement_states
from .identity import DOUBTFUL
from .sides import load_both
from .summary import change_counts, persona_changes
from .words import change_words

__all__ = [
    "DOUBTFUL",
    "Comparison",
    "change_counts",
    "change_words",
    "changes_of",
    "compare",
    "coverage_effects",
    "gap_moves",
    "judgement_effects",
    "judgement_states",
    "load_both",
    "persona_changes",
]
