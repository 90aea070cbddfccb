"""Completeness: whom the documents serve, and how fully each persona is written."""

from __future__ import annotations

import pandas as pd

from ..corpus import Corpus
from ..vocabulary import HEADED_SECTIONS
from .tables import TABLE

NO_GROUP = "(in no group)"
"""Stands for the group of personas that no group claims."""


def persona_sections(corpus: Corpus) -> pd.DataFrame:
    """Show which persona has which section.

    Returns
    -------
    pandas.DataFrame
        One row per persona in the order of the documents: persona_id, name,
        group, status, one column a headed section with its status, statements
        (int64), path, line.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> table = persona_sections(load())
    >>> table.set_index("name").remedies["Carl the Consumer"]
    'incomplete'
    """
    titles = dict(zip(corpus.groups.group_id, corpus.groups.title, strict=True))
    status = corpus.sections.pivot_table(
        index="persona_id", columns="section", values="status", aggfunc="first"
    )
    counted = corpus.statements[corpus.statements.sums_up.str.len() == 0]
    count = counted.persona_id.value_counts()
    return TABLE["persona_sections"].frame(
        {
            "persona_id": row.persona_id,
            "name": row.name,
            "group": titles.get(row.group_id),
            "status": row.status,
            **{name: status.loc[row.persona_id, name] for name in HEADED_SECTIONS},
            "statements": int(count.get(row.persona_id, 0)),
            "path": row.path,
            "line": row.line,
        }
        for row in corpus.personas.itertuples(index=False)
    )


def group_overview(corpus: Corpus) -> pd.DataFrame:
    """Count, for each group, who is listed, who is written, and how fully.

    Returns
    -------
    pandas.DataFrame
        One row per group in the order of the index, and one for the personas in
        none where there are any; all counts int64.

    Examples
    --------
    >>> from toolbelt_data import load
    >>> group_overview(load()).listed.sum()
    np.int64(31)
    """
    groups = [
        (row.group_id, row.title, row.description) for row in corpus.groups.itertuples(index=False)
    ]
    known = [group_id for group_id, *_ in groups]
    rows = []
    for group_id, title, about in [*groups, (None, NO_GROUP, None)]:
        listed = corpus.listings[corpus.listings.group_id == group_id]
        people = corpus.personas
        # A persona counts in every group that it belongs to.
        mine = people.group_ids.map(
            lambda ids, own=group_id: own in ids if own else not {*ids} & {*known}
        ).astype(bool)
        status = people[mine].status.value_counts()
        if group_id is None and not mine.any():
            continue
        rows.append(
            {
                "group": title,
                "description": about,
                "listed": len(listed),
                "listed_found": int(listed.persona_id.notna().sum()),
                "personas": int(mine.sum()),
                "documented": int(status.get("documented", 0)),
                "partial": int(status.get("partial", 0)),
                "placeholder": int(status.get("placeholder", 0)),
            }
        )
    return TABLE["group_overview"].frame(rows)
