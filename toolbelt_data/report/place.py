"""Place: where a report may land, so that it neither harms its source nor becomes part of it."""

from __future__ import annotations

from pathlib import Path

from ..errors import ToolbeltError
from ..settings import matches
from ..source import FOLDERS, Edition

_MEND = "give another --out"


def require_apart(edition: Edition, target: Path) -> None:
    """Refuse a place in which report and documents would be in each other's way.

    Parameters
    ----------
    edition : Edition
    target : pathlib.Path
        Need not be there.

    Raises
    ------
    ToolbeltError
        Where the report would replace the source, or, of a folder as it lies,
        would be read as documents of it the next time.
    """
    # A link in the place of the target is replaced, and not what it leads to.
    place, root = target.parent.resolve() / target.name, edition.root.resolve()
    if root.is_relative_to(place):
        raise ToolbeltError(target, "holds the source, which the report would replace", _MEND)
    if edition.revision is None and place.is_relative_to(root) and _is_read(edition, place):
        raise ToolbeltError(
            target, "lies among the documents, and would be read as some of them", _MEND
        )


def _is_read(edition: Edition, place: Path) -> bool:
    """Tell whether a document in a folder of the source would be one of the edition's."""
    inside = place.relative_to(edition.root.resolve())
    if edition.settings.documents:
        return matches((inside / "sources" / "a.md").as_posix(), edition.settings.documents)
    return edition.whole or inside.parts[:1] in [(name,) for name in FOLDERS]
