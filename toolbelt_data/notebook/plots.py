"""Plots: stacked bars and matrices, coloured by meaning, each with an alternative text."""

from __future__ import annotations

import re
import warnings
from html import escape
from io import BytesIO
from textwrap import fill
from typing import Any

import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

INK, GREY = "#24292f", "#8b949e"
# The meaning of each colour; what is unknown or missing has none.
_COLOURS = {
    "#1f6f54": "direct, documented, written",
    "#9fd0b8": "covered, partial",
    "#e0b13c": "incomplete, warning",
    "#c8553d": "none, gaps, error",
    "#c9d1d9": "note, no remedy needed",
    "#f3d9cd": "placeholder, empty",
    "none": "unreviewed, missing, unwritten",
}
_KINDS = {kind: colour for colour, kinds in _COLOURS.items() for kind in kinds.split(", ")}
_HATCHES = {"unreviewed": "////", "placeholder": "///", "empty": "///"}
_OTHERS = ("#4f7cac", "#b58db6", "#6f9ceb", "#d8a47f", "#7d8491", "#a3b18a")
_DARK = {"#1f6f54", "#c8553d", "#4f7cac", "#7d8491"}
# 5.6 inches are 403 units of an SVG: letters of 9 units are 8 pixels high on a phone.
_WIDTH, _ROW, _SIZE = 5.6, 0.24, 9
_LONGEST_LABEL, _LONGEST_TITLE, _WIDEST_LABELS = 30, 58, 54
# A taller picture is not readable at a glance; the rows left out are in the table beside it.
_MOST = 60
_STYLE = {
    "font.size": _SIZE,
    "text.parse_math": False,
    "hatch.color": GREY,
    "hatch.linewidth": 0.7,
    "svg.hashsalt": "toolbelt",
    "svg.fonttype": "none",
} | dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color"), INK)


class Chart(Figure):
    """A matplotlib figure with an alternative text, which notebooks show as SVG and PNG.

    Attributes
    ----------
    alt : str
        What the figure shows, with its numbers.
    """

    alt = ""

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        # JupyterLab shows the SVG as a picture, which cannot follow its theme, and only of a
        # trusted notebook; of others the PNG.
        style = f'<svg style="background:#fff" width="{self.get_figwidth() * 115:.0f}"'
        data = {
            "image/svg+xml": svg(self).replace("<svg", style, 1),
            "image/png": _png(self),
            "text/plain": self.alt,
        }
        return data, {kind: {"alt": self.alt} for kind in data if kind != "text/plain"}


