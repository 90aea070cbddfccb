"""View: a corpus as JupyterLab shows it, its words escaped.

It has no colours and no style sheet: a light theme and a dark one each bring
their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any


def html_of(corpus: Any) -> str:
    """Show a corpus: where it comes from, what it holds, whom, and how to go on.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    str
        HTML, in which every word of a document is escaped.
    """
    people, edition = corpus.personas, corpus.edition
    commit = f", revision {edition.revision[:12]} of {edition.date}" if edition.revision else ""
    names = zip(people.name, people.status, people.path, people.line, strict=True)
    shown = [(name, status, f"{path}:{line}") for name, status, path, line in names]
    counts = corpus.counts()
    held = zip(counts.table, counts.rows, counts.one_row_per.str.replace("`", ""), strict=True)
    about = ", ".join(f"{n} {word}" for word, n in people.status.value_counts().items())
    return (
        f"<p><strong>Corpus of {escape(edition.label)}</strong>{escape(commit)}</p>"
        + _table(("Table", "Rows", "One row per"), held)
        + f"<details><summary>{len(people)} personas: {escape(about or 'none')}</summary>"
        + _table(("Persona", "Status", "Where"), shown)
        + "</details><p>Go on with a table, <code>corpus.personas</code>; with a part,"
        " <code>corpus.only(personas=…)</code>; or with an analysis,"
        " <code>toolbelt_data.analysis.gaps(corpus)</code>.</p>"
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(one))}</td>" for one in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
