"""Collection: every table of an edition, those of the corpus and those of the analyses."""

from __future__ import annotations

import pandas as pd

from .. import tables as corpus_tables
from ..analysis import (
    Comparison,
    actor_backing,
    actor_personas,
    basis_overview,
    catalogue,
    change_counts,
    changes_of,
    coverage_by_persona,
    coverage_effects,
    disposed,
    edition_counts,
    findings_by_document,
    findings_by_rule,
    gaps_of,
    group_overview,
    history_events,
    judgement_effects,
    judgement_states,
    kinds_of_personas,
    line_roles,
    listing_states,
    mentions,
    next_steps,
    pairs,
    person_kinds,
    persona_actors,
    persona_changes,
    persona_naming,
    persona_projects,
    persona_sections,
    placeholders,
    problems,
    project_overview,
    propose,
    rank_gaps,
    read_judgements,
    suggest,
    suspects,
    themes,
    unserved,
    unwritten_listings,
)
from ..analysis import tables as analysis_tables
from ..analysis.backing import CONFIDENCE
from ..analysis.suggestions import THRESHOLD
from ..checks import check
from ..corpus import Corpus
from ..tables import Table

Tables = list[tuple[Table, pd.DataFrame]]
"""Tables with their declarations, in the order in which they are shown."""


def all_tables(
    corpus: Corpus,
    judgements: pd.DataFrame | None = None,
    threshold: float = THRESHOLD,
    catalogue_source: str = "",
    confidence: float = CONFIDENCE,
    dispositions: pd.DataFrame | None = None,
    today: str | None = None,
) -> Tables:
    """Give every table that can be made of a corpus, with its declaration.

    Parameters
    ----------
    corpus : Corpus
    judgements : pandas.DataFrame, optional
        Those that travel with the package where left out.
    threshold : float
        Score from which a suggestion's level is 1.
    catalogue_source : str
        As :func:`toolbelt_data.analysis.catalogue` takes it; empty for none.
    confidence : float
        How sure it must be that an actor means a persona.
    dispositions : pandas.DataFrame, optional
        Those that travel with the package where left out.
    today : str, optional
        Day against which dispositions lapse.

    Returns
    -------
    list of (Table, pandas.DataFrame)

    Examples
    --------
    >>> from toolbelt_data import load
    >>> [table.name for table, _ in all_tables(load())][:3]
    ['documents', 'groups', 'group_statements']
    """
    judged = read_judgements() if judgements is None else judgements
    levels = pairs(corpus, judged, threshold=threshold)
    offerings, kinds = catalogue(catalogue_source), person_kinds(catalogue_source)
    named, of_kind = mentions(corpus, offerings), kinds_of_personas(corpus, kinds)
    proposed = propose(corpus, levels, unserved(corpus, levels), offerings)
    found = gaps_of(corpus, levels, proposals=proposed, dispositions=dispositions, today=today)
    recurring = themes(corpus, found)
    findings = check(corpus)
    listed = listing_states(corpus)
    links = actor_personas(corpus)
    made = {
        "gaps": found,
        "proposals": proposed,
        "ranked_gaps": rank_gaps(corpus, found, levels, proposed, recurring),
        "themes": recurring,
        "steps": next_steps(corpus, found, proposed, recurring, findings, listed),
        "suspects": suspects(corpus, judged),
        "disposed": disposed(corpus, dispositions, today),
        "pairs": levels,
        "suggestions": suggest(corpus, threshold),
        "basis_overview": basis_overview(levels),
        "coverage_by_persona": coverage_by_persona(corpus, found, levels),
        "persona_sections": persona_sections(corpus),
        "group_overview": group_overview(corpus),
        "placeholders": placeholders(corpus),
        "listing_states": listed,
        "unwritten_listings": unwritten_listings(corpus),
        "actor_personas": links,
        "actor_backing": actor_backing(corpus, links, confidence),
        "persona_actors": persona_actors(corpus, links, confidence),
        "findings": findings,
        "findings_by_rule": findings_by_rule(findings),
        "findings_by_document": findings_by_document(corpus, findings),
        "line_roles": line_roles(corpus),
        "catalogue": offerings,
        "person_kinds": kinds,
        "problems": problems(catalogue_source),
        "mentions": named,
        "project_overview": project_overview(corpus, offerings, named, of_kind),
        "persona_projects": persona_projects(corpus, offerings, named),
        "persona_naming": persona_naming(corpus, offerings, named, of_kind),
        "kinds_of_personas": of_kind,
    }
    rows = [(table, getattr(corpus, table.name)) for table in corpus_tables.ALL]
    return rows + _declared(made)


def tables_of_change(
    both: Comparison,
    past: pd.DataFrame,
    judgements: pd.DataFrame | None = None,
    threshold: float = THRESHOLD,
) -> Tables:
    """Give every table that compares two editions or tells of their history.

    Parameters
    ----------
    both : Comparison
    past : pandas.DataFrame
        As :func:`toolbelt_data.analysis.history` gives it.
    judgements : pandas.DataFrame, optional
        Those that travel with the package where left out.
    threshold : float
        Score from which a suggestion's level is 1.

    Returns
    -------
    list of (Table, pandas.DataFrame)

    Examples
    --------
    >>> from toolbelt_data import load
    >>> from toolbelt_data.analysis import history
    >>> both = Comparison(load("2025-04-04"), load())
    >>> [table.name for table, _ in tables_of_change(both, history())][0]
    'changes'
    """
    judged = read_judgements() if judgements is None else judgements
    levels = [pairs(corpus, judged, threshold=threshold) for corpus in (both.old, both.new)]
    gaps = [gaps_of(corpus, own) for corpus, own in zip((both.old, both.new), levels, strict=True)]
    changes, states = changes_of(both), judgement_effects(both, *levels)
    made = {
        "changes": changes,
        "change_counts": change_counts(changes),
        "persona_changes": persona_changes(both),
        "coverage_effects": coverage_effects(both, *gaps),
        "judgement_effects": states,
        "judgement_state_counts": judgement_states(states),
        "edition_counts": edition_counts(both, judged, threshold),
        "history": past,
        "events": history_events(past, both.new.edition.source),
    }
    return _declared(made)


def _declared(made: dict[str, pd.DataFrame]) -> Tables:
    """Put tables beside their declarations, in the order of these."""
    return [(table, made[table.name]) for table in analysis_tables.ALL if table.name in made]
