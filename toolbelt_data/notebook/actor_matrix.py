"""The matrix of actors and personas: who stands behind which use case."""

from __future__ import annotations

from textwrap import fill
from typing import Any

import pandas as pd

from .picture import INK, PALE, Picture, blank
from .squares import ROW, grid, legend, square

# What does not fit on a page is named in the words and left out of the drawing.
_MOST_PERSONAS = 60
_MOST_ACTORS = 24
# So many actors have their names above their squares; those of more are turned.
_UPRIGHT = 8
# Squares in a row for which there is room, so that one alone is not as wide as the picture.
_FEW = 4
_WIDTH = 13
_LONGEST = 36
_ALONE = "#b3402a"
_BASIS = {
    "by name": ("#1f6f54", "white", ""),
    "by index or section": ("#9fd0b8", INK, ""),
    "by parent or group": ("#e0b13c", INK, ""),
    "none": ("#ffffff", PALE, ""),
}
_KINDS = {"name": "by name", "parent": "by parent or group", "group": "by parent or group"}


def actor_matrix(actors: pd.DataFrame, personas: pd.DataFrame) -> Picture:
    """Draw which personas the actors of use cases mean.

    Parameters
    ----------
    actors : pandas.DataFrame
        As :func:`toolbelt_data.analysis.use_case_coverage` returns it.
    personas : pandas.DataFrame
        Rows of the corpus's ``personas``.

    Returns
    -------
    Picture
        What says so stands in each square. Names of actors that mean nobody, and
        of personas that no actor means, are red.
    """
    columns, rows = actors.head(_MOST_ACTORS), personas.head(_MOST_PERSONAS)
    pairs = {
        (persona_id, row.actor_id): basis
        for row in actors.itertuples(index=False)
        for persona_id, basis in zip(row.personas, row.basis, strict=True)
    }
    meant = {persona_id for persona_id, _ in pairs}
    turned = len(columns) > _UPRIGHT
    figure, axes = blank(8.2, (2.9 if turned else 1.6) + ROW * max(len(rows), 1))
    for row, persona_id in enumerate(rows.persona_id):
        for column, actor_id in enumerate(columns.actor_id):
            basis = pairs.get((persona_id, actor_id), "")
            kind = _KINDS.get(basis, "by index or section") if basis else "none"
            square(axes, column, row, kind, _BASIS, basis)
    names = [_short(name) for name in columns.actor]
    names += [""] * (_FEW - len(names))
    grid(axes, names if turned else [fill(name, _WIDTH) for name in names], _labels(rows))
    if turned:
        axes.tick_params(axis="x", labelrotation=90)
    _redden(axes.get_xticklabels(), columns.personas)
    _redden(axes.get_yticklabels(), rows.persona_id.isin(meant))
    legend(axes, _BASIS)
    return Picture(figure, _words(actors, personas, meant))


def _labels(personas: pd.DataFrame) -> list[str]:
    held = personas.status == "placeholder"
    return [
        _short(name) + (" (placeholder)" if empty else "")
        for name, empty in zip(personas.name, held, strict=True)
    ]


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"


def _redden(labels: Any, others: pd.Series) -> None:
    for label, those in zip(labels, others, strict=False):
        if not those:
            label.set_color(_ALONE)


def _words(actors: pd.DataFrame, personas: pd.DataFrame, meant: set[str]) -> str:
    names = dict(zip(personas.persona_id, personas.name, strict=True))
    said = "; ".join(
        f"{row.actor}: {', '.join(names[one] for one in row.personas if one in names) or 'none'}"
        + " of those shown" * (len(row.personas) > 0 and names.keys().isdisjoint(row.personas))
        for row in actors.itertuples(index=False)
    )
    alone = ", ".join(name for one, name in names.items() if one not in meant)
    return (
        f"Personas behind each actor. {said or 'No actor'}."
        f" Personas without an actor: {alone or 'none'}."
    )
