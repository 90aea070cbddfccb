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
    "name": ("#1f6f54", "white", ""),
    "alias": ("#9fd0b8", INK, ""),
    "fuzzy": ("#e0b13c", INK, ""),
    "none": ("#ffffff", PALE, ""),
}


def actor_matrix(actors: pd.DataFrame, personas: pd.DataFrame, links: pd.DataFrame) -> Picture:
    """Draw which personas stand behind which actors.

    Parameters
    ----------
    actors : pandas.DataFrame
        As :func:`toolbelt_data.analysis.actor_backing` gives it.
    personas : pandas.DataFrame
        As :func:`toolbelt_data.analysis.persona_actors` gives it.
    links : pandas.DataFrame
        The rows of :func:`toolbelt_data.analysis.actor_personas` that count;
        the confidence stands in each square.

    Returns
    -------
    Picture
        The names of those who have nobody are red.
    """
    columns, rows = actors.head(_MOST_ACTORS), personas.head(_MOST_PERSONAS)
    pairs = {(row.persona_id, row.actor_id): row for row in links.itertuples(index=False)}
    turned = len(columns) > _UPRIGHT
    figure, axes = blank(8.2, (2.9 if turned else 1.6) + ROW * max(len(rows), 1))
    for row, persona_id in enumerate(rows.persona_id):
        for column, actor_id in enumerate(columns.actor_id):
            pair = pairs.get((persona_id, actor_id))
            word = f"{pair.confidence:.2f}" if pair else ""
            square(axes, column, row, pair.basis if pair else "none", _BASIS, word)
    names = [_short(name) for name in columns.actor]
    names += [""] * (_FEW - len(names))
    grid(axes, names if turned else [fill(name, _WIDTH) for name in names], _labels(rows))
    if turned:
        axes.tick_params(axis="x", labelrotation=90)
    _redden(axes.get_xticklabels(), columns.personas)
    _redden(axes.get_yticklabels(), rows.actors)
    legend(axes, _BASIS)
    return Picture(figure, _words(actors, personas))


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


def _words(actors: pd.DataFrame, personas: pd.DataFrame) -> str:
    said = "; ".join(
        f"{row.actor}: {', '.join(row.personas) or 'none'}"
        for row in actors.itertuples(index=False)
    )
    alone = ", ".join(personas[personas.actors.str.len() == 0].name)
    return (
        f"Personas behind each actor. {said or 'No actor'}."
        f" Personas without an actor: {alone or 'none'}."
    )
