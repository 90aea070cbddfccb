"""Documents many times as large as the embedded edition, in a repository with a short history."""

from __future__ import annotations

import random
import re
from pathlib import Path

from toolbelt_data.source import embedded_edition

from .run import run

# Whole words in lower case that are long enough to carry a meaning, and are not part of a link.
_WORD = re.compile(r"(?<![\w/.#:-])[a-z]{5,}(?![\w/.#:-])")
_REPLACED = 20  # of a hundred words, so that no two copies say the same
_HEADING = re.compile(r"^( *##? .*?) *$", re.MULTILINE)
_LINK = re.compile(r"\[([^]\[]*)\]\(https?://[^)\s]*/personas/([^)\s]*)\)")


def grow(target: Path, times: int) -> Path:
    """Write a repository of three commits, with so many copies of the newest edition.

    Each copy is in a folder of its own, with its own names and words. Each commit after the
    first one changes a persona.

    Parameters
    ----------
    target : pathlib.Path
        A new folder.
    times : int

    Returns
    -------
    pathlib.Path
        The folder.
    """
    files = {path: path.read_text("utf-8") for path in sorted(embedded_edition().rglob("*.md"))}
    words = sorted({word for text in files.values() for word in _WORD.findall(text)})
    for number in range(times):
        for path, text in files.items():
            kind, *below = path.relative_to(embedded_edition()).parts
            place = target / kind / f"{number:04}" / Path(*below)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(_copy(text, number, words), encoding="utf-8")
    _git(target, 0, "init", "--quiet")
    for number in range(3):
        with (target / "personas" / "0000" / "executive.md").open("a", encoding="utf-8") as file:
            file.write(f"\n- Note {number}\n")
        _git(target, number, "add", ".")
        _git(target, number, "commit", "--quiet", "--message", f"Note {number}")
    return target


def _copy(text: str, number: int, words: list[str]) -> str:
    """Return a document with names and words of its own; the first copy is the original."""
    if not number:
        return text
    chance = random.Random(number)  # noqa: S311 - the same copies each time

    def other(found: re.Match) -> str:
        return chance.choice(words) if chance.randrange(100) < _REPLACED else found[0]

    named = _HEADING.sub(rf"\1 {number}", _WORD.sub(other, text))
    return _LINK.sub(rf"[\1 {number}](/personas/{number:04}/\2-{number})", named)


def one_document(target: Path, times: int) -> Path:
    """Write a folder with one document, which has so many copies of a document's personas."""
    path = embedded_edition() / "personas" / "securityengineer.md"
    text = path.read_text("utf-8")
    words = sorted(set(_WORD.findall(text)))
    place = target / "personas" / "all.md"
    place.parent.mkdir(parents=True)
    place.write_text("\n\n".join(_copy(text, number, words) for number in range(times)), "utf-8")
    return target


def _git(folder: Path, day: int, *words: str) -> None:
    dates = [f"GIT_{who}_DATE=2025-01-0{day + 1}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")]
    author = ("-c", "user.name=bench", "-c", "user.email=bench@localhost")
    run(["env", *dates, "git", *author, *words], folder)
