"""Comparison: what changed from one edition of the documents to another."""

import lazy_loader

_FROM = {
    "compare": ["changes_of", "compare"],
    "comparison": ["Comparison"],
    "effects": ["coverage_effects", "gap_moves", "judgement_effects", "judgement_states"],
    "identity": ["DOUBTFUL"],
    "sides": ["load_both"],
    "summary": ["change_counts", "persona_changes"],
    "words": ["change_words"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
