"""Change bars: what became of each persona's statements."""

from __future__ import annotations

import pandas as pd

from .picture import INK, Picture, blank
from .squares import ROW, grid, legend, square

_KINDS = {
    "kept": ("#c9d1d9", INK, ""),
    "reworded": ("#e0b13c", INK, ""),
    "added": ("#1f6f54", "white", ""),
    "removed": ("#f3d9cd", INK, "///"),
}
_STATES = {"stayed": "", "added": " (new)", "removed": " (gone)"}
_FEW = 7
_MOST = 40


def change_bars(table: pd.DataFrame) -> Picture:
    """Draw how many statements of each persona were kept, reworded, added and removed.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`toolbelt_data.analysis.persona_changes` gives it.

    Returns
    -------
    Picture
        One square a statement; bars where a persona has more than 40.
    """
    names = [f"{row.name}{_STATES[row.state]}" for row in table.itertuples(index=False)]
    most = int(table[list(_KINDS)].sum(axis=1).max()) if len(table) else 1
    figure, axes = blank(8.2, 1.1 + ROW * max(len(table), 1))
    for row, counts in enumerate(table[list(_KINDS)].to_dict("records")):
        left = 0
        for kind, count in counts.items():
            if most <= _MOST:
                for step in range(count):
                    square(axes, left + step, row, kind, _KINDS)
            elif count:
                fill, _, hatch = _KINDS[kind]
                axes.barh(row, count, 0.84, left - 0.5, color=fill, hatch=hatch)
            left += count
    grid(axes, [""] * max(most, _FEW), names)
    axes.set_xlabel(
        "one square a statement" if most <= _MOST else f"statements; the longest bar has {most}",
        color=INK,
        fontsize=9,
    )
    legend(axes, _KINDS)
    said = "; ".join(
        f"{name} {row['kept']} kept, {row['reworded']} reworded, {row['added']} added,"
        f" {row['removed']} removed"
        for name, row in zip(names, table.to_dict("records"), strict=True)
    )
    return Picture(figure, f"Statements of each persona by what became of them: {said or 'none'}.")
