"""The embedded editions: where the data that travels with the package lies.

In a checkout `data/` and `notebooks/` stand beside the package; a wheel
carries both inside it. Nothing is touched until a path is asked for.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_EDITIONS = "editions"
LATEST = "2025-06-10"
"""The edition that is read where no source is named."""


def folder(name: str) -> Path:
    """Give a folder that travels with the package.

    Parameters
    ----------
    name : str
        "data" or "notebooks".

    Returns
    -------
    pathlib.Path

    Examples
    --------
    >>> folder("data").is_dir()
    True
    """
    bundled = _PACKAGE / "bundled" / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name


def edition(name: str = LATEST) -> Path:
    """Give the folder of an embedded edition.

    Parameters
    ----------
    name : str
        Its date, one of those that :func:`editions` lists.

    Examples
    --------
    >>> edition("2025-04-04").name
    '2025-04-04'
    """
    return folder("data") / _EDITIONS / name


def editions() -> list[str]:
    """List the embedded editions, oldest first.

    Examples
    --------
    >>> editions()
    ['2025-04-04', '2025-05-29', '2025-06-10']
    """
    return sorted(path.name for path in (folder("data") / _EDITIONS).iterdir() if path.is_dir())


def is_embedded(path: Path) -> bool:
    """Tell whether a folder is one of the embedded editions, or lies in one."""
    return (folder("data") / _EDITIONS).resolve() in path.resolve().parents
