"""First picture: the trend of the history, on a report's first page."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ...analysis import by_day
from ...notebook import told_trend, trend
from ..collection import Tables

_PATH = "figures/trend.png"
# One edition has no trend.
_LEAST = 2


class Trend(NamedTuple):
    """A picture of a report's folder and what to say of it."""

    path: str
    alt: str
    width: int
    reading: str


def write_trend(tables: Tables, folder: Path) -> Trend | None:
    """Draw how the numbers developed; None where there are fewer than two points.

    Parameters
    ----------
    tables : list of (Table, pandas.DataFrame)
        Those of change among them, else there is no picture.
    folder : pathlib.Path
        The report's folder.

    Returns
    -------
    Trend or None
    """
    frames = {table.name: frame for table, frame in tables}
    past = frames.get("history")
    if past is None or len(by_day(past)) < _LEAST:
        return None
    picture = trend(past)
    mime, about = picture._repr_mimebundle_()
    path = folder / _PATH
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(mime["image/png"])
    return Trend(_PATH, picture.alt, about["image/png"]["width"], told_trend(past))