def bars(table: pd.DataFrame, title: str, unit: str, *, upright: bool = False) -> Chart:
    """Draw a table of counts as stacked bars.

    Parameters
    ----------
    table : pandas.DataFrame
        A bar per row, named by the index, and a part of it per column. Columns named by a
        coverage, a status or a severity have its colour.
    title : str
        The finding, in a sentence.
    unit : str
        What is counted, as the axis is called.
    upright : bool, optional
        Whether bars are vertical, as those of a trend.

    Examples
    --------
    >>> counts = pd.DataFrame({"direct": [2, 0], "none": [1, 0]}, index=["Ada", "Bo"])
    >>> bars(counts, "Ada has a gap", "challenges").alt
    'Ada has a gap. Ada: 2 direct, 1 none; Bo: no challenges.'
    """
    drawn = table.head(_MOST)
    with rc_context(_STYLE):
        figure, axes = _blank(title, 2.4 if upright else _ROW * len(drawn))
        ends = pd.Series(0, index=range(len(drawn)))
        for number, (kind, counts) in enumerate(drawn.items()):
            counts = counts.set_axis(ends.index)
            some, look = counts[counts > 0], _look(kind, number)
            if some.empty:
                continue
            if upright:
                parts = axes.bar(some.index, some, bottom=ends[some.index], width=0.8, **look)
            else:
                parts = axes.barh(some.index, some, left=ends[some.index], height=0.76, **look)
            colour = look["facecolor"]
            ink = INK if colour == "none" else "white" if colour in _DARK else "#1f2328"
            axes.bar_label(parts, map(str, some), label_type="center", color=ink, fontsize=8)
            ends += counts
        names = [_short(name) for name in drawn.index]
        if upright:
            step = max(1, -(-len(names) // 6))
            axes.set_xticks(ends.index[::step], names[::step])
            axes.set_ylabel(unit)
            axes.set_xlim(-0.6, max(len(names), 4) - 0.4)
        else:
            axes.set_yticks(ends.index, names)
            axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
            axes.set_xlabel(unit)
        axes.locator_params(axis="y" if upright else "x", integer=True)
        return _finish(figure, axes, _words(title, table, unit))


def squares(kinds: pd.DataFrame, title: str) -> Chart:
    """Draw a table of words as a matrix of coloured squares.

    Parameters
    ----------
    kinds : pandas.DataFrame
        A square per cell, in the colour of its word; null: no square. "none" is grey, because
        most cells of a matrix are.
    title : str
        The finding, in a sentence.

    Examples
    --------
    >>> kinds = pd.DataFrame({"R1": ["direct", "none"]}, index=["1", "2"])
    >>> squares(kinds, "One of two is covered").alt
    'One of two is covered. 1: 1 direct; 2: 1 none.'
    """
    drawn = kinds.iloc[:_MOST, :_MOST]
    found = {kind for kind in drawn.to_numpy().ravel() if isinstance(kind, str)}
    order = [kind for kind in (*_KINDS, *sorted(found - {*_KINDS})) if kind in found]
    names = [fill(str(name), 12) for name in drawn.columns]
    widest = max((len(line) for name in names for line in name.split("\n")), default=0)
    turned = widest * len(names) > _WIDEST_LABELS
    if turned:
        names = [_short(name) for name in drawn.columns]
    with rc_context(_STYLE):
        figure, axes = _blank(title, _ROW * len(drawn) + 1.2 * turned)
        for number, kind in enumerate(order):
            look = _look("note" if kind == "none" else kind, number) | {"label": kind}
            rows, columns = (drawn == kind).to_numpy().nonzero()
            axes.barh(rows, 0.92, left=columns - 0.46, height=0.84, **look)
        axes.set_xticks(range(len(names)), names, rotation=90 if turned else 0, fontsize=8)
        axes.xaxis.tick_top()
        axes.set_yticks(range(len(drawn)), [_short(name) for name in drawn.index])
        axes.set_xlim(-0.5, max(len(names), 4) - 0.5)
        axes.set_ylim(max(len(drawn), 1) - 0.5, -0.5)
        axes.set_ylabel(kinds.index.name or "")
        axes.set_xlabel(kinds.columns.name or "")
        counts = kinds.apply(lambda row: row.value_counts(), axis=1).fillna(0).astype(int)
        return _finish(figure, axes, _words(title, counts[counts.any(axis=1)], "squares"))


def coverage_bars(challenges: pd.DataFrame) -> Chart:
    """Draw each persona's challenges by coverage, unreviewed ones hatched.

    Parameters
    ----------
    challenges : pandas.DataFrame
        As `Analysis.challenges` has it; summaries are left out.

    Examples
    --------
    >>> from toolbelt_data import Analysis
    >>> coverage_bars(Analysis().challenges).alt[:47]
    '10 of 70 reviewed challenges have no remedy. Da'
    """
    counted = challenges[~challenges.summary]
    kinds = ["direct", "partial", "none", "no remedy needed", "unreviewed"]
    coverage = counted.coverage.mask(counted.not_a_need, "no remedy needed")
    table = pd.crosstab(counted.persona, coverage)
    table = table.reindex(index=counted.persona.unique(), columns=kinds, fill_value=0)
    unknown, likely = int(table.unreviewed.sum()), int(counted.likely_gap.sum())
    known, gaps = len(counted) - unknown, int(table.none.sum())
    parts = [f"{gaps} of {known} reviewed challenges have no remedy"] * bool(known)
    if unknown:
        some = f", {likely} of them likely gaps" * bool(likely)
        parts.append(f"{unknown} challenges are not reviewed yet{some}")
    return bars(table, "; ".join(parts) or "No challenge is described", "challenges")


def trend(points: pd.DataFrame) -> Chart:
    """Draw how the coverage of challenges developed.

    Parameters
    ----------
    points : pandas.DataFrame
        As :func:`toolbelt_data.analysis.by_day` returns them: one row per day on which something
        changed.

    Examples
    --------
    >>> from toolbelt_data import history
    >>> from toolbelt_data.analysis import by_day
    >>> trend(by_day(history())).alt[:57]
    'From 5 gaps in 31 challenges to 10 gaps in 70 challenges.'
    """
    table = points.set_index("date")[["covered", "gaps", "unreviewed"]].tail(_MOST).astype(int)
    rest = points.challenges.tail(_MOST).to_numpy() - table.sum(axis=1)
    table.insert(2, "no remedy needed", rest.astype(int))
    ends = points.iloc[[0, -1]] if len(points) else points
    counts = [f"{row.gaps} gaps in {row.challenges} challenges" for row in ends.itertuples()]
    title = f"From {counts[0]} to {counts[1]}" if len(points) > 1 else "".join(counts[:1])
    title = title or "No edition can be counted"
    return bars(table, title, "challenges", upright=True)


def svg(figure: Figure, alt: str = "") -> str:
    """Render a figure as SVG with the width of its container and the colour of its text.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str, optional
        What the figure shows; default: `figure.alt`.

    Returns
    -------
    str
        The same for the same figure and version of matplotlib.

    Examples
    --------
    >>> figure = bars(pd.DataFrame({"none": [1]}, index=["Ada"]), "A gap", "challenges")
    >>> svg(figure)[:15], svg(figure).count("<title>A gap. Ada: 1 none.</title>")
    ('<svg role="img"', 1)
    """
    nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
    drawing = _saved(figure, format="svg", facecolor="none", metadata=nothing).read().decode()
    size = re.search(r'viewBox="[^"]*"', drawing)[0]
    drawing = drawing[drawing.index("</defs>") + len("</defs>") :].replace(INK, "currentColor")
    # Unused ids would be duplicates on a page of two figures.
    drawing = re.sub(r' id="[\w.]+_\d+"', "", drawing)
    drawing = re.sub(r'(?<= d=")[^"]*', lambda path: _rounded(path[0]), drawing)
    title = f"<title>{escape(alt or getattr(figure, 'alt', ''))}</title>"
    names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg role="img" {size} {names} stroke-linejoin="round">{title}{drawing}'


def _rounded(path: str) -> str:
    """Write a path with two digits, which is a hundredth of a pixel."""
    return re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.2f}", " ".join(path.split()))


def _png(figure: Figure) -> bytes:
    from PIL import Image

    target = BytesIO()
    # Few colours are enough, and a third of the bytes.
    with Image.open(_saved(figure, format="png", dpi=115, facecolor="white")) as image:
        image.convert("RGB").quantize(32).save(target, "png", optimize=True)
    return target.getvalue()


def _saved(figure: Figure, **how: Any) -> BytesIO:
    target = BytesIO()
    with rc_context(_STYLE), warnings.catch_warnings():
        # A name in letters that the font lacks is drawn as boxes; the SVG has its letters.
        warnings.filterwarnings("ignore", r"Glyph .* missing from")
        figure.savefig(target, **how)
    target.seek(0)
    return target


def _blank(title: str, height: float) -> tuple[Chart, Any]:
    lines = fill(title, _LONGEST_TITLE)
    height += 1.1 + 0.16 * lines.count("\n")
    figure = Chart(figsize=(_WIDTH, max(height, 1.4)), layout="constrained")
    figure.suptitle(lines, x=0.01, ha="left", fontsize=10, fontweight="bold")
    axes = figure.add_subplot()
    axes.patch.set_visible(False)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return figure, axes


def _look(kind: str, number: int) -> dict[str, Any]:
    colour = _KINDS.get(kind, _OTHERS[number % len(_OTHERS)])
    hatch = _HATCHES.get(kind, "")
    look = {"edgecolor": GREY if colour == "none" or hatch else colour, "label": str(kind)}
    return look | {"facecolor": colour, "hatch": hatch, "lw": 0.7, "clip_on": False}


def _finish(figure: Chart, axes: Any, alt: str) -> Chart:
    """Add the legend and the text, and lay out once, so that each drawing is the same."""
    handles, labels = axes.get_legend_handles_labels()
    if labels:
        place = {"loc": "outside lower left", "ncols": min(len(labels), 4), "frameon": False}
        figure.legend(handles, labels, fontsize=8, **place)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph .* missing from")
        figure.draw_without_rendering()
    figure.set_layout_engine("none")
    figure.alt = alt
    return figure


def _short(name: Any) -> str:
    name = str(name)
    return name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1] + "…"


def _words(title: str, counts: pd.DataFrame, unit: str) -> str:
    """Describe a table of counts in words, for those who do not see it drawn."""
    rows = [
        f"{name}: " + (", ".join(f"{n} {kind}" for kind, n in row.items() if n) or f"no {unit}")
        for name, row in counts.head(_MOST).iterrows()
    ]
    rows += [f"{len(counts) - _MOST} more"] * (len(counts) > _MOST)
    return f"{title}. {'; '.join(rows)}." if rows else f"{title}."
