"""Place: where the documents lie, as formats need to know it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .. import git
from ..corpus import Corpus


@dataclass(frozen=True, slots=True)
class Place:
    """Where an edition's documents lie.

    Attributes
    ----------
    label : str
        The edition in words.
    prefix : str
        What stands in front of a document's path in its repository; empty, or
        ending in a slash.
    files : mapping of str to bytes
        The documents' bytes.
    colour : bool
        Whether the text may be coloured.
    known, gone : int
        How many known findings were left out, and how many of the baseline's
        are there no more.
    """

    label: str = ""
    prefix: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    colour: bool = False
    known: int = 0
    gone: int = 0

    @classmethod
    def of(cls, corpus: Corpus, colour: bool = False) -> Place:
        """Say where a corpus's documents lie: in their repository, or from where one stands.

        Raises
        ------
        SourceError
            If git refuses the repository, as it does if it belongs to somebody else.
        """
        edition = corpus.edition
        return cls(edition.label, _prefix(edition.source), edition.files, colour)


def _prefix(source: str) -> str:
    folder = Path(source) if source else None
    if folder is None or not folder.is_dir():
        return ""
    inside = git.prefix(folder)
    if inside is not None:
        return inside
    relative = os.path.relpath(folder).replace(os.sep, "/")
    return "" if relative == "." or relative.startswith("..") else f"{relative}/"
