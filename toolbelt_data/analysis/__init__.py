"""Analyses: functions that take a corpus and give a table.

They stand on the loader; it never imports them. Heavy libraries are imported
where they are used.
"""

from .actors import actor_personas
from .backing import actor_backing, persona_actors
from .catalogue import catalogue, catalogue_date, person_kinds, problems
from .comparison import (
    Comparison,
    change_counts,
    change_words,
    changes_of,
    compare,
    coverage_effects,
    gap_moves,
    judgement_effects,
    judgement_states,
    load_both,
    persona_changes,
)
from .completeness import group_overview, persona_sections
from .coverage import (
    basis_overview,
    best_remedies,
    counted,
    coverage_by_persona,
    undecided,
    unserved,
)
from .gaps import gaps, gaps_of, pairs
from .history import edition_counts, history, history_events
from .judging.dispositions import disposed, read_dispositions
from .judging.judgements import pair_levels, read_judgements
from .judging.suspects import suspects
from .kinds import kinds_of_personas
from .mentions import mentions
from .placeholders import listing_states, placeholders, unwritten_listings
from .progress import review_by_persona, review_by_reviewer
from .proposals import propose
from .queue import review_queue
from .ranking import rank_gaps
from .recommendations import read_recommendations, recommendations
from .reliance import persona_naming, persona_projects, project_overview
from .soundness import by_worth, findings_by_document, findings_by_rule, line_roles
from .steps import next_steps
from .suggestions import suggest
from .themes import themes

__all__ = [
    "Comparison",
    "actor_backing",
    "actor_personas",
    "basis_overview",
    "best_remedies",
    "by_worth",
    "catalogue",
    "catalogue_date",
    "change_counts",
    "change_words",
    "changes_of",
    "compare",
    "counted",
    "coverage_by_persona",
    "coverage_effects",
    "disposed",
    "edition_counts",
    "findings_by_document",
    "findings_by_rule",
    "gap_moves",
    "gaps",
    "gaps_of",
    "group_overview",
    "history",
    "history_events",
    "judgement_effects",
    "judgement_states",
    "kinds_of_personas",
    "line_roles",
    "listing_states",
    "load_both",
    "mentions",
    "next_steps",
    "pair_levels",
    "pairs",
    "person_kinds",
    "persona_actors",
    "persona_changes",
    "persona_naming",
    "persona_projects",
    "persona_sections",
    "placeholders",
    "problems",
    "project_overview",
    "propose",
    "rank_gaps",
    "read_dispositions",
    "read_judgements",
    "read_recommendations",
    "recommendations",
    "review_by_persona",
    "review_by_reviewer",
    "review_queue",
    "suggest",
    "suspects",
    "themes",
    "undecided",
    "unserved",
    "unwritten_listings",
]
