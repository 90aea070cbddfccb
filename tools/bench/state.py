"""State: which state of the project is measured, and whether what was made is of it still."""

from __future__ import annotations

from pathlib import Path

from .environment import ROOT
from .run import run

# What figures depend on.
_MEASURED = ("toolbelt_data", "data", "notebooks", "requirements", "pyproject.toml", "tools/bench")
_CHANGED = " with changes"
_MARK = "made.txt"


def state() -> str:
    """Give the commit that last changed what is measured, and say where it changed since."""
    commit = _git("log", "-1", "--format=%h", "--abbrev=10", "--", *_MEASURED)
    return commit + (_CHANGED if _git("status", "--porcelain", "--", *_MEASURED) else "")


def mark(folder: Path) -> None:
    """Say in a folder that all of it is there, and of which state."""
    (folder / _MARK).write_text(state(), encoding="utf-8")


def is_made(folder: Path) -> bool:
    """Tell whether all of a folder is there, of the state of now; changes are no state."""
    path = folder / _MARK
    now = state()
    return path.exists() and path.read_text("utf-8") == now and not now.endswith(_CHANGED)


def _git(*words: str) -> str:
    return run(["git", *words], ROOT).output.strip()
