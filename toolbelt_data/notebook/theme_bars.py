"""Theme bars: how many challenges belong to each theme, and how many of them are gaps."""

from __future__ import annotations

import pandas as pd

from .picture import INK, Picture, blank
from .shown import count_of
from .squares import ROW, grid, legend, square

_KINDS = {
    "covered": ("#9fd0b8", INK, ""),
    "gap": ("#c8553d", "white", ""),
    "unreviewed": ("#ffffff", INK, "////"),
}
_COLUMNS = {"gap": "gaps", "covered": "covered", "unreviewed": "unreviewed"}
_FEW = 7


def theme_bars(themes: pd.DataFrame, most: int = 15) -> Picture:
    """Draw how many challenges belong to each theme, those without a remedy in red.

    Parameters
    ----------
    themes : pandas.DataFrame
        As `Analysis.themes` has it.
    most : int
        Themes drawn at most, from the top of the table.

    Returns
    -------
    Picture
    """
    drawn = themes.head(most)
    figure, axes = blank(8.2, 1.1 + ROW * max(len(drawn), 1))
    for row, theme in enumerate(drawn.itertuples(index=False)):
        kinds = [kind for kind, column in _COLUMNS.items() for _ in range(getattr(theme, column))]
        for step, kind in enumerate(kinds):
            square(axes, step, row, kind, _KINDS)
    widest = int(drawn.challenges.max()) if len(drawn) else 1
    grid(axes, [""] * max(widest, _FEW), list(drawn.theme))
    axes.set_xlabel("one square per challenge", color=INK, fontsize=9)
    legend(axes, _KINDS)
    said = "; ".join(
        f"{row.theme}: {count_of(row.challenges, 'challenge')} of"
        f" {count_of(row.personas, 'persona')}, {row.gaps} without a remedy"
        for row in drawn.itertuples(index=False)
    )
    return Picture(figure, f"Challenges by theme. {said or 'None'}.")
