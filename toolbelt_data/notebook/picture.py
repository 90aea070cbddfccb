"""Pictures: a matplotlib figure with the words that say what it shows.

The words are the picture's text for who cannot see it, and they are what a
comparison of notebooks compares: the bytes of an image depend on versions.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INK = "#24292f"
"""Colour of words and lines."""

PALE = "#8b949e"
"""Colour of what stands back."""

_DPI = 144


class Picture:
    """A figure and its alternative text.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        What the figure shows, with its numbers.
    """

    def __init__(self, figure: Figure, alt: str) -> None:
        self.figure = figure
        self.alt = alt

    def png(self) -> bytes:
        """Draw the figure: the same bytes for the same figure and version of matplotlib."""
        target = BytesIO()
        with warnings.catch_warnings():
            # A name in letters that the font lacks is drawn as boxes; the words beside have it.
            warnings.filterwarnings("ignore", r"Glyph .* missing from")
            self.figure.savefig(
                target, format="png", dpi=_DPI, facecolor="white", metadata={"Software": None}
            )
        return target.getvalue()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        width = round(self.figure.get_figwidth() * 96)
        about = {"alt": self.alt, "width": width}
        return {"image/png": self.png(), "text/plain": self.alt}, {"image/png": about}


def blank(width: float, height: float) -> tuple[Figure, Any]:
    """Make a figure with one pair of axes, free of any global state.

    Parameters
    ----------
    width, height : float
        In inches.

    Returns
    -------
    figure : matplotlib.figure.Figure
    axes : matplotlib.axes.Axes
        Without frame and ticks, in the colours of the reports.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.add_subplot()
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0, colors=INK, labelsize=9)
    return figure, axes
