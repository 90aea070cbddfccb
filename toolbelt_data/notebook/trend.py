"""Trend: how the numbers of a history developed, one point per day on which something changed."""

from __future__ import annotations

import datetime
from typing import Any

import pandas as pd

from ..analysis import by_day
from .picture import INK, PALE, Picture, blank
from .shown import count_of

_PANELS = (
    (
        "challenges",
        {"challenges": "#24292f", "covered": "#1f6f54", "gaps": "#c8553d"},
    ),
    (
        "personas",
        {"personas": "#24292f", "documented": "#1f6f54", "placeholders": "#b0790a"},
    ),
    (
        "documents",
        {"listings_unwritten": "#8250df", "errors": "#c8553d", "warnings": "#b0790a"},
    ),
)
_WORDS = {"listings_unwritten": "listings unwritten"}
_DASHES = ("-", "--", ":")
_WIDTH = 8.2
_FEW_DAYS, _MANY_DAYS = 120, 2500


def trend(history: pd.DataFrame) -> Picture:
    """Draw how challenges, personas and findings developed over the editions.

    Parameters
    ----------
    history : pandas.DataFrame
        As :func:`toolbelt_data.analysis.history` returns it.

    Returns
    -------
    Picture
        Lines hold from one day to the next; a cross marks an edition that could not be read.
    """
    points = by_day(history)
    if points.empty:
        return _nothing()
    figure, axes = blank(_WIDTH, 5.6)
    axes.remove()
    broken = history[history.error.notna() & (history.date >= points.date.iloc[0])]
    panels = figure.subplots(len(_PANELS), sharex=True)
    for panel, (name, lines) in zip(panels, _PANELS, strict=True):
        _panel(panel, name, lines, points, _days(broken.date))
    if len(broken):
        figure.supxlabel("×  could not be read", x=0.01, ha="left", fontsize=8, color=INK)
    return Picture(figure, _alt(points, len(broken)))


def _days(dates: pd.Series) -> list[datetime.date]:
    return [datetime.date.fromisoformat(day) for day in dates]


def _nothing() -> Picture:
    words = (
        "These documents have no history: they are not in a git repository, or none could be read."
    )
    figure, axes = blank(_WIDTH, 0.6)
    axes.set_axis_off()
    axes.text(0, 0.5, words, color=INK, fontsize=10)
    return Picture(figure, words)


def _panel(
    axes: Any, name: str, lines: dict[str, str], points: pd.DataFrame, broken: list[datetime.date]
) -> None:
    from matplotlib.dates import AutoDateLocator, DateFormatter

    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(PALE)
    axes.tick_params(length=0, colors=INK, labelsize=9)
    days = _days(points.date)
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=6))
    axes.xaxis.set_major_formatter(DateFormatter(_ticks((max(days) - min(days)).days)))
    axes.yaxis.get_major_locator().set_params(integer=True, nbins=5)
    for (column, colour), dash in zip(lines.items(), _DASHES, strict=True):
        values = points[column].astype("float64")
        axes.plot(days, values, dash, color=colour, lw=1.8, drawstyle="steps-post")
        axes.plot(days, values, ".", color=colour, ms=5 if len(days) <= 60 else 0)
    axes.set_ylim(bottom=0)
    if broken:
        axes.plot(broken, [0] * len(broken), "x", color=INK, ms=5, clip_on=False)
    _name_lines(axes, lines, points)


def _ticks(span: int) -> str:
    """Say how finely days are to be written along an axis of so many."""
    return "%Y-%m-%d" if span < _FEW_DAYS else "%Y-%m" if span < _MANY_DAYS else "%Y"


def _name_lines(axes: Any, lines: dict[str, str], points: pd.DataFrame) -> None:
    """Write each line's name and last number at its end, kept apart."""
    top = axes.get_ylim()[1] or 1.0
    ends = [(float(points[column].iloc[-1]), column) for column in lines]
    at = -1.0
    for value, column in sorted(ends):
        at = max(value / top, at + 0.13)
        axes.annotate(
            f"{_WORDS.get(column, column)} {value:.0f}",
            (1.01, at),
            xycoords="axes fraction",
            va="center",
            fontsize=9,
            color=lines[column],
        )


def _alt(points: pd.DataFrame, broken: int) -> str:
    first, last = points.iloc[0], points.iloc[-1]
    moved = "; ".join(
        f"{_WORDS.get(column, column)} from {first[column]} to {last[column]}"
        for _, lines in _PANELS
        for column in lines
    )
    unread = f" {count_of(broken, 'edition')} could not be read." if broken else ""
    return f"From {first.date} to {last.date}: {moved}.{unread}"
