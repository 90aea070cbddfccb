"""Squares: the cells of the pictures, with the names around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .picture import PALE

ROW = 0.30
"""Height of a row in inches."""

Palette = dict[str, tuple[str, str, str]]
"""Of each kind the colour, the colour of words on it, and the hatching."""


def square(axes: Any, column: int, row: int, kind: str, palette: Palette, word: str = "") -> None:
    """Draw a square of a kind, with a word in it."""
    from matplotlib.patches import Rectangle

    fill, ink, hatch = palette[kind]
    edge = PALE if fill in ("#ffffff", "#f3d9cd") else fill
    shape = Rectangle(
        (column - 0.46, row - 0.42), 0.92, 0.84, facecolor=fill, edgecolor=edge, hatch=hatch, lw=0.8
    )
    axes.add_patch(shape)
    if word:
        axes.text(
            column, row, word, ha="center", va="center", color=ink, fontsize=8, parse_math=False
        )


def grid(axes: Any, columns: Sequence[str], rows: Sequence[str]) -> None:
    """Name the columns above and the rows beside the squares."""
    axes.set_xlim(-0.5, max(len(columns), 1) - 0.5)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    axes.set_xticks(range(len(columns)), columns)
    axes.xaxis.set_ticks_position("top")
    axes.xaxis.set_label_position("bottom")
    axes.set_yticks(range(len(rows)), rows)
    for label in [*axes.get_xticklabels(), *axes.get_yticklabels()]:
        label.set_parse_math(False)


def legend(axes: Any, palette: Palette) -> None:
    """Say below what each kind looks like."""
    from matplotlib.patches import Patch

    marks = [
        Patch(facecolor=fill, edgecolor=PALE, hatch=hatch, lw=0.8, label=kind)
        for kind, (fill, _, hatch) in palette.items()
    ]
    axes.figure.legend(
        handles=marks, loc="outside lower left", ncols=len(marks), frameon=False, fontsize=9
    )
