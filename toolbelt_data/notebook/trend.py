"""Trend: an edition's numbers over a repository's history, with the events that moved them."""

from __future__ import annotations

import datetime
import textwrap
from typing import Any

import pandas as pd

from ..analysis.tables import TABLE
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
_LINE = 120
_MOVED = 4
_FEW_DAYS, _MANY_DAYS = 120, 2500


def trend(history: pd.DataFrame, events: pd.DataFrame | None = None) -> Picture:
    """Draw how challenges, personas and findings went over the editions.

    Parameters
    ----------
    history : pandas.DataFrame
        As :func:`toolbelt_data.analysis.history` gives it.
    events : pandas.DataFrame, optional
        As :func:`toolbelt_data.analysis.history_events` gives it; each is
        marked by its number, and told below the lines.

    Returns
    -------
    Picture
        Lines hold from one edition to the next, and stop where an edition
        could not be read.
    """
    if events is None:
        events = TABLE["events"].frame([])
    dated = history[history.date != ""]
    if dated.empty:
        return _nothing()
    told = [
        line
        for row in events.itertuples(index=False)
        for line in textwrap.wrap(
            f"{row.number}  {row.date}  {row.words} ({', '.join(row.moved[:_MOVED])})",
            _LINE,
            subsequent_indent="    ",
        )
    ]
    if dated.error.notna().any():
        told.append("×  could not be read")
    figure, axes = blank(_WIDTH, 5.6 + 0.17 * len(told))
    axes.remove()
    panels = figure.subplots(len(_PANELS), sharex=True)
    days = [datetime.date.fromisoformat(day) for day in dated.date]
    for panel, (name, lines) in zip(panels, _PANELS, strict=True):
        _panel(panel, name, lines, days, dated)
    _mark(panels, events, dated, days)
    if told:
        figure.supxlabel(
            "\n".join(told), x=0.01, ha="left", fontsize=8, color=INK, parse_math=False
        )
    return Picture(figure, _alt(dated, events))


def _nothing() -> Picture:
    words = "These documents have no history: they stand in no git repository."
    figure, axes = blank(_WIDTH, 0.6)
    axes.set_axis_off()
    axes.text(0, 0.5, words, color=INK, fontsize=10)
    return Picture(figure, words)


def _panel(
    axes: Any, name: str, lines: dict[str, str], days: list[datetime.date], history: pd.DataFrame
) -> None:
    from matplotlib.dates import AutoDateLocator, DateFormatter

    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(PALE)
    axes.tick_params(length=0, colors=INK, labelsize=9)
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=6))
    axes.xaxis.set_major_formatter(DateFormatter(_ticks((max(days) - min(days)).days)))
    axes.yaxis.get_major_locator().set_params(integer=True, nbins=5)
    for (column, colour), dash in zip(lines.items(), _DASHES, strict=True):
        values = history[column].astype("float64")
        axes.plot(days, values, dash, color=colour, lw=1.8, drawstyle="steps-post")
        axes.plot(days, values, ".", color=colour, ms=5 if len(days) <= 60 else 0)
    axes.set_ylim(bottom=0)
    broken = [day for day, error in zip(days, history.error.notna(), strict=True) if error]
    if broken:
        axes.plot(broken, [0] * len(broken), "x", color=INK, ms=5, clip_on=False)
    _name_lines(axes, lines, history)


def _ticks(span: int) -> str:
    """Say how finely days are to be written along an axis of so many."""
    return "%Y-%m-%d" if span < _FEW_DAYS else "%Y-%m" if span < _MANY_DAYS else "%Y"


def _name_lines(axes: Any, lines: dict[str, str], history: pd.DataFrame) -> None:
    """Write each line's name and last number at its end, kept apart."""
    top = axes.get_ylim()[1] or 1.0
    ends = [(float(history[c].dropna().iloc[-1]), c) for c in lines if history[c].notna().any()]
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


def _mark(panels: Any, events: pd.DataFrame, history: pd.DataFrame, days: list[Any]) -> None:
    place = dict(zip(history.revision, days, strict=True))
    numbers: dict[Any, list[str]] = {}
    for row in events.itertuples(index=False):
        if row.revision in place:
            numbers.setdefault(place[row.revision], []).append(str(row.number))
    for day, names in numbers.items():
        for panel in panels:
            panel.axvline(day, color=PALE, lw=0.8, ls=":", zorder=0)
        panels[0].annotate(
            ",".join(names),
            (day, 1.02),
            xycoords=("data", "axes fraction"),
            ha="center",
            va="bottom",
            fontsize=8,
            color=INK,
        )


def _alt(history: pd.DataFrame, events: pd.DataFrame) -> str:
    known = history[history.personas.notna()]
    if known.empty:
        return "No edition of the history could be read."
    first, last = known.iloc[0], known.iloc[-1]
    broken = int(history.error.notna().sum())
    moved = "; ".join(
        f"{_WORDS.get(column, column)} from {first[column]} to {last[column]}"
        for _, lines in _PANELS
        for column in lines
    )
    said = "".join(f" {row.number}: {row.date}, {row.words}." for row in events.itertuples())
    return "".join(
        [
            f"{count_of(len(history), 'edition')} from {first.date} to {last.date}: {moved}.",
            f" {count_of(broken, 'edition')} could not be read." if broken else "",
            f" Events:{said}" if said else "",
        ]
    )
