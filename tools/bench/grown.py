"""Grown: an edition many times as large as the embedded one, to measure at scale.

Each copy lies in a folder of its own, with names of its own, and with some words
replaced by others of the same documents, so that no two copies say the same:
what is remembered of one text helps with no other.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
from pathlib import Path

# How many words of a hundred are replaced.
REPLACED = 20
# Whole words in lower case that are long enough to carry a meaning, and are no part of a link.
_WORD = re.compile(r"(?<![\w/.#:-])[a-z]{5,}(?![\w/.#:-])")
_PERSONA = re.compile(r"^(\s*#+\s*Name:.*?)\s*$", re.MULTILINE)
_GROUP = re.compile(r"^(\s*##\s+.*?)\s*$", re.MULTILINE)
_LISTED = re.compile(r"\[([^]\[]*)\]([,(]*)(https?://[^)\s]*/)(personas/)([^)\s]*)\)")


def grow(edition: Path, target: Path, times: int) -> int:
    """Write an edition so many times as large.

    Parameters
    ----------
    edition : pathlib.Path
        Folder that holds ``personas`` and ``use_cases``.
    target : pathlib.Path
        Where the copies go; replaced.
    times : int
        How many copies.

    Returns
    -------
    int
        Bytes written.
    """
    shutil.rmtree(target, ignore_errors=True)
    files = {
        path.relative_to(edition): path.read_text("utf-8") for path in sorted(edition.rglob("*.md"))
    }
    words = sorted({word for text in files.values() for word in _WORD.findall(text)})
    size = 0
    for number in range(times):
        chance = random.Random(number)  # noqa: S311 - the same copies each time
        for path, text in files.items():
            own = _own(text, path, number, words, chance)
            place = target / path.parts[0] / f"{number:04}" / Path(*path.parts[1:])
            place.parent.mkdir(parents=True, exist_ok=True)
            size += place.write_bytes(own.encode("utf-8"))
    return size


def _own(text: str, path: Path, number: int, words: list[str], chance: random.Random) -> str:
    """Give a document its own names and words; the first copy stays as it is."""
    if not number:
        return text
    said = _WORD.sub(
        lambda found: chance.choice(words) if chance.randrange(100) < REPLACED else found[0], text
    )
    named = _PERSONA.sub(rf"\1 {number}", said)
    if path.name == "README.md":
        named = _GROUP.sub(rf"\1 {number}", named)
    return _LISTED.sub(rf"[\1 {number}]\2\3\g<4>{number:04}/\5-{number})", named)


if __name__ == "__main__":
    from toolbelt_data.source import embedded_edition, embedded_editions

    latest = embedded_edition(embedded_editions()[-1])
    print(grow(latest, Path(sys.argv[2]), int(sys.argv[1])))
