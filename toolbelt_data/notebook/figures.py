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
}
_LISTED = {
    "documented": ("#1f6f54", "white", ""),
    "partial": ("#e0b13c", INK, ""),
    "placeholder": ("#f3d9cd", INK, "///"),
    "unwritten": ("#ffffff", PALE, ""),
}
_NAMED = {
    "in remedies": ("#1f6f54", "white", ""),
    "in other sections": ("#9fd0b8", INK, ""),
    "outside personas": ("#c9d1d9", INK, ""),
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
        As :func:`toolbelt_data.analysis.persona_sections` gives it.
    statements : pandas.DataFrame
        The corpus's ``statements``, those that sum others up left out; their
        number stands in each cell.

    Returns
    -------
    Picture
    """
    numbers = statements.groupby(["persona_id", "section"]).size()
    figure, axes = blank(8.2, 1.1 + _ROW * max(len(table), 1))
    for row, persona in enumerate(table.itertuples(index=False)):
        for column, section in enumerate(HEADED_SECTIONS):
            status = getattr(persona, section)
            written = numbers.get((persona.persona_id, section), 0)
            _square(axes, column, row, status, _STATUS, str(written) if written else "")
    _grid(axes, [s.capitalize() for s in HEADED_SECTIONS], list(table.name))
    _legend(axes, _STATUS)
    parts = [
        f"{row.name}: "
        + ", ".join(
            f"{s} {getattr(row, s)}" for s in HEADED_SECTIONS if getattr(row, s) != "written"
        )
        for row in table.itertuples(index=False)
        if row.status != "documented"
    ]
    full = int((table.status == "documented").sum())
    rest = "; ".join(parts)
    alt = (
        f"Heat map of {len(table)} personas by {len(HEADED_SECTIONS)} sections."
        f" {full} have every section written." + (f" Not written: {rest}." if rest else "")
    )
    return Picture(figure, alt)


def coverage_bars(table: pd.DataFrame) -> Picture:
    """Draw how many challenges of each persona have a direct, a partial or no remedy.

    Parameters
    ----------
    table : pandas.DataFrame
        One row per persona: name, direct, partial, none (counts).

    Returns
    -------
    Picture
    """
    figure, axes = blank(8.2, 1.1 + _ROW * max(len(table), 1))
    for row, persona in enumerate(table.itertuples(index=False)):
        left = 0
        for kind in _COVERAGE:
            count = int(getattr(persona, kind))
            for step in range(count):
                _square(axes, left + step, row, kind, _COVERAGE)
            left += count
    most = int(table[list(_COVERAGE)].sum(axis=1).max()) if len(table) else 1
    _grid(axes, [""] * max(most, _FEW), list(table.name))
    axes.set_xlabel("one square a challenge", color=INK, fontsize=9)
    _legend(axes, _COVERAGE)
    said = "; ".join(
        f"{row.name} {row.direct} direct, {row.partial} partial, {row.none} none"
        for row in table.itertuples(index=False)
    )
    return Picture(figure, f"Challenges of each persona by their best remedy: {said or 'none'}.")


def coverage_matrix(pairs: pd.DataFrame, name: str) -> Picture:
    """Draw the level of each challenge and remedy of one persona.

    Parameters
    ----------
    pairs : pandas.DataFrame
        The rows of :func:`toolbelt_data.analysis.pairs` of that persona.
    name : str
        The persona's name.

    Returns
    -------
    Picture
    """
    words = {2: "direct", 1: "partial", 0: "none"}
    challenges = list(dict.fromkeys(pairs.challenge_id))
    remedies = list(dict.fromkeys(pairs.remedy_id))
    levels = pairs.set_index(["challenge_id", "remedy_id"])
    figure, axes = blank(1.9 + 0.55 * max(len(remedies), 4), 1.1 + _ROW * max(len(challenges), 1))
    for row, challenge in enumerate(challenges):
        for column, remedy in enumerate(remedies):
            pair = levels.loc[(challenge, remedy)]
            mark = "" if pair.basis == "judged" else "?"
            _square(axes, column, row, words[int(pair.level)], _COVERAGE, mark)
    _grid(axes, [_last(r, "R") for r in remedies], [_last(c, "challenge ") for c in challenges])
    _legend(axes, _COVERAGE)
    bearing = int((pairs.level > 0).sum())
    alt = f"{name}: {bearing} of {len(pairs)} pairs of challenge and remedy bear on each other."
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
        As :func:`toolbelt_data.analysis.findings_by_document` gives it.

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


def project_matrix(
    overview: pd.DataFrame, persona_projects: pd.DataFrame, personas: pd.DataFrame
) -> Picture:
    """Draw which persona calls which offering, and in how many texts.

    Parameters
    ----------
    overview, persona_projects : pandas.DataFrame
        As :func:`toolbelt_data.analysis.project_overview` and
        :func:`toolbelt_data.analysis.persona_projects` give them; offerings
        that nothing calls are left out.
    personas : pandas.DataFrame
        The corpus's ``personas``: a column each.

    Returns
    -------
    Picture
    """
    called = overview[overview.texts > 0]
    pairs = persona_projects.set_index(["persona_id", "project_id"])
    columns = [*personas.persona_id, None]
    figure, axes = blank(3.4 + 0.4 * len(columns), 1.7 + _ROW * max(len(called), 1))
    for row, project in enumerate(called.itertuples(index=False)):
        for column, persona_id in enumerate(columns):
            kind, count = "outside personas", project.elsewhere
            if persona_id:
                pair = (persona_id, project.project_id)
                count = int(pairs.texts.get(pair, 0))
                inside = count and "remedies" in pairs.sections[pair]
                kind = "in remedies" if inside else "in other sections"
            if count:
                _square(axes, column, row, kind, _NAMED, str(count))
    names = [name.partition(" ")[0] for name in personas.name]
    ends = {"working-group": " WG"}
    labels = [_short(row.name) + ends.get(row.kind, "") for row in called.itertuples()]
    _grid(axes, [*names, "index, use cases"], labels)
    axes.set_xticks(
        range(len(columns)), [*names, "index, use cases"], rotation=50, ha="left", parse_math=False
    )
    axes.grid(color=PALE, lw=0.3, alpha=0.5)
    axes.set_axisbelow(True)
    _legend(axes, _NAMED)
    by_project = persona_projects.groupby("project_id")
    said = "; ".join(
        f"{_short(row.name)}: "
        + ", ".join(
            f"{pair.persona} {pair.texts}"
            for pair in (by_project.get_group(row.project_id).itertuples() if row.personas else ())
        )
        + (", " if row.personas and row.elsewhere else "")
        + (f"outside personas {row.elsewhere}" if row.elsewhere else "")
        for row in called.itertuples(index=False)
    )
    return Picture(figure, f"Offerings and the texts that call them: {said or 'none'}.")


def _short(name: str) -> str:
    """Leave out what a name has in brackets."""
    return name.partition(" (")[0]


def _last(item_id: str, prefix: str) -> str:
    return prefix + item_id.rpartition("/")[2]
