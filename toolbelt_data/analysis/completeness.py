"""Completeness: which sections of each persona are written, and what is named but not written."""

from __future__ import annotations

import pandas as pd

from ..corpus import Corpus
from ..vocabulary import HEADED_SECTIONS, vocabulary_of
from .tables import TABLE, declared

_MISSING = {
    "incomplete": "the rest of the section",
    "empty": "every statement",
    "missing": "the section and its heading",
}


def completeness(corpus: Corpus) -> pd.DataFrame:
    """Return the status of each persona's sections.

    Returns
    -------
    pandas.DataFrame
        One row per persona in the order of the documents: persona_id, persona
        (its name), group (title), status (documented, partial or placeholder),
        a column per section with its status (written, incomplete, empty or
        missing; null if the settings do not require it), statements (their
        number, summary statements left out), path, line.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> completeness(load()).set_index("persona").remedies["Carl the Consumer"]
    'incomplete'
    """
    groups = (corpus.unfiltered or corpus).groups
    required = corpus.sections[corpus.sections.section.isin(_required(corpus))]
    status = required.pivot_table("status", "persona_id", "section", aggfunc="first")
    counted = corpus.statements[corpus.statements.sums_up.str.len() == 0]
    number = counted.persona_id.value_counts().rename("statements")
    table = (
        corpus.personas.rename(columns={"name": "persona"})
        .merge(groups[["group_id", "title"]], on="group_id", how="left")
        .rename(columns={"title": "group"})
        .join(status.reindex(columns=HEADED_SECTIONS), on="persona_id")
        .join(number, on="persona_id")
        .fillna({"statements": 0})
    )
    return declared("completeness", table)


def placeholders(corpus: Corpus) -> pd.DataFrame:
    """List the personas, sections, use cases and groups that are named but not written.

    Returns
    -------
    pandas.DataFrame
        One row per thing: kind, item_id, title, says (how the document marks
        it), missing, path, line. Personas come first, then unwritten sections
        of other personas, use cases, and groups without a persona.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> placeholders(load()).kind.value_counts().to_dict()
    {'use_case': 3, 'persona': 2, 'group': 2, 'section': 1}
    """
    parts = [_personas(corpus), _sections(corpus), _use_cases(corpus), _groups(corpus)]
    return TABLE["placeholders"].frame(row for part in parts for row in part.to_dict("records"))


def _required(corpus: Corpus) -> tuple[str, ...]:
    settings = corpus.edition.settings
    return vocabulary_of(settings.personas, settings.place).required


def _personas(corpus: Corpus) -> pd.DataFrame:
    found = corpus.personas[corpus.personas.status == "placeholder"]
    found = found.rename(columns={"name": "title", "marker": "says"})
    ids = found.persona_id
    return found.assign(kind="persona", item_id=ids, missing="every required section")


def _sections(corpus: Corpus) -> pd.DataFrame:
    """Return the required sections that are not written, and others with a heading alone."""
    rows = corpus.sections[corpus.sections.section != "summary"]
    required = rows.section.isin(_required(corpus))
    rows = rows[rows.status.isin(["incomplete", "empty"]) | (required & (rows.status == "missing"))]
    others = corpus.personas[corpus.personas.status != "placeholder"]
    names = others[["persona_id", "name", "line"]]
    found = rows.merge(names, on="persona_id", suffixes=("", "_of"))
    return found.assign(
        kind="section",
        item_id=found.persona_id + "/" + found.section,
        title=found.name + ": " + found.section,
        says=found.marker,
        missing=found.status.map(_MISSING),
        line=found.line.fillna(found.line_of),
    )


def _use_cases(corpus: Corpus) -> pd.DataFrame:
    found = corpus.use_cases[corpus.use_cases.status == "placeholder"]
    marked = corpus.lines[corpus.lines.role == "placeholder"].item_ids.explode()
    found = found.rename(columns={"actor_id": "item_id", "actor": "title"})
    says = found.item_id.isin(marked).map({True: "placeholder", False: None})
    return found.assign(kind="use_case", says=says, missing="every need")


def _groups(corpus: Corpus) -> pd.DataFrame:
    found = corpus.groups[~corpus.groups.group_id.isin(corpus.personas.group_ids.explode())]
    found = found.rename(columns={"group_id": "item_id"})
    return found.assign(kind="group", says=None, missing="every persona")
