"""Items: challenges and remedies, and which remedy bears on which challenge."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Items:
    """What a tracing tool is told.

    Attributes
    ----------
    texts : dict of str to str
        By id: every challenge and every remedy, in the order of the documents.
    covers : dict of str to list of str
        By a remedy's id: the challenges that it bears on.
    """

    texts: Mapping[str, str]
    covers: Mapping[str, list[str]]

    def of(self, section: str) -> list[str]:
        """Give the ids of a section."""
        return [item for item in self.texts if item.split("/")[1] == section]

    def by_persona(self) -> dict[str, list[str]]:
        """Give the ids of each persona's items."""
        own: dict[str, list[str]] = {}
        for item in self.texts:
            own.setdefault(item.split("/")[0], []).append(item)
        return own

    def write(self, path: Path) -> None:
        """Write them into a file."""
        path.write_text(json.dumps(vars(self)), encoding="utf-8")

    @staticmethod
    def read(path: Path) -> Items:
        """Read them back."""
        return Items(**json.loads(path.read_text("utf-8")))


def name_of(item: str) -> str:
    """Give the name that an item has for every tool.

    Examples
    --------
    >>> name_of("ada-the-admin/challenges/1")
    'ada-the-admin-challenges-1'
    """
    return item.replace("/", "-")
