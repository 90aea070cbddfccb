"""Analyses: functions that take a corpus and give a table.

They stand on the loader; it never imports them. Heavy libraries are imported
where they are used.
"""

import lazy_loader

_FROM = {
    "actors": ["actor_personas"],
    "backing": ["actor_backing", "persona_actors"],
    "catalogue": ["catalogue", "catalogue_date", "person_kinds", "problems"],
    "checks": ["check"],
    "comparison": [
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
    ],
    "completeness": ["group_overview", "persona_sections"],
    "coverage": [
        "basis_overview",
        "best_remedies",
        "counted",
        "coverage_by_persona",
        "undecided",
        "unserved",
    ],
    "gaps": ["gaps", "gaps_of", "pairs"],
    "history": ["edition_counts", "history", "history_events"],
    "judging.dispositions": ["disposed", "read_dispositions"],
    "judging.judgements": ["pair_levels", "read_judgements"],
    "judging.suspects": ["suspects"],
    "kinds": ["kinds_of_personas"],
    "mentions": ["mentions"],
    "placeholders": ["listing_states", "placeholders", "unwritten_listings"],
    "progress": ["review_by_persona", "review_by_reviewer"],
    "proposals": ["propose"],
    "queue": ["review_queue"],
    "ranking": ["rank_gaps"],
    "recommendations": ["read_recommendations", "recommendations"],
    "reliance": ["persona_naming", "persona_projects", "project_overview"],
    "soundness": ["by_worth", "findings_by_document", "findings_by_rule", "line_roles"],
    "steps": ["next_steps"],
    "suggestions": ["suggest"],
    "themes": ["themes"],
}
__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submod_attrs=_FROM)
