"""What the notebooks stand on: parameters checked, tables and pictures shown."""

import lazy_loader

_FROM = {
    "actor_matrix": ["actor_matrix"],
    "change_bars": ["change_bars"],
    "editions": [
        "open_both",
        "open_history",
        "told_changes",
        "told_editions",
        "told_gaps",
        "told_trend",
        "with_places",
    ],
    "figures": [
        "coverage_bars",
        "coverage_matrix",
        "finding_bars",
        "index_squares",
        "project_matrix",
        "section_heat_map",
    ],
    "gap_words": ["told_classes"],
    "parameters": ["check_parameters", "names_of"],
    "picture": ["Picture"],
    "placed": ["placed"],
    "shown": ["Answer", "Reading", "Shown", "Table", "count_of"],
    "side_by_side": ["SideBySide"],
    "start": ["at_least", "one_persona", "open_corpus", "provenance"],
    "theme_bars": ["theme_bars"],
    "trend": ["trend"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
