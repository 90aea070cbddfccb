"""Figures: the pictures of the notebooks, each drawn from the table that it shows."""

from __future__ import annotations

import pandas as pd

from ..vocabulary import HEADED_SECTIONS
from .picture import INK, PALE, Picture, blank
from .squares import ROW as _ROW
from .squares import grid as _grid
from .squares import legend as _legend
from .squares import square as _square

# Squares in a row for which there is room, so that one alone is not as wide as the picture.
_FEW = 7
_STATUS = {
    "written": ("#1f6f54", "white", ""),
    "incomplete": ("#e0b13c", INK, ""),
    "empty": ("#f3d9cd", INK, "///"),
    "missing": ("#ffffff", PALE, ""),
}
_COVERAGE = {
    "direct": ("#1f6f54", "white", ""),
    "partial": ("#9fd0b8", INK, ""),
    "none": ("#c8553d", "white", ""),
    "unreviewed": ("#ffffff", INK, "////"),
}
_LISTED = {
    "documented": ("#1f6f54", "white", ""),
    "partial": ("#e0b13c", INK, ""),
    "placeholder": ("#f3d9cd", INK, "///"),
    "unwritten": ("#ffffff", PALE, ""),
}
_SEVERITY = {
    "error": ("#c8553d", "white", ""),
    "warning": ("#e0b13c", INK, ""),
    "note": ("#c9d1d9", INK, ""),
}


def section_heat_map(table: pd.DataFrame, statements: pd.DataFrame) -> Picture:
    """Draw which persona has which section.

    Parameters
    ----------
    table : pandas.DataFrame
        As :func:`toolbelt_data.analysis.completeness` returns it. A section that
        the settings do not require has no column of squares.
    statements : pandas.DataFrame
        The corpus's ``statements``, those that sum others up left out; their
        number stands in each cell.

    Returns
    -------
    Picture
    """
    numbers = statements.groupby(["persona_id", "section"]).size()
    sections = [
        section for section in HEADED_SECTIONS if table.empty or table[section].notna().any()
    ]
    figure, axes = blank(8.2, 1.1 + _ROW * max(len(table), 1))
    for row, persona in enumerate(table.itertuples(index=False)):
        for column, section in enumerate(sections):
            status = getattr(persona, section)
            written = numbers.get((persona.persona_id, section), 0)
            _square(axes, column, row, status, _STATUS, str(written) if written else "")
    _grid(axes, [s.capitalize() for s in sections], list(table.persona))
    _legend(axes, _STATUS)
    parts = [
        f"{row.persona}: "
        + ", ".join(f"{s} {getattr(row, s)}" for s in sections if getattr(row, s) != "written")
        for row in table.itertuples(index=False)
        if row.status != "documented"
    ]
    full = int((table.status == "documented").sum())
    rest = "; ".join(parts)
    alt = (
        f"Heat map of {len(table)} personas by {len(sections)} sections."
        f" {full} have every section written." + (f" Not written: {rest}." if rest else "")
    )
    return Picture(figure, alt)


def coverage_bars(table: pd.DataFrame) -> Picture:
    """Draw the coverage of each persona's challenges, unreviewed ones hatched.

    Parameters
    ----------
    table : pandas.DataFrame
        Numbers of challenges, a row per persona (the index has its name) and a
        column per coverage; a missing column means 0.

    Returns
    -------
    Picture
    """
    table = table.reindex(columns=list(_COVERAGE), fill_value=0)
    figure, axes = blank(8.2, 1.1 + _ROW * max(len(table), 1))
    for row, (_, counts) in enumerate(table.iterrows()):
        kinds = [kind for kind, count in counts.items() for _ in range(count)]
        for step, kind in enumerate(kinds):
            _square(axes, step, row, kind, _COVERAGE)
    most = int(table.sum(axis=1).max()) if len(table) else 1
    _grid(axes, [""] * max(most, _FEW), list(table.index))
    axes.set_xlabel("one square per challenge", color=INK, fontsize=9)
    _legend(axes, _COVERAGE)
    said = "; ".join(
        f"{name} " + ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
        for name, counts in table.iterrows()
    )
    return Picture(figure, f"Challenges of each persona by coverage: {said or 'none'}.")


