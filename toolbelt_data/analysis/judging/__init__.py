"""Judging: what people said of pairs and gaps, and which texts of now that holds for."""

from __future__ import annotations

from .dispositions import disposed, read_dispositions
from .judgements import pair_levels, read_judgements
from .suspects import suspects

__all__ = [
    "disposed",
    "pair_levels",
    "read_dispositions",
    "read_judgements",
    "suspects",
]
