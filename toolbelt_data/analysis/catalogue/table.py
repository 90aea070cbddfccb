"""Tables of the catalogue: the embedded one, and another laid over it by ids."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pandas as pd

from ...errors import SourceError
from ...source import is_address, package_folder
from ..tables import TABLE
from .cloned import read_cloned
from .foundation import read_foundation
from .overlay import foundation_over, lay_over
from .own import Parts, read_date, read_own


def catalogue(source: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Give what the OpenSSF offers.

    Parameters
    ----------
    source : str or path-like, optional
        A folder of the foundation's catalogue as ossf/community keeps it; a git
        address of it, which is cloned once and read at its default branch, or
        at the revision that follows after ``#``; or a TOML file of this
        project's form. It is laid over the embedded catalogue
        by ids: what it states of an offering holds, what it leaves out stays
        as it is embedded, and its further offerings are added. The embedded
        catalogue alone where it is left out.

    Returns
    -------
    pandas.DataFrame
        One row per offering, the embedded ones first, as
        :data:`toolbelt_data.analysis.tables.TABLE`["catalogue"] declares.

    Raises
    ------
    SourceError
        Where it cannot be read, or a part of it says what it should not.
    NothingToMeasure
        Where the folder holds no catalogue.

    Examples
    --------
    >>> offerings = catalogue().set_index("project_id")
    >>> offerings.name["slsa"], int(offerings.listed.sum())
    ('SLSA', 37)
    """
    return TABLE["catalogue"].frame(
        _lists(row, "project_id", TABLE["catalogue"].names) | {"kind": row.get("kind", "project")}
        for row in _rows(source, 0, "project_id")
    )


def person_kinds(source: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Give the kinds of person that offerings serve.

    Parameters
    ----------
    source : str or path-like, optional
        As :func:`catalogue` takes it.

    Returns
    -------
    pandas.DataFrame
        One row per kind, as :data:`toolbelt_data.analysis.tables.TABLE`["person_kinds"]
        declares; the foundation's come first.

    Raises
    ------
    SourceError, NothingToMeasure

    Examples
    --------
    >>> person_kinds().kind_id.tolist()[:3]
    ['developer', 'ospo', 'security']
    """
    rows = _rows(source, 1, "kind_id")
    return TABLE["person_kinds"].frame(
        _lists(row, "kind_id", TABLE["person_kinds"].names) for row in rows
    )


def problems(source: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Give the problems that offerings are there to ease.

    Parameters
    ----------
    source : str or path-like, optional
        As :func:`catalogue` takes it.

    Returns
    -------
    pandas.DataFrame
        One row per problem, as :data:`toolbelt_data.analysis.tables.TABLE`["problems"]
        declares; the foundation's come first.

    Raises
    ------
    SourceError, NothingToMeasure

    Examples
    --------
    >>> problems().problem_id.tolist()[:2]
    ['build-provenance', 'artifact-signing']
    """
    rows = _rows(source, 2, "problem_id")
    return TABLE["problems"].frame(
        _lists(row, "problem_id", TABLE["problems"].names) for row in rows
    )


def catalogue_date() -> str:
    """Say as of when the embedded catalogue states its facts.

    Examples
    --------
    >>> catalogue_date()
    '2026-08-11'
    """
    return read_date(_embedded()) or ""


def _embedded() -> Path:
    return package_folder("data") / "catalogue.toml"


def _rows(source: str | os.PathLike[str] | None, part: int, key: str) -> list[dict[str, Any]]:
    own = read_own(_embedded())
    laid = own if source in (None, "") else _laid_over(own, source)
    return [{key: name, **stated} for name, stated in laid[part].items()]


def _laid_over(own: Parts, source: str | os.PathLike[str]) -> Parts:
    """Lay a catalogue over our own."""
    path = Path(source)
    if is_address(str(source)):
        return foundation_over(own, read_cloned(str(source)))
    if os.path.isdir(path):  # noqa: PTH112 - says no where the name is too long
        return foundation_over(own, read_foundation(path))
    if not os.path.exists(path):  # noqa: PTH110 - likewise
        raise SourceError(
            path,
            "no such folder or file",
            "give a folder of the foundation's catalogue, or a catalogue in TOML",
        )
    return lay_over(own, read_own(path))


def _lists(row: dict[str, Any], key: str, names: list[str]) -> dict[str, Any]:
    """Fill what is not stated: lists are empty, the rest is null."""
    bare = {key, "name", "kind", "url", "working_group", "description", "path", "line"}
    empty: dict[str, Any] = {name: [] for name in names if name not in bare}
    # A list of a table is its own, as a catalogue is read once and given to many.
    own = {name: [*value] if isinstance(value, list) else value for name, value in row.items()}
    return empty | {"listed": False} | own