def coverage_matrix(pairs: pd.DataFrame, name: str) -> Picture:
    """Draw how far each remedy of a persona addresses each of its challenges.

    Parameters
    ----------
    pairs : pandas.DataFrame
        The rows of `Analysis.pairs` of that persona.
    name : str
        The persona's name.

    Returns
    -------
    Picture
    """
    challenges = list(dict.fromkeys(pairs.challenge_id))
    remedies = list(dict.fromkeys(pairs.remedy_id))
    kinds = pairs.rating.map({2: "direct", 1: "partial", 0: "none"}).fillna("unreviewed")
    figure, axes = blank(1.9 + 0.55 * max(len(remedies), 4), 1.1 + _ROW * max(len(challenges), 1))
    for pair, kind in zip(pairs.itertuples(), kinds, strict=True):
        place = remedies.index(pair.remedy_id), challenges.index(pair.challenge_id)
        _square(axes, *place, kind, _COVERAGE, "?" if pair.basis == "outdated" else "")
    _grid(axes, [_last(r, "R") for r in remedies], [_last(c, "challenge ") for c in challenges])
    _legend(axes, _COVERAGE)
    addressing = int((pairs.rating > 0).sum())
    alt = f"{name}: in {addressing} of {len(pairs)} pairs the remedy addresses the challenge."
    return Picture(figure, alt)


def index_squares(listings: pd.DataFrame) -> Picture:
    """Draw what became of each sub-persona that the index names.

    Parameters
    ----------
    listings : pandas.DataFrame
        One row per listing: group (title), name, state (documented, partial,
        placeholder or unwritten).

    Returns
    -------
    Picture
    """
    groups = list(dict.fromkeys(listings.group))
    order = {state: position for position, state in enumerate(_LISTED)}
    figure, axes = blank(8.2, 1.1 + 0.42 * max(len(groups), 1))
    most = 1
    for row, group in enumerate(groups):
        own = listings[listings.group == group]
        own = own.sort_values("state", key=lambda s: s.map(order), kind="stable")
        most = max(most, len(own))
        for column, listing in enumerate(own.itertuples(index=False)):
            _square(axes, column, row, listing.state, _LISTED, listing.name.split()[0])
    _grid(axes, [""] * max(most, _FEW), groups)
    _legend(axes, _LISTED)
    said = "; ".join(
        f"{group} "
        + ", ".join(
            f"{count} {state}"
            for state in _LISTED
            if (count := int(((listings.group == group) & (listings.state == state)).sum()))
        )
        for group in groups
    )
    return Picture(figure, f"Sub-personas that the index names, by group: {said or 'none'}.")


def finding_bars(table: pd.DataFrame) -> Picture:
    """Draw how many findings of each severity each document has.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per document: path, error, warning, note (numbers of findings).

    Returns
    -------
    Picture
    """
    figure, axes = blank(8.2, 1.1 + _ROW * max(len(table), 1))
    left = [0] * len(table)
    for kind, (fill, ink, _) in _SEVERITY.items():
        counts = [int(number) for number in table[kind]]
        axes.barh(range(len(table)), counts, left=left, color=fill, height=0.7)
        for row, (start, count) in enumerate(zip(left, counts, strict=True)):
            if count:
                axes.text(start + count / 2, row, str(count), ha="center", va="center", color=ink)
        left = [start + count for start, count in zip(left, counts, strict=True)]
    _grid(axes, [""], list(table.path))
    axes.set_xlim(0, max([*left, 1]))
    axes.set_xlabel("findings", color=INK, fontsize=9)
    _legend(axes, _SEVERITY)
    said = "; ".join(
        f"{row.path} {row.error} errors, {row.warning} warnings, {row.note} notes"
        for row in table.itertuples(index=False)
    )
    return Picture(figure, f"Findings of each document by severity: {said or 'none'}.")


def _last(item_id: str, prefix: str) -> str:
    return prefix + item_id.rpartition("/")[2]
