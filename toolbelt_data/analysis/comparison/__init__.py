"""Comparison: what changed from one edition of the documents to another."""

from __future__ import annotations

from .compare import changes_of, compare
from .comparison import Comparison
from .effects import coverage_effects, judgement_effects
from .identity import DOUBTFUL

__all__ = [
    "DOUBTFUL",
    "Comparison",
    "changes_of",
    "compare",
    "coverage_effects",
    "judgement_effects",
]
