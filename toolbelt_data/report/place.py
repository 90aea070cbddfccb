"""Place: where a report may land, so that it neither harms its source nor becomes part of it."""

from __future__ import annotations

from pathlib import Path

from ..errors import ToolbeltError
from ..source import Edition
from ..source.folder import FOLDERS, has_documents

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
    tops = [root / name for name in FOLDERS] if has_documents(root) else [root]
    if edition.revision is None and any(place.is_relative_to(top) for top in tops):
        raise ToolbeltError(
            target, "lies among the documents, and would be read as some of them", _MEND
        )
