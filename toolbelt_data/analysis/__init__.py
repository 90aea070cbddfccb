"""Analyses of an edition: which needs are unmet, who is described, what to do next."""

from .catalogue import read_catalogue
from .compare import Comparison, change_words, compare
from .effects import gap_effects
from .history import by_day, counts, edition_before, history, history_to
from .pipeline import Analysis
from .reviews import read_decisions, read_recommendations, read_reviews

__all__ = [
    "Analysis",
    "Comparison",
    "by_day",
    "change_words",
    "compare",
    "counts",
    "edition_before",
    "gap_effects",
    "history",
    "history_to",
    "read_catalogue",
    "read_decisions",
    "read_recommendations",
    "read_reviews",
]
